package telegramtest_test

import (
	"strings"
	"testing"

	"hspbot/bot/telegram/telegramtest"
)

// TestCard follows a card through its life, as the person sees it.
func TestCard(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("ja")
	refused(t, c.call("sendMessage", object{"chat_id": p.ID(), "text": "a"}), 403, "bot can't initiate conversation with a user")
	refused(t, c.call("sendMessage", object{"chat_id": 1, "text": "a"}), 400, "chat not found")
	p.Say("/start")
	id := c.send(p.ID(), "<b>Which?</b> ", "A", "B")
	card := p.Sees(func(m telegramtest.Message) bool { return m.ID == id })
	if card.Text != "Which?" || card.HTML != "<b>Which?</b>" || card.Keyboard.String() != "[A]\n[B]\n" || card.From != s.BotID() {
		t.Errorf("card = %v", card)
	}
	edit := object{"chat_id": p.ID(), "message_id": id, "text": "<b>Which?</b>", "parse_mode": "HTML", "reply_markup": keyboard("A", "B")}
	refused(t, c.call("editMessageText", edit), 400, "Bad Request: message is not modified: specified new message content")
	edit["text"] = "Which?"
	if got := c.call("editMessageText", edit); !got.OK {
		t.Error(got.Description)
	}
	delete(edit, "reply_markup")
	if got := c.call("editMessageText", edit); !got.OK {
		t.Error(got.Description)
	}
	if card = p.Sees(func(m telegramtest.Message) bool { return m.ID == id }); card.Keyboard != nil || card.Edits != 2 || card.HTML != "Which?" {
		t.Errorf("card = %v", card)
	}
	refused(t, c.call("editMessageReplyMarkup", object{"chat_id": p.ID(), "message_id": id}), 400, "not modified")
	if got := c.call("editMessageReplyMarkup", object{"chat_id": p.ID(), "message_id": id, "reply_markup": keyboard("C")}); !got.OK {
		t.Error(got.Description)
	}
	edit["message_id"] = 1
	refused(t, c.call("editMessageText", edit), 400, "message can't be edited")
	edit["message_id"] = 99
	refused(t, c.call("editMessageText", edit), 400, "message to edit not found")
	if got := c.call("deleteMessage", object{"chat_id": p.ID(), "message_id": id}); !got.OK || len(s.Chat(p.ID()).Messages) != 1 {
		t.Error(got.Description)
	}
	refused(t, c.call("deleteMessage", object{"chat_id": p.ID(), "message_id": id}), 400, "message to delete not found")
}

func TestDocument(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("")
	p.Say("/mydata")
	body := "--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n5000000001\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"document\"; filename=\"mydata.json\"\r\nContent-Type: application/json\r\n\r\n{}\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nYours\r\n--x--\r\n"
	if got, err := c.post("sendDocument", "multipart/form-data; boundary=x", body); err != nil || !got.OK {
		t.Error(got.Description, err)
	}
	m := p.Sees(func(m telegramtest.Message) bool { return m.Document != nil })
	if d := m.Document; d.Name != "mydata.json" || string(d.Content) != "{}" || d.Type != "application/json" || m.Text != "Yours" {
		t.Errorf("document = %+v", m)
	}
	if got := c.call("sendDocument", object{"chat_id": p.ID(), "document": m.Document.FileID}); !got.OK {
		t.Error(got.Description)
	}
	refused(t, c.call("editMessageText", object{"chat_id": p.ID(), "message_id": m.ID, "text": "a"}), 400, "there is no text in the message")
	refused(t, c.call("sendDocument", object{"chat_id": p.ID(), "document": m.Document.FileID, "caption": strings.Repeat("語", 1025)}), 400, "caption is too long")
	provoked(t, s, "caption is too long")
}

func TestTopics(t *testing.T) {
	s, c := newServer(t)
	forum, plain := s.AddForum("HR"), s.AddSupergroup("HR 2")
	topic := s.AddTopic(forum, "visas")
	p := s.Person(7, forum).InTopic(topic)
	p.Say("/start@POINTS_bot")
	if got := c.call("sendMessage", object{"chat_id": forum, "text": "a", "message_thread_id": topic}); !got.OK {
		t.Error(got.Description)
	}
	if m := p.Sees(func(m telegramtest.Message) bool { return m.Text == "a" }); m.Thread != topic {
		t.Errorf("message = %v", m)
	}
	refused(t, c.call("sendMessage", object{"chat_id": forum, "text": "a", "message_thread_id": 99}), 400, "message thread not found")
	refused(t, c.call("sendMessage", object{"chat_id": plain, "text": "a", "message_thread_id": topic}), 400, "message thread not found")
	refused(t, c.call("sendChatAction", object{"chat_id": plain, "action": "typing", "message_thread_id": 1}), 400, "message thread not found")
	reply := object{"chat_id": forum, "text": "b", "reply_parameters": object{"message_id": 2}}
	if got := c.call("sendMessage", reply); !got.OK {
		t.Error(got.Description)
	}
	if m := p.Sees(func(m telegramtest.Message) bool { return m.Text == "b" }); m.ReplyTo != 2 {
		t.Errorf("message = %v", m)
	}
	reply["reply_parameters"] = object{"message_id": 99}
	refused(t, c.call("sendMessage", reply), 400, "message to be replied not found")
}

// TestGone has the ways in which a chat is lost, and my_chat_member for each.
func TestGone(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("")
	p.Say("hi")
	send := func(chat int64) answer { return c.call("sendMessage", object{"chat_id": chat, "text": "a"}) }
	p.Block()
	p.Block()
	refused(t, send(p.ID()), 403, "Forbidden: bot was blocked by the user")
	p.Unblock()
	if got := send(p.ID()); !got.OK {
		t.Error(got.Description)
	}
	s.Deactivate(p.ID())
	refused(t, send(p.ID()), 403, "Forbidden: user is deactivated")
	group := s.AddGroup("g")
	s.Kick(group, p.ID())
	refused(t, send(group), 403, "Forbidden: bot was kicked from the group chat")
	s.Invite(group, p.ID())
	if got := send(group); !got.OK {
		t.Error(got.Description)
	}
	want := "message kicked member kicked member"
	if got := strings.Join(c.poll(0, 0).kinds(), " "); got != want {
		t.Errorf("updates = %q, want %q", got, want)
	}
}

func TestUpgrade(t *testing.T) {
	s, c := newServer(t)
	group := s.AddGroup("g")
	p := s.Person(7, group)
	p.Say("/start")
	to := s.MigrateToSupergroup(group, 7)
	got := c.call("sendMessage", object{"chat_id": group, "text": "a"})
	refused(t, got, 400, "group chat was upgraded to a supergroup chat")
	if got.Parameters.MigrateToChatID != to || s.Chat(to).Kind != telegramtest.Supergroup {
		t.Errorf("moved to %d", got.Parameters.MigrateToChatID)
	}
	c.send(to, "b")
	p.Sees(func(m telegramtest.Message) bool { return m.Text == "b" })
	updates := c.poll(0, 0)
	if len(updates) != 3 || updates[1].Message.MigrateTo != to || updates[2].Message.MigrateFrom != group {
		t.Errorf("updates = %+v", updates)
	}
}

func TestPresses(t *testing.T) {
	s, c := newServer(t)
	p := s.AddPerson("zh-hans")
	p.Say("/start")
	card := c.send(p.ID(), "?", "A", "B")
	query := p.Press("A")
	if again := p.PressOn(card, "b"); again == query {
		t.Error("one id for two presses")
	}
	updates := c.poll(0, 0)
	if len(updates) != 3 || updates[1].Query.Data != "a" || updates[1].Query.ID != query || updates[1].Query.From.Language != "zh-hans" ||
		updates[2].Query.Message.Text != "?" {
		t.Errorf("updates = %+v", updates)
	}
	answer := object{"callback_query_id": query, "text": "Not yours", "show_alert": true}
	if got := c.call("answerCallbackQuery", answer); !got.OK {
		t.Error(got.Description)
	}
	if q := p.AwaitAnswer(query); q.Text != "Not yours" || !q.Alert || q.Data != "a" {
		t.Errorf("query = %+v", q)
	}
	refused(t, c.call("answerCallbackQuery", answer), 400, "query is too old and response timeout expired or query ID is invalid")
	if _, err := p.TryPress(card, "C"); err == nil {
		t.Error("pressed what is not there")
	}
	p.PressData(99, "a")
	s.MakeUneditable(p.ID(), card)
	p.PressData(card, "a")
	for _, u := range c.poll(updates[2].ID+1, 0) {
		if m := u.Query.Message; m.Text != "" || m.Date != 0 || m.ID == 0 {
			t.Errorf("inaccessible message = %+v", m)
		}
	}
	refused(t, c.call("editMessageText", object{"chat_id": p.ID(), "message_id": card, "text": "a"}), 400, "message can't be edited")
	if n := len(s.Queries(func(q telegramtest.Query) bool { return !q.Answered })); n != 3 {
		t.Errorf("%d presses without an answer", n)
	}
}

// TestGroups keeps from the bot what privacy mode keeps from it, and follows a deep link.
func TestGroups(t *testing.T) {
	s, c := newServer(t)
	group := s.AddSupergroup("g")
	p := s.Person(7, group)
	p.Say("hello")
	p.Say("/start@other_bot")
	p.Say("/start")
	card := c.send(group, `go to <a href="https://t.me/points_bot?start=abc">me</a>`)
	p.Reply(card, "yes")
	private := p.Follow("start=abc")
	updates := c.poll(0, 0)
	if len(updates) != 3 || updates[0].Message.Text != "/start" || updates[1].Message.Reply.ID != card ||
		updates[2].Message.Text != "/start abc" || updates[2].Message.Chat.ID != private.ID() {
		t.Errorf("updates = %+v", updates)
	}
}

func TestProfile(t *testing.T) {
	s, c := newServer(t)
	for language, text := range map[string]string{"": "Points", "ja": "ポイント", "zh": "积分"} {
		for _, p := range []object{{"name": text}, {"description": text}, {"short_description": text}} {
			p["language_code"] = language
			for name := range p {
				method := map[string]string{"name": "Name", "description": "Description", "short_description": "ShortDescription"}[name]
				if method == "" {
					continue
				}
				if got := c.call("setMy"+method, p); !got.OK {
					t.Error(got.Description)
				}
				if got := c.call("getMy"+method, object{"language_code": language}); string(got.Result) != `{"`+name+`":"`+text+`"}` {
					t.Errorf("%s = %s", name, got.Result)
				}
			}
		}
		if got := s.Description("description", language); got != text {
			t.Errorf("description = %q", got)
		}
	}
	commands := []any{object{"command": "start", "description": "開始"}}
	scope := object{"type": "all_private_chats"}
	if got := c.call("setMyCommands", object{"commands": commands, "language_code": "ja", "scope": scope}); !got.OK {
		t.Error(got.Description)
	}
	for _, want := range []struct {
		params object
		text   string
	}{
		{object{"language_code": "ja", "scope": scope}, `[{"command":"start","description":"開始"}]`},
		{object{"language_code": "ja"}, "[]"}, {object{"scope": scope}, "[]"},
	} {
		if got := c.call("getMyCommands", want.params); string(got.Result) != want.text {
			t.Errorf("commands of %v = %s", want.params, got.Result)
		}
	}
	if got := c.call("getChat", object{"chat_id": 1}); got.OK {
		t.Error("chat of nobody")
	}
}
