package records

import (
	"context"
	"errors"
	"fmt"

	"hspbot/bot/seal"
)

// Sealed are records of a kind that are sealed with the keys of a ring.
type Sealed struct {
	Records Store
	Ring    *seal.Ring
	Kind    string
	// Anew returns what a record holds as it is written now; an error where it cannot be read.
	Anew func(id string, old []byte) ([]byte, error)
}

// Reseal writes anew what is not sealed with the first key, and returns how many records that were.
// Those that cannot be read are left as they are, and are an error at the end.
func (s Sealed) Reseal(ctx context.Context) (n int, err error) {
	failed, last := 0, error(nil)
	err = s.each(ctx, func(id string, body []byte) error {
		if s.Ring.Current(body) {
			return nil
		}
		unread := error(nil)
		err := s.Records.Change(ctx, s.Kind, id, func(old []byte) ([]byte, error) {
			if old == nil {
				return nil, nil
			}
			var anew []byte
			anew, unread = s.Anew(id, old)
			return anew, unread
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
		err = fmt.Errorf("%d records (%s) cannot be read: %w", failed, s.Kind, last)
	}
	return n, err
}

// DropUnreadable deletes the records that cannot be read, and returns how many.
func (s Sealed) DropUnreadable(ctx context.Context) (n int, err error) {
	err = s.each(ctx, func(id string, body []byte) error {
		if _, err := s.Anew(id, body); err == nil {
			return nil
		}
		n++
		return s.Records.Change(ctx, s.Kind, id, func([]byte) ([]byte, error) { return nil, nil })
	})
	return n, err
}

// each calls f for all records that there are.
func (s Sealed) each(ctx context.Context, f func(id string, body []byte) error) error {
	ids, err := s.Records.RecordsOf(ctx, s.Kind)
	for _, id := range ids {
		body, readErr := s.Records.Record(ctx, s.Kind, id)
		if readErr == nil && body != nil {
			readErr = f(id, body)
		}
		if err = errors.Join(err, readErr); err != nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("look through records: %w", err)
	}
	return nil
}
