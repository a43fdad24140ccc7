package telegramtest

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// inlineLife is for how many seconds Telegram keeps an inline query that the bot has not taken.
const inlineLife = 30

// InlineQuery is what a person typed behind the bot's name in a chat, and what the bot offered.
type InlineQuery struct {
	ID       string
	User     int64
	At       time.Time
	Answered bool
	Personal bool // the answer is for this person alone
	Cached   int  // for how many seconds
	Results  []InlineResult
	Button   string // what stands above the results
	Start    string // the payload with which it opens the private chat
}

// InlineResult is one thing that can be sent: a list entry, and the message that it becomes.
type InlineResult struct {
	Title, Description string
	Message            Message
}

// Inline types behind the bot's name in some chat and returns the id of the query for
// [Server.InlineQuery].
func (p *Person) Inline(text string) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	q := &InlineQuery{ID: strconv.FormatUint(p.s.random.Uint64(), 10), User: p.user, At: time.Now()}
	p.s.world.inline[q.ID] = q
	p.s.sendUpdate("inline_query", "inline "+strconv.FormatInt(p.user, 10), p.user,
		object{"id": q.ID, "from": p.s.userJSON(p.user), "query": text, "offset": "", "chat_type": "private"})
	return q.ID
}

// InlineQuery returns an inline query by its id, the empty one if there is none.
func (s *Server) InlineQuery(id string) InlineQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.world.inline[id]; q != nil {
		return *q
	}
	return InlineQuery{}
}

func (c *call) answerInlineQuery() (any, *apiError) {
	q := c.s.world.inline[c.args.text("inline_query_id")]
	if q == nil || q.Answered || c.at.Sub(q.At) > c.s.seconds(inlineLife) {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	list := c.args.list("results")
	if len(list) > 50 {
		return nil, c.refuse("RESULTS_TOO_MUCH")
	}
	seen := map[string]bool{}
	var results []InlineResult
	for _, v := range list {
		in := args(v.(map[string]any))
		if id := in.text("id"); len(id) < 1 || len(id) > 64 || seen[id] {
			return nil, c.refuse("RESULT_ID_INVALID")
		}
		seen[in.text("id")] = true
		r, refused := c.inlineResult(in)
		if refused != nil {
			return nil, refused
		}
		results = append(results, r)
	}
	q.Button, q.Start = "", ""
	if b := c.args.object("button"); b != nil {
		q.Button, q.Start = b.text("text"), b.text("start_parameter")
		if q.Button == "" || !isPayload(q.Start) {
			return nil, c.refuse("BUTTON_INVALID")
		}
	}
	q.Cached = 300
	if c.args.has("cache_time") {
		q.Cached = int(c.args.number("cache_time"))
	}
	q.Answered, q.Personal, q.Results = true, c.args.boolean("is_personal"), results
	return true, nil
}

// inlineResult reads an article.
func (c *call) inlineResult(in args) (InlineResult, *apiError) {
	r := InlineResult{Title: in.text("title"), Description: in.text("description")}
	if r.Title == "" {
		return r, c.refuse("title is empty")
	}
	inner := &call{s: c.s, ctx: c.ctx, method: c.method, at: c.at, args: args{}}
	for name, value := range in.object("input_message_content") {
		inner.args[name] = value
	}
	f, refused := inner.parseText("message_text", "entities", maxText)
	if refused != nil {
		return r, refused
	}
	if f.text == "" {
		return r, c.refuse("message text is empty")
	}
	inner.args = args{"reply_markup": in["reply_markup"]}
	if r.Message.Keyboard, refused = inner.parseKeyboard(); refused != nil {
		return r, refused
	}
	r.Message.set(f)
	return r, nil
}

// reactions are the emoji that a bot may react with, as far as tests need them.
var reactions = []string{"👍", "👎", "❤", "🔥", "🎉", "🙏", "👌", "🤝", "👏"}

func (c *call) setMessageReaction() (any, *apiError) {
	ch, refused := c.target()
	if refused != nil {
		return nil, refused
	}
	m := ch.messages[int(c.args.number("message_id"))]
	if m == nil {
		return nil, badRequest("message to react not found")
	}
	list := c.args.list("reaction")
	if len(list) > 1 {
		return nil, c.refuse("REACTIONS_TOO_MANY")
	}
	m.Reaction = ""
	for _, v := range list {
		m.Reaction = args(v.(map[string]any)).text("emoji")
		if !isReaction(m.Reaction) {
			return nil, c.refuse("REACTION_INVALID")
		}
	}
	c.s.touch(ch)
	return true, nil
}

func isReaction(emoji string) bool {
	for _, r := range reactions {
		if r == emoji {
			return true
		}
	}
	return false
}

func (c *call) pinChatMessage() (any, *apiError) { return c.pin(true) }

func (c *call) unpinChatMessage() (any, *apiError) { return c.pin(false) }

// pin pins a message. In a private chat a bot always may, and nobody is told.
func (c *call) pin(pinned bool) (any, *apiError) {
	ch, refused := c.target()
	if refused != nil {
		return nil, refused
	}
	m := ch.messages[int(c.args.number("message_id"))]
	switch {
	case m == nil:
		return nil, badRequest("message to pin not found")
	case ch.kind != Private:
		return nil, badRequest("not enough rights to manage pinned messages in the chat")
	}
	m.Pinned = pinned
	c.s.touch(ch)
	return true, nil
}

// isPayload reports whether a text can be the payload of a link.
func isPayload(text string) bool {
	for _, r := range text {
		if r >= utf8.RuneSelf || r != '-' && !isCommandByte(byte(r)) {
			return false
		}
	}
	return 1 <= len(text) && len(text) <= 64
}
