package bot

// What a worker does with one chat, and what becomes of it.

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"
)

const (
	// postTime is how long the platform may take for one screen.
	postTime = time.Minute
	// After least, and twice as long each time up to most, what was broken is tried again;
	// after patience it is given up, but not before enough tries.
	least, most = 200 * time.Millisecond, time.Minute
	patience    = 24 * time.Hour
	enough      = 10
	// farewells is how often the last screen of a conversation is tried.
	farewells = 5
	// distant is what need not be kept in memory when there is little room: the sweep finds it.
	distant = 2 * sweepEvery
)

// work posts until the dispatcher stops.
func (b *Bot) work(ctx context.Context) {
	for c := b.waiting.next(); c != nil; c = b.waiting.next() {
		b.serve(ctx, c)
	}
}

// serve posts the screen of a chat, unless there is none or it has to wait.
func (b *Bot) serve(ctx context.Context, c *chat) {
	p, limits, known := b.waiting.look(c)
	if known && !b.current(ctx, c, &p) {
		known = false
	}
	if !known {
		var err error
		if p, err = b.load(ctx, c.key); err != nil {
			b.waiting.done(c)
			if !errors.Is(err, ErrNoSession) && !errors.Is(err, errNotOwing) {
				_ = b.logged(ctx, "screen", c.key, err)
			}
			return
		}
	}
	drawn := p
	drawn.Session = b.drawn(p.Session)
	if limits == nil {
		limits = b.paceOf(drawn.Session)
	}
	if !b.waiting.begin(c, p, limits) {
		return
	}
	b.settle(c, p, b.post(ctx, drawn))
}

var errNotOwing = errors.New("nothing owed")

// load computes the screen of a session that the store says is owing. What was to be
// deleted is deleted; a screen that cannot be computed is given up.
func (b *Bot) load(ctx context.Context, key Key) (Post, error) {
	leave, err := b.alone(ctx, key)
	if err != nil {
		return Post{}, err
	}
	defer leave()
	s, screen, err := b.present(ctx, key, b.o.Now())
	if s.Elsewhere {
		return Post{}, errNotOwing
	}
	if _, ok := errors.AsType[*PoisonError](err); ok {
		b.counts.bugs.Add(1)
		s = b.drawn(s)
		given := Settlement{Version: s.Version, Shown: s.Version, Surface: s.Surface, Lease: s.Lease}
		return Post{}, errors.Join(err, b.store.Settle(ctx, key, given))
	}
	if err != nil {
		return Post{}, err
	}
	if !s.Owing() || s.Gone {
		return Post{}, errNotOwing
	}
	return Post{Session: s, Screen: screen}, nil
}

// post has the platform post a screen. What goes wrong in it is an outcome.
func (b *Bot) post(ctx context.Context, p Post) (sent Sent) {
	defer b.posted(p, b.o.Now(), &sent)
	ctx, cancel := context.WithTimeout(ctx, postTime)
	defer cancel()
	defer context.AfterFunc(b.holding(&p.Session), cancel)() // another replica may post then
	b.counts.posts.Add(1)
	if err := guard(func() error { sent = b.poster.Post(ctx, p); return nil }); err != nil {
		sent = Sent{Surface: p.Session.Surface, Outcome: Bug, Err: err}
	}
	if sent.Outcome == Moved && (sent.MovedTo.Check() != nil || sent.MovedTo == p.Session.Key) {
		sent.Outcome, sent.Err = Bug, errors.Join(sent.Err, errors.New("moved to nowhere"))
	}
	if sent.Outcome == Broken && errors.Is(ctx.Err(), context.Canceled) {
		sent.Outcome = cut
	}
	return sent
}

// cut is the outcome of a post that we gave up because the bot stops.
const cut Outcome = 255

// settle keeps what became of a post, and says what is next for the chat.
//
// The surface that the platform returned replaces the stored one; the marks of turns taken
// since the post began stay beside it.
func (b *Bot) settle(c *chat, p Post, sent Sent) {
	ctx := context.Background()
	key, leave := b.aloneWith(ctx, c)
	v := b.waiting.view(c)
	if v.life != v.began { // deleted meanwhile: nothing is kept
		b.waiting.outlived(c, p.Session.Version, sent)
		leave()
		return
	}
	if v.last {
		b.parted(c, p, sent)
		leave()
		return
	}
	s := p.Session
	shown := b.judge(&s, sent, v.newer)
	s.Gone = s.Gone || v.left
	t := Settlement{Version: s.Version, Shown: shown, Surface: sent.Surface, Due: s.Due, Tries: s.Tries, Gone: s.Gone, Lease: s.Lease}
	if err := b.store.Settle(ctx, key, t); err != nil {
		_ = b.logged(ctx, "settlement", key, err) // the screen will be found owing again
	}
	b.note(ctx, key, s, sent)
	if sent.Outcome == Later && sent.All && b.shared != nil {
		if err := b.shared.Pause(ctx, b.name, sent.RetryAfter); err != nil {
			_ = b.logged(ctx, "pause", key, err) // the others are told the same by the platform
		}
	}
	if sent.Outcome == Moved {
		leave()
		if b.Move(ctx, key, sent.MovedTo) == nil {
			b.waiting.done(c) // it has been loaded anew
			return
		}
		b.waiting.settled(c, t, sent, false)
		return
	}
	b.waiting.settled(c, t, sent, shown > 0 || s.Gone)
	leave()
}

// aloneWith keeps others out of the conversation of a chat, whose key may change until then.
func (b *Bot) aloneWith(ctx context.Context, c *chat) (Key, func()) {
	for {
		key := b.waiting.keyOf(c)
		leave, _ := b.alone(ctx, key) // ctx does not end
		if b.waiting.keyOf(c) == key {
			return key, leave
		}
		leave()
	}
}

// judge turns an outcome into what the session is to hold, and returns the version that
// counts as shown, or 0. Newer says that a turn has been taken since.
func (b *Bot) judge(s *Session, sent Sent, newer bool) (shown int64) {
	now := b.o.Now().UTC().Truncate(time.Microsecond)
	tries := s.Tries + 1
	s.Due, s.Tries, s.Gone = time.Time{}, 0, false
	switch sent.Outcome {
	case Later:
		s.Due = b.o.Now().Add(sent.RetryAfter).UTC().Add(time.Microsecond - 1).Truncate(time.Microsecond)
	case Broken:
		if !newer && tries >= enough && now.Sub(s.Touched) >= patience {
			b.counts.dead.Add(1)
			return s.Version
		}
		s.Due, s.Tries = now.Add(backoff(tries)), tries
	case Gone:
		s.Gone = !newer
	case Moved:
		if s.Tries = tries; tries > 1 {
			s.Due = now.Add(backoff(tries))
		}
	case cut:
	default:
		return s.Version
	}
	return 0
}

// backoff returns how long to wait after a number of tries.
func backoff(tries int) time.Duration {
	d := min(most, least<<min(tries, 20))
	return d/2 + rand.N(d/2+1)
}

// parted ends a conversation of which nothing is kept: its last screen is tried a few times.
func (b *Bot) parted(c *chat, p Post, sent Sent) {
	s := p.Session
	b.judge(&s, sent, false)
	t := Settlement{Version: s.Version, Surface: sent.Surface, Due: s.Due, Tries: s.Tries, Gone: s.Gone}
	again := (sent.Outcome == Later || sent.Outcome == Broken) && s.Tries < farewells
	b.note(context.Background(), p.Session.Key, s, sent)
	b.waiting.settled(c, t, sent, !again)
}

// note counts an outcome and logs what somebody should know: the first failure and the
// last, what nobody expects, and nothing that happens all day.
func (b *Bot) note(ctx context.Context, key Key, s Session, sent Sent) {
	c := &b.counts
	count := &c.bugs
	switch sent.Outcome {
	case Delivered:
		count = &c.delivered
	case Later:
		count = &c.later
	case Broken:
		count = &c.broken
	case Gone:
		count = &c.gone
	case Moved:
		count = &c.moved
	case cut:
		return
	}
	count.Add(1)
	err := sent.Err
	if err == nil {
		err = errors.New("no reason given")
	}
	switch {
	case sent.Outcome == Broken && s.Tries == 1:
		b.log(ctx, slog.LevelWarn, "screen put off", key, err)
	case sent.Outcome == Broken && s.Tries == 0:
		b.log(ctx, slog.LevelError, "screen given up after a day", key, err)
	case count == &c.bugs:
		b.log(ctx, slog.LevelError, "screen refused", key, err)
	}
}
