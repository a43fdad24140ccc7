package sqlite

import (
	"container/list"

	"hspbot/bot"
)

// maxCached is how many sessions are kept decoded. One takes some 2 KiB, so all of them take
// 24 MiB at most.
const maxCached = 12 * 1024

// cache keeps the sessions that were used last as they are committed, decoded, so that a
// turn neither reads nor decodes its row: that would make Apply half as long again, and a whole
// turn dearer by 6 % of the processor.
type cache struct {
	all     map[bot.Key]*list.Element // of *bot.Session, not changed in place
	recent  list.List                 // the last used first
	version int64                     // PRAGMA data_version: changes when another connection has written
}

// get returns a session, or nil.
func (c *cache) get(k bot.Key) *bot.Session {
	at, ok := c.all[k]
	if !ok {
		return nil
	}
	c.recent.MoveToFront(at)
	return at.Value.(*bot.Session)
}

func (c *cache) put(k bot.Key, s *bot.Session) {
	if at, ok := c.all[k]; ok {
		at.Value = s
		return
	}
	if c.all == nil {
		c.all = map[bot.Key]*list.Element{}
	}
	if len(c.all) >= maxCached {
		c.drop(c.recent.Back().Value.(*bot.Session).Key)
	}
	c.all[k] = c.recent.PushFront(s)
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
