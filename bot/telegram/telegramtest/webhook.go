package telegramtest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// webhook is the webhook and the state of polling.
type webhook struct {
	url, secret string
	slots       chan struct{} // one for each delivery under way
	changed     chan struct{} // closed when the webhook is changed
	setAt       time.Time
	failedAt    time.Time
	failure     string
	allowed     []string // kinds of updates; empty for the usual ones
	poller      int      // number of the last long poll
}

// optInKinds are the kinds of updates that come only where allowed_updates names them.
var optInKinds = []string{"chat_member", "message_reaction", "message_reaction_count"}

// setAllowed takes allowed_updates; without it, nothing changes.
func (c *call) setAllowed() {
	if !c.args.has("allowed_updates") {
		return
	}
	c.s.webhook.allowed = c.args.strings("allowed_updates")
	for _, kind := range c.s.webhook.allowed {
		if !slices.Contains(loadSpec().Updates, kind) {
			c.violate("allowed_updates has the unknown kind %q", kind)
		}
	}
}

func (h *webhook) allows(kind string) bool {
	if len(h.allowed) == 0 {
		return !slices.Contains(optInKinds, kind)
	}
	return slices.Contains(h.allowed, kind)
}

// Webhook returns the address and the secret of the webhook, empty where none is set.
func (s *Server) Webhook() (address, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.webhook.url, s.webhook.secret
}

func (c *call) setWebhook() (any, *apiError) {
	h := &c.s.webhook
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
	c.setAllowed()
	c.s.removeWebhook()
	h.url, h.secret, h.setAt, h.failure = address, secret, c.at, ""
	h.slots, h.changed = make(chan struct{}, slots), make(chan struct{})
	if c.args.boolean("drop_pending_updates") {
		c.s.queue.clear()
	}
	c.s.startDeliveries()
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

// removeWebhook removes the webhook; deliveries that wait for their next attempt end.
func (s *Server) removeWebhook() {
	if s.webhook.changed != nil {
		close(s.webhook.changed)
	}
	s.webhook.url, s.webhook.secret, s.webhook.changed = "", "", nil
}

func (c *call) deleteWebhook() (any, *apiError) {
	c.s.removeWebhook()
	if c.args.boolean("drop_pending_updates") {
		c.s.queue.clear()
	}
	return true, nil
}

func (c *call) getWebhookInfo() (any, *apiError) {
	h := &c.s.webhook
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

// conflict is the error of a poll while something else receives the updates.
func conflict(what string) *apiError {
	return &apiError{code: http.StatusConflict, description: "Conflict: " + what}
}
