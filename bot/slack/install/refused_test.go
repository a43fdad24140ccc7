package install

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestRefusedRotating: a token that Slack refuses before its time is renewed once.
func TestRefusedRotating(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		refused := func(token string) {
			t.Helper()
			if err := s.Rejected(t.Context(), "T1", token); err != nil {
				t.Error(err)
			}
		}
		other := w.process()
		w.token(s, "T1", "xoxb-secret-1")
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { refused("xoxb-secret-1") })
		}
		group.Wait()
		w.token(s, "T1", "xoxb-secret-2")
		w.refreshes(1)
		refused("xoxb-secret-1") // late news of the old one
		w.token(s, "T1", "xoxb-secret-2")
		refused("xoxb-secret-2")
		w.fails(s, "T1", ErrTokenRejected)
		w.token(other, "T1", "xoxb-secret-2") // it has not heard
		w.refreshes(1)
		time.Sleep(time.Minute)
		w.token(s, "T1", "xoxb-secret-2")
		refused("xoxb-secret-2")
		w.fails(s, "T1", ErrTokenRejected)
		w.refreshes(1)
		time.Sleep(12 * time.Hour)
		w.token(s, "T1", "xoxb-secret-3") // its time was over
		refused("xoxb-secret-3")
		w.token(s, "T1", "xoxb-secret-4") // and a refusal gets its renewal again
		w.refreshes(3)
	})
}

// TestRefused: without a refresh token there is nothing to renew, and a minute without calls.
func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		s := w.installed(grant{team: "T1"})
		for _, token := range []string{"xoxb-secret-1", "xoxb-secret-0"} {
			if err := s.Rejected(t.Context(), "T1", token); err != nil {
				t.Error(err)
			}
			if token == "xoxb-secret-1" {
				w.fails(s, "T1", ErrTokenRejected)
			}
		}
		if err := s.Rejected(t.Context(), "T2", "xoxb-secret-1"); err != nil {
			t.Error(err)
		}
		w.process().Install(t.Context(), redirect, w.slack.code(grant{team: "T1"}))
		if err := s.Rejected(t.Context(), "T1", "xoxb-secret-1"); err != nil {
			t.Error(err)
		}
		w.token(s, "T1", "xoxb-secret-2") // not the one from memory
		w.refreshes(0)
	})
}
