package watch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/store/storetest"
)

var _ = []Store{(*sqlite.Store)(nil), (*postgres.Store)(nil)}

// TestStore holds a timed store to what every store promises.
func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func() (bot.Store, error) {
		path := filepath.Join(t.TempDir(), "timed.db")
		return func() (bot.Store, error) {
			s, err := sqlite.Open(path)
			if err != nil {
				return nil, err
			}
			return NewMetrics(Build{}).Timed(s), nil
		}
	})
}

// broken is a store that fails.
type broken struct{ Store }

var errDisk = errors.New("disk fails")

func (broken) Load(context.Context, bot.Key) (bot.Session, error)    { return bot.Session{}, errDisk }
func (broken) Settle(context.Context, bot.Key, bot.Settlement) error { return context.Canceled }
func (broken) Owing(context.Context, string, time.Time, int) ([]bot.Key, time.Time, error) {
	return nil, time.Time{}, bot.ErrClosed
}

func TestStoreErrors(t *testing.T) {
	ctx, key := context.Background(), bot.Key{Platform: "slack", ID: "anna"}
	m := NewMetrics(Build{})
	file, err := sqlite.Open(filepath.Join(t.TempDir(), "errors.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := m.Timed(file)
	refused := errors.New("seen before")
	if _, err := s.Apply(ctx, key, func(*bot.Session) error { return refused }); !errors.Is(err, refused) {
		t.Fatalf("apply: %v", err)
	}
	if _, err := s.Apply(ctx, bot.Key{}, func(*bot.Session) error { return nil }); err == nil {
		t.Fatal("no error of a key that is none")
	}
	if _, err := s.Load(ctx, key); !errors.Is(err, bot.ErrNoSession) {
		t.Fatalf("load: %v", err)
	}
	if err := s.Change(ctx, "kind", "id", func([]byte) ([]byte, error) { return nil, refused }); !errors.Is(err, refused) {
		t.Fatalf("change: %v", err)
	}
	wantLines(t, page(t, m), `hspbot_store_errors_total{operation="apply"} 1`, `hspbot_store_errors_total{operation="load"} 0`,
		`hspbot_store_errors_total{operation="change"} 0`, `hspbot_store_seconds_count{operation="apply"} 2`,
		`hspbot_store_seconds_count{operation="load"} 1`, `hspbot_store_seconds_count{operation="change"} 1`)
	b := m.Timed(broken{file})
	_, _ = b.Load(ctx, key)
	_ = b.Settle(ctx, key, bot.Settlement{})
	_, _, _ = b.Owing(ctx, "slack", time.Time{}, 1)
	wantLines(t, page(t, m), `hspbot_store_errors_total{operation="load"} 1`, `hspbot_store_errors_total{operation="settle"} 0`,
		`hspbot_store_errors_total{operation="owing"} 0`)
}

// damaged is a store of which a page cannot be read.
type damaged struct{ Store }

func (damaged) Expire(context.Context, time.Time, time.Time) (int, error) {
	return 0, fmt.Errorf("expire: %w", bot.ErrDamaged)
}
func (damaged) Probe(context.Context) error { return nil }

// TestDamaged: damage met in any call makes the process not ready, and stays.
func TestDamaged(t *testing.T) {
	m := NewMetrics(Build{})
	s := m.Timed(damaged{})
	wantLines(t, page(t, m), `hspbot_database_damaged 0`)
	if err := s.Probe(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := s.Expire(t.Context(), noon, noon); !errors.Is(err, bot.ErrDamaged) {
		t.Error(err)
	}
	ready := &Ready{}
	ready.Open()
	ready.SetProbe(m.Timed(damaged{}).Probe)
	if err := ready.Check(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("ready: %v", err)
	}
	wantLines(t, page(t, m), `hspbot_database_damaged 1`)
}
