package faulttest

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

const slackPatience = 14 * time.Second

// TestFaultSlack kills and stops replicas that share one app in Socket Mode while people
// talk: one at a time has the connection, and another takes over.
func TestFaultSlack(t *testing.T) {
	t.Parallel()
	url := database(t)
	program(t)
	fake := slacktest.New(t, slacktest.Options{Unlimited: true, Timeout: slackPatience})
	team, log := fake.Team("T1"), &bottest.Log{}
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
	people := bottest.Crowd{Patience: slackPatience, Thinks: 300 * time.Millisecond, AtOnce: either(12, 60)}
	joined := 1000
	people.Join = func(language string) bottest.Phone {
		joined++
		p := team.Person("U" + strconv.Itoa(joined))
		p.Locale = map[string]string{"en": "en-US", "ja": "ja-JP", "zh": "zh-CN", "zh-Hant": "zh-TW"}[language]
		return p.Phone()
	}
	var stories []*bottest.Story
	through := make(chan struct{})
	go func() { stories = people.Talk(people.AtOnce); close(through) }()
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
	y := countSlack(t, fake, stories, w.open())
	for _, word := range []string{"xoxb-", "xapp-", "postgres://", "panic", "DATA RACE"} {
		if strings.Contains(log.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, excerpt(log.String(), word))
		}
	}
	t.Logf("2 replicas in Socket Mode, killed or stopped %d times, %d connections at most: %s", times, most, y)
}

// countSlack holds what people did against what the store knows.
func countSlack(t *testing.T, fake *slacktest.Server, stories []*bottest.Story, store held) tally {
	t.Helper()
	y := tally{Tally: bottest.Count(t, stories)}
	did := 0
	for i, story := range stories {
		p := story.Phone.(*slacktest.Phone)
		did += p.Did()
		y.refused += len(p.ErrorsShown())
		s, err := store.Load(context.Background(), bot.Key{Platform: "slack", ID: p.Team.ID + "/" + p.ID})
		if err != nil {
			t.Errorf("person %d: %v", i, err)
		}
		y.Turns += int(s.Version)
		if more := int(s.Version) - p.Did(); more > 0 {
			y.Double += more
			t.Errorf("person %d: %d turns of %d things done", i, s.Version, p.Did())
		}
	}
	if y.Lost = max(0, did-y.Turns-y.refused-fake.Lost()); y.Lost > 0 {
		t.Errorf("%d things done had no effect: %d done, %d turns, %d errors shown, %d events given up by Slack", y.Lost, did, y.Turns, y.refused, fake.Lost())
	}
	y.noteOwed(t, store, "slack")
	return y
}
