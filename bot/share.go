package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"golang.org/x/time/rate"

	"hspbot/bot/records"
	"hspbot/conversation"
)

// What a person shares by a code is part of their session: it is kept, sealed and deleted with it,
// in one transaction. A record leads from the hash of the code to the session. One that leads
// nowhere does no harm: the session has the last word.

// shareRecord says whose the code of a hash is.
type shareRecord struct {
	Key   string    `json:"key"`
	Until time.Time `json:"until"`
}

// shares are these records, by the hashes.
func shares(store Store) records.Values[shareRecord] {
	return records.Values[shareRecord]{In: store, Kind: "share"}
}

// FindShare returns what is shared under a [conversation.ShareID]; nil where nothing is, any more or
// ever.
func FindShare(ctx context.Context, store Store, id string, now time.Time) (*conversation.Share, error) {
	if id == "" {
		return nil, nil
	}
	r, err := shares(store).Read(ctx, id)
	if err != nil && !errors.Is(err, records.ErrUnreadable) {
		return nil, fmt.Errorf("look for what is shared: %w", err)
	}
	if r == nil {
		return nil, nil
	}
	key, err := ParseKey(r.Key)
	if err != nil {
		return nil, nil
	}
	s, err := store.Load(ctx, key)
	if errors.Is(err, ErrNoSession) || errors.Is(err, ErrCorrupt) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for what is shared: %w", err)
	}
	if share := s.State.Shares(now); share != nil && share.ID() == id {
		return share, nil
	}
	return nil, nil
}

// WithShare completes the screen of a state in which somebody looks at what another person shares.
// Any other screen it returns as it is.
func WithShare(ctx context.Context, store Store, s conversation.State, now time.Time, screen conversation.Screen) (conversation.Screen, error) {
	id := s.LooksAt()
	if id == "" {
		return screen, nil
	}
	share, err := FindShare(ctx, store, id, now)
	if err != nil || share == nil {
		return screen, err
	}
	err = Guard(func() error { screen = conversation.ShowShare(share, screen); return nil })
	return screen, err
}

// Share returns what is shared under a [conversation.ShareID]; nil where nothing is.
func (b *Bot) Share(ctx context.Context, id string) (*conversation.Share, error) {
	return FindShare(ctx, b.store, id, b.o.Now())
}

// WithShare completes a screen: see the function [WithShare].
func (b *Bot) WithShare(ctx context.Context, s conversation.State, screen conversation.Screen) (conversation.Screen, error) {
	return WithShare(ctx, b.store, s, b.o.Now(), screen)
}

// openShare gives the event a code where it is to make one, and notes whose it is before the turn is
// taken: a code that is shown can be found.
func (t *turn) openShare(ctx context.Context) error {
	if t.Event.Kind != conversation.Pressed || !conversation.MakesShare(t.Event.Action) {
		return nil
	}
	s, err := t.bot.store.Load(ctx, t.Key)
	if errors.Is(err, ErrNoSession) || errors.Is(err, ErrCorrupt) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("load session: %w", err)
	}
	e := t.Event
	e.Code, e.SharedAt = newShareCode(), t.bot.o.SharedAt
	var made *conversation.Share
	err = Guard(func() error { made = t.bot.o.Step(s.State, e).Share; return nil })
	if err != nil || made == nil || made.Code != e.Code { // the turn says why
		return nil
	}
	if err := shares(t.bot.store).Put(ctx, made.ID(), &shareRecord{Key: t.Key.String(), Until: made.Until}); err != nil {
		return fmt.Errorf("keep whose a code is: %w", err)
	}
	t.Event = e
	return nil
}

func newShareCode() string {
	var random [conversation.ShareRandom]byte
	rand.Read(random[:]) // it never fails
	return conversation.ShareCode(random)
}

// closeShare removes the record of a code that the turn has deleted. It may fail: what the record
// leads to is gone.
func (t *turn) closeShare(ctx context.Context) {
	was := t.before.Share
	if now := t.taken.Session.State.Share; was == nil || now != nil && now.Code == was.Code {
		return
	}
	if err := shares(t.bot.store).Put(ctx, was.ID(), nil); err != nil {
		_ = t.bot.logged(ctx, "deletion of a code", t.Key, err)
	}
}

// SweepShares deletes what was shared until now: from the sessions, of which nothing else changes,
// and the records.
func SweepShares(ctx context.Context, store Store, now time.Time) error {
	return shares(store).Each(ctx, func(id string, r *shareRecord, unread error) error {
		if unread == nil {
			if now.Before(r.Until) {
				return nil
			}
			if err := dropShare(ctx, store, r.Key, id); err != nil {
				return err
			}
		}
		return shares(store).Put(ctx, id, nil)
	})
}

var errNotShared = errors.New("not shared any more")

// dropShare takes a share out of a session.
func dropShare(ctx context.Context, store Store, of, id string) error {
	key, err := ParseKey(of)
	if err != nil {
		return nil
	}
	_, err = store.Apply(ctx, key, func(s *Session) error {
		if s.State.Share == nil || s.State.Share.ID() != id {
			return errNotShared
		}
		s.State.Share = nil
		return nil
	})
	if err != nil && !errors.Is(err, errNotShared) && !errors.Is(err, ErrCorrupt) {
		return fmt.Errorf("delete what was shared: %w", err)
	}
	return nil
}

// A code that is typed has 80 random bits. A person may try codeBurst at once, and one each codeEvery
// then: in 7 days 10000 codes, of 10^24.
const (
	codeEvery = time.Minute
	codeBurst = 10
	codesFor  = codeEvery * codeBurst
)

// mayTry reports whether a person may try another code.
func (b *Bot) mayTry(key Key, now time.Time) bool {
	if b.o.NoRateLimit {
		return true
	}
	key.ID = key.Person()
	tries := b.codes.Renew(key, codesFor, func() *rate.Limiter { return rate.NewLimiter(rate.Every(codeEvery), codeBurst) })
	return tries.AllowN(now, 1)
}
