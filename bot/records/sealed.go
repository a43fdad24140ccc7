package records

import (
	"context"
	"fmt"
)

// Sealed are records of a kind that are sealed with the keys of a ring: [Values] of any type.
type Sealed interface {
	// Reseal writes anew what is not sealed with the first key, and returns how many records that were.
	// Those that cannot be read are left as they are, and are an error at the end.
	Reseal(ctx context.Context) (n int, err error)
	// DropUnreadable deletes the records that cannot be read, and returns how many.
	DropUnreadable(ctx context.Context) (n int, err error)
}

// Reseal implements [Sealed].
func (v Values[T]) Reseal(ctx context.Context) (n int, err error) {
	failed, last := 0, error(nil)
	err = v.each(ctx, func(id string, body []byte) error {
		if v.Ring.Current(body) {
			return nil
		}
		unread := error(nil)
		err := v.In.Change(ctx, v.Kind, id, func(old []byte) ([]byte, error) {
			var value *T
			if value, unread = v.open(id, old); unread != nil {
				return nil, unread
			}
			return v.seal(id, value)
		})
		switch {
		case unread != nil:
			failed, last = failed+1, unread
		case err != nil:
			return err
		default:
			n++
		}
		return nil
	})
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d records (%s) cannot be read: %w", failed, v.Kind, last)
	}
	return n, err
}

// DropUnreadable implements [Sealed].
func (v Values[T]) DropUnreadable(ctx context.Context) (n int, err error) {
	err = v.Each(ctx, func(id string, _ *T, unread error) error {
		if unread == nil {
			return nil
		}
		n++
		return v.Put(ctx, id, nil)
	})
	return n, err
}
