package loadtest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// way is what a person does, one thing after the other; then comes the next person. Who is
// stored has done what stands before half.
var way = []string{"/start", "set:goal:i-b", "set:degrees:none~3f", "set:salary:9000000-10000000", "set:age:30-35", "set:career_i-b:from-10",
	"set:japanese:n1", "set:research:none~f", "set:employer:none~f", "set:rest:none~37", "set:licences:none", "set:spouse:no", "set:family:none~17"}

const half = 6

// Everybody has a number of ten digits; those of people who come one after the other are far
// apart, as in life: somebody's row is anywhere in the index. Number 0 is of the one whose
// conversation is copied, then come those who are stored, then new people. numbered is the
// same in SQL.
const (
	factor   = 2654435761
	modulus  = 1 << 32
	least    = 1_000_000_000
	numbered = "(1000000000 + i * 2654435761 % 4294967296)"
)

func number(i int64) string { return strconv.FormatInt(least+i*factor%modulus, 10) }

// comer returns the one who comes after n others, and what they do. Every fourth is stored
// already, as long as there are some who have not come back.
func comer(n, stored int64) (person string, does []string) {
	if back := n / 4; n%4 == 3 && back < stored {
		const prime = 611_953 // leads through all who are stored, now here, now there
		return number(1 + back*prime%stored), way[half:]
	}
	return number(stored + 1 + n), way
}

// cards tells who waits for it that a card came.
type cards struct {
	url     string // of the sink
	mu      sync.Mutex
	waiting map[string]chan struct{}
	surplus atomic.Int64 // cards that nobody waited for, though there
}

func (c *cards) watch(person string) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := make(chan struct{}, 1)
	c.waiting[person] = seen
	return seen
}

func (c *cards) forget(person string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, person)
}

func (c *cards) came(person string) {
	c.mu.Lock()
	seen := c.waiting[person]
	c.mu.Unlock()
	select {
	case seen <- struct{}{}:
	default:
		if seen != nil {
			c.surplus.Add(1)
		}
	}
}

// crowd are people who do the next thing when they see the next screen.
type crowd struct {
	sink       sink
	cards      *cards
	client     *http.Client
	address    string // of the bot
	stored     int64
	came       atomic.Int64 // people so far
	deliveries atomic.Int64
}

// talk lets so many people at a time talk, a turn for each ticket: the moment at which it is
// due, or the zero time for when there is somebody to take it. It returns how long they
// waited when there are no more tickets, or one of them is not served: failed is closed then.
func (c *crowd) talk(people int, tickets <-chan time.Time, failed chan struct{}) ([]time.Duration, error) {
	waits, errs := make([][]time.Duration, people), make(chan error, people)
	var group sync.WaitGroup
	var once sync.Once
	for i := range people {
		group.Go(func() {
			for {
				person, does := comer(c.came.Add(1)-1, c.stored)
				w, more, err := c.walk(person, does, tickets)
				waits[i] = append(waits[i], w...)
				if err != nil {
					errs <- err
					once.Do(func() { close(failed) })
				}
				if err != nil || !more {
					return
				}
			}
		})
	}
	group.Wait()
	close(errs)
	return slices.Concat(waits...), <-errs
}

// walk is one person; more says that there may be more tickets.
func (c *crowd) walk(person string, does []string, tickets <-chan time.Time) (waits []time.Duration, more bool, err error) {
	seen := c.cards.watch(person)
	defer c.cards.forget(person)
	patience := time.NewTimer(time.Hour)
	defer patience.Stop()
	for _, action := range does {
		due, ok := <-tickets
		if !ok {
			return waits, false, nil
		}
		if due.IsZero() {
			due = time.Now()
		}
		if err := c.deliver(person, action); err != nil {
			return waits, true, err
		}
		patience.Reset(20 * time.Second)
		select {
		case <-seen:
		case <-patience.C:
			return waits, true, fmt.Errorf("no card after %s", action)
		}
		waits = append(waits, time.Since(due))
	}
	return waits, true, nil
}

// deliver hands something over as the platform does.
func (c *crowd) deliver(person, action string) error {
	request, err := c.sink.deliver(c.address, c.deliveries.Add(1), person, action)
	if err != nil {
		return err
	}
	response, err := c.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("the bot answers %d, %v", response.StatusCode, err)
	}
	return nil
}
