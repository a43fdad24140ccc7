package api

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"hspbot/bot"
	"hspbot/bot/expiring"
	"hspbot/bot/partner"
	"hspbot/locales"
	"hspbot/scoring"
)

// Path is that of the API, as a [http.ServeMux] has it.
const Path = "/api/"

const base = "/api/v1/"

// Options say how the API is served.
type Options struct {
	// PublicURL is the https address under which the program is reached, without a slash at its
	// end; empty where it is not known.
	PublicURL string
	// Partners have the keys, and the origins of pages that may call. Nil is none.
	Partners *partner.Registry
	// Observe is told of each request: its route, one of [Routes], and the status. Nil is nobody.
	Observe func(route string, status int)
	Log     *slog.Logger     // slog.Default
	Now     func() time.Time // time.Now
}

// API answers requests.
type API struct {
	o         Options
	clients   *expiring.Map[string, *client] // by network address or hash of a key
	reading   *semaphore.Weighted            // requests whose body is in memory
	working   *semaphore.Weighted            // requests that are being computed
	described func() []byte                  // the OpenAPI document
}

// New returns the API.
func New(o Options) *API {
	o.Log = cmp.Or(o.Log, slog.Default())
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Observe == nil {
		o.Observe = func(string, int) {}
	}
	// Half of the processors are for the chats, whatever is asked here.
	return &API{o: o, clients: expiring.New[string, *client](maxClients, o.Now), reading: semaphore.NewWeighted(maxReading),
		working: semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2))), described: sync.OnceValue(func() []byte { return describe(o.PublicURL) })}
}

// route is one address.
type route struct {
	name, method string
	answer       func(*API, *call) *answer
}

// routes are all of them.
var routes = []route{
	{"score", http.MethodPost, (*API).score},
	{"advice", http.MethodPost, (*API).advice},
	{"rules", http.MethodGet, (*API).rules},
	{"universities", http.MethodGet, (*API).universities},
	{"openapi", http.MethodGet, (*API).openAPI},
}

// other is the route of requests to no address that there is.
const other = "other"

// Routes are the names of the routes, as [Options].Observe is told them.
func Routes() []string {
	var names []string
	for _, r := range routes {
		names = append(names, r.name)
	}
	return append(names, other)
}

// routeOf returns the route of a path; nil for none.
func routeOf(path string) *route {
	name := strings.TrimPrefix(path, base)
	for i := range routes {
		if name == routes[i].name || routes[i].name == "openapi" && name == "openapi.json" {
			return &routes[i]
		}
	}
	return nil
}

// call is one request while it is answered.
type call struct {
	*http.Request
	out    http.ResponseWriter // for limits of the body only
	voice  *locales.Voice
	client *client
}

// answer is what a request gets.
type answer struct {
	status int
	media  string
	body   []byte
	header http.Header // besides
	fresh  time.Duration
}

// The media types.
const (
	mediaJSON    = "application/json"
	mediaLines   = "application/x-ndjson"
	mediaProblem = "application/problem+json"
)

// takes is how long a request may take once its body has been read.
const takes = 5 * time.Second

// ServeHTTP implements [http.Handler].
func (a *API) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	tag, _ := locales.Accepted(r.Header.Get("Accept-Language"))
	c := &call{Request: r, out: out, voice: locales.In(tag)}
	name, to := other, routeOf(r.URL.Path)
	if to != nil {
		name = to.name
	}
	var got *answer
	if err := bot.Guard(func() error { got = a.answer(c, to); return nil }); err != nil {
		a.o.Log.Error("api failed", "route", name, "error", err)
		got = c.problem("failed")
	}
	h := out.Header()
	maps.Copy(h, got.header)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Add("Vary", "Origin, Accept-Language, Authorization")
	h.Set("Cache-Control", "no-store")
	if got.fresh > 0 {
		h.Set("Cache-Control", "public, max-age="+strconv.Itoa(int(got.fresh.Seconds())))
	}
	if strings.HasPrefix(a.o.PublicURL, "https://") {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if got.media != "" {
		h.Set("Content-Type", got.media)
		h.Set("Content-Length", strconv.Itoa(len(got.body)))
	}
	a.o.Observe(name, got.status)
	out.WriteHeader(got.status)
	if r.Method != http.MethodHead {
		_, _ = out.Write(got.body) // who has left has left
	}
}

// answer answers a request: first who asks and how much, then what.
func (a *API) answer(c *call, to *route) *answer {
	if refused := a.admit(c); refused != nil {
		return refused
	}
	switch {
	case c.Method == http.MethodOptions:
		return &answer{status: http.StatusNoContent, header: http.Header{"Allow": {allowed(to)}}}
	case to == nil:
		return c.problem("missing")
	case c.Method != to.method && (c.Method != http.MethodHead || to.method != http.MethodGet):
		p := c.problem("method", "Methods", allowed(to))
		p.header.Set("Allow", allowed(to))
		return p
	}
	ctx, cancel := context.WithTimeout(c.Context(), takes)
	defer cancel()
	c.Request = c.WithContext(ctx)
	return to.answer(a, c)
}

// allowed are the methods of a route, or those that there are.
func allowed(r *route) string {
	switch {
	case r == nil:
		return "GET, HEAD, POST, OPTIONS"
	case r.method == http.MethodGet:
		return "GET, HEAD, OPTIONS"
	}
	return r.method + ", OPTIONS"
}

// jsonAnswer answers with a value as JSON.
func jsonAnswer(status int, media string, v any) *answer {
	body, err := json.Marshal(v)
	if err != nil {
		panic("api: an answer has no JSON form")
	}
	return &answer{status: status, media: media, body: append(body, '\n'), header: http.Header{}}
}

// today is the day it is in Japan.
func (a *API) today() scoring.Date { return scoring.DayInJapan(a.o.Now()) }
