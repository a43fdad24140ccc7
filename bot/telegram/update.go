package telegram

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
)

// update is what is read of an update; everything else is skipped undecoded, so that a new
// kind of message in it cannot break the reading.
type update struct {
	ID       int64    `json:"update_id"`
	Message  *message `json:"message"`
	Edited   *message `json:"edited_message"`
	Callback *press   `json:"callback_query"`
	Member   *member  `json:"my_chat_member"`
}

// parseUpdate reads an update; ok is false for what is none. One in which something is of
// another type than it should be is only its id: it means nothing to the bot, and must not
// hold up those behind it.
func parseUpdate(b []byte) (u update, ok bool) {
	if json.Unmarshal(b, &u) == nil {
		return u, u.ID != 0
	}
	var bare struct {
		ID int64 `json:"update_id"`
	}
	err := json.Unmarshal(b, &bare)
	return update{ID: bare.ID}, err == nil && bare.ID != 0
}

type message struct {
	ID          int             `json:"message_id"`
	Thread      int             `json:"message_thread_id"`
	InTopic     bool            `json:"is_topic_message"`
	From        *user           `json:"from"`
	SenderChat  *chat           `json:"sender_chat"`
	Chat        chat            `json:"chat"`
	Text        string          `json:"text"`
	Forward     json.RawMessage `json:"forward_origin"`
	ReplyTo     *message        `json:"reply_to_message"`
	MigrateTo   int64           `json:"migrate_to_chat_id"`
	MigrateFrom int64           `json:"migrate_from_chat_id"`
	Keyboard    *struct {
		Rows [][]struct {
			Data string `json:"callback_data"`
		} `json:"inline_keyboard"`
	} `json:"reply_markup"`
	// What makes a message one that a person sent, where it holds no text.
	Photo     json.RawMessage `json:"photo"`
	Voice     json.RawMessage `json:"voice"`
	Audio     json.RawMessage `json:"audio"`
	Video     json.RawMessage `json:"video"`
	VideoNote json.RawMessage `json:"video_note"`
	Sticker   json.RawMessage `json:"sticker"`
	Document  json.RawMessage `json:"document"`
	Animation json.RawMessage `json:"animation"`
	Location  json.RawMessage `json:"location"`
	Contact   json.RawMessage `json:"contact"`
	Poll      json.RawMessage `json:"poll"`
}

type press struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type member struct {
	Chat chat `json:"chat"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}

type user struct {
	ID       int64  `json:"id"`
	Bot      bool   `json:"is_bot"`
	Language string `json:"language_code"`
}

type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

func (c chat) private() bool { return c.Type == "private" }

// updateKinds are the kinds asked for, and no others.
var updateKinds = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// Updates returns the kinds of updates the bot asks Telegram for.
func Updates() []string { return slices.Clone(updateKinds) }

// incoming is what an update means: a delivery, or one of the things that need no turn.
type incoming struct {
	delivery bot.Delivery
	turn     bool // delivery is to be taken
	query    string
	// stranger says that somebody else's card was pressed, in which language to tell them.
	stranger bool
	language string
	left     *bot.Key // the person blocked the bot
	moved    [2]int64 // a group that became a supergroup: from, to
}

// reader reads updates for the bot of this id and name.
type reader struct {
	id   int64
	name string
}

// read returns what an update means.
func (r reader) read(u *update) incoming {
	switch {
	case u.Callback != nil:
		return r.pressed(u, u.Callback)
	case u.Message != nil:
		return r.written(u, u.Message, conversation.Typed)
	case u.Edited != nil:
		return r.written(u, u.Edited, conversation.Edited)
	case u.Member != nil && u.Member.Chat.private():
		if s := u.Member.New.Status; s == "kicked" || s == "left" {
			key := place{chat: u.Member.Chat.ID}.key()
			return incoming{left: &key}
		}
	}
	return incoming{}
}

func deliveryID(u *update) string { return strconv.FormatInt(u.ID, 36) }

// pressed reads a button. In a group its data begins with whose it is.
func (r reader) pressed(u *update, p *press) incoming {
	in := incoming{query: p.ID, language: p.From.Language}
	if p.Message == nil || p.Message.Chat.ID == 0 {
		return in
	}
	action := p.Data
	where := place{chat: p.Message.Chat.ID}
	if !p.Message.Chat.private() {
		owner, rest, ok := strings.Cut(p.Data, "!")
		id, err := strconv.ParseInt(owner, 36, 64)
		if !ok || err != nil || id != p.From.ID {
			in.stranger = true
			return in
		}
		where.user, action = p.From.ID, rest
		if p.Message.InTopic {
			where.thread = p.Message.Thread
		}
	}
	in.turn = true
	in.delivery = bot.Delivery{Key: where.key(), ID: deliveryID(u),
		Event:  conversation.Event{Kind: conversation.Pressed, Action: action, Language: p.From.Language, Public: where.user != 0},
		Change: card.JSON(change{Pressed: p.Message.ID, Result: p.Message.isResult()})}
	return in
}

// isResult reports whether the message shows a result: it is not replaced by a question.
func (m *message) isResult() bool {
	if m.Keyboard == nil {
		return false
	}
	for _, row := range m.Keyboard.Rows {
		for _, b := range row {
			if conversation.EndsInterview(actionOf(b.Data)) {
				return true
			}
		}
	}
	return false
}

// written reads a message. In a group only what is meant for the bot is read: commands
// that name it or nobody, and replies to it, also after they have been edited.
func (r reader) written(u *update, m *message, kind conversation.EventKind) incoming {
	if m.MigrateTo != 0 {
		return incoming{moved: [2]int64{m.Chat.ID, m.MigrateTo}}
	}
	if m.MigrateFrom != 0 {
		return incoming{moved: [2]int64{m.MigrateFrom, m.Chat.ID}}
	}
	if m.From == nil || m.From.Bot || m.SenderChat != nil && !m.Chat.private() || m.Chat.Type == "channel" {
		return incoming{}
	}
	where := place{chat: m.Chat.ID}
	text := m.Text
	if !m.Chat.private() {
		forUs := m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == r.id
		if strings.HasPrefix(text, "/") {
			forUs = r.named(text) && kind != conversation.Edited
		}
		if !forUs {
			return incoming{}
		}
		where.user = m.From.ID
		if m.InTopic {
			where.thread = m.Thread
		}
	}
	e := conversation.Event{Kind: kind, Text: text, Message: strconv.Itoa(m.ID), Language: m.From.Language, Public: where.user != 0}
	switch {
	case kind == conversation.Edited && text == "":
		return incoming{} // a live location that moved, another caption
	case kind == conversation.Edited:
	case len(m.Forward) > 0 || text == "" && m.sent():
		e.Kind, e.Text = conversation.Sent, ""
	case text == "":
		return incoming{} // a service message
	default:
		if payload, ok := startPayload(text); ok {
			e.Kind, e.Text = conversation.Started, ""
			e.Referral, e.Invited = readPayload(payload)
		}
	}
	return incoming{turn: true, language: m.From.Language, delivery: bot.Delivery{Key: where.key(), ID: deliveryID(u), Event: e,
		Change: card.JSON(change{})}}
}

// named reports whether a command is for this bot: it names it, in any case, or nobody.
func (r reader) named(text string) bool {
	command, _, _ := strings.Cut(text, " ")
	_, name, addressed := strings.Cut(command, "@")
	return !addressed || strings.EqualFold(name, r.name)
}

// startPayload reads "/start PAYLOAD", the bot's name behind the command or not.
func startPayload(text string) (payload string, ok bool) {
	command, payload, _ := strings.Cut(strings.TrimSpace(text), " ")
	command, _, _ = strings.Cut(command, "@")
	return strings.TrimSpace(payload), strings.EqualFold(command, "/start")
}

// sent reports whether the message holds something a person sent that is no text.
func (m *message) sent() bool {
	for _, part := range []json.RawMessage{m.Photo, m.Voice, m.Audio, m.Video, m.VideoNote, m.Sticker, m.Document, m.Animation, m.Location, m.Contact, m.Poll} {
		if len(part) > 0 {
			return true
		}
	}
	return false
}

// callbackLife is how long Telegram keeps a button press.
const callbackLife = 150 * time.Second
