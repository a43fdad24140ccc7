package loadtest

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file is a database of SQLite.
type file struct{ path string }

func newFile(tb testing.TB) database { return file{filepath.Join(tb.TempDir(), "load.db")} }

func (f file) setting() string { return childFile + "=" + f.path }

func (f file) multiply(tb testing.TB, times int64) {
	tb.Helper()
	pragmas := url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)", "cache_size(-262144)"}}
	db, err := sql.Open("sqlite", "file:"+f.path+"?"+pragmas.Encode())
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the temporary table belongs to a connection
	rows, err := db.Query(`SELECT name FROM pragma_table_info('session')`)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close()
	var columns, values []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			tb.Fatal(err)
		}
		value := name
		if name == "id" || name == "surface" {
			value = "replace(" + name + ", '" + number(0) + "', " + numbered + ")"
		}
		columns, values = append(columns, name), append(values, value)
	}
	rows.Close()
	for _, statement := range []string{
		`CREATE TEMP TABLE sample AS SELECT * FROM session`,
		`DELETE FROM session`,
		fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO main.session (%s) SELECT %s FROM sample, n`, times, strings.Join(columns, ", "), strings.Join(values, ", ")),
		`PRAGMA journal_mode = WAL`,
	} {
		if _, err := db.Exec(statement); err != nil {
			tb.Fatal(err)
		}
	}
}

// copy copies the file; what is written afterwards does not wait for the copy.
func (f file) copy(tb testing.TB) database {
	tb.Helper()
	to := newFile(tb).(file)
	from, err := os.Open(f.path)
	if err != nil {
		tb.Fatal(err)
	}
	defer from.Close()
	out, err := os.OpenFile(to.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		tb.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, from); err != nil {
		tb.Fatal(err)
	}
	if err := out.Sync(); err != nil {
		tb.Fatal(err)
	}
	return to
}

// meter reads what the kernel counts of the process, and the count of transactions that
// SQLite keeps in the index of its log.
func (f file) meter(tb testing.TB) func(*process) written {
	return func(p *process) written {
		tb.Helper()
		index, err := os.ReadFile(f.path + "-shm")
		if err != nil || len(index) < 12 {
			tb.Fatalf("index of the log: %v", err)
		}
		w := written{rows: -1, commits: float64(binary.NativeEndian.Uint32(index[8:])), bytes: float64(p.number(tb, "io", "write_bytes:"))}
		p.stop(tb)
		return w
	}
}

func (f file) held(tb testing.TB) (h held) {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+f.path)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(context.Background(), holding).Scan(&h.sessions, &h.turns, &h.shown); err != nil {
		tb.Fatal(err)
	}
	return h
}
