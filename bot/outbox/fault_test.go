package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
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

func (f *faulty) Delete(ctx context.Context, k bot.Key) error {
	return f.do(func() error { return f.Store.Delete(ctx, k) })
}

// TestFailingWrites lets each write of a conversation fail in turn. The platform delivers
// again what was not accepted. In the end every text is there once, the person has read
// the last screen, and a screen came twice only where its mark failed.
func TestFailingWrites(t *testing.T) {
	const writes = 8 // four turns and their marks
	for fail := 1; fail <= writes+1; fail++ {
		for _, lost := range []bool{false, true} {
			t.Run(fmt.Sprint(fail, lost), func(t *testing.T) {
				h := newHouse(t)
				store := &faulty{Store: h.store, fail: fail, lost: lost}
				h.restart(store)
				for i, text := range []string{"a", "b", "c", "d"} {
					h.insist(fmt.Sprint(i), text)
				}
				h.settle()
				if s := h.session(); s.State.Referral != "abcd" || s.Version != 4 || s.Shown != 4 {
					t.Errorf("session = %+v", s)
				}
				if got := h.person.read(); !strings.HasSuffix(got, "abcd") || strings.Count(got, " ") > 4 {
					t.Errorf("the person has read %q", got)
				}
				if fail <= writes && !strings.Contains(h.log.String(), errDisk.Error()) {
					t.Errorf("the fault is not in the log: %s", h.log)
				}
			})
		}
	}
}

// insist delivers until the delivery is accepted.
func (h *house) insist(id, text string) {
	h.t.Helper()
	for range 3 {
		err := h.Deliver(h.t.Context(), say(id, text))
		if err == nil || errors.Is(err, bot.ErrOwed) {
			return
		}
		if !errors.Is(err, errDisk) {
			h.t.Errorf("deliver = %v", err)
		}
	}
	h.t.Error("not accepted")
}

// TestForgetFails lets the deletion fail: the facts are gone with the turn, the rest goes
// when what is owed is settled.
func TestForgetFails(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "hello")
	h.restart(&faulty{Store: h.store, fail: 2})
	if err := h.Deliver(t.Context(), say("2", "forget")); !errors.Is(err, bot.ErrOwed) || !errors.Is(err, errDisk) {
		t.Errorf("deliver = %v", err)
	}
	if s := h.session(); s.State.Referral != "" {
		t.Error("facts remain")
	}
	h.settle()
	if _, err := h.store.Load(t.Context(), anna); !errors.Is(err, bot.ErrNoSession) {
		t.Errorf("load = %v", err)
	}
	h.expect("hello forgotten")
}

func TestSession(t *testing.T) {
	var s bot.Session
	for i := range 20 {
		before := s
		s.Note(fmt.Sprint(i))
		if before.Saw(fmt.Sprint(i)) {
			t.Fatal("a copy has changed")
		}
	}
	s.Note("")
	if len(s.Seen) != 16 || s.Saw("3") || !s.Saw("4") || !s.Saw("19") || s.Saw("") {
		t.Errorf("seen = %v", s.Seen)
	}
}

func TestKey(t *testing.T) {
	for _, text := range []string{"terminal:anna", "telegram:-100:7", "slack:T1/C2"} {
		k, err := bot.ParseKey(text)
		if err != nil || k.String() != text {
			t.Errorf("%q = %+v, %v", text, k, err)
		}
	}
	for _, text := range []string{"", "anna", ":anna", "terminal:"} {
		if k, err := bot.ParseKey(text); err == nil || text != "" && strings.Contains(err.Error(), text) {
			t.Errorf("%q = %+v, %v", text, k, err)
		}
	}
}

// TestNoteFor: a delivery is known for an hour however many come after it, and the last 16
// for ever; no flood makes a session large.
func TestNoteFor(t *testing.T) {
	start := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	var s bot.Session
	for i := range 120 { // one a minute
		s.NoteFor(fmt.Sprint("Ev", i), start.Add(time.Duration(i)*time.Minute), time.Hour)
	}
	if s.Saw("Ev58") || !s.Saw("Ev59") || !s.Saw("Ev119") || len(s.Seen) != 61 {
		t.Errorf("after two hours %d are known", len(s.Seen))
	}
	s.NoteFor("late", start.Add(48*time.Hour), time.Hour)
	if len(s.Seen) != 16 || !s.Saw("Ev119") || !s.Saw("late") || s.Saw("") {
		t.Errorf("after two days %d are known", len(s.Seen))
	}
	for i := range 5000 {
		s.NoteFor(fmt.Sprint("flood", i), start.Add(48*time.Hour), time.Hour)
	}
	if len(s.Seen) != 1024 || !s.Saw("flood4999") {
		t.Errorf("a flood leaves %d", len(s.Seen))
	}
}
