package faulttest

import (
	"context"
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
)

// member is somebody on Slack who talks with the bot in the direct message.
type member struct {
	human  *jointest.Human
	person *slacktest.Person
	random *rand.Rand
	seen   *slacktest.Message
	did    int // things that can be turns
	again  int
	waits  []time.Duration
	stuck  string
	wrong  error
}

const slackPatience = 14 * time.Second

// look finds another card than the one they look at.
func (m *member) look(want func(*slacktest.Message) bool) bool {
	for _, card := range slices.Backward(m.person.DM()) {
		if !card.Bot || len(card.Buttons()) == 0 {
			continue
		}
		if !want(card) || m.seen != nil && card.TS == m.seen.TS && card.Edited <= m.seen.Edited {
			return false
		}
		m.seen = card
		return true
	}
	return false
}

// do presses or writes and waits for another card. Where Slack says that it did not work, or
// nothing comes, they do the same again.
func (m *member) do(action, text string, want func(*slacktest.Message) bool) bool {
	<-time.After(time.Duration(m.random.Int64N(int64(300 * time.Millisecond)))) // people take their time
	began := time.Now()
	for range tries {
		try, troubles, changed := time.Now(), len(m.person.ErrorsShown()), false
		m.did++
		if action == "" {
			m.person.Say(text)
		} else if m.person.PressAsSeen(m.seen, action) != nil {
			m.did--
		}
		m.person.Await(func() bool {
			changed = changed || m.look(want)
			return changed || len(m.person.ErrorsShown()) > troubles || time.Since(try) >= slackPatience
		})
		if !changed {
			<-time.After(time.Second) // they read what Slack says
			changed = m.look(want)
		}
		if changed {
			m.waits = append(m.waits, time.Since(began))
			return true
		}
		m.again++
	}
	m.stuck = fmt.Sprintf("after %q%q, troubles %q", action, text, m.person.ErrorsShown())
	if m.seen != nil {
		m.stuck += ":\n" + m.seen.Plain()
	}
	return false
}

// interview takes them from the start to the result, and to what is stored.
func (m *member) interview() {
	anything := func(*slacktest.Message) bool { return true }
	if !m.do("", "/start", anything) {
		return
	}
	for range 80 {
		var list []string
		for _, b := range m.seen.Buttons() {
			list = append(list, b.Value)
		}
		if slices.Contains(list, "show:restart") {
			result := html.UnescapeString(m.seen.Plain())
			if m.do("show:mydata", "", func(card *slacktest.Message) bool { return strings.Contains(card.Plain(), `"as_of"`) }) {
				m.wrong = m.human.Check(result, html.UnescapeString(m.seen.Plain()))
			}
			return
		}
		action, text := m.human.Answer(list)
		if !m.do(action, text, anything) {
			return
		}
	}
	m.stuck = "without an end"
}

// TestFaultSlack kills and stops replicas that share one app in Socket Mode while people
// talk: one at a time has the connection, and another takes over.
func TestFaultSlack(t *testing.T) {
	t.Parallel()
	url := database(t)
	program(t)
	fake := slacktest.New(t, slacktest.Options{Unlimited: true, Timeout: slackPatience})
	team, log := fake.Team("T1"), &logs{}
	var replicas []*replica
	for range 2 {
		r := newReplica(t, log, "HSPBOT_DATABASE_URL="+url, "HSPBOT_SLACK_BOT_TOKEN="+team.Token(), "HSPBOT_SLACK_APP_TOKEN="+fake.AppToken(),
			"HSPBOT_SLACK_API="+strings.TrimRight(fake.API(), "/"), unlimited)
		r.start()
		replicas = append(replicas, r)
	}
	for _, r := range replicas {
		r.ready()
	}
	fake.Await(func() bool { return fake.Connections() > 0 })
	var members []*member
	var talking sync.WaitGroup
	for i := range either(12, 60) {
		h := jointest.NewHuman(rand.New(rand.NewPCG(31, uint64(i))))
		m := &member{human: h, person: team.Person("U" + strconv.Itoa(1000+i)), random: rand.New(rand.NewPCG(37, uint64(i)))}
		m.person.Locale = map[string]string{"en": "en-US", "ja": "ja-JP", "zh": "zh-CN"}[h.Language]
		members = append(members, m)
		talking.Go(m.interview)
	}
	through := make(chan struct{})
	go func() { talking.Wait(); close(through) }()
	times, most := 0, 0
	for n, done := 0, false; !done; n++ {
		select {
		case <-through:
			done = true
		case <-time.After(700 * time.Millisecond):
			fake.Redeliver() // events that were not acknowledged come again
		}
		if most = max(most, fake.Connections()); done || n%3 != 1 || times == either(3, 20) {
			continue
		}
		r := replicas[times%2]
		if times++; times%2 == 1 {
			r.kill()
		} else {
			r.stop()
		}
		r.start()
		r.ready()
	}
	if !until(30*time.Second, func() bool { fake.Redeliver(); return fake.Pending() == 0 }) {
		t.Errorf("%d deliveries wait for the bot", fake.Pending())
	}
	for _, r := range replicas {
		r.stop()
	}
	w := &world{t: t, database: url}
	y := countSlack(t, fake, members, w.open())
	for _, word := range []string{"xoxb-", "xapp-", "postgres://", "panic", "DATA RACE"} {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, excerpt(log.String(), word))
		}
	}
	t.Logf("2 replicas in Socket Mode, killed or stopped %d times, %d connections at most: %s", times, most, y)
}

// countSlack holds what people did against what the store knows.
func countSlack(t *testing.T, fake *slacktest.Server, members []*member, store held) (y tally) {
	t.Helper()
	var waits []time.Duration
	did, troubles := 0, 0
	for i, m := range members {
		y.people++
		y.again += m.again
		did += m.did
		troubles += len(m.person.ErrorsShown())
		waits = append(waits, m.waits...)
		switch {
		case m.stuck != "":
			y.stuck++
			t.Errorf("person %d is stuck %s", i, m.stuck)
		case m.wrong != nil:
			y.wrong++
			t.Errorf("person %d: %v", i, m.wrong)
		}
		s, err := store.Load(context.Background(), bot.Key{Platform: "slack", ID: m.person.Team.ID + "/" + m.person.ID})
		if err != nil {
			t.Errorf("person %d: %v", i, err)
		}
		y.turns += int(s.Version)
		if more := int(s.Version) - m.did; more > 0 {
			y.doubles += more
			t.Errorf("person %d: %d turns of %d things done", i, s.Version, m.did)
		}
	}
	y.refused = troubles
	if y.lost = max(0, did-y.turns-troubles-fake.Lost()); y.lost > 0 {
		t.Errorf("%d things done had no effect: %d done, %d turns, %d errors shown, %d events given up by Slack", y.lost, did, y.turns, troubles, fake.Lost())
	}
	var err error
	if y.owed, _, err = store.Owed(context.Background(), "slack"); err != nil || y.owed > 0 {
		t.Errorf("%d screens are owed: %v", y.owed, err)
	}
	y.wait(waits)
	return y
}
