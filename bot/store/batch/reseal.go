package batch

import (
	"context"
	"errors"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// Sealing is how a row is sealed.
type Sealing struct {
	Key bot.Key
	// Parts are the first characters of the state, the surface and the changes, see
	// [codec.PrefixLength].
	Parts [3]string
}

// resealAtOnce is how many rows are looked through at a time.
const resealAtOnce = 500

// Reseal has apply write all sessions anew that are not sealed with the first key alone, and
// returns how many those were. next returns the rows after a key in the order of the keys.
func Reseal(ctx context.Context, form codec.Form, next func(ctx context.Context, after bot.Key, limit int) ([]Sealing, error),
	apply func(context.Context, bot.Key, func(*bot.Session) error) (bot.Session, error)) (total int, err error) {
	for after := (bot.Key{}); ; {
		rows, err := next(ctx, after, resealAtOnce)
		if err != nil {
			return total, err
		}
		for _, row := range rows {
			after = row.Key
			if form.Current(row.Parts[:]...) {
				continue
			}
			_, err := apply(ctx, row.Key, asItIs)
			switch {
			case err == nil:
				total++
			case !errors.Is(err, bot.ErrNoSession) && !errors.Is(err, bot.ErrCorrupt):
				return total, err
			}
		}
		if len(rows) < resealAtOnce {
			return total, nil
		}
	}
}

// asItIs changes nothing, and has it written.
func asItIs(s *bot.Session) error {
	if s.Version == 0 {
		return bot.ErrNoSession
	}
	return nil
}
