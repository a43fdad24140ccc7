package records

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hspbot/bot/seal"
)

// ErrUnreadable says that a record is damaged, or sealed with a key that is not there.
var ErrUnreadable = errors.New("a record is unreadable")

// errUnwritable says no more: what JSON says may quote the contents.
var errUnwritable = errors.New("a record cannot be written")

// Values are records of a kind that hold values of a type: each as JSON, filled up to a length that tells
// nothing, and sealed for its kind and id. Without a Ring nothing is sealed.
type Values[T any] struct {
	In   Store
	Ring *seal.Ring
	Kind string
}

// Read returns the value of an id, nil where there is none. An error is [ErrUnreadable] where it cannot be read
// though the store can.
func (v Values[T]) Read(ctx context.Context, id string) (*T, error) {
	body, err := v.In.Record(ctx, v.Kind, id)
	if err != nil {
		return nil, fmt.Errorf("read a record (%s): %w", v.Kind, err)
	}
	return v.open(id, body)
}

// Change replaces a value by what f makes of it; nil is none. It is one transaction, and f may run more than
// once, as [Store] says.
func (v Values[T]) Change(ctx context.Context, id string, f func(*T) *T) error {
	err := v.In.Change(ctx, v.Kind, id, func(old []byte) ([]byte, error) {
		value, err := v.open(id, old)
		if err != nil {
			return nil, err
		}
		return v.seal(id, f(value))
	})
	if err != nil {
		return fmt.Errorf("keep a record (%s): %w", v.Kind, err)
	}
	return nil
}

// Each calls f with each value and its id, and returns the errors of all.
func (v Values[T]) Each(ctx context.Context, f func(id string, value *T) error) error {
	ids, err := v.In.RecordsOf(ctx, v.Kind)
	for _, id := range ids {
		value, oneErr := v.Read(ctx, id)
		if oneErr == nil && value != nil {
			oneErr = f(id, value)
		}
		err = errors.Join(err, oneErr)
	}
	return err
}

// Sealed is how the records are sealed.
func (v Values[T]) Sealed() Sealed {
	return Sealed{Records: v.In, Ring: v.Ring, Kind: v.Kind, Anew: func(id string, old []byte) ([]byte, error) {
		value, err := v.open(id, old)
		if err != nil {
			return nil, err
		}
		return v.seal(id, value)
	}}
}

func (v Values[T]) seal(id string, value *T) ([]byte, error) {
	if value == nil {
		return nil, nil
	}
	body, err := json.Marshal(value)
	if err == nil && v.Ring != nil {
		body, err = v.Ring.SealPadded(body, v.Kind+":"+id)
	}
	if err != nil {
		return nil, errUnwritable
	}
	return body, nil
}

func (v Values[T]) open(id string, body []byte) (*T, error) {
	if body == nil {
		return nil, nil
	}
	if v.Ring.Sealed(body) {
		var err error
		if body, err = v.Ring.OpenPadded(body, v.Kind+":"+id); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
	}
	value := new(T)
	if json.Unmarshal(body, value) != nil {
		return nil, ErrUnreadable
	}
	return value, nil
}
