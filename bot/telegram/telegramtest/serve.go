package telegramtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hspbot/bot/retry"
)

// apiError is an error of the Bot API, with Telegram's wording.
type apiError struct {
	code        int
	description string
	retryAfter  int
	migrateTo   int64
}

func badRequest(format string, a ...any) *apiError {
	return &apiError{code: http.StatusBadRequest, description: "Bad Request: " + fmt.Sprintf(format, a...)}
}

func forbidden(what string) *apiError {
	return &apiError{code: http.StatusForbidden, description: "Forbidden: " + what}
}

func tooMany(seconds int) *apiError {
	return &apiError{code: http.StatusTooManyRequests, retryAfter: seconds,
		description: fmt.Sprintf("Too Many Requests: retry after %d", seconds)}
}

// call is a call under way. Its methods need the lock of the server.
type call struct {
	s      *Server
	ctx    context.Context
	method string
	args   args
	files  map[string]*upload // that others of the parameters name
	at     time.Time
	broken bool // the connection breaks instead of an answer
}

func (c *call) violate(format string, a ...any) { c.s.violate(c.method, format, a...) }

// refuse refuses a malformed call: that is a violation too.
func (c *call) refuse(format string, a ...any) *apiError {
	e := badRequest(format, a...)
	c.violate("%s", e.description)
	return e
}

// method carries out a call and returns its result.
type method func(*call) (any, *apiError)

// newMethods returns the methods served. They run with the lock held.
func newMethods() map[string]method {
	return map[string]method{
		"getMe": (*call).getMe, "getUpdates": (*call).getUpdates, "setWebhook": (*call).setWebhook,
		"deleteWebhook": (*call).deleteWebhook, "getWebhookInfo": (*call).getWebhookInfo,
		"sendMessage": (*call).sendMessage, "sendRichMessage": (*call).sendRichMessage, "sendDocument": (*call).sendDocument, "sendPhoto": (*call).sendPhoto, "sendChatAction": (*call).sendChatAction,
		"editEphemeralMessageText": (*call).editEphemeralMessageText, "editEphemeralMessageReplyMarkup": (*call).editEphemeralMessageReplyMarkup,
		"deleteEphemeralMessage": (*call).deleteEphemeralMessage,
		"editMessageText":        (*call).editMessageText, "editMessageReplyMarkup": (*call).editMessageReplyMarkup,
		"deleteMessage": (*call).deleteMessage, "deleteMessages": (*call).deleteMessages,
		"setMessageReaction": (*call).setMessageReaction, "pinChatMessage": (*call).pinChatMessage, "unpinChatMessage": (*call).unpinChatMessage,
		"answerInlineQuery":   (*call).answerInlineQuery,
		"answerCallbackQuery": (*call).answerCallbackQuery, "getChat": (*call).getChat,
		"setMyCommands": (*call).setMyCommands, "getMyCommands": (*call).getMyCommands,
		"setMyDescription": setText("description"), "getMyDescription": getText("description"),
		"setMyShortDescription": setText("short_description"), "getMyShortDescription": getText("short_description"),
		"setMyName": setText("name"), "getMyName": getText("name"),
		"getUserProfilePhotos": (*call).getUserProfilePhotos, "setMyProfilePhoto": (*call).setMyProfilePhoto,
	}
}

// reply is how a call ends.
type reply struct {
	result any
	err    *apiError
	fault  Outcome // what happens to the answer; empty for nothing
	delay  time.Duration
}

// ServeHTTP serves /bot<TOKEN>/METHOD.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := time.Now()
	if s.isDown() {
		s.record(Call{At: at, Method: methodOf(r), Outcome: ResetBefore})
		reset(w)
		return
	}
	token, method, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !ok || r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, "/bot") {
		s.violateUnread(method, "%s of a path that is no method", r.Method)
		write(w, reply{err: &apiError{code: http.StatusNotFound, description: "Not Found"}})
		return
	}
	if token != s.o.Token {
		write(w, reply{err: &apiError{code: http.StatusUnauthorized, description: "Unauthorized"}})
		return
	}
	p, err := readParams(r)
	if r.Context().Err() != nil {
		return // the bot closed the connection meanwhile
	}
	if err != nil {
		s.violateUnread(method, "body: %v", err)
		write(w, reply{err: badRequest("%v", err)})
		return
	}
	answer := s.serve(r.Context(), method, p, "")
	if answer.delay > 0 && retry.Sleep(s.ctx, answer.delay) != nil {
		return
	}
	write(w, answer)
}

func methodOf(r *http.Request) string {
	_, method, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	return method
}

// violateUnread records a violation by a call that cannot be read.
func (s *Server) violateUnread(method, format string, a ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violate(method, format, a...)
}

// serve carries out a call. via is empty for a call of its own.
func (s *Server) serve(ctx context.Context, method string, p params, via string) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{s: s, ctx: ctx, method: method, at: time.Now()}
	out, early := c.run(p)
	entry := Call{At: c.at, Method: method, Chat: c.args.chat(), Message: int(c.args.number("message_id")),
		Via: via, Outcome: OK, Status: http.StatusOK, Early: early}
	if out.err != nil {
		entry.Outcome, entry.Status, entry.Description = Refused, out.err.code, out.err.description
		entry.RetryAfter = out.err.retryAfter
		if out.err.code == http.StatusTooManyRequests {
			entry.Outcome = TooMany
		}
	}
	switch out.fault {
	case ResetBefore, ResetAfter:
		entry.Outcome, entry.Status = out.fault, 0
	case BadGateway:
		entry.Outcome, entry.Status = out.fault, http.StatusBadGateway
	}
	s.calls = append(s.calls, entry)
	s.broadcast()
	return out
}

// run checks a call, applies a fault, and carries it out. early tells that the call came
// before the retry_after of an earlier one was over.
func (c *call) run(p params) (out reply, early bool) {
	do, ok := c.s.methods[c.method]
	if !ok {
		c.violate("unknown method")
		return reply{err: &apiError{code: http.StatusNotFound, description: "Not Found: method not found"}}, false
	}
	if c.s.revoked {
		return reply{err: &apiError{code: http.StatusUnauthorized, description: "Unauthorized"}}, false
	}
	r := &argReader{spec: loadSpec()}
	c.files = p.attached()
	c.args = r.call(c.method, p)
	for _, what := range r.ignored {
		c.violate("%s", what)
	}
	key := blockKey(c.method, c.args.chat())
	if left := c.s.limits.blockedFor(key, c.at, c.s.o.Second); left > 0 {
		return reply{err: tooMany(left)}, true
	}
	fault := c.s.faults.pick(c.s.random, c.method, c.args.chat())
	switch fault.Kind {
	case ResetBefore, BadGateway:
		return reply{fault: fault.Kind}, false
	case TooMany:
		c.s.limits.block(key, c.at.Add(c.s.seconds(fault.RetryAfter)))
		return reply{err: tooMany(fault.RetryAfter)}, false
	case ResetAfter:
		out.fault = ResetAfter
	case Slow:
		out.delay = fault.Delay
	}
	if len(r.wrong) > 0 {
		out.err = c.refuse("%s", strings.Join(r.wrong, ", "))
		return out, false
	}
	out.result, out.err = do(c)
	if c.broken {
		out.fault = ResetBefore
	}
	return out, false
}

// write answers a call.
func write(w http.ResponseWriter, out reply) {
	switch out.fault {
	case ResetBefore, ResetAfter:
		reset(w)
		return
	case BadGateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprint(w, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"+
			"<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if out.err == nil {
		_ = json.NewEncoder(w).Encode(object{"ok": true, "result": out.result})
		return
	}
	body := object{"ok": false, "error_code": out.err.code, "description": out.err.description}
	parameters := object{}
	if n := out.err.retryAfter; n > 0 {
		parameters["retry_after"] = n
		w.Header().Set("Retry-After", strconv.Itoa(n))
	}
	if id := out.err.migrateTo; id != 0 {
		parameters["migrate_to_chat_id"] = id
	}
	if len(parameters) > 0 {
		body["parameters"] = parameters
	}
	w.WriteHeader(out.err.code)
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
