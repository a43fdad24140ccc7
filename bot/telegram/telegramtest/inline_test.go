package telegramtest_test

import (
	"strings"
	"testing"

	"hspbot/bot/telegram/telegramtest"
)

// TestInline: an inline query is answered once, with articles that hold what a message may hold.
func TestInline(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{Inline: true})
	p := s.AddPerson("ja")
	article := func(text string) object {
		return object{"type": "article", "id": "1", "title": "a", "input_message_content": object{"message_text": text, "parse_mode": "HTML"}}
	}
	answer := func(id string, results ...any) string {
		return c.call("answerInlineQuery", object{"inline_query_id": id, "results": results, "is_personal": true, "cache_time": 1}).Description
	}
	id := p.Inline("x")
	for want, results := range map[string][]any{
		"message text is empty":     {article("")},
		"can't parse entities":      {article("<br>")},
		"RESULT_ID_INVALID":         {article("a"), article("b")},
		"type\" is not \"article\"": {object{"type": "photo", "id": "1"}},
	} {
		if got := answer(id, results...); !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if n := len(s.TakeViolations()); n < 4 {
		t.Errorf("%d violations", n)
	}
	if got := answer(id, article("<b>a</b>")); got != "" {
		t.Error(got)
	}
	if q := s.InlineQuery(id); !q.Personal || q.Cached != 1 || len(q.Results) != 1 || q.Results[0].Message.HTML != "<b>a</b>" {
		t.Errorf("%+v", q)
	}
	if got := answer(id, article("a")); !strings.Contains(got, "query is too old") {
		t.Errorf("answered twice: %q", got)
	}
}

// TestDeleteMessages: those that are not there are skipped, and one too old keeps all.
func TestDeleteMessages(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{})
	p := s.AddPerson("ja")
	first, second := p.Say("a"), p.Say("b")
	remove := func(ids ...any) string {
		return c.call("deleteMessages", object{"chat_id": p.ID(), "message_ids": ids}).Description
	}
	s.MakeUneditable(p.ID(), second)
	if got := remove(first, second); !strings.Contains(got, "can't be deleted") || len(p.Chat().Messages) != 2 {
		t.Errorf("%q, %d messages left", got, len(p.Chat().Messages))
	}
	if got := remove(first, 99); got != "" || len(p.Chat().Messages) != 1 {
		t.Errorf("%q, %d messages left", got, len(p.Chat().Messages))
	}
}

// TestPinAndReaction: both belong to a message that is there.
func TestPinAndReaction(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{})
	p := s.AddPerson("ja")
	id := p.Say("a")
	for _, method := range []string{"pinChatMessage", "setMessageReaction"} {
		params := object{"chat_id": p.ID(), "message_id": id}
		if method == "setMessageReaction" {
			params["reaction"] = []any{object{"type": "emoji", "emoji": "🙏"}}
		}
		if got := c.call(method, params); got.Description != "" {
			t.Errorf("%s: %s", method, got.Description)
		}
		params["message_id"] = 99
		if got := c.call(method, params); !strings.Contains(got.Description, "not found") {
			t.Errorf("%s of no message: %q", method, got.Description)
		}
	}
	if m := p.Chat().Messages[0]; !m.Pinned || m.Reaction != "🙏" {
		t.Errorf("%+v", m)
	}
}
