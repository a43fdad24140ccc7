package telegramtest

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png" // what photos are
	"strings"
	"time"
)

// Message is a message as people see it now, after all edits.
type Message struct {
	ID       int
	Thread   int   // the topic, 0 for none
	From     int64 // the person, or the bot
	FromBot  bool
	At       time.Time
	Edits    int
	Text     string // without markup; the caption of a document
	HTML     string // in a normal form: <b>, <i>, <u>, <s>, nothing escaped but & < >
	Entities []Entity
	Keyboard Keyboard
	Document *Document
	ReplyTo  int
	// Reply is the other kind of reply_markup it was sent with: "keyboard", "remove_keyboard"
	// or "force_reply".
	Reply  string
	Silent bool // sent without a notification
	// ForcesReply says that the keyboard came with force_reply.
	ForcesReply bool
	Reaction    string // of the bot
	Rich        bool   // a rich message; HTML is as it was sent then
	// Ephemeral says that only one person sees it: its receiver, or who sent it to the bot.
	Ephemeral bool
	Pinned    bool

	receiver int64  // of an ephemeral message of the bot
	extra    object // what else the message has in the Bot API
	aged     bool
}

// Document is a file the bot has sent.
type Document struct {
	FileID  string
	Name    string
	Type    string
	Content []byte
	Photo   bool // it is shown as a picture
}

// json is the file as the Bot API gives it.
func (d *Document) json() object {
	return object{"file_id": d.FileID, "file_unique_id": "u" + d.FileID, "file_name": d.Name, "mime_type": d.Type, "file_size": len(d.Content)}
}

// size is how large the picture is, nothing where it is none.
func (d *Document) size() image.Point {
	c, _, err := image.DecodeConfig(bytes.NewReader(d.Content))
	if err != nil {
		return image.Point{}
	}
	return image.Pt(c.Width, c.Height)
}

// String is the message as text, for messages of failing tests.
func (m Message) String() string {
	who := "person"
	if m.FromBot {
		who = "bot"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "--- %d %s", m.ID, who)
	if m.Edits > 0 {
		fmt.Fprintf(&out, ", edited %d times", m.Edits)
	}
	if m.Document != nil {
		fmt.Fprintf(&out, ", %s", m.Document.Name)
	}
	fmt.Fprintf(&out, "\n%s\n%s", m.Text, m.Keyboard)
	return out.String()
}

// set replaces the text of a message.
func (m *Message) set(f formatted) {
	m.Text, m.HTML, m.Entities, m.Rich = f.text, f.html(), f.entities, false
}

func (m *Message) formatted() formatted { return formatted{text: m.Text, entities: m.Entities} }

// messageJSON is a message as the Bot API gives it.
func (s *Server) messageJSON(ch *chat, m *Message) object {
	o := object{"message_id": m.ID, "date": m.At.Unix(), "chat": s.chatJSON(ch), "from": s.userJSON(m.From)}
	if m.Ephemeral {
		o["message_id"], o["ephemeral_message_id"] = 0, m.ID
		if m.FromBot {
			o["receiver_user"] = s.userJSON(m.receiver)
		}
	}
	text, entities := "text", "entities"
	if m.Document != nil {
		text, entities = "caption", "caption_entities"
		if m.Document.Photo {
			size := m.Document.size()
			o["photo"] = []any{object{"file_id": m.Document.FileID, "file_unique_id": "u" + m.Document.FileID, "width": size.X, "height": size.Y, "file_size": len(m.Document.Content)}}
		} else {
			o["document"] = m.Document.json()
		}
	}
	if m.Rich {
		o["rich_message"] = object{"blocks": []any{}} // which the bot does not read
	} else if m.Text != "" {
		o[text] = m.Text
	}
	if len(m.Entities) > 0 {
		o[entities] = m.Entities
	}
	if k := m.Keyboard.json(); k != nil {
		o["reply_markup"] = k
	}
	if m.Thread != 0 {
		o["message_thread_id"], o["is_topic_message"] = m.Thread, true
	}
	if m.Edits > 0 {
		o["edit_date"] = m.At.Unix()
	}
	if replied := ch.messages[m.ReplyTo]; replied != nil {
		inner := *replied
		inner.ReplyTo = 0
		o["reply_to_message"] = s.messageJSON(ch, &inner)
	}
	for key, value := range m.extra {
		o[key] = value
	}
	return o
}
