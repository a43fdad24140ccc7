package telegram

import (
	"context"
	"errors"
	"fmt"

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

// take hands an update in. A nil error means that it is on disk, or can never be taken, and
// is to be acknowledged.
func (t *intake) take(ctx context.Context, u *update) (reply, error) {
	in := t.reader.read(u)
	answer := reply{query: in.query, until: t.o.Now().Add(callbackLife)}
	switch {
	case in.stranger:
		language, _ := locales.Match(in.language)
		answer.text = locales.In(language).Say("telegram.stranger", "Command", "/start@"+t.reader.name)
	case in.left != nil:
		if err := t.bot.Leave(ctx, *in.left); err != nil && !errors.Is(err, bot.ErrNoSession) {
			return answer, err
		}
	case in.remark != nil:
		language, _ := locales.Match(in.language)
		t.remark(*in.remark, language)
	case in.inline != nil:
		if err := t.offer(ctx, in.inline, in.language); err != nil {
			return answer, err
		}
	case in.pin != 0:
		answer.text = t.pin(in.delivery.Key, in.pin, in.language)
	case in.moved[0] != 0:
		t.moves.Set(in.moved[1], in.moved[0], moveLife)
	case in.turn:
		if err := t.follow(ctx, in.delivery.Key); err != nil {
			return answer, err
		}
		in.delivery.Event.At = t.o.Now()
		if r := in.delivery.Event.Request; r != nil {
			found, err := t.asked(ctx, r.Code)
			if err != nil {
				return answer, err
			}
			in.delivery.Event.Request = found
		}
		taken, err := t.bot.Take(ctx, in.delivery)
		if err != nil && !errors.Is(err, bot.ErrCorrupt) {
			return answer, err
		}
		if in.thanked != 0 && taken.Session.State.Notice != nil && taken.Session.State.Notice.Text == "topic.thanks" {
			t.thank(in.delivery.Key, in.thanked)
		}
		if answer.query != "" && !taken.Repeated && t.waits(taken.Session) {
			answer.text = card.Clip(conversation.Taken(taken.Session.State, in.delivery.Event.Action, in.delivery.Event.At), maxToast)
		}
	}
	return answer, nil
}

// thank reacts to somebody's thanks.
func (t *Telegram) thank(key bot.Key, message int) {
	p := &tg.SetMessageReactionParams{ChatID: placeOf(key).chat, MessageID: message,
		Reaction: []models.ReactionType{{Type: models.ReactionTypeTypeEmoji, ReactionTypeEmoji: &models.ReactionTypeEmoji{Type: models.ReactionTypeTypeEmoji, Emoji: "🙏"}}}}
	t.answer(answer{until: t.o.Now().Add(answerTime), call: func(ctx context.Context) error {
		_, err := t.api.SetMessageReaction(ctx, p)
		return err
	}})
}

// pin pins a result in the private chat, so that it is found again, and returns what the press
// is answered.
func (t *Telegram) pin(key bot.Key, message int, language string) string {
	p := &tg.PinChatMessageParams{ChatID: placeOf(key).chat, MessageID: message, DisableNotification: true}
	t.answer(answer{until: t.o.Now().Add(callbackLife), call: func(ctx context.Context) error {
		_, err := t.api.PinChatMessage(ctx, p)
		return err
	}})
	tag, _ := locales.Match(language)
	return locales.In(tag).Say("telegram.pinned")
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
