package telegram

import (
	"context"
	"errors"
	"fmt"

	"hspbot/bot"
	"hspbot/locales"
)

// intake hands what Telegram delivers to a bot.
type intake struct {
	*Telegram
	bot *bot.Bot
}

// take hands an update in. A nil error means that it is on disk, or can never be taken, and
// is to be acknowledged.
func (t *intake) take(ctx context.Context, u *update) (answer, error) {
	in := t.reader.read(u)
	reply := answer{query: in.query, until: t.o.Now().Add(callbackLife)}
	switch {
	case in.stranger:
		language, _ := locales.Match(in.language)
		reply.text = locales.In(language).Say("telegram.stranger", "Command", "/start@"+t.reader.name)
	case in.left != nil:
		if err := t.bot.Leave(ctx, *in.left); err != nil && !errors.Is(err, bot.ErrNoSession) {
			return reply, err
		}
	case in.moved[0] != 0:
		t.moves.Set(in.moved[1], in.moved[0], moveLife)
	case in.turn:
		if err := t.follow(ctx, in.delivery.Key); err != nil {
			return reply, err
		}
		in.delivery.Event.At = t.o.Now()
		if _, err := t.bot.Take(ctx, in.delivery); err != nil && !errors.Is(err, bot.ErrCorrupt) {
			return reply, err
		}
	}
	return reply, nil
}

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
