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
