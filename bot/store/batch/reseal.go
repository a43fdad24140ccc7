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

// Rows returns how the rows after a key are sealed, in the order of the keys.
type Rows func(ctx context.Context, after bot.Key, limit int) ([]Sealing, error)

// each calls f for all rows.
func (next Rows) each(ctx context.Context, f func(Sealing) error) error {
	for after := (bot.Key{}); ; {
		rows, err := next(ctx, after, resealAtOnce)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := f(row); err != nil {
				return err
			}
			after = row.Key
		}
		if len(rows) < resealAtOnce {
			return nil
		}
	}
}

// Reseal has apply write all sessions anew that are not sealed with the first key alone, and
// returns how many those were.
func Reseal(ctx context.Context, form codec.Form, next Rows,
	apply func(context.Context, bot.Key, func(*bot.Session) error) (bot.Session, error)) (total int, err error) {
	err = next.each(ctx, func(row Sealing) error {
		if form.Current(row.Parts[:]...) {
			return nil
		}
		_, err := apply(ctx, row.Key, asItIs)
		if errors.Is(err, bot.ErrNoSession) || errors.Is(err, bot.ErrCorrupt) {
			return nil
		}
		if err == nil {
			total++
		}
		return err
	})
	return total, err
}

// DropUnreadable has remove delete all sessions that hang on keys that are not there, and returns
// how many those were.
func DropUnreadable(ctx context.Context, form codec.Form, next Rows, remove func(context.Context, bot.Key, int64) error) (total int, err error) {
	err = next.each(ctx, func(row Sealing) error {
		if !form.Misses(row.Parts[:]...) {
			return nil
		}
		err := remove(ctx, row.Key, 0)
		if err == nil {
			total++
		}
		return err
	})
	return total, err
}

// asItIs changes nothing, and has it written.
func asItIs(s *bot.Session) error {
	if s.Version == 0 {
		return bot.ErrNoSession
	}
	return nil
}
