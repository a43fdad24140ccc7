package telegram

import (
	"context"
	"errors"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/conversation"
)

// In a group the commands of the menu are ephemeral where the person's app and the server know
// that, from Bot API 10.2 on: nobody else sees them. They are answered alike, and so is all that
// the person does on those answers: the interview is held in the group, and nobody reads along.
// The command itself shows that it can be done. Ephemeral messages may vanish when the app
// starts anew; /start brings the interview back. What cannot be sent so is not sent to all
// instead, but the way to the private chat is.

// toOne are the parameters of a message for one person; nil where it is for all.
func (m *messenger) toOne() (*models.EphemeralMessageParameters, *models.ReplyParameters) {
	a := m.ephemeral
	if a == nil {
		return nil, nil
	}
	to := &models.EphemeralMessageParameters{ReceiverUserID: m.place.user, CallbackQueryID: a.Query}
	if a.Message == 0 {
		return to, nil
	}
	return to, &models.ReplyParameters{EphemeralMessageID: a.Message}
}

// idOf is the id of a message, below zero for an ephemeral one.
func idOf(m *models.Message) int {
	if m.EphemeralMessageID != 0 {
		return -m.EphemeralMessageID
	}
	return m.ID
}

func (m *messenger) sendEphemeral(ctx context.Context, s *conversation.Screen) (int, error) {
	m.calls++
	p := &tg.SendMessageParams{ChatID: m.place.chat, MessageThreadID: m.place.thread,
		Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: m.keyboard(s)}
	p.EphemeralMessageParameters, p.ReplyParameters = m.toOne()
	sent, err := m.t.api.SendMessage(ctx, p)
	if err != nil {
		return 0, err
	}
	return idOf(sent), nil
}

func (m *messenger) changeEphemeral(ctx context.Context, id int, s *conversation.Screen) error {
	m.calls++
	k, _ := m.keyboard(s).(*models.InlineKeyboardMarkup) // nil where there is none
	p := &tg.EditEphemeralMessageTextParams{ChatID: m.place.chat, ReceiverUserID: m.place.user, EphemeralMessageID: id,
		Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: k}
	_, err := m.t.api.EditEphemeralMessageText(ctx, p)
	if says(err, notModified) {
		return nil
	}
	return err
}

// deleteEphemeral deletes a message. One that is gone is deleted.
func (m *messenger) deleteEphemeral(ctx context.Context, id int) error {
	m.calls++
	_, err := m.t.api.DeleteEphemeralMessage(ctx, &tg.DeleteEphemeralMessageParams{ChatID: m.place.chat, ReceiverUserID: m.place.user, EphemeralMessageID: id})
	if errors.Is(err, tg.ErrorBadRequest) {
		return nil
	}
	return err
}

// offer is the screen that asks whether to talk in private.
func (m *messenger) offer() *conversation.Screen {
	s := conversation.Show(conversation.Asking(m.post.Session.State), m.t.o.Now())
	return &s
}
