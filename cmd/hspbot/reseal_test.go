package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/invite"
	"hspbot/bot/lead"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

const (
	firstKey  = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	secondKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
)

// ringOf reads keys.
func ringOf(t *testing.T, keys string) *seal.Ring {
	t.Helper()
	if keys == "" {
		return nil
	}
	ring, err := seal.ParseRing(keys)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// fill keeps conversations in a file.
func fill(t *testing.T, path, keys string, ids ...string) {
	t.Helper()
	store, err := sqlite.OpenSealed(path, codec.Options{Keys: ringOf(t, keys)})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		_, err := store.Apply(t.Context(), bot.Key{Platform: "telegram", ID: id}, func(s *bot.Session) error {
			s.Version++
			s.State.Referral = "secret"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// command runs the program with keys and returns its exit status and what it printed.
func command(t *testing.T, path, keys string, args ...string) (status int, printed string) {
	t.Helper()
	t.Setenv("HSPBOT_DATA", path)
	t.Setenv("HSPBOT_KEYS", keys)
	var out bytes.Buffer
	status = run(args, strings.NewReader(""), &out, &out)
	return status, out.String()
}

// TestKeyChangedToTheEnd turns keys on, changes the key, and leaves the old one out once nothing
// hangs on it: each step says where it stands, and serve does not start without a key that is
// needed.
func TestKeyChangedToTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serve.db")
	names := ringOf(t, firstKey+","+secondKey).Names()
	expect := func(keys string, status int, want string, args ...string) {
		t.Helper()
		got, printed := command(t, path, keys, args...)
		if got != status || !regexp.MustCompile(want).MatchString(printed) {
			t.Errorf("with keys %q %v: status %d, want %d; printed\n%s\nwant %s", keys, args, got, status, printed, want)
		}
	}
	expect(firstKey, statusUsage, "no such file", "reseal")
	fill(t, path, "", "1", "2", "3")
	expect("", statusUsage, "set HSPBOT_KEYS", "reseal")
	t.Setenv("HSPBOT_TELEGRAM_TOKEN", "123456:secret-token")
	t.Setenv("HSPBOT_TELEGRAM_API", "http://127.0.0.1:1")
	expect("", statusFailed, "database: .*3 conversations not encrypted", "check")
	expect(firstKey, 0, "encrypted anew: 3\ndeleted: 0\nnow: 3 conversations encrypted with key "+names[0]+"\n", "reseal")
	fill(t, path, secondKey+","+firstKey, "4")
	missing := "HSPBOT_KEYS: .*3 conversations are encrypted with a key that is not there \\(" + names[0] + "\\)"
	expect(secondKey, statusUsage, missing, "serve")
	expect(secondKey, statusFailed, "3 conversations are encrypted with a key that is not there", "check")
	expect(secondKey+","+firstKey, 0, "encrypted anew: 3\ndeleted: 0\nnow: 4 conversations encrypted with key "+names[1]+"\n", "reseal")
	expect(secondKey, 0, "encrypted anew: 0\ndeleted: 0\nnow: 4 conversations", "reseal")
	fill(t, path, firstKey+","+secondKey, "5")
	fill(t, path, secondKey+","+firstKey)
	expect(secondKey, statusFailed, "1 conversations are encrypted with a key that is not there", "reseal")
	expect(secondKey, 0, "encrypted anew: 0\ndeleted: 1\nnow: 4 conversations", "reseal", "--delete-unreadable")
}

// TestSealedInTheBackground: serve encrypts what was stored before there were keys, and refuses
// what is in plain only when no replica without keys can be about any more.
func TestSealedInTheBackground(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serve.db")
	fill(t, path, "", "1", "2")
	store, err := sqlite.OpenSealed(path, codec.Options{Keys: ringOf(t, firstKey)})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var log bytes.Buffer
	to := slog.New(slog.NewTextHandler(&log, nil))
	pass := func(now time.Time) {
		t.Helper()
		if err := sealAll(context.Background(), store, now, to); err != nil {
			t.Fatal(err)
		}
	}
	pass(time.Now())
	if !strings.Contains(log.String(), "conversations=2") {
		t.Errorf("log: %s", log.String())
	}
	for _, file := range []string{path, path + "-wal"} {
		if b, err := os.ReadFile(file); err == nil && bytes.Contains(b, []byte("secret")) {
			t.Errorf("%s holds answers in plain", filepath.Base(file))
		}
	}
	reads := func() error {
		_, err := store.Load(t.Context(), bot.Key{Platform: "telegram", ID: "3"})
		return err
	}
	pass(time.Now())
	other := plain(t, path, "3")
	if err := reads(); err != nil {
		t.Errorf("while keys are new: %v", err)
	}
	pass(time.Now().Add(time.Hour)) // encrypts it
	pass(time.Now().Add(time.Hour))
	other("4")
	if _, err := store.Load(t.Context(), bot.Key{Platform: "telegram", ID: "4"}); err == nil {
		t.Error("later what is not encrypted is read")
	}
	if err := reads(); err != nil {
		t.Errorf("what was encrypted meanwhile: %v", err)
	}
	if n := strings.Count(log.String(), "secret"); n > 0 {
		t.Errorf("the log holds answers: %s", fmt.Sprint(n))
	}
}

// plain writes conversations into the file past the store, as a replica without keys does.
func plain(t *testing.T, path string, id string) (write func(id string)) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	write = func(id string) {
		t.Helper()
		_, err := db.ExecContext(t.Context(), `INSERT INTO session SELECT platform, ?, version, shown, created, touched, seen, '{"referral":"x","facts":{}}',
			'', '', due, tries, gone, wake, expires, hour FROM session WHERE id = '1'`, id)
		if err != nil {
			t.Fatal(err)
		}
	}
	write(id)
	return write
}

// TestRecordsChangeKey: what is on its way to partners, and from people who were asked, is encrypted
// with the new key as conversations are, and what hangs on a key that is not there is said.
func TestRecordsChangeKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "serve.db")
	keep := func(keys, id string) (code string) {
		t.Helper()
		store, err := sqlite.OpenSealed(path, codec.Options{Keys: ringOf(t, keys)})
		if err != nil {
			t.Fatal(err)
		}
		from := bot.Key{Platform: "slack", ID: "T1.C1.1"}
		if err := (&lead.Book{Records: store, Ring: ringOf(t, keys)}).Add(t.Context(), from, &conversation.Message{ID: id, Partner: "sakura", Language: "en"}); err != nil {
			t.Fatal(err)
		}
		code, err = (&invite.Book{Records: store, Ring: ringOf(t, keys)}).Open(t.Context(), invite.Invitation{From: from, Language: "en"})
		if err := errors.Join(err, store.Close()); err != nil {
			t.Fatal(err)
		}
		return code
	}
	expect := func(keys string, status int, want string, args ...string) {
		t.Helper()
		got, printed := command(t, path, keys, append([]string{"reseal"}, args...)...)
		if got != status || !strings.Contains(printed, want) {
			t.Errorf("with keys %q: status %d, want %d; printed\n%s\nwant %s", keys, got, status, printed, want)
		}
	}
	code := keep(firstKey, "LEAD")
	expect(secondKey+","+firstKey, 0, "encrypted anew: 2\ndeleted: 0\n")
	expect(secondKey, 0, "encrypted anew: 0\ndeleted: 0\n")
	store, err := sqlite.OpenSealed(path, codec.Options{Keys: ringOf(t, secondKey)})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := (&invite.Book{Records: store, Ring: ringOf(t, secondKey)}).Find(t.Context(), code); !ok || err != nil {
		t.Errorf("the invitation is there: %t, %v", ok, err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	keep(firstKey+","+secondKey, "OTHER")
	fill(t, path, secondKey+","+firstKey)
	expect(secondKey, statusFailed, "1 records (lead) cannot be read")
	expect(secondKey, 0, "encrypted anew: 0\ndeleted: 2\n", "--delete-unreadable")
	expect(secondKey, 0, "encrypted anew: 0\ndeleted: 0\n")
}
