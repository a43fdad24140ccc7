package telegram

import (
	"context"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// A remark is one line in a group to somebody with whom there is no conversation: when the bot
// is added, when it is only mentioned, and when an administrator writes in the group's name.
// It is said once, and not again within a while; nothing of it is kept.

// remark is what is to be said, and where.
type remark struct {
	chat       int64
	thread, to int // the topic and the message that is answered, if any
	text       string
	language   string // of the app of who is answered
}

const (
	remarkPause = time.Minute // between two remarks in a group
	maxRemarked = 1024        // groups that are known to have had one
)

// aside says the remark.
func (r remark) aside() func(context.Context, *intake) (string, error) {
	return saying(func(t *intake) string { t.remark(r); return "" })
}

// remark says something in a group, unless it has just had a remark.
func (t *Telegram) remark(r remark) {
	if !t.remarked.Add(r.chat, struct{}{}, remarkPause) {
		return
	}
	v := voiceOf(r.language)
	p := &tg.SendMessageParams{ChatID: r.chat, MessageThreadID: r.thread, LinkPreviewOptions: noPreview,
		Text: v.Say(r.text, "Command", "/start@"+t.reader.name)}
	if r.to != 0 {
		p.ReplyParameters = &models.ReplyParameters{MessageID: r.to, AllowSendingWithoutReply: true}
	}
	if address, err := Link(t.reader.name, "", v.Tag()); err == nil {
		p.ReplyMarkup = models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: v.Say("public.private"), URL: address}}}}
	}
	t.answer(answer{until: t.o.Now().Add(remarkPause), call: func(ctx context.Context) error {
		_, err := t.api.SendMessage(ctx, p)
		return err
	}})
}
