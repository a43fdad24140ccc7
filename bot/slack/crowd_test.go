package slack

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/slack/slacktest"
	"hspbot/locales"
)

// crowd is many people who talk with the bot at the same time, each as people do: they
// answer the card they see, and where nothing happens, or Slack says that nothing did, they
// do the same again, a few times.
type crowd struct {
	fake     *slacktest.Server
	stories  []*story
	atOnce   int
	patience time.Duration // until somebody does the same again; as in the fake's options
	thinks   time.Duration // at most, before each answer
	sighs    time.Duration // after Slack has said that something did not work
	admit    func(i int)   // lets a person begin
}

const tries = 4 // with the first

// talk lets all of them talk until each is through or stuck.
func (c *crowd) talk() {
	slots := make(chan struct{}, c.atOnce)
	var group sync.WaitGroup
	for i, s := range c.stories {
		group.Go(func() {
			if c.admit != nil {
				c.admit(i)
			}
			slots <- struct{}{}
			defer func() { <-slots }()
			c.interview(s)
		})
	}
	group.Wait()
}

func anything(*slacktest.Message) bool { return true }

// interview takes somebody from the start to the result and to what is stored.
func (c *crowd) interview(s *story) {
	if !c.do(s, "the start", s.open, anything) {
		return
	}
	for range 80 {
		list := actions(s.seen)
		if slices.Contains(list, hrSalary) {
			c.finish(s)
			return
		}
		action, text := s.human.Answer(list)
		act := func() { s.press(action) }
		switch {
		case action == "" && s.writable():
			act = func() { s.say(text) }
		case action == "":
			act = func() { c.fill(s, text) }
		}
		if !c.do(s, action+text, act, anything) {
			return
		}
		s.turns++
	}
	s.stuck = "no end:\n" + s.seen.Plain()
}

// finish shares the result, where there is somebody to share it with, looks at what is
// stored, and compares.
func (c *crowd) finish(s *story) {
	result := unescape(s.seen.Plain())
	if s.label != "" {
		s.posts += 2 // the summary, and who began is told of the result
		act := func() {
			if s.summaries() == 0 {
				s.press(hrShare)
			}
		}
		shared := func(*slacktest.Message) bool { return s.summaries() > 0 }
		if !c.do(s, "sharing", act, shared) {
			return
		}
	}
	if s.label != "" {
		c.ask(s, result)
		return
	}
	act := func() { s.press("show:mydata") }
	if s.channel == nil && s.random.IntN(2) == 0 {
		act = func() { s.say("/mydata") }
	}
	if c.do(s, "what is stored", act, func(m *slacktest.Message) bool {
		return shows(say(s.human.Language, "mydata.also"))(m) || shows(say("en", "mydata.also"))(m)
	}) {
		c.check(s, result, s.hands[0], s.seen)
	}
}

// check compares the result with what is stored, which comes as a file: by itself, or where only
// the person sees the list when they press for it.
func (c *crowd) check(s *story, result string, p *slacktest.Person, listed *slacktest.Message) {
	asks := slices.Contains(actions(listed), hrData)
	for range 10 * tries {
		if asks && p.PressAsSeen(listed, hrData) != nil {
			break
		}
		if c.await(s, func() bool { return dataOf(p) != "" }) {
			s.result, s.stored = result, dataOf(p)
			s.wrong = s.human.Check(s.result, s.stored)
			return
		}
	}
	s.stuck = "without what is stored"
}

// ask asks what is stored of a candidate: who asks sees it alone.
func (c *crowd) ask(s *story, result string) {
	listed := func(m *slacktest.Message) bool { return slices.Contains(actions(m), hrData) }
	for range 10 * tries {
		p := s.hand()
		if p.PressAsSeen(s.seen, "show:mydata") != nil {
			break
		}
		c.await(s, func() bool { return slices.ContainsFunc(p.Ephemerals(s.channel), listed) })
		for _, m := range p.Ephemerals(s.channel) {
			if listed(m) {
				c.check(s, result, p, m)
				return
			}
		}
	}
	s.stuck = "without seeing what is stored"
}

// do does something and waits for another card, a few times, and oftener where Slack says that
// it did not work; false where none comes.
func (c *crowd) do(s *story, what string, act func(), want func(*slacktest.Message) bool) bool {
	if c.thinks > 0 {
		time.Sleep(time.Duration(s.random.Int64N(int64(c.thinks))))
	}
	for try, told := 0, 0; try < tries && told < 10*tries; try++ {
		began := time.Now()
		before, changed := s.troubles(), false
		s.failed = false
		act()
		c.await(s, func() bool {
			changed = changed || s.changed(want)
			return changed || s.failed || s.troubles() > before
		})
		if !changed && (s.failed || s.troubles() > before) {
			time.Sleep(c.sighs)
			changed = s.changed(want)
			try-- // who is told by Slack that it did not work tries again
			told++
		}
		if changed {
			if try+told == 0 {
				s.latency = append(s.latency, time.Since(began))
			}
			return true
		}
		s.again++
	}
	card := "nothing"
	if m := s.look(); m != nil {
		card = m.Plain()
	} else if s.channel != nil {
		for _, m := range s.hand().Ephemerals(s.channel) {
			card += "\nonly they see: " + m.Plain()
		}
	}
	s.stuck = fmt.Sprintf("after %q, troubles %q:\n%s", what, s.hand().ErrorsShown(), card)
	return false
}

// await waits for a condition as long as the patience lasts.
func (c *crowd) await(s *story, cond func() bool) bool {
	began, met := time.Now(), false
	s.hand().Await(func() bool { met = cond(); return met || time.Since(began) >= c.patience })
	return met
}

// fill types an answer into the modal that the card opens.
func (c *crowd) fill(s *story, text string) {
	p := s.hand()
	for p.Modal() != nil {
		p.CloseModal()
	}
	before := s.troubles()
	notices := len(p.Ephemerals(s.channel))
	if p.PressAsSeen(s.seen, hrType) != nil {
		return
	}
	c.await(s, func() bool {
		v := p.Modal()
		return v != nil && v.SubmitText != "" || s.troubles() > before || len(p.Ephemerals(s.channel)) > notices
	})
	if v := p.Modal(); v == nil || v.SubmitText == "" || p.Fill(fieldAnswer, text) != nil || p.Submit() != nil {
		s.failed = true
		return
	}
	s.did++
	c.await(s, func() bool { v := p.Modal(); return v == nil || !v.Busy })
	if v := p.Modal(); v != nil && len(v.Errors) > 0 {
		s.refused++
	}
}

// tally is what became of a crowd: the columns of the table of faults.
type tally struct {
	people, stuck, wrong, doubles, lost int
	misled                              int // were spoken to in another language: Slack did not say which they speak
	repeats, unknown                    int // messages that came twice, and posts of which nobody knows whether they arrived
	again, turns, troubles              int
	median                              time.Duration
}

func (y tally) String() string {
	return fmt.Sprintf("%d people, %d stuck, %d wrong, %d double effects, %d lost, %d in another language for want of a locale, %d messages twice of %d posts with unknown end; %d turns, %d done again, %d errors shown by Slack, median %v",
		y.people, y.stuck, y.wrong, y.doubles, y.lost, y.misled, y.repeats, y.unknown, y.turns, y.again, y.troubles, y.median.Round(100*time.Microsecond))
}

// count reads the stories against what the fake and the store know. Lost are the times at
// which the bot was killed.
func (c *crowd) count(t *testing.T, store bot.Store, in string, killed []time.Time) tally {
	t.Helper()
	y := tally{people: len(c.stories)}
	var all []time.Duration
	for _, s := range c.stories {
		all = append(all, s.latency...)
	}
	if len(all) > 0 {
		slices.Sort(all)
		y.median = all[len(all)/2]
	}
	// On a machine that is slow, as people's waits tell, it takes longer until an end is kept.
	sent, unknown := sends(c.fake, killed, max(settles, 2*y.median))
	for place, n := range unknown {
		if place != "" { // answers to response_urls mostly replace, which may be done twice
			y.unknown += n
		}
	}
	expected, did, refused := map[string]int{}, 0, 0
	for i, s := range c.stories {
		y.again += s.again
		y.troubles += s.troubles()
		if s.wrong != nil && nameless(c.fake, s.hands[0].ID) {
			for _, tag := range locales.Tags() { // that of others in the workspace
				s.human.Language = tag
				if s.wrong = s.human.Check(s.result, s.stored); s.wrong == nil {
					break
				}
			}
			y.misled++
		}
		did += s.did
		refused += s.refused
		switch {
		case s.stuck != "":
			y.stuck++
			t.Errorf("story %d is stuck %s", i, s.stuck)
		case s.wrong != nil:
			y.wrong++
			t.Errorf("story %d %+v: %v", i, s.human, s.wrong)
		}
		turns, sessions := s.kept(t, store, in)
		y.turns += turns
		if turns > s.did || sessions > max(1, s.begun) {
			y.doubles++
			t.Errorf("story %d: %d turns of %d things done, %d sessions of %d commands", i, turns, s.did, sessions, s.begun)
		}
		expected[s.place()] += s.posts
		if s.channel != nil && s.label == "" {
			only := 0
			for _, m := range s.hands[0].Ephemerals(s.channel) {
				if len(m.Buttons()) > 0 {
					only++
				}
			}
			if more := only - s.begun; more > 0 {
				y.repeats += more
				unknown[""] -= more
			}
			expected[s.place()] += s.again // half an hour or five answers were over
		}
	}
	gone := c.gone()
	for place, n := range sent {
		if more := n - expected[place]; more > 0 {
			y.repeats += more
			if unknown[place] > 0 { // who presses a copy may find that the bot has just deleted it for another
				more -= gone[place]
			}
			if more > unknown[place] {
				t.Errorf("%s: %d messages, reason for %d, %d with unknown end\n%s", place, n, expected[place], unknown[place], c.told(place, killed))
			}
		}
	}
	if unknown[""] < 0 {
		t.Errorf("%d private cards came twice without a reason", -unknown[""])
	}
	if y.lost = did - y.turns - refused - y.troubles - c.fake.Lost(); y.lost > 0 {
		t.Errorf("%d things done had no effect: %d done, %d turns, %d refused, %d errors shown, %d events given up by Slack",
			y.lost, did, y.turns, refused, y.troubles, c.fake.Lost())
	}
	y.lost = max(0, y.lost)
	return y
}

// gone counts the changes of messages that were not there any more, by channel.
func (c *crowd) gone() map[string]int {
	n := map[string]int{}
	for _, call := range c.fake.Calls() {
		if call.Method == "chat.update" && call.Error == "message_not_found" {
			n[call.Channel]++
		}
	}
	return n
}

// nameless reports whether Slack once did not tell who somebody is.
func nameless(fake *slacktest.Server, user string) bool {
	return slices.ContainsFunc(fake.Calls(), func(call slacktest.Call) bool {
		return call.Method == "users.info" && call.User == user && call.Fault != ""
	})
}

// told is what stands in a channel, for messages of failing tests.
func (c *crowd) told(place string, killed []time.Time) string {
	var b strings.Builder
	for _, s := range c.stories {
		if s.place() != place {
			continue
		}
		list := s.hands[0].DM()
		if s.label != "" {
			list = s.channel.Messages()
		}
		for _, m := range list {
			fmt.Fprintf(&b, "%s in %q, bot %v, %d times changed, %d buttons: %.60q\n", m.TS, m.Thread, m.Bot, m.Edited, len(m.Buttons()), m.Plain())
		}
		break
	}
	for _, call := range c.fake.Calls() {
		if call.Channel == place && (call.Error != "" || call.Fault != "" || call.Method == "chat.postMessage") {
			fmt.Fprintf(&b, "%s %s %s %s\n", call.At.Format(time.StampMicro), call.Method, call.Fault, call.Error)
		}
	}
	for _, at := range killed {
		fmt.Fprintf(&b, "%s killed\n", at.Format(time.StampMicro))
	}
	return b.String()
}

// sends counts the messages that were posted, by channel, and how many of the sends had an
// end that the bot may not know: within settled of it the bot was killed. Answers to
// response_urls are counted under "".
func sends(fake *slacktest.Server, killed []time.Time, settled time.Duration) (posted, unknown map[string]int) {
	posted, unknown = map[string]int{}, map[string]int{}
	for _, call := range fake.Calls() {
		if call.Method != "chat.postMessage" && call.Method != "response_url" || call.Error != "" || call.Fault != "" && call.Fault != slacktest.ResetAfter {
			continue
		}
		if call.Method == "chat.postMessage" {
			posted[call.Channel]++
		}
		if call.Fault == slacktest.ResetAfter || slices.ContainsFunc(killed, func(at time.Time) bool { return at.Sub(call.At).Abs() < settled }) {
			unknown[call.Channel]++
		}
	}
	return posted, unknown
}

// drained waits until the bot has taken all that people did.
func (c *crowd) drained(t *testing.T) {
	t.Helper()
	for range 8 {
		c.fake.Redeliver()
		began := time.Now()
		c.fake.Await(func() bool { return c.fake.Pending() == 0 || time.Since(began) >= c.patience })
		if c.fake.Pending() == 0 {
			return
		}
	}
	t.Errorf("%d deliveries wait for the bot", c.fake.Pending())
}
