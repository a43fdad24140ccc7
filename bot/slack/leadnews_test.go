package slack

import (
	"testing"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// TestLeadFailureIsTold: somebody whose result did not reach the partner in the end is told in the
// direct message, once, whatever they look at.
func TestLeadFailureIsTold(t *testing.T) {
	t.Parallel()
	w := begin(t, overHTTP, slacktest.Options{}, bottest.Options{Bot: bot.Options{NoRateLimit: true}})
	p := w.person("UPERSON1")
	p.Say("hello")
	w.sees(p, shows(say("en", "question.goal.ask")))
	w.quiet()
	if _, err := w.store.Apply(t.Context(), own(p).key(), func(s *bot.Session) error {
		s.State = bottest.Finished("en", s.Created, 400)
		s.State.Lead = &conversation.Lead{Receipt: &conversation.Receipt{ID: "LEAD", Partner: "sakura", Name: "Sakura Office", Sent: s.Created, State: conversation.LeadSent}}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p.Say("/help")
	w.quiet()
	told := func() (n int) {
		for _, m := range p.DM() {
			if m.Bot && shows("Your result did not reach Sakura Office", "LEAD")(m) {
				n++
			}
		}
		return n
	}
	tell := func() {
		t.Helper()
		if err := w.Bot.Tell(t.Context(), own(p).key(), func(s conversation.State) (conversation.State, bool) {
			return s.LeadSettled("LEAD", conversation.LeadFailed)
		}); err != nil {
			t.Fatal(err)
		}
	}
	tell()
	w.wait(p, "the news", func() bool { return told() == 1 })
	tell()
	p.Say("/result")
	w.sees(p, shows("80 points"))
	w.quiet()
	if n := told(); n != 1 {
		t.Errorf("it is told %d times", n)
	}
	if s := w.session(own(p)); !s.Wake.IsZero() || s.State.Lead.Receipt.State != conversation.LeadFailed {
		t.Errorf("it is looked at on %s, the receipt is %+v", s.Wake, s.State.Lead.Receipt)
	}
}
