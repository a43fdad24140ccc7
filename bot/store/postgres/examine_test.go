package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hspbot/bot/store/postgres/pgtest"
)

func TestExamine(t *testing.T) {
	ctx := context.Background()
	cluster := pgtest.Start(t)
	url := cluster.Database(t)
	examine := func(when, url, want string) {
		t.Helper()
		got, err := Examine(ctx, url, nil)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	examine("empty", url, ", no tables yet; serve makes them")
	examine("still empty", url, ", no tables yet")
	s := opened(t, url, Options{})
	records := func() (n int) {
		t.Helper()
		err := s.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
			return conn.QueryRow(ctx, `SELECT count(*) FROM record`).Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := records()
	schema, err := Examine(ctx, url, nil)
	if err != nil || !strings.HasPrefix(schema, "PostgreSQL ") || !strings.HasSuffix(schema, ", no conversations") {
		t.Errorf("in use: %q, %v", schema, err)
	}
	if after := records(); after != before {
		t.Errorf("%d records, then %d", before, after)
	}
	name := url[strings.LastIndex(url[:strings.IndexByte(url+"?", '?')], "/")+1:]
	examine("no database", strings.Replace(url, name, "nowhere", 1), "there is no such database")
	examine("no server", "postgres://bot:secret@127.0.0.1:1/hspbot", "database cannot be reached")
	examine("no URL", "postgres://bot:secret@[", "not understood")
	cluster.Exec(t, url, `CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader; REVOKE CREATE ON SCHEMA public FROM public`)
	t.Cleanup(func() { cluster.Exec(t, url, `DROP OWNED BY reader; DROP ROLE reader`) })
	reader := strings.Replace(url, "//postgres@", "//reader@", 1)
	examine("may not write", reader, "the user may not create tables")
	cluster.Exec(t, url, `GRANT CREATE ON SCHEMA public TO reader`)
	examine("may not write sessions", reader, "database denies permission (42501)")

	other := cluster.Database(t)
	opened(t, other, Options{})
	cluster.Exec(t, other, `ALTER TABLE session DROP COLUMN changes`)
	examine("older", other, ", tables of an older release; serve brings them up to date")
}
