package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram"
	"hspbot/bot/telegram/telegramtest"
)

// checked runs a checkup and returns its lines. No line holds one of the secrets.
func checked(t *testing.T, set *settings, secrets ...string) []string {
	t.Helper()
	var lines []string
	newCheckup(set, func(f finding) { lines = append(lines, f.String()) }).run(t.Context())
	for _, line := range lines {
		for _, secret := range secrets {
			if strings.Contains(line, secret) {
				t.Errorf("a secret in %q", line)
			}
		}
	}
	return lines
}

// finds wants a line that begins so, and no other of that mark and name.
func finds(t *testing.T, lines []string, want ...string) {
	t.Helper()
	for _, begin := range want {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, begin) }) {
			t.Errorf("no line %q in\n%s", begin, strings.Join(lines, "\n"))
		}
	}
}

func wrongs(lines []string) (n int) {
	for _, l := range lines {
		if strings.HasPrefix(l, "✗") {
			n++
		}
	}
	return n
}

// through puts a proxy before a server, which may change the header of answers.
func through(t *testing.T, address string, change func(http.Header)) string {
	t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ModifyResponse: func(r *http.Response) error { change(r.Header); return nil },
	})
	t.Cleanup(server.Close)
	return server.URL
}

// unused is an address on which no program listens.
func fileSettings(t *testing.T) *settings {
	t.Helper()
	path := filepath.Join(t.TempDir(), "check.db")
	store, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return &settings{sealingSettings: sealingSettings{databaseSettings: databaseSettings{Data: path}}, Listen: listenAddress(bottest.FreeAddress(t))}
}

// TestCheckPostgres looks at a database before and after the bot has used it.
func TestCheckPostgres(t *testing.T) {
	set := &settings{sealingSettings: sealingSettings{databaseSettings: databaseSettings{Database: databaseURL(pgtest.Start(t).Database(t))}}, Listen: listenAddress(bottest.FreeAddress(t))}
	finds(t, checked(t, set, string(set.Database)), "✓ database: HSPBOT_DATABASE_URL: reached and writable, PostgreSQL ")
	store, err := set.openStore(t.Context(), codec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Probe(t.Context()); err != nil {
		t.Error(err)
	}
	lines := checked(t, set, string(set.Database))
	finds(t, lines, "✓ database: HSPBOT_DATABASE_URL: reached and writable, PostgreSQL ")
	if slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "✓ database") && strings.Contains(l, "no tables") }) {
		t.Errorf("no tables found:\n%s", strings.Join(lines, "\n"))
	}
	set.Database = "postgres://bot:secret@127.0.0.1:1/hspbot"
	if _, err := set.openStore(t.Context(), codec.Options{}); err == nil || !strings.HasPrefix(err.Error(), "HSPBOT_DATABASE_URL: ") || strings.Contains(err.Error(), "secret") {
		t.Errorf("a database out of reach: %v", err)
	}
}

func TestCheckTelegram(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	set := fileSettings(t)
	set.Telegram.Token, set.Telegram.API = fake.Token(), apiURL(fake.URL())
	lines := checked(t, set, "fake-token")
	finds(t, lines, "✓ settings: ", "✓ database: "+set.Data+": reached and writable, schema ", "✓ disk: ", "✓ telegram token: accepted, the bot is @points_bot",
		"✓ telegram webhook: none, Telegram is polled, 0 updates are waiting", "✓ clock: within a minute of Telegram's", "– HSPBOT_LISTEN: not used")
	if wrongs(lines) != 0 {
		t.Errorf("something is wrong:\n%s", strings.Join(lines, "\n"))
	}
	fake.Revoke()
	lines = checked(t, set, "fake-token")
	finds(t, lines, "✗ telegram token: Telegram does not accept it. Copy it again from @BotFather")
	fake.SetDown(true)
	finds(t, checked(t, set, "fake-token", "/bot"), "✗ telegram token: no answer from the Bot API: ")
}

func TestCheckWebhook(t *testing.T) {
	now := time.Date(2026, 7, 25, 12, 0, 0, 0, time.UTC)
	good := webhookInfo{URL: "https://bot.example.org/telegram", Pending: 3, Allowed: []string{"my_chat_member", "message", "edited_message", "callback_query", "inline_query"}}
	for _, c := range []struct {
		name   string
		public string
		change func(*webhookInfo)
		want   string
	}{
		{"set", "https://bot.example.org", func(*webhookInfo) {}, "✓ telegram webhook: set, 3 updates are waiting"},
		{"failed long ago", "https://bot.example.org", func(w *webhookInfo) { w.LastErrorDate = now.Add(-11 * time.Minute).Unix() }, "✓ telegram webhook: set"},
		{"failed lately", "https://bot.example.org", func(w *webhookInfo) {
			w.LastErrorDate, w.LastError = now.Add(-9*time.Minute).Unix(), "Connection refused"
		}, `✗ telegram webhook: a delivery failed at 11:51 UTC ("Connection refused"), 3 updates are waiting. Check`},
		{"not yet", "https://bot.example.org", func(w *webhookInfo) { w.URL = "" }, "– telegram webhook: not set yet"},
		{"another's", "https://bot.example.org", func(w *webhookInfo) { w.URL = "https://other.example.net/secret-path" },
			"✗ telegram webhook: Telegram delivers to another address, at other.example.net. Start"},
		{"many wait", "https://bot.example.org", func(w *webhookInfo) { w.Pending = 101 }, "✗ telegram webhook: 101 updates are waiting. "},
		{"the usual kinds", "https://bot.example.org", func(w *webhookInfo) { w.Allowed = nil }, "✗ telegram webhook: Telegram delivers other kinds of updates: its defaults. "},
		{"polled, yet set", "", func(*webhookInfo) {}, "✗ telegram webhook: Telegram delivers to bot.example.org, but HSPBOT_PUBLIC_URL is not set. "},
		{"polled", "", func(w *webhookInfo) { w.URL = "" }, "✓ telegram webhook: none, Telegram is polled, 3 updates are waiting"},
		{"polled, bot down", "", func(w *webhookInfo) { w.URL, w.Pending = "", 500 }, "✗ telegram webhook: none, Telegram is polled, and 500 updates are waiting. "},
	} {
		t.Run(c.name, func(t *testing.T) {
			var lines []string
			check := newCheckup(&settings{PublicURL: publicURL(c.public)}, func(f finding) { lines = append(lines, f.String()) })
			check.now = func() time.Time { return now }
			hook := good
			c.change(&hook)
			check.webhook(hook)
			finds(t, lines, c.want)
			if len(lines) != 1 || strings.Contains(lines[0], "secret") {
				t.Errorf("lines %q", lines)
			}
		})
	}
	if len(telegram.Updates()) != 5 {
		t.Errorf("kinds %q: the table above is of five", telegram.Updates())
	}
}

func TestCheckSlack(t *testing.T) {
	fake := slacktest.New(t, slacktest.Options{})
	team := fake.Team("T1")
	scopes := strings.Join(slack.Scopes, ",")
	api := apiURL(through(t, fake.URL(), func(h http.Header) { h.Set("X-OAuth-Scopes", scopes) }) + "/api")
	set := fileSettings(t)
	set.Slack = slackSettings{BotToken: team.Token(), AppToken: appToken(fake.AppToken()), SigningSecrets: secretList{fake.SigningSecret()}, API: api}
	secrets := []string{team.Token(), fake.AppToken(), fake.SigningSecret(), fake.ClientSecret(), "xoxb-no", "xapp-no"}
	lines := checked(t, set, secrets...)
	finds(t, lines, "✓ slack bot token: ", "✓ slack scopes: all 11 granted", "✓ slack socket: Slack lets the app connect",
		"✓ slack signing secret: 1 set", "✓ clock: within a minute of Slack's", "✓ HSPBOT_LISTEN: "+string(set.Listen)+" is free")
	if wrongs(lines) != 0 {
		t.Errorf("something is wrong:\n%s", strings.Join(lines, "\n"))
	}
	scopes = "commands,chat:write, users:read"
	finds(t, checked(t, set, secrets...), "✗ slack scopes: the token lacks app_mentions:read, channels:read, files:write, groups:read, im:history, im:read, im:write, usergroups:read. Update")
	set.Slack.API = apiURL(strings.TrimSuffix(fake.API(), "/"))
	finds(t, checked(t, set, secrets...), "– slack scopes: Slack does not list them")
	set.Slack.BotToken, set.Slack.AppToken = "xoxb-no", "xapp-no"
	finds(t, checked(t, set, secrets...), "✗ slack bot token: Slack says invalid_auth. Install", "✗ slack socket: Slack says invalid_auth. Turn")
	set.Slack = slackSettings{ClientID: fake.ClientID(), ClientSecret: fake.ClientSecret(), SigningSecrets: secretList{fake.SigningSecret()}, API: apiURL(strings.TrimSuffix(fake.API(), "/"))}
	finds(t, checked(t, set, secrets...), "✓ slack client: Slack accepts it", "– slack socket: HSPBOT_SLACK_APP_TOKEN is not set")
	set.Slack.ClientSecret = "xoxb-no"
	finds(t, checked(t, set, secrets...), "✗ slack client: Slack says bad_client_secret. Copy")
	fake.Close()
	finds(t, checked(t, set, secrets...), "✗ slack client: no answer from Slack: ")
}

func TestCheckClock(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	set := fileSettings(t)
	set.Telegram.Token = fake.Token()
	for skew, want := range map[time.Duration]string{50 * time.Second: "✓ clock: within a minute of Telegram's", -50 * time.Second: "✓ clock: within a minute of Telegram's",
		-70 * time.Second: "✗ clock: differs from Telegram's by 1m", 10 * time.Minute: "✗ clock: "} {
		set.Telegram.API = apiURL(through(t, fake.URL(), func(h http.Header) { h.Set("Date", time.Now().Add(skew).UTC().Format(http.TimeFormat)) }))
		finds(t, checked(t, set), want)
	}
}

// TestCheckAddresses tries addresses that are in use: by the bot, and by another program.
func TestCheckAddresses(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	status := map[string]int{"/telegram": http.StatusMethodNotAllowed}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s := status[r.URL.Path]; s != 0 {
			w.WriteHeader(s)
			return
		}
		http.NotFound(w, r)
	}))
	defer server.Close()
	set := fileSettings(t)
	set.Telegram.Token, set.Telegram.API = fake.Token(), apiURL(fake.URL())
	address := listenAddress(server.Listener.Addr().String())
	set.PublicURL, set.Listen, set.Ops = publicURL(server.URL), address, address
	finds(t, checked(t, set), "✓ public address: "+server.URL+" leads here", "✓ HSPBOT_LISTEN: hspbot is running there", "✗ HSPBOT_OPS_LISTEN: ")
	status["/telegram"] = http.StatusBadGateway
	finds(t, checked(t, set), "– public address: the proxy answers 502", "✗ HSPBOT_LISTEN: ")
	status["/telegram"] = http.StatusNotFound
	finds(t, checked(t, set), "✗ public address: another program answers there (status 404). Make the proxy pass /telegram on")
	set.PublicURL, set.Listen, set.Ops = publicURL("http://"+bottest.FreeAddress(t)), listenAddress(bottest.FreeAddress(t)), "192.0.2.1:9090"
	finds(t, checked(t, set), "✗ public address: no answer: ", "✓ HSPBOT_LISTEN: "+string(set.Listen)+" is free", "✗ HSPBOT_OPS_LISTEN: ")
}
