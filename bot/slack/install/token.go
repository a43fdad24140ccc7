package install

import (
	"context"
	"errors"
)

// Token returns a valid token of an installation; see [Installs].
func (s *Store) Token(ctx context.Context, id string) (string, error) {
	e, err := s.load(ctx, id)
	if err != nil {
		return "", err
	}
	now := s.o.Now()
	valid := e.valid(now)
	switch {
	case e.rejected:
		return "", ErrTokenRejected
	case !e.needsRenewal(now), valid && (e.Refresh == "" || e.leased(now)):
		return e.Token, nil
	case e.Refresh == "":
		return "", ErrTokenRejected
	}
	// Those who come meanwhile share the renewal, which goes on when they have gone.
	renewal := s.renewals.DoChan(id, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renewalTime)
		defer cancel()
		return s.renew(ctx, e)
	})
	select {
	case r := <-renewal:
		token, _ := r.Val.(string)
		return token, r.Err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Rejected is told that Slack did not accept a token; see [Installs].
func (s *Store) Rejected(ctx context.Context, id, token string) error {
	var kept record
	var final bool
	err := s.update(ctx, id, func(r *record) {
		kept, final = *r, false
		if r.Leaving || r.Token != token || r.RejectedEarly {
			return
		}
		if final = r.Refresh == "" || r.ReplacesRejected; !final { // else a renewal is not possible, or was of no use
			r.RejectedEarly, r.Expires = true, s.o.Now()
		}
	})
	s.cache.Delete(id)
	if errors.Is(err, ErrNotInstalled) {
		return nil
	}
	if err != nil {
		return err
	}
	if final {
		s.cache.Set(id, entry{record: kept, rejected: true}, cacheTime)
	}
	return nil
}
