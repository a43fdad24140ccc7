package api

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"hspbot/bot/partner"
	"hspbot/bot/peer"
)

// What one who asks may take: so many units at once, and then one each every. A request is a unit,
// and more where it has many profiles, see [API.charge].
type limit struct {
	every  time.Duration
	burst  int
	bodies int64 // at a time
}

// Without a key an address may try; a key is for use. Who calls from a page of a partner has no key,
// as everybody could read it there.
var (
	anonymous = limit{time.Second, 60, 4}
	keyed     = limit{50 * time.Millisecond, 600, 8}
)

const (
	// maxReading requests have their bodies or answers in memory at a time: 64 MiB at most.
	maxReading = 32
	// maxClients are counted at a time, and clientFor is how long one is after its last request: then
	// there is room for all again.
	maxClients = 1 << 16
	clientFor  = 10 * time.Minute
)

// client is who asks: a key, or an address without one. It is kept in memory only.
type client struct {
	units  *rate.Limiter
	bodies *semaphore.Weighted
}

// clientOf returns that of a name.
func (a *API) clientOf(name string, l limit) *client {
	return a.clients.Renew(name, clientFor, func() *client {
		return &client{rate.NewLimiter(rate.Every(l.every), l.burst), semaphore.NewWeighted(l.bodies)}
	})
}

// admit finds out who asks, and returns why they are refused, or nil. A page of another website may only ask
// where a partner says so, whatever key it has: that of a partner counts on the partner's own pages.
func (a *API) admit(c *call) *answer {
	origin, pages := c.Header.Get("Origin"), a.o.Partners.All()
	key, hasKey := bearer(c.Header.Get("Authorization"))
	owner, known := a.o.Partners.FindKey(key)
	if known {
		pages = []partner.Partner{owner}
	}
	allowed := origin == "" || a.isOwn(origin, c.Request) || slices.ContainsFunc(pages, func(p partner.Partner) bool { return p.Allows(origin) })
	if allowed && origin != "" {
		a.share(c, origin)
	}
	c.client = a.clientOf("address "+peer.Network(c.Request), anonymous)
	var refused *answer // it costs a unit, so whoever guesses is slowed down
	switch {
	case !allowed:
		refused = c.problem("origin")
	case c.Method == http.MethodOptions: // browsers ask it without a key
	case hasKey && !known:
		refused = c.problem("unauthorized")
		refused.header.Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	case hasKey:
		c.client = a.clientOf("key "+partner.Hash(key), keyed)
	}
	return cmp.Or(a.charge(c, 1), refused)
}

// bearer returns the key of a request; ok is false where it brings none.
func bearer(header string) (key string, ok bool) {
	if header == "" {
		return "", false
	}
	scheme, key, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		key = ""
	}
	return strings.TrimSpace(key), true
}

// isOwn reports whether an origin is that of the program's own pages.
func (a *API) isOwn(origin string, r *http.Request) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	if a.o.PublicURL == "" {
		return u.Host == r.Host
	}
	public, err := url.Parse(a.o.PublicURL)
	return err == nil && u.Scheme == public.Scheme && u.Host == public.Host
}

// share lets a page of an origin read the answer.
func (a *API) share(c *call, origin string) {
	h := c.out.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate")
	if c.Method == http.MethodOptions && c.Header.Get("Access-Control-Request-Method") != "" {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
		h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept-Language")
		h.Set("Access-Control-Max-Age", "600")
	}
}

// charge takes units from who asks, and refuses where there are too few.
func (a *API) charge(c *call, units int) *answer {
	now := a.o.Now()
	r := c.client.units.ReserveN(now, units)
	wait := r.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	r.CancelAt(now)
	return c.busy(wait)
}

// busy says to wait.
func (c *call) busy(wait time.Duration) *answer {
	seconds := int(math.Ceil(min(wait, time.Hour).Seconds()))
	p := c.problem("busy", "N", seconds)
	p.header.Set("Retry-After", strconv.Itoa(seconds))
	return p
}

// overloaded says that others are being answered.
func (c *call) overloaded() *answer {
	p := c.problem("overloaded")
	p.header.Set("Retry-After", "1")
	return p
}

// begin takes a place for the body of a request, until done is called, or refuses it.
func (a *API) begin(c *call) (done func(), refused *answer) {
	if !c.client.bodies.TryAcquire(1) {
		return nil, c.busy(time.Second)
	}
	if !a.reading.TryAcquire(1) {
		c.client.bodies.Release(1)
		return nil, c.overloaded()
	}
	return func() { a.reading.Release(1); c.client.bodies.Release(1) }, nil
}

// patience is how long a request waits for others to be computed.
const patience = time.Second

// compute computes an answer when there is a place for it.
func (a *API) compute(c *call, f func() *answer) *answer {
	ctx, cancel := context.WithTimeout(c.Context(), patience)
	defer cancel()
	if a.working.Acquire(ctx, 1) != nil {
		return c.overloaded()
	}
	defer a.working.Release(1)
	return f()
}
