package bot

import (
	"context"
	"time"
)

// Shared is what a [Store] is, too, where several replicas of the bot work on one place at
// the same time. Any of them takes any turn; the screens of one conversation are posted by
// the one that has its lease. A store that is not Shared is used by one replica: all leases
// are its own.
//
// Apply takes the lease for its replica, where the session wants a screen and the lease is
// nobody's or that of a replica that is gone; otherwise Session.Elsewhere says that another
// one will post. Owing returns only conversations of which the replica has the lease, and
// takes it of those where it is free. Settle gives it back with the last screen. A replica
// whose heart has not beaten for some seconds, by the clock of the database, is gone.
type Shared interface {
	// Changed tells that there may be news, or leases to be had, of a platform.
	Changed(platform string) <-chan struct{}

	// News returns the conversations of a platform in which another replica has taken a turn
	// while this one has the lease, each once.
	News(ctx context.Context, platform string) ([]Key, error)

	// Holding returns a context that ends when this replica can no longer be sure of a lease.
	Holding(lease string) context.Context

	// Release gives up all leases of a platform, so that others take over at once.
	Release(ctx context.Context, platform string) error

	// Replicas returns among how many replicas the limits are to be divided. It is 0 as long as
	// one of the others may not know of this one: nothing is to be posted then.
	Replicas() int

	// Pause has no replica post on a platform for a time, this one included.
	Pause(ctx context.Context, platform string, d time.Duration) error

	// Now is the time by the clock that all replicas go by.
	Now() time.Time

	// Paused returns for how long nothing is to be posted on a platform, as far as is known.
	Paused(platform string) time.Duration
}

// Lock is what a [Store] is, too, where one replica at a time can be had to do something,
// such as asking a platform for updates.
type Lock interface {
	// Hold waits until nobody else holds the lock of that name, runs f, and returns its error.
	// The context of f ends with ctx and as soon as the lock may be another's: f returns then,
	// and Hold waits again, until ctx ends. An error of f ends Hold, unless the lock was lost.
	Hold(ctx context.Context, name string, f func(context.Context) error) error
}

// lookEvery is how long news wait at most that the store could not tell.
const lookEvery = 2 * time.Second

// holding returns a context that ends with the lease under which a session is posted.
func (b *Bot) holding(s *Session) context.Context {
	if b.shared == nil {
		return context.Background()
	}
	return b.shared.Holding(s.Lease)
}

// hear tells the dispatcher what other replicas have done.
func (b *Bot) hear(ctx context.Context) error {
	if b.shared == nil {
		return nil
	}
	keys, err := b.shared.News(ctx, b.name)
	if err != nil {
		return err
	}
	b.waiting.renew(keys)
	return nil
}

// agree brings the dispatcher to what the replicas have agreed upon.
func (b *Bot) agree() {
	if b.shared != nil {
		b.waiting.agree(b.shared.Replicas(), b.shared.Paused(b.name))
	}
}

// agree takes the number of replicas, and how long nothing is to be posted.
func (d *dispatcher) agree(replicas int, paused time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	if until := now.Add(paused); paused > 0 && until.After(d.hold) {
		d.hold = until
	}
	if replicas == d.paces.share {
		return
	}
	d.paces.divide(replicas, now, &d.came)
	d.serve(now)
	if awaited := &d.paces.awaited; !awaited.empty() {
		d.alarm(awaited.first().at)
	}
	d.wake.Broadcast()
}

// renew takes conversations that somebody else has taken turns of.
func (d *dispatcher) renew(keys []Key) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, k := range keys {
		c := d.chats[k]
		switch {
		case c == nil:
			if c = d.add(k); c == nil {
				return // the sweep finds the others
			}
			c.rank = d.now()
			d.place(c)
		case !c.last:
			d.refresh(c)
		}
	}
}

// current reports whether what is known of a chat may still be posted: a screen that has
// waited may have been overtaken by another replica.
func (b *Bot) current(ctx context.Context, c *chat, p *Post) bool {
	if b.shared == nil {
		return true
	}
	handed, last := b.waiting.handed(c)
	if last {
		return true
	}
	if b.shared.Holding(p.Session.Lease).Err() != nil {
		return false
	}
	if b.o.Now().Sub(handed) < pause {
		return true
	}
	s, err := b.store.Load(ctx, c.key)
	return err == nil && s.Version == p.Session.Version && s.Lease == p.Session.Lease && !s.Gone
}

// handed returns when the screen of a chat was handed over, and whether it is the last.
func (d *dispatcher) handed(c *chat) (at time.Time, last bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return c.since, c.last
}
