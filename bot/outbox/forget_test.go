package outbox_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// mentioning is a platform where conversations under "team/" name those who began them.
type mentioning struct{ *platform }

// Mentions implements [bot.Mentioner].
func (m mentioning) Mentions(k bot.Key) (string, []byte) { return "team/", []byte("-" + k.ID) }

// Change implements [bot.Poster]: "-anna" takes every "anna" out.
func (m mentioning) Change(surface, change []byte) []byte {
	if name, ok := bytes.CutPrefix(change, []byte("-")); ok {
		return bytes.ReplaceAll(surface, name, nil)
	}
	return m.platform.Change(surface, change)
}

// TestForgetEverywhere: who asks in one place to be forgotten is forgotten in all of theirs before
// it is said, and nobody else is.
func TestForgetEverywhere(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		for _, id := range []string{"7", "-100:7", "-100/3:7", "-100:77", "8"} {
			w.take(id, "secret")
		}
		w.after(time.Second)
		w.platform.answer = func(p bot.Post) bot.Sent {
			if p.Session.Key == chat("7") {
				for _, id := range []string{"-100:7", "-100/3:7"} {
					if s, err := w.store.Load(t.Context(), chat(id)); !errors.Is(err, bot.ErrNoSession) && (err != nil || s.State.Referral != "" || !s.State.Forgotten) {
						t.Errorf("when it is said, %s holds %+v, %v", id, s.State, err)
					}
				}
				if !slices.Equal(p.Elsewhere, []bot.Key{chat("-100/3:7"), chat("-100:7")}) {
					t.Errorf("elsewhere = %v", p.Elsewhere)
				}
			}
			return bot.Sent{}
		}
		w.take("7", "forget")
		w.after(time.Minute)
		for _, id := range []string{"7", "-100:7", "-100/3:7"} {
			if got := w.platform.titles(id); !slices.Equal(got, []string{"secret", "forgotten"}) {
				t.Errorf("%s was shown %q", id, got)
			}
			if _, err := w.store.Load(t.Context(), chat(id)); !errors.Is(err, bot.ErrNoSession) {
				t.Errorf("%s: %v", id, err)
			}
		}
		for _, id := range []string{"-100:77", "8"} {
			if s := w.session(id); s.State.Referral != "secret" || s.Version != 1 {
				t.Errorf("%s: %+v", id, s)
			}
		}
	})
}

// TestForgetEverywhereAfterCrash: what was asked in one place is done in all of them by the next
// process. What has been begun anew since is left alone.
func TestForgetEverywhereAfterCrash(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		for _, id := range []string{"7", "-100:7", "-200:7"} {
			w.take(id, "secret")
		}
		w.after(time.Second)
		w.stop()
		w.take("7", "forget") // the outbox does not run any more
		time.Sleep(time.Second)
		w.take("-200:7", "anew")
		w.run(w.store)
		w.after(time.Minute)
		for _, id := range []string{"7", "-100:7"} {
			if _, err := w.store.Load(t.Context(), chat(id)); !errors.Is(err, bot.ErrNoSession) {
				t.Errorf("%s: %v", id, err)
			}
		}
		if s := w.session("-200:7"); s.State.Referral != "secretanew" {
			t.Errorf("what was gone on with since: %+v", s)
		}
	})
}

// TestForgetManyPlaces: of a person who began in thousands of topics all is deleted, and a few
// goodbyes are said.
func TestForgetManyPlaces(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		for i := range 200 {
			w.take(fmt.Sprintf("-100/%d:7", i), "secret")
		}
		w.after(time.Minute)
		posts := len(w.platform.posts)
		w.take("-100/0:7", "forget")
		w.after(time.Minute)
		if n, err := w.store.(bot.Measured).Count(t.Context(), "telegram"); err != nil || n != 0 {
			t.Errorf("%d sessions are left, %v", n, err)
		}
		if n := len(w.platform.posts) - posts; n != 33 {
			t.Errorf("%d goodbyes", n)
		}
	})
}

// TestForgetElsewhereUnreadable: a row that cannot be read is deleted like all others.
func TestForgetElsewhereUnreadable(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.take("7", "a")
		w.take("-100:7", "a")
		w.after(time.Second)
		w.restart(&unreadable{Store: w.store, key: chat("-100:7")})
		w.take("7", "forget")
		w.after(time.Minute)
		if keys, err := w.store.KeysOf(t.Context(), "telegram", "7"); err != nil || len(keys) > 0 {
			t.Errorf("left: %v, %v", keys, err)
		}
	})
}

// TestForgetNames: what is kept of conversations of others does not name the person any more, and
// their screens are brought up to date.
func TestForgetNames(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.stop()
		w.poster = mentioning{w.platform}
		w.run(w.store)
		w.platform.answer = func(p bot.Post) bot.Sent { return bot.Sent{Surface: p.Session.Surface} }
		for id, by := range map[string]string{"team/1": "anna", "team/2": "bert", "other/1": "anna"} {
			d := w.deliver(id, "", "x")
			d.Change = []byte("by " + by)
			if _, err := w.Take(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		w.take("anna", "a")
		w.after(time.Second)
		w.take("anna", "forget")
		w.after(time.Minute)
		for id, want := range map[string]string{"team/1": "by ", "team/2": "by bert", "other/1": "by anna"} {
			if s := w.session(id); string(s.Surface) != want || s.Owing() || s.State.Referral != "x" {
				t.Errorf("%s: %+v", id, s)
			}
		}
		if posts := w.platform.titles("team/2"); len(posts) != 1 {
			t.Errorf("a conversation that names somebody else was shown again: %q", posts)
		}
	})
}

// TestStoredElsewhere: a screen that shows what is kept is told where else something is.
func TestStoredElsewhere(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.take("-100:7", "a")
		w.take("7", "a")
		w.take("7", "data")
		w.after(time.Second)
		last := w.platform.posts[len(w.platform.posts)-1].post
		if last.Screen.Kind != conversation.Data || !slices.Equal(last.Elsewhere, []bot.Key{chat("-100:7")}) {
			t.Errorf("kind %v, elsewhere %v", last.Screen.Kind, last.Elsewhere)
		}
	})
}
