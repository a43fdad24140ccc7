package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// eventOf is the body of a message in the direct message.
func eventOf(p *slacktest.Person, id, channel, text string) string {
	b, err := json.Marshal(map[string]any{"type": "event_callback", "team_id": p.Team.ID, "event_id": id, "event_time": 1700000000,
		"authorizations": []any{map[string]any{"team_id": p.Team.ID, "user_id": "U0BOTT1", "is_bot": true}},
		"event":          map[string]any{"type": "message", "channel_type": "im", "channel": channel, "user": p.ID, "text": text, "ts": "1700000000.000001", "team": p.Team.ID}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestRedelivered gives an event again after fifty other turns, and within an hour: it has no
// second effect, and nor has a press.
func TestRedelivered(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Say("hello")
	card := w.sees(p, shows(say("en", "question.goal.ask")))
	again := http.Header{"X-Slack-Retry-Num": {"1"}, "X-Slack-Retry-Reason": {"http_timeout"}}
	give := func(header http.Header, body string) {
		t.Helper()
		for k, v := range w.fake.Sign(body, time.Now()) {
			header[k] = v
		}
		if got := w.post("events", "application/json", body, header); got != http.StatusOK {
			t.Fatalf("answered %d", got)
		}
	}
	event := eventOf(p, "Ev0FIRST", card.Channel, say("en", "option.goal.i-b"))
	give(http.Header{}, event)
	w.sees(p, shows(afterGoal(t, "en")))
	for i := range 50 {
		give(http.Header{}, eventOf(p, "Ev"+strconv.Itoa(i), card.Channel, "/help"))
	}
	w.quiet()
	before := w.session(own(p))
	if before.Version != 52 || before.State.View != "help" {
		t.Fatalf("%d turns, view %q", before.Version, before.State.View)
	}
	clock.pass(59 * time.Minute)
	give(again, event)
	give(http.Header{}, event)
	w.quiet()
	if now := w.session(own(p)); now.Version != before.Version || now.State.View != "help" {
		t.Errorf("%d turns more, view %q", now.Version-before.Version, now.State.View)
	}
}

// TestDuplicates has every delivery come twice, as in Socket Mode: one candidate is begun,
// one thing is toggled, one file posted.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, _ := start(t, m)
			w.fake.SetDeliveryFaults(slacktest.DeliveryFaults{Duplicate: 1})
			a := w.person("UPERSON1")
			c := w.team.Channel("C1", a).Invite()
			at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
			w.press(a, at(), hrShare)
			w.wait(a, "the summary", func() bool { return len(shared(c, "en")) == 1 })
			a.Command(c, "export")
			a.Mention(c, "", "candidate 18")
			w.wait(a, "a file", func() bool { return len(w.fake.Files()) == 1 })
			w.wait(a, "a second candidate", func() bool { return len(w.stored("T1/C1/")) == 2 })
			w.quiet()
			if len(w.fake.Files()) != 1 || len(shared(c, "en")) != 1 || len(w.stored("")) != 2 || len(a.ErrorsShown()) > 0 {
				t.Errorf("%d files, %d summaries, %d conversations, troubles %q", len(w.fake.Files()), len(shared(c, "en")), len(w.stored("")), a.ErrorsShown())
			}
			want, _ := interviewed("en", moves(t, "en", "i-b")...)
			if got := w.session(of(a, at())).State; got.Facts != want.Facts {
				t.Errorf("stored are\n%+v\nnot\n%+v", got.Facts, want.Facts)
			}
		})
	}
}

var errDisk = errors.New("the disk is full")

// TestStoreFails is a store that takes nothing: events come again, people are told of the
// rest, and later all works.
func TestStoreFails(t *testing.T) {
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			c := &clock{began: time.Now()}
			w := begin(t, m, slacktest.Options{Unlimited: true, Now: c.now, AckTimeout: time.Second}, bottest.NoLimits)
			p := w.person("UPERSON1")
			room := w.team.Channel("C1", p).Invite()
			p.Command(room, "")
			at := private(p, room)
			list := moves(t, "en", "i-b")
			years := index(t, list, "career_i-b")
			w.follow(p, at, list[:years], func(text string) { w.typed(p, at(), text) })
			card := w.until(p, at, onCard(list[years].Screen.Title, ""))
			w.modal(p, card, hrType)
			w.quiet()
			turns := w.session(own(p)).Version

			w.store.before(func() error { return errDisk }, nil)
			w.submit(p, map[string]string{fieldAnswer: "5"})
			if v := p.Modal(); v == nil || v.Errors[fieldAnswer] != say("en", "slack.trouble") {
				t.Errorf("the modal says %+v", v)
			}
			told := len(p.Ephemerals(room))
			p.Command(room, "candidate 17")
			w.wait(p, "an answer", func() bool { return len(p.Ephemerals(room)) > told })
			if m := at(); !shows(say("en", "slack.trouble"))(m) {
				t.Errorf("the command is answered %q", m.Plain())
			}
			w.press(p, card, "set:career_i-b:3-5")
			w.wait(p, "the press fails visibly", func() bool { return len(p.ErrorsShown()) == 1 && strings.HasPrefix(p.ErrorsShown()[0], "action: ") })
			p.Say("help")
			if !w.fake.Await(func() bool { return w.fake.Redeliver() == 1 }) {
				t.Fatal("the event does not come again")
			}
			if now := w.session(own(p)); now.Version != turns || len(w.stored("")) != 1 {
				t.Errorf("%d turns, %d conversations", now.Version-turns, len(w.stored("")))
			}

			w.store.before(nil, nil)
			if !w.fake.Await(func() bool {
				w.fake.Redeliver()
				m := newest(p)
				return m != nil && shows(say("en", "command.back.about"))(m)
			}) {
				t.Fatal("the event is not taken")
			}
			w.submit(p, map[string]string{fieldAnswer: "5"})
			w.wait(p, "the modal closes", func() bool { return p.Modal() == nil })
			w.wait(p, "the next question", func() bool {
				return slices.ContainsFunc(p.Ephemerals(room), onCard(list[years+1].Screen.Title, ""))
			})
			if now := w.session(own(p)); now.Version != turns+2 {
				t.Errorf("%d turns for a command and an answer", now.Version-turns)
			}
		})
	}
}

// TestUnreadable is a store that cannot be read: what would show something of it says so.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
	w.modal(a, at(), hrCompare)
	card := at()
	w.store.before(nil, func() error { return errDisk })
	w.submit(a, map[string]string{fieldFirst: "6M yen", fieldSecond: "7M yen"})
	if v := a.Modal(); v == nil || v.Errors[fieldFirst] != say("en", "slack.trouble") {
		t.Errorf("the modal says %+v", v)
	}
	w.press(a, card, hrShare)
	w.wait(a, "the press fails visibly", func() bool { return len(a.ErrorsShown()) == 1 })
	a.OpenHome()
	w.quiet()
	w.store.before(nil, nil)
	w.submit(a, map[string]string{fieldFirst: "6M yen", fieldSecond: "7M yen"})
	if v := a.Modal(); v == nil || !strings.Contains(v.Plain(), say("en", "hiring.compare.title")) {
		t.Errorf("the modal says %+v", v)
	}
	if len(shared(c, "en")) != 0 {
		t.Error("the press that failed had an effect")
	}
}

// TestSlowStore is a store slower than Slack waits: everything is answered in time.
func TestSlowStore(t *testing.T) {
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			c := &clock{began: time.Now()}
			w := &world{t: t, patience: 150 * time.Millisecond}
			w.begin(m, slacktest.Options{Unlimited: true, Now: c.now, AckTimeout: time.Second}, bottest.NoLimits)
			p := w.person("UPERSON1")
			room := w.team.Channel("C1", p).Invite()
			var slow atomic.Bool
			free := make(chan struct{})
			slow.Store(true)
			w.store.before(func() error {
				if slow.Load() {
					<-free
				}
				return nil
			}, nil)
			p.Command(room, "")
			w.until(p, private(p, room), shows(say("en", "slack.trouble")))
			p.Say("help")
			if !w.fake.Await(func() bool { return w.fake.Redeliver() == 1 }) {
				t.Fatal("the event does not come again")
			}
			if trouble := p.ErrorsShown(); len(trouble) > 0 {
				t.Errorf("Slack told of %q", trouble)
			}
			slow.Store(false)
			close(free)
			if !w.fake.Await(func() bool {
				w.fake.Redeliver()
				m := newest(p)
				return m != nil && shows(say("en", "command.back.about"))(m)
			}) {
				t.Fatal("the event is not taken")
			}
			w.quiet()
			if s := w.session(own(p)); s.Version != 2 {
				t.Errorf("%d turns for a command and a message", s.Version)
			}
		})
	}
}

var _ bot.Store = (*shaky)(nil)
