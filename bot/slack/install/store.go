package install

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"hspbot/bot/expiring"
	"hspbot/bot/records"
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

const (
	// cacheTime is how long an installation is used without being read again: so late is it
	// noticed what another process has changed.
	cacheTime = time.Minute
	// maxCached bounds the cache, at some 500 bytes for an installation. Beyond it the store
	// is read more often.
	maxCached = 10_000
)

// entry is an installation as last read. One that was read just before it was changed may be in the
// cache: Slack does not accept its token then, and [Store.Rejected] has it read again.
type entry struct {
	record
	rejected bool // Slack accepts neither its token nor its renewal, as far as known
}

// Store is the installations in many workspaces, kept as sealed records. Several processes may
// share the records.
type Store struct {
	o       Options
	records records.Values[record] // by id of the installation
	slack   slackAPI
	cache   *expiring.Map[string, entry] // by id of the installation

	renewals singleflight.Group // by id of the installation

	mu      sync.Mutex
	unsaved map[string]newTokens // those that could not be written yet, by id of the installation
}

var _ Installs = (*Store)(nil)

// New returns the installations in a store of records, sealed with ring.
func New(kept records.Store, ring *seal.Ring, o Options) *Store {
	if o.API == "" {
		o.API = "https://slack.com/api/"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Store{o: o, records: records.Values[record]{In: kept, Ring: ring, Kind: kind, Secret: true}, slack: newSlackAPI(o),
		cache: expiring.New[string, entry](maxCached, o.Now), unsaved: map[string]newTokens{}}
}

// Install exchanges the code that Slack gave on the way back to redirectURI for an
// installation and keeps it, in place of one that was there. The result holds no tokens. A
// code is good once: the exchange goes on where ctx ends.
func (s *Store) Install(ctx context.Context, redirectURI, code string) (Installation, error) {
	ctx = context.WithoutCancel(ctx)
	i, err := s.slack.install(ctx, redirectURI, code, s.o.Now)
	if err != nil {
		return Installation{}, err
	}
	err = s.records.Put(ctx, i.ID, &record{Installation: i})
	s.cache.Delete(i.ID)
	if err != nil {
		return Installation{}, err
	}
	return i.withoutTokens(), nil
}

// Find returns the installation that serves a workspace; see [Installs]. Where its record
// was sealed with a key that is not in the ring, the error is [seal.ErrNoKey].
func (s *Store) Find(ctx context.Context, enterprise, team string) (Installation, error) {
	for _, id := range []string{team, enterprise} {
		e, err := s.load(ctx, id)
		if err == nil {
			return e.withoutTokens(), nil
		}
		if !errors.Is(err, ErrNotInstalled) {
			return Installation{}, err
		}
	}
	return Installation{}, ErrNotInstalled
}

// load returns an installation that is not leaving, from the cache or the records.
func (s *Store) load(ctx context.Context, id string) (entry, error) {
	if e, ok := s.cache.Get(id); ok {
		return e, nil
	}
	if e, still := s.writeUnsaved(ctx, id); still {
		return e, nil
	}
	r, err := s.read(ctx, id)
	if err != nil {
		return entry{}, err
	}
	if r.Leaving {
		return entry{}, ErrNotInstalled
	}
	e := entry{record: r}
	s.cache.Set(id, e, cacheTime)
	return e, nil
}

// Leave marks an installation as leaving; see [Installs].
func (s *Store) Leave(ctx context.Context, id string, at time.Time) error {
	err := s.update(ctx, id, func(r *record) {
		if r.Leaving || r.Installed.After(at) {
			return
		}
		left := r.withoutTokens()
		left.Leaving, left.Expires = true, time.Time{}
		*r = record{Installation: left}
	})
	s.cache.Delete(id)
	if errors.Is(err, ErrNotInstalled) {
		return nil
	}
	return err
}

// Leaving returns those that are leaving; see [Installs]. A record that cannot be unsealed is
// left out.
func (s *Store) Leaving(ctx context.Context) (leaving []string, err error) {
	err = s.records.Each(ctx, func(id string, r *record, unread error) error {
		switch {
		case unread != nil:
			s.o.Log.Warn("an installation cannot be unsealed", "error", unread)
		case r.Leaving:
			leaving = append(leaving, id)
		}
		return nil
	})
	return leaving, err
}

// Remove forgets an installation that is leaving; see [Installs].
func (s *Store) Remove(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	err := s.records.Change(ctx, id, func(r *record) *record {
		if r != nil && r.Leaving {
			return nil
		}
		return r
	})
	s.cache.Delete(id)
	return err
}

// Sealed is for encrypting the records anew.
func (s *Store) Sealed() records.Sealed { return s.records }
