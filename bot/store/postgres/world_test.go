package postgres

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/postgres/pgtest"
)

// TestOpenErrors opens what cannot be opened: the error says why, and nothing else.
func TestOpenErrors(t *testing.T) {
	c := pgtest.Start(t)
	url := c.Database(t)
	c.Exec(t, url, `DO $$ BEGIN
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'poor') THEN CREATE ROLE poor LOGIN; END IF;
	END $$; REVOKE ALL ON SCHEMA public FROM PUBLIC, poor`)
	for _, c := range []struct{ name, url, want string }{
		{"no URL", "postgres://user:hunter2@[::1", "not understood"},
		{"nobody there", "postgres://user:hunter2@127.0.0.1:1/hunter2", "cannot be reached"},
		{"no such host", "postgres://user:hunter2@hunter2.invalid/x", "cannot be reached"},
		{"no such database", strings.Replace(url, "/t", "/hunter2", 1), "no such database (3D000)"},
		{"no such user", strings.Replace(url, "postgres@", "hunter2:hunter2@", 1), "refuses the user or the password (28"},
		{"no permission", strings.Replace(url, "postgres@", "poor@", 1), "no schema that this user may use (3F000)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Open(t.Context(), c.url, Options{Connect: 2 * time.Second})
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error = %v, want %q in one line", err, c.want)
			}
		})
	}
}

// TestDown calls a store whose database is gone: no error holds a key or what was said.
func TestDown(t *testing.T) {
	c := pgtest.New(t)
	s, err := Open(t.Context(), c.Database(t), Options{Connect: time.Second, Statement: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	secret := bot.Key{Platform: "terminal", ID: "hunter2"}
	if _, err := s.Apply(t.Context(), secret, turn); err != nil {
		t.Fatal(err)
	}
	c.Kill()
	say := func(s *bot.Session) error { s.State.Referral = "hunter2"; return turn(s) }
	_, apply := s.Apply(t.Context(), secret, say)
	_, load := s.Load(t.Context(), secret)
	_, _, owing := s.Owing(t.Context(), "terminal", day, 1)
	_, list := s.List(t.Context(), "terminal", "hunter2", "", 1)
	_, expire := s.Expire(t.Context(), day, day)
	change := s.Change(t.Context(), "hunter2", "hunter2", func([]byte) ([]byte, error) { return []byte("hunter2"), nil })
	errs := []error{apply, load, owing, list, expire, change, s.Delete(t.Context(), secret, 0), s.Move(t.Context(), secret, anna),
		s.Settle(t.Context(), secret, bot.Settlement{Version: 1, Surface: []byte(`"hunter2"`)}), s.Close()}
	for i, err := range errs {
		if i == 8 { // settling does not wait
			continue
		}
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("call %d = %v", i, err)
		}
	}
}

// TestCancelled ends the contexts of calls that wait for the database.
func TestCancelled(t *testing.T) {
	s := opened(t, pgtest.Start(t).Database(t), Options{Readers: 1})
	ctx, cancel := context.WithCancelCause(t.Context())
	mine := errors.New("mine")
	err := s.with(t.Context(), func(context.Context, *pgx.Conn) error { // nobody else can be served
		time.AfterFunc(20*time.Millisecond, func() { cancel(mine) })
		_, err := s.Load(ctx, anna)
		return err
	})
	if err != mine {
		t.Errorf("load = %v", err)
	}
}

// TestNewerSchema opens a database that a newer release has been at.
func TestNewerSchema(t *testing.T) {
	c := pgtest.Start(t)
	url := c.Database(t)
	if err := opened(t, url, Options{}).Delete(t.Context(), anna, 0); err != nil {
		t.Fatal(err)
	}
	c.Exec(t, url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true); ALTER TABLE session ADD COLUMN later integer`)
	s := opened(t, url, Options{})
	for want := int64(1); want <= 2; want++ {
		if got, err := s.Apply(t.Context(), anna, turn); err != nil || got.Version != want {
			t.Errorf("apply = %+v, %v", got, err)
		}
	}
}

func TestCorruptRow(t *testing.T) {
	c := pgtest.Start(t)
	for _, column := range []string{"state", "seen"} {
		url := c.Database(t)
		s := opened(t, url, Options{})
		bert := bot.Key{Platform: "terminal", ID: "bert"}
		for _, k := range []bot.Key{anna, bert} {
			if _, err := s.Apply(t.Context(), k, turn); err != nil {
				t.Fatal(err)
			}
		}
		c.Exec(t, url, `UPDATE session SET `+column+` = '{"goal": "secret' WHERE id = 'anna'`)
		_, load := s.Load(t.Context(), anna)
		_, apply := s.Apply(t.Context(), anna, turn)
		for _, err := range []error{load, apply} {
			if !errors.Is(err, bot.ErrCorrupt) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "anna") {
				t.Errorf("%s: %v", column, err)
			}
		}
		if _, err := s.Apply(t.Context(), bert, turn); err != nil {
			t.Errorf("another conversation: %v", err)
		}
		if err := s.Delete(t.Context(), anna, 0); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
}
