package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"

	"hspbot/bot/seal"
)

// settings are what `hspbot serve` takes from the environment. Secrets may also stand in a
// file that NAME_FILE names; they are never flags.
type settings struct {
	telegramToken, telegramSecret string
	telegramAPI                   string
	slack                         slackSettings
	keys                          *seal.Ring
	publicURL                     string
	listen                        string
	data                          string
	database                      string // of PostgreSQL, instead of data
	ops                           string // listens for operators; empty for nobody
	ttl                           time.Duration
	log                           *slog.HandlerOptions
	logJSON                       bool
}

// slackSettings are those of Slack: one workspace has a bot token, many have a client, whose
// tokens come by themselves.
type slackSettings struct {
	botToken, appToken     string
	secrets                []string
	clientID, clientSecret string
	api                    string // ends in a slash; empty for Slack's own
}

// used reports whether anything of Slack is set.
func (s slackSettings) used() bool {
	return s.botToken+s.appToken+s.clientID+s.clientSecret != "" || len(s.secrets) > 0
}

// many reports whether workspaces install the app by themselves.
func (s slackSettings) many() bool { return s.clientID != "" }

// environment reads variables and notes the first mistake.
type environment struct {
	getenv func(string) string
	err    error
}

func (e *environment) fail(name, problem string) {
	if e.err == nil {
		e.err = fmt.Errorf("%s %s", name, problem)
	}
}

// secret reads NAME, or the file that NAME_FILE names, without the line end.
func (e *environment) secret(name string) string {
	value, file := e.getenv(name), e.getenv(name+"_FILE")
	switch {
	case file == "":
		return strings.TrimSpace(value)
	case value != "":
		e.fail(name, "and "+name+"_FILE are both set; set one")
		return ""
	}
	b, err := os.ReadFile(file)
	if err != nil {
		e.fail(name+"_FILE", "cannot be read: "+cause(err))
		return ""
	}
	return strings.TrimSpace(string(b))
}

// cause is an error of a file without its path and operation.
func cause(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

func (e *environment) address(name string, schemes ...string) string {
	s := strings.TrimRight(e.getenv(name), "/")
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		e.fail(name, "is not an address such as "+schemes[0]+"://example.org")
		return ""
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return s
		}
	}
	e.fail(name, "has to begin with "+strings.Join(schemes, ":// or ")+"://")
	return ""
}

func (e *environment) duration(name string, fallback time.Duration) time.Duration {
	s := e.getenv(name)
	if s == "" {
		return fallback
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < time.Minute {
		e.fail(name, "is not a time of a minute or more, such as 720h")
	}
	return d
}

// readSettings reads the environment. A mistake is one line that names the variable, and no secret.
func readSettings(getenv func(string) string) (settings, error) {
	e := environment{getenv: getenv}
	s := settings{
		telegramToken:  e.secret("HSPBOT_TELEGRAM_TOKEN"),
		telegramSecret: e.secret("HSPBOT_TELEGRAM_SECRET"),
		telegramAPI:    e.address("HSPBOT_TELEGRAM_API", "https", "http"),
		publicURL:      e.address("HSPBOT_PUBLIC_URL", "https"),
		slack: slackSettings{
			botToken:     e.secret("HSPBOT_SLACK_BOT_TOKEN"),
			appToken:     e.secret("HSPBOT_SLACK_APP_TOKEN"),
			secrets:      strings.FieldsFunc(e.secret("HSPBOT_SLACK_SIGNING_SECRET"), isSeparator),
			clientID:     strings.TrimSpace(getenv("HSPBOT_SLACK_CLIENT_ID")),
			clientSecret: e.secret("HSPBOT_SLACK_CLIENT_SECRET"),
			api:          e.address("HSPBOT_SLACK_API", "https", "http"),
		},
		listen:   getenv("HSPBOT_LISTEN"),
		data:     getenv("HSPBOT_DATA"),
		database: e.secret("HSPBOT_DATABASE_URL"),
		ops:      getenv("HSPBOT_OPS_LISTEN"),
		ttl:      e.duration("HSPBOT_SESSION_TTL", 30*24*time.Hour),
		log:      &slog.HandlerOptions{},
	}
	if s.listen == "" {
		s.listen = ":8080"
	}
	if _, _, err := net.SplitHostPort(s.listen); err != nil {
		e.fail("HSPBOT_LISTEN", "is not an address and port such as :8080")
	}
	e.checkOthers(&s)
	if s.telegramSecret != "" && !isSecretToken(s.telegramSecret) {
		e.fail("HSPBOT_TELEGRAM_SECRET", "has to be 1 to 256 letters, digits, underscores and hyphens")
	}
	switch format := getenv("HSPBOT_LOG"); format {
	case "", "text":
	case "json":
		s.logJSON = true
	default:
		e.fail("HSPBOT_LOG", "is text or json")
	}
	if level := getenv("HSPBOT_LOG_LEVEL"); level != "" {
		var l slog.Level
		if l.UnmarshalText([]byte(level)) != nil {
			e.fail("HSPBOT_LOG_LEVEL", "is debug, info, warn or error")
		}
		s.log.Level = l
	}
	if keys := e.secret("HSPBOT_KEYS"); keys != "" {
		var err error
		if s.keys, err = seal.ParseRing(keys); err != nil {
			e.fail("HSPBOT_KEYS", "has to be 32 random bytes in base64, for example from: openssl rand -base64 32")
		}
	}
	if s.slack.used() {
		e.checkSlack(&s)
	}
	if e.err == nil && s.telegramToken == "" && !s.slack.used() {
		e.err = errors.New("set HSPBOT_TELEGRAM_TOKEN to the token that @BotFather gave you, or HSPBOT_SLACK_BOT_TOKEN and HSPBOT_SLACK_APP_TOKEN for Slack; each may stand in a file that NAME_FILE names")
	}
	return s, e.err
}

// checkOthers notes what is wrong with the database and with what operators use.
func (e *environment) checkOthers(s *settings) {
	if s.database != "" {
		u, err := url.Parse(s.database) // holds a password: it is not repeated
		if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
			e.fail("HSPBOT_DATABASE_URL", "is not an address such as postgres://user@host/name")
		}
		if s.data != "" {
			e.fail("HSPBOT_DATABASE_URL", "and HSPBOT_DATA are both set; set one")
		}
	}
	if s.ops == "" {
		return
	}
	if _, _, err := net.SplitHostPort(s.ops); err != nil {
		e.fail("HSPBOT_OPS_LISTEN", "is not an address and port such as 127.0.0.1:9090")
	}
	if s.ops == s.listen {
		e.fail("HSPBOT_OPS_LISTEN", "and HSPBOT_LISTEN are the same; operators get a port of their own")
	}
}

func isSeparator(r rune) bool { return r == ',' || unicode.IsSpace(r) }

// checkSlack notes what is missing for Slack.
func (e *environment) checkSlack(s *settings) {
	k := &s.slack
	if k.api != "" {
		k.api += "/"
	}
	switch {
	case k.botToken != "" && k.many():
		e.fail("HSPBOT_SLACK_BOT_TOKEN", "and HSPBOT_SLACK_CLIENT_ID are both set; a bot token is for one workspace, a client id for many")
	case k.botToken == "" && !k.many():
		e.fail("HSPBOT_SLACK_BOT_TOKEN", "is missing: for one workspace set it to the token that begins with xoxb-; for many set HSPBOT_SLACK_CLIENT_ID and HSPBOT_SLACK_CLIENT_SECRET instead")
	case k.many() != (k.clientSecret != ""):
		e.fail("HSPBOT_SLACK_CLIENT_SECRET", "and HSPBOT_SLACK_CLIENT_ID belong together; set both")
	case k.many() && s.keys == nil:
		e.fail("HSPBOT_KEYS", "is missing: it seals the tokens of the workspaces; make one with: openssl rand -base64 32")
	case k.many() && s.publicURL == "":
		e.fail("HSPBOT_PUBLIC_URL", "is missing: people install the app under it")
	case k.appToken == "" && len(k.secrets) == 0:
		e.fail("HSPBOT_SLACK_APP_TOKEN", "is missing: set it for Socket Mode, which needs no public address, or HSPBOT_SLACK_SIGNING_SECRET for HTTP")
	case k.appToken != "" && !strings.HasPrefix(k.appToken, "xapp-"):
		e.fail("HSPBOT_SLACK_APP_TOKEN", "is not an app-level token, which begins with xapp-")
	}
}

// isSecretToken reports whether Telegram takes s as a webhook's secret.
func isSecretToken(s string) bool {
	return len(s) <= 256 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}
