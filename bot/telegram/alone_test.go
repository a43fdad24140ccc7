package telegram

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
)

// TestAlone runs two replicas that poll: one at a time does, and when that one stops the
// other goes on. Telegram turns both away where two ask at once.
func TestAlone(t *testing.T) {
	database := pgtest.Start(t).Database(t)
	fake := telegramtest.New(t, telegramtest.Options{Second: 20 * time.Millisecond})
	join := func() *world {
		store, err := postgres.Open(context.Background(), database, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, fake: fake, store: store, log: &bottest.Log{}, alone: store}
		w.run(polling, bottest.NoLimits)
		stop := w.stop
		w.stop = sync.OnceFunc(func() {
			stop()
			if err := store.Close(); err != nil {
				t.Error(err)
			}
			if log := w.log.String(); strings.Contains(log, "another program polls") {
				t.Errorf("two have polled:\n%s", log)
			}
		})
		t.Cleanup(w.stop)
		return w
	}
	first := join()
	second := join()
	anna := fake.AddPerson("en")
	seen := 0
	hears := func() {
		t.Helper()
		anna.Say("/start")
		seen = anna.Sees(func(m telegramtest.Message) bool { return m.FromBot && m.ID > seen }).ID
	}
	hears()
	first.stop()
	hears()
	join()
	second.stop()
	hears()
}
