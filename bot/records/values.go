package records

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"hspbot/bot/seal"
)

// ErrUnreadable says that a record is damaged, or sealed with a key that is not there.
var ErrUnreadable = errors.New("a record is unreadable")

// errUnchanged leaves a record as it is.
var errUnchanged = errors.New("nothing to change")

// errUnwritable says no more: what JSON says may quote the contents.
var errUnwritable = errors.New("a record cannot be written")

// Values are records of a kind that hold values of a type: each as JSON, filled up to a length that tells
// nothing, and sealed for its kind and id. Without a Ring nothing is sealed.
type Values[T any] struct {
	In   Store
	Ring *seal.Ring
	Kind string
	// Secret values are never in plain: without a Ring they can be neither written nor read. Their length tells
	// nothing as it is.
	Secret bool
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
// once, as [Store] says. A value that stays as it is is not written.
func (v Values[T]) Change(ctx context.Context, id string, f func(*T) *T) error {
	err := v.In.Change(ctx, v.Kind, id, func(old []byte) ([]byte, error) {
		value, err := v.open(id, old)
		if err != nil {
			return nil, err
		}
		before, _ := json.Marshal(value)
		value = f(value)
		if after, err := json.Marshal(value); err == nil && bytes.Equal(before, after) {
			return nil, errUnchanged
		}
		return v.seal(id, value)
	})
	if err != nil && !errors.Is(err, errUnchanged) {
		return fmt.Errorf("keep a record (%s): %w", v.Kind, err)
	}
	return nil
}

// Put keeps a value, whatever was there; nil removes it.
func (v Values[T]) Put(ctx context.Context, id string, value *T) error {
	err := v.In.Change(ctx, v.Kind, id, func([]byte) ([]byte, error) { return v.seal(id, value) })
	if err != nil {
		return fmt.Errorf("keep a record (%s): %w", v.Kind, err)
	}
	return nil
}

// Each calls f with each value and its id, or with why it cannot be read, an [ErrUnreadable]. It goes on after
// an error of f, and returns those of all; where the store cannot read it ends.
func (v Values[T]) Each(ctx context.Context, f func(id string, value *T, unread error) error) error {
	return v.each(ctx, func(id string, body []byte) error {
		value, unread := v.open(id, body)
		return f(id, value, unread)
	})
}

// each is Each of what the records hold.
func (v Values[T]) each(ctx context.Context, f func(id string, body []byte) error) (failed error) {
	ids, err := v.In.RecordsOf(ctx, v.Kind)
	if err != nil {
		return fmt.Errorf("list records (%s): %w", v.Kind, err)
	}
	for _, id := range ids {
		body, err := v.In.Record(ctx, v.Kind, id)
		if err != nil {
			return errors.Join(failed, fmt.Errorf("read a record (%s): %w", v.Kind, err))
		}
		if body != nil {
			failed = errors.Join(failed, f(id, body))
		}
	}
	return failed
}

func (v Values[T]) seal(id string, value *T) ([]byte, error) {
	if value == nil {
		return nil, nil
	}
	body, err := json.Marshal(value)
	switch {
	case err != nil:
		return nil, errUnwritable
	case v.Secret:
		return v.Ring.Seal(body, v.Kind+":"+id)
	case v.Ring != nil:
		return v.Ring.SealPadded(body, v.Kind+":"+id)
	}
	return body, nil
}

func (v Values[T]) open(id string, body []byte) (_ *T, err error) {
	switch {
	case body == nil:
		return nil, nil
	case v.Secret:
		body, err = v.Ring.Open(body, v.Kind+":"+id)
	case v.Ring.Sealed(body):
		body, err = v.Ring.OpenPadded(body, v.Kind+":"+id)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	value := new(T)
	if json.Unmarshal(body, value) != nil {
		return nil, ErrUnreadable
	}
	return value, nil
}
