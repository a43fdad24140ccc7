package slack

import (
	"slices"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/conversation/hiring"
)

// atHomeTab waits until the Home tab of a person says all of the texts.
func (w *world) atHomeTab(p *slacktest.Person, texts ...string) *slacktest.View {
	w.t.Helper()
	var v *slacktest.View
	missing := ""
	if !p.Await(func() bool {
		if v = p.Home(); v == nil {
			return false
		}
		missing = ""
		for _, text := range texts {
			if !strings.Contains(unescape(v.Plain()), text) {
				missing = text
			}
		}
		return missing == ""
	}) {
		w.t.Fatalf("the Home tab does not say %q", missing)
	}
	return v
}

// ways are the actions of the buttons of the Home tab.
func ways(v *slacktest.View) []string {
	var list []string
	for _, b := range v.Buttons() {
		list = append(list, b.Value)
	}
	return list
}

// pressHome presses on the Home tab.
func (w *world) pressHome(p *slacktest.Person, action string) {
	w.t.Helper()
	if err := p.PressHome(action); err != nil {
		w.t.Fatal(err)
	}
}

// TestHome is the Home tab from the first look to the deletion of everything.
func TestHome(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, clock := start(t, m)
			p := w.person("UPERSON1")
			p.Locale = "zh-CN"
			p.OpenHome()
			v := w.atHomeTab(p, say("zh", "slack.home.about"), hsp(say("zh", "intro.privacy")))
			if got := ways(v); !slices.Equal(got, []string{startAction}) {
				t.Errorf("the ways from an empty Home tab are %q", got)
			}
			if n := len(w.stored("")); n != 0 {
				t.Errorf("looking stores %d sessions", n)
			}
			p.OpenMessages()
			w.wait(p, "the greeting", func() bool { return len(p.DM()) == 1 })

			w.pressHome(p, startAction)
			list := moves(t, "zh", "i-b")
			w.sees(p, onCard(list[0].Screen.Title, ""))
			w.follow(p, dm(p), list[:3], p.Say)
			w.sees(p, onCard(list[3].Screen.Title, list[3].Screen.Progress))

			p.OpenHome()
			v = w.atHomeTab(p, say("zh", "hiring.summary.unfinished", "Progress", list[3].Screen.Progress))
			if got := ways(v); !slices.Equal(got, []string{"show:", "show:change", "show:notify", "yes:forget"}) {
				t.Errorf("the ways from an interview under way are %q", got)
			}
			cards := len(p.DM())
			w.pressHome(p, "show:") // continue: the question comes below everything
			w.wait(p, "a new card", func() bool {
				return len(p.DM()) >= cards && newest(p).TS != p.DM()[0].TS && onCard(list[3].Screen.Title, list[3].Screen.Progress)(newest(p))
			})
			w.quiet()
			if n := live(p.DM()); n != 1 {
				t.Errorf("%d cards with buttons", n)
			}
			w.follow(p, dm(p), list[3:], p.Say)
			w.sees(p, result)

			p.OpenHome()
			state := w.session(own(p)).State
			summary := hiring.Summary(state, clock.now())
			var said []string
			for _, b := range summary.Body {
				for _, l := range b.Lines {
					said = append(said, l.Label)
				}
			}
			w.wait(p, "the ways from a result", func() bool {
				return slices.Equal(ways(p.Home()), []string{"show:points", "show:change", "show:notify", "yes:forget"})
			})
			if w.atHomeTab(p, said...); len(said) < 4 {
				t.Errorf("the summary says %q", said)
			}
			w.pressHome(p, "show:change")
			w.sees(p, shows(say("zh", "change.title")))

			messages := len(p.DM())
			w.pressHome(p, "lang:ja")
			w.atHomeTab(p, say("ja", "slack.home.about"))
			w.sees(p, shows(say("ja", "notice.language")))
			if n := len(p.DM()); n != messages {
				t.Errorf("another language makes %d new messages", n-messages)
			}

			w.pressHome(p, "show:notify")
			w.sees(p, shows(say("ja", "notify.on")))

			w.pressHome(p, "yes:forget")
			v = w.atHomeTab(p, say("ja", "slack.home.about"), say("ja", "slack.home.start"))
			if got := ways(v); !slices.Equal(got, []string{startAction}) {
				t.Errorf("the ways after the deletion are %q", got)
			}
			w.sees(p, shows(say("ja", "forgotten.title")))
			w.quiet()
			if n := len(w.stored("")); n != 0 {
				t.Errorf("%d sessions are left", n)
			}
			if trouble := p.ErrorsShown(); len(trouble) > 0 {
				t.Errorf("Slack told of %q", trouble)
			}
		})
	}
}

// TestHomeIsOnesOwn holds that nobody sees anything of others, candidates included, and that
// a language can be chosen before anything else.
func TestHomeIsOnesOwn(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a).Invite()
	list := moves(t, "en", "i-b")
	a.Say("hello")
	w.follow(a, dm(a), list, a.Say)
	w.sees(a, result)
	w.begun(a, c, "Zebulon", 1)
	w.quiet()
	b.OpenHome()
	v := w.atHomeTab(b, say("en", "slack.home.about"))
	if got := ways(v); !slices.Equal(got, []string{startAction}) || strings.Contains(v.Plain(), "Zebulon") {
		t.Errorf("the tab of somebody without an interview:\n%s", v.Plain())
	}
	w.pressHome(b, "lang:ja")
	w.atHomeTab(b, say("ja", "slack.home.about"))
	w.quiet()
	if n := len(b.DM()); n != 0 {
		t.Errorf("choosing a language makes %d messages", n)
	}
	w.pressHome(b, startAction)
	w.sees(b, onCard(say("ja", "question.goal.ask"), ""))
}

// TestHomeErase presses the deletion of the tab twice, on a tab drawn long ago.
func TestHomeErase(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Say("hello")
	w.press(p, w.sees(p, shows(say("en", "question.goal.ask"))), "set:goal:i-b")
	w.sees(p, shows(afterGoal(t, "en")))
	p.OpenHome()
	w.atHomeTab(p, say("en", "slack.home.about"))
	w.pressHome(p, "yes:forget")
	w.pressHome(p, "yes:forget")
	w.sees(p, shows(say("en", "forgotten.title")))
	w.quiet()
	if n := len(w.stored("")); n != 0 || len(p.ErrorsShown()) > 0 {
		t.Errorf("%d sessions are left; troubles %q", n, p.ErrorsShown())
	}
}
