package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"hspbot/bot"
)

// unreadable is a store in which one session is damaged until it is deleted.
type unreadable struct {
	bot.Store
	key bot.Key // the zero key is none
}

var errDamaged = fmt.Errorf("read row: %w", bot.ErrCorrupt)

func (u *unreadable) Apply(ctx context.Context, k bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	if k == u.key {
		return bot.Session{}, errDamaged
	}
	return u.Store.Apply(ctx, k, change)
}

func (u *unreadable) Load(ctx context.Context, k bot.Key) (bot.Session, error) {
	if k == u.key {
		return bot.Session{}, errDamaged
	}
	return u.Store.Load(ctx, k)
}

func (u *unreadable) Delete(ctx context.Context, k bot.Key, version int64) error {
	if k == u.key {
		u.key = bot.Key{}
	}
	return u.Store.Delete(ctx, k, version)
}

func (u *unreadable) Move(ctx context.Context, from, to bot.Key) error {
	if from == u.key || to == u.key {
		return errDamaged
	}
	return u.Store.Move(ctx, from, to)
}

// TestUnreadable tells somebody whose session cannot be read, acknowledges what they send, and
// lets them delete it and begin anew. Others go on.
func TestUnreadable(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.take("anna", "a")
		w.after(time.Second)
		w.restart(&unreadable{Store: w.store, key: chat("anna")})
		if taken := w.take("anna", "b"); !taken.Unreadable {
			t.Errorf("take = %+v", taken)
		}
		w.take("busy", "b")
		w.out.Owe(chat("anna")) // as another process does that takes turns
		w.after(time.Second)
		w.expect("anna:a@0 anna:!@1 anna:!@1 busy:b@1")
		if err := w.Leave(t.Context(), chat("anna")); err != nil {
			t.Errorf("leave: %v", err)
		}
		if err := w.Move(t.Context(), chat("anna"), chat("new")); err != nil {
			t.Errorf("move: %v", err)
		}
		w.take("anna", "forget")
		w.after(time.Second)
		w.take("anna", "c")
		w.after(time.Second)
		w.expect("anna:a@0 anna:!@1 anna:!@1 busy:b@1 anna:forgotten@2 anna:c@3")
		if s := w.session("anna"); s.State.Referral != "c" || s.Version != 1 {
			t.Errorf("session = %+v", s)
		}
	})
}
