package install

import "sync"

// flights are the renewals under way in this process, one for an installation at most.
type flights struct {
	mu    sync.Mutex
	under map[string]*flight
}

// flight is a renewal and, once done is closed, what it came to.
type flight struct {
	done  chan struct{}
	token string
	err   error
}

// join returns the renewal under way, or a new one, which leads must land.
func (f *flights) join(id string) (fl *flight, leads bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl, ok := f.under[id]; ok {
		return fl, false
	}
	fl = &flight{done: make(chan struct{})}
	f.under[id] = fl
	return fl, true
}

// land tells those who wait.
func (f *flights) land(id string, fl *flight) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.under, id)
	close(fl.done)
}
