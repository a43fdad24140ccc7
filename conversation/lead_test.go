package conversation

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hspbot/locales"
)

// sakura is a partner to whom results can be sent.
func sakura(language string) Partner {
	names := map[string]string{"en": "Sakura Office", "ja": "さくら事務所", "zh": "樱花事务所", "zh-Hant": "櫻花事務所"}
	return Partner{Name: names[language], Leads: true, Consent: map[string]string{
		"en": "We use what you send only to answer you, and delete it after a year.",
		"ja": "送られた内容はご連絡にのみ利用し、1年後に削除します。",
		"zh": "您发来的内容只用于答复您，一年后删除。", "zh-Hant": "您傳來的內容只用於答覆您，一年後刪除。"}[language]}
}

// sender is somebody whom a partner's link led to a result.
type sender struct {
	t     testing.TB
	by    Partner
	state State
}

func newSender(t testing.TB, language string) *sender {
	s := tableAt(t, language, "result")
	s.Referral = "sakura"
	return &sender{t: t, by: sakura(language), state: s}
}

func (c *sender) do(e Event) *sender {
	e.At, e.Random = noon, "RANDOM"
	c.state = StepFor(c.state, e, c.by)
	check(c.t, c.screen())
	return c
}

func (c *sender) press(action string) *sender { return c.do(Event{Kind: Pressed, Action: action}) }

func (c *sender) say(text string) *sender { return c.do(Event{Kind: Typed, Text: text}) }

func (c *sender) screen() Screen { return ShowFor(c.state, noon, c.by) }

// action is that of a choice on the screen, "" where it is not there.
func (c *sender) action(id string) string {
	for _, choice := range c.screen().Choices {
		if choice.ID == id {
			return choice.Action
		}
	}
	return ""
}

// choose presses choices by their ids.
func (c *sender) choose(ids ...string) *sender {
	c.t.Helper()
	for _, id := range ids {
		action := c.action(id)
		if action == "" {
			screen := c.screen()
			c.t.Fatalf("no choice %q on\n%s", id, draw(screen))
		}
		c.press(action)
	}
	return c
}

// TestLeadSendsWhatWasShown: exactly what the review shows is sent, and nothing else of the person.
func TestLeadSendsWhatWasShown(t *testing.T) {
	for _, language := range locales.Tags() {
		c := newSender(t, language)
		c.choose("lead", "degrees", "next").say("  LINE:\nyuki-hsp ")
		review := c.screen()
		if review.ID != leadReview || c.state.Lead.Message != nil {
			t.Fatalf("%s: %s is shown, and %v is sent", language, review.ID, c.state.Lead.Message)
		}
		c.choose("send")
		m := c.state.Lead.Message
		if m == nil || m.ID != "RANDOM" || m.Partner != "sakura" || m.Language != language || m.Contact != "LINE: yuki-hsp" || m.Sent != noon || len(m.Facts) != 1 || m.Facts[0].ID != "degrees" {
			t.Fatalf("%s: sent %+v", language, m)
		}
		shown, sent := review.Plain(), m.Plain()
		for _, text := range append([]string{m.Contact, m.Facts[0].Question, m.Facts[0].Answer, m.Results[0].Name}, lines(review.Body[0], review.Body[1])...) {
			if !strings.Contains(shown, text) || !strings.Contains(sent, text) {
				t.Errorf("%s: %q is not in both of\n%s\n%s", language, text, shown, sent)
			}
		}
		if c.state.Lead.Facts != "" || c.state.Lead.Contact != "" || c.screen().ID != leadReceipt {
			t.Errorf("%s: %+v is kept, and %s is shown", language, c.state.Lead, c.screen().ID)
		}
	}
}

// lines are the texts of the lines of blocks.
func lines(blocks ...Block) []string {
	var list []string
	for _, b := range blocks {
		for _, l := range b.Lines {
			list = append(list, l.Label, l.Value)
		}
	}
	return list
}

// TestLeadTicksNothing: of whoever gets a result nothing is ticked from the start, and the total and the
// category alone are sent.
func TestLeadTicksNothing(t *testing.T) {
	c := newSender(t, "en").choose("lead", "next").say("yuki@example.org").choose("send")
	if m := c.state.Lead.Message; len(m.Facts) != 0 || len(m.Results) == 0 {
		t.Errorf("sent %+v", m)
	}
}

// TestLeadOnlyWithAPartner: without a partner who takes results, about a candidate, where others read
// along, and before there is a result nothing is offered, and no forged press sends anything.
func TestLeadOnlyWithAPartner(t *testing.T) {
	ready := newSender(t, "en").choose("lead", "next").say("yuki@example.org")
	send := ready.action("send")
	for name, change := range map[string]func(*sender){
		"nobody":    func(c *sender) { c.by = Partner{} },
		"no target": func(c *sender) { c.by.Leads = false },
		"candidate": func(c *sender) { c.state.Candidate = true },
		"in public": func(c *sender) { c.state.Open = true },
		"no result": func(c *sender) { c.state.Facts = Facts{} },
	} {
		c := *ready
		c.state.View = ""
		change(&c)
		if c.action("lead") != "" {
			t.Errorf("%s: it is offered", name)
		}
		for _, action := range []string{send, "lead:on:degrees", "show:lead", "show:lead.contact", "show:lead.review", "show:lead.2"} {
			if c.press(action); c.state.Lead.Message != nil || c.state.Lead.Receipt != nil || c.state.Lead.Facts != "" || c.action("send") != "" {
				t.Errorf("%s: %s does something: %+v", name, action, c.state.Lead)
			}
		}
	}
	public := *ready
	if public.do(Event{Kind: Pressed, Action: send, Public: true}); public.state.Lead.Message != nil {
		t.Error("sent where others read along")
	}
}

// TestLeadSendsNoOther: what was shown and has changed since is shown again, and not sent.
func TestLeadSendsNoOther(t *testing.T) {
	for name, change := range map[string]func(*sender){
		"ticked":  func(c *sender) { c.press("lead:on:salary") },
		"contact": func(c *sender) { c.press("show:lead.contact").say("080-0000-0000") },
		"answer":  func(c *sender) { c.press("set:japanese:n1") },
		"consent": func(c *sender) { c.by.Consent = "We keep it for ever." },
		"name":    func(c *sender) { c.by.Name = "Another Office" },
	} {
		c := newSender(t, "en").choose("lead", "degrees", "next").say("yuki@example.org")
		old := c.action("send")
		change(c)
		if c.press(old); c.state.Lead.Message != nil || c.screen().ID != leadReview || c.screen().Notice == "" {
			t.Errorf("%s: %s is shown, %q, and %+v is sent", name, c.screen().ID, c.screen().Notice, c.state.Lead.Message)
		}
		if c.choose("send"); c.state.Lead.Message == nil {
			t.Errorf("%s: what is shown now is not sent", name)
		}
	}
}

// TestLeadContact: what cannot be a way to reach somebody is asked again, and commands stay commands.
func TestLeadContact(t *testing.T) {
	for text, want := range map[string]string{
		"?": "", "a": "", strings.Repeat("あ", 201): "", "💥💥💥💥💥": "", "/mydata": "", "back": "",
		"yuki@example.org": "yuki@example.org", "+81 90 0000 0000": "+81 90 0000 0000", "微信 yuki_hsp": "微信 yuki_hsp",
		"<b>yuki</b>": "<b>yuki</b>", strings.Repeat("あ", 200): strings.Repeat("あ", 200), "a\u202eb@c.de\x00\x07": "ab@c.de",
	} {
		c := newSender(t, "en").choose("lead", "next").say(text)
		got := ""
		if c.state.Lead != nil {
			got = c.state.Lead.Contact
		}
		if got != want {
			t.Errorf("%q is taken as %q", text, got)
		}
	}
}

// TestLeadDropped: who does not send keeps nothing of it.
func TestLeadDropped(t *testing.T) {
	c := newSender(t, "ja").choose("lead", "degrees", "next").say("yuki@example.org").choose("drop")
	if c.state.Lead != nil || c.screen().ID != "result" || c.action("lead") == "" {
		t.Errorf("%+v is kept, and %s is shown", c.state.Lead, c.screen().ID)
	}
}

// TestLeadSettled: a delivery has its effect once, and of what has been withdrawn meanwhile none; what
// was written to be sent is not kept after it.
func TestLeadSettled(t *testing.T) {
	sent := newSender(t, "en").choose("lead", "next").say("yuki@example.org").choose("send").state
	delivered, ok := sent.LeadSettled("RANDOM", LeadDelivered)
	if stored, _ := json.Marshal(delivered); !ok || delivered.Lead.Receipt.State != LeadDelivered || strings.Contains(string(stored), "yuki") {
		t.Errorf("delivered: %s, %t", stored, ok)
	}
	if sent.Lead.Message == nil || sent.Lead.Receipt.State != LeadSent {
		t.Error("the state before has changed")
	}
	withdrawn := StepFor(sent, Event{Kind: Pressed, Action: "lead:withdraw", At: noon}, Partner{}) // also where they are no partner any more
	if withdrawn.Lead.Receipt.State != LeadWithdrawing || withdrawn.Lead.Message != nil {
		t.Errorf("withdrawn: %+v", withdrawn.Lead)
	}
	for _, c := range []struct {
		state State
		id    string
		as    LeadState
		ok    bool
	}{{sent, "RANDOM", LeadFailed, true}, {sent, "OTHER", LeadDelivered, false}, {sent, "RANDOM", LeadWithdrawn, false}, {delivered, "RANDOM", LeadDelivered, false},
		{withdrawn, "RANDOM", LeadDelivered, false}, {withdrawn, "RANDOM", LeadWithdrawn, true}, {withdrawn, "RANDOM", LeadNotWithdrawn, true}, {State{}, "", LeadDelivered, false}} {
		after, ok := c.state.LeadSettled(c.id, c.as)
		if ok != c.ok || ok && after.Lead.Receipt.State != c.as {
			t.Errorf("%s as %s from %+v: %t", c.id, c.as, c.state.Lead, ok)
		}
		check(t, ShowFor(after, noon, sakura("en")))
	}
	before, _ := json.Marshal(sent.WithoutDelivery())
	if after, _ := json.Marshal(delivered.WithoutDelivery()); string(after) != string(before) {
		t.Errorf("without what became of it %s is not %s", after, before)
	}
}

// TestLeadForgotten: who is forgotten withdraws what was sent, and nothing else is left; who starts
// again keeps the receipt.
func TestLeadForgotten(t *testing.T) {
	c := newSender(t, "ja").choose("lead", "salary", "next").say("yuki@example.org").choose("send")
	again := *c
	if again.press("yes:restart"); again.state.Lead == nil || again.state.Lead.Receipt == nil || again.state.Lead.Message == nil {
		t.Errorf("after a new start %+v", again.state.Lead)
	}
	c.press("show:forget")
	if !strings.Contains(textOf(c.screen()), "さくら事務所") {
		t.Error("it is not said that it will be withdrawn")
	}
	c.state = StepFor(c.state, Event{Kind: Pressed, Action: ActionForget, At: noon}, c.by)
	stored, _ := json.Marshal(c.state)
	want := `{"language":"ja","facts":`
	if r := c.state.Lead.Receipt; !strings.HasPrefix(string(stored), want) || r.State != LeadWithdrawing || r.ID != "RANDOM" || strings.Contains(string(stored), "yuki") || strings.Contains(string(stored), "salary") {
		t.Errorf("left: %s", stored)
	}
	nothing := newSender(t, "ja").press(ActionForget)
	if nothing.state.Lead != nil {
		t.Errorf("of somebody who sent nothing %+v is left", nothing.state.Lead)
	}
}

// TestLeadMyData: all that is kept of it is shown.
func TestLeadMyData(t *testing.T) {
	c := newSender(t, "en").choose("lead", "degrees", "next").say("yuki@example.org")
	for _, want := range []string{"yuki@example.org", "Degree"} {
		if c.press("show:mydata"); !strings.Contains(draw(c.screen()), want) {
			t.Errorf("prepared: no %q", want)
		}
	}
	c.press("show:lead.review").choose("send").press("show:mydata")
	for _, want := range []string{"yuki@example.org", "RANDOM", "Sakura Office", "Degree"} {
		if !strings.Contains(draw(c.screen()), want) {
			t.Errorf("sent: no %q", want)
		}
	}
}

// TestLeadProperties does anything in any order. Nothing is sent but by a press of "send" on a screen
// that showed it, and after a withdrawal nothing of the message is left.
func TestLeadProperties(t *testing.T) {
	finished := map[string]State{}
	for _, language := range locales.Tags() {
		finished[language] = newSender(t, language).state
	}
	rapid.Check(t, func(r *rapid.T) {
		language := rapid.SampledFrom(locales.Tags()).Draw(r, "language")
		c := &sender{t: t, by: sakura(language), state: finished[language]}
		var old []string
		for range 30 {
			screen := c.screen()
			for _, choice := range screen.Choices {
				if strings.Contains(choice.Action, "lead") || choice.ID == "back" {
					old = append(old, choice.Action)
				}
			}
			before, e := c.state, Event{Kind: Pressed}
			switch rapid.IntRange(0, 5).Draw(r, "what") {
			case 0:
				e = Event{Kind: Typed, Text: rapid.SampledFrom([]string{"yuki@example.org", "x", "back", "090 0000 0000", "yes"}).Draw(r, "text")}
			case 1:
				e.Action = rapid.SampledFrom([]string{"lead:send:0", "lead:on:goal", "lead:withdraw", "lead:x", "show:lead.9", "yes:restart"}).Draw(r, "forged")
			default:
				e.Action = rapid.SampledFrom(append(old, "show:lead")).Draw(r, "action")
			}
			c.do(e)
			l := c.state.Lead
			if l == nil || l.Message == nil || before.Lead != nil && before.Lead.Message == l.Message {
				continue
			}
			if !strings.HasPrefix(e.Action, "lead:send:") || before.Lead.Contact != l.Message.Contact || l.Receipt.ID != l.Message.ID || l.Receipt.State != LeadSent {
				r.Fatalf("%+v sent %+v", e, l.Message)
			}
		}
	})
}

func textOf(s Screen) string { return s.Plain() }
