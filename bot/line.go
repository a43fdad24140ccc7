package bot

import (
	"container/heap"
	"time"
)

// line is where things wait, the one whose time comes first in front; things of the same
// time in the order they came.
type line[T interface{ where() *spot }] struct{ heap spots[T] }

// spot is the place of a thing in the one line it stands in.
type spot struct {
	at    time.Time
	came  uint64
	index int // from 1; 0: it stands nowhere
}

func (s *spot) where() *spot { return s }

func (l *line[T]) empty() bool { return len(l.heap) == 0 }

func (l *line[T]) first() T { return l.heap[0] }

// push puts a thing that stands nowhere into the line; came grows with each call.
func (l *line[T]) push(t T, at time.Time, came uint64) {
	s := t.where()
	s.at, s.came = at, came
	heap.Push(&l.heap, t)
}

func (l *line[T]) pop() T { return heap.Pop(&l.heap).(T) }

func (l *line[T]) remove(t T) { heap.Remove(&l.heap, t.where().index-1) }

// spots are the heap of a line.
type spots[T interface{ where() *spot }] []T

func (h spots[T]) Len() int { return len(h) }

func (h spots[T]) Less(i, j int) bool {
	a, b := h[i].where(), h[j].where()
	if !a.at.Equal(b.at) {
		return a.at.Before(b.at)
	}
	return a.came < b.came
}

func (h spots[T]) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].where().index, h[j].where().index = i+1, j+1
}

func (h *spots[T]) Push(x any) {
	t := x.(T)
	*h = append(*h, t)
	t.where().index = len(*h)
}

func (h *spots[T]) Pop() any {
	last := len(*h) - 1
	t := (*h)[last]
	var none T
	(*h)[last] = none
	*h = (*h)[:last]
	t.where().index = 0
	return t
}
