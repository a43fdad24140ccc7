package slacktest

import (
	"math"
	"time"
)

// rate is: at most so many calls within any such span.
type rate struct {
	limit int
	span  time.Duration
}

// postRates are the rates of chat.postMessage in one channel: one a second, with short bursts.
var postRates = []rate{{3, time.Second}, {12, 10 * time.Second}}

// limit counts a call against the rates of its method. Exceeding one is a violation.
func (c *call) limit(spec methodSpec) *refusal {
	if c.s.o.Unlimited || c.token == nil {
		return nil
	}
	key, rates := c.method+" "+c.token.rateKey(), []rate{{spec.tier(), time.Minute}}
	if c.method == "chat.postMessage" {
		channel := c.args.text("channel")
		if p := c.person(channel); p != nil {
			channel = p.openDM().ID
		}
		key, rates = c.method+" "+channel, postRates
	}
	for _, r := range rates {
		if left := waitTime(c.s.windows[key], r, c.at); left > 0 {
			seconds := int(math.Ceil(left.Seconds()))
			c.violate("more than %d calls within %s in %s", r.limit, r.span, key[len(c.method)+1:])
			return &refusal{code: "ratelimited", retryAfter: seconds}
		}
	}
	window := append(c.s.windows[key], c.at)
	if n := len(window); n > 256 { // more than any rate looks back
		window = append([]time.Time(nil), window[n-128:]...)
	}
	c.s.windows[key] = window
	return nil
}

// waitTime returns how long it is until another call keeps to a rate. A twentieth of the span is
// tolerated, since calls travel for different times.
func waitTime(calls []time.Time, r rate, now time.Time) time.Duration {
	if r.limit == 0 || len(calls) < r.limit {
		return 0
	}
	return r.span - r.span/20 - now.Sub(calls[len(calls)-r.limit])
}
