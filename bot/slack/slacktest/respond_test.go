package slacktest_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

// pressed posts a message with a button to a place, lets the person press it and returns the
// response_url.
func pressed(t *testing.T, w *world, channel string) string {
	t.Helper()
	_, _, err := w.api.PostMessage(channel, slack.MsgOptionText("original", false), slack.MsgOptionBlocks(row("r", "Go")))
	must(t, err)
	before := len(w.app.all("block_actions"))
	must(t, w.person.Press(w.person.Last(), "Go"))
	w.settled(t)
	return interaction(t, w.app.all("block_actions")[before]).ResponseURL
}

func respond(t *testing.T, address string, m slack.WebhookMessage) error {
	return slack.PostWebhookCustomHTTP(address, client(t), &m)
}

func gone(t *testing.T, err error) {
	t.Helper()
	var status slack.StatusCodeError
	if !errors.As(err, &status) || status.Code != http.StatusNotFound {
		t.Errorf("error is %v, want status 404", err)
	}
}

func TestReplaceOriginal(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	address := pressed(t, w, w.dm(t))
	must(t, respond(t, address, slack.WebhookMessage{Text: "only you"}))
	if got := w.person.Ephemerals(nil); len(got) != 1 || got[0].Text != "only you" {
		t.Errorf("ephemeral %+v", got)
	}
	must(t, respond(t, address, slack.WebhookMessage{Text: "all", ResponseType: "in_channel"}))
	if got := w.person.DM(); len(got) != 2 || got[1].Text != "all" {
		t.Errorf("DM %+v", got)
	}
	must(t, respond(t, address, slack.WebhookMessage{Text: "new", ReplaceOriginal: true}))
	if got := w.person.DM()[0]; got.Plain() != "new" || len(got.Buttons()) != 0 {
		t.Errorf("replaced by %q", got.Plain())
	}
	must(t, respond(t, address, slack.WebhookMessage{DeleteOriginal: true}))
	if got := w.person.DM(); len(got) != 1 || got[0].Text != "all" {
		t.Errorf("DM %+v", got)
	}
	gone(t, respond(t, address, slack.WebhookMessage{Text: "new", ReplaceOriginal: true}))
	must(t, respond(t, address, slack.WebhookMessage{Text: "fifth"}))
	gone(t, respond(t, address, slack.WebhookMessage{Text: "sixth"}))
	w.settled(t)
}

func TestResponseURLExpires(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	address := pressed(t, w, w.dm(t))
	w.clock.pass(30 * time.Minute)
	must(t, respond(t, address, slack.WebhookMessage{Text: "in time"}))
	w.clock.pass(time.Millisecond)
	gone(t, respond(t, address, slack.WebhookMessage{Text: "late"}))
	gone(t, respond(t, address+"x", slack.WebhookMessage{Text: "nowhere"}))
	if got := w.person.Ephemerals(nil); len(got) != 1 {
		t.Errorf("%d answers, want 1", len(got))
	}
}

func TestMalformedResponse(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	address := pressed(t, w, w.dm(t))
	for _, c := range []struct {
		m     slack.WebhookMessage
		noted string
	}{
		{slack.WebhookMessage{}, "no_text"},
		{slack.WebhookMessage{Text: "a", ResponseType: "public"}, "response_type public"},
		{slack.WebhookMessage{Text: "a", ThreadTimestamp: "1.1"}, "thread_ts of no message"},
	} {
		if respond(t, address, c.m) == nil {
			t.Errorf("%+v is accepted", c.m)
		}
		provoked(t, w.Server, c.noted)
	}
	must(t, respond(t, address, slack.WebhookMessage{Text: "Q&A", Username: "me"}))
	provoked(t, w.Server, "text: ", `"username" is unknown`)
}

// An ephemeral message has no message in its presses, and only response_url changes it.
func TestEphemeralPress(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	c := w.team.Channel("C1", w.person).Invite()
	_, err := w.api.PostEphemeral("C1", "U1", slack.MsgOptionText("a", false), slack.MsgOptionBlocks(row("r", "Go"), checkboxBlocks("b", "x")))
	must(t, err)
	must(t, w.person.Press(w.person.Ephemerals(c)[0], "Go"))
	w.settled(t)
	r := w.app.all("block_actions")[0]
	payload := r.payload(t)
	if payload["message"] != nil || payload["container"].(object)["is_ephemeral"] != true || payload["state"] == nil {
		t.Errorf("payload %v", payload)
	}
	address := interaction(t, r).ResponseURL
	must(t, respond(t, address, slack.WebhookMessage{Text: "b", ReplaceOriginal: true, Blocks: &slack.Blocks{BlockSet: []slack.Block{section("b")}}}))
	if got := w.person.Ephemerals(c); len(got) != 1 || got[0].Plain() != "b" {
		t.Errorf("ephemeral %+v", got)
	}
	must(t, respond(t, address, slack.WebhookMessage{DeleteOriginal: true}))
	if got := w.person.Ephemerals(c); len(got) != 0 {
		t.Errorf("ephemeral %+v", got)
	}
}

// A command has no original: replacing it adds a message.
func TestCommandResponse(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	c := w.team.Channel("C1", w.person)
	w.person.Command(c, "start")
	w.settled(t)
	r := w.app.all("command=")[0]
	form := values(t, r)
	must(t, respond(t, form.Get("response_url"), slack.WebhookMessage{Text: "a", ReplaceOriginal: true}))
	if got := w.person.Ephemerals(c); len(got) != 1 || got[0].Text != "a" {
		t.Errorf("ephemeral %+v", got)
	}
	gone(t, respond(t, form.Get("response_url"), slack.WebhookMessage{DeleteOriginal: true}))
}
