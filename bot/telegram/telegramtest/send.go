package telegramtest

import (
	"fmt"
	"net/http"
	"slices"
)

// unserved are parameters that the Bot API has and this server cannot carry out.
var unserved = []string{
	"business_connection_id", "direct_messages_topic_id", "message_effect_id", "suggested_post_parameters",
	"allow_paid_broadcast", "inline_message_id", "thumbnail",
}

// target returns the chat of a call, if the bot may write to it.
func (c *call) target() (*chat, *apiError) {
	for _, name := range unserved {
		if c.args.has(name) {
			return nil, c.refuse("%s is not served by this fake", name)
		}
	}
	if !c.args.has("chat_id") {
		return nil, c.refuse("chat_id is empty")
	}
	ch := c.s.world.chats[c.args.chat()]
	switch {
	case ch == nil:
		return nil, badRequest("chat not found")
	case ch.upgraded != 0:
		return nil, &apiError{code: http.StatusBadRequest, migrateTo: ch.upgraded,
			description: "Bad Request: group chat was upgraded to a supergroup chat"}
	case ch.kind == Private && c.s.world.users[ch.id].deactivated:
		return nil, forbidden("user is deactivated")
	case ch.kind == Private && ch.out:
		return nil, forbidden("bot was blocked by the user")
	case ch.out:
		return nil, forbidden(fmt.Sprintf("bot was kicked from the %s chat", ch.kind))
	case !ch.begun:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return ch, nil
}

// thread returns the topic of a call.
func (c *call) thread(ch *chat) (int, *apiError) {
	id := int(c.args.number("message_thread_id"))
	if _, ok := ch.topics[id]; id != 0 && !ok {
		return 0, badRequest("message thread not found")
	}
	return id, nil
}

// newMessage reads what all messages have in common. m has no text yet.
func (c *call) newMessage() (ch *chat, m Message, refused *apiError) {
	keyboard, refused := c.parseKeyboard()
	if refused != nil {
		return nil, m, refused
	}
	if ch, refused = c.target(); refused != nil {
		return nil, m, refused
	}
	m = Message{From: c.s.botID, FromBot: true, Keyboard: keyboard, Silent: c.args.boolean("disable_notification")}
	if m.Thread, refused = c.thread(ch); refused != nil {
		return nil, m, refused
	}
	for _, name := range []string{"keyboard", "remove_keyboard", "force_reply"} {
		if markup := c.args.object("reply_markup"); markup.has(name) && !markup.has("inline_keyboard") {
			m.Reply = name
		}
	}
	m.ForcesReply = c.args.object("reply_markup").boolean("force_reply")
	if e := c.args.object("ephemeral_message_parameters"); e != nil {
		if refused := c.eligible(ch, e); refused != nil {
			return nil, m, refused
		}
		m.Ephemeral, m.receiver = true, e.number("receiver_user_id")
	}
	reply := c.args.object("reply_parameters")
	if id := int(reply.number("message_id")); id != 0 {
		replied := ch.messages[id]
		switch {
		case replied != nil:
			m.ReplyTo = id
			m.Thread = max(m.Thread, replied.Thread)
		case !reply.boolean("allow_sending_without_reply"):
			return nil, m, badRequest("message to be replied not found")
		}
	}
	return ch, m, nil
}

func (c *call) sendMessage() (any, *apiError) {
	f, refused := c.parseText("text", "entities", maxText)
	if refused != nil {
		return nil, refused
	}
	if f.text == "" {
		return nil, c.refuse("message text is empty")
	}
	ch, m, refused := c.newMessage()
	if refused != nil {
		return nil, refused
	}
	m.set(f)
	return c.post(ch, m)
}

// post puts a message of the bot into a chat, if the limits allow it.
func (c *call) post(ch *chat, m Message) (any, *apiError) {
	if refused := c.throttle(ch); refused != nil {
		return nil, refused
	}
	return c.s.messageJSON(ch, c.s.post(ch, m)), nil
}

func (c *call) sendDocument() (any, *apiError) {
	f, refused := c.parseText("caption", "caption_entities", maxCaption)
	if refused != nil {
		return nil, refused
	}
	document, refused := c.document("document")
	if refused != nil {
		return nil, refused
	}
	ch, m, refused := c.newMessage()
	if refused != nil {
		return nil, refused
	}
	m.set(f)
	m.Document = document
	return c.post(ch, m)
}

// maxPhotoSides is how long both sides of a photo may be together, and maxPhotoRatio how many times
// as long one may be as the other.
const maxPhotoSides, maxPhotoRatio = 10_000, 20

func (c *call) sendPhoto() (any, *apiError) {
	f, refused := c.parseText("caption", "caption_entities", maxCaption)
	if refused != nil {
		return nil, refused
	}
	photo, refused := c.document("photo")
	if refused != nil {
		return nil, refused
	}
	size := photo.size()
	switch longer, shorter := max(size.X, size.Y), min(size.X, size.Y); {
	case shorter == 0:
		return nil, c.refuse("IMAGE_PROCESS_FAILED")
	case longer+shorter > maxPhotoSides || longer > maxPhotoRatio*shorter:
		return nil, c.refuse("PHOTO_INVALID_DIMENSIONS")
	}
	ch, m, refused := c.newMessage()
	if refused != nil {
		return nil, refused
	}
	m.set(f)
	photo.Photo = true
	m.Document = photo
	return c.post(ch, m)
}

// document returns the file that comes with a call as a parameter, or that it names.
func (c *call) document(name string) (*Document, *apiError) {
	if u, ok := c.args[name].(*upload); ok {
		switch {
		case len(u.content) == 0:
			return nil, c.refuse("file must be non-empty")
		case len(u.content) > maxFile:
			return nil, c.refuse("file is too big")
		}
		return &Document{FileID: fmt.Sprintf("file-%d", c.s.random.Uint64()), Name: u.name, Type: u.kind, Content: u.content}, nil
	}
	id := c.args.text(name)
	for _, ch := range c.s.world.chats {
		for _, m := range ch.messages {
			if m.Document != nil && m.Document.FileID == id {
				return m.Document, nil
			}
		}
	}
	return nil, c.refuse("wrong file identifier/HTTP URL specified")
}

var actions = []string{
	"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note",
}

func (c *call) sendChatAction() (any, *apiError) {
	if !slices.Contains(actions, c.args.text("action")) {
		return nil, c.refuse("wrong parameter action in request")
	}
	ch, refused := c.target()
	if refused != nil {
		return nil, refused
	}
	_, refused = c.thread(ch)
	return refused == nil, refused
}
