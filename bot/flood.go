package bot

import (
	"sync"
	"time"
)

// Nobody answers twenty questions in ten seconds. Who does so all the same, or a program
// that does, is told once to wait, and then not heard for a while, so that everybody else
// is served. What is not heard has no effect and is acknowledged.

const (
	// floodTurns is how many turns of a conversation are taken at once, floodEvery after
	// which time there is room for one more: 20 in 10 seconds.
	floodTurns = 20
	floodEvery = 500 * time.Millisecond
	// floodPause is how long it is quiet after somebody has been told.
	floodPause = 10 * time.Second
	// floodKept is how many conversations are counted before those long silent are forgotten.
	floodKept = 4096
)

// verdict says what becomes of a delivery.
type verdict uint8

const (
	heard verdict = iota
	warned
	unheard
)

// flood counts the turns of conversations.
type flood struct {
	mu   sync.Mutex
	taps map[Key]tap
	kept int // at the last sweep
}

// tap is one conversation: when there will be room for all turns again, and until when
// nothing is heard.
type tap struct{ full, quiet time.Time }

// admit says what becomes of a delivery that comes now.
func (f *flood) admit(k Key, now time.Time) verdict {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.taps[k]
	if now.Before(t.quiet) {
		return unheard
	}
	if t.full.Before(now) {
		t.full = now
	}
	if t.full.Sub(now) > (floodTurns-1)*floodEvery {
		t.quiet = now.Add(floodPause)
		f.taps[k] = t
		return warned
	}
	t.full = t.full.Add(floodEvery)
	if f.taps == nil {
		f.taps = map[Key]tap{}
	}
	if len(f.taps) >= f.kept+floodKept {
		f.sweep(now)
	}
	f.taps[k] = t
	return heard
}

// heed says what becomes of a delivery to a conversation that comes now.
func (b *Bot) heed(k Key) verdict {
	if b.o.Unlimited || b.o.AnyHaste {
		return heard
	}
	return b.flood.admit(k, b.o.Now())
}

// sweep forgets the conversations that have room for all turns.
func (f *flood) sweep(now time.Time) {
	for k, t := range f.taps {
		if t.full.Before(now) && t.quiet.Before(now) {
			delete(f.taps, k)
		}
	}
	f.kept = len(f.taps)
}
