package telegramtest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// hook is the webhook and the state of polling.
type hook struct {
	url, secret string
	slots       chan struct{} // one for each delivery under way
	gone        chan struct{} // closed when the webhook is changed
	setAt       time.Time
	failedAt    time.Time
	failure     string
	allowed     []string // kinds of updates; empty for the usual ones
	poller      int      // number of the last long poll
}

// unusual are the kinds of updates that come only to who asks for them.
var unusual = []string{"chat_member", "message_reaction", "message_reaction_count"}

// allow takes allowed_updates; without it, things stay as they are.
func (c *call) allow() {
	if !c.args.has("allowed_updates") {
		return
	}
	c.s.hook.allowed = c.args.strings("allowed_updates")
	for _, kind := range c.s.hook.allowed {
		if !slices.Contains(loadSpec().Updates, kind) {
			c.violate("allowed_updates has the unknown kind %q", kind)
		}
	}
}

func (h *hook) allows(kind string) bool {
	if len(h.allowed) == 0 {
		return !slices.Contains(unusual, kind)
	}
	return slices.Contains(h.allowed, kind)
}

// Webhook returns the address and the secret of the webhook, empty where none is set.
func (s *Server) Webhook() (address, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hook.url, s.hook.secret
}

func (c *call) setWebhook() (any, *apiError) {
	h := &c.s.hook
	address, secret := c.args.text("url"), c.args.text("secret_token")
	if refused := c.checkWebhook(address, secret); refused != nil {
		return nil, refused
	}
	slots := int64(40)
	if c.args.has("max_connections") {
		slots = c.args.number("max_connections")
		if slots < 1 || slots > 100 {
			c.violate("max_connections %d is cut to 1-100", slots)
			slots = min(max(slots, 1), 100)
		}
	}
	if c.at.Sub(h.setAt) < c.s.seconds(1) {
		return nil, tooMany(1)
	}
	c.allow()
	c.s.unhook()
	h.url, h.secret, h.setAt, h.failure = address, secret, c.at, ""
	h.slots, h.gone = make(chan struct{}, slots), make(chan struct{})
	if c.args.yes("drop_pending_updates") {
		c.s.queue.clear()
	}
	c.s.wakeAll()
	return true, nil
}

func (c *call) checkWebhook(address, secret string) *apiError {
	u, err := url.Parse(address)
	switch {
	case address == "":
		return nil
	case err != nil || u.Hostname() == "":
		return c.refuse("bad webhook: invalid URL specified")
	case !c.s.o.AnyWebhook && u.Scheme != "https":
		return c.refuse("bad webhook: an HTTPS URL must be provided for webhook")
	case !c.s.o.AnyWebhook && !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()):
		return c.refuse("bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443")
	case len(secret) > 256:
		return c.refuse("secret token is too long")
	case strings.ContainsFunc(secret, func(r rune) bool { return r != '-' && (r > 'z' || !isCommandByte(byte(r))) }):
		return c.refuse("secret token contains unallowed characters")
	}
	return nil
}

// unhook removes the webhook; deliveries that wait for their next attempt end.
func (s *Server) unhook() {
	if s.hook.gone != nil {
		close(s.hook.gone)
	}
	s.hook.url, s.hook.secret, s.hook.gone = "", "", nil
}

func (c *call) deleteWebhook() (any, *apiError) {
	c.s.unhook()
	if c.args.yes("drop_pending_updates") {
		c.s.queue.clear()
	}
	return true, nil
}

func (c *call) getWebhookInfo() (any, *apiError) {
	h := &c.s.hook
	o := object{"url": h.url, "has_custom_certificate": false, "pending_update_count": len(c.s.queue.updates)}
	if h.url != "" {
		o["max_connections"] = cap(h.slots)
	}
	if h.failure != "" {
		o["last_error_date"], o["last_error_message"] = h.failedAt.Unix(), h.failure
	}
	if len(h.allowed) > 0 {
		o["allowed_updates"] = h.allowed
	}
	return o, nil
}

// conflict is the answer to a poll that may not be.
func conflict(what string) *apiError {
	return &apiError{code: http.StatusConflict, description: "Conflict: " + what}
}
