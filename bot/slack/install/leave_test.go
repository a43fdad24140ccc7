package install

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot/seal"
)

// left checks which installations are leaving.
func (w *world) left(s Installs, want ...string) {
	w.t.Helper()
	if got, err := s.Leaving(w.t.Context()); err != nil || !slices.Equal(got, want) {
		w.t.Errorf("leaving are %q, %v; want %q", got, err, want)
	}
}

func TestLeave(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		w.left(s)
		time.Sleep(time.Hour)
		for range 2 { // app_uninstalled and tokens_revoked
			if err := s.Leave(t.Context(), "T1", time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Leave(t.Context(), "T2", time.Now()); err != nil {
			t.Errorf("where there is none: %v", err)
		}
		w.fails(s, "T1", ErrNotInstalled)
		if _, err := s.Find(t.Context(), "", "T1"); !errors.Is(err, ErrNotInstalled) {
			t.Errorf("found: %v", err)
		}
		w.left(w.process(), "T1")
		if r, err := s.read(t.Context(), "T1"); err != nil || r.Token != "" || r.Refresh != "" || !r.Leaving || r.Team != "T1" {
			t.Errorf("kept %s, %v", fields(r.Installation), err)
		}
		if err := s.Rejected(t.Context(), "T1", ""); err != nil {
			t.Error(err)
		}
		w.fails(s, "T1", ErrNotInstalled)
		for range 2 {
			if err := s.Remove(t.Context(), "T1"); err != nil {
				t.Error(err)
			}
		}
		w.left(s)
		if len(w.records.held) != 0 {
			t.Error("the record is still there")
		}
		w.fails(s, "T1", ErrNotInstalled)
		w.refreshes(0)
	})
}

// TestLateLeave: news of an uninstallation comes after the app was installed again.
func TestLateLeave(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		time.Sleep(time.Hour)
		uninstalled := time.Now()
		time.Sleep(time.Minute)
		if _, err := s.Install(t.Context(), redirect, w.slack.code(grant{team: "T1"})); err != nil {
			t.Fatal(err)
		}
		if err := s.Leave(t.Context(), "T1", uninstalled); err != nil {
			t.Fatal(err)
		}
		w.left(s)
		w.token(s, "T1", "xoxb-secret-2")
		if err := s.Remove(t.Context(), "T1"); err != nil {
			t.Fatal(err)
		}
		w.token(s, "T1", "xoxb-secret-2")
		w.token(w.process(), "T1", "xoxb-secret-2")
	})
}

// TestInstalledAgain: the app is installed while the data of the time before is deleted.
func TestInstalledAgain(t *testing.T) {
	withRotation(t, func(t *testing.T, w *world, s *Store) {
		if err := s.Leave(t.Context(), "T1", time.Now()); err != nil {
			t.Fatal(err)
		}
		w.left(s, "T1")
		if _, err := w.process().Install(t.Context(), redirect, w.slack.code(grant{team: "T1"})); err != nil {
			t.Fatal(err)
		}
		if err := s.Remove(t.Context(), "T1"); err != nil {
			t.Fatal(err)
		}
		w.left(s)
		w.token(s, "T1", "xoxb-secret-2")
	})
}

// TestLeaveWhileRenewed: what a renewal brings does not undo a leave or a new installation.
func TestLeaveWhileRenewed(t *testing.T) {
	for name, meanwhile := range map[string]func(w *world, s *Store) error{
		"leave": func(w *world, s *Store) error { return s.Leave(w.t.Context(), "T1", time.Now()) },
		"install": func(w *world, s *Store) error {
			_, err := s.Install(w.t.Context(), redirect, w.slack.code(grant{team: "T1"}))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			withRotation(t, func(t *testing.T, w *world, s *Store) {
				time.Sleep(13 * time.Hour)
				w.slack.answering(func(_ http.ResponseWriter, form map[string]string) bool {
					if form["grant_type"] == "refresh_token" {
						if err := meanwhile(w, w.process()); err != nil {
							t.Error(err)
						}
					}
					return false
				})
				s.Token(t.Context(), "T1")
				if name == "install" {
					w.token(s, "T1", "xoxb-secret-2")
					return
				}
				w.fails(s, "T1", ErrNotInstalled)
				w.left(s, "T1")
			})
		})
	}
}

// TestKeys: the key that seals is changed and the old one taken away.
func TestKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		s := w.installed(grant{team: "T1"})
		for _, g := range []grant{{enterprise: "E1", orgWide: true}, {team: "T2"}} {
			if _, err := s.Install(t.Context(), redirect, w.slack.code(g)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Leave(t.Context(), "T2", time.Now()); err != nil {
			t.Fatal(err)
		}
		stranger := w.process(2)
		w.fails(stranger, "T1", seal.ErrNoKey)
		if _, err := stranger.Find(t.Context(), "E1", "T1"); !errors.Is(err, seal.ErrNoKey) || errors.Is(err, ErrNotInstalled) {
			t.Errorf("found without the key: %v", err)
		}
		if err := stranger.Leave(t.Context(), "T1", time.Now().Add(time.Hour)); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("left without the key: %v", err)
		}
		if err := stranger.Remove(t.Context(), "T2"); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("removed without the key: %v", err)
		}
		if n, err := stranger.Sealed().Reseal(t.Context()); n != 0 || !errors.Is(err, seal.ErrNoKey) || !strings.Contains(fmt.Sprint(err), "3 ") {
			t.Errorf("resealed %d without the key: %v", n, err)
		}
		w.left(stranger)
		w.left(s, "T2")

		both := w.process(2, 1)
		w.token(both, "T1", "xoxb-secret-1")
		for _, want := range []int{3, 0} {
			if n, err := both.Sealed().Reseal(t.Context()); n != want || err != nil {
				t.Errorf("resealed %d, %v; want %d", n, err, want)
			}
		}
		after := w.process(2)
		w.token(after, "T1", "xoxb-secret-1")
		w.token(after, "E1", "xoxb-secret-2")
		w.left(after, "T2")
		w.fails(w.process(1), "T1", seal.ErrNoKey)
	})
}

// TestSwapped: a record put in the place of another does not open there.
func TestSwapped(t *testing.T) {
	w := newWorld(t)
	s := w.installed(grant{team: "T1"})
	w.records.held[kind+"/T2"] = w.records.held[kind+"/T1"]
	w.fails(s, "T2", seal.ErrForged)
}

func TestSingle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		s := Single(Installation{Team: "T1", Enterprise: "E1", Bot: "U1", Token: "xoxb-secret"})
		if i, err := s.Find(t.Context(), "E1", "T1"); err != nil || i.ID != "T1" || i.Bot != "U1" || i.Token != "" {
			t.Errorf("%s, %v", fields(i), err)
		}
		if _, err := s.Find(t.Context(), "E1", "T2"); !errors.Is(err, ErrNotInstalled) {
			t.Errorf("elsewhere: %v", err)
		}
		w.token(s, "T1", "xoxb-secret")
		w.fails(s, "T2", ErrNotInstalled)
		s.Rejected(t.Context(), "T1", "xoxb-secret-0")
		w.token(s, "T1", "xoxb-secret")
		s.Rejected(t.Context(), "T1", "xoxb-secret")
		w.fails(s, "T1", ErrTokenRejected)
		time.Sleep(time.Minute)
		w.token(s, "T1", "xoxb-secret")
		s.Leave(t.Context(), "T2", time.Now())
		s.Remove(t.Context(), "T1")
		w.token(s, "T1", "xoxb-secret")
		w.left(s)
		s.Leave(t.Context(), "T1", time.Now())
		w.fails(s, "T1", ErrNotInstalled)
		if _, err := s.Find(t.Context(), "E1", "T1"); !errors.Is(err, ErrNotInstalled) {
			t.Errorf("left: %v", err)
		}
		w.left(s, "T1")
		s.Remove(t.Context(), "T1")
		w.left(s)
		w.fails(s, "T1", ErrNotInstalled)

		late := Single(Installation{Enterprise: "E1", OrgWide: true, Token: "xoxb-secret", Installed: time.Now()})
		late.Leave(t.Context(), "E1", time.Now().Add(-time.Second))
		w.token(late, "E1", "xoxb-secret")
		if i, err := late.Find(t.Context(), "E1", "T7"); err != nil || i.ID != "E1" {
			t.Errorf("%s, %v", fields(i), err)
		}
	})
}
