package wire

import "sync"

const (
	laneSlots = 64   // jobs that run at once
	laneJobs  = 4096 // jobs that run or wait
)

// lanes runs jobs: those of a key one after the other as they were put, those of different
// keys at once, as many as there are slots.
type lanes struct {
	slots chan struct{}

	mu      sync.Mutex
	waiting map[string][]func() // a key has an entry as long as a goroutine works on it
	jobs    int
	idle    chan struct{} // closed when there are no jobs; nil as long as nobody asks
}

func newLanes() *lanes {
	return &lanes{slots: make(chan struct{}, laneSlots), waiting: map[string][]func(){}}
}

// put queues a job and returns at once; it is false if there are too many.
func (l *lanes) put(key string, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.jobs >= laneJobs {
		return false
	}
	l.jobs++
	queue, working := l.waiting[key]
	l.waiting[key] = append(queue, job)
	if !working {
		go l.work(key)
	}
	return true
}

// work runs the jobs of a key until there are none.
func (l *lanes) work(key string) {
	for job := l.next(key); job != nil; job = l.next(key) {
		l.slots <- struct{}{}
		job()
		<-l.slots
		l.ended()
	}
}

// next takes the first job of a key; nil if there is none, and then the key is free.
func (l *lanes) next(key string) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.waiting[key]
	if len(queue) == 0 {
		delete(l.waiting, key)
		return nil
	}
	l.waiting[key] = queue[1:]
	return queue[0]
}

func (l *lanes) ended() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs--
	if l.jobs == 0 && l.idle != nil {
		close(l.idle)
		l.idle = nil
	}
}

// done is closed as soon as there are no jobs.
func (l *lanes) done() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.idle == nil {
		l.idle = make(chan struct{})
	}
	idle := l.idle
	if l.jobs == 0 {
		close(l.idle)
		l.idle = nil
	}
	return idle
}
