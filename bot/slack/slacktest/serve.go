package slacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"hspbot/bot/retry"
)

// refusal is an error of Slack, instead of an answer.
type refusal struct {
	code       string
	messages   []string
	needed     string
	provided   string
	retryAfter int // seconds, with status 429
}

func refuse(code string) *refusal { return &refusal{code: code} }

// call is a call under way. Its methods need the lock of the server.
type call struct {
	s      *Server
	method string
	args   args
	token  *token
	at     time.Time
}

func (c *call) violate(format string, a ...any) { c.s.violate(c.method, format, a...) }

// malformed refuses a malformed call: that is a violation too.
func (c *call) malformed(code string, messages ...string) *refusal {
	c.violate("%s %s", code, strings.Join(messages, "; "))
	return &refusal{code: code, messages: messages}
}

// method carries out a call and returns its answer.
type method func(*call) (object, *refusal)

// methods are those served. They run with the lock held.
var methods = map[string]method{
	"apps.connections.open": (*call).connectionsOpen, "auth.revoke": (*call).authRevoke, "auth.test": (*call).authTest,
	"chat.delete": (*call).chatDelete, "chat.getPermalink": (*call).chatPermalink, "chat.postEphemeral": (*call).chatPostEphemeral,
	"chat.postMessage": (*call).chatPostMessage, "chat.update": (*call).chatUpdate,
	"conversations.history": (*call).conversationsHistory,
	"conversations.info":    (*call).conversationsInfo, "conversations.members": (*call).conversationsMembers,
	"conversations.open":           (*call).conversationsOpen,
	"files.completeUploadExternal": (*call).filesComplete, "files.getUploadURLExternal": (*call).filesGetURL,
	"functions.completeError": (*call).completeError, "functions.completeSuccess": (*call).completeSuccess,
	"oauth.v2.access": (*call).oauthAccess, "users.info": (*call).usersInfo,
	"usergroups.list": (*call).usergroupsList, "usergroups.users.list": (*call).usergroupsUsersList,
	"views.open": (*call).viewsOpen, "views.publish": (*call).viewsPublish, "views.update": (*call).viewsUpdate,
}

// readOnly are methods that are called with GET, too, as their documentation says.
var readOnly = []string{"chat.getPermalink"}

// reply is how a call ends.
type reply struct {
	body    object
	text    string // instead of a body, for response_url and uploads
	refused *refusal
	status  int // 200
	fault   Outcome
	delay   time.Duration
}

// ServeHTTP serves the Web API, response_urls, uploads, and the WebSocket of Socket Mode.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var out reply
	kind, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch kind {
	case "api":
		out = s.serveAPI(r, rest)
	case "response":
		out = s.serveResponseURL(r, rest)
	case "upload":
		out = s.serveUpload(r, rest)
	case "link":
		s.serveSocket(w, r)
		return
	default:
		s.mu.Lock()
		s.violate("http", "no such address: %s %s", r.Method, kind)
		s.mu.Unlock()
		out = reply{text: "not found", status: http.StatusNotFound}
	}
	if out.delay > 0 && retry.Sleep(s.ctx, out.delay) != nil {
		return
	}
	write(w, out)
}

func (s *Server) serveAPI(r *http.Request, name string) reply {
	a, value, err := readArgs(r)
	if r.Context().Err() != nil || errors.Is(err, errCut) {
		return reply{fault: ResetBefore} // the app closed the connection meanwhile
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{s: s, method: name, args: a, at: s.o.Now()}
	switch {
	case methods[name] == nil:
		c.violate("unknown method")
		return s.record(c, reply{refused: refuse("unknown_method")})
	case err != nil:
		return s.record(c, reply{refused: c.malformed("invalid_form_data", err.Error())})
	case r.Method != http.MethodPost && (r.Method != http.MethodGet || !slices.Contains(readOnly, name)):
		return s.record(c, reply{refused: c.malformed("invalid_post_type", r.Method)})
	}
	if id, secret, ok := r.BasicAuth(); ok && name == "oauth.v2.access" {
		c.args["client_id"], c.args["client_secret"] = formText(id), formText(secret)
	}
	return s.record(c, c.run(value))
}

// record records a call and how it ended.
func (s *Server) record(c *call, out reply) reply {
	entry := Call{At: c.at, Method: c.method, Channel: c.args.text("channel"), User: c.args.text("user"), Fault: out.fault}
	if c.token != nil {
		entry.Team = c.token.rateKey()
	}
	if entry.User == "" {
		entry.User = c.args.text("user_id")
	}
	if out.refused != nil {
		entry.Error = out.refused.code
	}
	s.calls = append(s.calls, entry)
	s.count[c.method]++
	s.changed.broadcast()
	return out
}

// run checks a call, applies a fault, and carries it out.
func (c *call) run(value string) reply {
	fault := c.s.pickFault(c.method)
	if out, ok := fault.replyBefore(); ok {
		return out
	}
	out := reply{delay: fault.Delay}
	if fault.Kind == ResetAfter {
		out.fault = ResetAfter
	}
	spec := loadSpec().Methods[c.method]
	if out.refused = c.authenticate(spec, value); out.refused != nil {
		return out
	}
	wrong, ignored := spec.check(c.args)
	for _, what := range ignored {
		c.violate("%s", what)
	}
	if len(wrong) > 0 {
		out.refused = c.malformed("invalid_arguments", wrong...)
		return out
	}
	if out.refused = c.limit(spec); out.refused == nil {
		out.body, out.refused = methods[c.method](c)
	}
	if out.refused != nil && !knownError(spec, out.refused.code) {
		c.violate("the fake answers %s, which the description does not have", out.refused.code)
	}
	return out
}

// undocumentedErrors are codes that Slack is known to answer in addition to those in the description.
var undocumentedErrors = []string{"missing_argument", "invalid_trigger_id", "msg_too_long", "not_in_channel", "user_not_found",
	"user_not_in_channel", "invalid_attachments", "is_archived", "push_limit_reached", "not_allowed_token_type", "invalid_app_id"}

func knownError(m methodSpec, code string) bool {
	return slices.Contains(m.Errors, code) || slices.Contains(loadSpec().CommonErrors, code) || slices.Contains(undocumentedErrors, code)
}

// write answers a call.
func write(w http.ResponseWriter, out reply) {
	switch out.fault {
	case ResetBefore, ResetAfter:
		reset(w)
		return
	}
	status := out.status
	if status == 0 {
		status = http.StatusOK
	}
	if out.text != "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, out.text)
		return
	}
	body := out.body
	if r := out.refused; r != nil {
		body = object{"ok": false, "error": r.code}
		if len(r.messages) > 0 {
			body["response_metadata"] = object{"messages": r.messages}
		}
		if r.needed != "" {
			body["needed"], body["provided"] = r.needed, r.provided
		}
		if r.retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(r.retryAfter))
			status = http.StatusTooManyRequests
		}
	} else if body == nil {
		body = object{}
	}
	if _, ok := body["ok"]; !ok {
		body["ok"] = true
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// reset breaks the connection.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
