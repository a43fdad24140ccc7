package main

import (
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hspbot/bot/seal"
)

// The types below read the text of a setting, as [encoding.TextUnmarshaler]. Their errors complete a
// sentence that begins with the name of the variable, and do not repeat the text, which may be a
// secret.

// publicURL is an https address without a slash at its end.
type publicURL string

func (p *publicURL) UnmarshalText(text []byte) error {
	address, err := parseURL(string(text))
	if err == nil && !strings.HasPrefix(address, "https://") {
		return errors.New("has to begin with https://")
	}
	*p = publicURL(address)
	return err
}

// apiURL is an https or http address without a slash at its end.
type apiURL string

func (a *apiURL) UnmarshalText(text []byte) error {
	address, err := parseURL(string(text))
	if err == nil && !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return errors.New("has to begin with https:// or http://")
	}
	*a = apiURL(address)
	return err
}

func parseURL(text string) (string, error) {
	address := strings.TrimRight(text, "/")
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", errors.New("is not an address such as https://example.org")
	}
	return address, nil
}

// listenAddress is an address and a port to listen on, or a Unix socket: unix:/path.
type listenAddress string

func (l *listenAddress) UnmarshalText(text []byte) error {
	_, port, err := net.SplitHostPort(string(text))
	if n, number := strconv.Atoi(port); err == nil && (number == nil && n > 65535 || port == "") {
		err = strconv.ErrRange
	}
	if path, ok := listenAddress(text).socket(); ok {
		err = nil
		if !strings.HasPrefix(path, "/") {
			err = errors.New("relative")
		}
	}
	if err != nil {
		return errors.New("is not an address and port such as :8080 or 127.0.0.1:9091, or unix:/path of a socket")
	}
	*l = listenAddress(text)
	return nil
}

// databaseURL is the address of a PostgreSQL database; it may hold a password.
type databaseURL string

func (d *databaseURL) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return errors.New("is not an address such as postgres://user@host/name")
	}
	*d = databaseURL(text)
	return nil
}

// duration is a minute or more: 720h, or 30d for days of 24 hours.
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if days, is := strings.CutSuffix(string(text), "d"); is {
		var n int
		n, err = strconv.Atoi(days)
		parsed = time.Duration(n) * 24 * time.Hour
		if n > maxDays {
			err = strconv.ErrRange
		}
	}
	if err != nil || parsed < time.Minute {
		return errors.New("is not a time of a minute or more, such as 720h or 30d")
	}
	*d = duration(parsed)
	return nil
}

// maxDays is a century.
const maxDays = 36500

// logFormat is text or json.
type logFormat string

func (f *logFormat) UnmarshalText(text []byte) error {
	if *f = logFormat(text); *f != "text" && *f != "json" {
		return errors.New("has to be text or json")
	}
	return nil
}

// logLevel is the least level of what is logged.
type logLevel slog.Level

func (l *logLevel) UnmarshalText(text []byte) error {
	if (*slog.Level)(l).UnmarshalText(text) != nil {
		return errors.New("has to be debug, info, warn or error")
	}
	return nil
}

// Level implements [slog.Leveler].
func (l logLevel) Level() slog.Level { return slog.Level(l) }

// keyRing is nil inside where nothing is sealed.
type keyRing struct{ *seal.Ring }

func (k *keyRing) UnmarshalText(text []byte) (err error) {
	if k.Ring, err = seal.ParseRing(string(text)); err != nil {
		return errors.New("has to be 32 random bytes in base64, for example from: openssl rand -base64 32")
	}
	return nil
}

// webhookSecret is what Telegram sends with each update.
type webhookSecret string

func (s *webhookSecret) UnmarshalText(text []byte) error {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	if len(text) > 256 || strings.Trim(string(text), allowed) != "" {
		return errors.New("has to be 1 to 256 letters, digits, underscores and hyphens")
	}
	*s = webhookSecret(text)
	return nil
}

// appToken is Slack's app-level token.
type appToken string

func (a *appToken) UnmarshalText(text []byte) error {
	if !strings.HasPrefix(string(text), "xapp-") {
		return errors.New("is not an app-level token, which begins with xapp-")
	}
	*a = appToken(text)
	return nil
}

// secretList is several secrets with commas or white space between them.
type secretList []string

func (l *secretList) UnmarshalText(text []byte) error {
	*l = strings.FieldsFunc(string(text), isSeparator)
	return nil
}

func isSeparator(r rune) bool { return r == ',' || unicode.IsSpace(r) }

// yes is a setting that is on where it says yes.
type yes bool

func (y *yes) UnmarshalText(text []byte) error {
	switch strings.ToLower(string(text)) {
	case "yes", "true", "1", "on":
		*y = true
	case "no", "false", "0", "off":
		*y = false
	default:
		return errors.New("is neither yes (on) nor no (off)")
	}
	return nil
}
