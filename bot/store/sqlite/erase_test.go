package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
)

// remains returns which of the texts the files of the store still hold.
func remains(t *testing.T, path string, texts []string) (found []string) {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if bytes.Contains(b, []byte(text)) {
				found = append(found, filepath.Base(name)+": "+text)
			}
		}
	}
	return found
}

// secrets are the texts a person leaves in the store: their id, a delivery, a state.
func secrets(i int) (id, delivery, state string) {
	return fmt.Sprintf("person-%06d.", i), fmt.Sprintf("delivery-%06d.", i), fmt.Sprintf("state-%06d.", i)
}

// speak takes a turn after which the state is n texts long.
func speak(t *testing.T, s *Store, i, n int) {
	t.Helper()
	id, delivery, state := secrets(i)
	_, err := s.Apply(t.Context(), bot.Key{Platform: "terminal", ID: id}, func(s *bot.Session) error {
		s.Version++
		s.Touched = day.Add(time.Duration(i) * time.Second)
		s.Remember(delivery)
		s.State.Referral = strings.Repeat(state, n)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestErase lets sessions grow and shrink, which moves them between pages and frees pages,
// deletes some and searches the files. It must find the others, or it searches wrongly.
func TestErase(t *testing.T) {
	const people = 300
	path := filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	random := rand.New(rand.NewPCG(1, 2))
	for range 10 * people {
		speak(t, s, random.IntN(people), 1+random.IntN(1+random.IntN(600)))
	}
	var gone, kept []string
	for i := range people {
		id, delivery, state := secrets(i)
		speak(t, s, i, 3)
		if i%3 != 0 {
			kept = append(kept, id, delivery, state)
			continue
		}
		gone = append(gone, id, delivery, state)
		if err := s.Settle(t.Context(), bot.Key{Platform: "terminal", ID: id}, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`"` + state + `"`)}); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), bot.Key{Platform: "terminal", ID: id}, 0); err != nil {
			t.Fatal(err)
		}
	}
	if found := remains(t, path, gone); len(found) > 0 {
		t.Errorf("%d of %d deleted texts remain, such as %s", len(found), len(gone), found[0])
	}
	if found := remains(t, path, kept); len(found) < len(kept) {
		t.Errorf("the search finds %d of %d texts", len(found), len(kept))
	}
	if _, err := s.Expire(t.Context(), day, day.Add(people*time.Second)); err != nil {
		t.Fatal(err)
	}
	if found := remains(t, path, append(gone, kept...)); len(found) > 0 {
		t.Errorf("%d texts remain after expiry, such as %s", len(found), found[0])
	}
}

// TestDeleteReplaced deletes a version that has been replaced meanwhile: the session stays, but
// nothing remains of what it was before.
func TestDeleteReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	speak(t, s, 1, 100)
	id, _, state := secrets(1)
	key := bot.Key{Platform: "terminal", ID: id}
	err := s.Settle(t.Context(), key, bot.Settlement{Version: 1, Surface: []byte(`"surface-of-old"`)})
	if err == nil {
		_, err = s.Apply(t.Context(), key, func(s *bot.Session) error {
			*s = bot.Session{Key: key, Version: 2, Touched: day}
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	old := []string{state, "surface-of-old"}
	if found := remains(t, path, old); len(found) == 0 {
		t.Error("the search finds nothing before the deletion")
	}
	if err := s.Delete(t.Context(), key, 1); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load(t.Context(), key); err != nil || got.Version != 2 {
		t.Errorf("load = %+v, %v", got, err)
	}
	if found := remains(t, path, old); len(found) > 0 {
		t.Errorf("remain: %q", found)
	}
	if found := remains(t, path, []string{id}); len(found) == 0 {
		t.Error("the search finds nothing")
	}
}

// TestIndexes: neither a sweep nor an expiry reads or sorts all sessions.
func TestIndexes(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "sessions.db"))
	for _, c := range []struct{ query, index string }{
		{owingQuery, "session_owing"},
		{expireQuery, "session_hour"},
	} {
		rows, err := s.readers.Query(`EXPLAIN QUERY PLAN `+c.query, "terminal", 10)
		if err != nil {
			t.Fatal(err)
		}
		plan := ""
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan += detail + "\n"
		}
		//nolint:sqlclosecheck // in a loop: the next query comes before the test ends
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan, c.index) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "SCAN session") {
			t.Errorf("plan of %s:\n%s", c.query, plan)
		}
	}
}

// TestDeleteWhileRead deletes while another process reads the file: what was deleted remains in
// the log until the reader is gone, and is then erased without a further call. Nobody waits.
func TestDeleteWhileRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	speak(t, s, 1, 1)
	reader, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	tx, err := reader.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM session`).Scan(&n); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	id, delivery, state := secrets(1)
	began := time.Now()
	if err := s.Delete(t.Context(), bot.Key{Platform: "terminal", ID: id}, 0); err != nil {
		t.Errorf("delete: %v", err)
	}
	speak(t, s, 2, 1)
	if waited := time.Since(began); waited > busyTimeout/2 {
		t.Errorf("a deletion and a turn took %v", waited)
	}
	if s.ErasureOwed().IsZero() || len(remains(t, path, []string{id, delivery, state})) == 0 {
		t.Error("erased while somebody reads")
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); !s.ErasureOwed().IsZero() && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if found := remains(t, path, []string{id, delivery, state}); len(found) > 0 || !s.ErasureOwed().IsZero() {
		t.Errorf("remain: %q, owed since %v", found, s.ErasureOwed())
	}
}

// TestEraseAtStart erases what a process left that was killed while somebody read its file.
func TestEraseAtStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	crashed(t, path, "unforgettable")
	if len(remains(t, path, []string{"unforgettable"})) == 0 {
		t.Fatal("the search finds nothing")
	}
	s := opened(t, path)
	if log, err := os.ReadFile(path + "-wal"); err != nil || len(log) > 0 {
		t.Errorf("the log has %d bytes, %v", len(log), err)
	}
	if !s.ErasureOwed().IsZero() {
		t.Error("something is owed")
	}
}

// TestFullDisk lets the file reach its limit: the turns that do not fit are refused, what
// was there stays, and with room again turns are taken again.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	speak(t, s, 0, 1)
	limit := func(pages int) {
		err := s.between(t.Context(), func() error { return s.writer.set("max_page_count", pages) })
		if err != nil {
			t.Fatal(err)
		}
	}
	limit(5)
	_, err := s.Apply(t.Context(), anna, func(s *bot.Session) error {
		s.Version = 1
		s.State.Referral = strings.Repeat("x", 100_000)
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("apply = %v", err)
	}
	if _, err := s.Load(t.Context(), anna); err != bot.ErrNoSession {
		t.Errorf("load = %v", err)
	}
	limit(1 << 20)
	speak(t, s, 0, 1000)
}
