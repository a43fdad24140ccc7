package install

import (
	"sync"
	"time"
)

// mostUsed is how many used states are remembered at a time. Beyond it the oldest are
// forgotten: they still need the browser's cookie, and Slack takes a code once.
const mostUsed = 4096

// used are the states that came back, as long as they would be good.
type used struct {
	mu    sync.Mutex
	ends  map[string]time.Time
	order []string
}

// first reports whether a nonce comes for the first time, and remembers it.
func (u *used) first(nonce string, ends, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, again := u.ends[nonce]; again {
		return false
	}
	for len(u.order) > 0 && (len(u.order) >= mostUsed || !now.Before(u.ends[u.order[0]])) {
		delete(u.ends, u.order[0])
		u.order = u.order[1:]
	}
	u.ends[nonce] = ends
	u.order = append(u.order, nonce)
	return true
}
