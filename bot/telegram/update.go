package telegram

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

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
	Inline   *inline  `json:"inline_query"`
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
	Ephemeral   int             `json:"ephemeral_message_id"` // where only one person sees it; ID is 0 then
	Date        int64           `json:"date"`                 // seconds since 1970
	Thread      int             `json:"message_thread_id"`
	InTopic     bool            `json:"is_topic_message"`
	From        *user           `json:"from"`
	SenderChat  *chat           `json:"sender_chat"`
	Chat        chat            `json:"chat"`
	Text        string          `json:"text"`
	Entities    []entity        `json:"entities"`
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
	Dice      json.RawMessage `json:"dice"`
	Story     json.RawMessage `json:"story"`
	Checklist json.RawMessage `json:"checklist"`
	Game      json.RawMessage `json:"game"`
	PaidMedia json.RawMessage `json:"paid_media"`
}

// entity is a part of a text with a meaning, in UTF-16 units.
type entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
}

// inline is what somebody types behind the bot's name, in any chat.
type inline struct {
	ID   string `json:"id"`
	From user   `json:"from"`
}

type press struct {
	ID      string   `json:"id"`
	From    user     `json:"from"`
	Message *message `json:"message"`
	Data    string   `json:"data"`
}

type member struct {
	Chat chat   `json:"chat"`
	From user   `json:"from"`
	Old  status `json:"old_chat_member"`
	New  status `json:"new_chat_member"`
}

type status struct {
	Status string `json:"status"`
}

// in reports whether the bot is in the chat.
func (s status) in() bool { return s.Status == "member" || s.Status == "administrator" }

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

func (c chat) group() bool { return c.Type == "group" || c.Type == "supergroup" }

// updateKinds are the kinds asked for, and no others.
var updateKinds = []string{"message", "edited_message", "callback_query", "inline_query", "my_chat_member"}

// Updates returns the kinds of updates the bot asks Telegram for.
func Updates() []string { return slices.Clone(updateKinds) }

// incoming is what an update means: a turn of a conversation, or something that needs none.
type incoming struct {
	turn    *bot.Delivery
	thanked int    // a message in a private chat, which may be thanks
	query   string // a button press, which is answered
	// aside is what is done where it is no turn, and returns what the press is answered.
	aside func(context.Context, *intake) (said string, err error)
}

// saying is something that is answered and changes nothing.
func saying(f func(*intake) string) func(context.Context, *intake) (string, error) {
	return func(_ context.Context, t *intake) (string, error) { return f(t), nil }
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
	case u.Inline != nil:
		return incoming{aside: func(ctx context.Context, t *intake) (string, error) { return "", t.offer(ctx, u.Inline) }}
	case u.Member != nil:
		return r.joined(u.Member)
	}
	return incoming{}
}

// joined reads that the bot was let into a chat, or put out of it.
func (r reader) joined(m *member) incoming {
	switch in := m.New.in(); {
	case m.Chat.private() && !in:
		return incoming{aside: func(ctx context.Context, t *intake) (string, error) {
			return "", t.bot.Leave(ctx, place{chat: m.Chat.ID}.key())
		}}
	case m.Chat.group() && in && !m.Old.in():
		return incoming{aside: remark{chat: m.Chat.ID, text: "telegram.group.added", language: m.From.Language}.aside()}
	}
	return incoming{}
}

// actionPin is the action of the button that pins a result; it is no turn.
const actionPin = "pin:"

func deliveryID(u *update) string { return strconv.FormatInt(u.ID, 36) }

// pressed reads a button. In a group its data begins with whose it is.
func (r reader) pressed(u *update, p *press) incoming {
	in := incoming{query: p.ID}
	if p.Message == nil || p.Message.Chat.ID == 0 {
		return in
	}
	data := p.Data
	where := place{chat: p.Message.Chat.ID}
	if !p.Message.Chat.private() {
		owner, rest, ok := strings.Cut(p.Data, "!")
		id, err := strconv.ParseInt(owner, 36, 64)
		if !ok || err != nil || id != p.From.ID {
			in.aside = saying(func(t *intake) string {
				return voiceOf(p.From.Language).Say("telegram.stranger", "Command", "/start@"+r.name)
			})
			return in
		}
		where.user, data = p.From.ID, rest
		if p.Message.InTopic {
			where.thread = p.Message.Thread
		}
	}
	if where.user == 0 && data == actionPin {
		in.aside = saying(func(t *intake) string { return t.pin(where.chat, p.Message.ID, p.From.Language) })
		return in
	}
	in.turn = &bot.Delivery{Key: where.key(), ID: deliveryID(u),
		Event: conversation.Event{Kind: conversation.Pressed, Action: data, Language: p.From.Language, Public: where.user != 0 && p.Message.Ephemeral == 0}}
	if p.Message.Keyboard != nil { // one that has lost its buttons meanwhile is not the card again
		c := change{Pressed: p.Message.id(), Result: p.Message.isResult()}
		if p.Message.Ephemeral != 0 {
			c.Ephemeral = &action{Query: p.ID}
		}
		in.turn.Change = card.JSON(c)
	}
	return in
}

// id is the id of a message, below zero for an ephemeral one.
func (m *message) id() int {
	if m.Ephemeral != 0 {
		return -m.Ephemeral
	}
	return m.ID
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

// written reads a message. In a group only what is meant for the bot is read: commands of its
// own, those that name it, and replies to it, also after they have been edited. Who only
// mentions it, or writes in the name of the group, is told how to be heard.
func (r reader) written(u *update, m *message, kind conversation.EventKind) incoming {
	if m.MigrateTo != 0 {
		return moved(m.Chat.ID, m.MigrateTo)
	}
	if m.MigrateFrom != 0 {
		return moved(m.MigrateFrom, m.Chat.ID)
	}
	where := place{chat: m.Chat.ID}
	text := m.Text
	if m.Chat.group() {
		if m.InTopic {
			where.thread = m.Thread
		}
		forUs := m.Ephemeral != 0 || r.meansUs(m)
		switch {
		case kind == conversation.Edited && (!forUs || strings.HasPrefix(text, "/")):
			return incoming{}
		case m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID && (forUs || r.mentioned(m)):
			return r.remark(where, m, "telegram.group.anonymous")
		case m.From == nil || m.From.Bot || m.SenderChat != nil:
			return incoming{}
		case !forUs && r.mentioned(m):
			return r.remark(where, m, "telegram.group.mention")
		case !forUs:
			return incoming{}
		}
		where.user = m.From.ID
	}
	if m.From == nil || m.From.Bot || m.Chat.Type == "channel" {
		return incoming{}
	}
	e := conversation.Event{Kind: kind, Text: text, Message: strconv.Itoa(m.id()), Language: m.From.Language, Public: where.user != 0 && m.Ephemeral == 0}
	if m.Date > 0 {
		e.Sent = time.Unix(m.Date, 0)
	}
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
			if code, asked := readAsk(payload); asked && where.user == 0 {
				e.Request = &conversation.Request{Code: code} // to be looked up
			}
		}
	}
	var in incoming
	var c change
	if where.user == 0 { // a bot may delete what people write there
		c.Written, c.At, in.thanked = m.ID, m.Date, m.ID
	}
	if m.Ephemeral != 0 {
		c.Ephemeral = &action{Message: m.Ephemeral}
	}
	in.turn = &bot.Delivery{Key: where.key(), ID: deliveryID(u), Event: e, Change: card.JSON(c)}
	return in
}

// moved is that a group has become a supergroup, of another id.
func moved(from, to int64) incoming {
	return incoming{aside: saying(func(t *intake) string { t.moves.Set(to, from, moveLife); return "" })}
}

// meansUs reports whether a message in a group is for this bot: a command that names it, in
// any case, or one of its own that names nobody, or a reply to it.
func (r reader) meansUs(m *message) bool {
	if strings.HasPrefix(m.Text, "/") {
		command, _, _ := strings.Cut(m.Text, " ")
		command, name, addressed := strings.Cut(command, "@")
		if addressed {
			return strings.EqualFold(name, r.name)
		}
		return conversation.CommandOf(command) != ""
	}
	return m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == r.id
}

// mentioned reports whether a text names the bot.
func (r reader) mentioned(m *message) bool {
	units := utf16.Encode([]rune(m.Text))
	for _, e := range m.Entities {
		if e.Type == "mention" && 0 <= e.Offset && e.Offset < e.Offset+e.Length && e.Offset+e.Length <= len(units) &&
			strings.EqualFold(string(utf16.Decode(units[e.Offset:e.Offset+e.Length])), "@"+r.name) {
			return true
		}
	}
	return false
}

// remark is the answer to a message that is no turn.
func (r reader) remark(where place, m *message, text string) incoming {
	answer := remark{chat: where.chat, thread: where.thread, to: m.ID, text: text}
	if m.From != nil {
		answer.language = m.From.Language
	}
	return incoming{aside: answer.aside()}
}

// startPayload reads "/start PAYLOAD", the bot's name behind the command or not.
func startPayload(text string) (payload string, ok bool) {
	command, payload, _ := strings.Cut(strings.TrimSpace(text), " ")
	command, _, _ = strings.Cut(command, "@")
	return strings.TrimSpace(payload), strings.EqualFold(command, "/start")
}

// sent reports whether the message holds something a person sent that is no text.
func (m *message) sent() bool {
	for _, part := range []json.RawMessage{m.Photo, m.Voice, m.Audio, m.Video, m.VideoNote, m.Sticker, m.Document, m.Animation, m.Location, m.Contact, m.Poll,
		m.Dice, m.Story, m.Checklist, m.Game, m.PaidMedia} {
		if len(part) > 0 {
			return true
		}
	}
	return false
}
