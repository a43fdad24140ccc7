package main

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestOneUnreadableRow: somebody whose stored answers are damaged is told so, and begins anew
// after deleting them; more people than Telegram hands out at once are answered meanwhile, and a metric counts.
// The log says at the start how the program runs.
func TestOneUnreadableRow(t *testing.T) {
	v := locales.In("en")
	tele := telegramtest.New(t, telegramtest.Options{})
	data := filepath.Join(t.TempDir(), "serve.db")
	s := newService(t, data, tele)
	s.start()
	s.ready("ready")
	anna := tele.AddPerson("en")
	says(t, anna, "/start") // who is answered is served: a ready program may be about to say so
	for _, part := range []string{"msg=running version=", "database=SQLite", "encrypted=false", "retention=720h", "msg=serving platform=telegram", "intake=polling"} {
		if !strings.Contains(s.log.String(), part) {
			t.Errorf("the log does not say %q:\n%s", part, &s.log)
		}
	}
	s.stop()
	db, err := sql.Open("sqlite", data)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("UPDATE session SET state = '{'")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.ready("ready")
	anna.Say("hello")
	var others []*telegramtest.Person
	for range 120 {
		p := tele.AddPerson("en")
		p.Say("/start")
		others = append(others, p)
	}
	anna.Sees(titled(v.Say("notice.unreadable")))
	for _, p := range others {
		p.Sees(titled(v.Say("question.goal.ask")))
	}
	s.metric(`hspbot_unreadable_sessions_total{platform="telegram"} 1`)
	s.ready("ready")
	anna.Press("yes:forget")
	anna.Sees(titled(v.Say("forgotten.title")))
	anna.Say("/start")
	anna.Sees(titled(v.Say("question.goal.ask")))
	s.stop()
}

// TestOneProcessForAFile: a second process on a database file ends with one line; the first goes on.
func TestOneProcessForAFile(t *testing.T) {
	tele := telegramtest.New(t, telegramtest.Options{})
	s := newService(t, filepath.Join(t.TempDir(), "serve.db"), tele)
	s.start()
	s.ready("ready")
	out, status := s.hspbot("serve", "HSPBOT_OPS_LISTEN=")
	if lines := strings.Split(strings.TrimSpace(out), "\n"); status != statusFailed || !strings.HasPrefix(lines[len(lines)-1], "hspbot: ") || !strings.Contains(lines[len(lines)-1], "in use by another process") {
		t.Errorf("a second process: exit %d\n%s", status, out)
	}
	says(t, tele.AddPerson("en"), "/start")
	s.stop()
}
