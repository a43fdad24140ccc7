// Package postgres keeps sessions in PostgreSQL, for one replica of the bot or several. It
// knows rows and transactions; what a session means it leaves to package bot.
//
// A few goroutines write. Each takes every call that waits for it, locks the rows in the
// order of their keys, applies the calls and commits them together, so that one flush of
// the database's log serves them all. A conversation belongs to one of them, so calls of
// one process never wait for each other in a circle; another replica waits for the rows.
//
// Deletion removes rows; their bytes stay in the database's files until PostgreSQL
// vacuums the table and reuses the space, and in its log and backups for as long as those
// are kept. Nothing of this package can do more.
//
// No error holds the address of the database, a password, a key or what is stored.
//
// The tour: migrate.go and migrations are the tables; connect.go the connections, errors.go
// what they say when they fail; queue.go and commit.go the waiting calls and their commit,
// fate.go what became of one whose end was not heard; row.go a session as a row; settle.go
// what became of the screens; find.go and erase.go what is owed, listed, moved and deleted;
// record.go the records; heart.go, news.go and lease.go what several replicas are to each other.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"sync"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
)

// Options bound what the store takes of the database. Each has a default.
type Options struct {
	Writers   int              // connections that take turns; 4
	Readers   int              // most connections for everything else; 4
	Connect   time.Duration    // for making a connection; 5 seconds
	Statement time.Duration    // for a statement, and for a transaction that pauses; 10 seconds
	Keys      *seal.Ring       // seal answers and screens, see [codec.Form]; nil leaves them as they are
	Now       func() time.Time // the clock of this machine; time.Now
	Lease     time.Duration    // without a sign of life after which a replica is gone; 5 seconds
}

func (o Options) filled() Options {
	set(&o.Writers, 4)
	set(&o.Readers, 4)
	set(&o.Connect, 5*time.Second)
	set(&o.Statement, 10*time.Second)
	set(&o.Lease, 5*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func set[T int | time.Duration](to *T, value T) {
	if *to <= 0 {
		*to = value
	}
}

// Store is a [bot.Store] in a PostgreSQL database.
type Store struct {
	o       Options
	form    codec.Form
	pool    *pool
	writers []*writer
	seed    maphash.Seed
	heart   *heart
	news    *news
	stop    context.CancelFunc // of heart and news

	sending sync.RWMutex // held for reading while sending to a writer
	closed  bool         // guarded by sending
	under   sync.WaitGroup
}

var _ bot.Store = (*Store)(nil)

// Open connects to the database that url names and brings its tables into their present
// form. Several replicas may do so at once, and older ones go on meanwhile.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	o = o.filled()
	config, err := configure(url, o)
	if err != nil {
		return nil, fmt.Errorf("open session store: %w", err)
	}
	if err := migrate(ctx, config.ConnConfig, latest); err != nil {
		return nil, fmt.Errorf("open session store: %w", plain(err))
	}
	s := &Store{o: o, form: codec.Form{Keys: o.Keys}, seed: maphash.MakeSeed()}
	if s.pool, err = newPool(ctx, config); err != nil {
		return nil, fmt.Errorf("open session store: %w", plain(err))
	}
	s.news = newNews(s.pool)
	s.heart = newHeart(s.pool, o.Lease, s.news, o.Now)
	s.news.mine = s.heart.lease
	if err := s.heart.join(ctx); err != nil {
		s.pool.close()
		return nil, fmt.Errorf("open session store: %w", plain(err))
	}
	life, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.under.Go(func() { s.heart.beats(life) })
	s.under.Go(func() { s.news.listen(life) })
	for range o.Writers {
		w := newWriter(s)
		s.writers = append(s.writers, w)
		s.under.Go(w.write)
	}
	if err := s.form.Check(ctx, s); err != nil {
		return nil, errors.Join(fmt.Errorf("open session store: %w", err), s.Close())
	}
	return s, nil
}

// writerOf returns the one that writes a conversation.
func (s *Store) writerOf(key bot.Key) *writer {
	return s.writers[maphash.Comparable(s.seed, key)%uint64(len(s.writers))]
}

// Apply implements [bot.Store].
func (s *Store) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	if err := key.Check(); err != nil {
		return bot.Session{}, err
	}
	r := newRequest()
	r.key, r.change = key, change
	err := s.do(ctx, s.writerOf(key), r)
	if r.panicked != nil {
		panic(r.panicked)
	}
	if err != nil {
		return bot.Session{}, err
	}
	return *r.session, nil
}

// Load implements [bot.Store].
func (s *Store) Load(ctx context.Context, key bot.Key) (bot.Session, error) {
	if s.isClosed() {
		return bot.Session{}, bot.ErrClosed
	}
	settled := s.writerOf(key).pending.Of(key) // before the row: it leaves the memory after it is saved
	session, err := s.load(ctx, key)
	if err != nil {
		return bot.Session{}, plain(err)
	}
	if settled != nil {
		session.Settle(*settled)
	}
	return session, nil
}

// Close implements [bot.Store].
func (s *Store) Close() error {
	s.sending.Lock()
	if s.closed {
		s.sending.Unlock()
		return nil
	}
	s.closed = true
	for _, w := range s.writers {
		close(w.queue)
	}
	s.sending.Unlock()
	s.stop()
	s.under.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), s.o.Connect)
	defer cancel()
	_ = s.heart.leave(ctx) // others notice without a word, only later
	var failed error
	for _, w := range s.writers {
		if w.last != nil {
			failed = plain(w.last)
		}
	}
	s.pool.close()
	return failed
}

func (s *Store) isClosed() bool {
	s.sending.RLock()
	defer s.sending.RUnlock()
	return s.closed
}
