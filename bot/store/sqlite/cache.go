package sqlite

import (
	"container/list"

	"hspbot/bot"
)

// atHand is how many sessions are kept decoded. With all that belongs to it one takes
// some 2 KiB.
const atHand = 12 * 1024

// entry is a session as it is committed. It is not changed in place.
type entry struct {
	session *bot.Session
	rowid   int64
}

// cache keeps the sessions that were used last, decoded, so that a turn neither reads nor
// decodes its row.
type cache struct {
	all     map[bot.Key]*list.Element // of entry
	recent  list.List                 // the last used first
	version int64                     // PRAGMA data_version: changes when another connection has written
}

func (c *cache) get(k bot.Key) (entry, bool) {
	at, ok := c.all[k]
	if !ok {
		return entry{}, false
	}
	c.recent.MoveToFront(at)
	return at.Value.(entry), true
}

func (c *cache) put(k bot.Key, e entry) {
	if at, ok := c.all[k]; ok {
		at.Value = e
		return
	}
	if c.all == nil {
		c.all = map[bot.Key]*list.Element{}
	}
	if len(c.all) >= atHand {
		c.drop(c.recent.Back().Value.(entry).session.Key)
	}
	c.all[k] = c.recent.PushFront(e)
}

func (c *cache) drop(k bot.Key) {
	if at, ok := c.all[k]; ok {
		c.recent.Remove(at)
		delete(c.all, k)
	}
}

func (c *cache) clear() {
	c.all = nil
	c.recent.Init()
}
