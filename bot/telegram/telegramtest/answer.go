package telegramtest

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Seconds that Telegram keeps what the bot has not taken.
const (
	pressLife   = 150
	messageLife = 24 * 60 * 60
)

// Query is a press on a button, and what the bot answered to it.
type Query struct {
	ID       string
	Chat     int64
	User     int64
	Message  int
	Data     string
	At       time.Time
	Answered bool
	Text     string // of the answer, as a notice or an alert
	Alert    bool
	URL      string
}

// Query returns a press by its id, the empty one if there is none.
func (s *Server) Query(id string) Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.world.queries[id]; q != nil {
		return *q
	}
	return Query{}
}

// Queries returns all presses in their order for which want is true, all for nil.
func (s *Server) Queries(want func(Query) bool) []Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Query
	for q := range maps.Values(s.world.queries) {
		if want == nil || want(*q) {
			out = append(out, *q)
		}
	}
	slices.SortFunc(out, func(a, b Query) int { return a.At.Compare(b.At) })
	return out
}

func (c *call) answerCallbackQuery() (any, *apiError) {
	text, link := c.args.text("text"), c.args.text("url")
	switch {
	case utf8.RuneCountInString(text) > 200:
		return nil, c.refuse("MESSAGE_TOO_LONG")
	case !utf8.ValidString(text):
		return nil, c.refuse("strings must be encoded in UTF-8")
	case link != "" && !strings.HasPrefix(link, "https://t.me/"+c.s.o.Username+"?start="):
		return nil, c.refuse("URL_INVALID")
	}
	q := c.s.world.queries[c.args.text("callback_query_id")]
	if q == nil || q.Answered || c.at.Sub(q.At) > c.s.seconds(pressLife) {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	q.Answered, q.Text, q.Alert, q.URL = true, text, c.args.boolean("show_alert"), link
	return true, nil
}
