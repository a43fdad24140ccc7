package wire

import (
	"context"
	"sync"

	"hspbot/bot/inorder"
)

// maxInFlight bounds the deliveries that are taken or wait to be, among them those whose Take
// outlasts the acknowledgement. Their texts are bounded, so this bounds the memory as well;
// at 2.5 seconds each it is more than a store takes.
const maxInFlight = 1024

// intake runs jobs, one for each delivery: at most maxInFlight, and those with the same key
// one after the other in the order of arrival. The lock of [bot.Bot.Take] comes too late for
// that: before it, a Taker may wait for Slack to tell a person's language.
type intake struct {
	slots chan struct{}
	order inorder.Lock[string]
	jobs  sync.WaitGroup
}

func newIntake() *intake { return &intake{slots: make(chan struct{}, maxInFlight)} }

// start has a job run and returns at once; false if there are too many.
func (i *intake) start(key string, job func()) bool {
	select {
	case i.slots <- struct{}{}:
	default:
		return false
	}
	turn := i.order.Enter(key)
	i.jobs.Go(func() {
		defer func() { <-i.slots }()
		defer turn.Leave()
		turn.Wait(context.Background()) // each job is bounded in time
		job()
	})
	return true
}

// idle is closed when all jobs have ended. No job may be started meanwhile.
func (i *intake) idle() <-chan struct{} {
	idle := make(chan struct{})
	go func() { i.jobs.Wait(); close(idle) }()
	return idle
}

// orderKey is the same for deliveries that must be taken in order: those of one person in
// one place.
func (p *Payload) orderKey() string { return p.Team + "/" + p.Channel + "/" + p.User }
