package outbox

import (
	"cmp"
	"context"
	"sync"
	"sync/atomic"
	"time"

	"hspbot/bot"
	"hspbot/bot/retry"
	"hspbot/conversation"
)

// Options are what an [Outbox] may be given. Each has a default.
type Options struct {
	Log  bot.Log
	Now  func() time.Time                                        // that of the store
	Show func(conversation.State, time.Time) conversation.Screen // conversation.Show
	// Workers is how many posts are under way at once. 64 keep Telegram's 30 messages a second
	// busy while each takes up to two seconds.
	Workers int
	// Backlog is how many conversations wait in memory, 4096; the rest waits in the store.
	Backlog  int
	NoLimits bool          // for benchmarks: the platform's limits are not kept
	TTL      time.Duration // of silence, after which a session is deleted; 30 days
	// ExpireAll deletes what has expired however much it is; else not more than a fifth at once.
	ExpireAll bool
	Drain     time.Duration // for posts under way when the outbox stops; 10 seconds
	// Before is done before a screen is posted; while it fails, the screen waits as for a platform that does.
	Before   func(context.Context, *bot.Session) error
	Observer bot.Observer // none
}

// Outbox posts the screens of one platform. It implements [bot.Outbox].
type Outbox struct {
	store    bot.Store
	told     <-chan bot.Key // what other processes tell of; nil where there are none
	platform string
	poster   bot.Poster
	o        Options

	queue   *queue
	limits  limits
	active  atomic.Bool // this process posts
	pause   retry.Pause // that the platform asked for
	expired atomic.Int64
}

// New returns an outbox for a platform. The store stays the caller's to close.
func New(store bot.Store, platform string, poster bot.Poster, o Options) *Outbox {
	o.Log = o.Log.WithDefaults()
	if o.Now == nil {
		o.Now = store.Now
	}
	if o.Show == nil {
		o.Show = conversation.Show
	}
	o.Workers = cmp.Or(o.Workers, 64)
	o.Backlog = cmp.Or(o.Backlog, 4096)
	o.TTL = cmp.Or(o.TTL, 30*24*time.Hour)
	o.Drain = cmp.Or(o.Drain, 10*time.Second)
	out := &Outbox{store: store, told: store.Notified(platform), platform: platform, poster: poster, o: o}
	out.queue = newQueue(o.Now, o.Backlog)
	return out
}

// Begin implements [bot.Outbox].
func (o *Outbox) Begin(key bot.Key) (end func(*bot.Post)) {
	e := o.queue.begin(key)
	return func(p *bot.Post) {
		if !o.queue.end(e, p) && p != nil {
			o.Owe(key)
		}
	}
}

// Owe implements [bot.Outbox]: the screen is posted by this process, or by the one that posts.
// What is owed while none does is found when one begins.
func (o *Outbox) Owe(key bot.Key) {
	if o.active.Load() {
		o.queue.add(key, o.o.Now(), answer)
	} else {
		o.store.Notify(key)
	}
}

// Run posts what is owed, and deletes sessions that have expired, until ctx ends. Then it lets
// the posts under way come to their end for as long as Options.Drain. What is still owed then
// is posted after the next start. Of several processes that share the store one does so; the
// others wait until it is gone. An outbox runs once.
func (o *Outbox) Run(ctx context.Context) error {
	err := o.store.Hold(ctx, "post "+o.platform, func(inside context.Context) error { return o.run(ctx, inside) })
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// run posts until inside ends. If that is because of stop, posts under way may come to their
// end; otherwise another process may post now, and they are given up at once.
func (o *Outbox) run(stop, inside context.Context) error {
	posts, cutPosts := context.WithCancel(context.WithoutCancel(inside))
	defer cutPosts()
	o.queue.start()
	o.limits.begin(o.o.Now())
	o.resumePause(inside)
	o.active.Store(true)
	o.sweepBy(o.o.Now())
	var all sync.WaitGroup
	for range o.o.Workers {
		all.Go(func() { o.work(posts) })
	}
	all.Go(func() { o.expire(inside) })
	all.Go(func() { o.listen(inside) })
	<-inside.Done()
	o.active.Store(false)
	o.queue.stop()
	if stop.Err() != nil {
		drained := time.AfterFunc(o.o.Drain, cutPosts)
		defer drained.Stop()
	} else {
		cutPosts()
	}
	all.Wait()
	return nil
}

// work serves conversations until the queue stops.
func (o *Outbox) work(ctx context.Context) {
	for {
		e, t := o.queue.next()
		if e == nil {
			return
		}
		var did outcome
		if t.key == sweeping {
			did = o.sweep(ctx)
		} else {
			did = o.serve(ctx, t)
		}
		if room := o.queue.done(e, did); room {
			o.sweepBy(o.o.Now())
		}
	}
}

// Stats are numbers for those who run the bot.
type Stats struct {
	Waiting int   // conversations in memory with a screen to be posted, or a turn being taken
	Expired int64 // sessions deleted after silence since the start
}

// Stats returns the present numbers.
func (o *Outbox) Stats() Stats {
	return Stats{Waiting: max(0, o.queue.len()-1), Expired: o.expired.Load()} // without the sweep
}
