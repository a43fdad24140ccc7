package postgres

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"hspbot/bot/store/postgres/pgtest"
)

// TestResolveCommit asks what became of transactions whose end was not received.
func TestResolveCommit(t *testing.T) {
	url := pgtest.Start(t).Database(t)
	s := opened(t, url, Options{})
	if _, err := s.Apply(t.Context(), anna, turn); err != nil {
		t.Fatal(err)
	}
	ended := func(how string) (xid string) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if _, err := conn.Exec(t.Context(), `BEGIN`); err != nil {
			t.Fatal(err)
		}
		if err := conn.QueryRow(t.Context(), `SELECT pg_current_xact_id()::text`).Scan(&xid); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Exec(t.Context(), how); err != nil {
			t.Fatal(err)
		}
		return xid
	}
	written := func(version int64) *table {
		rows := &table{version: []int64{version}}
		rows.addKey(anna)
		return rows
	}
	for _, c := range []struct {
		how       string
		version   int64
		committed bool
	}{
		{"COMMIT", 1, true},
		{"ROLLBACK", 1, false},
		{"COMMIT", 2, false}, // another one's number: what this was to write is not there
	} {
		err := s.resolveCommit(ended(c.how), written(c.version), &table{})
		if (err == nil) != c.committed || errors.Is(err, errUnknown) {
			t.Errorf("%s of version %d: %v", c.how, c.version, err)
		}
		if err != nil && !isDisconnected(err) {
			t.Errorf("%v is not tried again", err)
		}
	}
}
