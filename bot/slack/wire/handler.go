package wire

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hspbot/bot/expiring"
	"hspbot/bot/inbound"
)

const (
	// replayWindow is how long a signature is accepted: timestamps may be five minutes old, or
	// five minutes ahead.
	replayWindow = 10 * time.Minute

	// maxSignatures bounds the signatures that are remembered, some 100 bytes each: 100
	// deliveries a second over the whole window. Beyond it the oldest are forgotten, which
	// lets a replay through to the ids that the Taker remembers.
	maxSignatures = 64 << 10
)

// Media types of deliveries.
const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// Handler serves Slack's deliveries at paths that end in /events, /commands and
// /interactions, below any prefix. The secrets are asked for at each delivery; any of them
// may have signed it.
//
// It answers 200 when the Taker has taken a delivery, when there is nothing to take (a
// repetition of a request already taken, what it cannot read although Slack signed it, kinds
// of no use), and with Trouble's words; 503 when the Taker has not taken it; and 4xx to what
// does not come from Slack.
func Handler(secrets func() []string, t Taker, o Options) http.Handler {
	r := newReceiver(t, o)
	return &handler{receiver: r, secrets: secrets, reading: newReading(), seen: expiring.New[signature, struct{}](maxSignatures, r.o.Now)}
}

type handler struct {
	receiver
	secrets func() []string
	reading reading
	seen    *expiring.Map[signature, struct{}] // of deliveries that were taken or are being taken
}

// route is a path and how what comes there is parsed.
type route struct {
	suffix, media string
	parse         func(body []byte) (Payload, error)
	redelivered   bool  // Slack delivers again what was not acknowledged
	most          int64 // bytes of a body; those of Slack's are a fraction of it
}

var routes = []route{
	{"/events", typeJSON, ParseEvent, true, 256 << 10},
	{"/commands", typeForm, parseCommandForm, false, 256 << 10},
	{"/interactions", typeForm, parseInteractionForm, false, maxBody},
}

// parseCommandForm reads the body alone: the query of the address is not signed.
func parseCommandForm(body []byte) (Payload, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Payload{}, ErrUnreadable
	}
	return ParseCommand(form)
}

func parseInteractionForm(body []byte) (Payload, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Payload{}, ErrUnreadable
	}
	return ParseInteraction([]byte(form.Get("payload")))
}

// ServeHTTP answers a delivery within AckTimeout, however slowly it comes or is taken.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	deadline := time.Now().Add(h.o.AckTimeout)
	for _, route := range routes {
		if strings.HasSuffix(r.URL.Path, route.suffix) {
			h.serve(w, r, route, deadline)
			return
		}
	}
	http.NotFound(w, r)
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, to route, deadline time.Time) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != to.media {
		http.Error(w, "not the media type of a delivery", http.StatusUnsupportedMediaType)
		return
	}
	if err := plausible(r.Header); err != nil { // nothing is read of what cannot be Slack's
		h.unsigned(w, r, err)
		return
	}
	body, done, status := h.readBody(w, r, to.most)
	defer done()
	if status != http.StatusOK {
		http.Error(w, http.StatusText(status), status)
		return
	}
	sig, err := verify(r.Header, body, h.secrets())
	if err != nil {
		h.unsigned(w, r, err)
		return
	}
	h.o.Intake.Arrive()
	p, err := to.parse(body)
	if err != nil { // sent again it would be no better, and too many refusals end the subscription
		h.log.write(r.Context(), slog.LevelError, "slack: a signed delivery cannot be read", strings.TrimPrefix(to.suffix, "/"))
		return
	}
	if p.Challenge != "" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		io.WriteString(w, p.Challenge)
		return
	}
	if p.Kind == Other {
		return
	}
	// Slack's own retries of an event must pass: the first delivery may have failed. The header
	// is not signed; an event replayed with it is recognised by its id later on.
	if retry := to.redelivered && r.Header.Get("X-Slack-Retry-Num") != ""; !retry && !h.seen.Add(sig, struct{}{}, replayWindow) {
		return
	}
	h.answer(w, r, p, sig, deadline)
}

// unsigned refuses what Slack did not sign.
func (h *handler) unsigned(w http.ResponseWriter, r *http.Request, why error) {
	h.o.Intake.Count(inbound.Signature)
	h.log.write(r.Context(), slog.LevelWarn, "slack: a delivery was refused", why.Error())
	w.Header().Set("Connection", "close") // with what is left of its body
	http.Error(w, "not signed", http.StatusUnauthorized)
}

// answer has the payload taken, and answers with the result.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, p Payload, sig signature, deadline time.Time) {
	type result struct {
		reply Reply
		taken bool
	}
	done := make(chan result, 1)
	// The Take may be about to commit when the request ends.
	h.receive(context.WithoutCancel(r.Context()), delivery{Payload: p, deadline: deadline,
		answer: func(reply Reply, taken bool) { done <- result{reply, taken} },
		failed: func() { h.seen.Delete(sig) }})
	select {
	case got := <-done:
		if !got.taken && got.reply.Body == nil {
			http.Error(w, "try again", http.StatusServiceUnavailable)
			return
		}
		h.write(r.Context(), w, p, got.reply)
	case <-r.Context().Done(): // the client has gone
	}
}

func (h *handler) write(ctx context.Context, w http.ResponseWriter, p Payload, reply Reply) {
	if reply.Body == nil {
		return
	}
	b, err := json.Marshal(reply.Body)
	if err != nil { // our mistake; the delivery is safe all the same
		h.log.write(ctx, slog.LevelError, "slack: a reply cannot be written", p.Kind.String())
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(b)
}
