// Package postgres keeps sessions in PostgreSQL, for one replica of the bot or several. It
// knows rows and transactions; what a session means it leaves to package bot.
//
// A few connections write, each for a queue of package batch. It locks the rows of all calls
// that wait in the order of their keys, applies the calls and commits them together, so that
// one flush of the database's log serves them all. A conversation belongs to one queue, so
// calls of one process never deadlock; another replica waits for the rows.
//
// Deletion removes rows; their bytes stay in the database's files until PostgreSQL
// vacuums the table and reuses the space, and in its log and backups for as long as those
// are kept. Nothing of this package can do more. A settlement that another replica has not
// saved yet is not found by a deletion; it names the session it is for, so it has no effect on
// a later one.
//
// No error holds the address of the database, a password, a key or what is stored.
//
// The tour: migrate.go and migrations are the tables; connect.go the connections, errors.go
// what they say when they fail; writer.go the commit of a batch, resolve.go what became of
// one whose end was not received; row.go a session as a row; find.go and erase.go what is
// owed, listed, moved and deleted; reseal.go the keys; record.go the records; lock.go and notify.go
// what several
// replicas are to each other; examine.go and measure.go what an operator asks for.
package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// settleIdle is how long a settlement waits for a commit of turns it can be part of.
const settleIdle = 40 * time.Millisecond

// Options bound what the store takes of the database. Each has a default.
type Options struct {
	Writers   int           // connections that take turns; 4, which take an eighth more of them than one
	Readers   int           // most connections for everything else; 4
	Connect   time.Duration // for making a connection; 5 seconds
	Statement time.Duration // for a statement, and for a transaction that pauses; 10 seconds
	codec.Options
	// Now is the clock here, which need not be right; time.Now.
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.Writers, o.Readers = cmp.Or(o.Writers, 4), cmp.Or(o.Readers, 4)
	o.Connect, o.Statement = cmp.Or(o.Connect, 5*time.Second), cmp.Or(o.Statement, 10*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Store is a [bot.Store] in a PostgreSQL database.
type Store struct {
	batch.Sealer
	o       Options
	form    codec.Form
	pool    *pgxpool.Pool // for everything but turns
	seed    maphash.Seed
	writers []*writer
	notes   *notes
	began   time.Time     // when the clocks were compared, by the one here
	ahead   time.Duration // how far the clock of the database was ahead then

	closeOnce func() error
}

var _ bot.Store = (*Store)(nil)

// Open connects to the database that url names and makes its tables, where there are none.
// Several replicas may do so at once.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s, err := open(ctx, url, o.withDefaults())
	if err != nil {
		return nil, fmt.Errorf("open session store: %w", describe(err))
	}
	return s, nil
}

func open(ctx context.Context, url string, o Options) (*Store, error) {
	config, err := configure(url, o)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, config.ConnConfig); err != nil {
		return nil, err
	}
	s := &Store{o: o, form: codec.NewForm(o.Options), seed: maphash.MakeSeed()}
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, err
	}
	if s.began, s.ahead, err = clockAhead(ctx, s.pool, o.Now); err != nil {
		s.pool.Close()
		return nil, err
	}
	s.closeOnce = sync.OnceValue(s.close)
	s.Sealer = batch.NewSealer(s.form, s, s.sealing)
	s.notes = newNotes(s)
	for range o.Writers {
		w := &writer{store: s}
		w.queue = batch.New(batch.Options{Form: s.form, Commit: w.commit, Idle: settleIdle})
		s.writers = append(s.writers, w)
	}
	if err := s.form.Check(ctx, s, s.Now()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// clockAhead returns a time by the clock here, and how far the clock of the database was ahead of it
// then.
func clockAhead(ctx context.Context, pool *pgxpool.Pool, here func() time.Time) (began time.Time, ahead time.Duration, err error) {
	before := here()
	var now time.Time
	if err := pool.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&now); err != nil {
		return time.Time{}, 0, err
	}
	return before, now.Sub(before) - here().Sub(before)/2, nil
}

// Now implements [bot.Shared]: the time by the clock of the database, as it was compared with the
// one here at the start. From then on it is measured how long that is ago, so it does not matter
// whether the clock here is set.
func (s *Store) Now() time.Time {
	return s.began.Round(0).Add(s.o.Now().Sub(s.began)).Add(s.ahead)
}

// writerOf returns the one that writes a conversation.
func (s *Store) writerOf(key bot.Key) *writer {
	return s.writers[maphash.Comparable(s.seed, key)%uint64(len(s.writers))]
}

// Apply implements [bot.Store].
func (s *Store) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	return s.writerOf(key).queue.Apply(ctx, key, change)
}

// Settle implements [bot.Store]. A settlement is saved with a later commit of turns, or by
// itself after [settleIdle], without waiting for the database's disk.
func (s *Store) Settle(_ context.Context, key bot.Key, t bot.Settlement) error {
	return s.writerOf(key).queue.Settle(key, t)
}

// flush saves all settlements.
func (s *Store) flush(ctx context.Context) error {
	errs := make(chan error, len(s.writers))
	for _, w := range s.writers {
		go func() { errs <- w.queue.Flush(ctx) }()
	}
	var failed error
	for range s.writers {
		failed = errors.Join(failed, <-errs)
	}
	return failed
}

// Close implements [bot.Store].
func (s *Store) Close() error { return s.closeOnce() }

func (s *Store) close() error {
	var failed error
	for _, w := range s.writers {
		if err := w.queue.Close(); err != nil {
			failed = err // of the same database: one is enough
		}
		w.disconnect()
	}
	s.notes.close()
	s.pool.Close()
	return failed
}

func (s *Store) isClosed() bool { return s.writers[0].queue.Closed() }
