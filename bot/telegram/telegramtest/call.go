package telegramtest

import (
	"slices"
	"time"
)

// Outcome is how a call ended, and what a fault makes of one.
type Outcome string

// The outcomes of calls. Slow is only a fault: such a call ends as any other.
const (
	OK          Outcome = "ok"
	Refused     Outcome = "refused" // by Telegram: 400, 401, 403, 404, 409
	TooMany     Outcome = "429"
	BadGateway  Outcome = "502"          // nothing has been done
	ResetBefore Outcome = "reset before" // nothing has been done
	ResetAfter  Outcome = "reset after"  // it has been done, if it could be
	Slow        Outcome = "slow"         // it has been done, the answer takes its time
)

// Call is a call the bot made.
type Call struct {
	At          time.Time // when all of it had come
	Method      string
	Chat        int64 // 0 where the method has none
	Message     int
	Via         string // "webhook" for a call in the answer to a delivery
	Outcome     Outcome
	Status      int // 0 where no answer was given
	Description string
	RetryAfter  int
	// Early tells that the call came before the retry_after of an earlier one was over. It
	// was answered 429 again.
	Early bool
}

// Calls returns the calls so far for which want is true, all for nil, in the order in which
// they ended.
func (s *Server) Calls(want func(Call) bool) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.calls)
	if want == nil {
		return out
	}
	return slices.DeleteFunc(out, func(c Call) bool { return !want(c) })
}

// Count counts the calls of a method to a chat with an outcome. What is empty is any.
func (s *Server) Count(method string, chat int64, outcome Outcome) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.calls {
		if (method == "" || c.Method == method) && (chat == 0 || c.Chat == chat) && (outcome == "" || c.Outcome == outcome) {
			n++
		}
	}
	return n
}

// MaxWithin returns the largest number of calls within any span of time: whether a rate was held.
func MaxWithin(calls []Call, span time.Duration) int {
	at := make([]time.Time, len(calls))
	for i, c := range calls {
		at[i] = c.At
	}
	slices.SortFunc(at, time.Time.Compare)
	most, from := 0, 0
	for i := range at {
		for at[i].Sub(at[from]) >= span {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

func (s *Server) record(c Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
	s.broadcast()
}
