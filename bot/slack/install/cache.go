package install

import (
	"sync"
	"time"

	"hspbot/bot/expiring"
)

const (
	// cacheTime is how long an installation is used without being read again: so late is it
	// noticed what another process has changed.
	cacheTime = time.Minute
	// maxCached bounds the cache, at some 500 bytes for an installation. Beyond it the store
	// is read more often.
	maxCached = 10_000
)

// entry is an installation as last read.
type entry struct {
	record
	rejected bool // Slack accepts neither its token nor its renewal, as far as known
}

// cache holds installations that were read. What was read before a change in this process
// does not get in after it.
type cache struct {
	mu      sync.Mutex // so that changes and entries change together
	entries *expiring.Map[string, entry]
	changes uint64
}

func newCache(now func() time.Time) *cache {
	return &cache{entries: expiring.New[string, entry](maxCached, now)}
}

// get returns an installation. Where there is none, changes is for put.
func (c *cache) get(id string) (e entry, changes uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok = c.entries.Get(id)
	return e, c.changes, ok
}

// put keeps what was read since get returned changes, unless something was changed meanwhile.
func (c *cache) put(id string, e entry, changes uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes == changes {
		c.entries.Set(id, e, cacheTime)
	}
}

// set keeps an installation that was changed, for a time.
func (c *cache) set(id string, e entry, ttl time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	c.entries.Set(id, e, ttl)
}

// delete is for an installation that was changed, to be read again.
func (c *cache) delete(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	c.entries.Delete(id)
}
