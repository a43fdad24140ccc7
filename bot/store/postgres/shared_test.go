package postgres

import (
	"testing"

	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/storetest"
)

func TestShared(t *testing.T) {
	storetest.RunShared(t, storetest.SharedPlace{New: newPlace, Open: openPlace, Disconnect: func(t *testing.T, url string) {
		pgtest.Start(t).Exec(t, url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	}})
}
