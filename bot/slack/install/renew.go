package install

import (
	"context"
	"errors"
	"time"

	"hspbot/bot/retry"
)

// A refresh token can be used once: what Slack answers to it must not be lost, and no two
// processes may send it. Who wants to renew a token first writes a lease into the record: a
// time until when nobody else may. The others use the old token while it is valid, and wait
// where it is not.
const (
	leaseTime    = 30 * time.Second       // longer than a call to Slack (10 s) and writing its answer take
	retryPause   = 5 * time.Second        // after a call that failed
	pollInterval = 200 * time.Millisecond // between two looks at a renewal in another process
	// renewalTime is how long one renewal may wait for another process and then do it itself.
	renewalTime = 2 * leaseTime
	// unsavedTime is how long tokens that could not be written are used before the next attempt.
	unsavedTime = time.Second
)

// newTokens is an installation with its new tokens, and the refresh token they were got with.
type newTokens struct {
	spent  string
	record record
}

// renew replaces the token of an installation and returns the one to be used now: the new
// one, or the old one where that is still valid and could not be replaced.
func (s *Store) renew(ctx context.Context, e entry) (string, error) {
	for {
		r, acquired, err := s.lease(ctx, e.ID)
		now := s.o.Now()
		switch {
		case errors.Is(err, ErrNotInstalled):
			s.cache.Delete(e.ID)
			return "", ErrNotInstalled
		case err != nil && e.valid(now):
			s.o.Log.Warn("renew a token", "error", err)
			return e.Token, nil
		case err != nil:
			return "", err
		case !acquired && (!r.needsRenewal(now) || r.valid(now)):
			s.cache.Set(e.ID, entry{record: r}, cacheTime)
			return r.Token, nil
		case !acquired:
			if err := retry.Sleep(ctx, pollInterval); err != nil {
				return "", err
			}
			continue
		}
		if r.valid(now) { // others use the old token meanwhile
			s.cache.Set(e.ID, entry{record: r}, cacheTime)
		}
		token, overtaken, err := s.refresh(ctx, r)
		if !overtaken {
			return token, err
		}
	}
}

// lease returns the installation and whether the lease was acquired. Only then it was changed.
func (s *Store) lease(ctx context.Context, id string) (r record, acquired bool, err error) {
	err = s.update(ctx, id, func(kept *record) {
		now := s.o.Now()
		if acquired = kept.needsRenewal(now) && !kept.leased(now) && kept.Refresh != ""; acquired {
			kept.Lease = now.Add(leaseTime)
		}
		r = *kept
	})
	switch {
	case err != nil:
		return r, false, err
	case r.Leaving:
		return r, false, ErrNotInstalled
	case r.Refresh == "" && !r.valid(s.o.Now()):
		return r, false, ErrTokenRejected
	}
	return r, acquired, nil
}

// refresh sends the refresh token and saves what comes back. It is overtaken where another
// process has sent the same one: then the installation is to be read again.
func (s *Store) refresh(ctx context.Context, r record) (token string, overtaken bool, err error) {
	ctx = context.WithoutCancel(ctx) // an answer that is not saved is a token lost
	renewed, err := s.slack.refresh(ctx, r, s.o.Now)
	if err == nil {
		s.save(ctx, newTokens{spent: r.Refresh, record: renewed})
		return renewed.Token, false, nil
	}
	if errors.Is(err, ErrTokenRejected) {
		if kept, readErr := s.read(ctx, r.ID); readErr == nil && kept.Refresh != r.Refresh {
			return "", true, nil
		}
	}
	s.o.Log.Warn("renew a token", "error", err)
	switch {
	case r.valid(s.o.Now()):
		s.cache.Set(r.ID, entry{record: r}, cacheTime) // the lease prevents the next attempt for its time
		return r.Token, false, nil
	case errors.Is(err, ErrTokenRejected):
		s.cache.Set(r.ID, entry{record: r, rejected: true}, cacheTime)
		return "", false, err
	}
	s.shortenLease(ctx, r)
	return "", false, err
}

// shortenLease lets the renewal be tried again after retryPause. Where that cannot be
// written, the lease runs out by itself.
func (s *Store) shortenLease(ctx context.Context, r record) {
	err := s.update(ctx, r.ID, func(kept *record) {
		if kept.Lease.Equal(r.Lease) {
			kept.Lease = s.o.Now().Add(retryPause)
		}
	})
	s.cache.Delete(r.ID)
	if err != nil && !errors.Is(err, ErrNotInstalled) {
		s.o.Log.Warn("shorten a lease", "error", err)
	}
}

// save writes new tokens. While the store fails they are kept in memory and written later.
func (s *Store) save(ctx context.Context, n newTokens) {
	// Six attempts take three seconds, for which those who need the token can wait.
	err := retry.Do(ctx, retry.Backoff{Min: 100 * time.Millisecond, Max: 2 * time.Second}, 6, func() error { return s.write(ctx, n) })
	if err == nil {
		return
	}
	s.o.Log.Error("new tokens are in memory only", "error", err)
	s.mu.Lock()
	s.unsaved[n.record.ID] = n
	s.mu.Unlock()
	s.cache.Set(n.record.ID, entry{record: n.record}, unsavedTime)
}

// write replaces the tokens, unless the app was installed again or removed meanwhile.
func (s *Store) write(ctx context.Context, n newTokens) error {
	written := false
	err := s.update(ctx, n.record.ID, func(kept *record) {
		if written = kept.Refresh == n.spent && !kept.Leaving; written {
			*kept = n.record
		}
	})
	switch {
	case err != nil && !errors.Is(err, ErrNotInstalled):
		return err
	case written && err == nil:
		s.cache.Set(n.record.ID, entry{record: n.record}, cacheTime)
	default:
		s.cache.Delete(n.record.ID)
	}
	return nil
}

// writeUnsaved writes tokens that could not be written before. Where that fails again it
// returns them.
func (s *Store) writeUnsaved(ctx context.Context, id string) (e entry, still bool) {
	s.mu.Lock()
	n, unsaved := s.unsaved[id]
	s.mu.Unlock()
	if !unsaved {
		return entry{}, false
	}
	if err := s.write(ctx, n); err != nil {
		e := entry{record: n.record}
		s.cache.Set(id, e, unsavedTime)
		return e, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsaved[id].spent == n.spent {
		delete(s.unsaved, id)
	}
	return entry{}, false
}
