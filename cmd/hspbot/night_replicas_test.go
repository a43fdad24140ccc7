package main

import (
	"net/http"
	"testing"

	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
)

// TestOperatorsNightOfReplicas: two replicas lose their database and find it again, and a release
// that does not become ready stops at the first replica while the other one answers.
func TestOperatorsNightOfReplicas(t *testing.T) {
	t.Parallel()
	cluster := pgtest.New(t)
	database := cluster.Database(t)
	tele := telegramtest.New(t, telegramtest.Options{})
	var replicas [2]*service
	for i := range replicas {
		replicas[i] = newService(t, "", tele, "HSPBOT_DATABASE_URL="+database)
		replicas[i].start()
		replicas[i].ready("ready")
	}
	anna := tele.AddPerson("en")
	says(t, anna, "/start")

	// The database goes. Neither replica is ready, and what is said meanwhile is answered later.
	cluster.Kill()
	for _, r := range replicas {
		eventually(t, r.ops+"/readyz", func(status int, _ string) bool { return status == http.StatusServiceUnavailable })
		if _, status := r.hspbot("ready"); status != 1 {
			t.Errorf("ready without a database: exit %d", status)
		}
	}
	had := len(answersTo(anna))
	anna.Say("/help")
	cluster.Restart(t)
	for _, r := range replicas {
		r.ready("ready")
	}
	anna.Sees(func(telegramtest.Message) bool { return len(answersTo(anna)) > had })

	// A release that cannot start, here by a setting that it refuses, is tried on the first replica:
	// the update ends there, as compose does it, and nobody waits for an answer.
	replicas[0].stop()
	replicas[0].start("HSPBOT_KEYS=no key")
	if status := replicas[0].ends(); status != statusUsage {
		t.Errorf("a bad release: exit %d\n%s", status, &replicas[0].log)
	}
	if _, status := replicas[0].hspbot("ready"); status != 1 {
		t.Errorf("a bad release is ready: exit %d", status)
	}
	replicas[1].ready("ready")
	says(t, anna, "/start")

	// The release before it is put back, and then both are replaced, one after the other.
	replicas[0].start()
	for _, r := range replicas {
		r.ready("ready")
		r.stop()
		r.start()
		r.ready("ready")
		says(t, anna, "/help")
	}
}
