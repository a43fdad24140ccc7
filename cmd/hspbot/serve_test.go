package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/telegram/telegramtest"
)

// TestServe runs the bot as `hspbot serve` does, on Telegram and Slack at once, with the
// limits of both kept. People on both go through the interview at the same time; meanwhile the
// bot is told to stop, and started again on the same file: the conversations go on.
func TestServe(t *testing.T) {
	for _, over := range []struct{ name, public string }{{name: "polling and Socket Mode"}, {name: "webhooks", public: "http://"}} {
		t.Run(over.name, func(t *testing.T) {
			t.Parallel() // it mostly waits for the limits
			tele := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
			tele.SetLimits(telegramtest.TelegramLimits())
			slack := slacktest.New(t, slacktest.Options{RedeliverAtOnce: true, Timeout: patience})
			team := slack.Team("T1")
			env := environment{"HSPBOT_TELEGRAM_TOKEN": tele.Token(), "HSPBOT_TELEGRAM_API": tele.URL(),
				"HSPBOT_SLACK_BOT_TOKEN": team.Token(), "HSPBOT_SLACK_API": strings.TrimSuffix(slack.API(), "/"),
				"HSPBOT_DATA": filepath.Join(t.TempDir(), "serve.db"), "HSPBOT_LISTEN": bottest.FreeAddress(t), "HSPBOT_LOG_LEVEL": "debug"}
			if over.public == "" {
				env["HSPBOT_SLACK_APP_TOKEN"] = slack.AppToken()
			} else {
				env["HSPBOT_SLACK_SIGNING_SECRET"] = slack.SigningSecret()
				slack.SetAppURL(over.public + env["HSPBOT_LISTEN"])
			}
			set, err := readSettings(env)
			if err != nil {
				t.Fatal(err)
			}
			if over.public != "" {
				set.PublicURL = publicURL(over.public + string(set.Listen)) // https ends before the program
			}
			b := &served{t: t, set: &set}
			ready := func() bool {
				return over.public == "" && slack.Connections() > 0 || over.public != "" && answers(string(set.Listen))
			}
			b.start()
			slack.Await(ready)
			var people []*guest
			for i := range 8 {
				h := jointest.NewHuman(rand.New(rand.NewPCG(23, uint64(i))))
				var p phone = telegramPhone{tele.AddPerson(h.Language)}
				if i%2 == 0 {
					someone := team.Person(fmt.Sprintf("U%d", i+1))
					someone.Locale = map[string]string{"en": "en-US", "ja": "ja-JP", "zh": "zh-CN"}[h.Language]
					p = slackPhone{someone}
				}
				people = append(people, &guest{human: h, phone: p})
			}
			var seen atomic.Int64
			half := make(chan struct{})
			onCard := func() {
				if seen.Add(1) == int64(5*len(people)) {
					close(half)
				}
			}
			var group sync.WaitGroup
			for _, g := range people {
				group.Go(func() { g.interview(onCard) })
			}
			select {
			case <-half:
			case <-time.After(time.Minute):
				t.Fatalf("only %d cards", seen.Load())
			}
			b.stop()
			b.start()
			group.Wait()
			b.stop()
			for i, g := range people {
				if g.err != nil {
					t.Errorf("person %d: %v\ntroubles: %q", i, g.err, g.phone.troubles())
				}
			}
			// What was sent just before the stop is forgotten by the limits: a chat may meet 429 a
			// few times then, and is none the worse.
			if n := tele.Count("", 0, telegramtest.TooMany); n > 2*len(people) {
				t.Errorf("Telegram answered 429 %d times", n)
			}
			log := b.log.String()
			secrets := []string{tele.Token(), "fake-token", "xoxb-", "xapp-", slack.SigningSecret(), slack.URL() + "/", "hooks.slack"}
			for _, g := range people {
				secrets = append(secrets, g.human.Texts()...)
			}
			for _, secret := range secrets {
				if strings.Contains(log, secret) {
					t.Errorf("the log holds %q", secret)
				}
			}
			if strings.Contains(log, "level=ERROR") || t.Failed() {
				t.Errorf("log:\n%s", log)
			}
		})
	}
}

// patience is how long a person waits for a card before they try again.
const patience = 5 * time.Second

func answers(address string) bool {
	c, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		time.Sleep(20 * time.Millisecond) // it is asked again at once
		return false
	}
	c.Close()
	return true
}

// served is the bot, started and stopped.
type served struct {
	t      *testing.T
	set    *settings
	log    buffer
	cancel context.CancelFunc
	ended  chan error
}

func (b *served) start() {
	var ctx context.Context
	ctx, b.cancel = context.WithCancel(context.Background())
	b.ended = make(chan error, 1)
	go func() { b.ended <- serve(ctx, b.set, slog.New(slog.NewTextHandler(&b.log, b.set.logOptions()))) }()
}

// stop does what a signal does, and waits until what is under way has come to its end.
func (b *served) stop() {
	b.t.Helper()
	b.cancel()
	select {
	case err := <-b.ended:
		if err != nil {
			b.t.Errorf("serve: %v", err)
		}
	case <-time.After(20 * time.Second):
		b.t.Fatalf("serve does not end:\n%s", b.log.String())
	}
}

// buffer keeps what is logged.
type buffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *buffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *buffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// view is the card that a person sees.
type view struct {
	id, text string // the id is another one whenever the card has changed
	actions  []string
}

// phone is how a person sees and answers cards on one of the platforms.
type phone interface {
	look() view
	press(action string)
	say(text string)
	// await returns when cond is true or the patience has come to its end.
	await(cond func() bool)
	troubles() []string
}

// guest is a person who goes through the interview.
type guest struct {
	human *jointest.Human
	phone phone
	seen  view
	err   error
}

// interview goes from the start to the result and to what is stored.
func (g *guest) interview(onCard func()) {
	if g.err = g.do(func() { g.phone.say("/start") }, ""); g.err != nil {
		return
	}
	for range 60 {
		onCard()
		if slices.Contains(g.seen.actions, "show:restart") {
			result := g.seen.text
			if g.err = g.do(func() { g.phone.say("/mydata") }, `"as_of"`); g.err == nil {
				g.err = g.human.Check(result, g.seen.text)
			}
			return
		}
		action, text := g.human.Answer(g.seen.actions)
		act := func() { g.phone.say(text) }
		if action != "" {
			act = func() { g.phone.press(action) }
		}
		if g.err = g.do(act, ""); g.err != nil {
			return
		}
	}
	g.err = fmt.Errorf("no end: %s", g.seen.text)
}

// do acts and waits for another card with a text, a few times.
func (g *guest) do(act func(), want string) error {
	for range 4 {
		act()
		came := false
		g.phone.await(func() bool {
			v := g.phone.look()
			if came = v.id != g.seen.id && v.id != "" && strings.Contains(v.text, want); came {
				g.seen = v
			}
			return came
		})
		if came {
			return nil
		}
	}
	return fmt.Errorf("stuck at %s", g.phone.look().text)
}

type telegramPhone struct{ *telegramtest.Person }

func (p telegramPhone) card() (last telegramtest.Message) {
	for _, m := range p.Chat().Messages {
		if m.FromBot && (len(m.Keyboard) > 0 || m.Document != nil) {
			last = m
		}
	}
	return last
}

func (p telegramPhone) look() view {
	m := p.card()
	if m.ID == 0 {
		return view{}
	}
	v := view{id: fmt.Sprintf("%d-%d", m.ID, m.Edits), text: m.Text}
	if m.Document != nil { // what is stored
		v.text = string(m.Document.Content)
	}
	for _, row := range m.Keyboard {
		for _, b := range row {
			v.actions = append(v.actions, b.CallbackData)
		}
	}
	return v
}

func (p telegramPhone) press(action string) { p.PressData(p.card().ID, action) }
func (p telegramPhone) say(text string)     { p.Say(text) }
func (p telegramPhone) troubles() []string  { return nil }

func (p telegramPhone) await(cond func() bool) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, _ = p.Await(ctx, func(telegramtest.Message) bool { return cond() })
}

type slackPhone struct{ *slacktest.Person }

func (p slackPhone) card() *slacktest.Message {
	for _, m := range slices.Backward(p.DM()) {
		if m.Bot && len(m.Buttons()) > 0 {
			return m
		}
	}
	return nil
}

func (p slackPhone) look() view {
	m := p.card()
	if m == nil {
		return view{}
	}
	v := view{id: fmt.Sprintf("%s-%d", m.TS, m.Edited), text: strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m.Plain())}
	for _, below := range p.DM() {
		for _, f := range below.Files { // what is stored
			if below.TS > m.TS {
				v.id, v.text = v.id+"-file", v.text+"\n"+string(f.Content)
			}
		}
	}
	for _, b := range m.Buttons() {
		v.actions = append(v.actions, b.Value)
	}
	return v
}

func (p slackPhone) press(action string) { _ = p.PressAsSeen(p.card(), action) }
func (p slackPhone) say(text string)     { p.Say(text) }
func (p slackPhone) troubles() []string  { return p.ErrorsShown() }

func (p slackPhone) await(cond func() bool) {
	began := time.Now()
	p.Await(func() bool { return cond() || time.Since(began) >= patience })
}
