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

// toOne are the parameters of a message for one person, who did something that nobody else has seen; nil
// where it is for all.
func (m *messenger) toOne(did *action) (*models.EphemeralMessageParameters, *models.ReplyParameters) {
	if did == nil {
		return nil, nil
	}
	to := &models.EphemeralMessageParameters{ReceiverUserID: m.place.user, CallbackQueryID: did.Query}
	if did.Message == 0 {
		return to, nil
	}
	return to, &models.ReplyParameters{EphemeralMessageID: did.Message}
}

// idOf is the id of a message that was sent, below zero for an ephemeral one.
func idOf(m *models.Message, err error) (int, error) {
	switch {
	case err != nil:
		return 0, err
	case m.EphemeralMessageID != 0:
		return -m.EphemeralMessageID, nil
	}
	return m.ID, nil
}

func (m *messenger) changeEphemeral(ctx context.Context, id int, s *conversation.Screen) error {
	k, _ := m.keyboard(s).(*models.InlineKeyboardMarkup) // nil where there is none
	p := &tg.EditEphemeralMessageTextParams{ChatID: m.place.chat, ReceiverUserID: m.place.user, EphemeralMessageID: id,
		Text: m.htmlOf(s), ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: k}
	_, err := m.t.api.EditEphemeralMessageText(ctx, p)
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
