package postgres

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/storetest"
)

func TestSealed(t *testing.T) {
	storetest.RunSealed(t, func(t *testing.T) (func(*seal.Ring) (bot.Store, error), func() []byte) {
		url := pgtest.Start(t).Database(t)
		open := func(keys *seal.Ring) (bot.Store, error) {
			return Open(context.Background(), url, Options{Options: codec.Options{Keys: keys}})
		}
		return open, func() []byte {
			conn, err := pgx.Connect(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close(t.Context())
			rows, _ := conn.Query(t.Context(), `SELECT state || surface || changes FROM session UNION ALL SELECT body FROM record`)
			all, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
			if err != nil {
				t.Fatal(err)
			}
			var b []byte
			for _, part := range all {
				b = append(b, part...)
			}
			return b
		}
	})
}
