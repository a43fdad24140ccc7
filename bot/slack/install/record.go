package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// kind is the kind of the records of installations.
const kind = "slack-install"

// ahead is how long before its end a token is renewed.
const ahead = 10 * time.Minute

// record is an installation as it is kept.
type record struct {
	Installation
	Lease   time.Time `json:"lease,omitzero"`    // somebody renews the token until then
	Doubted bool      `json:"doubted,omitempty"` // Slack refused the token before its time
	Forced  bool      `json:"forced,omitempty"`  // the token replaces one that was refused so
}

// ripe reports whether the token is to be renewed.
func (r *record) ripe(now time.Time) bool {
	return !r.Expires.IsZero() && !now.Before(r.Expires.Add(-ahead))
}

// valid reports whether the token still works, as far as its time says.
func (r *record) valid(now time.Time) bool { return r.Expires.IsZero() || now.Before(r.Expires) }

// leased reports whether somebody renews the token.
func (r *record) leased(now time.Time) bool { return now.Before(r.Lease) }

// errKeep leaves a record as it is.
var errKeep = errors.New("nothing to change")

// errForm says that a record was opened but is none of ours.
var errForm = errors.New("not an installation")

func about(id string) string { return kind + ":" + id }

// open reads what is kept of an installation.
func (s *Store) open(id string, b []byte) (record, error) {
	var r record
	plain, err := s.ring.Open(b, about(id))
	if err != nil {
		return r, fmt.Errorf("open an installation: %w", err)
	}
	if json.Unmarshal(plain, &r) != nil { // its error may quote what is there
		return record{}, fmt.Errorf("open an installation: %w", errForm)
	}
	return r, nil
}

// close writes what is to be kept of an installation.
func (s *Store) close(r record) ([]byte, error) {
	plain, err := json.Marshal(&r)
	if err != nil {
		return nil, errors.New("seal an installation: not writable")
	}
	b, err := s.ring.Seal(plain, about(r.ID))
	if err != nil {
		return nil, fmt.Errorf("seal an installation: %w", err)
	}
	return b, nil
}

// read returns an installation as it is kept, also one that is leaving, or [ErrNone].
func (s *Store) read(ctx context.Context, id string) (record, error) {
	if id == "" {
		return record{}, ErrNone
	}
	b, err := s.records.Record(ctx, kind, id)
	if err != nil {
		return record{}, fmt.Errorf("read an installation: %w", err)
	}
	if b == nil {
		return record{}, ErrNone
	}
	return s.open(id, b)
}

// edit changes an installation as f does, which may run more than once. Where f returns
// errKeep nothing is written and that is fine. [ErrNone] where there is none.
func (s *Store) edit(ctx context.Context, id string, f func(*record) error) error {
	if id == "" {
		return ErrNone
	}
	err := s.records.Change(ctx, kind, id, func(old []byte) ([]byte, error) {
		if old == nil {
			return nil, ErrNone
		}
		r, err := s.open(id, old)
		if err != nil {
			return nil, err
		}
		if err := f(&r); err != nil {
			return nil, err
		}
		return s.close(r)
	})
	switch {
	case err == nil, errors.Is(err, errKeep):
		return nil
	case errors.Is(err, ErrNone):
		return ErrNone
	}
	return fmt.Errorf("change an installation: %w", err)
}
