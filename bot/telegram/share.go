package telegram

import (
	"context"
	"errors"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// Handing a result over: a button opens a chat of the person's choice, in which the bot offers
// their own result, and nobody else's, to be sent. The bot is not in that chat and does not
// learn which it is. The owner has to turn inline mode on with BotFather; where it is off
// there is no such button. A short line can be copied in any case.

const (
	// inlineLife is how long Telegram waits for the answer to an inline query.
	inlineLife = 10 * time.Second
	// inlineCache is for how many seconds Telegram may answer by itself: the least that the
	// library can say.
	inlineCache = 1
)

// offer answers an inline query with the person's own result, or the way to get one.
func (t *intake) offer(ctx context.Context, q *inline) error {
	session, err := t.bot.Session(ctx, place{chat: q.From.ID}.key())
	if err != nil && !errors.Is(err, bot.ErrNoSession) && !errors.Is(err, bot.ErrCorrupt) {
		return err
	}
	p := &tg.AnswerInlineQueryParams{InlineQueryID: q.ID, IsPersonal: true, CacheTime: inlineCache, Results: []models.InlineQueryResult{}}
	if article := t.article(session.State); article != nil {
		p.Results = append(p.Results, article)
	} else {
		v := voiceOf(q.From.Language)
		p.Button = &models.InlineQueryResultsButton{Text: v.Say("telegram.share.begin"), StartParameter: v.Tag() + "--"}
	}
	t.answer(answer{until: t.o.Now().Add(inlineLife), call: func(ctx context.Context) error {
		_, err := t.api.AnswerInlineQuery(ctx, p)
		return err
	}})
	return nil
}

// article is the result of a state as it is offered and sent; nil where there is none.
func (t *Telegram) article(s conversation.State) *models.InlineQueryResultArticle {
	screen, ok := conversation.Shared(s, t.o.Now())
	if !ok {
		return nil
	}
	v := locales.In(s.Language)
	html, _ := render(&screen)
	return &models.InlineQueryResultArticle{ID: "result", Title: v.Say("telegram.share.send"), Description: screen.InShort,
		InputMessageContent: models.InputTextMessageContent{MessageText: html, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview},
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
			{Text: v.Say("telegram.share.own"), URL: t.link(s)}}}}}
}

// link is the link to the private chat, in the same language and with who sent the person, where
// that fits a link.
func (t *Telegram) link(s conversation.State) string {
	for _, referral := range []string{s.Referral, ""} {
		if address, err := Link(t.reader.name, referral, s.Language); err == nil {
			return address
		}
	}
	return "https://t.me/" + t.reader.name
}

// handOver are the buttons by which the result of a state is handed over.
func (t *Telegram) handOver(result *conversation.Screen, s conversation.State) []models.InlineKeyboardButton {
	if result.InShort == "" {
		return nil
	}
	v := locales.In(s.Language)
	var row []models.InlineKeyboardButton
	if t.inline {
		row = append(row, models.InlineKeyboardButton{Text: v.Say("telegram.share.send"),
			SwitchInlineQueryChosenChat: &models.SwitchInlineQueryChosenChat{AllowUserChats: true, AllowGroupChats: true, AllowChannelChats: true}})
	}
	return append(row, models.InlineKeyboardButton{Text: v.Say("telegram.share.copy"),
		CopyText: &models.CopyTextButton{Text: card.Clip(result.InShort+" "+t.link(s), maxCopy)}})
}

// maxCopy is the most characters that a button copies.
const maxCopy = 256
