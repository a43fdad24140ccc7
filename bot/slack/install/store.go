package install

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
)

// Options say who the app is and how it reaches Slack.
type Options struct {
	// API is the address of Slack's methods and ends in a slash; Slack's own where empty.
	API          string
	ClientID     string
	ClientSecret string
	// Client makes the calls; whatever it is, redirects are not followed and a call takes
	// ten seconds at most.
	Client *http.Client
	Now    func() time.Time // time.Now
	Log    *slog.Logger     // slog.Default
}

// Store is the installs of many workspaces, kept as sealed records. Several processes may
// share the records.
type Store struct {
	o       Options
	records bot.Records
	ring    *seal.Ring
	slack   slackAPI
	cache   cache
	flights flights

	mu      sync.Mutex
	unsaved map[string]renewal // tokens that could not be written yet
}

var _ Installs = (*Store)(nil)

// New returns the installs in records, sealed with ring.
func New(records bot.Records, ring *seal.Ring, o Options) *Store {
	if o.API == "" {
		o.API = "https://slack.com/api/"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Store{o: o, records: records, ring: ring, slack: newSlackAPI(o), cache: cache{entries: map[string]entry{}},
		flights: flights{under: map[string]*flight{}}, unsaved: map[string]renewal{}}
}

// Install exchanges the code that Slack gave on the way back to redirectURI for an
// installation and keeps it, in place of one that was there. The result holds no tokens. A
// code is good once: the exchange goes on where ctx ends.
func (s *Store) Install(ctx context.Context, redirectURI, code string) (Installation, error) {
	i, _, err := s.install(ctx, redirectURI, code)
	return i, err
}

// install also returns the id of the app.
func (s *Store) install(ctx context.Context, redirectURI, code string) (i Installation, app string, err error) {
	ctx = context.WithoutCancel(ctx)
	i, app, err = s.slack.install(ctx, redirectURI, code, s.o.Now)
	if err != nil {
		return Installation{}, "", err
	}
	b, err := s.close(record{Installation: i})
	if err != nil {
		return Installation{}, "", err
	}
	err = s.records.Change(ctx, kind, i.ID, func([]byte) ([]byte, error) { return b, nil })
	s.cache.drop(i.ID)
	if err != nil {
		return Installation{}, "", fmt.Errorf("keep an installation: %w", err)
	}
	return i.bare(), app, nil
}

// Find returns the installation that serves a workspace; see [Installs]. Where its record
// was sealed with a key that is not in the ring, the error is [seal.ErrNoKey].
func (s *Store) Find(ctx context.Context, enterprise, team string) (Installation, error) {
	for _, id := range []string{team, enterprise} {
		e, err := s.load(ctx, id)
		if err == nil {
			return e.bare(), nil
		}
		if !errors.Is(err, ErrNone) {
			return Installation{}, err
		}
	}
	return Installation{}, ErrNone
}

// load returns an installation that is not leaving, as remembered or as read now.
func (s *Store) load(ctx context.Context, id string) (entry, error) {
	now := s.o.Now()
	e, changes, ok := s.cache.get(id, now)
	if ok {
		return e, nil
	}
	if e, waits := s.flush(ctx, id); waits {
		return e, nil
	}
	r, err := s.read(ctx, id)
	if err != nil {
		return entry{}, err
	}
	if r.Leaving {
		return entry{}, ErrNone
	}
	e = s.entry(r)
	s.cache.put(id, e, changes)
	return e, nil
}

func (s *Store) entry(r record) entry { return entry{record: r, until: s.o.Now().Add(remembered)} }

// Leave marks an installation as leaving; see [Installs].
func (s *Store) Leave(ctx context.Context, id string, at time.Time) error {
	err := s.edit(ctx, id, func(r *record) error {
		if r.Leaving || r.Installed.After(at) {
			return errKeep
		}
		left := r.bare()
		left.Leaving, left.Expires = true, time.Time{}
		*r = record{Installation: left}
		return nil
	})
	s.cache.drop(id)
	if errors.Is(err, ErrNone) {
		return nil
	}
	return err
}

// Left returns those that are leaving; see [Installs]. A record that cannot be opened is
// left out.
func (s *Store) Left(ctx context.Context) ([]string, error) {
	ids, err := s.records.RecordsOf(ctx, kind)
	if err != nil {
		return nil, fmt.Errorf("list installations: %w", err)
	}
	var left []string
	for _, id := range ids {
		r, err := s.read(ctx, id)
		switch {
		case unreadable(err):
			s.o.Log.Warn("an installation cannot be opened", "error", err)
		case err != nil && !errors.Is(err, ErrNone):
			return nil, err
		case r.Leaving:
			left = append(left, id)
		}
	}
	return left, nil
}

// unreadable reports whether it is the keys or the record that fails, not the store.
func unreadable(err error) bool {
	return errors.Is(err, seal.ErrNoKey) || errors.Is(err, seal.ErrForged) || errors.Is(err, errForm)
}

// errInstalled keeps a record that is in use again.
var errInstalled = errors.New("installed")

// Remove forgets an installation that is leaving; see [Installs].
func (s *Store) Remove(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	err := s.records.Change(ctx, kind, id, func(old []byte) ([]byte, error) {
		if old == nil {
			return nil, nil
		}
		r, err := s.open(id, old)
		if err == nil && !r.Leaving {
			err = errInstalled
		}
		return nil, err
	})
	s.cache.drop(id)
	if err != nil && !errors.Is(err, errInstalled) {
		return fmt.Errorf("remove an installation: %w", err)
	}
	return nil
}

// Reseal seals with the first key what was sealed with another, and returns how many these
// were. Those whose key is not there are left as they are and make an error at the end.
func (s *Store) Reseal(ctx context.Context) (int, error) {
	ids, err := s.records.RecordsOf(ctx, kind)
	if err != nil {
		return 0, fmt.Errorf("list installations: %w", err)
	}
	done, failed, last := 0, 0, error(nil)
	for _, id := range ids {
		b, err := s.records.Record(ctx, kind, id)
		if err != nil {
			return done, fmt.Errorf("read an installation: %w", err)
		}
		if b == nil || s.ring.Current(b) {
			continue
		}
		err = s.edit(ctx, id, func(*record) error { return nil })
		switch {
		case err == nil:
			done++
		case unreadable(err):
			failed, last = failed+1, err
		case !errors.Is(err, ErrNone):
			return done, err
		}
	}
	if failed > 0 {
		return done, fmt.Errorf("%d installations: %w", failed, last)
	}
	return done, nil
}
