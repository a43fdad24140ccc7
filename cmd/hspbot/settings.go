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
)

// settings are what `hspbot serve` takes from the environment. Secrets may also stand in a
// file that NAME_FILE names; they are never flags.
type settings struct {
	telegramToken, telegramSecret string
	telegramAPI                   string
	publicURL                     string
	listen                        string
	data                          string
	ttl                           time.Duration
	log                           *slog.HandlerOptions
	logJSON                       bool
}

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
		listen:         getenv("HSPBOT_LISTEN"),
		data:           getenv("HSPBOT_DATA"),
		ttl:            e.duration("HSPBOT_SESSION_TTL", 30*24*time.Hour),
		log:            &slog.HandlerOptions{},
	}
	if s.listen == "" {
		s.listen = ":8080"
	}
	if _, _, err := net.SplitHostPort(s.listen); err != nil {
		e.fail("HSPBOT_LISTEN", "is not an address and port such as :8080")
	}
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
	if e.err == nil && s.telegramToken == "" {
		e.err = errors.New("set HSPBOT_TELEGRAM_TOKEN to the token that @BotFather gave you, or HSPBOT_TELEGRAM_TOKEN_FILE to a file that holds it")
	}
	return s, e.err
}

// isSecretToken reports whether Telegram takes s as a webhook's secret.
func isSecretToken(s string) bool {
	return len(s) <= 256 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}
