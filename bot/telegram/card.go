package telegram

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// Post implements [bot.Poster]: the person's card is edited where it is the last thing in the
// chat, and a new message is sent below what they wrote.
func (t *Telegram) Post(ctx context.Context, p bot.Post) bot.Sent {
	s := card.Read[surface](p.Session.Surface)
	m := messenger{t: t, place: placeOf(p.Session.Key), post: &p, ephemeral: s.Ephemeral}
	s.AsSaid(&p)
	if p.Screen.Kind == conversation.Forgotten {
		m.goodbye(&s)
	}
	m.aboutPerson()
	if m.place.user != 0 && p.Screen.Kind == conversation.Question && p.Screen.Hint != "" {
		p.Screen.Hint += "\n" + locales.In(p.Screen.Language).Say("telegram.group.reply")
	}
	m.html, m.complete = render(&p.Screen)
	expected := calls(&s.Surface, &p)
	if err := t.handBack(ctx, p.Session.State); err != nil {
		return bot.Sent{Surface: card.JSON(s), Outcome: bot.Broken, Err: err}
	}
	var err error
	if p.Session.Owing() {
		err = card.Show(ctx, &m, &s.Surface, &p, t.o.Now())
	}
	// Telegram names no time zone: people are taken to be in Japan.
	notices := card.Notices{Told: &s.Told, Zone: conversation.Japan, Apart: t.Reaches(p.Session.Key), Send: func(screen *conversation.Screen) error { return m.tell(ctx, &s, screen) }}
	wake, expires, err := notices.Post(&p, t.o.Now(), err)
	sent := classify(p.Session.Key, err)
	sent.Surface, sent.Unplanned = card.JSON(s), max(0, m.calls-expected)
	if sent.Outcome != bot.Gone { // who has left is kept no longer than others
		sent.Wake, sent.Expires = wake, expires
	}
	return sent
}

// Reaches implements [bot.Reacher]: in a group all would see it.
func (t *Telegram) Reaches(k bot.Key) bool { return placeOf(k).user == 0 }

// tell sends a notice below all that stands in the chat.
func (m *messenger) tell(ctx context.Context, s *surface, screen *conversation.Screen) error {
	m.ephemeral = nil
	id, err := m.Send(ctx, screen)
	if err == nil {
		s.Sent(id, m.t.o.Now())
		s.Below = true
	}
	return err
}

// messenger sends and edits messages for one post. It implements [card.Messenger].
type messenger struct {
	t        *Telegram
	place    place
	post     *bot.Post
	html     string // of the post's screen
	complete bool   // all of it is in html
	calls    int
	// ephemeral is what new messages answer, for one person to see; nil is for all.
	ephemeral *action
}

// Send implements [card.Messenger]. What cannot be sent to one person, since it is too late or not to be
// had there, is not sent to all.
func (m *messenger) Send(ctx context.Context, s *conversation.Screen) (int, error) {
	rich := m.rich(s)
	if rich {
		if id, err := m.sendRich(ctx, s); !richRefused(err) {
			return id, err
		}
	}
	id, err := m.sendText(ctx, s, m.ephemeral)
	if m.ephemeral != nil && uneditable(err) {
		id, err = m.sendText(ctx, m.offer(), nil)
	}
	if err == nil && rich {
		m.t.plain.Store(true)
	}
	return id, err
}

func (m *messenger) sendText(ctx context.Context, s *conversation.Screen, did *action) (int, error) {
	m.calls++
	p := &tg.SendMessageParams{ChatID: m.place.chat, MessageThreadID: m.place.thread,
		Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: m.keyboard(s)}
	p.EphemeralMessageParameters, p.ReplyParameters = m.toOne(did)
	return idOf(m.t.api.SendMessage(ctx, p))
}

// Change implements [card.Messenger]. A message that shows the screen already is as good.
func (m *messenger) Change(ctx context.Context, id int, s *conversation.Screen) error {
	rich := id > 0 && m.rich(s)
	if rich {
		if err := m.changeRich(ctx, id, s); !richRefused(err) {
			return err
		}
	}
	m.calls++
	var err error
	if id < 0 {
		err = m.changeEphemeral(ctx, -id, s)
	} else {
		_, err = m.t.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: m.place.chat, MessageID: id,
			Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: m.keyboard(s)})
	}
	if err == nil && rich {
		m.t.plain.Store(true)
	}
	if says(err, notModified) {
		return nil
	}
	return err
}

// Leave implements [card.Messenger]. A message that cannot be edited has no buttons that matter.
// A question becomes the line with its answer, a result that shows a detail is closed, and
// anything else keeps what it says.
func (m *messenger) Leave(ctx context.Context, l card.Left[int], result *conversation.Screen) error {
	answer, answered := conversation.AnswerTo(m.post.Session.State, l.Asks, m.t.o.Now())
	var err error
	switch {
	case result != nil && l.Result.Opened:
		result.Choices = nil
		err = m.Change(ctx, l.ID, result)
	case result == nil && answered:
		v := locales.In(m.post.Session.State.Language)
		err = m.Change(ctx, l.ID, &conversation.Screen{Language: v.Tag(), Notice: v.Say("change.line", "Question", answer.Label, "Answer", answer.Value)})
	case l.ID < 0:
		m.calls++
		_, err = m.t.api.EditEphemeralMessageReplyMarkup(ctx, &tg.EditEphemeralMessageReplyMarkupParams{ChatID: m.place.chat, ReceiverUserID: m.place.user, EphemeralMessageID: -l.ID})
	default:
		m.calls++
		_, err = m.t.api.EditMessageReplyMarkup(ctx, &tg.EditMessageReplyMarkupParams{ChatID: m.place.chat, MessageID: l.ID})
	}
	if says(err, notModified) || m.Uneditable(err) {
		return nil
	}
	return err
}

// deletable is how long Telegram lets a message be deleted, less a moment for the call.
const deletable = 48*time.Hour - time.Minute

// Delete implements [card.Messenger].
func (m *messenger) Delete(ctx context.Context, list []card.Message[int]) error {
	var ids []int
	for _, o := range list {
		if o.ID < 0 {
			if err := m.deleteEphemeral(ctx, -o.ID); err != nil {
				return err
			}
			continue
		}
		if m.t.o.Now().Sub(time.Unix(o.At, 0)) < deletable {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	m.calls++
	_, err := m.t.api.DeleteMessages(ctx, &tg.DeleteMessagesParams{ChatID: m.place.chat, MessageIDs: ids})
	if errors.Is(err, tg.ErrorBadRequest) {
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
func (m *messenger) SendFile(ctx context.Context, f *conversation.File) (int, error) {
	if strings.HasPrefix(f.Type, "image/") {
		return m.sendPhoto(ctx, f)
	}
	m.calls++
	p := &tg.SendDocumentParams{ChatID: m.place.chat, MessageThreadID: m.place.thread, Document: &models.InputFileUpload{Filename: f.Name, Data: bytes.NewReader(f.Data)}}
	p.EphemeralMessageParameters, p.ReplyParameters = m.toOne(m.ephemeral)
	return idOf(m.t.api.SendDocument(ctx, p))
}

// sendPhoto sends a picture, which is shown in the chat, with what it shows in words.
func (m *messenger) sendPhoto(ctx context.Context, f *conversation.File) (int, error) {
	m.calls++
	p := &tg.SendPhotoParams{ChatID: m.place.chat, MessageThreadID: m.place.thread, Caption: card.Clip(f.Alt, maxCaption),
		Photo: &models.InputFileUpload{Filename: f.Name, Data: bytes.NewReader(f.Data)}}
	p.EphemeralMessageParameters, p.ReplyParameters = m.toOne(m.ephemeral)
	return idOf(m.t.api.SendPhoto(ctx, p))
}

// maxCaption is how many characters a caption may have; ours have none that counts twice.
const maxCaption = 1024

var disabled = true

var noPreview = &models.LinkPreviewOptions{IsDisabled: &disabled}

func (m *messenger) htmlOf(s *conversation.Screen) string {
	if s == &m.post.Screen {
		return m.html
	}
	html, _ := render(s)
	return html
}

// aboutPerson has a screen that is about all that is kept of the person say what that is here.
func (m *messenger) aboutPerson() {
	screen := &m.post.Screen
	v := locales.In(screen.Language)
	say := func(kind conversation.BlockKind, id string, pairs ...any) {
		screen.Body = append(slices.Clone(screen.Body), conversation.Block{Kind: kind, Text: v.Say(id, pairs...)})
	}
	switch {
	case screen.Confirms && screen.ID == "forget":
		say(conversation.Paragraph, "telegram.forget.everywhere")
		if m.place.user == 0 {
			say(conversation.Paragraph, "telegram.forget")
		}
	case screen.Kind == conversation.Data && len(m.post.Elsewhere) > 0:
		say(conversation.Paragraph, "telegram.mydata.groups", "Groups", groupsOf(m.post.Elsewhere))
	}
}

// maxGroups is how many groups are named.
const maxGroups = 20

// groupsOf are the numbers of the groups of conversations.
func groupsOf(keys []bot.Key) string {
	var groups []string
	for _, k := range keys {
		if p := placeOf(k); p.user != 0 {
			groups = append(groups, strconv.FormatInt(p.chat, 10))
		}
	}
	slices.Sort(groups)
	groups = slices.Compact(groups)
	if len(groups) > maxGroups {
		groups = append(groups[:maxGroups:maxGroups], "…")
	}
	return strings.Join(groups, ", ")
}

// goodbye says on the last card what is deleted in the chat and what stays, and offers to begin
// anew.
func (m *messenger) goodbye(s *surface) {
	screen := &m.post.Screen
	v := locales.In(screen.Language)
	all := len(s.Messages) < card.MaxMessages && m.t.o.Now().Sub(m.post.Session.Created) < deletable
	text := v.Say("telegram.forgotten.old")
	switch {
	case m.place.user != 0:
		text = v.Say("telegram.forgotten.group")
	case all:
		text = v.Say("telegram.forgotten.all")
	}
	if m.place.user == 0 && len(m.post.Elsewhere) > 0 {
		text += " " + v.Say("telegram.forgotten.elsewhere")
	}
	screen.Body = append(slices.Clone(screen.Body), conversation.Block{Kind: conversation.Small, Text: text})
	screen.Choices = append(slices.Clone(screen.Choices), conversation.Choice{Role: conversation.Control, ID: "again",
		Action: conversation.ActionContinue, Label: v.Say("control.restart")})
}

// keyboard draws the buttons. The way to the private chat is a link; a link needs no owner. In a
// group the bot reads replies only, so a question that may be answered by typing asks for one.
func (m *messenger) keyboard(s *conversation.Screen) models.ReplyMarkup {
	k := keyboard(s, m.place.owner())
	if k == nil {
		return nil
	}
	private := m.place.user == 0
	k.ForceReply = !private && s.Kind == conversation.Question && s.Hint != ""
	if private && s.Kind == conversation.Result {
		k.InlineKeyboard = inRows(k.InlineKeyboard, append(m.t.handOver(s, m.post.Session.State),
			models.InlineKeyboardButton{Text: locales.In(s.Language).Say("telegram.pin"), CallbackData: actionPin}))
	}
	for _, row := range k.InlineKeyboard {
		for i := range row {
			if row[i].CallbackData == m.place.owner()+conversation.ActionPrivate {
				row[i].CallbackData, row[i].Style = "", "primary"
				row[i].URL = m.t.link(m.post.Session.State)
			}
		}
	}
	return k
}
