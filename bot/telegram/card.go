package telegram

import (
	"bytes"
	"context"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
)

// Post implements [bot.Poster]: the person's card is edited where it is the last thing in the
// chat, and a new message is sent below what they wrote.
func (t *Telegram) Post(ctx context.Context, p bot.Post) bot.Sent {
	s := card.Read[surface](p.Session.Surface)
	m := messenger{t: t, place: placeOf(p.Session.Key), post: &p}
	m.html, m.complete = render(&p.Screen)
	expected := calls(&s, p.Screen.Kind)
	err := card.Show(ctx, &m, &s, &p, t.o.Now())
	sent := classify(p.Session.Key, err)
	sent.Surface, sent.Unplanned = card.JSON(s), max(0, m.calls-expected)
	return sent
}

// messenger sends and edits messages for one post. It implements [card.Messenger].
type messenger struct {
	t        *Telegram
	place    place
	post     *bot.Post
	html     string // of the post's screen
	complete bool   // all of it is in html
	calls    int
}

// Send implements [card.Messenger].
func (m *messenger) Send(ctx context.Context, s *conversation.Screen) (int, error) {
	m.calls++
	sent, err := m.t.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: m.place.chat, MessageThreadID: m.place.thread,
		Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: m.keyboard(s)})
	if err != nil {
		return 0, err
	}
	return sent.ID, nil
}

// Change implements [card.Messenger]. A message that shows the screen already is as good.
func (m *messenger) Change(ctx context.Context, id int, s *conversation.Screen) error {
	m.calls++
	_, err := m.t.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: m.place.chat, MessageID: id,
		Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: m.keyboard(s)})
	if says(err, notModified) {
		return nil
	}
	return err
}

// Leave implements [card.Messenger]. A message that cannot be edited has no buttons that matter.
func (m *messenger) Leave(ctx context.Context, id int, _ string, result *conversation.Screen) error {
	if result != nil {
		err := m.Change(ctx, id, result)
		if m.Uneditable(err) {
			return nil
		}
		return err
	}
	m.calls++
	_, err := m.t.api.EditMessageReplyMarkup(ctx, &tg.EditMessageReplyMarkupParams{ChatID: m.place.chat, MessageID: id})
	if says(err, notModified) || m.Uneditable(err) || says(err, "message is not") {
		return nil
	}
	return err
}

// Uneditable implements [card.Messenger].
func (m *messenger) Uneditable(err error) bool { return uneditable(err) }

// File implements [card.Messenger]: what a screen comes with, or all of it where a message is
// too short.
func (m *messenger) File(s *conversation.Screen) *conversation.File {
	if m.complete && s.File == nil {
		return nil
	}
	return card.FileOf(s)
}

// SendFile implements [card.Messenger].
func (m *messenger) SendFile(ctx context.Context, f *conversation.File) error {
	m.calls++
	_, err := m.t.api.SendDocument(ctx, &tg.SendDocumentParams{ChatID: m.place.chat, MessageThreadID: m.place.thread,
		Document: &models.InputFileUpload{Filename: f.Name, Data: bytes.NewReader(f.Data)}})
	return err
}

var disabled = true

var noPreview = &models.LinkPreviewOptions{IsDisabled: &disabled}

func (m *messenger) htmlOf(s *conversation.Screen) string {
	if s == &m.post.Screen {
		return m.html
	}
	html, _ := render(s)
	return html
}

// keyboard draws the buttons. The way to the private chat is a link; a link needs no owner.
func (m *messenger) keyboard(s *conversation.Screen) models.ReplyMarkup {
	k := keyboard(s, m.place.owner())
	if k == nil {
		return nil
	}
	for _, row := range k.InlineKeyboard {
		for i := range row {
			if row[i].CallbackData == m.place.owner()+conversation.ActionPrivate {
				row[i].CallbackData = ""
				row[i].URL = m.privateLink(s.Language)
			}
		}
	}
	return k
}

// privateLink is the link to the private chat, in the same language and with who sent the
// person, where that fits a link.
func (m *messenger) privateLink(language string) string {
	for _, referral := range []string{m.post.Session.State.Referral, ""} {
		if address, err := Link(m.t.reader.name, referral, language); err == nil {
			return address
		}
	}
	return "https://t.me/" + m.t.reader.name
}
