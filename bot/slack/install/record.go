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

// renewAhead is how long before its expiry a token is renewed: enough for several attempts.
// Slack's tokens live 12 hours.
const renewAhead = 10 * time.Minute

// record is an installation as it is kept.
type record struct {
	Installation
	Lease            time.Time `json:"lease,omitzero"`              // until when one process alone may renew the token
	RejectedEarly    bool      `json:"rejected_early,omitempty"`    // Slack rejected the token before its expiry
	ReplacesRejected bool      `json:"replaces_rejected,omitempty"` // the token was got in place of one rejected early
}

// needsRenewal reports whether the token has expired or soon will.
func (r *record) needsRenewal(now time.Time) bool {
	return !r.Expires.IsZero() && !now.Before(r.Expires.Add(-renewAhead))
}

// valid reports whether the token has not expired.
func (r *record) valid(now time.Time) bool { return r.Expires.IsZero() || now.Before(r.Expires) }

// leased reports whether a process has the lease to renew the token.
func (r *record) leased(now time.Time) bool { return now.Before(r.Lease) }

// errUnchanged is returned by a function of update that leaves the record as it is.
var errUnchanged = errors.New("nothing to change")

// errForm says that a record was unsealed but is no installation.
var errForm = errors.New("not an installation")

// sealContext ties a sealed record to its place.
func sealContext(id string) string { return kind + ":" + id }

// unseal returns the installation in a sealed record.
func (s *Store) unseal(id string, b []byte) (record, error) {
	var r record
	plain, err := s.ring.Open(b, sealContext(id))
	if err != nil {
		return r, fmt.Errorf("unseal an installation: %w", err)
	}
	if json.Unmarshal(plain, &r) != nil { // its error may quote the contents
		return record{}, fmt.Errorf("unseal an installation: %w", errForm)
	}
	return r, nil
}

// seal returns the sealed record of an installation.
func (s *Store) seal(r record) ([]byte, error) {
	plain, err := json.Marshal(&r)
	if err != nil {
		return nil, errors.New("seal an installation: it cannot be encoded")
	}
	b, err := s.ring.Seal(plain, sealContext(r.ID))
	if err != nil {
		return nil, fmt.Errorf("seal an installation: %w", err)
	}
	return b, nil
}

// read returns an installation from the records, also one that is leaving, or [ErrNotInstalled].
func (s *Store) read(ctx context.Context, id string) (record, error) {
	if id == "" {
		return record{}, ErrNotInstalled
	}
	b, err := s.records.Record(ctx, kind, id)
	if err != nil {
		return record{}, fmt.Errorf("read an installation: %w", err)
	}
	if b == nil {
		return record{}, ErrNotInstalled
	}
	return s.unseal(id, b)
}

// update changes a record as f does, which may run more than once. Where f returns
// errUnchanged nothing is written, and update returns nil. [ErrNotInstalled] where there is no
// record.
func (s *Store) update(ctx context.Context, id string, f func(*record) error) error {
	if id == "" {
		return ErrNotInstalled
	}
	err := s.records.Change(ctx, kind, id, func(old []byte) ([]byte, error) {
		if old == nil {
			return nil, ErrNotInstalled
		}
		r, err := s.unseal(id, old)
		if err != nil {
			return nil, err
		}
		if err := f(&r); err != nil {
			return nil, err
		}
		return s.seal(r)
	})
	switch {
	case err == nil, errors.Is(err, errUnchanged):
		return nil
	case errors.Is(err, ErrNotInstalled):
		return ErrNotInstalled
	}
	return fmt.Errorf("change an installation: %w", err)
}
