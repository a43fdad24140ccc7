package slacktest

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// Outcome is what a fault makes of a call.
type Outcome string

// The faults of calls.
const (
	TooMany     Outcome = "429"          // ratelimited, with Retry-After; nothing is done
	ServerError Outcome = "5xx"          // with Status; nothing is done
	Refused     Outcome = "refused"      // ok:false with Error; nothing is done
	ResetBefore Outcome = "reset before" // the connection breaks; nothing is done
	ResetAfter  Outcome = "reset after"  // the connection breaks; it has been done, if it could be
	Slow        Outcome = "slow"         // it is done, the answer takes its time
)

// Always is for [Fault.Times]: every call.
const Always = -1

// Fault is what goes wrong with calls. Delay goes with every kind.
type Fault struct {
	Kind       Outcome
	Times      int           // of how many calls: 1; [Always] for all, as where there is a Chance
	Chance     float64       // between 0 and 1, from the seed of the options; 0 is certainty
	RetryAfter int           // seconds, of TooMany: 1
	Status     int           // of ServerError: 503
	Error      string        // of Refused: "internal_error"
	Delay      time.Duration // in real time
}

// fault is a Fault in force.
type fault struct {
	Fault
	method string
}

// Fail makes calls of a method fail, "" for any of the Web API. "response_url" and "upload"
// stand for those. The oldest fault that fits goes first.
func (s *Server) Fail(method string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Chance > 0 {
		f.Times = cmp.Or(f.Times, Always)
	}
	f.Times = cmp.Or(f.Times, 1)
	f.RetryAfter = cmp.Or(f.RetryAfter, 1)
	f.Status = cmp.Or(f.Status, http.StatusServiceUnavailable)
	f.Error = cmp.Or(f.Error, "internal_error")
	s.faults = append(s.faults, &fault{f, method})
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// pickFault returns what happens to a call; the zero Fault is nothing.
func (s *Server) pickFault(method string) Fault {
	for i, f := range s.faults {
		any := f.method == "" && method != "response_url" && method != "upload"
		if !any && f.method != method || f.Chance > 0 && s.random.Float64() >= f.Chance {
			continue
		}
		out := f.Fault
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return out
	}
	return Fault{}
}

// replyBefore returns the answer to a call that a fault keeps from being done.
func (f Fault) replyBefore() (reply, bool) {
	out := reply{fault: f.Kind, delay: f.Delay}
	switch f.Kind {
	case TooMany:
		out.refused = &refusal{code: "ratelimited", retryAfter: f.RetryAfter}
	case ServerError:
		out.status, out.text = f.Status, "<html><body>"+http.StatusText(f.Status)+"</body></html>"
	case Refused:
		out.refused = refuse(f.Error)
	case ResetBefore:
	default:
		return reply{}, false
	}
	return out, true
}
