package postgres

import (
	"context"
	"testing"
	"time"

	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/storetest"
)

func TestShared(t *testing.T) {
	storetest.RunShared(t, func(t *testing.T) (func() (storetest.SharedStore, error), func(storetest.SharedStore)) {
		url := pgtest.Start(t).Database(t)
		open := func() (storetest.SharedStore, error) {
			return Open(context.Background(), url, Options{Lease: 1200 * time.Millisecond})
		}
		return open, func(s storetest.SharedStore) { s.(*Store).stop() }
	})
}
