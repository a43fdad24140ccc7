package slacktest_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"hspbot/bot/slack/slacktest"
)

// What people do comes to the app in a form that the official library reads.
func TestEvents(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	c := w.team.Channel("C1", w.person).Invite()
	silent := w.team.Channel("C2", w.person)
	w.person.Say("a < b & c")
	w.person.Edit("b")
	w.person.Share("a.pdf", "")
	root := w.person.Mention(c, "", "start")
	w.person.Mention(c, root, "more")
	w.person.Mention(silent, "", "nobody listens")
	w.person.OpenHome()
	w.person.OpenMessages()
	w.person.SetLocale("ja-JP")
	w.team.RateLimited()
	w.settled(t)
	type seen struct{ kind, subtype, text, thread string }
	var got []seen
	for _, r := range w.app.all() {
		event, err := slackevents.ParseEvent([]byte(r.body), slackevents.OptionNoVerifyToken())
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if event.TeamID != "T1" || event.APIAppID != w.AppID() {
			t.Errorf("event of %s for %s", event.TeamID, event.APIAppID)
		}
		switch e := event.InnerEvent.Data.(type) {
		case *slackevents.MessageEvent:
			s := seen{kind: "message", subtype: e.SubType, text: e.Text}
			if e.SubType == "message_changed" {
				s.text = e.Message.Text
			}
			if e.ChannelType != "im" {
				t.Errorf("channel_type is %q", e.ChannelType)
			}
			got = append(got, s)
		case *slackevents.AppMentionEvent:
			got = append(got, seen{kind: "mention", text: e.Text, thread: e.ThreadTimeStamp})
		case *slackevents.AppHomeOpenedEvent:
			got = append(got, seen{kind: "home", text: e.Tab})
		default:
			got = append(got, seen{kind: event.InnerEvent.Type + event.Type})
		}
	}
	bot := "<@" + w.team.Bot() + "> "
	want := []seen{{"message", "", "a &lt; b &amp; c", ""}, {"message", "message_changed", "b", ""}, {"message", "file_share", "", ""},
		{"mention", "", bot + "start", ""}, {"mention", "", bot + "more", root}, {kind: "home", text: "home"}, {kind: "home", text: "messages"},
		{kind: "user_changeevent_callback"}}
	limited := slices.DeleteFunc(slices.Clone(got), func(s seen) bool { return s.kind != "app_rate_limited" })
	got = slices.DeleteFunc(got, func(s seen) bool { return s.kind == "app_rate_limited" }) // has no order
	if !slices.Equal(got, want) || len(limited) != 1 {
		t.Errorf("events\n%+v\nwant\n%+v", got, want)
	}
}

func TestScopesOfEvents(t *testing.T) {
	w := newWorld(t, slacktest.Options{Scopes: []string{"chat:write", "commands"}})
	w.person.Say("hello")
	w.person.Mention(w.team.Channel("C1", w.person).Invite(), "", "hello")
	w.person.SetLocale("ja-JP")
	w.person.OpenHome()
	w.settled(t)
	if got := w.app.all(); len(got) != 1 {
		t.Errorf("%d events without scopes for them, want only app_home_opened", len(got))
	}
	stranger := w.Team("T2").Person("U2")
	stranger.Say("hello")
	stranger.Command(nil, "start")
	w.settled(t)
	if got := w.app.all(); len(got) != 1 || len(stranger.ErrorsShown()) != 1 {
		t.Error("the app hears of a workspace where it is not installed")
	}
}

func TestCommand(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	c := w.team.Channel("C1", w.person)
	w.app.says(func(rw http.ResponseWriter, r request) {
		form, _ := url.ParseQuery(r.body)
		switch form.Get("text") {
		case "text":
			_, _ = io.WriteString(rw, "one &amp; two")
		case "all":
			rw.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(rw, `{"response_type":"in_channel","text":"everybody"}`)
		case "wrong":
			rw.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(rw, `{"respond":"a"}`)
		case "503":
			rw.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	for _, text := range []string{"text", "all", "silent"} {
		w.person.Command(c, text)
	}
	w.person.Command(nil, "text")
	w.settled(t)
	if got := w.person.Ephemerals(c); len(got) != 1 || got[0].Text != "one &amp; two" {
		t.Errorf("ephemeral %+v", got)
	}
	if got := c.Messages(); len(got) != 1 || got[0].Text != "everybody" {
		t.Errorf("channel %+v", got)
	}
	if got := w.person.Ephemerals(nil); len(got) != 1 {
		t.Errorf("in the DM %+v", got)
	}
	r := w.app.all("command=%2Fhsp")[0]
	parsed, err := slack.SlashCommandParse(&http.Request{Method: http.MethodPost, Header: r.header, Body: io.NopCloser(strings.NewReader(r.body))})
	must(t, err)
	if parsed.Command != "/hsp" || parsed.Text != "text" || parsed.ChannelID != "C1" || parsed.UserID != "U1" || parsed.TeamID != "T1" ||
		parsed.ResponseURL == "" || parsed.TriggerID == "" || r.path != "/slack/commands" {
		t.Errorf("command %+v", parsed)
	}
	if len(w.person.ErrorsShown()) != 0 {
		t.Errorf("errors shown %q", w.person.ErrorsShown())
	}
	w.person.Command(c, "wrong")
	w.person.Command(c, "503")
	w.settled(t)
	provoked(t, w.Server, `"respond" is unknown`, "no_text")
	if got, want := w.person.ErrorsShown(), []string{"command: no_text", "command: dispatch_failed"}; !slices.Equal(got, want) {
		t.Errorf("errors shown %q, want %q", got, want)
	}
	if n := len(w.app.all("command=", "text=503")); n != 1 {
		t.Errorf("a command came %d times", n)
	}
}

func TestPress(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	_, ts, err := w.api.PostMessage(dm, slack.MsgOptionText("a", false),
		slack.MsgOptionBlocks(row("choices", "Yes", "No"), checkboxBlocks("many", "x", "y", "z")))
	must(t, err)
	m := w.person.Last()
	must(t, w.person.ToggleCheckbox(m, "z"))
	must(t, w.person.ToggleCheckbox(m, "Box x"))
	must(t, w.person.ToggleCheckbox(m, "z"))
	must(t, w.person.ToggleCheckbox(m, "y"))
	must(t, w.person.Press(m, "No"))
	if err := w.person.Press(m, "Maybe"); !errors.Is(err, slacktest.ErrNotFound) {
		t.Errorf("pressed what is not there: %v", err)
	}
	w.settled(t)
	got := w.app.all(`"block_actions"`)
	if len(got) != 5 {
		t.Fatalf("%d presses, want 5", len(got))
	}
	var ticks [][]string
	for _, r := range got[:4] {
		var values []string
		for _, o := range interaction(t, r).ActionCallback.BlockActions[0].SelectedOptions {
			values = append(values, o.Value)
		}
		ticks = append(ticks, values)
	}
	if want := [][]string{{"z"}, {"x", "z"}, {"x"}, {"x", "y"}}; !slices.EqualFunc(ticks, want, slices.Equal) {
		t.Errorf("ticked %v, want %v", ticks, want)
	}
	ic := interaction(t, got[4])
	a := ic.ActionCallback.BlockActions[0]
	if a.ActionID != "press:no" || a.Value != "no" || a.BlockID != "choices" || a.Text.Text != "No" || a.ActionTs == "" {
		t.Errorf("action %+v", a)
	}
	if ic.Message.Timestamp != ts || ic.Container.Type != "message" || ic.Container.MessageTs != ts || ic.Channel.ID != dm || ic.User.ID != "U1" ||
		ic.Team.ID != "T1" || ic.ResponseURL == "" || ic.TriggerID == "" {
		t.Errorf("interaction %+v", ic)
	}
	values := ic.BlockActionState.Values["many"]["tick"].SelectedOptions
	if len(values) != 2 || values[0].Value != "x" || values[1].Value != "y" {
		t.Errorf("state %+v", values)
	}
	if got := w.person.CheckedBoxes(m); !slices.Equal(got, []string{"x", "y"}) {
		t.Errorf("ticked %v", got)
	}
}

// interaction reads a delivery with the official library.
func interaction(t *testing.T, r request) slack.InteractionCallback {
	t.Helper()
	ic, err := slack.InteractionCallbackParse(&http.Request{Method: http.MethodPost, Header: r.header, Body: io.NopCloser(strings.NewReader(r.body))})
	must(t, err)
	return ic
}

// What was ticked stays while its block and action keep their ids and the option is there.
func TestTicksFollowUpdates(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	_, ts, err := w.api.PostMessage(dm, slack.MsgOptionText("a", false), slack.MsgOptionBlocks(checkboxBlocks("many", "x", "y")))
	must(t, err)
	m := w.person.Last()
	must(t, w.person.ToggleCheckbox(m, "x"))
	for _, c := range []struct {
		block slack.Block
		want  []string
	}{
		{checkboxBlocks("many", "x", "z"), []string{"x"}},
		{checkboxBlocks("many", "z"), nil},
		{checkboxBlocks("other", "x"), nil},
	} {
		_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("a", false), slack.MsgOptionBlocks(c.block))
		must(t, err)
		if got := w.person.CheckedBoxes(m); !slices.Equal(got, c.want) {
			t.Errorf("ticked %v, want %v", got, c.want)
		}
	}
	w.settled(t)
}

func TestPressCrossesUpdate(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	_, ts, err := w.api.PostMessage(dm, slack.MsgOptionText("a", false), slack.MsgOptionBlocks(row("r", "Yes")))
	must(t, err)
	seen := w.person.Last()
	_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("b", false), slack.MsgOptionBlocks())
	must(t, err)
	if err := w.person.Press(seen, "yes"); !errors.Is(err, slacktest.ErrNotFound) {
		t.Errorf("pressed what is gone: %v", err)
	}
	must(t, w.person.PressAsSeen(seen, "yes"))
	w.settled(t)
	if n := len(w.app.all(`"press:yes"`, `"block_actions"`)); n != 1 {
		t.Errorf("%d presses, want 1", n)
	}
}

func TestAckOfAction(t *testing.T) {
	w := newWorld(t, slacktest.Options{AckTimeout: 100 * time.Millisecond})
	_, _, err := w.api.PostMessage(w.dm(t), slack.MsgOptionText("a", false), slack.MsgOptionBlocks(row("r", "Body", "Late", "Fail", "Fine")))
	must(t, err)
	w.settled(t)
	release := make(chan struct{})
	defer close(release)
	w.app.says(func(rw http.ResponseWriter, r request) {
		switch interaction(t, r).ActionCallback.BlockActions[0].Value {
		case "body":
			_, _ = io.WriteString(rw, "ok")
		case "late":
			<-release
		case "fail":
			rw.WriteHeader(http.StatusInternalServerError)
		}
	})
	for _, l := range []string{"Body", "Late", "Fail", "Fine"} {
		must(t, w.person.Press(w.person.Last(), l))
	}
	w.settled(t)
	provoked(t, w.Server, "ack of action: has a body of 2 bytes")
	if got, want := w.person.ErrorsShown(), []string{"action: operation_timeout", "action: dispatch_failed"}; !slices.Equal(got, want) {
		t.Errorf("errors shown %q, want %q", got, want)
	}
	if n := len(w.app.all(`"block_actions"`)); n != 4 {
		t.Errorf("%d presses came, want 4: they are never repeated", n)
	}
}
