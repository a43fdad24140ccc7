// Package expiring is a map whose entries end: each after its own time to live, and all of
// them in bounded memory. It is for what may be forgotten at any time, such as answers of a
// platform that can be asked for again and ids of deliveries that were handled.
//
// It stores nothing on disk, starts no goroutine and reads no clock but the one it is given.
package expiring

import (
	"container/heap"
	"sync"
	"time"
)

// Map is a bounded map with a time to live for each entry. It may be used by many goroutines;
// it must not be copied.
//
// Setting an entry removes those that have expired. Where the map is still full then, the
// entry that expires first makes room: with one time to live for all, that is the oldest. An
// entry lives from its last Set on; reading does not prolong its life.
type Map[K comparable, V any] struct {
	limit int
	now   func() time.Time

	mu       sync.Mutex
	entries  map[K]*entry[K, V]
	byExpiry expiryHeap[K, V]
}

// entry is alive before its expiry. index is where it is in the heap.
type entry[K comparable, V any] struct {
	key    K
	value  V
	expiry time.Time
	index  int
}

// New returns an empty map of at most limit entries, one at least, with the clock now.
func New[K comparable, V any](limit int, now func() time.Time) *Map[K, V] {
	return &Map[K, V]{limit: max(limit, 1), now: now, entries: map[K]*entry[K, V]{}}
}

// Get returns the value of a key; false where there is none or where it has expired.
func (m *Map[K, V]) Get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.get(key, m.now())
}

func (m *Map[K, V]) get(key K, now time.Time) (V, bool) {
	if e, ok := m.entries[key]; ok && now.Before(e.expiry) {
		return e.value, true
	}
	var none V
	return none, false
}

// Set sets the value of a key for the time ttl, in place of one that is there.
func (m *Map[K, V]) Set(key K, value V, ttl time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(key, value, ttl, m.now())
}

func (m *Map[K, V]) set(key K, value V, ttl time.Duration, now time.Time) {
	if ttl <= 0 {
		m.remove(key)
		return
	}
	for len(m.byExpiry) > 0 && !now.Before(m.byExpiry[0].expiry) {
		m.remove(m.byExpiry[0].key)
	}
	if e, ok := m.entries[key]; ok {
		e.value, e.expiry = value, now.Add(ttl)
		heap.Fix(&m.byExpiry, e.index)
		return
	}
	if len(m.byExpiry) >= m.limit {
		m.remove(m.byExpiry[0].key)
	}
	e := &entry[K, V]{key: key, value: value, expiry: now.Add(ttl)}
	m.entries[key] = e
	heap.Push(&m.byExpiry, e)
}

// Add sets the value of a key that has none, and reports whether it did. Of several
// goroutines that add the same key at once, one succeeds.
func (m *Map[K, V]) Add(key K, value V, ttl time.Duration) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if _, ok := m.get(key, now); ok {
		return false
	}
	m.set(key, value, ttl, now)
	return true
}

// Renew returns the value of a key, or sets what fresh makes where it has none, and lets it live for
// ttl from now on.
func (m *Map[K, V]) Renew(key K, ttl time.Duration, fresh func() V) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	value, ok := m.get(key, now)
	if !ok {
		value = fresh()
	}
	m.set(key, value, ttl, now)
	return value
}

// Delete removes a key, if it is there.
func (m *Map[K, V]) Delete(key K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(key)
}

func (m *Map[K, V]) remove(key K) {
	e, ok := m.entries[key]
	if !ok {
		return
	}
	delete(m.entries, key)
	heap.Remove(&m.byExpiry, e.index)
}

// Len returns how many entries are held, which may include expired ones.
func (m *Map[K, V]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.entries)
}

// expiryHeap is a [heap.Interface] with the entry that expires first on top.
type expiryHeap[K comparable, V any] []*entry[K, V]

func (h expiryHeap[K, V]) Len() int           { return len(h) }
func (h expiryHeap[K, V]) Less(i, j int) bool { return h[i].expiry.Before(h[j].expiry) }

func (h expiryHeap[K, V]) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *expiryHeap[K, V]) Push(x any) {
	e := x.(*entry[K, V])
	e.index = len(*h)
	*h = append(*h, e)
}

func (h *expiryHeap[K, V]) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return e
}
