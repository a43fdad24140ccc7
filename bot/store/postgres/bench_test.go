package postgres

import (
	"fmt"
	"testing"

	"hspbot/bot"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/storetest"
)

func BenchmarkApply(b *testing.B) {
	for _, c := range []struct{ replicas, people int }{{1, 1}, {1, 64}, {2, 64}} {
		b.Run(fmt.Sprint(c.replicas, " replicas, ", c.people, " at a time"), func(b *testing.B) {
			url := pgtest.Start(b).Database(b)
			var stores []bot.Store
			for range c.replicas {
				stores = append(stores, opened(b, url, Options{}))
			}
			storetest.BenchApply(b, c.people, stores...)
		})
	}
}
