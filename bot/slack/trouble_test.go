package slack

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// TestPassing is trouble that passes: whatever fails, the person gets the next question, and
// is never asked to do anything again.
func TestPassing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]slacktest.Fault{
		"too many":          {Kind: slacktest.TooMany},
		"internal error":    {Kind: slacktest.Refused, Times: 2},
		"503":               {Kind: slacktest.ServerError, Times: 2},
		"connection breaks": {Kind: slacktest.ResetBefore, Times: 2},
		"answer is lost":    {Kind: slacktest.ResetAfter},
	} {
		for _, method := range []string{"chat.postMessage", "chat.update", "chat.delete", "response_url", "users.info", "conversations.members"} {
			rare := method == "chat.delete" || method == "users.info" || method == "conversations.members"
			if method == "response_url" && fault.Kind == slacktest.Refused || rare && fault.Kind != slacktest.ServerError {
				continue // an address for answers refuses in another way; and one kind of trouble stands for all
			}
			t.Run(name+" "+method, func(t *testing.T) {
				t.Parallel()
				w, _ := start(t, overHTTP)
				p := w.person("UPERSON1")
				c := w.team.Channel("C1", p).Invite()
				list := moves(t, "en", "i-b")
				p.Say("hello")
				years := index(t, list, "career_i-b") // typed, and the next one pressed
				w.follow(p, dm(p), list[:years], p.Say)
				w.sees(p, onCard(list[years].Screen.Title, list[years].Screen.Progress))
				w.quiet()
				w.fake.Fail(method, fault)
				p.Say(list[years].Text)
				w.sees(p, onCard(list[years+1].Screen.Title, list[years+1].Screen.Progress))
				w.quiet()
				w.follow(p, dm(p), list[years+1:years+2], p.Say)
				w.sees(p, onCard(list[years+2].Screen.Title, list[years+2].Screen.Progress))
				p.Command(c, "candidate 17")
				w.wait(p, "a candidate", func() bool { return len(threads(c)) >= 1 && thread(c, threads(c)[0].TS)() != nil })
				at := thread(c, threads(c)[0].TS)
				w.press(p, w.until(p, at, onCard(list[0].Screen.Title, "")), "set:goal:i-b")
				w.until(p, at, onCard(list[1].Screen.Title, list[1].Screen.Progress))
				w.quiet()
				if s := w.session(own(p)); s.Owing() || s.Version != 1+turns(list[:years+2]) {
					t.Errorf("%d turns, owing %v", s.Version, s.Owing())
				}
			})
		}
	}
}

// TestDeletedMessage is a card that somebody has deleted: the next screen is a new one.
func TestDeletedMessage(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Say("hello")
	card := w.sees(p, shows(say("en", "question.goal.ask")))
	w.fake.Fail("response_url", slacktest.Fault{Kind: slacktest.ServerError, Status: 404})
	w.fake.Fail("chat.update", slacktest.Fault{Kind: slacktest.Refused, Error: "message_not_found"})
	w.press(p, card, "set:goal:i-b")
	next := w.sees(p, func(m *slacktest.Message) bool { return m.TS != card.TS && len(m.Buttons()) > 0 })
	if !shows(afterGoal(t, "en"))(next) {
		t.Errorf("the new card is\n%s", next.Plain())
	}
}

// TestOurMistake is a screen that Slack does not take: it is logged with the reasons, without
// what it says, and the next screen is posted as ever.
func TestOurMistake(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	w.fake.Fail("chat.postMessage", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_blocks", Times: 2})
	p.Say("hello")
	if !w.fake.Await(func() bool { return w.fake.CountCalls("chat.postMessage") == 2 }) { // the second as plain text
		t.Fatal("nothing was posted")
	}
	w.quiet()
	if log := w.log.String(); !strings.Contains(log, "refused: invalid_blocks") || w.fake.CountCalls("chat.postMessage") != 2 {
		t.Errorf("%d posts; log\n%s", w.fake.CountCalls("chat.postMessage"), log)
	}
	p.Say("hello")
	w.sees(p, shows(say("en", "question.goal.ask")))

	err := classify(fmt.Errorf("post: %w", slack.SlackErrorResponse{Err: "invalid_blocks", ResponseMetadata: slack.ResponseMetadata{Messages: []string{"[ERROR] must be less than 76 characters [json-pointer:/blocks/2]"}}}))
	if want := "refused: invalid_blocks; [ERROR] must be less than 76 characters [json-pointer:/blocks/2]"; err.Outcome != bot.Bug || err.Err.Error() != want {
		t.Errorf("the log would say %q", err.Err)
	}
}

// TestClassified is what errors mean.
func TestClassified(t *testing.T) {
	code := func(code string) error { return fmt.Errorf("call: %w", slack.SlackErrorResponse{Err: code}) }
	for _, c := range []struct {
		err  error
		want bot.Outcome
	}{
		{nil, bot.Delivered},
		{&slack.RateLimitedError{RetryAfter: 7 * time.Second}, bot.Later}, {code("ratelimited"), bot.Later},
		{code("invalid_auth"), bot.Broken}, {code("account_inactive"), bot.Broken}, {code("token_expired"), bot.Broken},
		{code("internal_error"), bot.Broken}, {code("fatal_error"), bot.Broken}, {code("service_unavailable"), bot.Broken},
		{code("channel_not_found"), bot.Gone}, {code("is_archived"), bot.Gone}, {code("not_in_channel"), bot.Gone}, {code("restricted_action_read_only_channel"), bot.Gone},
		{code("invalid_blocks"), bot.Bug}, {code("msg_too_long"), bot.Bug}, {code("missing_scope"), bot.Bug},
		{slack.StatusCodeError{Code: 502}, bot.Broken}, {errors.New("https://hooks.slack.com/secret"), bot.Broken},
	} {
		got := classify(c.err)
		if got.Outcome != c.want || got.Err == nil != (c.err == nil) || got.Err != nil && strings.Contains(got.Err.Error(), "secret") {
			t.Errorf("%v is outcome %d, %v; not %d", c.err, got.Outcome, got.Err, c.want)
		}
	}
	if got := classify(&slack.RateLimitedError{RetryAfter: 7 * time.Second}); got.RetryAfter != 7*time.Second {
		t.Errorf("Retry-After is %v", got.RetryAfter)
	}
}

// TestDeadToken is a token that Slack does not accept for a while: nothing is lost.
func TestDeadToken(t *testing.T) {
	t.Parallel()
	w, clock := many(t, overHTTP, slacktest.Options{})
	tm := w.fake.Team("T1")
	w.add(tm.Authorize)
	p := tm.Person("UPERSON1")
	w.fake.Fail("", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_auth", Times: slacktest.Always})
	p.Say("hello")
	w.quiet()
	if len(p.DM()) != 1 || len(w.stored("T1/")) != 1 {
		t.Errorf("%d messages, %d conversations", len(p.DM()), len(w.stored("T1/")))
	}
	w.fake.ClearFaults()
	clock.pass(2 * time.Minute)
	p.Say("hello?")
	w.sees(p, shows(say("en", "question.goal.ask")))
}

// TestArchived is a channel that is archived while a candidate is interviewed: what is typed
// is kept, nothing is tried again and again.
func TestArchived(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	c := w.team.Channel("C1", p).Invite()
	at, _ := w.ready(p, c, "candidate 17", "en", "i-b")
	where := of(p, at())
	c.Archive()
	messages, posts := ours(c), w.fake.CountCalls("chat.postMessage")
	p.Mention(c, at().Thread, "back")
	w.quiet()
	if s := w.session(where); !s.Gone || s.State.Editing == "" || ours(c) != messages || w.fake.CountCalls("chat.postMessage") != posts+1 {
		t.Errorf("gone %v, %d messages more, %d posts", s.Gone, ours(c)-messages, w.fake.CountCalls("chat.postMessage")-posts)
	}
}

// TestRates is thirty people and five candidates at the same time under Slack's limits, which
// the fake counts: none is exceeded, and everybody gets through.
func TestRates(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes a quarter of a minute")
	}
	w := begin(t, overHTTP, slacktest.Options{Timeout: 40 * time.Second}, bottest.Options{})
	hr := w.team.Person("UHR")
	c := w.team.Channel("C1", hr).Invite()
	next := afterGoal(t, "en")
	var all sync.WaitGroup
	for i := range 30 {
		p := w.team.Person(fmt.Sprintf("UPERSON%d", i))
		all.Go(func() {
			p.Say("hello")
			if !p.Await(func() bool { m := newest(p); return m != nil && shows(say("en", "question.goal.ask"))(m) }) {
				return
			}
			if err := p.Press(newest(p), "set:goal:i-b"); err != nil {
				t.Error(err)
			}
			if !p.Await(func() bool { return shows(next)(newest(p)) }) || i%3 > 0 {
				return
			}
			p.Say("help")
			p.Await(func() bool { return shows(say("en", "command.back.about"))(newest(p)) })
		})
	}
	for i := range 5 {
		hr.Command(c, fmt.Sprintf("candidate %d", i))
	}
	all.Wait()
	hr.Await(func() bool {
		n := 0
		for _, head := range threads(c) {
			if m := thread(c, head.TS)(); m != nil && onCard(say("en", "question.goal.ask"), "")(m) {
				n++
			}
		}
		return n == 5
	})
}
