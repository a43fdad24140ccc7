package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrUnreadable is the error for what is no delivery of Slack. It says nothing of the contents.
var ErrUnreadable = errors.New("wire: not a delivery of Slack")

// maxTextBytes is what is kept of a text; Slack's own limit for a message is 40,000 characters,
// and no answer in an interview comes near this.
const maxTextBytes = 16 << 10

// decode reads JSON as far as it fits: what has another type than expected stays empty, since
// the same field is an id in one event and an object in the next.
func decode(body []byte, v any) error {
	if !utf8.Valid(body) {
		body = bytes.ToValidUTF8(body, nil)
	}
	err := json.Unmarshal(body, v)
	if _, odd := errors.AsType[*json.UnmarshalTypeError](err); odd {
		return nil
	}
	if err != nil {
		return ErrUnreadable // the decoder's own error quotes what it read
	}
	return nil
}

// ref refers to a user, a channel, a workspace or an organisation: Slack writes its id alone in
// some payloads and an object in others.
type ref struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	TeamID       string `json:"team_id"`
	EnterpriseID string `json:"enterprise_id"`
	Locale       string `json:"locale"`
	Grid         struct {
		EnterpriseID string `json:"enterprise_id"`
	} `json:"enterprise_user"`
}

// UnmarshalJSON reads either form. It never fails: what is neither stays empty.
func (r *ref) UnmarshalJSON(b []byte) error {
	*r = ref{}
	if bytes.HasPrefix(b, []byte{'"'}) {
		return decode(b, &r.ID)
	}
	type object ref // without this method
	return decode(b, (*object)(r))
}

// looseBool is a bool that Slack writes as true in some payloads and as "true" in others.
type looseBool bool

// UnmarshalJSON reads either form. It never fails: what is neither is false.
func (l *looseBool) UnmarshalJSON(b []byte) error {
	*l = string(b) == "true" || string(b) == `"true"`
	return nil
}

// present reports that a field was there and not null.
type present bool

// UnmarshalJSON looks at nothing but null.
func (p *present) UnmarshalJSON(b []byte) error {
	*p = string(b) != "null"
	return nil
}

// sanitize sanitizes all texts of a payload.
func (p *Payload) sanitize() {
	for _, s := range []*string{&p.Enterprise, &p.Team, &p.User, &p.By, &p.UserTeam, &p.UserEnterprise, &p.Bot, &p.Channel,
		&p.Thread, &p.TS, &p.Text, &p.Trigger, &p.ResponseURL, &p.Locale, &p.Challenge, &p.Press.Block, &p.Step.Function, &p.Step.Execution, &p.Step.Token, &p.Press.Value,
		&p.View.ID, &p.View.Hash, &p.View.Callback, &p.View.Metadata} {
		*s = sanitize(*s)
	}
	for _, list := range [][]string{p.Users, p.Mentioned} {
		for i, u := range list {
			list[i] = sanitize(u)
		}
	}
}

// sanitize returns a text as valid UTF-8 without NUL, which a database does not store, cut
// between characters at maxTextBytes.
func sanitize(s string) string {
	s = strings.ToValidUTF8(s, "")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if len(s) <= maxTextBytes {
		return s
	}
	end := maxTextBytes
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// escapes are the only three that Slack uses. One pass: "&amp;lt;" is "&lt;".
var escapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

func unescape(s string) string { return escapes.Replace(s) }

// withoutMention takes the first mention of the app out of a text that is still escaped, or
// the first of anybody where the app's user id is not known.
func withoutMention(text, bot string) string {
	for from := 0; ; {
		i := strings.Index(text[from:], "<@")
		if i < 0 {
			return text
		}
		start := from + i
		length := strings.IndexByte(text[start:], '>')
		if length < 0 {
			return text
		}
		end := start + length
		id, _, _ := strings.Cut(text[start+len("<@"):end], "|")
		if bot == "" || id == bot {
			return strings.TrimSpace(text[:start] + text[end+1:])
		}
		from = end + 1
	}
}

// parseTS parses a timestamp such as "1355517523.000005". It is zero for anything else: some
// events have a ts without the decimal point, whose unit is not documented.
func parseTS(ts string) time.Time {
	seconds, micros, ok := strings.Cut(ts, ".")
	if !ok || len(micros) != 6 {
		return time.Time{}
	}
	s, err := strconv.ParseUint(seconds, 10, 36)
	if err != nil {
		return time.Time{}
	}
	us, err := strconv.ParseUint(micros, 10, 32)
	if err != nil {
		return time.Time{}
	}
	return unixTime(int64(s)).Add(time.Duration(us) * time.Microsecond)
}

// unixTime returns the time of seconds since 1970; zero for none and for what no year below
// 4147 is.
func unixTime(seconds int64) time.Time {
	if seconds <= 0 || seconds >= 1<<36 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
