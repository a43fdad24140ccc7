package web

import (
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"hspbot/bot/peer"
)

// policy lets a page load its own style sheet, script and pictures, send forms here, and be in no
// frame. Nothing is inline.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect sets the headers of every answer.
func (w *Web) protect(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
	if w.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// limit is so many at once, and then one each every.
type limit struct {
	every time.Duration
	burst int
}

// A person loads a page and its parts with each answer. Many people may share an address: a
// lecture hall, an office.
var (
	clientRequests = limit{100 * time.Millisecond, 300}
	clientStarts   = limit{10 * time.Second, 60}
	// clientMisses are the codes under which nothing is, that a client may ask for: one that was mistyped
	// or has ended is asked for again, and nobody guesses 130 bits.
	clientMisses = limit{10 * time.Second, 30}
	// allStarts are the conversations that are begun by all clients: each takes room in the store.
	allStarts = limit{200 * time.Millisecond, 600}
)

// maxClients are counted at a time, and clientFor is how long one is after its last request: then
// there is room for all again.
const (
	maxClients = 1 << 16
	clientFor  = 10 * time.Minute
)

// limiter holds to a limit.
func (w *Web) limiter(l limit) *rate.Limiter {
	if w.o.NoRateLimit {
		return rate.NewLimiter(rate.Inf, 1)
	}
	return rate.NewLimiter(rate.Every(l.every), l.burst)
}

// client is an address from which requests come. It is kept in memory only.
type client struct{ requests, starts, misses *rate.Limiter }

// client returns that of a request.
func (w *Web) client(r *http.Request) *client {
	return w.clients.Renew(peer.Network(r), clientFor, func() *client {
		return &client{w.limiter(clientRequests), w.limiter(clientStarts), w.limiter(clientMisses)}
	})
}

// mayBegin reports whether a request may begin a conversation.
func (w *Web) mayBegin(r *http.Request) bool {
	now := w.o.Now()
	return w.client(r).starts.AllowN(now, 1) && w.starts.AllowN(now, 1)
}

// mayTry reports whether a client may ask for another code.
func (w *Web) mayTry(r *http.Request) bool { return w.client(r).misses.TokensAt(w.o.Now()) >= 1 }

// missed counts a code under which nothing was.
func (w *Web) missed(r *http.Request) { w.client(r).misses.AllowN(w.o.Now(), 1) }
