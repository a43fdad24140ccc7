package lead

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"hspbot/bot"
	"hspbot/bot/partner"
	"hspbot/bot/retry"
	"hspbot/bot/webapi"
	"hspbot/conversation"
)

const (
	// sweepEvery is how often it is looked for what is due.
	sweepEvery = 2 * time.Second
	// timeout is how long a delivery may take.
	timeout = 10 * time.Second
	// What failed is tried again after firstWait, and twice as long each time up to longestWait; after
	// giveUpAfter it is given up, but not before minTries.
	firstWait   = 5 * time.Second
	longestWait = time.Hour
	giveUpAfter = 72 * time.Hour
	minTries    = 10
	// tellAgain is when a session is told again that could not be.
	tellAgain = time.Minute
)

// Options are what a [Sender] may be given.
type Options struct {
	Partners *partner.Registry
	Lock     bot.Lock     // nil where no other process works on the store
	Client   *http.Client // for webhooks; by default one that follows no redirects
	Mail     *Mailer      // nil where no mail can be sent
	Log      *slog.Logger // slog.Default
}

// Sender delivers what is in a book, and tells the sessions.
type Sender struct {
	*Book
	o Options

	mu        sync.Mutex
	platforms map[string]Platform
	busy      map[string]bool // partners that are being delivered to

	unread     map[string]bool // ids of what could not be read at the last sweep, which alone uses it
	unreadable atomic.Int64    // how many those are
}

// Platform is one on which people are, and to whose chats messages may go.
type Platform struct {
	// Tell changes the state of a conversation that there is: see [bot.Bot.Tell].
	Tell func(ctx context.Context, key bot.Key, change func(conversation.State) (conversation.State, bool)) error
	// Post posts a text to a partner's chat; nil where partners have none there.
	Post func(ctx context.Context, to partner.Leads, text string) error
}

// NewSender returns a sender. It wakes when the book is told something in this process.
func NewSender(b *Book, o Options) *Sender {
	o.Client = cmp.Or(o.Client, webapi.NewClient(timeout))
	o.Log = cmp.Or(o.Log, slog.Default())
	b.wake = make(chan struct{}, 1)
	return &Sender{Book: b, o: o, platforms: map[string]Platform{}, busy: map[string]bool{}}
}

// Serve makes a platform known, by the name in its keys.
func (s *Sender) Serve(name string, p Platform) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.platforms[name] = p
}

func (s *Sender) platform(name string) Platform {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.platforms[name]
}

// Unreadable is how many records cannot be read, as far as this process delivers.
func (s *Sender) Unreadable() int { return int(s.unreadable.Load()) }

// Run delivers until ctx ends. Of several processes that share the store one does so.
func (s *Sender) Run(ctx context.Context) error {
	if s.o.Lock == nil {
		return s.run(ctx)
	}
	err := s.o.Lock.Hold(ctx, "leads", s.run)
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (s *Sender) run(ctx context.Context) error {
	var all sync.WaitGroup
	defer all.Wait()
	every := time.NewTicker(sweepEvery)
	defer every.Stop()
	for {
		s.sweep(ctx, &all)
		select {
		case <-ctx.Done():
			return nil
		case <-every.C:
		case <-s.wake:
		}
	}
}

// sweep begins to deliver what is due: to one partner one after the other, so that one who does not
// answer keeps no other waiting.
func (s *Sender) sweep(ctx context.Context, all *sync.WaitGroup) {
	due, unread := map[string][]string{}, map[string]bool{}
	err := s.entries().Each(ctx, func(id string, e *entry, err error) error {
		switch {
		case err != nil:
			unread[id] = true
			if !s.unread[id] {
				s.o.Log.ErrorContext(ctx, "not sent to a partner: it cannot be read; hspbot reseal --delete-unreadable removes it", "id", id, "error", err)
			}
		case !e.Due.After(s.now()):
			due[e.Partner] = append(due[e.Partner], id)
		}
		return nil
	})
	s.unread = unread
	s.unreadable.Store(int64(len(unread)))
	if err != nil && ctx.Err() == nil {
		s.o.Log.ErrorContext(ctx, "look for what is to be sent to partners failed", "error", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for to, ids := range due {
		if s.busy[to] {
			continue
		}
		s.busy[to] = true
		all.Go(func() {
			defer func() { s.mu.Lock(); delete(s.busy, to); s.mu.Unlock() }()
			for _, id := range ids {
				if ctx.Err() != nil || !s.deliver(ctx, id) {
					return
				}
			}
		})
	}
}

// deliver makes one try, and tells the session what became of it where that is known. It reports
// whether the partner can be tried with the next.
func (s *Sender) deliver(ctx context.Context, id string) (goOn bool) {
	e, err := s.begin(ctx, id)
	if err != nil || e == nil {
		return s.logged(ctx, err)
	}
	sent := error(nil)
	if e.Settled == "" {
		sent = s.send(ctx, id, e)
		if ctx.Err() != nil && sent != nil {
			return false // the try stays noted
		}
		as := e.outcome(sent, s.now())
		s.note(ctx, id, e, as, sent)
		if as == "" {
			return false
		}
		if err := s.settle(context.WithoutCancel(ctx), id, e, as); err != nil {
			return s.logged(ctx, err)
		}
		e.Settled = as
	}
	if s.logged(ctx, s.tellSession(ctx, id, e)) {
		return sent == nil || errors.Is(sent, errNobody)
	}
	return false
}

// begin notes a try of what is due, and returns it; nil where nothing is due any more.
func (s *Sender) begin(ctx context.Context, id string) (begun *entry, err error) {
	err = s.entries().Change(ctx, id, func(e *entry) *entry {
		begun = nil
		if e == nil || e.Due.After(s.now()) {
			return e
		}
		e.Tries++
		if e.Since.IsZero() {
			e.Since = s.now()
		}
		e.Due = s.now().Add(wait(e.Tries))
		if e.Settled != "" {
			e.Due = s.now().Add(tellAgain)
		}
		copied := *e
		begun = &copied
		return e
	})
	return begun, err
}

// wait is how long to wait after a number of tries.
func wait(tries int) (d time.Duration) {
	b := retry.Backoff{Min: firstWait, Max: longestWait}
	for range min(tries, 20) {
		d = b.Next()
	}
	return d
}

// outcome is what became of an entry after a try; empty where it is to be tried again.
func (e *entry) outcome(err error, now time.Time) conversation.LeadState {
	over := errors.Is(err, errNobody) || err != nil && e.Tries >= minTries && now.Sub(e.Since) >= giveUpAfter
	switch {
	case err == nil && e.Message != nil:
		return conversation.LeadDelivered
	case err == nil:
		return conversation.LeadWithdrawn
	case over && e.Message != nil:
		return conversation.LeadFailed
	case over:
		return conversation.LeadNotWithdrawn
	}
	return ""
}

// settle keeps what became of an entry, unless it has been withdrawn meanwhile: that follows.
func (s *Sender) settle(ctx context.Context, id string, was *entry, as conversation.LeadState) error {
	return s.entries().Change(ctx, id, func(e *entry) *entry {
		if e != nil && e.Withdrawn.Equal(was.Withdrawn) {
			e.settle(as)
		}
		return e
	})
}

// tellSession tells the person's session what became of an entry, and forgets the entry.
func (s *Sender) tellSession(ctx context.Context, id string, e *entry) error {
	p := s.platform(e.From.Platform)
	if p.Tell == nil {
		return nil // it is not served now, or not reached yet: the entry waits
	}
	err := p.Tell(ctx, e.From, func(state conversation.State) (conversation.State, bool) { return state.LeadSettled(id, e.Settled) })
	if err != nil {
		return fmt.Errorf("tell somebody what became of what they sent: %w", err)
	}
	return s.entries().Change(ctx, id, func(now *entry) *entry {
		if now != nil && now.Settled == e.Settled {
			return nil
		}
		return now
	})
}

// Errors of a try. After errNobody there is no other.
var (
	errNobody    = errors.New("the partner, or where it takes results, is not in the file any more")
	errNotServed = errors.New("the platform of the partner's chat is not served, or not reached yet")
	errNoMail    = errors.New("mail cannot be sent: HSPBOT_SMTP_ADDRESS is not set")
)

// send makes a try.
func (s *Sender) send(ctx context.Context, id string, e *entry) error {
	to, _ := s.o.Partners.Find(e.Partner)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	title, text := e.text(id)
	switch l := to.Leads; {
	case l.Webhook != "":
		body, err := e.body(id)
		if err != nil {
			return errors.New("it has no JSON form")
		}
		return s.post(ctx, l.Webhook, l.Secrets, e.key(id), body)
	case l.Telegram != 0:
		return s.chat(ctx, "telegram", l, text)
	case l.Slack.Channel != "":
		return s.chat(ctx, "slack", l, text)
	case l.Email != "" && s.o.Mail == nil:
		return errNoMail
	case l.Email != "":
		return s.o.Mail.Send(ctx, l.Email, title, text, e.key(id))
	}
	return errNobody
}

// chat posts a text to a chat of a platform.
func (s *Sender) chat(ctx context.Context, platform string, to partner.Leads, text string) error {
	p := s.platform(platform)
	if p.Post == nil {
		return errNotServed
	}
	return p.Post(ctx, to, text)
}

// note logs the first failure and the last.
func (s *Sender) note(ctx context.Context, id string, e *entry, as conversation.LeadState, err error) {
	what := "result"
	if e.Message == nil {
		what = typeWithdrawal
	}
	attrs := []any{"partner", e.Partner, "what", what, "id", id, "tries", e.Tries}
	switch {
	case err == nil:
		s.o.Log.InfoContext(ctx, "delivered to a partner", attrs...)
	case as != "":
		s.o.Log.ErrorContext(ctx, "delivery to a partner given up", append(attrs, "error", err)...)
	case e.Tries == 1:
		s.o.Log.WarnContext(ctx, "delivery to a partner failed, will be tried again", append(attrs, "error", err)...)
	}
}

// logged logs an error of the store, and reports whether there is none.
func (s *Sender) logged(ctx context.Context, err error) bool {
	if err != nil && ctx.Err() == nil {
		s.o.Log.ErrorContext(ctx, "delivery to a partner failed", "error", err)
	}
	return err == nil
}
