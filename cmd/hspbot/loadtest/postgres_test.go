package loadtest

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot/store/postgres/pgtest"
)

// remote is a database of PostgreSQL.
type remote struct {
	cluster *pgtest.Cluster
	url     string
}

func newRemote(tb testing.TB) database {
	cluster := pgtest.Start(tb) // skips
	return remote{cluster, cluster.Database(tb)}
}

func (r remote) setting() string { return childDatabase + "=" + r.url }

func (r remote) multiply(tb testing.TB, times int64) {
	tb.Helper()
	var columns []string
	r.query(tb, func(ctx context.Context, conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, `SELECT column_name::text FROM information_schema.columns WHERE table_name = 'session' ORDER BY ordinal_position`)
		if err != nil {
			return err
		}
		columns, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	values := make([]string, len(columns))
	for i, name := range columns {
		values[i] = name
		if name == "id" || name == "surface" {
			values[i] = "convert_to(replace(convert_from(" + name + ", 'UTF8'), '" + number(0) + "', " + numbered + "::text), 'UTF8')"
		}
	}
	r.cluster.Exec(tb, r.url, fmt.Sprintf(`CREATE TEMP TABLE sample AS SELECT * FROM session;
		DELETE FROM session;
		INSERT INTO session (%s) SELECT %s FROM sample, generate_series(1::bigint, %d) AS n (i)`, strings.Join(columns, ", "), strings.Join(values, ", "), times))
	r.cluster.Exec(tb, r.url, `VACUUM (ANALYZE) session`)
}

// copy makes a copy of the files, without a word of it in the log.
func (r remote) copy(tb testing.TB) database {
	tb.Helper()
	to := newRemote(tb).(remote)
	r.cluster.Exec(tb, r.named("postgres"), "DROP DATABASE "+to.database())
	r.cluster.Exec(tb, r.named("postgres"), "CREATE DATABASE "+to.database()+" TEMPLATE "+r.database()+" STRATEGY file_copy")
	return to
}

// database is the name of the database.
func (r remote) database() string {
	u, err := url.Parse(r.url)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Path, "/")
}

// named returns the address of another database of the cluster.
func (r remote) named(name string) string { return strings.Replace(r.url, r.database(), name, 1) }

// meter reads what the server counts. A connection tells the server what it did when it has
// ended at the latest.
func (r remote) meter(tb testing.TB) func(*process) written {
	tb.Helper()
	before := r.counted(tb)
	return func(p *process) written {
		tb.Helper()
		p.stop(tb)
		r.left(tb)
		after := r.counted(tb)
		return written{rows: after.rows - before.rows, commits: after.commits - before.commits, bytes: after.bytes - before.bytes}
	}
}

// left waits until the server has noticed that nobody is connected.
func (r remote) left(tb testing.TB) {
	tb.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	remote{r.cluster, r.named("postgres")}.query(tb, func(ctx context.Context, conn *pgx.Conn) error {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		for n := 1; n > 0; <-look.C {
			if err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity WHERE datname = $1`, r.database()).Scan(&n); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r remote) counted(tb testing.TB) (w written) {
	tb.Helper()
	other := remote{r.cluster, r.named("postgres")} // so that nothing of this is counted
	other.query(tb, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `SELECT tup_inserted + tup_updated + tup_deleted, xact_commit, pg_current_wal_insert_lsn() - '0/0'::pg_lsn
			FROM pg_stat_database WHERE datname = $1`, r.database()).Scan(&w.rows, &w.commits, &w.bytes)
	})
	return w
}

func (r remote) held(tb testing.TB) (h held) {
	tb.Helper()
	r.query(tb, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, holding).Scan(&h.sessions, &h.turns, &h.shown)
	})
	return h
}

func (r remote) query(tb testing.TB, f func(context.Context, *pgx.Conn) error) {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, r.url)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(ctx)
	if err := f(ctx, conn); err != nil {
		tb.Fatal(err)
	}
}
