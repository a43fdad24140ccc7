package install

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var rotating = grant{team: "T1", rotates: true}

// withRotation runs a test in a bubble whose clock moves by itself, with the app installed and
// tokens that live 12 hours.
func withRotation(t *testing.T, test func(t *testing.T, w *world, s *Store)) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		test(t, w, w.installed(rotating))
	})
}

// refreshes checks how often Slack was asked for a new token.
func (w *world) refreshes(want int) {
	w.t.Helper()
	if got := w.slack.sent(); got != want {
		w.t.Errorf("%d refreshes, want %d", got, want)
	}
}

func TestRenewal(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(12*time.Hour - 10*time.Minute - time.Second)
		w.token(s, "T1", "xoxb-secret-1")
		w.refreshes(0)
		time.Sleep(time.Second)
		w.token(s, "T1", "xoxb-secret-2")
		w.token(w.process(), "T1", "xoxb-secret-2")
		w.refreshes(1)
		time.Sleep(30 * 24 * time.Hour) // nobody asked for a month
		w.token(s, "T1", "xoxb-secret-3")
		w.refreshes(2)
		if i, err := s.Find(t.Context(), "", "T1"); err != nil || i.App != "A1" || i.Bot != "U1" {
			t.Errorf("%s, %v", fields(i), err)
		}
	})
}

// slow makes Slack take a time for each answer.
func (w *world) slow(d time.Duration) {
	w.slack.answering(func(http.ResponseWriter, map[string]string) bool { time.Sleep(d); return false })
}

// TestOneRefresh: many goroutines of two processes renew an expired token once.
func TestOneRefresh(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		other := w.process()
		w.token(other, "T1", "xoxb-secret-1")
		time.Sleep(12 * time.Hour)
		w.slow(time.Second)
		began := time.Now()
		var group sync.WaitGroup
		for i := range 50 {
			group.Go(func() { w.token([]*Store{s, other}[i%2], "T1", "xoxb-secret-2") })
		}
		group.Wait()
		w.refreshes(1)
		if took := time.Since(began); took > 1200*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

// TestOldServes: while the old token is valid, only who renews it waits.
func TestOldServes(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		other := w.process()
		time.Sleep(12*time.Hour - 5*time.Minute)
		w.slow(2 * time.Second)
		var group sync.WaitGroup
		group.Go(func() { w.token(s, "T1", "xoxb-secret-2") })
		synctest.Wait()
		began := time.Now()
		for range 20 {
			w.token(s, "T1", "xoxb-secret-1")
			w.token(other, "T1", "xoxb-secret-1")
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("waited %v", took)
		}
		group.Wait()
		w.token(s, "T1", "xoxb-secret-2")
		w.refreshes(1)
	})
}

// TestOneLease: two processes that want to renew a token do not both do it.
func TestOneLease(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		other := w.process()
		time.Sleep(13 * time.Hour)
		if _, mine, err := other.lease(t.Context(), "T1"); !mine || err != nil {
			t.Errorf("first: %t, %v", mine, err)
		}
		if r, mine, err := s.lease(t.Context(), "T1"); mine || err != nil || !r.leased(time.Now()) {
			t.Errorf("second: %t, %v", mine, err)
		}
	})
}

// TestChanged: when the token is to be renewed, it turns out what has become of it elsewhere.
func TestChanged(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(12*time.Hour - 10*time.Minute - time.Second)
		w.token(s, "T1", "xoxb-secret-1")
		if err := w.process().Leave(t.Context(), "T1", time.Now()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		w.fails(s, "T1", ErrNotInstalled)
		w.refreshes(0)
	})
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		down := errors.New("disk full")
		time.Sleep(12*time.Hour - 10*time.Minute - time.Second)
		w.token(s, "T1", "xoxb-secret-1")
		w.records.failing(func(string) error { return down })
		time.Sleep(time.Second)
		w.token(s, "T1", "xoxb-secret-1") // it is still good
		time.Sleep(10 * time.Minute)
		w.fails(s, "T1", down)
		w.refreshes(0)
	})
}

// TestCrashBefore: who was to renew the token died before asking Slack.
func TestCrashBefore(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(13 * time.Hour)
		if _, mine, err := s.lease(t.Context(), "T1"); !mine || err != nil {
			t.Fatal(mine, err)
		}
		began := time.Now()
		w.token(w.process(), "T1", "xoxb-secret-2")
		if took := time.Since(began); took < 30*time.Second || took > 31*time.Second {
			t.Errorf("took %v", took)
		}
		w.refreshes(1)
	})
}

// TestCrashAfter: who renewed the token died before writing what Slack answered. That token
// is lost; the new installation is not.
func TestCrashAfter(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(13 * time.Hour)
		r, _, err := s.lease(t.Context(), "T1")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.slack.refresh(t.Context(), r, time.Now); err != nil {
			t.Fatal(err)
		}
		survivor := w.process()
		w.fails(survivor, "T1", ErrTokenRejected)
		w.refreshes(2)
		if _, err := w.process().Install(t.Context(), redirect, w.slack.code(rotating)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		w.token(survivor, "T1", "xoxb-secret-3")
	})
}

// TestStoreDown: tokens that cannot be written are used and written as soon as possible.
func TestStoreDown(t *testing.T) {
	for name, down := range map[string]time.Duration{"a moment": time.Second, "long": 5 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			withRotation(t, func(t *testing.T, w *world, s *Store) {
				time.Sleep(13 * time.Hour)
				w.slack.answering(func(http.ResponseWriter, map[string]string) bool {
					w.records.failing(func(string) error { return errors.New("disk full") })
					return false
				})
				time.AfterFunc(down, func() { w.records.failing(nil) })
				w.token(s, "T1", "xoxb-secret-2")
				time.Sleep(down)
				w.token(s, "T1", "xoxb-secret-2")
				w.token(w.process(), "T1", "xoxb-secret-2")
				w.refreshes(1)
			})
		})
	}
}

// TestOvertaken: a process stood still between its lease and its call, and another sent the
// same refresh token first.
func TestOvertaken(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(13 * time.Hour)
		other := w.process()
		first := true
		w.slack.answering(func(_ http.ResponseWriter, form map[string]string) bool {
			if !first || form["grant_type"] == "" {
				return false
			}
			first = false
			if err := other.update(t.Context(), "T1", func(r *record) { r.Lease = time.Time{} }); err != nil {
				t.Error(err)
			}
			w.token(other, "T1", "xoxb-secret-2")
			return false
		})
		w.token(s, "T1", "xoxb-secret-2")
		w.refreshes(2)
		w.token(w.process(), "T1", "xoxb-secret-2")
	})
}

// TestSlackDown: a failure is not death. The old token serves while it is valid; after that
// there is an error, and a pause between attempts.
func TestSlackDown(t *testing.T) {
	down := func(w *world) {
		w.slack.answering(func(rw http.ResponseWriter, _ map[string]string) bool {
			time.Sleep(time.Second)
			rw.WriteHeader(http.StatusServiceUnavailable)
			return true
		})
	}
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		down(w)
		time.Sleep(12*time.Hour - 5*time.Minute)
		w.token(s, "T1", "xoxb-secret-1")
		reads := w.records.reads
		for range 100 {
			w.token(s, "T1", "xoxb-secret-1")
		}
		if more := w.records.reads - reads; more != 0 {
			t.Errorf("read %d times while there is nothing new", more)
		}
		w.token(w.process(), "T1", "xoxb-secret-1")
		w.refreshes(1)
	})
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		down(w)
		time.Sleep(12 * time.Hour)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() {
				token, err := s.Token(t.Context(), "T1")
				if err == nil || errors.Is(err, ErrTokenRejected) || token != "" {
					t.Errorf("token %q, %v", token, err)
				}
			})
		}
		group.Wait()
		w.refreshes(1)
		w.slack.answering(nil)
		began := time.Now()
		w.token(s, "T1", "xoxb-secret-2")
		if took := time.Since(began); took < 5*time.Second || took > 6*time.Second {
			t.Errorf("tried again after %v", took)
		}
		if !strings.Contains(w.log.String(), "503") {
			t.Error("the log does not say why")
		}
	})
}

// TestDead: where Slack does not take the refresh token any more, it is asked once a minute.
func TestDead(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		w.slack.refreshes = map[string]grant{}
		time.Sleep(12*time.Hour - 5*time.Minute)
		w.token(s, "T1", "xoxb-secret-1") // it still works
		w.refreshes(1)
		time.Sleep(5 * time.Minute)
		for range 20 {
			w.fails(s, "T1", ErrTokenRejected)
		}
		w.refreshes(2)
		time.Sleep(time.Minute)
		w.fails(s, "T1", ErrTokenRejected)
		w.refreshes(3)
		if i, err := s.Find(t.Context(), "", "T1"); err != nil || i.ID != "T1" {
			t.Errorf("dead is not left: %v", err)
		}
	})
}

// TestEndless: a token that expires and has no refresh token is used to its end.
func TestEndless(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		if err := s.update(t.Context(), "T1", func(r *record) { r.Refresh = "" }); err != nil {
			t.Fatal(err)
		}
		time.Sleep(12*time.Hour - time.Second)
		w.token(s, "T1", "xoxb-secret-1")
		time.Sleep(time.Second)
		w.fails(s, "T1", ErrTokenRejected)
		w.refreshes(0)
	})
}

// TestGone: who renews the token, or waits for that, loses patience.
func TestGone(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(13 * time.Hour)
		if _, mine, err := w.process().lease(t.Context(), "T1"); !mine || err != nil {
			t.Fatal(mine, err)
		}
		brief, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var group sync.WaitGroup
		for _, ctx := range []context.Context{brief, brief, t.Context(), t.Context()} {
			group.Go(func() {
				token, err := s.Token(ctx, "T1")
				if ctx == brief && !errors.Is(err, context.DeadlineExceeded) || ctx != brief && token != "xoxb-secret-2" {
					t.Errorf("token %q, %v", token, err)
				}
			})
			synctest.Wait() // the first leads
		}
		group.Wait()
		w.refreshes(1)
	})
	withRotation(t, func(t *testing.T, w *world, s *Store) { // while Slack answers
		time.Sleep(13 * time.Hour)
		w.slow(2 * time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		s.Token(ctx, "T1")
		w.token(w.process(), "T1", "xoxb-secret-2")
		w.refreshes(1)
	})
}
