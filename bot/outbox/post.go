package outbox

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

const (
	// postTimeout is how long the platform may take for one screen.
	postTimeout = time.Minute
	// After minBackoff, and twice as long each time up to maxBackoff, what was broken is tried
	// again; after giveUpAfter it is given up, but not before minAttempts.
	minBackoff  = 200 * time.Millisecond
	maxBackoff  = time.Minute
	giveUpAfter = 24 * time.Hour
	minAttempts = 10
	// goodbyeAttempts is how often a goodbye is tried that fails.
	goodbyeAttempts = 5
	// keepFor is how long a conversation waits in memory; for longer it waits in the store.
	keepFor = 5 * time.Second
	// storeRetry is when a conversation is tried again that could not be loaded, and
	// unreadableRetry when the stored session makes no sense.
	storeRetry      = time.Second
	unreadableRetry = time.Hour
	// wakeRetry is when the platform is asked again that was to look at a conversation and gave up.
	wakeRetry = time.Hour
)

// outcome is what became of looking at a conversation.
type outcome struct {
	at      time.Time // to look again; zero is not before the next turn
	delayed bool      // it waits for a limit of the platform
	// shown is how a post was settled by which the screen is shown. Where it is of version 0,
	// what the store has now is not known.
	shown bot.Settlement
}

// serve posts the screen of a conversation, unless none is owed or it has to wait.
func (o *Outbox) serve(ctx context.Context, t task) outcome {
	p, wait := o.load(ctx, t)
	if p.Session.Version == 0 {
		return wait
	}
	now := o.o.Now()
	named := o.limitsOf(p)
	if at := o.limits.reserve(named, now, t.urgency, t.delayed); !at.IsZero() {
		return o.putOff(ctx, p.Session, at)
	}
	sent := o.post(ctx, p)
	if sent.Unplanned > 0 {
		o.limits.charge(named, o.o.Now(), sent.Unplanned)
	}
	return o.settle(ctx, p, sent)
}

// load returns the post that is owed to a conversation, or an empty one and when to look
// again.
func (o *Outbox) load(ctx context.Context, t task) (bot.Post, outcome) {
	s, err := t.post.Session, error(nil)
	if s.Version == 0 {
		s, err = o.store.Load(ctx, t.key)
	}
	now := o.o.Now()
	switch {
	case errors.Is(err, bot.ErrNoSession):
		return bot.Post{}, outcome{}
	case errors.Is(err, bot.ErrCorrupt):
		o.o.Log.Write(ctx, slog.LevelError, "screen cannot be posted", t.key, err)
		if t.urgency == found {
			return bot.Post{}, outcome{at: now.Add(unreadableRetry)}
		}
		s = bot.Session{Key: t.key, State: conversation.Unreadable(""), Version: 1, Created: now, Touched: now}
	case err != nil:
		if ctx.Err() == nil {
			o.o.Log.Write(ctx, slog.LevelError, "load session failed", t.key, err)
		}
		return bot.Post{}, outcome{at: now.Add(storeRetry)}
	case !s.Wanted() && s.State.Forgotten && o.erase(ctx, s.Key, s.Version) != nil:
		return bot.Post{}, outcome{at: now.Add(storeRetry)}
	case !s.Wanted() && (s.State.Forgotten || !s.Woken(now)):
		return bot.Post{}, outcome{}
	}
	at := s.Due
	if pause := o.pause.Until(); pause.After(at) {
		at = pause
	}
	if at.After(now) {
		return bot.Post{}, o.waitFor(at)
	}
	p := bot.Post{Session: bot.WithChanges(o.poster, s), Screen: t.post.Screen, Show: o.o.Show}
	if t.post.Session.Version == 0 {
		if err := bot.Guard(func() error { p.Screen = o.o.Show(p.Session.State, now); return nil }); err != nil {
			return bot.Post{}, o.settle(ctx, p, unsent(&p, bot.Bug, err))
		}
		if p.Screen, err = bot.WithShare(ctx, o.store, s.State, now, p.Screen); err != nil {
			if ctx.Err() == nil {
				o.o.Log.Write(ctx, slog.LevelError, "look for what is shared failed", t.key, err)
			}
			return bot.Post{}, outcome{at: now.Add(storeRetry)}
		}
	}
	if o.aboutPerson(ctx, &p) != nil {
		return bot.Post{}, outcome{at: now.Add(storeRetry)}
	}
	return p, outcome{}
}

// putOff has a conversation wait for a limit: in the store, where it takes long.
func (o *Outbox) putOff(ctx context.Context, s bot.Session, at time.Time) outcome {
	if at.Sub(o.o.Now()) <= keepFor {
		return outcome{at: at, delayed: true}
	}
	t := bot.Settlement{Created: s.Created, Version: s.Version, Surface: s.Surface, Due: stored(at), Tries: s.Tries, Wake: s.Wake, Expires: s.Expires, Gone: s.Gone}
	if !s.Owing() {
		t.Due, t.Wake = time.Time{}, t.Due
	}
	if err := o.store.Settle(ctx, s.Key, t); err != nil {
		o.o.Log.Write(ctx, slog.LevelError, "settlement failed", s.Key, err)
		return outcome{at: at, delayed: true}
	}
	return o.waitFor(at)
}

// waitFor returns when to look again at a conversation that the store says is due at a time:
// where that is long, when the sweep finds it.
func (o *Outbox) waitFor(at time.Time) outcome {
	if at.Sub(o.o.Now()) <= keepFor {
		return outcome{at: at}
	}
	o.sweepBy(at)
	return outcome{}
}

// limitsOf asks the platform, unless there are to be no limits.
func (o *Outbox) limitsOf(p bot.Post) (named []bot.Limit) {
	if o.o.NoLimits {
		return nil
	}
	_ = bot.Guard(func() error { named = o.poster.Limits(p); return nil })
	return named
}

// cut is the outcome of a post that was given up because the outbox stops.
const cut bot.Outcome = 255

// post has the platform post a screen. What goes wrong in it is an outcome.
func (o *Outbox) post(ctx context.Context, p bot.Post) (sent bot.Sent) {
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	began := o.o.Now()
	err := bot.Guard(func() error {
		if o.o.Before != nil {
			if err := o.o.Before(ctx, &p.Session); err != nil {
				sent = unsent(&p, bot.Broken, err)
				return nil
			}
		}
		sent = o.poster.Post(ctx, p)
		return nil
	})
	if err != nil {
		sent = unsent(&p, bot.Bug, err)
	}
	if sent.Outcome == bot.Moved && (sent.MovedTo.Check() != nil || sent.MovedTo == p.Session.Key) {
		sent.Outcome, sent.Err = bot.Bug, errors.Join(sent.Err, errors.New("moved to nowhere"))
	}
	if sent.Outcome == bot.Broken && errors.Is(ctx.Err(), context.Canceled) {
		sent.Outcome = cut
	}
	if o.o.Observer != nil {
		o.o.Observer.OnPost(bot.Posting{Platform: o.platform, Outcome: sent.Outcome, Cut: sent.Outcome == cut,
			GaveUp: o.givesUp(&p.Session, sent), Attempt: p.Session.Tries + 1, Touched: since(&p.Session), Began: began, Ended: o.o.Now()})
	}
	return sent
}

// unsent is what became of a post that did not come to the platform.
func unsent(p *bot.Post, as bot.Outcome, err error) bot.Sent {
	return bot.Sent{Surface: p.Session.Surface, Wake: p.Session.Wake, Expires: p.Session.Expires, Outcome: as, Err: err}
}

// settle keeps what became of a post, and returns when to look again.
func (o *Outbox) settle(ctx context.Context, p bot.Post, sent bot.Sent) outcome {
	ctx = context.WithoutCancel(ctx) // what the person has seen is kept even when the outbox stops
	key, t := p.Session.Key, o.judge(&p.Session, sent)
	o.log(ctx, key, t, sent)
	over := t.Shown > 0 || t.Gone
	ended := p.Session.State.Forgotten || sent.Outcome == bot.Over
	var notErased error
	if over && ended {
		notErased = o.erase(ctx, p.Session.Key, p.Session.Version)
	}
	err := o.store.Settle(ctx, key, t)
	if err != nil {
		o.o.Log.Write(ctx, slog.LevelError, "settlement failed", key, err) // the screen will be found owing again
	}
	if sent.Outcome == bot.Later && sent.All {
		o.hold(ctx, t.Due)
	}
	if wake := t.Wake; !wake.IsZero() && wake.Sub(o.o.Now()) <= sweepEvery {
		o.sweepBy(wake)
	}
	switch {
	case notErased != nil:
		return outcome{at: o.o.Now().Add(storeRetry)}
	case over && err == nil && t.Shown == t.Version && !ended:
		return outcome{shown: t}
	case over:
		return outcome{}
	case sent.Outcome == bot.Moved:
		if err := o.store.Move(ctx, key, sent.MovedTo); err != nil {
			o.o.Log.Write(ctx, slog.LevelError, "move failed", key, err)
			break
		}
		o.queue.add(sent.MovedTo, t.Due, answer)
		return outcome{}
	}
	switch {
	case !p.Session.Owing():
		return o.waitFor(t.Wake)
	case t.Due.IsZero():
		return outcome{at: o.o.Now()}
	}
	return o.waitFor(t.Due)
}

// erase deletes a conversation after its goodbye, unless it has been begun anew since.
func (o *Outbox) erase(ctx context.Context, key bot.Key, version int64) error {
	err := o.store.Delete(ctx, key, version)
	if err != nil {
		o.o.Log.Write(ctx, slog.LevelError, "deletion failed", key, err)
	}
	return err
}

// givesUp reports whether what became of a post is the last try of its screen.
func (o *Outbox) givesUp(s *bot.Session, sent bot.Sent) bool {
	if sent.Outcome != bot.Broken {
		return false
	}
	if s.State.Forgotten {
		return s.Tries+1 >= goodbyeAttempts
	}
	return s.Tries+1 >= minAttempts && o.o.Now().Sub(since(s)) >= giveUpAfter
}

// since is when what is posted became due.
func since(s *bot.Session) time.Time {
	if s.Owing() {
		return s.Touched
	}
	return s.Wake
}

// judge turns an outcome into what the session is to hold.
func (o *Outbox) judge(s *bot.Session, sent bot.Sent) bot.Settlement {
	now := o.o.Now()
	tries := s.Tries + 1
	t := bot.Settlement{Created: s.Created, Version: s.Version, Surface: sent.Surface, Wake: sent.Wake, Expires: sent.Expires}
	switch sent.Outcome {
	case bot.Later:
		t.Due = stored(now.Add(sent.RetryAfter))
	case bot.Broken:
		if o.givesUp(s, sent) {
			t.Shown = s.Version
			break
		}
		t.Due, t.Tries = stored(now.Add(backoff(tries))), tries
	case bot.Gone:
		t.Gone = true
	case bot.Moved:
		if t.Tries = tries; tries > 1 {
			t.Due = stored(now.Add(backoff(tries)))
		}
	case cut:
		t.Tries = s.Tries
	default:
		t.Shown = s.Version
	}
	return o.rewake(s, t)
}

// rewake puts off a conversation that was looked at for nothing: it waits by its Wake, as no screen
// is owed, and is not looked at without a pause where the platform wants the same as before.
func (o *Outbox) rewake(s *bot.Session, t bot.Settlement) bot.Settlement {
	switch {
	case s.Owing():
	case !t.Due.IsZero():
		t.Due, t.Wake = time.Time{}, t.Due
	case !t.Wake.IsZero() && !t.Wake.After(s.Wake):
		t.Wake = stored(o.o.Now().Add(wakeRetry))
	}
	return t
}

// stored is a time as the store keeps it: in whole microseconds, not before it.
func stored(at time.Time) time.Time {
	return at.UTC().Add(time.Microsecond - 1).Truncate(time.Microsecond)
}

// backoff returns how long to wait after a number of tries.
func backoff(tries int) time.Duration {
	d := min(maxBackoff, minBackoff<<min(tries, 20))
	return d/2 + rand.N(d/2+1)
}

// log logs what somebody should know: the first failure and the last,
// what is unexpected, and nothing that happens all day.
func (o *Outbox) log(ctx context.Context, key bot.Key, t bot.Settlement, sent bot.Sent) {
	err := sent.Err
	if err == nil {
		err = errors.New("no reason given")
	}
	switch {
	case sent.Outcome == bot.Broken && t.Tries == 1:
		o.o.Log.Write(ctx, slog.LevelWarn, "post failed, will be tried again", key, err)
	case sent.Outcome == bot.Broken && t.Tries == 0:
		o.o.Log.Write(ctx, slog.LevelError, "post given up", key, err)
	case sent.Outcome == bot.Bug:
		o.o.Log.Write(ctx, slog.LevelError, "post refused by the platform", key, err)
	}
}
