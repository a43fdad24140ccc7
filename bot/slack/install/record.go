package install

import (
	"context"
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

// read returns an installation from the records, also one that is leaving, or [ErrNotInstalled].
func (s *Store) read(ctx context.Context, id string) (record, error) {
	if id == "" {
		return record{}, ErrNotInstalled
	}
	r, err := s.records.Read(ctx, id)
	switch {
	case err != nil:
		return record{}, err
	case r == nil:
		return record{}, ErrNotInstalled
	}
	return *r, nil
}

// update changes a record as f does, which may run more than once. [ErrNotInstalled] where there is no
// record.
func (s *Store) update(ctx context.Context, id string, f func(*record)) error {
	if id == "" {
		return ErrNotInstalled
	}
	found := false
	err := s.records.Change(ctx, id, func(r *record) *record {
		if found = r != nil; found {
			f(r)
		}
		return r
	})
	if err == nil && !found {
		return ErrNotInstalled
	}
	return err
}
