package slacktest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

// form is a modal with one input, boxes and a button.
func form(title string, more ...slack.Block) slack.ModalViewRequest {
	input := slack.NewPlainTextInputBlockElement(nil, "typed")
	input.MaxLength = 5
	blocks := append([]slack.Block{slack.NewInputBlock("amount", label("Amount"), nil, input)}, more...)
	return slack.ModalViewRequest{Type: slack.VTModal, Title: label(title), Submit: label("Send"), Close: label("Close"),
		CallbackID: "form", PrivateMetadata: "meta", NotifyOnClose: true, Blocks: slack.Blocks{BlockSet: blocks}}
}

func home(text string, more ...slack.Block) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: append([]slack.Block{section(text)}, more...)}}
}

// trigger lets the person send a command and returns its trigger_id.
func trigger(t *testing.T, w *world) string {
	t.Helper()
	before := len(w.app.all("trigger_id="))
	w.person.Command(nil, "trigger")
	w.settled(t)
	r := w.app.all("trigger_id=")[before]
	cmd, err := slack.SlashCommandParse(&http.Request{Method: http.MethodPost, Header: r.header, Body: io.NopCloser(strings.NewReader(r.body))})
	must(t, err)
	return cmd.TriggerID
}

func TestTriggers(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	fresh := trigger(t, w)
	w.clock.pass(3 * time.Second)
	_, err := w.api.OpenView(fresh, form("One"))
	must(t, err)
	_, err = w.api.OpenView(fresh, form("One"))
	refused(t, err, "exchanged_trigger_id")
	old := trigger(t, w)
	w.clock.pass(3*time.Second + time.Millisecond)
	_, err = w.api.OpenView(old, form("One"))
	refused(t, err, "expired_trigger_id")
	_, err = w.api.OpenView("1.2.3", form("One"))
	refused(t, err, "invalid_trigger_id")
	_, err = w.api.OpenView(trigger(t, w), form("A title of more than 24 characters"))
	refused(t, err, "invalid_arguments")
	var no slack.SlackErrorResponse
	if errors.As(err, &no) && len(no.ResponseMetadata.Messages) == 0 {
		t.Error("the refusal does not say what is wrong")
	}
	if len(w.Violations()) == 0 {
		t.Error("a title too long is no violation")
	}
}

func TestModal(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	answer := make(chan string, 1)
	w.app.says(func(rw http.ResponseWriter, r request) {
		if strings.Contains(r.body, "view_submission") {
			rw.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(rw, <-answer)
		}
	})
	opened, err := w.api.OpenView(trigger(t, w), form("One", checkboxBlocks("many", "x", "y"), row("r", "Help")))
	must(t, err)
	if opened.View.Hash == "" || opened.View.State == nil || opened.View.RootViewID != opened.View.ID {
		t.Errorf("opened %+v", opened.View)
	}
	if v := w.person.Modal(); v == nil || v.Title != "One" || v.Metadata != "meta" || v.Plain() != "One\nAmount\nBox x\nBox y\nHelp" {
		t.Fatalf("modal %+v", v)
	}
	if err := w.person.Submit(); !errors.Is(err, slacktest.ErrIncompleteForm) {
		t.Errorf("sent with an empty input: %v", err)
	}
	if err := w.person.Fill("amount", "123456"); !errors.Is(err, slacktest.ErrIncompleteForm) {
		t.Errorf("typed more than fits: %v", err)
	}
	must(t, w.person.Fill("Amount", "850"))
	must(t, w.person.PressModal("y"))
	must(t, w.person.PressModal("Help"))
	answer <- `{"response_action":"errors","errors":{"amount":"How much?"}}`
	must(t, w.person.Submit())
	w.settled(t)
	if v := w.person.Modal(); v == nil || v.Errors["amount"] != "How much?" || v.Busy {
		t.Errorf("modal %+v", v)
	}
	sent := interaction(t, w.app.all("view_submission")[0])
	if sent.View.State.Values["amount"]["typed"].Value != "850" || sent.View.State.Values["many"]["tick"].SelectedOptions[0].Value != "y" ||
		sent.View.PrivateMetadata != "meta" || sent.View.Hash != opened.View.Hash || sent.View.CallbackID != "form" {
		t.Errorf("submission %+v", sent.View)
	}
	help := interaction(t, w.app.all("block_actions", `"press:help"`)[1])
	if help.Container.Type != "view" || help.Container.ViewID != opened.View.ID || help.ResponseURL != "" || help.View.State == nil {
		t.Errorf("action %+v", help.Container)
	}
	push, err := json.Marshal(slack.NewPushViewSubmissionResponse(ptr(form("Two"))))
	must(t, err)
	answer <- string(push)
	must(t, w.person.Submit())
	w.settled(t)
	if v := w.person.Modal(); v == nil || v.Title != "Two" || v.Depth != 1 {
		t.Errorf("pushed %+v", v)
	}
	answer <- ""
	must(t, w.person.Fill("amount", "1"))
	must(t, w.person.Submit())
	w.settled(t)
	if v := w.person.Modal(); v == nil || v.Title != "One" {
		t.Errorf("popped to %+v", v)
	}
	update, err := json.Marshal(slack.NewUpdateViewSubmissionResponse(ptr(form("Three"))))
	must(t, err)
	answer <- string(update)
	must(t, w.person.Submit())
	w.settled(t)
	if v := w.person.Modal(); v == nil || v.Title != "Three" || v.ID != opened.View.ID {
		t.Errorf("updated to %+v", v)
	}
	answer <- `{"response_action":"clear"}`
	must(t, w.person.Submit())
	w.settled(t)
	if w.person.Modal() != nil || len(w.person.ErrorsShown()) != 0 {
		t.Errorf("not cleared, errors shown %q", w.person.ErrorsShown())
	}
}

func ptr[T any](v T) *T { return &v }

func TestWrongSubmissionAnswers(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	for _, c := range []struct {
		answer, problem string
		noted           []string
	}{
		{`{"response_action":"errors","errors":{"nowhere":"a"}}`, "dispatch_failed", []string{`error for block "nowhere"`}},
		{`{"response_action":"errors"}`, "dispatch_failed", []string{"errors without any"}},
		{`{"response_action":"update","view":{"type":"home","blocks":[]}}`, "invalid view", []string{"type home, not modal"}},
		{`{"response_action":"jump"}`, "dispatch_failed", []string{`response_action "jump"`}},
		{`ok`, "dispatch_failed", []string{"no JSON object"}},
	} {
		id := trigger(t, w)
		w.app.says(func(rw http.ResponseWriter, _ request) { _, _ = io.WriteString(rw, c.answer) })
		_, err := w.api.OpenView(id, form("One"))
		must(t, err)
		must(t, w.person.Fill("amount", "1"))
		must(t, w.person.Submit())
		w.settled(t)
		w.app.says(nil)
		provoked(t, w.Server, c.noted...)
		if got := w.person.ErrorsShown(); got[len(got)-1] != "submission: "+c.problem || w.person.Modal() == nil {
			t.Errorf("%s: errors shown %q", c.answer, got)
		}
	}
}

func TestUpdateAndCloseView(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	opened, err := w.api.OpenView(trigger(t, w), form("One"))
	must(t, err)
	must(t, w.person.Fill("amount", "7"))
	updated, err := w.api.UpdateView(form("Two"), "", opened.View.Hash, opened.View.ID)
	must(t, err)
	_, err = w.api.UpdateView(form("Three"), "", opened.View.Hash, opened.View.ID)
	refused(t, err, "hash_conflict")
	if updated.View.State.Values["amount"]["typed"].Value != "7" || w.person.Modal().Title != "Two" {
		t.Errorf("updated to %+v", updated.View)
	}
	w.person.CloseModal()
	w.settled(t)
	if n := len(w.app.all("view_closed")); n != 1 || w.person.Modal() != nil {
		t.Errorf("%d times told that the modal is closed", n)
	}
	_, err = w.api.UpdateView(form("Two"), "", "", opened.View.ID)
	refused(t, err, "not_found")
}

func TestHome(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	if w.person.Home() != nil {
		t.Error("a Home tab nobody has published")
	}
	first, err := w.api.PublishView("U1", home("one", row("r", "Start")), "")
	must(t, err)
	_, err = w.api.PublishView("U1", home("two", row("r", "Start")), first.View.Hash)
	must(t, err)
	_, err = w.api.PublishView("U1", home("three"), first.View.Hash)
	refused(t, err, "hash_conflict")
	_, err = w.api.PublishView("U404", home("three"), "")
	refused(t, err, "user_not_found")
	if got := w.person.Home(); got.Plain() != "two\nStart" || got.Type != "home" {
		t.Errorf("home %q", got.Plain())
	}
	must(t, w.person.PressHome("Start"))
	w.person.OpenHome()
	w.settled(t)
	ic := interaction(t, w.app.all("block_actions")[0])
	if ic.View.Type != slack.VTHomeTab || ic.View.ID != first.View.ID || ic.Container.Type != "view" {
		t.Errorf("action %+v", ic.View)
	}
	if n := len(w.app.all("app_home_opened", first.View.ID)); n != 1 {
		t.Errorf("app_home_opened tells of the view %d times", n)
	}
	w.team.DisableHome()
	_, err = w.api.PublishView("U1", home("three"), "")
	refused(t, err, "not_enabled")
}

func TestChoices(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, label("Choose"), "pick",
		slack.NewOptionBlockObject("a", label("Alpha"), nil), slack.NewOptionBlockObject("b", label("Beta"), nil))
	menu.InitialOption = slack.NewOptionBlockObject("a", label("Alpha"), nil)
	_, _, err := w.api.PostMessage(w.dm(t), slack.MsgOptionText("a", false), slack.MsgOptionBlocks(slack.NewActionBlock("m", menu)))
	must(t, err)
	m := w.person.Last()
	got := m.Choices()
	if len(got) != 1 || !slices.Equal(got[0].Options, []slacktest.Option{{Value: "a", Label: "Alpha", Chosen: true}, {Value: "b", Label: "Beta"}}) ||
		len(m.Checkboxes()) != 0 {
		t.Errorf("choices %+v", got)
	}
	must(t, w.person.Press(m, "Beta"))
	w.settled(t)
	ic := interaction(t, w.app.all("block_actions")[0])
	if ic.ActionCallback.BlockActions[0].SelectedOption.Value != "b" || ic.BlockActionState.Values["m"]["pick"].SelectedOption.Value != "b" {
		t.Errorf("chosen %+v", ic.ActionCallback.BlockActions[0])
	}
}
