package telegramtest_test

import (
	"strings"
	"testing"

	"hspbot/bot/telegram/telegramtest"
)

// TestMalformed makes every mistake once. want is Telegram's refusal; what is empty is
// accepted, and only noted.
func TestMalformed(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{})
	p := s.AddPerson("ja")
	p.Say("/start")
	id := p.ID()
	long := strings.Repeat("語", 4097)
	text := func(text string) object { return object{"chat_id": id, "text": text, "parse_mode": "HTML"} }
	with := func(markup any) object { return object{"chat_id": id, "text": "a", "reply_markup": markup} }
	button := func(b object) object { return with(object{"inline_keyboard": []any{[]any{b}}}) }
	commands := func(command, description string) object {
		return object{"commands": []any{object{"command": command, "description": description}}}
	}
	for _, m := range []struct {
		name, method string
		params       object
		want, noted  string
	}{
		{"method", "sendVoice", object{}, "Not Found", "unknown method"},
		{"case", "sendmessage", object{}, "Not Found", "unknown method"},
		{"unknown", "sendMessage", object{"chat_id": id, "text": "a", "texts": "b"}, "", `"texts" is unknown`},
		{"nested", "sendMessage", with(object{"inline_keyboard": []any{}, "x": 1}), "", `"reply_markup.x" is unknown`},
		{"missing", "sendMessage", object{"chat_id": id}, `"text" is required`, `"text" is required`},
		{"type", "sendMessage", object{"chat_id": id, "text": 1}, `"text" is not String`, "not String"},
		{"string", "editMessageText", object{"chat_id": id, "message_id": "1", "text": "a"}, "not Integer", "not Integer"},
		{"fraction", "getUpdates", object{"offset": 1.5}, "not Integer", "not Integer"},
		{"markup", "sendMessage", with([]any{}), "not InlineKeyboardMarkup or", "not Inline"},
		{"no rows", "sendMessage", with(object{"inline_keyboard": nil}), "not InlineKeyboardMarkup", "not Inline"},
		{"empty", "sendMessage", text(" \n"), "message text is empty", "empty"},
		{"blank", "sendMessage", text("<b> </b>a"), "", "entities without text"},
		{"long", "sendMessage", text(long), "message is too long", "too long"},
		{"control", "sendMessage", text("a\x00b"), "", "control character"},
		{"mode", "sendMessage", object{"chat_id": id, "text": "a", "parse_mode": "Markdown"}, "parse_mode", "parse_mode"},
		{"br", "sendMessage", text("a<br>"), `can't parse entities: unsupported start tag "br" at byte offset 1`, "br"},
		{"unserved", "sendMessage", object{"chat_id": id, "text": "a", "message_effect_id": "1"}, "not served", "not served"},
		{"bytes", "sendMessage", button(object{"text": "a", "callback_data": strings.Repeat("語", 22)}), "BUTTON_DATA_INVALID", "DATA"},
		{"no data", "sendMessage", button(object{"text": "a", "callback_data": ""}), "BUTTON_DATA_INVALID", "DATA"},
		{"no action", "sendMessage", button(object{"text": "a"}), "text buttons are unallowed", "unallowed"},
		{"two actions", "sendMessage", button(object{"text": "a", "callback_data": "a", "url": "https://t.me"}), "", "2 actions"},
		{"no label", "sendMessage", button(object{"text": " ", "callback_data": "a"}), "", "without a text"},
		{"address", "sendMessage", button(object{"text": "a", "url": "t.me"}), "wrong HTTP URL", "URL"},
		{"style", "sendMessage", button(object{"text": "a", "callback_data": "a", "style": "red"}), "style", "style"},
		{"empty row", "sendMessage", with(object{"inline_keyboard": []any{[]any{}}}), "", "empty row"},
		{"wide", "sendMessage", with(object{"inline_keyboard": rows(1, 9)}), "", "9 buttons"},
		{"many", "sendMessage", with(object{"inline_keyboard": rows(13, 8)}), "104 buttons", "104 buttons"},
		{"action", "sendChatAction", object{"chat_id": id, "action": "thinking"}, "wrong parameter action", "action"},
		{"nothing said", "answerCallbackQuery", object{"callback_query_id": "1", "text": ""}, "query is too old", `"text" is sent empty`},
		{"no inline mode", "sendMessage", button(object{"text": "a", "switch_inline_query_chosen_chat": object{"allow_user_chats": true}}), "SWITCH_INLINE_INVALID", "SWITCH"},
		{"copied", "sendMessage", button(object{"text": "a", "copy_text": object{"text": strings.Repeat("a", 257)}}), "COPY_TEXT", "COPY_TEXT"},
		{"reaction", "setMessageReaction", object{"chat_id": id, "message_id": 1, "reaction": []any{object{"type": "emoji", "emoji": "x"}}}, "REACTION_INVALID", "REACTION"},
		{"custom", "setMessageReaction", object{"chat_id": id, "message_id": 1, "reaction": []any{object{"type": "custom_emoji"}}}, `type" is not "emoji"`, "emoji"},
		{"none deleted", "deleteMessages", object{"chat_id": id, "message_ids": []any{}}, "1-100", "1-100"},
		{"upper", "setMyCommands", commands("Start", "x"), "BOT_COMMAND_INVALID", "INVALID"},
		{"slash", "setMyCommands", commands("/start", "x"), "BOT_COMMAND_INVALID", "INVALID"},
		{"silent", "setMyCommands", commands("start", ""), "DESCRIPTION_INVALID", "INVALID"},
		{"scope", "setMyCommands", object{"commands": []any{}, "scope": object{"type": "all"}}, "not BotCommandScope", "Scope"},
		{"script", "setMyName", object{"name": "a", "language_code": "zh-hant"}, "language code is invalid", "language"},
		{"short", "setMyShortDescription", object{"short_description": strings.Repeat("a", 121)}, "too long", "too long"},
		{"description", "setMyDescription", object{"description": strings.Repeat("a", 513)}, "too long", "too long"},
		{"notice", "answerCallbackQuery", object{"callback_query_id": "1", "text": strings.Repeat("a", 201)}, "MESSAGE_TOO_LONG", "LONG"},
		{"secret", "setWebhook", object{"url": "http://localhost/", "secret_token": "a b"}, "unallowed characters", "secret"},
		{"kinds", "getUpdates", object{"allowed_updates": []any{"messages", "message"}}, "", `kind "messages"`},
		{"limit", "getUpdates", object{"limit": 101}, "", "limit 101"},
		{"no id", "editMessageText", object{"chat_id": id, "text": "a"}, "identifier is not specified", "identifier"},
		{"file", "sendDocument", object{"chat_id": id, "document": "https://example.com/a"}, "wrong file identifier", "file"},
		{"hook", "setWebhook", object{"url": "localhost"}, "invalid URL", "URL"},
	} {
		t.Run(m.name, func(t *testing.T) {
			got := c.call(m.method, m.params)
			if m.want == "" && !got.OK || !strings.Contains(got.Description, m.want) {
				t.Errorf("answer = %q, want %q", got.Description, m.want)
			}
			provoked(t, s, m.noted)
		})
	}
}

func rows(rows, width int) (out []any) {
	for range rows {
		var row []any
		for range width {
			row = append(row, object{"text": "a", "callback_data": "a"})
		}
		out = append(out, row)
	}
	return out
}

// TestBodies says the same in the three ways Telegram accepts.
func TestBodies(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("")
	p.Say("hello")
	for _, parts := range []bool{true, false} {
		got := c.form("sendMessage", parts, map[string]string{"chat_id": "5000000001", "text": "7 < 8", "disable_notification": "true",
			"reply_markup": `{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}`})
		if !got.OK {
			t.Errorf("answer = %q", got.Description)
		}
		m, _ := p.Await(t.Context(), func(m telegramtest.Message) bool { return m.Silent })
		if m.Text != "7 < 8" || m.HTML != "7 &lt; 8" || m.Keyboard.String() != "[A]\n" {
			t.Errorf("message = %v", m)
		}
	}
	for _, kind := range []string{"", "multipart/form-data; boundary=x", "application/json"} {
		if got, err := c.post("getMe", kind, ""); err != nil || !got.OK {
			t.Errorf("empty %q = %v, %v", kind, got, err)
		}
	}
	provoked(t, s)
	for kind, body := range map[string]string{
		"text/plain": "a", "application/json": `{"a":1}{}`, "application/x-www-form-urlencoded": "text=a&text=b",
		"multipart/form-data; boundary=x": "--x\r\n\r\na",
	} {
		got, err := c.post("getMe", kind, body)
		if err != nil || got.ErrorCode != 400 {
			t.Errorf("%s = %v, %v", kind, got, err)
		}
		provoked(t, s, "body")
	}
	r, err := c.Get(s.URL() + "/bot" + s.Token() + "/getMe")
	if err != nil || r.StatusCode != 404 {
		t.Errorf("GET = %v, %v", r, err)
	}
	_ = r.Body.Close()
	provoked(t, s, "GET")
}

func TestToken(t *testing.T) {
	s, c := newServer(t)
	r, err := c.Post(s.URL()+"/bot123456:other/getMe", "", nil)
	if err != nil || r.StatusCode != 401 {
		t.Errorf("other token = %v, %v", r, err)
	}
	_ = r.Body.Close()
	s.Revoke()
	refused(t, c.call("getMe", nil), 401, "Unauthorized")
}

// TestWebhookAddress has the rules of the real world.
func TestWebhookAddress(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{})
	strict := telegramtest.New(t, telegramtest.Options{Second: 1})
	for address, want := range map[string]string{
		"http://example.com/": "HTTPS URL", "https://example.com:9000/": "only on ports", "https://example.com:8443/a": "",
	} {
		other := client{t: t, s: strict, Client: c.Client}
		if got := other.call("setWebhook", object{"url": address}); got.OK != (want == "") || !strings.Contains(got.Description, want) {
			t.Errorf("%s = %q", address, got.Description)
		}
	}
	provoked(t, strict, "HTTPS URL", "ports")
	provoked(t, s)
}
