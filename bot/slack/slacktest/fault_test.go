package slacktest_test

import (
	"errors"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

func TestFaults(t *testing.T) {
	w := newWorld(t, slacktest.Options{Unlimited: true})
	dm := w.dm(t)
	post := func() error {
		_, _, err := w.api.PostMessage(dm, slack.MsgOptionText("a", false))
		return err
	}
	var status slack.StatusCodeError
	var limited *slack.RateLimitedError
	for _, c := range []struct {
		fault slacktest.Fault
		want  func(error) bool
		done  int // how many messages there are then
	}{
		{slacktest.Fault{Kind: slacktest.TooMany, RetryAfter: 7}, func(err error) bool {
			return errors.As(err, &limited) && limited.RetryAfter == 7*time.Second
		}, 0},
		{slacktest.Fault{Kind: slacktest.ServerError, Status: 502}, func(err error) bool { return errors.As(err, &status) && status.Code == 502 }, 0},
		{slacktest.Fault{Kind: slacktest.Refused, Error: "fatal_error"}, func(err error) bool { return err != nil && err.Error() == "fatal_error" }, 0},
		{slacktest.Fault{Kind: slacktest.ResetBefore}, func(err error) bool { return err != nil }, 0},
		{slacktest.Fault{Kind: slacktest.ResetAfter}, func(err error) bool { return err != nil }, 1},
		{slacktest.Fault{Kind: slacktest.Slow, Delay: time.Millisecond}, func(err error) bool { return err == nil }, 2},
	} {
		w.Fail("chat.postMessage", c.fault)
		if err := post(); !c.want(err) {
			t.Errorf("%s: %v", c.fault.Kind, err)
		}
		if n := len(w.person.DM()); n != c.done {
			t.Errorf("%s: %d messages, want %d", c.fault.Kind, n, c.done)
		}
	}
	must(t, post())
	log := w.Calls()
	if last := log[len(log)-1]; last.Method != "chat.postMessage" || last.Channel != dm || last.Team != "T1" || last.Error != "" || last.Fault != "" {
		t.Errorf("last call %+v", last)
	}
	if n := w.CountCalls("chat.postMessage"); n != 7 {
		t.Errorf("%d calls, want 7", n)
	}
	w.settled(t)
}

func TestHowOftenFaults(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	count := func(n int) (failed int) {
		for range n {
			if _, err := w.api.AuthTest(); err != nil {
				failed++
			}
		}
		return failed
	}
	w.Fail("auth.test", slacktest.Fault{Kind: slacktest.Refused, Times: 2})
	if n := count(5); n != 2 {
		t.Errorf("%d calls failed, want 2", n)
	}
	w.Fail("", slacktest.Fault{Kind: slacktest.ServerError, Times: slacktest.Always})
	if n := count(5); n != 5 {
		t.Errorf("%d calls failed, want 5", n)
	}
	w.ClearFaults()
	w.Fail("auth.test", slacktest.Fault{Kind: slacktest.ServerError, Chance: 0.5})
	if n := count(100); n < 30 || n > 70 {
		t.Errorf("%d of 100 calls failed, want about 50", n)
	}
	w.ClearFaults()
	if n := count(5); n != 0 {
		t.Errorf("%d calls failed, want none", n)
	}
}

func TestFaultOfResponseURL(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	address := pressed(t, w, w.dm(t))
	w.Fail("response_url", slacktest.Fault{Kind: slacktest.ResetAfter})
	if respond(t, address, slack.WebhookMessage{Text: "a"}) == nil {
		t.Error("no fault")
	}
	if got := w.person.Ephemerals(nil); len(got) != 1 || w.CountCalls("response_url") != 1 {
		t.Errorf("ephemeral %+v", got)
	}
	w.Fail("response_url", slacktest.Fault{Kind: slacktest.TooMany})
	var limited *slack.RateLimitedError
	if err := respond(t, address, slack.WebhookMessage{Text: "a"}); !errors.As(err, &limited) {
		t.Errorf("error is %v", err)
	}
}

func TestPostingRate(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	dm := w.dm(t)
	post := func(channel string) int {
		_, _, err := w.api.PostMessage(channel, slack.MsgOptionText("a", false))
		var limited *slack.RateLimitedError
		if errors.As(err, &limited) {
			return int(limited.RetryAfter / time.Second)
		}
		must(t, err)
		return 0
	}
	for i := range 3 {
		if n := post([]string{dm, "U1"}[i%2]); n != 0 {
			t.Errorf("message %d has to wait for %d s", i, n)
		}
	}
	if n := post(dm); n != 1 {
		t.Errorf("the fourth at once has to wait for %d s, want 1", n)
	}
	provoked(t, w.Server, "more than 3 calls within 1s")
	w.team.Channel("C1", w.person).Invite()
	if n := post("C1"); n != 0 {
		t.Error("another channel has to wait")
	}
	for range 3 {
		w.clock.pass(time.Second)
		for range 3 {
			if n := post(dm); n != 0 {
				t.Errorf("has to wait for %d s", n)
			}
		}
	}
	w.clock.pass(time.Second)
	if n := post(dm); n != 6 { // the first three leave the ten seconds at 9.5 s, and it is 4 s
		t.Errorf("the thirteenth in ten seconds has to wait for %d s, want 6", n)
	}
	provoked(t, w.Server, "more than 12 calls within 10s")
	w.clock.pass(6 * time.Second)
	if n := post(dm); n != 0 {
		t.Errorf("still has to wait for %d s", n)
	}
	w.settled(t)
}

func TestTiers(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	other := api(t, w.Server, w.Team("T2").Token())
	w.Team("T2").Person("U1")
	for i := range 101 {
		_, err := w.api.GetUserInfo("U1")
		if limited := err != nil; limited != (i == 100) {
			t.Fatalf("call %d: %v", i, err)
		}
	}
	provoked(t, w.Server, "more than 100 calls within 1m0s in T1")
	_, err := other.GetUserInfo("U1")
	must(t, err)
	w.clock.pass(time.Minute)
	_, err = w.api.GetUserInfo("U1")
	must(t, err)
}
