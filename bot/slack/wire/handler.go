package wire

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

// mostUnderWay bounds the deliveries being taken at once, among them those whose Take was
// slower than the platform waits.
const mostUnderWay = 1024

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
	o = o.filled()
	return &handler{secrets: secrets, t: t, o: o, log: newSparse(o), underWay: make(chan struct{}, mostUnderWay)}
}

type handler struct {
	secrets  func() []string
	t        Taker
	o        Options
	log      *sparse
	seen     seen
	underWay chan struct{}
}

// route is an address and how what comes there is read.
type route struct {
	suffix, media string
	parse         func(body []byte) (Payload, error)
	repeats       bool // Slack delivers again what was not acknowledged
}

var routes = []route{
	{"/events", typeJSON, ParseEvent, true},
	{"/commands", typeForm, commandForm, false},
	{"/interactions", typeForm, interactionForm, false},
}

// commandForm reads the body alone: the query of the address is not signed.
func commandForm(body []byte) (Payload, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Payload{}, ErrUnreadable
	}
	return ParseCommand(form)
}

func interactionForm(body []byte) (Payload, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return Payload{}, ErrUnreadable
	}
	return ParseInteraction([]byte(form.Get("payload")))
}

// ServeHTTP answers a delivery within the patience, however slowly it comes or is taken.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	late := time.NewTimer(h.o.Patience)
	defer late.Stop()
	for _, route := range routes {
		if strings.HasSuffix(r.URL.Path, route.suffix) {
			h.serve(w, r, route, late.C)
			return
		}
	}
	http.NotFound(w, r)
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, to route, late <-chan time.Time) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST only", http.StatusMethodNotAllowed)
		return
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != to.media {
		http.Error(w, "not the media type of a delivery", http.StatusUnsupportedMediaType)
		return
	}
	body, status := h.read(w, r)
	if status != http.StatusOK {
		http.Error(w, http.StatusText(status), status)
		return
	}
	sig, err := verify(r.Header, body, h.secrets())
	if err != nil {
		h.log.say(r.Context(), slog.LevelWarn, "slack: a delivery was refused", err.Error())
		http.Error(w, "not signed", http.StatusUnauthorized)
		return
	}
	p, err := to.parse(body)
	if err != nil { // sent again it would be no better, and too many refusals end the subscription
		h.log.say(r.Context(), slog.LevelError, "slack: a signed delivery cannot be read", strings.TrimPrefix(to.suffix, "/"))
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
	// Slack's own repetitions of an event must pass: the first may have found nobody here. The
	// header is not signed; what is replayed under it is known by the event's id further on.
	if again := to.repeats && r.Header.Get("X-Slack-Retry-Num") != ""; !again && !h.seen.add(sig, h.o.Now()) {
		return
	}
	h.answer(w, r, p, sig, late)
}

// read reads the body. The status is 200 if all of it came in time and within the bound.
func (h *handler) read(w http.ResponseWriter, r *http.Request) ([]byte, int) {
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Now().Add(h.o.Patience)) // a recorder cannot, and does not wait either
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.o.MaxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		w.Header().Set("Connection", "close")
		return nil, http.StatusRequestTimeout
	}
	if err != nil {
		return nil, http.StatusBadRequest
	}
	control.SetReadDeadline(time.Time{}) // else the server takes its end for a client that went away
	return body, http.StatusOK
}

// answer has the payload taken and answers what became of it.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, p Payload, sig signature, late <-chan time.Time) {
	select {
	case h.underWay <- struct{}{}:
	default:
		h.seen.drop(sig)
		h.log.say(r.Context(), slog.LevelError, "slack: a delivery was not taken", "too many at once")
		h.refuse(w, p)
		return
	}
	done := make(chan result, 1)
	going := context.WithoutCancel(r.Context()) // what nobody waits for may be about to be committed
	go func() {
		defer func() { <-h.underWay }()
		got := h.o.take(going, h.t, p)
		if got.err != nil {
			h.seen.drop(sig)
		}
		done <- got
	}()
	select {
	case got := <-done:
		if got.err != nil {
			h.log.say(r.Context(), slog.LevelError, "slack: a delivery was not taken", p.Kind.String())
			h.refuse(w, p)
			return
		}
		h.accept(r.Context(), w, p, got.reply)
	case <-late:
		h.log.say(r.Context(), slog.LevelWarn, "slack: a delivery was not taken in time", p.Kind.String())
		h.refuse(w, p)
	case <-r.Context().Done(): // nobody listens any more
	}
}

func (h *handler) accept(ctx context.Context, w http.ResponseWriter, p Payload, reply Reply) {
	if reply.Body == nil || !speaks(p.Kind) {
		return
	}
	b, err := json.Marshal(reply.Body)
	if err != nil { // our mistake; the delivery is safe all the same
		h.log.say(ctx, slog.LevelError, "slack: a reply cannot be written", p.Kind.String())
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(b)
}

// refuse answers what was not taken.
func (h *handler) refuse(w http.ResponseWriter, p Payload) {
	reply := h.o.trouble(h.t, p)
	if reply.Body == nil {
		http.Error(w, "try again", http.StatusServiceUnavailable)
		return
	}
	h.accept(context.Background(), w, p, reply)
}
