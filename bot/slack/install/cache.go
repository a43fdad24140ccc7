package install

import (
	"sync"
	"time"
)

// remembered is how long an installation is used without being read again: as late may be
// seen what another process changed.
const remembered = time.Minute

// entry is an installation as last read.
type entry struct {
	record
	until   time.Time // when it must be read again
	refused bool      // Slack accepts neither its token nor its renewal, as far as known
}

// cache remembers installations that were read. What was read before a change in this
// process does not get in after it.
type cache struct {
	mu      sync.Mutex
	entries map[string]entry
	changes uint64
}

// get returns what is remembered at a time, and where that is nothing, how many changes
// there have been so far.
func (c *cache) get(id string, now time.Time) (e entry, changes uint64, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok = c.entries[id]
	return e, c.changes, ok && now.Before(e.until)
}

// put remembers what was read after so many changes.
func (c *cache) put(id string, e entry, changes uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes == changes {
		c.entries[id] = e
	}
}

// set remembers what has been changed.
func (c *cache) set(id string, e entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	c.entries[id] = e
}

// drop forgets what has been changed.
func (c *cache) drop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	delete(c.entries, id)
}
