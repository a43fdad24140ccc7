package telegram

import (
	"context"
	"errors"
	"fmt"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// intake hands what Telegram delivers to a bot.
type intake struct {
	*Telegram
	bot *bot.Bot
}

// callbackLife is how long Telegram keeps a button press.
const callbackLife = 150 * time.Second

// take takes what an update means. A nil error means that it is on disk, or can never be taken, and the update
// is to be acknowledged.
func (t *intake) take(ctx context.Context, in incoming) (answer reply, err error) {
	answer = reply{query: in.query, until: t.o.Now().Add(callbackLife)}
	switch {
	case in.turn != nil:
		answer.text, err = t.turn(ctx, in)
	case in.aside != nil:
		answer.text, err = in.aside(ctx, t)
	}
	return answer, err
}

// turn takes a turn, and returns what a press is answered where its card will come late.
func (t *intake) turn(ctx context.Context, in incoming) (said string, err error) {
	d := *in.turn
	if err := t.follow(ctx, d.Key); err != nil {
		return "", err
	}
	d.Event.At = t.o.Now()
	if r := d.Event.Request; r != nil {
		if d.Event.Request, err = t.asked(ctx, r.Code); err != nil {
			return "", err
		}
	}
	taken, err := t.bot.Take(ctx, d)
	if err != nil && !errors.Is(err, bot.ErrCorrupt) {
		return "", err
	}
	state := taken.Session.State
	if in.thanked != 0 && state.Notice != nil && state.Notice.Text == "topic.thanks" {
		t.thank(placeOf(d.Key).chat, in.thanked)
	}
	if in.query != "" && !taken.Repeated && t.waits(taken.Session) {
		said = card.Clip(conversation.Taken(state, d.Event.Action, d.Event.At), maxToast)
	}
	return said, nil
}

// thank reacts to somebody's thanks.
func (t *Telegram) thank(chat int64, message int) {
	p := &tg.SetMessageReactionParams{ChatID: chat, MessageID: message,
		Reaction: []models.ReactionType{{Type: models.ReactionTypeTypeEmoji, ReactionTypeEmoji: &models.ReactionTypeEmoji{Type: models.ReactionTypeTypeEmoji, Emoji: "🙏"}}}}
	t.answer(answer{until: t.o.Now().Add(answerTime), call: func(ctx context.Context) error {
		_, err := t.api.SetMessageReaction(ctx, p)
		return err
	}})
}

// pin pins a result in the private chat, so that it is found again, and returns what the press
// is answered.
func (t *Telegram) pin(chat int64, message int, language string) string {
	p := &tg.PinChatMessageParams{ChatID: chat, MessageID: message, DisableNotification: true}
	t.answer(answer{until: t.o.Now().Add(callbackLife), call: func(ctx context.Context) error {
		_, err := t.api.PinChatMessage(ctx, p)
		return err
	}})
	return voiceOf(language).Say("telegram.pinned")
}

// waits reports whether the card of a press will come late: in a group, whose limit all share,
// right after another press, and where the card before has not come yet. What was pressed is
// said at once then.
func (t *intake) waits(s bot.Session) bool {
	where := placeOf(s.Key)
	_, again := t.pressed.Get(where.chat)
	t.pressed.Set(where.chat, struct{}{}, limitChat.Every)
	return again || where.user != 0 || s.Shown < s.Version-1
}

// maxToast is the most characters of the answer to a button press.
const maxToast = 200

// follow brings a person's conversation along where their group became a supergroup.
func (t *intake) follow(ctx context.Context, key bot.Key) error {
	where := placeOf(key)
	was, ok := t.moves.Get(where.chat)
	if !ok {
		return nil
	}
	old := place{chat: was, user: where.user} // a group has no topics
	if err := t.bot.Move(ctx, old.key(), key); err != nil && !errors.Is(err, bot.ErrNoSession) {
		return fmt.Errorf("move conversation: %w", err)
	}
	return nil
}

// voiceOf is the voice for somebody whose app is in a language.
func voiceOf(language string) *locales.Voice {
	tag, _ := locales.Match(language)
	return locales.In(tag)
}
