package outbox

import (
	"container/heap"
	"sync"
	"time"

	"hspbot/bot"
)

// The urgency of an entry. What is more urgent goes first.
const (
	answer   = iota // to somebody in the middle of an interview
	greeting        // of somebody who begins
	found           // in the store, by the sweep
	urgencies
)

// entry is a conversation that is to be looked at. The mutex of its queue guards it.
type entry struct {
	task
	at     time.Time // not before
	seq    uint64    // order among those of the same time; 0 of one that has been in no heap yet
	index  int       // in the heap of its urgency; -1 where it is in none
	inWork bool      // a worker has it
	inTurn bool      // a turn of the conversation is being taken
	again  bool      // where it is in no heap: it is to be looked at after that
	stale  bool      // the session has changed in a way that only the store knows
	// shown is what a post that ended during the turn was settled by. The turn may have read
	// the session before that, or after.
	shown bot.Settlement
}

// task is what a worker gets to know of an entry.
type task struct {
	key     bot.Key
	urgency int
	delayed bool // has waited for a limit of the platform
	// post is what the last turn handed over. It is of version 0 where the session has to be
	// loaded.
	post bot.Post
}

// update makes the post that was handed over one of the session as it is stored, or drops it.
func (e *entry) update() {
	switch {
	case e.stale:
		e.post = bot.Post{}
	case e.post.Session.Version > 0 && e.shown.Version > 0:
		e.post.Session.Settle(e.shown)
	}
}

// queue holds the conversations to be looked at, by time. It takes entries between start and
// stop.
type queue struct {
	now   func() time.Time
	limit int // entries; of answers there may be four times as many

	mu      sync.Mutex
	changed sync.Cond
	running bool
	full    bool // an entry had no room
	entries map[bot.Key]*entry
	heaps   [urgencies]entryHeap
	seq     uint64
	timer   *time.Timer // wakes a worker when the first entry is due
}

func newQueue(now func() time.Time, limit int) *queue {
	q := &queue{now: now, limit: limit}
	q.changed.L = &q.mu
	return q
}

func (q *queue) start() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running, q.full = true, false
	q.entries, q.heaps = map[bot.Key]*entry{}, [urgencies]entryHeap{}
	q.timer = time.AfterFunc(time.Hour, q.wake)
}

// stop ends next. What waits is found in the store at the next start.
func (q *queue) stop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.running = false
	q.entries, q.heaps = nil, [urgencies]entryHeap{}
	q.timer.Stop()
	q.changed.Broadcast()
}

// add has a conversation looked at, not before a time. One that waits already goes by the
// earlier time and the greater urgency. It reports whether there was room.
func (q *queue) add(key bot.Key, at time.Time, urgency int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.running {
		return false
	}
	e := q.entries[key]
	switch {
	case e == nil:
		if !q.room(urgency) {
			return false
		}
		e = &entry{task: task{key: key, urgency: urgency}, at: at}
		q.entries[key] = e
		q.push(e)
	case e.index >= 0:
		if urgency != found {
			e.post = bot.Post{}
		}
		q.hasten(e, at, urgency)
	case e.inTurn || urgency != found:
		e.again, e.stale = true, true
	}
	return true
}

// room reports whether there is room for one more entry.
func (q *queue) room(urgency int) bool {
	if len(q.entries) < q.limit || urgency == answer && len(q.entries) < 4*q.limit {
		return true
	}
	q.full = true
	return false
}

// hasten has an entry that is in no work go by an earlier time or a greater urgency. Who waits
// for a limit stays in line.
func (q *queue) hasten(e *entry, at time.Time, urgency int) {
	if urgency >= e.urgency && (e.delayed || !at.Before(e.at)) {
		return
	}
	waits := e.index >= 0
	if waits {
		heap.Remove(&q.heaps[e.urgency], e.index)
	}
	e.at, e.delayed, e.urgency = at, false, min(e.urgency, urgency)
	if waits {
		q.push(e)
	}
}

// begin notes that a turn of a conversation is being taken. Until end no worker gets it, unless
// it waits already. It is nil where the queue does not run.
func (q *queue) begin(key bot.Key) *entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.running {
		return nil
	}
	e := q.entries[key]
	if e == nil {
		e = &entry{task: task{key: key, urgency: found}, at: q.now(), index: -1}
		q.entries[key] = e
	}
	e.inTurn, e.stale, e.shown = true, false, bot.Settlement{}
	return e
}

// end ends a turn, with the post that is owed, if there is one. It reports whether the queue
// has been running since begin.
func (q *queue) end(e *entry, p *bot.Post) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if e == nil || q.entries[e.key] != e {
		return false
	}
	e.inTurn, e.post = false, bot.Post{}
	if p != nil {
		e.post, e.again = *p, true
		e.update()
		urgency := answer
		if p.Session.Version == 1 {
			urgency = greeting
		}
		q.hasten(e, q.now(), urgency)
	}
	if e.index < 0 && !e.inWork {
		q.putBack(e)
	}
	return true
}

// putBack puts an entry back into its heap, or lets go of it.
func (q *queue) putBack(e *entry) {
	delete(q.entries, e.key)
	if e.again && (e.seq > 0 || q.room(e.urgency)) {
		q.entries[e.key] = e
		q.push(e)
	}
}

func (q *queue) push(e *entry) {
	q.seq++
	e.seq = q.seq
	heap.Push(&q.heaps[e.urgency], e)
	q.changed.Signal()
}

// next waits for the next entry that is due, and takes it out of its heap: it has to be given
// back with done. It is nil when the queue stops.
func (q *queue) next() (*entry, task) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.running {
		now, first := q.now(), time.Time{}
		for u := range q.heaps {
			if len(q.heaps[u]) == 0 {
				continue
			}
			if at := q.heaps[u][0].at; at.After(now) {
				if first.IsZero() || at.Before(first) {
					first = at
				}
				continue
			}
			e := heap.Pop(&q.heaps[u]).(*entry)
			t := e.task
			e.inWork, e.again, e.stale, e.post = true, false, e.stale && e.inTurn, bot.Post{}
			return e, t
		}
		if !first.IsZero() {
			q.timer.Reset(first.Sub(now))
		}
		q.changed.Wait()
	}
	return nil, task{}
}

// wake has a worker look whether an entry is due.
func (q *queue) wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.changed.Signal()
}

// done gives an entry back that next returned, with what became of it. It reports whether
// there is room again for entries that had none.
func (q *queue) done(e *entry, o outcome) (room bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.entries[e.key] != e { // of before the queue was started again
		return false
	}
	e.inWork, e.shown, e.stale = false, o.shown, e.stale || o.shown.Version == 0
	e.update()
	switch {
	case e.again:
		e.at, e.urgency, e.delayed = q.now(), answer, false
	case o.at.IsZero():
		e.at, e.delayed = q.now(), false
	default:
		e.at, e.delayed, e.again = o.at, o.delayed, true
	}
	if e.again || !e.inTurn {
		q.putBack(e)
	}
	room = q.full && len(q.entries) <= q.limit/2
	q.full = q.full && !room
	return room
}

func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.entries)
}

// entryHeap is a [heap.Interface] of entries by time.
type entryHeap []*entry

func (h entryHeap) Len() int { return len(h) }

func (h entryHeap) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	return h[i].seq < h[j].seq
}

func (h entryHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *entryHeap) Push(x any) {
	e := x.(*entry)
	e.index = len(*h)
	*h = append(*h, e)
}

func (h *entryHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	e.index = -1
	return e
}
