package slacktest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
)

// outgoing calls a method without any library and returns the error code, "" for none.
func outgoing(t *testing.T, s *slacktest.Server, method, token string, body any) string {
	t.Helper()
	kind, text := "application/x-www-form-urlencoded", ""
	switch b := body.(type) {
	case url.Values:
		text = b.Encode()
	default:
		raw, err := json.Marshal(b)
		must(t, err)
		kind, text = "application/json; charset=utf-8", string(raw)
	}
	r, err := http.NewRequest(http.MethodPost, s.API()+method, strings.NewReader(text))
	must(t, err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := client(t).Do(r)
	must(t, err)
	defer answer.Body.Close()
	var out struct {
		OK    bool
		Error string
	}
	var body2 bytes.Buffer
	_, err = body2.ReadFrom(answer.Body)
	must(t, err)
	must(t, json.Unmarshal(body2.Bytes(), &out))
	if out.OK != (out.Error == "") {
		t.Errorf("%s: ok is %t and the error %q", method, out.OK, out.Error)
	}
	return out.Error
}

// TestMalformed makes every mistake once. want is Slack's refusal; what is empty is accepted,
// and only noted.
func TestMalformed(t *testing.T) {
	w := newWorld(t, slacktest.Options{Unlimited: true})
	token, dm := w.team.Token(), w.dm(t)
	say := func(text string) object { return object{"channel": dm, "text": text} }
	blocks := func(v any) object { return object{"channel": dm, "text": "a", "blocks": v} }
	text := func(text string) []any {
		return []any{object{"type": "section", "text": object{"type": "mrkdwn", "text": text}}}
	}
	for _, m := range []struct {
		name, method string
		body         any
		want, noted  string
	}{
		{"method", "chat.post", object{}, "unknown_method", "unknown method"},
		{"unknown", "chat.postMessage", object{"channel": dm, "text": "a", "txt": "b"}, "", `"txt" is unknown`},
		{"missing", "chat.postMessage", object{"text": "a"}, "invalid_arguments", "missing required field: channel"},
		{"empty", "chat.postMessage", url.Values{"channel": {""}, "text": {"a"}}, "invalid_arguments", "missing required field: channel"},
		{"type", "chat.postMessage", object{"channel": dm, "text": "a", "unfurl_links": "maybe"}, "invalid_arguments", "must be boolean"},
		{"twice", "chat.postMessage", url.Values{"channel": {dm}, "text": {"a", "b"}}, "invalid_form_data", "twice"},
		{"no text", "chat.postMessage", object{"channel": dm}, "no_text", "no_text"},
		{"blocks only", "chat.postMessage", object{"channel": dm, "blocks": text("a")}, "", "no text with the blocks"},
		{"bad blocks", "chat.postMessage", blocks([]any{object{"type": "sekshun"}}), "invalid_blocks", "invalid_blocks"},
		{"blocks of text", "chat.postMessage", blocks("{"), "invalid_blocks_format", "invalid_blocks_format"},
		{"blocks as text", "chat.postMessage", blocks(`[{"type":"divider"}]`), "", ""},
		{"ampersand", "chat.postMessage", say("Q&A"), "", "text: "},
		{"less", "chat.postMessage", say("a < b"), "", "text: "},
		{"escaped", "chat.postMessage", say("a &lt; b &amp; c <@U1> <!here> <#C1> <https://example.org|x>"), "", ""},
		{"in blocks", "chat.postMessage", blocks(text("Q&A")), "invalid_blocks", "invalid_blocks"},
		{"long", "chat.postMessage", say(strings.Repeat("語", 4001)), "", "at most 4000 are advised"},
		{"too long", "chat.postMessage", say(strings.Repeat("語", 40001)), "msg_too_long", "msg_too_long"},
		{"fits", "chat.postMessage", say(strings.Repeat("語", 4000)), "", ""},
		{"attachments", "chat.postMessage", object{"channel": dm, "attachments": []any{object{}}}, "invalid_attachments", "attachments"},
		{"markdown", "chat.postMessage", object{"channel": dm, "text": "a", "markdown_text": "b"}, "markdown_text_conflict", "markdown_text_conflict"},
		{"not a channel", "chat.update", object{"channel": "U1", "ts": "1.1", "text": "a"}, "channel_not_found", ""},
		{"home as modal", "views.publish", object{"user_id": "U1", "view": object{"type": "modal", "title": object{"type": "plain_text", "text": "a"},
			"blocks": []any{}}}, "invalid_arguments", "type modal, not home"},
		{"view", "views.publish", object{"user_id": "U1", "view": "{"}, "invalid_arguments", "no JSON object"},
		{"no trigger", "views.open", object{"view": object{}}, "invalid_arguments", "trigger_id"},
		{"no view", "views.update", object{"view": object{"type": "home", "blocks": []any{}}}, "invalid_arguments", "neither view_id"},
		{"users", "conversations.open", object{}, "users_list_not_supplied", "users_list_not_supplied"},
		{"limit", "conversations.members", object{"channel": dm, "limit": 5000}, "invalid_limit", "invalid_limit"},
		{"length", "files.getUploadURLExternal", object{"filename": "a.csv", "length": "much"}, "invalid_arguments", "must be integer"},
		{"files", "files.completeUploadExternal", object{"files": []any{}}, "invalid_arguments", "no list of files"},
	} {
		t.Run(m.name, func(t *testing.T) {
			if got := outgoing(t, w.Server, m.method, token, m.body); got != m.want {
				t.Errorf("answer is %q, want %q", got, m.want)
			}
			if m.noted == "" {
				provoked(t, w.Server)
				return
			}
			provoked(t, w.Server, m.noted)
		})
	}
	w.settled(t)
}

func TestWrongPost(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	for _, c := range []struct{ method, path, kind, body string }{
		{http.MethodGet, "auth.test", "", ""},
		{http.MethodPost, "auth.test?token=" + w.team.Token(), "", ""},
		{http.MethodPost, "auth.test", "text/plain", "a"},
		{http.MethodPost, "auth.test", "application/json", "["},
		{http.MethodPost, "../elsewhere", "", ""},
	} {
		r, err := http.NewRequest(c.method, w.API()+c.path, strings.NewReader(c.body))
		must(t, err)
		r.Header.Set("Content-Type", c.kind)
		answer, err := client(t).Do(r)
		must(t, err)
		answer.Body.Close()
		if n := len(w.Violations()); n != 1 {
			t.Errorf("%s %q: %d violations, want 1", c.method, c.path, n)
		}
	}
}
