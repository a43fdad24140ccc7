package install

import (
	"context"
	"errors"
)

// Token returns a valid token of an installation; see [Installs].
func (s *Store) Token(ctx context.Context, id string) (string, error) {
	for {
		e, err := s.load(ctx, id)
		if err != nil {
			return "", err
		}
		now := s.o.Now()
		valid := e.valid(now)
		switch {
		case e.refused:
			return "", ErrDead
		case !e.ripe(now), valid && (e.Refresh == "" || e.leased(now)):
			return e.Token, nil
		case e.Refresh == "":
			return "", ErrDead
		}
		f, leads := s.flights.join(id)
		switch {
		case leads:
			return s.lead(ctx, f, e)
		case valid:
			return e.Token, nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		if errors.Is(f.err, context.Canceled) || errors.Is(f.err, context.DeadlineExceeded) {
			continue // who led it has gone
		}
		return f.token, f.err
	}
}

// lead renews the token for all who wait in this process.
func (s *Store) lead(ctx context.Context, f *flight, e entry) (string, error) {
	defer s.flights.land(e.ID, f)
	f.err = errors.New("the renewal of a token stopped") // where it panics
	f.token, f.err = s.renew(ctx, e)
	return f.token, f.err
}

// Refused tells that Slack did not accept a token; see [Installs].
func (s *Store) Refused(ctx context.Context, id, token string) error {
	var seen record
	var dead bool
	err := s.edit(ctx, id, func(r *record) error {
		seen, dead = *r, false
		if r.Leaving || r.Token != token || r.Doubted {
			return errKeep
		}
		if dead = r.Refresh == "" || r.Forced; dead {
			return errKeep // a renewal cannot help, or did not
		}
		r.Doubted, r.Expires = true, s.o.Now()
		return nil
	})
	s.cache.drop(id)
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	if dead {
		e := s.entry(seen)
		e.refused = true
		s.cache.set(id, e)
	}
	return nil
}
