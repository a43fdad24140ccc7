package slacktest_test

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

func TestPostUpdateDelete(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	ch, ts, err := w.api.PostMessage(dm, slack.MsgOptionText("Question &amp; answer", false),
		slack.MsgOptionBlocks(section("*Question* <https://example.org|here>"), row("choices", "Yes", "No")))
	must(t, err)
	if ch != dm {
		t.Errorf("posted to %s, want %s", ch, dm)
	}
	m := w.person.Last()
	if m == nil || m.TS != ts || !m.Bot || m.Text != "Question &amp; answer" {
		t.Fatalf("message = %+v", m)
	}
	if got, want := m.Plain(), "*Question* here\nYes\nNo"; got != want {
		t.Errorf("plain = %q, want %q", got, want)
	}
	b := m.Buttons()
	if len(b) != 2 || b[1] != (slacktest.Button{ActionID: "press:no", BlockID: "choices", Value: "no", Label: "No"}) {
		t.Errorf("buttons = %+v", b)
	}
	_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("Done", false))
	must(t, err)
	provoked(t, w.Server, "without blocks the message keeps those it has")
	if got := w.person.Last(); len(got.Buttons()) != 2 || got.Edited != 1 {
		t.Errorf("an update without blocks does not keep them: %+v", got)
	}
	_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("Gone", false), slack.MsgOptionBlocks())
	must(t, err)
	if got := w.person.Last(); got.Plain() != "Gone" || len(got.Buttons()) != 0 {
		t.Errorf("an empty list of blocks leaves %q", got.Plain())
	}
	_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("Done", false), slack.MsgOptionBlocks(section("Done")))
	must(t, err)
	if got := w.person.Last(); got.Plain() != "Done" || len(got.Buttons()) != 0 {
		t.Errorf("updated to %q", got.Plain())
	}
	_, _, err = w.api.DeleteMessage(dm, ts)
	must(t, err)
	if n := len(w.person.DM()); n != 0 {
		t.Errorf("%d messages after the only one was deleted", n)
	}
	_, _, err = w.api.DeleteMessage(dm, ts)
	refused(t, err, "message_not_found")
	_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("Done", false))
	refused(t, err, "message_not_found")
	if n := w.CountCalls("chat.update"); n != 4 { // one of them refused
		t.Errorf("%d calls of chat.update, want 4", n)
	}
	w.settled(t)
}

// The app gets its own messages back, as from Slack.
func TestEcho(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	_, ts, err := w.api.PostMessage(dm, slack.MsgOptionText("one", false))
	must(t, err)
	_, _, _, err = w.api.UpdateMessage(dm, ts, slack.MsgOptionText("two", false))
	must(t, err)
	_, _, err = w.api.DeleteMessage(dm, ts)
	must(t, err)
	w.settled(t)
	got := w.app.all(`"event_callback"`)
	if len(got) != 3 {
		t.Fatalf("%d events, want 3", len(got))
	}
	for i, want := range []string{"", "message_changed", "message_deleted"} {
		event := got[i].payload(t)["event"].(object)
		if subtype, _ := event["subtype"].(string); subtype != want || event["channel_type"] != "im" || event["channel"] != dm {
			t.Errorf("event %d: %v", i, event)
		}
		if message, ok := event["message"].(object); ok && message["edited"] == nil || event["edited"] != nil {
			t.Errorf("event %d does not say rightly what was edited: %v", i, event)
		}
		if want == "" && (event["bot_id"] == nil || event["app_id"] != w.AppID()) {
			t.Errorf("the app's own message does not say so: %v", event)
		}
	}
}

func TestEphemeral(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	in := w.team.Channel("C1", w.person).Invite()
	out := w.team.Channel("C2", w.person)
	ts, err := w.api.PostEphemeral("C1", "U1", slack.MsgOptionText("only you", false))
	must(t, err)
	if got := w.person.Ephemerals(in); len(got) != 1 || got[0].Text != "only you" || !got[0].Ephemeral || len(in.Messages()) != 0 {
		t.Errorf("ephemeral messages %+v", got)
	}
	_, err = w.api.PostEphemeral("C1", "U2", slack.MsgOptionText("a", false))
	refused(t, err, "user_not_in_channel")
	_, err = w.api.PostEphemeral("C2", "U1", slack.MsgOptionText("a", false))
	refused(t, err, "not_in_channel")
	_, _, _, err = w.api.UpdateMessage("C1", ts, slack.MsgOptionText("b", false))
	refused(t, err, "message_not_found")
	provoked(t, w.Server, "chat.update: message_not_found the message is ephemeral")
	w.person.Reload()
	if got := w.person.Ephemerals(in); len(got) != 0 || len(w.person.Ephemerals(out)) != 0 {
		t.Error("ephemeral messages outlive a reload")
	}
}

func TestPlaces(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	w.team.Channel("C1", w.person)
	w.team.Channel("C2", w.person).Private = true
	archived := w.team.Channel("C3", w.person).Invite()
	archived.Archive()
	w.Team("T2").Channel("C9").Invite()
	text := slack.MsgOptionText("a", false)
	for channel, code := range map[string]string{"C1": "not_in_channel", "C2": "channel_not_found", "C3": "is_archived",
		"C9": "channel_not_found", "C404": "channel_not_found"} {
		_, _, err := w.api.PostMessage(channel, text)
		refused(t, err, code)
	}
	ch, _, err := w.api.PostMessage("U1", text) // a person's id is their DM
	must(t, err)
	if !strings.HasPrefix(ch, "D") {
		t.Errorf("posted to %s", ch)
	}
}

func TestThreads(t *testing.T) {
	w := newWorld(t, slacktest.Options{Unlimited: true})
	c := w.team.Channel("C1", w.person).Invite()
	text := slack.MsgOptionText("a", false)
	ts := w.person.Mention(c, "", "hello")
	_, reply, err := w.api.PostMessage("C1", text, slack.MsgOptionTS(ts))
	must(t, err)
	if got := c.Messages(); len(got) != 2 || got[1].Thread != ts {
		t.Errorf("messages %+v", got)
	}
	_, _, err = w.api.PostMessage("C1", text, slack.MsgOptionTS("1.000001"))
	refused(t, err, "cannot_reply_to_message")
	provoked(t, w.Server, "thread_ts of no message")
	_, _, err = w.api.PostMessage("C1", text, slack.MsgOptionTS(reply))
	must(t, err)
	provoked(t, w.Server, "thread_ts of a reply")
	_, root, err := w.api.PostMessage("C1", text)
	must(t, err)
	_, _, err = w.api.DeleteMessage("C1", root)
	must(t, err)
	_, _, m, err := w.api.PostMessageWithResponse("C1", text, slack.MsgOptionTS(root))
	must(t, err)
	if m.ThreadTimestamp != "" {
		t.Error("a reply to a deleted message is in a thread")
	}
	w.settled(t)
}

func TestOthersMessages(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	c := w.team.Channel("C1", w.person).Invite()
	ts := w.person.Mention(c, "", "hello")
	_, _, _, err := w.api.UpdateMessage("C1", ts, slack.MsgOptionText("b", false))
	refused(t, err, "cant_update_message")
	_, _, err = w.api.DeleteMessage("C1", ts)
	refused(t, err, "cant_delete_message")
	provoked(t, w.Server, "cant_update_message", "cant_delete_message")
	w.settled(t)
}
