package slacktest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	responseURLLife = 30 * time.Minute
	responseURLUses = 5
)

// responseURL is a response_url.
type responseURL struct {
	ch     *Channel
	person *Person
	source *message // nil for a command
	in     *install
	at     time.Time
	uses   int
}

// newResponseURL makes a response_url.
func (s *Server) newResponseURL(p *Person, ch *Channel, source *message) string {
	key := s.secret()
	s.world.responseURLs[key] = &responseURL{ch: ch, person: p, source: source, in: p.Team.installed(), at: s.o.Now()}
	return s.http.URL + "/response/" + p.Team.ID + "/" + key
}

// responseURLFields are what a response_url takes.
var responseURLFields = []string{"text", "blocks", "replace_original", "delete_original", "response_type", "thread_ts",
	"attachments", "metadata", "mrkdwn", "parse", "unfurl_links", "unfurl_media"}

// serveResponseURL takes what the app posts to a response_url.
func (s *Server) serveResponseURL(r *http.Request, path string) reply {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil || r.Context().Err() != nil {
		return reply{fault: ResetBefore} // the app closed the connection meanwhile, or was killed
	}
	var a args
	err = json.Unmarshal(body, &a)
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{s: s, method: "response_url", args: a, at: s.o.Now()}
	_, key, _ := strings.Cut(path, "/")
	u := s.world.responseURLs[key]
	if u != nil {
		c.args = maps.Clone(a)
		c.token = &token{in: u.in}
	}
	fault := s.pickFault("response_url")
	if out, ok := fault.replyBefore(); ok {
		return s.record(c, out)
	}
	out := reply{delay: fault.Delay}
	if fault.Kind == ResetAfter {
		out.fault = ResetAfter
	}
	switch {
	case u == nil:
		out.refused = refuse("expired_url")
	case c.at.Sub(u.at) > responseURLLife:
		out.refused = refuse("expired_url")
	case u.uses >= responseURLUses:
		out.refused = refuse("used_url")
	case r.Method != http.MethodPost || err != nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		out.refused = c.malformed("invalid_payload", "not a POST of a JSON object")
	default:
		out.refused = c.respond(u)
	}
	if out.refused != nil {
		out.status = http.StatusNotFound
		if out.refused.code == "invalid_payload" || out.refused.code == "no_text" || strings.HasPrefix(out.refused.code, "invalid_") {
			out.status = http.StatusBadRequest
		}
		return s.record(c, out)
	}
	out.text = "ok"
	return s.record(c, out)
}

// respond does what the app posted.
func (c *call) respond(u *responseURL) *refusal {
	for _, name := range slices.Sorted(maps.Keys(c.args)) {
		v := c.args[name]
		if v == nil || v == "" || v == false {
			delete(c.args, name)
		} else if !slices.Contains(responseURLFields, name) {
			if o, ok := v.(object); !ok || len(o) > 0 {
				c.violate("argument %q is unknown", name)
			}
		}
	}
	kind := c.args.text("response_type")
	if kind != "" && kind != "ephemeral" && kind != "in_channel" {
		return c.malformed("invalid_arguments", "response_type "+kind)
	}
	original := u.source
	if c.args.boolean("delete_original") {
		if original == nil || original.deleted {
			return refuse("message_not_found")
		}
		u.uses++
		original.deleted = true
		original.ch.touch()
		return nil
	}
	w, r := c.content(maxText)
	if r != nil {
		return r
	}
	if !c.args.boolean("replace_original") || original == nil {
		u.uses++
		return c.addMessage(u, w, kind)
	}
	if original.deleted {
		return refuse("message_not_found")
	}
	u.uses++
	if w.blocks == nil { // here nothing is kept
		w.blocks = []object{}
	}
	before := original.json()
	original.set(w)
	original.edited++
	original.ch.touch()
	u.person.touch()
	if original.ephemeral == nil {
		original.editedTS = c.s.ts()
		c.s.sendChangedEvent(original, before)
	}
	return nil
}

// addMessage adds a message: to one person, or to all in the channel.
func (c *call) addMessage(u *responseURL, w content, kind string) *refusal {
	thread, r := c.thread(u.ch)
	if r != nil {
		return r
	}
	m := &message{user: u.in.bot, bot: true, thread: thread}
	m.set(w)
	if kind == "in_channel" {
		u.ch.add(m)
		c.s.sendPostedEvent(m)
		return nil
	}
	u.ch.addEphemeral(u.person, m)
	return nil
}
