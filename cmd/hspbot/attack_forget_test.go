package main

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot/slack/slacktest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// holds returns in which files of a folder a text is, and whether it is in the log of the program.
func (s *service) holds(dir, text string) (files []string) {
	s.t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) { // a file that SQLite has removed meanwhile
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil && strings.Contains(string(b), text) {
			files = append(files, entry.Name())
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if strings.Contains(s.log.String(), text) {
		files = append(files, "the log of the program")
	}
	return files
}

// holdOpen keeps the database open for reading, as a copy that is under way does.
func holdOpen(t *testing.T, path string) (end func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRowContext(t.Context(), "SELECT count(*) FROM session").Scan(&n); err != nil || n == 0 {
		t.Fatal(n, err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestForgottenInEveryFile: somebody who answered in private and in a group, and somebody who began a
// candidate, ask to be forgotten while another program reads the file. They are told at once and
// nobody else waits. As soon as the file is read no more, neither it nor its log nor a new copy has
// anything of them; the candidate stays.
func TestForgottenInEveryFile(t *testing.T) {
	t.Parallel()
	v := locales.In("en")
	tele := telegramtest.New(t, telegramtest.Options{})
	slack := slacktest.New(t, slacktest.Options{Unlimited: true})
	team := slack.Team("T1")
	dir := t.TempDir()
	s := newService(t, filepath.Join(dir, "serve.db"), tele, "HSPBOT_SLACK_BOT_TOKEN="+team.Token(), "HSPBOT_SLACK_APP_TOKEN="+slack.AppToken(),
		"HSPBOT_SLACK_API="+strings.TrimSuffix(slack.API(), "/"))
	s.start()
	s.ready("ready")
	if !slack.Await(func() bool { return slack.Connections() > 0 }) {
		t.Fatal("Slack is not served")
	}

	anna, bert := tele.AddPerson("en"), tele.AddPerson("en")
	there := tele.Person(anna.ID(), tele.AddSupergroup("visa"))
	there.Say("/start@" + tele.Username())
	there.Sees(titled(v.Say("public.title")))
	there.Press(v.Say("public.here"))
	there.Sees(titled(v.Say("question.goal.ask")))
	says(t, anna, "/start sakura-anna") // a link that nobody else has followed
	anna.Press(v.Say("option.goal.i-b"))
	anna.Sees(titled(v.Say("question.degrees.ask")))
	says(t, bert, "/start")
	hr, colleague := team.Person("UHRPERSON1"), team.Person("UHRPERSON2")
	channel := team.Channel("C1", hr, colleague).Invite()
	hr.Command(channel, "candidate 17")
	if !hr.Await(func() bool { return len(channel.Messages()) >= 2 }) {
		t.Fatalf("no candidate: %q", hr.ErrorsShown())
	}
	id := fmt.Sprint(anna.ID())
	for _, text := range []string{id, "sakura-anna", hr.ID, "candidate 17"} {
		for end := time.Now().Add(5 * time.Second); len(s.holds(dir, text)) == 0; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s is nowhere before", text)
			}
		}
	}

	end := holdOpen(t, filepath.Join(dir, "serve.db"))
	began := time.Now()
	anna.Say("/forget")
	anna.Sees(titled(v.Say("forget.title")))
	anna.Press("yes:forget")
	anna.Sees(titled(v.Say("forgotten.title")))
	says(t, bert, "/help")
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("two turns and another's took %v while the file is read", took)
	}
	hr.Say("/forget")
	press(t, hr, v.Say("forget.title"), "yes:forget")
	seen(t, hr, v.Say("forgotten.title"))
	const owed = `hspbot_erasure_owed_seconds{platform="telegram"}`
	eventually(t, s.ops+"/metrics", func(_ int, body string) bool {
		return strings.Contains(body, owed) && !strings.Contains(body, owed+" 0\n")
	})
	end()
	s.metric(owed + " 0")

	if out, status := s.hspbot("backup " + filepath.Join(dir, "copy.db")); status != 0 {
		t.Fatalf("backup: exit %d %s", status, out)
	}
	for _, text := range []string{id, "sakura-anna", hr.ID} {
		if left := s.holds(dir, text); len(left) > 0 {
			t.Errorf("%s is left in %q", text, left)
		}
	}
	for _, text := range []string{fmt.Sprint(bert.ID()), "candidate 17"} {
		if len(s.holds(dir, text)) < 2 {
			t.Errorf("%s is not in the database and in its copy", text)
		}
	}
	s.stop()
	if left := s.holds(dir, id); len(left) > 0 {
		t.Errorf("after the end %s is in %q", id, left)
	}
}

// titled returns a condition: the bot's message has a text.
func titled(text string) func(telegramtest.Message) bool {
	return func(m telegramtest.Message) bool { return m.FromBot && strings.Contains(m.Text, text) }
}

// seen waits until the newest message of the bot in the direct message has a text.
func seen(t *testing.T, p *slacktest.Person, text string) {
	t.Helper()
	if !p.Await(func() bool { return p.Last() != nil && strings.Contains(p.Last().Plain(), text) }) {
		t.Fatalf("%s does not see %q", p.ID, text)
	}
}

// press presses a button of the message with a text, once it is there.
func press(t *testing.T, p *slacktest.Person, text, action string) {
	t.Helper()
	seen(t, p, text)
	if err := p.Press(p.Last(), action); err != nil {
		t.Fatal(err)
	}
}
