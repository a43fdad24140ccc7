package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// mortal is a store as one process sees it: once that is dead nothing of it arrives, and
// before that single writes may fail.
type mortal struct {
	bot.Store
	mu   sync.Mutex
	dead bool
	fail map[string]int // writes of a kind to fail: 1 is not done, 2 is done and the answer lost
}

func (m *mortal) do(kind string, write func() error) error {
	m.mu.Lock()
	how := m.fail[kind]
	delete(m.fail, kind)
	dead := m.dead
	m.mu.Unlock()
	if dead || how == 1 {
		return errDisk
	}
	if err := write(); err != nil {
		return err
	}
	if how == 2 {
		return errDisk
	}
	return nil
}

func (m *mortal) die() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = true
}

// failing has the next write of a kind fail, or none of any.
func (m *mortal) failing(kind string, how int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail[kind] = how
	if kind == "" {
		clear(m.fail)
	}
}

func (m *mortal) Apply(ctx context.Context, k bot.Key, change func(*bot.Session) error) (s bot.Session, err error) {
	err = m.do("apply", func() error { s, err = m.Store.Apply(ctx, k, change); return err })
	return s, err
}

func (m *mortal) Settle(ctx context.Context, k bot.Key, s bot.Settlement) error {
	return m.do("settle", func() error { return m.Store.Settle(ctx, k, s) })
}

func (m *mortal) Delete(ctx context.Context, k bot.Key, version int64) error {
	return m.do("delete", func() error { return m.Store.Delete(ctx, k, version) })
}

// act is one thing that happens in a random history.
type act struct {
	kind    string
	person  int
	repeat  int // of a delivery: how far back it was made first, 0 is a new one
	ms      int
	failing string
	how     int
}

func acts() *rapid.Generator[[]act] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) act {
		return act{
			kind:   rapid.SampledFrom([]string{"say", "say", "say", "say", "repeat", "wait", "wait", "restart", "crash", "fail", "forget", "boom"}).Draw(t, "kind"),
			person: rapid.IntRange(0, 2).Draw(t, "person"), repeat: rapid.IntRange(1, 6).Draw(t, "repeat"),
			ms:      rapid.SampledFrom([]int{0, 1, 100, 1000, 10_000, 100_000}).Draw(t, "ms"),
			failing: rapid.SampledFrom([]string{"apply", "settle", "delete"}).Draw(t, "failing"),
			how:     rapid.IntRange(1, 2).Draw(t, "how"),
		}
	}), 1, 40)
}

// answers are what the platform answers, in turn.
func answers() *rapid.Generator[[]bot.Sent] {
	return rapid.SliceOfN(rapid.SampledFrom([]bot.Sent{
		{}, {}, {}, {Outcome: bot.Later, RetryAfter: 7 * time.Second}, {Outcome: bot.Later, RetryAfter: time.Second, All: true},
		{Outcome: bot.Broken}, {Outcome: bot.Broken}, {Outcome: bot.Gone}, {Outcome: bot.Bug}, {Unplanned: 2},
	}), 0, 20)
}

// model is what must have become of a history: what each person said, each thing once.
type model struct {
	w         *world
	process   *mortal
	said      [3]string
	delivered [3][]bot.Delivery
	n         int
}

// insist delivers until it is accepted, as a platform does.
func (m *model) insist(d bot.Delivery) (bot.Taken, error) {
	for range 4 {
		taken, err := m.w.Take(m.w.t.Context(), d)
		if err == nil {
			return taken, nil
		}
		if !errors.Is(err, errDisk) {
			return taken, err
		}
	}
	return bot.Taken{}, errors.New("never accepted")
}

func (m *model) do(a act) error {
	p := a.person
	switch a.kind {
	case "say", "forget", "boom":
		m.n++
		text := string(rune('A' + m.n%50))
		d := m.w.deliver(p, fmt.Sprint(m.n), text)
		if a.kind != "say" {
			d.Event.Text = a.kind
			text = ""
		}
		if _, err := m.insist(d); err != nil {
			return err
		}
		m.said[p] += text
		if a.kind == "forget" {
			m.said[p], m.delivered[p] = "", nil
			return nil
		}
		m.delivered[p] = append(m.delivered[p], d)
	case "repeat":
		if n := len(m.delivered[p]); n >= a.repeat {
			taken, err := m.insist(m.delivered[p][n-a.repeat])
			if err == nil && !taken.Repeated {
				err = errors.New("a delivery has a second effect")
			}
			return err
		}
	case "wait":
		m.w.after(time.Duration(a.ms) * time.Millisecond)
	case "crash":
		m.process.die()
		m.start()
	case "restart":
		m.start()
	case "fail":
		m.process.failing(a.failing, a.how)
	}
	return nil
}

// start ends the process, if there is one, and starts another.
func (m *model) start() {
	m.w.stop()
	m.process = &mortal{Store: m.w.store, fail: map[string]int{}}
	m.w.run(m.process)
}

// finish lets everything work again and compares.
func (m *model) finish() error {
	m.process.failing("", 0)
	m.w.platform.mu.Lock()
	m.w.platform.answer = nil
	m.w.platform.mu.Unlock()
	m.w.after(3 * time.Minute)
	last := map[string]posted{}
	for _, p := range m.w.platform.posts {
		last[p.key.ID] = p
	}
	for p, said := range m.said {
		s, err := m.w.store.Load(m.w.t.Context(), chat(p))
		if errors.Is(err, bot.ErrNoSession) {
			if len(m.delivered[p]) > 0 {
				return fmt.Errorf("the session of %d is lost", p)
			}
			continue
		}
		if err != nil || s.State.Referral != said {
			return fmt.Errorf("%d said %q, kept is %q, %v", p, said, s.State.Referral, err)
		}
		if l := last[fmt.Sprint(p)]; !s.Gone && (s.Owing() || strings.TrimPrefix(l.title, "!") != said) {
			return fmt.Errorf("%d has read %q, want %q; owing is %t", p, l.title, said, s.Owing())
		}
	}
	return nil
}

// TestHistories makes up histories of deliveries, repetitions, failures and crashes.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		history, sent := acts().Draw(r, "acts"), answers().Draw(r, "answers")
		takes := rapid.SampledFrom([]int{0, 5, 500}).Draw(r, "takes")
		var err error
		var calls atomic.Int64 // no two turns are of one instant, as in life
		now := func() time.Time { return time.Now().Add(time.Duration(calls.Add(1)) * time.Microsecond) }
		inWorld(t, options{Options: outbox.Options{Now: now, Workers: 3, Drain: 100 * time.Millisecond}}, func(_ *testing.T, w *world) {
			w.platform.takes = time.Duration(takes) * time.Millisecond
			n := 0
			w.platform.answer = func(p bot.Post) bot.Sent {
				w.platform.mu.Lock()
				defer w.platform.mu.Unlock()
				s := bot.Sent{}
				if n++; n <= len(sent) {
					s = sent[n-1]
				}
				s.Surface = fmt.Append(nil, n)
				return s
			}
			m := &model{w: w}
			m.start()
			for _, a := range history {
				if err = m.do(a); err != nil {
					return
				}
			}
			synctest.Wait()
			err = m.finish()
		})
		if err != nil {
			r.Fatal(err)
		}
	})
}
