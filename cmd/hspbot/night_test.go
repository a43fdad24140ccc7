package main

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

// service is the program as an operator runs it, in a process of its own.
type service struct {
	t   *testing.T
	env []string
	ops string
	log quiet
	cmd *exec.Cmd
}

// newService returns one on a database file and a Telegram, which does not run yet.
func newService(t *testing.T, data string, tele *telegramtest.Server, env ...string) *service {
	ops := bottest.FreeAddress(t)
	s := &service{t: t, ops: "http://" + ops, env: append([]string{"HSPBOT_DATA=" + data, "HSPBOT_TELEGRAM_TOKEN=" + tele.Token(),
		"HSPBOT_TELEGRAM_API=" + tele.URL(), "HSPBOT_OPS_LISTEN=" + ops}, env...)}
	t.Cleanup(func() {
		if s.cmd != nil && s.cmd.ProcessState == nil {
			s.kill()
		}
	})
	return s
}

// hspbot runs a command with the settings of the service, and more.
func (s *service) hspbot(command string, env ...string) (out string, status int) {
	s.t.Helper()
	cmd := exec.Command("hspbot", strings.Fields(command)...)
	cmd.Env = append(append(os.Environ(), s.env...), env...)
	b, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		s.t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

func (s *service) start(env ...string) {
	s.t.Helper()
	s.cmd = exec.Command("hspbot", "serve")
	s.cmd.Env = append(append(os.Environ(), s.env...), env...)
	s.cmd.Stderr = &s.log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
}

// ready waits until /readyz is as wanted.
func (s *service) ready(want string) {
	s.t.Helper()
	eventually(s.t, s.ops+"/readyz", func(_ int, body string) bool { return strings.HasPrefix(body, want) })
}

// metric waits for a line of the metrics.
func (s *service) metric(line string) {
	s.t.Helper()
	eventually(s.t, s.ops+"/metrics", func(_ int, body string) bool { return strings.Contains(body, "\n"+line+"\n") })
}

func (s *service) kill() {
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Error(err)
	}
	_ = s.cmd.Wait()
}

func (s *service) stop() {
	s.t.Helper()
	if err := errors.Join(s.cmd.Process.Signal(os.Interrupt), s.cmd.Wait()); err != nil {
		s.t.Errorf("%v\n%s", err, &s.log)
	}
}

// ends waits for the end of the process.
func (s *service) ends() (status int) {
	s.t.Helper()
	done := make(chan struct{})
	go func() { _ = s.cmd.Wait(); close(done) }()
	select {
	case <-done:
		return s.cmd.ProcessState.ExitCode()
	case <-time.After(20 * time.Second):
		s.t.Fatalf("the process goes on:\n%s", &s.log)
		return 0
	}
}

// stored is what a file holds of everybody, as text that can be compared.
func stored(t *testing.T, path string) string {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.List(t.Context(), "telegram", "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, s := range list {
		fmt.Fprintf(&b, "%s %d %v %+v\n", s.ID, s.Version, s.Touched.UTC(), s.State)
	}
	return b.String()
}

// says has a person write and waits for the answer to it.
func says(t *testing.T, p *telegramtest.Person, text string) {
	t.Helper()
	had := len(answersTo(p))
	p.Say(text)
	p.Sees(func(telegramtest.Message) bool { return len(answersTo(p)) > had })
}

// answersTo are the bot's messages to a person and their edits.
func answersTo(p *telegramtest.Person) (list []string) {
	for _, m := range p.Chat().Messages {
		if m.FromBot {
			for i := range m.Edits + 1 {
				list = append(list, fmt.Sprint(m.ID, i))
			}
		}
	}
	return list
}

// TestOperatorsNight is what an operator does when all goes wrong in one night: the token is
// wrong, somebody sets a webhook, the process is killed, the file is damaged, a copy is put back,
// and the token is revoked. Each step shows where the guide says it does.
func TestOperatorsNight(t *testing.T) {
	t.Parallel()
	tele := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	dir := t.TempDir()
	data := filepath.Join(dir, "serve.db")
	s := newService(t, data, tele)

	// A wrong token ends the program with one line that names the setting.
	out, status := s.hspbot("serve", "HSPBOT_TELEGRAM_TOKEN=1:wrong")
	if last := out[strings.LastIndex(strings.TrimSpace(out), "\n")+1:]; status != statusUsage ||
		last != "hspbot: HSPBOT_TELEGRAM_TOKEN: wrong token: Telegram does not accept it\n" {
		t.Errorf("with a wrong token: exit %d\n%s", status, out)
	}
	s.start()
	s.ready("ready")
	if out, status := s.hspbot("check"); status != 0 {
		t.Errorf("check while the bot runs: exit %d\n%s", status, out)
	}
	if out, status := s.hspbot("ready"); status != 0 {
		t.Errorf("ready: exit %d %s", status, out)
	}
	anna := tele.AddPerson("en")
	says(t, anna, "/start")

	// Somebody sets a webhook for the bot that polls: it is deleted, and nothing is lost.
	answer, err := http.PostForm(tele.URL()+"/bot"+tele.Token()+"/setWebhook", url.Values{"url": {"http://127.0.0.1:1/"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	says(t, anna, "/help")
	if address, _ := tele.Webhook(); address != "" {
		t.Errorf("the webhook is still %s", address)
	}

	// Traffic, a copy, more traffic, and the machine loses power.
	for range 3 {
		says(t, tele.AddPerson("ja"), "/start")
	}
	if out, status = s.hspbot("backup " + dir); status != 0 {
		t.Fatalf("backup: exit %d %s", status, out)
	}
	copied := strings.TrimSpace(out)
	s.metric(`hspbot_database_damaged 0`)
	says(t, tele.AddPerson("zh"), "/start")
	if out, status := s.hspbot("restore " + copied); status != statusFailed || !strings.Contains(out, "is in use: stop the bot first") {
		t.Errorf("restore beside the bot: exit %d %s", status, out)
	}
	s.kill()

	// Pages of the file are damaged: the bot says so, and a copy takes its place.
	damage(t, data)
	_ = os.Remove(data + "-wal") // what the damaged pages came from
	if out, status := s.hspbot("verify"); status != statusFailed || !strings.Contains(out, "damaged") {
		t.Errorf("verify: exit %d %s", status, out)
	}
	if out, status := s.hspbot("verify " + copied); status != 0 {
		t.Errorf("verify the copy: exit %d %s", status, out)
	}
	if out, status := s.hspbot("restore " + copied); status != 0 {
		t.Fatalf("restore: exit %d %s", status, out)
	}
	if before, after := stored(t, copied), stored(t, data); before != after || strings.Count(after, "\n") != 4 {
		t.Errorf("restored:\n%s\nthe copy:\n%s", after, before)
	}
	old, err := filepath.Glob(data + ".2*")
	if err != nil || len(old) == 0 {
		t.Errorf("the damaged file was not kept: %v", err)
	}
	s.start()
	s.ready("ready")
	says(t, anna, "/help")
	s.stop()

	// The key is set, and changed.
	s.start("HSPBOT_KEYS=" + oldKey)
	s.ready("ready")
	says(t, anna, "/help")
	s.stop()
	if out, status := s.hspbot("serve"); status != statusUsage || !strings.Contains(out, "hspbot: HSPBOT_KEYS: ") {
		t.Errorf("without the key: exit %d %s", status, out)
	}
	s.start("HSPBOT_KEYS=" + newKey + "," + oldKey)
	s.ready("ready")
	says(t, anna, "/help")

	// The token is revoked: the process ends, and says why.
	tele.Revoke()
	anna.Say("hello") // ends the poll that waits, and the next one is refused
	if status := s.ends(); status != statusFailed || !strings.Contains(s.log.String(), "hspbot: telegram: wrong token: Telegram does not accept it any more") {
		t.Errorf("with a revoked token: exit %d\n%s", status, &s.log)
	}
	if strings.Contains(s.log.String(), tele.Token()) {
		t.Error("the log holds the token")
	}
}

// TestDamageShows: a file that is damaged while nobody runs is reported after the start: not
// ready, a metric and an error.
func TestDamageShows(t *testing.T) {
	t.Parallel()
	tele := telegramtest.New(t, telegramtest.Options{})
	data := filepath.Join(t.TempDir(), "serve.db")
	store, err := sqlite.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		_, err := store.Apply(t.Context(), bot.Key{Platform: "telegram", ID: fmt.Sprint(1000 + i)}, func(s *bot.Session) error {
			s.Version, s.Shown, s.Touched, s.Created = 1, 1, time.Now(), time.Now()
			s.Surface = slices.Repeat([]byte("x"), 1500)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(data, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte("damaged "), 512), 60<<12); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s := newService(t, data, tele)
	s.start()
	s.ready("the database is damaged: restore a copy")
	s.metric(`hspbot_database_damaged 1`)
	s.stop()
	if !strings.Contains(s.log.String(), "level=ERROR msg=\"the database is damaged") {
		t.Errorf("log:\n%s", &s.log)
	}
}
