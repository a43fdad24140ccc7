package batch

import (
	"context"
	"errors"
	"time"

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

// Rows returns how the rows after a key are sealed, in the order of the keys, with what is settled.
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

// Sealer is what is the same of [bot.Sealer] for all stores.
type Sealer struct {
	form  codec.Form
	store bot.Store
	rows  Rows
}

// NewSealer returns the sealer of a store.
func NewSealer(form codec.Form, store bot.Store, rows Rows) Sealer { return Sealer{form, store, rows} }

// SealedSince implements [bot.Sealer].
func (s Sealer) SealedSince(ctx context.Context) (time.Time, error) {
	return s.form.SealedSince(ctx, s.store, s.store.Now())
}

// RefusePlain implements [bot.Sealer].
func (s Sealer) RefusePlain(ctx context.Context) error {
	return s.form.RefusePlain(ctx, s.store, s.store.Now())
}

// Reseal implements [bot.Sealer].
func (s Sealer) Reseal(ctx context.Context) (total int, err error) {
	if s.form.Keys == nil {
		return 0, nil
	}
	err = s.rows.each(ctx, func(row Sealing) error {
		if s.form.Current(row.Parts[:]...) {
			return nil
		}
		_, err := s.store.Apply(ctx, row.Key, asItIs)
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

// DropUnreadable implements [bot.Sealer].
func (s Sealer) DropUnreadable(ctx context.Context) (total int, err error) {
	err = s.rows.each(ctx, func(row Sealing) error {
		if !s.form.Misses(row.Parts[:]...) {
			return nil
		}
		err := s.store.Delete(ctx, row.Key, 0)
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
