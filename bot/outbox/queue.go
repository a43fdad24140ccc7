package outbox

import (
	"container/heap"
	"sync"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
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
	at    time.Time // not before
	seq   uint64    // order among those of the same time
	index int       // in the heap of its urgency; -1 while a worker has it
	again bool      // a turn has been taken since a worker has it
}

// task is what a worker gets to know of an entry.
type task struct {
	key     bot.Key
	urgency int
	delayed bool // has waited for a limit of the platform
	// screen is that of a version of the session; it saves drawing it, and may be left out.
	screen  conversation.Screen
	version int64
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
	return q.addDrawn(bot.Post{Session: bot.Session{Key: key}}, at, urgency)
}

// addDrawn is add of a conversation whose screen has been drawn, if its version is not 0.
func (q *queue) addDrawn(p bot.Post, at time.Time, urgency int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.running {
		return false
	}
	e := q.entries[p.Session.Key]
	switch {
	case e == nil:
		if len(q.entries) >= q.limit && (urgency != answer || len(q.entries) >= 4*q.limit) {
			q.full = true
			return false
		}
		e = &entry{task: task{key: p.Session.Key, urgency: urgency}, at: at}
		q.entries[e.key] = e
		q.push(e)
	case e.index < 0:
		e.again = e.again || urgency != found
	case urgency < e.urgency || at.Before(e.at) && !e.delayed: // who waits for a limit stays in line
		heap.Remove(&q.heaps[e.urgency], e.index)
		e.at, e.delayed, e.urgency = at, false, min(e.urgency, urgency)
		q.push(e)
	}
	if p.Session.Version > e.version {
		e.screen, e.version = p.Screen, p.Session.Version
	}
	return true
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
			e.again, e.screen, e.version = false, conversation.Screen{}, 0
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

// done gives an entry back that next returned, to be looked at again at a time; the zero time
// lets go of it, unless a turn has been taken meanwhile. It reports whether there is room
// again for entries that had none.
func (q *queue) done(e *entry, at time.Time, delayed bool) (room bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.entries[e.key] != e: // of before the queue was started again
		return false
	case e.again:
		e.at, e.urgency, e.delayed = q.now(), answer, false
	case at.IsZero():
		delete(q.entries, e.key)
		room = q.full && len(q.entries) <= q.limit/2
		if room {
			q.full = false
		}
		return room
	default:
		e.at, e.delayed = at, delayed
	}
	q.push(e)
	return false
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
