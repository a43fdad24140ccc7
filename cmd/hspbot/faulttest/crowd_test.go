package faulttest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"hspbot/bot/jointest"
	"hspbot/bot/telegram/telegramtest"
)

// crowd is people on Telegram who talk with the bot, so many at once: each answers the card
// they see, and where nothing comes they do the same again, a few times. Who is through makes
// room for the next.
type crowd struct {
	fake     *telegramtest.Server
	atOnce   int
	patience time.Duration // until somebody does the same again
	thinks   time.Duration // at most, before each answer
	calm     func()        // where not nil, called before each answer

	mu      sync.Mutex
	stories []*story
	talking sync.WaitGroup
	enough  chan struct{}
}

const tries = 4 // with the first

// story is how it went for one person.
type story struct {
	human  *jointest.Human
	phone  *telegramtest.Person
	random *rand.Rand
	seen   telegramtest.Message // the card they look at
	texts  int                  // they wrote
	again  int                  // how often they had to do the same again
	waits  []time.Duration      // from what they did until the next card
	stuck  string               // what they saw where they were stuck
	wrong  error
}

// begin lets people talk, until end.
func (c *crowd) begin() {
	c.enough = make(chan struct{})
	for range c.atOnce {
		c.talking.Go(func() {
			for {
				s := c.join()
				c.interview(s)
				select {
				case <-c.enough:
					return
				default:
				}
				if s.stuck != "" {
					return
				}
			}
		})
	}
}

// end waits until all who are there are through; nobody comes any more.
func (c *crowd) end() {
	close(c.enough)
	c.talking.Wait()
}

// join adds a person.
func (c *crowd) join() *story {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := uint64(len(c.stories))
	h := jointest.NewHuman(rand.New(rand.NewPCG(23, n)))
	s := &story{human: h, phone: c.fake.AddPerson(h.Language), random: rand.New(rand.NewPCG(29, n))}
	c.stories = append(c.stories, s)
	return s
}

// interview takes a person from the start to the result, and to what is stored.
func (c *crowd) interview(s *story) {
	anything := func(telegramtest.Message) bool { return true }
	if !c.do(s, "", "/start", anything) {
		return
	}
	for range 80 {
		list := actions(s.seen)
		if slices.Contains(list, "show:restart") {
			result := s.seen.Text
			if c.do(s, "", "/mydata", func(m telegramtest.Message) bool { return strings.Contains(m.Text, `"as_of"`) }) {
				s.wrong = s.human.Check(result, s.seen.Text)
			}
			return
		}
		action, text := s.human.Answer(list)
		if !c.do(s, action, text, anything) {
			return
		}
	}
	s.stuck = "without an end:\n" + s.phone.Chat().String()
}

// actions are what the buttons of a card do.
func actions(m telegramtest.Message) (list []string) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			list = append(list, b.CallbackData)
		}
	}
	return list
}

// do presses or writes, and waits for another card; false where none comes.
func (c *crowd) do(s *story, action, text string, want func(telegramtest.Message) bool) bool {
	if c.calm != nil {
		c.calm()
	}
	if c.thinks > 0 {
		<-time.After(time.Duration(s.random.Int64N(int64(c.thinks)))) // people take their time
	}
	began := time.Now()
	for range tries {
		if action != "" {
			s.phone.PressData(s.seen.ID, action)
		} else {
			s.phone.Say(text)
			s.texts++
		}
		ctx, cancel := context.WithTimeout(context.Background(), c.patience)
		m, err := s.phone.Await(ctx, func(m telegramtest.Message) bool {
			return m.FromBot && len(m.Keyboard) > 0 && want(m) && (m.ID > s.seen.ID || m.ID == s.seen.ID && m.Edits > s.seen.Edits)
		})
		cancel()
		if err == nil {
			s.seen = m
			s.waits = append(s.waits, time.Since(began))
			return true
		}
		s.again++
	}
	s.stuck = fmt.Sprintf("after %q%q:\n%s", action, text, s.phone.Chat())
	return false
}
