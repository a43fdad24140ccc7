package batch_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/batch"
)

var (
	anna    = bot.Key{Platform: "terminal", ID: "anna"}
	errDisk = errors.New("disk fails")
)

// memory is a database of sessions in memory.
type memory struct {
	mu       sync.Mutex
	sessions map[bot.Key]bot.Session
	fails    atomic.Bool
	attempts atomic.Int64 // of each commit; one where it is 0
	commits  atomic.Int64
	// entered, where not nil, is sent to when a commit begins, and proceed received from.
	entered, proceed chan struct{}
}

func (m *memory) queue(t *testing.T) *batch.Queue {
	m.sessions = map[bot.Key]bot.Session{}
	q := batch.New(batch.Options{Commit: m.commit, Idle: time.Second})
	t.Cleanup(func() { _ = q.Close() })
	return q
}

func (m *memory) commit(b *batch.Batch) error {
	m.commits.Add(1)
	if m.entered != nil {
		m.entered <- struct{}{}
		<-m.proceed
	}
	var rows map[bot.Key]*batch.Row
	for range max(1, m.attempts.Load()) {
		rows = map[bot.Key]*batch.Row{}
		m.mu.Lock()
		for _, k := range b.Keys() {
			if s, ok := m.sessions[k]; ok {
				rows[k] = &batch.Row{Session: &s, Stored: true}
			}
		}
		m.mu.Unlock()
		b.Apply(rows)
	}
	if m.fails.Load() {
		return errDisk
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, row := range rows {
		if row.Save != nil {
			m.sessions[k] = *row.Session
		}
	}
	return nil
}

func (m *memory) read(k bot.Key) (bot.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.sessions[k]
	if !ok {
		return bot.Session{}, bot.ErrNoSession
	}
	return s, nil
}

// load is how a store loads a session.
func (m *memory) load(t *testing.T, q *batch.Queue, k bot.Key) (bot.Session, error) {
	if err := q.FlushOf(t.Context(), k); err != nil {
		return bot.Session{}, err
	}
	return m.read(k)
}

// turn counts a turn; one that follows a failure to show tries again at once.
func turn(s *bot.Session) error {
	s.Version++
	s.Tries = 0
	return nil
}

func apply(t *testing.T, q *batch.Queue, k bot.Key) bot.Session {
	t.Helper()
	s, err := q.Apply(t.Context(), k, turn)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTogether: what waits while a commit is under way goes into the next one, all of it.
func TestTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{entered: make(chan struct{}), proceed: make(chan struct{})}
		q := m.queue(t)
		var calls sync.WaitGroup
		call := func(i int) { calls.Go(func() { apply(t, q, bot.Key{Platform: "terminal", ID: fmt.Sprint(i % 7)}) }) }
		call(0)
		<-m.entered
		for i := range 100 {
			call(i)
		}
		synctest.Wait()
		m.proceed <- struct{}{}
		<-m.entered
		m.proceed <- struct{}{}
		calls.Wait()
		if n := m.commits.Load(); n != 2 {
			t.Errorf("%d commits of 101 calls", n)
		}
		var versions int64
		for _, s := range m.sessions {
			versions += s.Version
		}
		if versions != 101 {
			t.Errorf("%d turns of 101", versions)
		}
	})
}

// TestTriedAgain: of a transaction that is tried again the last try counts, and each turn once.
func TestTriedAgain(t *testing.T) {
	m := &memory{}
	m.attempts.Store(3)
	q := m.queue(t)
	apply(t, q, anna)
	if err := q.Settle(anna, bot.Settlement{Version: 1, Shown: 1, Tries: 4}); err != nil {
		t.Fatal(err)
	}
	if got := apply(t, q, anna); got.Version != 2 || got.Shown != 1 || got.Tries != 0 {
		t.Errorf("session = %+v", got)
	}
}

// TestLeave: a caller that leaves before its turn begins has changed nothing; one that leaves
// while the transaction is tried again neither.
func TestLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{entered: make(chan struct{}), proceed: make(chan struct{})}
		q := m.queue(t)
		cause := errors.New("gone")
		left := func(change func(*bot.Session) error) {
			ctx, leave := context.WithCancelCause(t.Context())
			go func() {
				<-m.entered
				leave(cause)
				synctest.Wait()
				m.proceed <- struct{}{}
			}()
			if _, err := q.Apply(ctx, anna, change); err != cause {
				t.Errorf("apply = %v", err)
			}
		}
		left(func(*bot.Session) error { t.Error("change runs"); return nil })
		m.attempts.Store(2)
		ctx, leave := context.WithCancelCause(t.Context())
		go func() { <-m.entered; m.proceed <- struct{}{} }()
		calls := 0
		_, err := q.Apply(ctx, anna, func(s *bot.Session) error {
			calls++
			leave(cause)
			return turn(s)
		})
		if err != cause || calls != 1 {
			t.Errorf("apply = %v after %d calls", err, calls)
		}
		if _, err := m.read(anna); err != bot.ErrNoSession {
			t.Errorf("a turn was saved: %v", err)
		}
	})
}

// TestLoadWhileSaved: while settlements are being saved, nobody sees them twice or not at all.
// Seen twice, they would undo what a later turn did.
func TestLoadWhileSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{}
		q := m.queue(t)
		apply(t, q, anna)
		settle := func() {
			if err := q.Settle(anna, bot.Settlement{Version: 1, Tries: 3}); err != nil {
				t.Fatal(err)
			}
		}
		settle()
		if got, err := m.load(t, q, anna); err != nil || got.Tries != 3 {
			t.Errorf("load = %+v, %v", got, err)
		}
		settle()
		m.entered, m.proceed = make(chan struct{}), make(chan struct{})
		var calls sync.WaitGroup
		calls.Go(func() { apply(t, q, anna) })
		<-m.entered
		calls.Go(func() {
			if got, err := m.load(t, q, anna); err != nil || got.Version != 2 || got.Tries != 0 {
				t.Errorf("load while it is saved = %+v, %v", got, err)
			}
		})
		synctest.Wait()
		m.proceed <- struct{}{}
		calls.Wait()
	})
}

// TestFailure: settlements whose commit fails are saved by a later one, in their order. Until then
// nobody sees the session without them.
func TestFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{}
		q := m.queue(t)
		apply(t, q, anna)
		m.fails.Store(true)
		for tries := range 3 {
			if err := q.Settle(anna, bot.Settlement{Version: 1, Tries: tries}); err != nil {
				t.Fatal(err)
			}
			if err := q.Flush(t.Context()); !errors.Is(err, errDisk) {
				t.Errorf("flush = %v", err)
			}
			if _, err := q.Apply(t.Context(), anna, turn); !errors.Is(err, errDisk) {
				t.Errorf("apply = %v", err)
			}
			if got, err := m.load(t, q, anna); !errors.Is(err, errDisk) {
				t.Errorf("load = %+v, %v", got, err)
			}
		}
		m.fails.Store(false)
		time.Sleep(2 * time.Second) // of the test's clock: the settlements are saved by themselves
		if got, err := m.read(anna); err != nil || got.Tries != 2 {
			t.Errorf("saved = %+v, %v", got, err)
		}
	})
}
