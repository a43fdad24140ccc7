// Package sealed keeps values as records: each as JSON, filled up to a length that tells nothing, and sealed
// with a key, where there is one, for its own kind and id. It knows nothing of what it keeps.
package sealed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hspbot/bot"
	"hspbot/bot/seal"
)

// ErrUnreadable says that a record is damaged, or sealed with a key that is not there.
var ErrUnreadable = errors.New("a record is unreadable")

// errUnwritable says no more: what JSON says may quote the contents.
var errUnwritable = errors.New("a record cannot be written")

// Records are the values of a kind, in In. Without a Ring nothing is sealed.
type Records[T any] struct {
	In   bot.Records
	Ring *seal.Ring
	Kind string
}

// Read returns the value of an id, nil where there is none. An error is [ErrUnreadable] where it cannot be read
// though the store can.
func (r Records[T]) Read(ctx context.Context, id string) (*T, error) {
	body, err := r.In.Record(ctx, r.Kind, id)
	if err != nil {
		return nil, fmt.Errorf("read a record (%s): %w", r.Kind, err)
	}
	return r.open(id, body)
}

// Change replaces a value by what f makes of it; nil is none. It is one transaction, and f may run more than
// once, as [bot.Records] says.
func (r Records[T]) Change(ctx context.Context, id string, f func(*T) *T) error {
	err := r.In.Change(ctx, r.Kind, id, func(old []byte) ([]byte, error) {
		v, err := r.open(id, old)
		if err != nil {
			return nil, err
		}
		return r.seal(id, f(v))
	})
	if err != nil {
		return fmt.Errorf("keep a record (%s): %w", r.Kind, err)
	}
	return nil
}

// Each calls f with each value and its id, and returns the errors of all.
func (r Records[T]) Each(ctx context.Context, f func(id string, v *T) error) error {
	ids, err := r.In.RecordsOf(ctx, r.Kind)
	for _, id := range ids {
		v, oneErr := r.Read(ctx, id)
		if oneErr == nil && v != nil {
			oneErr = f(id, v)
		}
		err = errors.Join(err, oneErr)
	}
	return err
}

// Sealed is how the records are sealed.
func (r Records[T]) Sealed() bot.Sealed {
	return bot.Sealed{Records: r.In, Ring: r.Ring, Kind: r.Kind, Anew: func(id string, old []byte) ([]byte, error) {
		v, err := r.open(id, old)
		if err != nil {
			return nil, err
		}
		return r.seal(id, v)
	}}
}

func (r Records[T]) seal(id string, v *T) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	body, err := json.Marshal(v)
	if err == nil && r.Ring != nil {
		body, err = r.Ring.SealPadded(body, r.Kind+":"+id)
	}
	if err != nil {
		return nil, errUnwritable
	}
	return body, nil
}

func (r Records[T]) open(id string, body []byte) (*T, error) {
	if body == nil {
		return nil, nil
	}
	if r.Ring.Sealed(body) {
		var err error
		if body, err = r.Ring.OpenPadded(body, r.Kind+":"+id); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
	}
	v := new(T)
	if json.Unmarshal(body, v) != nil {
		return nil, ErrUnreadable
	}
	return v, nil
}
