package telegram

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/bot/telegram/telegramtest"
)

// crowd is many people who talk with the bot at the same time, each as people do: they
// answer the card they see, and where nothing happens they do the same again, a few times.
type crowd struct {
	fake     *telegramtest.Server
	people   int
	atOnce   int
	patience time.Duration // until somebody does the same again
	thinks   time.Duration // at most, before each answer
	admit    func(i int)   // lets a person begin
}

const tries = 4 // with the first

// story is how it went for one person.
type story struct {
	human   *jointest.Human
	phone   *telegramtest.Person
	stuck   string // the card they were stuck at
	wrong   error
	texts   int                  // they wrote
	latency []time.Duration      // of answers that came at the first try
	again   int                  // how often they had to do the same again
	seen    telegramtest.Message // the card they look at
	random  *rand.Rand
}

// talk lets all of them talk until each is through or stuck.
func (c *crowd) talk(t testing.TB) []*story {
	t.Helper()
	stories := make([]*story, c.people)
	slots := make(chan struct{}, c.atOnce)
	var group sync.WaitGroup
	for i := range stories {
		h := jointest.NewHuman(rand.New(rand.NewPCG(7, uint64(i))))
		stories[i] = &story{human: h, phone: c.fake.AddPerson(h.Language), random: rand.New(rand.NewPCG(11, uint64(i)))}
		group.Go(func() {
			if c.admit != nil {
				c.admit(i)
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			c.interview(stories[i])
		})
	}
	group.Wait()
	return stories
}

// interview takes a person from the start to the result and to what is stored.
func (c *crowd) interview(s *story) {
	if !c.do(s, "", "/start", anything) {
		return
	}
	for range 80 {
		if slices.Contains(actions(s.seen), "show:restart") {
			result := s.seen.Text
			if c.do(s, "", "/mydata", func(m telegramtest.Message) bool { return strings.Contains(m.Text, `"as_of"`) }) {
				s.wrong = s.human.Check(result, s.seen.Text)
			}
			return
		}
		action, text := s.human.Answer(actions(s.seen))
		if !c.do(s, action, text, anything) {
			return
		}
	}
	s.stuck = "no end:\n" + s.phone.Chat().String()
}

// actions returns the actions of a card.
func actions(m telegramtest.Message) (list []string) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			list = append(list, b.CallbackData)
		}
	}
	return list
}

func anything(telegramtest.Message) bool { return true }

// do presses or types, and waits for another card, a few times; false where none comes.
func (c *crowd) do(s *story, action, text string, want func(telegramtest.Message) bool) bool {
	if c.thinks > 0 {
		time.Sleep(time.Duration(s.random.Int64N(int64(c.thinks))))
	}
	for try := range tries {
		began := time.Now()
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
		if err != nil {
			s.again++
			continue
		}
		if try == 0 {
			s.latency = append(s.latency, time.Since(began))
		}
		s.seen = m
		return true
	}
	s.stuck = fmt.Sprintf("after %q%q:\n%s", action, text, s.phone.Chat())
	return false
}

// tally is what became of a crowd: the columns of the table of faults.
type tally struct {
	stuck, wrong, doubles int
	repeats, unknown      int // cards that came twice, and sends of which nobody knows whether they arrived
	again, turns          int
	median                time.Duration
}

func (y tally) String() string {
	return fmt.Sprintf("%d stuck, %d wrong, %d double effects, %d cards twice of %d sends with unknown end; %d turns, %d done again, median %v",
		y.stuck, y.wrong, y.doubles, y.repeats, y.unknown, y.turns, y.again, y.median.Round(100*time.Microsecond))
}

// count reads the stories against what the fake and the store know. Every update that
// reached the bot is one turn of its session, no matter how often it came. Lost are the
// times at which sends under way got lost.
func (c *crowd) count(t testing.TB, store bot.Store, stories []*story, lost []time.Time) tally {
	t.Helper()
	var y tally
	var all []time.Duration
	reached := map[int64]map[int64]bool{}
	for _, d := range c.fake.Deliveries() {
		if reached[d.User] == nil {
			reached[d.User] = map[int64]bool{}
		}
		reached[d.User][d.UpdateID] = true
	}
	unknown := map[int64]int{}
	for _, call := range c.fake.Calls(func(call telegramtest.Call) bool { return call.Method == "sendMessage" }) {
		if call.Outcome == telegramtest.ResetAfter || slices.ContainsFunc(lost, func(at time.Time) bool {
			return call.Outcome == telegramtest.OK && at.Sub(call.At).Abs() < settles
		}) {
			unknown[call.Chat]++
		}
	}
	for i, s := range stories {
		all = append(all, s.latency...)
		y.again += s.again
		chat := s.phone.Chat()
		switch {
		case s.stuck != "":
			y.stuck++
			t.Errorf("person %d is stuck %s", i, s.stuck)
		case s.wrong != nil:
			y.wrong++
			t.Errorf("person %d %+v: %v\n%s", i, s.human, s.wrong, chat)
		}
		session, err := store.Load(context.Background(), place{chat: chat.ID}.key())
		if err != nil {
			t.Errorf("person %d: %v", i, err)
			continue
		}
		y.turns += int(session.Version)
		if n := len(reached[s.phone.ID()]); session.Version != int64(n) {
			y.doubles++
			t.Errorf("person %d: %d turns of %d updates", i, session.Version, n)
		}
		shown, _ := cards(chat)
		twice := max(0, shown-s.texts)
		y.repeats += twice
		y.unknown += unknown[chat.ID]
		if twice > unknown[chat.ID] {
			t.Errorf("person %d: %d cards for %d texts, %d sends with unknown end\n%s", i, shown, s.texts, unknown[chat.ID], chat)
		}
	}
	if len(all) > 0 {
		slices.Sort(all)
		y.median = all[len(all)/2]
	}
	return y
}

// drained waits until the bot has taken all that people did.
func drained(t testing.TB, fake *telegramtest.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := fake.Wait(ctx, func() bool { return fake.Pending() == 0 }); err != nil {
		t.Errorf("%d updates wait for the bot: %v", fake.Pending(), err)
	}
}
