package install

import (
	"context"
	"errors"
	"time"
)

// A refresh token is good once: what Slack answers to it must not be lost, and no two may
// send it. Who wants to renew a token first writes into the record until when; the others
// use the old token while it is valid, and wait where it is not.
const (
	leaseTime = 30 * time.Second       // longer than a call and its writing take
	pause     = 5 * time.Second        // after a call that failed
	interval  = 200 * time.Millisecond // between looks at a renewal elsewhere
)

// renewal is what replaces the tokens of an installation.
type renewal struct {
	old   string // the refresh token that was spent
	fresh record
}

// renew replaces the token of an installation and returns the one to be used now: the new
// one, or the old one where that is still valid and could not be replaced.
func (s *Store) renew(ctx context.Context, e entry) (string, error) {
	for {
		r, mine, err := s.lease(ctx, e.ID)
		now := s.o.Now()
		switch {
		case errors.Is(err, ErrNone):
			s.cache.drop(e.ID)
			return "", ErrNone
		case err != nil && e.valid(now):
			s.o.Log.Warn("renew a token", "error", err)
			return e.Token, nil
		case err != nil:
			return "", err
		case !mine && (!r.ripe(now) || r.valid(now)):
			s.cache.set(e.ID, s.entry(r))
			return r.Token, nil
		case !mine:
			if err := sleep(ctx, interval); err != nil {
				return "", err
			}
			continue
		}
		token, again, err := s.refresh(ctx, r)
		if !again {
			return token, err
		}
	}
}

// lease returns the installation and whether it is ours to renew. It writes only where it is.
func (s *Store) lease(ctx context.Context, id string) (r record, mine bool, err error) {
	if r, err = s.read(ctx, id); err != nil {
		return r, false, err
	}
	if now := s.o.Now(); r.ripe(now) && !r.leased(now) {
		err = s.edit(ctx, id, func(kept *record) error {
			now := s.o.Now()
			r, mine = *kept, kept.ripe(now) && !kept.leased(now) && kept.Refresh != ""
			if !mine {
				return errKeep
			}
			kept.Lease = now.Add(leaseTime)
			r = *kept
			return nil
		})
	}
	switch {
	case err != nil:
		return r, false, err
	case r.Leaving:
		return r, false, ErrNone
	case r.Refresh == "" && !r.valid(s.o.Now()):
		return r, false, ErrDead
	}
	return r, mine, nil
}

// refresh sends the refresh token and keeps what comes back. Where it turns out that another
// has done so, it is to be looked at again.
func (s *Store) refresh(ctx context.Context, r record) (token string, again bool, err error) {
	ctx = context.WithoutCancel(ctx) // an answer that nobody waits for is a token lost
	fresh, err := s.slack.refresh(ctx, r, s.o.Now)
	if err == nil {
		s.save(ctx, renewal{old: r.Refresh, fresh: fresh})
		return fresh.Token, false, nil
	}
	if errors.Is(err, ErrDead) {
		if now, rerr := s.read(ctx, r.ID); rerr == nil && now.Refresh != r.Refresh {
			return "", true, nil
		}
	}
	s.o.Log.Warn("renew a token", "error", err)
	switch {
	case r.valid(s.o.Now()):
		s.cache.set(r.ID, s.entry(r)) // the lease keeps others from trying at once
		return r.Token, false, nil
	case errors.Is(err, ErrDead):
		e := s.entry(r)
		e.refused = true
		s.cache.set(r.ID, e)
		return "", false, err
	}
	s.postpone(ctx, r)
	return "", false, err
}

// postpone lets the renewal be tried again after a pause. Where that cannot be written the
// lease runs out by itself.
func (s *Store) postpone(ctx context.Context, r record) {
	err := s.edit(ctx, r.ID, func(kept *record) error {
		if !kept.Lease.Equal(r.Lease) {
			return errKeep
		}
		kept.Lease = s.o.Now().Add(pause)
		return nil
	})
	s.cache.drop(r.ID)
	if err != nil && !errors.Is(err, ErrNone) {
		s.o.Log.Warn("give back a lease", "error", err)
	}
}

// save writes new tokens. While the store fails they are kept in memory and written later.
func (s *Store) save(ctx context.Context, n renewal) {
	id := n.fresh.ID
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		err := s.write(ctx, n)
		if err == nil {
			return
		}
		if wait > 2*time.Second {
			s.o.Log.Error("new tokens are in memory only", "error", err)
			break
		}
		sleep(ctx, wait)
	}
	s.mu.Lock()
	s.unsaved[id] = n
	s.mu.Unlock()
	s.cache.set(id, s.held(n))
}

// held is what is remembered of tokens that are not written: for a second, then it is tried
// again.
func (s *Store) held(n renewal) entry {
	return entry{record: n.fresh, until: s.o.Now().Add(time.Second)}
}

// write replaces the tokens, unless the app was installed anew or removed meanwhile.
func (s *Store) write(ctx context.Context, n renewal) error {
	written := false
	err := s.edit(ctx, n.fresh.ID, func(kept *record) error {
		if written = kept.Refresh == n.old && !kept.Leaving; !written {
			return errKeep
		}
		*kept = n.fresh
		return nil
	})
	switch {
	case err != nil && !errors.Is(err, ErrNone):
		return err
	case written && err == nil:
		s.cache.set(n.fresh.ID, s.entry(n.fresh))
	default:
		s.cache.drop(n.fresh.ID)
	}
	return nil
}

// flush writes tokens that could not be written. Where it still fails they are returned.
func (s *Store) flush(ctx context.Context, id string) (e entry, waits bool) {
	s.mu.Lock()
	n, waits := s.unsaved[id]
	s.mu.Unlock()
	if !waits {
		return entry{}, false
	}
	if err := s.write(ctx, n); err != nil {
		e := s.held(n)
		s.cache.set(id, e)
		return e, true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unsaved[id].old == n.old {
		delete(s.unsaved, id)
	}
	return entry{}, false
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
