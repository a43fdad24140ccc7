package slack

import (
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
	"hspbot/locales"
)

// faults are what goes wrong by chance: with deliveries, and with calls.
type faults struct {
	disorder slacktest.DeliveryFaults
	calls    []slacktest.Fault
}

// set makes them happen from now on, to all calls.
func (f faults) set(fake *slacktest.Server) {
	fake.SetDeliveryFaults(f.disorder)
	for _, method := range []string{"", "response_url"} {
		for _, call := range f.calls {
			fake.Fail(method, call)
		}
	}
}

// end puts an end to all faults.
func (f faults) end(fake *slacktest.Server) {
	fake.SetDeliveryFaults(slacktest.DeliveryFaults{})
	fake.ClearFaults()
}

var (
	tooMany     = slacktest.Fault{Kind: slacktest.TooMany, Chance: 0.02}
	serverError = slacktest.Fault{Kind: slacktest.ServerError, Chance: 0.02}
	// Of connections, half break before the effect.
	cutBefore = slacktest.Fault{Kind: slacktest.ResetBefore, Chance: 0.005}
	cutAfter  = slacktest.Fault{Kind: slacktest.ResetAfter, Chance: 0.005}
)

// everything is all of it at once.
var everything = faults{slacktest.DeliveryFaults{Duplicate: 0.1, Reorder: 0.1}, []slacktest.Fault{tooMany, serverError, cutBefore, cutAfter}}

const patience = 4 * time.Second

// TestFaults is the table of what networks and platforms do to bots: people in direct
// messages, in private interviews in a channel, and colleagues about candidates, 32 at a time,
// each doing the same again up to three times. Nobody is stuck, no result is wrong, nothing
// has its effect twice, and a message comes twice only where nobody could know that it came.
func TestFaults(t *testing.T) {
	calm := time.Duration(0)
	for n, row := range []struct {
		name   string
		crowd  kinds
		faults faults
	}{
		{"none", kinds{48, 10, 14}, faults{}},
		{"duplicates", kinds{48, 10, 14}, faults{disorder: slacktest.DeliveryFaults{Duplicate: 0.1}}},
		{"reordering", kinds{48, 10, 14}, faults{disorder: slacktest.DeliveryFaults{Reorder: 0.1}}},
		{"429", kinds{48, 10, 14}, faults{calls: []slacktest.Fault{tooMany}}},
		{"5xx", kinds{48, 10, 14}, faults{calls: []slacktest.Fault{serverError}}},
		{"drops", kinds{48, 10, 14}, faults{calls: []slacktest.Fault{cutBefore, cutAfter}}},
		{"all", kinds{48, 10, 14}, everything},
	} {
		for i, m := range []mode{overHTTP, overSocket} {
			t.Run(row.name+"/"+string(m), func(t *testing.T) {
				if testing.Short() && i != n%2 || raced && (i != n%2 || n > 0 && row.name != "all") {
					t.Skip("runs without the race detector")
				}
				w := begin(t, m, slacktest.Options{Unlimited: true, RedeliverAtOnce: true, Timeout: patience}, bottest.NoLimits)
				if testing.Short() || raced || i != n%2 { // all of them in one mode
					row.crowd = kinds{20, 6, 6}
				}
				if raced {
					row.crowd = kinds{10, 3, 3}
				}
				c := crowd{fake: w.fake, stories: row.crowd.invite(w.team), atOnce: 32, patience: patience, sighs: 200 * time.Millisecond}
				w.fake.Await(func() bool { return m == overHTTP || w.fake.Connections() > 0 })
				row.faults.set(w.fake)
				c.talk()
				row.faults.end(w.fake)
				c.drained(t)
				w.stop()
				y := c.count(t, w.store, w.team.ID, nil)
				t.Log(y)
				switch {
				case row.name == "none":
					calm = max(calm, y.median)
					if y.again+y.repeats+y.troubles > 0 {
						t.Errorf("without any faults: %s", y)
					}
				case row.name == "429":
					t.Logf("median %v, without faults %v", y.median, calm)
				}
				c.unlogged(t, w.log.String())
			})
		}
	}
}

// unlogged fails where a log holds what people wrote, or who they are.
func (c *crowd) unlogged(t *testing.T, log string) {
	t.Helper()
	for _, s := range c.stories {
		secrets := append(s.human.Texts(), s.hands[0].ID+" ", s.hands[0].ID+"\"")
		if s.label != "" {
			secrets = append(secrets, s.label)
		}
		for _, text := range secrets {
			if strings.Contains(log, text) {
				t.Fatalf("the log holds %q", text)
			}
		}
	}
}

const poison = "eat this word"

// stepper is the interview, but for one text.
func stepper(s conversation.State, e conversation.Event) conversation.State {
	if e.Text == poison {
		panic("cannot read " + e.Text)
	}
	return conversation.Step(s, e)
}

// TestPoison: a delivery that cannot be taken costs itself. The person is told a reference,
// which the log has, and goes on; so does everybody else.
func TestPoison(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w := begin(t, m, slacktest.Options{Unlimited: true, RedeliverAtOnce: true}, bottest.Options{Bot: bot.Options{Step: stepper}, Outbox: outbox.Options{NoLimits: true}})
			p, other := w.team.Person("U1"), w.team.Person("U2")
			p.Locale = "ja-JP"
			ask := func(tag, question string) string { return locales.In(tag).Say("question." + question + ".ask") }
			p.Say("/start")
			list := moves(t, "ja", "i-b")
			degrees := index(t, list, "degrees")
			w.follow(p, dm(p), list[:degrees], p.Say)
			w.sees(p, shows(ask("ja", "degrees")))
			p.Say(poison)
			sentence, rest, _ := strings.Cut(locales.In("ja").Say("notice.trouble", "Reference", "REFERENCE"), "REFERENCE")
			told := w.sees(p, shows(sentence, rest, ask("ja", "degrees")))
			_, after, _ := strings.Cut(told.Plain(), sentence)
			reference, _, _ := strings.Cut(after, rest)
			if err := p.Press(told, "set:degrees:none~3f"); err != nil {
				t.Fatal(err)
			}
			w.sees(p, shows(list[degrees+1].Screen.Title))
			other.Say("/start")
			w.sees(other, shows(ask("en", "goal")))
			w.fake.Await(func() bool { return w.fake.Pending() == 0 })
			log := w.log.String()
			if len(reference) < 8 || !strings.Contains(log, reference) {
				t.Errorf("reference %q is not in the log:\n%s", reference, log)
			}
			if strings.Contains(log, poison) || strings.Contains(told.Plain(), poison) {
				t.Errorf("what was written is repeated:\n%s\n%s", log, told.Plain())
			}
			if n := w.fake.Lost(); n > 0 || len(p.ErrorsShown()) > 0 {
				t.Errorf("%d events were given up, troubles %q: the delivery was not acknowledged", n, p.ErrorsShown())
			}
		})
	}
}
