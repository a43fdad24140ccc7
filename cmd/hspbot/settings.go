package main

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// settings are what serve and check take from the environment, and never from flags. Each is
// named here and nowhere else: reading, help and the checks of deploy's files follow the tags.
// In a tag, secret means that NAME_FILE may name a file instead.
type settings struct {
	Telegram telegramSettings `embed:"" prefix:"telegram-"`
	Slack    slackSettings    `embed:"" prefix:"slack-"`
	Web      yes              `env:"HSPBOT_WEB" group:"web" help:"on: the page and the interview in a browser, at HSPBOT_LISTEN and HSPBOT_PUBLIC_URL; needs no account anywhere"`
	Mail     mailSettings     `embed:"" prefix:"smtp-"`
	sealingSettings
	Partners  string        `env:"HSPBOT_PARTNERS_FILE" group:"all" help:"the partners who send people here (TOML, see hspbot partners); SIGHUP reads it again; default none"`
	PublicURL publicURL     `env:"HSPBOT_PUBLIC_URL" group:"all" help:"https address under which this program is reached; without it Telegram is polled"`
	Listen    listenAddress `env:"HSPBOT_LISTEN" group:"all" default:"127.0.0.1:8080" help:"address and port, or unix:/path of a socket, behind a proxy that ends TLS"`
	TTL       duration      `env:"HSPBOT_SESSION_TTL" group:"all" default:"720h" help:"a conversation is deleted after so long without a message"`
	ExpireAll yes           `env:"HSPBOT_EXPIRE_ALL" group:"all" help:"yes: delete also where more than a fifth of all conversations expire at once, which otherwise is taken for a wrong clock or setting"`
	Ops       listenAddress `env:"HSPBOT_OPS_LISTEN" group:"all" help:"address and port, or unix:/path of a socket, for operators only, such as 127.0.0.1:9091: /metrics, /healthz, /readyz, /debug/pprof/; default none"`
	Log       logFormat     `env:"HSPBOT_LOG" group:"all" default:"text" help:"text or json"`
	LogLevel  logLevel      `env:"HSPBOT_LOG_LEVEL" group:"all" default:"info" help:"debug, info, warn or error"`

	again *reloading // how secrets are read again; nil where they are not
}

// telegramSettings are those of Telegram.
type telegramSettings struct {
	Token  string        `env:"HSPBOT_TELEGRAM_TOKEN" group:"telegram" secret:"" help:"the token from @BotFather"`
	Secret webhookSecret `env:"HSPBOT_TELEGRAM_SECRET" group:"telegram" secret:"" help:"the webhook's secret token; default: derived from the bot's token"`
	API    apiURL        `env:"HSPBOT_TELEGRAM_API" group:"telegram" help:"another Bot API server"`
}

// slackSettings are those of Slack: one workspace has a bot token, many have a client, whose
// tokens arrive when a workspace installs the app.
type slackSettings struct {
	BotToken       string     `env:"HSPBOT_SLACK_BOT_TOKEN" group:"slack one" secret:"" help:"the bot token (xoxb-…)"`
	ClientID       string     `env:"HSPBOT_SLACK_CLIENT_ID" group:"slack many" help:"the app's client ID"`
	ClientSecret   string     `env:"HSPBOT_SLACK_CLIENT_SECRET" group:"slack many" secret:"" help:"the app's client secret"`
	AppToken       appToken   `env:"HSPBOT_SLACK_APP_TOKEN" group:"slack delivery" secret:"" help:"Socket Mode (xapp-…): no public address is needed"`
	SigningSecrets secretList `env:"HSPBOT_SLACK_SIGNING_SECRET" group:"slack delivery" secret:"" help:"HTTP: request URLs below HSPBOT_PUBLIC_URL/slack/; several with commas while it changes"`
	API            apiURL     `env:"HSPBOT_SLACK_API" group:"slack delivery" help:"another server of the Web API"`
}

// mailSettings are those of the server that takes what goes to partners by e-mail.
type mailSettings struct {
	Address  mailAddress `env:"HSPBOT_SMTP_ADDRESS" group:"mail" help:"host:port of a mail server with STARTTLS (587) or TLS (465), for partners who take results by e-mail; default none"`
	From     mailFrom    `env:"HSPBOT_SMTP_FROM" group:"mail" help:"address that the mail comes from"`
	User     string      `env:"HSPBOT_SMTP_USER" group:"mail" help:"user name, if the server asks for one"`
	Password string      `env:"HSPBOT_SMTP_PASSWORD" group:"mail" secret:"" help:"and the password"`
}

// databaseSettings say where conversations are kept: in a file, or in PostgreSQL.
type databaseSettings struct {
	Data     string      `env:"HSPBOT_DATA" group:"all" help:"database file; default hspbot/serve.db in $XDG_STATE_HOME or ~/.local/state"`
	Database databaseURL `env:"HSPBOT_DATABASE_URL" group:"all" secret:"" help:"PostgreSQL instead: postgres://user:password@host/name; any number of replicas may share it"`
}

// sealingSettings say that, and with which keys it is encrypted.
type sealingSettings struct {
	databaseSettings
	Keys keyRing `env:"HSPBOT_KEYS" group:"all" secret:"" help:"encrypts answers and tokens in the database: 32 random bytes in base64; to change the key, put the new one first and a comma between; default none"`
}

// headings stand above the groups of settings in the help.
var headings = []kong.Group{
	{Key: "telegram", Title: "Telegram"},
	{Key: "slack one", Title: "Slack, for one workspace"},
	{Key: "slack many", Title: "Slack, for many workspaces, which install the app from HSPBOT_PUBLIC_URL/slack/install and need HSPBOT_KEYS"},
	{Key: "slack delivery", Title: "Slack, how it reaches this program: an app token or a signing secret"},
	{Key: "web", Title: "Website"},
	{Key: "mail", Title: "Mail to partners"},
	{Key: "all", Title: "All"},
}

// file returns the path of the database file.
func (d databaseSettings) file() (string, error) {
	if d.Data != "" {
		return d.Data, nil
	}
	return defaultData(os.Getenv, "serve.db")
}

// readSettings reads the environment. The error is one line that names the variable, without
// its value.
func readSettings(env environment) (settings, error) {
	var s settings
	if err := env.read(&s); err != nil {
		return s, err
	}
	return s, s.validate()
}

// validate finds settings that do not go together.
func (s *settings) validate() error {
	switch {
	case s.Database != "" && s.Data != "":
		return errors.New("HSPBOT_DATABASE_URL and HSPBOT_DATA are both set; set one")
	case s.Ops != "" && s.Ops == s.Listen:
		return errors.New("HSPBOT_OPS_LISTEN and HSPBOT_LISTEN are the same; operators need a port of their own")
	}
	if err := s.Mail.validate(); err != nil {
		return err
	}
	configured := false
	for _, p := range platforms {
		if !p.configured(s) {
			continue
		}
		configured = true
		if err := p.validate(s); err != nil {
			return err
		}
	}
	if configured {
		return nil
	}
	var ways []string
	for _, p := range platforms {
		ways = append(ways, fmt.Sprintf("%s for %s", p.enable, p.title))
	}
	return fmt.Errorf("set %s; a file may hold the value, if NAME_FILE names it", strings.Join(ways, ", or "))
}

// called returns the HTTP paths that the configured platforms call, and who calls the first.
func (s *settings) called() (paths []string, by string) {
	for _, p := range platforms {
		if p.configured(s) {
			if paths = append(paths, p.paths(s)...); by == "" && len(paths) > 0 {
				by = p.title
			}
		}
	}
	return paths, by
}

// summary says in a log how the program runs; it holds no secret.
func (s *settings) summary() []any {
	b := build()
	database := "SQLite"
	if s.Database != "" {
		database = "PostgreSQL"
	}
	return []any{"version", b.Version, "commit", b.Commit, "rules", b.Rules, "database", database, "encrypted", s.Keys.Ring != nil,
		"retention", time.Duration(s.TTL).String(), "listen", string(s.Listen), "ops", cmp.Or(string(s.Ops), "none")}
}

// logOptions returns the options of a log handler.
func (s *settings) logOptions() *slog.HandlerOptions { return &slog.HandlerOptions{Level: s.LogLevel} }
