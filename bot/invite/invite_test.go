package invite_test

import (
	"context"
	"encoding/base64"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/invite"
	"hspbot/bot/seal"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// open opens a place for records, which stays when it is closed.
func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

var asked = invite.Invitation{From: bot.Key{Platform: "slack", ID: "T1/C1/x"}, By: "Example Inc.", Language: "ja"}

// shown is what a person shares, in the language of who asks.
func shown(language string) (conversation.Screen, bool) {
	return conversation.Screen{ID: "share", Language: language, Title: "80", Choices: []conversation.Choice{{ID: "yes"}}}, true
}

// TestAReplyComesBackOnce: from one process to another, after a restart, in the language of who
// asked, until it has been taken; a code is good for one answer.
func TestAReplyComesBackOnce(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "a.db")
	one := open(t, path)
	code, err := (&invite.Book{Records: one}).Open(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`).MatchString(code) {
		t.Errorf("the code is %q", code)
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}

	book := &invite.Book{Records: open(t, path)}
	i, ok, err := book.Find(ctx, code)
	if err != nil || !ok || i.From != asked.From || i.By != asked.By || i.Language != "ja" {
		t.Errorf("found is %+v, %v, %v", i, ok, err)
	}
	if _, ok, err := book.Find(ctx, code[1:]+"A"); ok || err != nil {
		t.Errorf("another code is good: %v", err)
	}
	for range 2 { // the second is a repetition
		if err := book.Answer(ctx, code, shown); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok, _ := book.Find(ctx, code); ok {
		t.Error("the code is good again")
	}
	broken := errors.New("broken")
	var names []string
	take := func(err error) error {
		return book.Replies(ctx, "slack", func(_ context.Context, name string, r invite.Reply) error {
			if r.From != asked.From || r.Screen.Language != "ja" || r.Screen.Title != "80" || r.Screen.Choices != nil {
				t.Errorf("the reply is %+v", r)
			}
			names = append(names, name)
			return err
		})
	}
	if err := take(broken); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if err := errors.Join(take(nil), take(nil)); err != nil {
		t.Fatal(err)
	}
	if len(names) != 2 || names[0] != names[1] {
		t.Errorf("taken are %q", names)
	}
	if err := book.Replies(ctx, "telegram", func(context.Context, string, invite.Reply) error { t.Error("a reply of another platform"); return nil }); err != nil {
		t.Error(err)
	}
}

// TestInvitationsEnd: after fourteen days, and with the conversation that asked.
func TestInvitationsEnd(t *testing.T) {
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	store := open(t, filepath.Join(t.TempDir(), "a.db"))
	book := &invite.Book{Records: store, Now: func() time.Time { return now }}
	ctx := t.Context()
	first, _ := book.Open(ctx, asked)
	other := asked
	other.From.ID = "T1/C1/y"
	second, err := book.Open(ctx, other)
	if err != nil || first == second {
		t.Fatal(first, second, err)
	}
	now = now.Add(14*24*time.Hour - time.Second)
	if _, ok, err := book.Find(ctx, first); !ok || err != nil {
		t.Errorf("over on its last day: %v", err)
	}
	if err := book.Close(ctx, func(k bot.Key) bool { return k == other.From }); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := book.Find(ctx, second); ok {
		t.Error("good although the conversation that asked is gone")
	}
	now = now.Add(time.Second)
	if _, ok, _ := book.Find(ctx, first); ok {
		t.Error("good after fourteen days")
	}
	if err := errors.Join(book.Answer(ctx, first, shown), book.Close(ctx, func(bot.Key) bool { return false })); err != nil {
		t.Fatal(err)
	}
	if err := book.Replies(ctx, "slack", func(context.Context, string, invite.Reply) error { t.Error("answered after its end"); return nil }); err != nil {
		t.Error(err)
	}
	if left, err := store.RecordsOf(ctx, "invitation"); err != nil || len(left) > 0 {
		t.Errorf("%d are left, %v", len(left), err)
	}
}

// TestInvitationsAreSealed: where there is a key, nothing of an invitation can be read in the records,
// and in no case its code.
func TestInvitationsAreSealed(t *testing.T) {
	ring, err := seal.ParseRing(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32))))
	if err != nil {
		t.Fatal(err)
	}
	store := open(t, filepath.Join(t.TempDir(), "a.db"))
	ctx := t.Context()
	for _, r := range []*seal.Ring{ring, nil} {
		book := &invite.Book{Records: store, Ring: r}
		code, err := book.Open(ctx, asked)
		if err != nil {
			t.Fatal(err)
		}
		names, err := store.RecordsOf(ctx, "invitation")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			in, err := store.Record(ctx, "invitation", name)
			if err != nil || strings.Contains(name+string(in), code) {
				t.Errorf("the code can be read: %v", err)
			}
			if r != nil && strings.Contains(string(in), "Example") {
				t.Error("who asks can be read")
			}
		}
		if _, ok, err := book.Find(ctx, code); !ok || err != nil {
			t.Errorf("not found: %v", err)
		}
	}
}
