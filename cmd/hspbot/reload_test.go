package main

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/telegram/telegramtest"
)

// hangUp sends SIGHUP, and waits until the log has one line more with a text.
func (s *service) hangUp(text string) {
	s.t.Helper()
	had := strings.Count(s.log.String(), text)
	if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		s.t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); strings.Count(s.log.String(), text) != had+1; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("the log does not say %q:\n%s", text, &s.log)
		}
	}
}

// TestSecretsAreReadAgain: SIGHUP puts a changed signing secret into effect, names one that takes a
// restart, and leaves everything as it was where a file is empty. The process runs on all along.
func TestSecretsAreReadAgain(t *testing.T) {
	t.Parallel()
	tele := telegramtest.New(t, telegramtest.Options{})
	slack := slacktest.New(t, slacktest.Options{Unlimited: true})
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	listen := bottest.FreeAddress(t)
	s := newService(t, filepath.Join(dir, "serve.db"), tele, "HSPBOT_TELEGRAM_TOKEN=", "HSPBOT_TELEGRAM_TOKEN_FILE="+file("token", tele.Token()),
		"HSPBOT_SLACK_BOT_TOKEN="+slack.Team("T1").Token(), "HSPBOT_SLACK_API="+strings.TrimSuffix(slack.API(), "/"),
		"HSPBOT_SLACK_SIGNING_SECRET_FILE="+file("signing", "the-secret-before"), "HSPBOT_LISTEN="+listen)
	s.start()
	s.ready("ready")
	signed := func(want int) {
		t.Helper()
		body := url.Values{"command": {"/hsp"}, "text": {"help"}, "team_id": {"T1"}, "channel_id": {"C1"}, "user_id": {"U1"}, "trigger_id": {"1.1"}}.Encode()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+listen+"/slack/commands", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = withType(formType, slack.Sign(body, time.Now()))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("a command with Slack's new secret is answered %d, want %d", answer.StatusCode, want)
		}
	}
	signed(http.StatusUnauthorized)
	file("signing", "the-secret-before,"+slack.SigningSecret())
	s.hangUp(`msg="changed secret is in effect" name=HSPBOT_SLACK_SIGNING_SECRET`)
	signed(http.StatusOK)
	file("signing", "")
	s.hangUp(`HSPBOT_SLACK_SIGNING_SECRET_FILE is set, but the file is empty`)
	signed(http.StatusOK)
	file("signing", slack.SigningSecret())
	file("token", "123456:another-token")
	s.hangUp(`msg="changed secret takes effect at a restart" name=HSPBOT_TELEGRAM_TOKEN`)
	says(t, tele.AddPerson("en"), "/start")
	s.stop()
	for _, secret := range []string{"another-token", "the-secret-before", slack.SigningSecret()} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}
