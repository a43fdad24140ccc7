package telegram

import (
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
	remark   *remark  // what is said once, in a group
	inline   *inline
	pin      int // a result that is to be pinned
	thanked  int // a message in a private chat, which may be thanks
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
		return incoming{inline: u.Inline, language: u.Inline.From.Language}
	case u.Member != nil:
		return r.joined(u.Member)
	}
	return incoming{}
}

// joined reads that the bot was let into a chat, or put out of it.
func (r reader) joined(m *member) incoming {
	switch in := m.New.in(); {
	case m.Chat.private() && !in:
		key := place{chat: m.Chat.ID}.key()
		return incoming{left: &key}
	case m.Chat.group() && in && !m.Old.in():
		return incoming{language: m.From.Language, remark: &remark{chat: m.Chat.ID, text: "telegram.group.added"}}
	}
	return incoming{}
}

// actionPin is the action of the button that pins a result; it is no turn.
const actionPin = "pin:"

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
	if where.user == 0 && action == actionPin {
		in.pin, in.delivery.Key = p.Message.ID, where.key()
		return in
	}
	in.turn = true
	in.delivery = bot.Delivery{Key: where.key(), ID: deliveryID(u),
		Event: conversation.Event{Kind: conversation.Pressed, Action: action, Language: p.From.Language, Public: where.user != 0 && p.Message.Ephemeral == 0}}
	if p.Message.Keyboard != nil { // one that has lost its buttons meanwhile is not the card again
		c := change{Pressed: p.Message.id(), Result: p.Message.isResult()}
		if p.Message.Ephemeral != 0 {
			c.Ephemeral = ephemeralPress(p.ID)
		}
		in.delivery.Change = card.JSON(c)
	}
	return in
}

// ephemeralPress is a press on a message that nobody else sees.
func ephemeralPress(query string) *action { return &action{Query: query} }

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
		return incoming{moved: [2]int64{m.Chat.ID, m.MigrateTo}}
	}
	if m.MigrateFrom != 0 {
		return incoming{moved: [2]int64{m.MigrateFrom, m.Chat.ID}}
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
	var c change
	thanked := 0
	if where.user == 0 { // a bot may delete what people write there
		c.Written, c.At, thanked = m.ID, m.Date, m.ID
	}
	if m.Ephemeral != 0 {
		c.Ephemeral = &action{Message: m.Ephemeral}
	}
	return incoming{turn: true, thanked: thanked, language: m.From.Language, delivery: bot.Delivery{Key: where.key(), ID: deliveryID(u), Event: e, Change: card.JSON(c)}}
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
	in := incoming{remark: &remark{chat: where.chat, thread: where.thread, to: m.ID, text: text}}
	if m.From != nil {
		in.language = m.From.Language
	}
	return in
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

// callbackLife is how long Telegram keeps a button press.
const callbackLife = 150 * time.Second
