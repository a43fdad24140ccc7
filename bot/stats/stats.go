// Package stats counts conversations by day: how many began and finished, by who sent them, by
// language, category and outcome, at which questions people stop, and for each partner in which bands
// the totals are and how many results were sent to them. Counts outlive the sessions that they were
// made from: a conversation that is deleted stays counted, as nothing leads from a count to it.
//
// What is shown is about five people at least, and so is the difference of any two numbers: see [Table].
//
// It refuses to know people: what it keeps is numbers, and the names of partners in links. A
// crash loses the counts of the last minute.
package stats

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/retry"
)

// Event is what is counted.
type Event string

// The events.
const (
	Opened   Event = "opened"   // a conversation began
	Finished Event = "finished" // an interview reached its result
	Asked    Event = "asked"    // a question was put
	Answered Event = "answered" // a question was answered, and another or the result followed
	Total    Event = "total"    // an interview reached its result, in a band of totals
	Lead     Event = "leads"    // a result was sent to the partner
)

// Bands are those of totals: the least points of the best category.
var Bands = []string{"under 60", "60-69", "70-79", "80+"}

// BandOf is the band of a total.
func BandOf(points int) string {
	switch {
	case points >= 80:
		return Bands[3]
	case points >= 70:
		return Bands[2]
	case points >= 60:
		return Bands[1]
	}
	return Bands[0]
}

// Count is how often something happened on a day.
type Count struct {
	Event    Event  `json:"event"`
	Ref      string `json:"ref,omitempty"` // who sent them; [Others] beyond maxRefs on a day
	Language string `json:"language,omitempty"`
	Category string `json:"category,omitempty"` // i-a, i-b, i-c or all
	Outcome  string `json:"outcome,omitempty"`  // of Finished: 80, 70, below or undecided
	Question string `json:"question,omitempty"` // of Asked and Answered, without what is above
	Band     string `json:"band,omitempty"`     // of Total, which has a Ref besides and no more
	N        int    `json:"n"`
	Day      string `json:"-"` // YYYY-MM-DD, where it was read
}

const (
	// kind is that of the records, one for each day.
	kind = "stats"
	// maxRefs are told apart on one day: links can name anybody.
	maxRefs = 200
	// Others are all beyond that.
	Others = "(others)"
	// flushEvery is how often counts are stored.
	flushEvery = time.Minute
	// maxCounts bounds what is kept of one day.
	maxCounts = 20000
)

// daysIn are the counts of the days.
func daysIn(store records.Store) records.Values[[]Count] {
	return records.Values[[]Count]{In: store, Kind: kind}
}

// Counter counts turns. It is a [bot.Observer], and may be used by many goroutines.
type Counter struct {
	bot.Observer // is told the same
	days         records.Values[[]Count]
	log          *slog.Logger
	day          func(time.Time) string

	mu     sync.Mutex
	counts map[string]map[Count]int // by day; N of the keys is 0
}

// NewCounter returns a counter that stores in records, by the days of a time zone, and tells the next
// observer.
func NewCounter(store records.Store, zone *time.Location, next bot.Observer, log *slog.Logger) *Counter {
	return &Counter{Observer: next, days: daysIn(store), log: log, counts: map[string]map[Count]int{},
		day: func(t time.Time) string { return t.In(zone).Format(time.DateOnly) }}
}

// OnTurn implements [bot.Observer].
func (c *Counter) OnTurn(t bot.Turn) {
	c.Observer.OnTurn(t)
	if t.Result != bot.Committed {
		return
	}
	what := Count{Ref: t.Referral, Language: t.Language, Category: t.Goal}
	day := c.day(t.Ended)
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.Opened {
		what.Event = Opened
		c.add(day, what, 1)
	}
	if t.Finished {
		what.Event, what.Outcome = Finished, t.Outcome
		c.add(day, what, 1)
		c.add(day, Count{Event: Total, Ref: t.Referral, Band: BandOf(t.Points)}, 1)
	}
	if t.Lead {
		c.add(day, Count{Event: Lead, Ref: t.Referral}, 1)
	}
	if t.Asked != "" {
		c.add(day, Count{Event: Asked, Question: t.Asked}, 1)
	}
	if t.Answered != "" {
		c.add(day, Count{Event: Answered, Question: t.Answered}, 1)
	}
}

// add counts what happened n times. The counter is locked.
func (c *Counter) add(day string, what Count, n int) {
	if c.counts[day] == nil {
		c.counts[day] = map[Count]int{}
	}
	c.counts[day][what] += n
}

// Run stores what was counted, every minute and when ctx ends.
func (c *Counter) Run(ctx context.Context) {
	for retry.Sleep(ctx, flushEvery) == nil {
		c.flush(ctx)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	c.flush(last)
}

// flush adds what was counted to the records. What cannot be stored is kept for the next time.
func (c *Counter) flush(ctx context.Context) {
	c.mu.Lock()
	counts := c.counts
	c.counts = map[string]map[Count]int{}
	c.mu.Unlock()
	for day, more := range counts {
		err := c.days.Change(ctx, day, func(old *[]Count) *[]Count { return merge(old, more) })
		if err == nil {
			continue
		}
		c.log.ErrorContext(ctx, "counts of the day are not stored yet", "error", err)
		c.mu.Lock()
		for what, n := range more {
			c.add(day, what, n)
		}
		c.mu.Unlock()
	}
}

// merge adds counts to a record.
func merge(old *[]Count, more map[Count]int) *[]Count {
	all, refs := map[Count]int{}, map[string]bool{}
	for _, k := range *cmp.Or(old, &[]Count{}) {
		n := k.N
		k.N = 0
		all[k] += n
		refs[k.Ref] = true
	}
	for _, k := range slices.SortedFunc(maps.Keys(more), compare) {
		n := more[k]
		if !refs[k.Ref] && len(refs) >= maxRefs {
			k.Ref = Others
		}
		refs[k.Ref] = true
		if len(all) < maxCounts || all[k] > 0 {
			all[k] += n
		}
	}
	var list []Count
	for _, k := range slices.SortedFunc(maps.Keys(all), compare) {
		n := all[k]
		k.N = n
		list = append(list, k)
	}
	return &list
}

// Read returns the counts of the days from and to, YYYY-MM-DD, both included.
func Read(ctx context.Context, store records.Store, from, to string) (list []Count, err error) {
	days, err := store.RecordsOf(ctx, kind)
	if err != nil {
		return nil, fmt.Errorf("list days: %w", err)
	}
	for _, day := range days {
		if day < from || day > to {
			continue
		}
		counts, err := daysIn(store).Read(ctx, day)
		if err != nil {
			return nil, fmt.Errorf("read counts: %w", err)
		}
		for _, c := range *cmp.Or(counts, &[]Count{}) {
			c.Day = day
			list = append(list, c)
		}
	}
	return list, nil
}
