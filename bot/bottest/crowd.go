package bottest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/jointest"
	"hspbot/conversation"
)

// Phone is how one person sees and answers what a bot posts.
type Phone interface {
	// Press presses a button of the card that is seen, and Say writes. They do not wait.
	Press(action string)
	Say(text string)
	// Await waits for another card whose text is wanted, a new one or the same one changed,
	// and looks at it; false where none came before ctx ended.
	Await(ctx context.Context, want func(text string) bool) bool
	// Card is the text of the card that is seen, and what its buttons do.
	Card() (text string, actions []string)
	// String is all that the person saw, for failing tests.
	String() string
}

// Crowd is many people who talk with a bot at the same time, as people do: each answers the
// card they see, and where nothing comes they do the same again, a few times. In the end they
// compare the result and what is stored of them with what their answers deserve.
type Crowd struct {
	// Join makes the phone of somebody who speaks a language.
	Join     func(language string) Phone
	AtOnce   int           // people who talk at the same time
	Patience time.Duration // until somebody does the same again
	Thinks   time.Duration // at most, before each answer
	// Admit, where not nil, lets a person begin, and Pause is called before each answer.
	Admit func(person int)
	Pause func()

	mu      sync.Mutex
	stories []*Story
	talking sync.WaitGroup
	ending  chan struct{}
}

// attempts is how often somebody does the same, with the first.
const attempts = 4

// Story is how it went for one person.
type Story struct {
	Human *jointest.Human
	Phone Phone
	Texts int             // they wrote
	Again int             // how often they had to do the same again
	Waits []time.Duration // from what they did first until the next card
	Stuck string          // what they saw where they were stuck
	Wrong error           // what was wrong with the result

	random *rand.Rand
}

// Talk lets so many people talk until each is through or stuck.
func (c *Crowd) Talk(people int) []*Story {
	slots := make(chan struct{}, c.AtOnce)
	for range people {
		s, n := c.join()
		c.talking.Go(func() {
			if c.Admit != nil {
				c.Admit(n)
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			c.interview(s)
		})
	}
	c.talking.Wait()
	return c.stories
}

// Begin lets people talk until End: who is through makes room for the next.
func (c *Crowd) Begin() {
	c.ending = make(chan struct{})
	for range c.AtOnce {
		c.talking.Go(func() {
			for {
				s, _ := c.join()
				c.interview(s)
				select {
				case <-c.ending:
					return
				default:
				}
				if s.Stuck != "" {
					return
				}
			}
		})
	}
}

// End waits until all who are there are through.
func (c *Crowd) End() []*Story {
	close(c.ending)
	c.talking.Wait()
	return c.stories
}

// join makes somebody up.
func (c *Crowd) join() (*Story, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(c.stories)
	h := jointest.NewHuman(rand.New(rand.NewPCG(7, uint64(n))))
	s := &Story{Human: h, Phone: c.Join(h.Language), random: rand.New(rand.NewPCG(11, uint64(n)))}
	c.stories = append(c.stories, s)
	return s, n
}

func anything(string) bool { return true }

// interview takes a person from the start to the result, and to what is stored.
func (c *Crowd) interview(s *Story) {
	if !c.do(s, "", "/start", anything) {
		return
	}
	for range 80 {
		result, actions := s.Phone.Card()
		if slices.ContainsFunc(actions, conversation.EndsInterview) {
			if c.do(s, "", "/mydata", func(text string) bool { return strings.Contains(text, `"as_of"`) }) {
				stored, _ := s.Phone.Card()
				s.Wrong = s.Human.Check(result, stored)
			}
			return
		}
		action, text := s.Human.Answer(actions)
		if !c.do(s, action, text, anything) {
			return
		}
	}
	s.Stuck = "without an end:\n" + s.Phone.String()
}

// do presses or writes, and waits for another card; false where none comes.
func (c *Crowd) do(s *Story, action, text string, want func(string) bool) bool {
	if c.Pause != nil {
		c.Pause()
	}
	if c.Thinks > 0 {
		<-time.After(time.Duration(s.random.Int64N(int64(c.Thinks)))) // people take their time
	}
	began := time.Now()
	for range attempts {
		if action != "" {
			s.Phone.Press(action)
		} else {
			s.Phone.Say(text)
			s.Texts++
		}
		ctx, cancel := context.WithTimeout(context.Background(), c.Patience)
		came := s.Phone.Await(ctx, want)
		cancel()
		if came {
			s.Waits = append(s.Waits, time.Since(began))
			return true
		}
		s.Again++
	}
	s.Stuck = fmt.Sprintf("after %q%q:\n%s", action, text, s.Phone)
	return false
}

// Tally is what became of a crowd.
type Tally struct {
	People, Again, Stuck, Wrong int
	// Turns are those in the store, Lost and Double those that are missing and too many.
	Turns, Lost, Double   int
	Median, P99, Longest  time.Duration
	Slow                  int // waits of more than 5 seconds
	Repeated, UnknownEnds int // cards that came twice, and sends of which nobody knows whether they arrived
}

// String returns the tally as a line.
func (y Tally) String() string {
	return fmt.Sprintf("%d people, %d turns, %d done again; %d stuck, %d wrong, %d lost, %d double; %d cards twice of %d sends with unknown end; "+
		"wait %v at the median, %v at 99 %%, %v at most, %d times more than 5 s",
		y.People, y.Turns, y.Again, y.Stuck, y.Wrong, y.Lost, y.Double, y.Repeated, y.UnknownEnds,
		y.Median.Round(100*time.Microsecond), y.P99.Round(time.Millisecond), y.Longest.Round(time.Millisecond), y.Slow)
}

// Count counts what the stories tell, and reports who is stuck and whose result is wrong.
func Count(t testing.TB, stories []*Story) Tally {
	t.Helper()
	y := Tally{People: len(stories)}
	var waits []time.Duration
	for i, s := range stories {
		y.Again += s.Again
		waits = append(waits, s.Waits...)
		switch {
		case s.Stuck != "":
			y.Stuck++
			t.Errorf("person %d is stuck %s", i, s.Stuck)
		case s.Wrong != nil:
			y.Wrong++
			t.Errorf("person %d %+v: %v\n%s", i, s.Human, s.Wrong, s.Phone)
		}
	}
	if len(waits) == 0 {
		return y
	}
	slices.Sort(waits)
	y.Median, y.P99, y.Longest = waits[len(waits)/2], waits[len(waits)*99/100], waits[len(waits)-1]
	for _, w := range waits {
		if w > 5*time.Second {
			y.Slow++
		}
	}
	return y
}

// AddTurns compares the turns of a person in the store with what they did, as the platform
// delivered it.
func (y *Tally) AddTurns(t testing.TB, person string, turns, did int) {
	t.Helper()
	y.Turns += turns
	y.Lost += max(0, did-turns)
	y.Double += max(0, turns-did)
	if turns != did {
		t.Errorf("%s: %d turns of %d deliveries", person, turns, did)
	}
}
