package watch

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot"
	"hspbot/bot/stats"
)

// referred counts people by the code of the link they came by: of the partners' file only, so that
// links cannot make up labels, and in steps of five, so that nobody can be recognised. Who is in no
// step when the program stops is not counted here; stats has them.
type referred struct {
	people *prometheus.CounterVec

	mu      sync.Mutex
	known   func(code string) bool
	waiting map[[2]string]int
}

// The codes of those who came by none, and by one that is in no file.
const (
	noCode    = "none"
	otherCode = "other"
)

func newReferred(people *prometheus.CounterVec) *referred {
	return &referred{people: people, known: func(string) bool { return false }, waiting: map[[2]string]int{}}
}

// KnowCodes says which codes are told apart: those of partners. It may be asked at any time.
func (m *Metrics) KnowCodes(known func(code string) bool) {
	m.referred.mu.Lock()
	defer m.referred.mu.Unlock()
	m.referred.known = known
}

// count counts what a turn led to.
func (r *referred) count(t bot.Turn) {
	if t.Opened {
		r.add(t.Referral, string(stats.Opened))
	}
	if t.Finished {
		r.add(t.Referral, stats.BandOf(t.Points))
	}
	if t.Lead {
		r.add(t.Referral, string(stats.Lead))
	}
}

func (r *referred) add(code, what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case code == "":
		code = noCode
	case !r.known(code):
		code = otherCode
	}
	key := [2]string{code, what}
	if r.waiting[key]++; r.waiting[key] < stats.Least {
		return
	}
	r.people.WithLabelValues(code, what).Add(stats.Least)
	delete(r.waiting, key)
}
