package telegram

import (
	"testing"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestLeadFailureIsTold: somebody whose result did not reach the partner in the end, or whose
// withdrawal did not, is told by a message in the private chat, once, whatever they look at; it leads
// to what they sent. In a group nothing is said of it.
func TestLeadFailureIsTold(t *testing.T) {
	v := locales.In("ja")
	for _, c := range []struct{ before, after conversation.LeadState }{{conversation.LeadSent, conversation.LeadFailed}, {conversation.LeadWithdrawing, conversation.LeadNotWithdrawn}} {
		w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
		p := w.fake.AddPerson("ja")
		p.Say("/start")
		p.Sees(shows(ask("ja", "goal")))
		key := place{chat: p.ID()}.key()
		if _, err := w.store.Apply(t.Context(), key, func(s *bot.Session) error {
			s.State = bottest.Finished("ja", s.Created, 400)
			s.State.Lead = &conversation.Lead{Receipt: &conversation.Receipt{ID: "LEAD", Partner: "sakura", Name: "さくら事務所", Sent: s.Created, State: c.before}}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		p.Say("/help")
		p.Sees(shows(v.Say("help.title")))
		title := v.Say("lead.news."+string(c.after), "Name", "さくら事務所")
		told := func() (n int) {
			for _, m := range p.Chat().Messages {
				if m.FromBot && shows(title, "LEAD")(m) {
					n++
				}
			}
			return n
		}
		tell := func() {
			t.Helper()
			if err := w.bot.Tell(t.Context(), key, func(s conversation.State) (conversation.State, bool) { return s.LeadSettled("LEAD", c.after) }); err != nil {
				t.Fatal(err)
			}
		}
		tell()
		p.Sees(shows(title, "LEAD"))
		tell()
		if n := told(); n != 1 {
			t.Errorf("%s is told %d times", c.after, n)
		}
		p.Press("show:lead.receipt") // in place of the news
		p.Sees(shows(v.Say("lead.receipt.title", "Name", "さくら事務所"), v.Say("lead.state."+string(c.after), "Name", "さくら事務所")))
		p.Say("/result")
		p.Sees(shows("80点"))
		if n := told(); n != 0 {
			t.Errorf("%s is told again", c.after)
		}
	}
	group := &bot.Post{Session: bot.Session{Key: place{chat: -5, user: 7}.key()}}
	if (&Telegram{}).Reaches(group.Session.Key) {
		t.Error("in a group all would read it")
	}
}
