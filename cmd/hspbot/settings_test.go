package main

import (
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

// TestVariables holds the tags of the settings to their form.
func TestVariables(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range variablesOf(&settings{}) {
		if !regexp.MustCompile(`^HSPBOT_[A-Z_]+[A-Z]$`).MatchString(v.name) || seen[v.name] {
			t.Errorf("%s: a name of another form, or used twice", v.name)
		}
		seen[v.name] = true
		if v.help == "" || v.group == "" {
			t.Errorf("%s: no help or no heading", v.name)
		}
		if secretName := regexp.MustCompile(`TOKEN|SECRET|KEYS|DATABASE_URL|PASSWORD`).MatchString(v.name); secretName != v.secret {
			t.Errorf("%s: secret is %t", v.name, v.secret)
		}
	}
	if len(seen) != 25 {
		t.Errorf("%d settings", len(seen))
	}
	help := serveCommand{}.Help()
	for name := range seen {
		if !strings.Contains(help, "    "+name) {
			t.Errorf("the help of serve does not list %s", name)
		}
	}
}

// TestSettingErrors sets each variable to what cannot be read: the error names the variable
// and does not repeat the value.
func TestSettingErrors(t *testing.T) {
	free := map[string]bool{ // any text will do
		"HSPBOT_TELEGRAM_TOKEN": true, "HSPBOT_SLACK_BOT_TOKEN": true, "HSPBOT_SLACK_CLIENT_ID": true, "HSPBOT_SLACK_CLIENT_SECRET": true,
		"HSPBOT_SLACK_SIGNING_SECRET": true, "HSPBOT_DATA": true, "HSPBOT_SMTP_USER": true, "HSPBOT_SMTP_PASSWORD": true}
	for _, name := range settingNames() {
		if free[strings.TrimSuffix(name, "_FILE")] && !strings.HasSuffix(name, "_FILE") {
			continue
		}
		if name == "HSPBOT_PARTNERS_FILE" { // a path, whose file is read at the start
			continue
		}
		_, err := readSettings(environment{name: "no:value: s3cret"})
		if err == nil || !strings.HasPrefix(err.Error(), name+" ") || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSettingFiles reads a secret from a file, and the defaults of what is empty.
func TestSettingFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("123:abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := readSettings(environment{"HSPBOT_TELEGRAM_TOKEN_FILE": file, "HSPBOT_TELEGRAM_TOKEN": "", "HSPBOT_LISTEN": ""})
	if err != nil || s.Telegram.Token != "123:abc" || s.Listen != "127.0.0.1:8080" || time.Duration(s.TTL) != 30*24*time.Hour {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestUnknownSettings(t *testing.T) {
	env := environment{"HSPBOT_KEY": "x", "HSPBOT_KEYS": "x", "HSPBOT_KEYS_FILE": "x", "HSPBOT_DATA_FILE": "x", "HSPBOT_OLD": "", "HOME": "x"}
	if got := env.unknown(); !slices.Equal(got, []string{"HSPBOT_DATA_FILE", "HSPBOT_KEY"}) {
		t.Errorf("unknown: %q", got)
	}
	for name, want := range map[string]string{"HSPBOT_KEY": "HSPBOT_KEYS", "HSPBOT_TELEGRM_TOKEN": "HSPBOT_TELEGRAM_TOKEN", "HSPBOT_LOGLEVEL": "HSPBOT_LOG_LEVEL"} {
		if got := nearestSetting(name); got != want {
			t.Errorf("%s is most like %s, want %s", name, got, want)
		}
	}
	if d := editDistance("kitten", "sitting"); d != 3 {
		t.Errorf("distance %d, want 3", d)
	}
}

// TestPaths connects each platform in each way it can be reached: its handlers are those of
// the paths that the table promises, and all of them together are those that Caddy passes on.
func TestPaths(t *testing.T) {
	tele := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	slack := slacktest.New(t, slacktest.Options{})
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "paths.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	const key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	all := map[string]bool{}
	for _, env := range []environment{
		{"HSPBOT_TELEGRAM_TOKEN": tele.Token()},
		{"HSPBOT_TELEGRAM_TOKEN": tele.Token(), "HSPBOT_PUBLIC_URL": "https://bot.example.org"},
		{"HSPBOT_SLACK_BOT_TOKEN": slack.Team("T1").Token(), "HSPBOT_SLACK_APP_TOKEN": slack.AppToken()},
		{"HSPBOT_SLACK_BOT_TOKEN": slack.Team("T1").Token(), "HSPBOT_SLACK_SIGNING_SECRET": slack.SigningSecret()},
		{"HSPBOT_SLACK_CLIENT_ID": slack.ClientID(), "HSPBOT_SLACK_CLIENT_SECRET": slack.ClientSecret(), "HSPBOT_KEYS": key,
			"HSPBOT_SLACK_SIGNING_SECRET": slack.SigningSecret(), "HSPBOT_PUBLIC_URL": "https://bot.example.org"},
		{"HSPBOT_WEB": "on"},
	} {
		env["HSPBOT_TELEGRAM_API"], env["HSPBOT_SLACK_API"] = tele.URL(), strings.TrimSuffix(slack.API(), "/")
		set, err := readSettings(env)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range platforms {
			if !p.configured(&set) {
				continue
			}
			log := slog.New(slog.DiscardHandler)
			r := &running{set: &set, log: log, store: store, leads: newSender(&set, store, nil, log)}
			connected, err := p.connect(t.Context(), r, newPart(p, log))
			if err != nil {
				t.Fatal(err)
			}
			want := slices.Sorted(slices.Values(p.paths(&set)))
			if got := slices.Sorted(maps.Keys(connected.handlers)); !slices.Equal(got, want) {
				t.Errorf("%v: handlers of %q, want %q", slices.Sorted(maps.Keys(env)), got, want)
			}
			for _, path := range want {
				path = strings.TrimSuffix(path, "{$}") // that path alone
				if strings.HasSuffix(path, "/") && path != "/" {
					path += "*" // and all below it
				}
				all[path] = true
			}
		}
	}
	caddy, err := os.ReadFile("../../deploy/Caddyfile")
	if err != nil {
		t.Fatal(err)
	}
	passed := regexp.MustCompile(`(?m)^\s*@known path (.*)$`).FindSubmatch(caddy)
	if passed == nil || !slices.Equal(slices.Sorted(maps.Keys(all)), slices.Sorted(strings.FieldsSeq(string(passed[1])))) {
		t.Errorf("Caddy passes on %q, want %q", passed, slices.Sorted(maps.Keys(all)))
	}
}
