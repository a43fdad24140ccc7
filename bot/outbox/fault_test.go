package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// faulty is a store of which one write fails: it is not done, or it is done and the answer
// gets lost.
type faulty struct {
	bot.Store
	fail   int // the write to fail, from 1
	lost   bool
	writes int
}

var errDisk = errors.New("disk fails")

// do counts a write and does it or not.
func (f *faulty) do(write func() error) error {
	f.writes++
	if f.writes != f.fail {
		return write()
	}
	if f.lost {
		_ = write()
	}
	return errDisk
}

func (f *faulty) Apply(ctx context.Context, k bot.Key, change func(*bot.Session) error) (s bot.Session, err error) {
	err = f.do(func() error { s, err = f.Store.Apply(ctx, k, change); return err })
	return s, err
}

func (f *faulty) Settle(ctx context.Context, k bot.Key, s bot.Settlement) error {
	return f.do(func() error { return f.Store.Settle(ctx, k, s) })
}

func (f *faulty) Move(ctx context.Context, from, to bot.Key) error {
	return f.do(func() error { return f.Store.Move(ctx, from, to) })
}

func (f *faulty) Delete(ctx context.Context, k bot.Key, version int64) error {
	return f.do(func() error { return f.Store.Delete(ctx, k, version) })
}

// TestFailingWrites lets each write of a conversation fail in turn. The platform delivers
// again what was not accepted. In the end every text is there once, the person has read
// the last screen, and a screen came twice only where its settlement failed.
func TestFailingWrites(t *testing.T) {
	const writes = 8 // four turns and their settlements
	for fail := 1; fail <= writes+1; fail++ {
		for _, lost := range []bool{false, true} {
			t.Run(fmt.Sprint(fail, lost), func(t *testing.T) {
				inWorld(t, options{}, func(t *testing.T, w *world) {
					store := &faulty{Store: w.store, fail: fail, lost: lost}
					w.restart(store)
					for i, text := range []string{"a", "b", "c", "d"} {
						w.insist(fmt.Sprint(i), text)
						w.after(time.Second)
					}
					w.after(time.Minute)
					if s := w.session("anna"); s.State.Referral != "abcd" || s.Version != 4 || s.Shown != 4 {
						t.Errorf("session = %+v", s)
					}
					titles := w.platform.titles("anna")
					if len(titles) == 0 || titles[len(titles)-1] != "abcd" || len(titles) > 5 {
						t.Errorf("the person has read %q", titles)
					}
					if fail <= writes && !strings.Contains(w.log.String(), errDisk.Error()) {
						t.Errorf("the fault is not in the log: %s", w.log)
					}
				})
			})
		}
	}
}

// insist delivers until the delivery is accepted.
func (w *world) insist(id, text string) {
	w.t.Helper()
	for range 3 {
		_, err := w.Take(w.t.Context(), w.deliver("anna", id, text))
		if err == nil {
			return
		}
		if !errors.Is(err, errDisk) {
			w.t.Errorf("take = %v", err)
		}
	}
	w.t.Error("not accepted")
}

// TestForgetFails lets the deletion fail: the facts are gone with the turn, the rest goes
// when it is tried again.
func TestForgetFails(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.take("anna", "hello")
		w.after(time.Second)
		w.restart(&faulty{Store: w.store, fail: 2}) // after the turn
		w.take("anna", "forget")
		synctest.Wait()
		if s := w.session("anna"); !reflect.DeepEqual(s.State, conversation.State{Forgotten: true}) {
			t.Error("facts remain")
		}
		w.after(time.Minute)
		if _, err := w.store.Load(t.Context(), chat("anna")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		w.expect("anna:hello@0 anna:forgotten@1")
	})
}

// TestCancelled gives up a delivery before its turn: nothing happens and nothing is logged.
func TestCancelled(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := w.Take(ctx, w.deliver("anna", "1", "a")); !errors.Is(err, context.Canceled) {
			t.Errorf("take = %v", err)
		}
		if w.log.String() != "" {
			t.Errorf("log: %s", w.log)
		}
		w.take("anna", "a")
		w.expect("anna:a@0")
	})
}
