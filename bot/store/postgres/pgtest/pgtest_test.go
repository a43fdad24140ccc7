package pgtest_test

import (
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"hspbot/bot/store/postgres/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Tests{Of: m}.Run()) }

// TestCluster kills a cluster, which keeps what was committed, and stops it.
func TestCluster(t *testing.T) {
	c := pgtest.New(t)
	url, other := c.Database(t), c.Database(t)
	c.Exec(t, url, `CREATE TABLE a (n int); INSERT INTO a VALUES (5)`)
	c.Exec(t, other, `CREATE TABLE a (n int)`)
	n := func() (n int) {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if err := conn.QueryRow(t.Context(), `SELECT n FROM a`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	c.Kill()
	if _, err := pgx.Connect(t.Context(), url); err == nil {
		t.Error("a killed cluster answers")
	}
	c.Restart(t)
	if got := n(); got != 5 {
		t.Errorf("n = %d", got)
	}
	c.Restart(t)
	if got := n(); got != 5 {
		t.Errorf("n = %d", got)
	}
}
