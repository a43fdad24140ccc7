package telegram

import (
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestShareByCode: a person makes a code; an adviser who writes it sees the result in their own
// language, without the salary and the age, also who has never written before, and in a group
// nobody does; deleted, it shows nothing.
func TestShareByCode(t *testing.T) {
	for _, m := range []mode{polling, webhooks} {
		w := begin(t, m, telegramtest.Options{}, bottest.NoLimits)
		p, adviser := w.fake.AddPerson("en"), w.fake.AddPerson("ja")
		finish(p)
		p.Sees(resultWith("80 points"))
		p.Press(conversation.ShowAction("next"))
		p.Sees(shows(locales.In("en").Say("next.title")))
		p.Press(conversation.ShowAction("share"))
		p.Sees(shows(locales.In("en").Say("sharing.title")))
		p.Press("share:make:")
		p.Sees(shows(locales.In("en").Say("sharing.made")))
		session, err := w.store.Load(t.Context(), place{chat: p.Chat().ID}.key())
		if err != nil || session.State.Share == nil {
			t.Fatalf("nothing is shared: %v", err)
		}
		share := session.State.Share
		p.Sees(shows(share.Typed()))
		adviser.Say(share.Typed())
		title := conversation.SharedResult(share, "ja").Title
		seen := adviser.Sees(shows(title, locales.In("ja").Say("item.japanese"), "80"))
		for _, never := range []string{"/s/", share.Code} {
			if shows(never)(seen) {
				t.Errorf("the adviser reads %q:\n%s", never, seen)
			}
		}
		if s, err := w.store.Load(t.Context(), place{chat: adviser.Chat().ID}.key()); err != nil || s.State.Share != nil || s.State.Goal != "" {
			t.Errorf("of the adviser is kept %+v, %v", s.State, err)
		}
		adviser.Say("/start")
		adviser.Sees(shows(ask("ja", "goal")))
		p.Press("share:drop")
		p.Sees(shows(locales.In("en").Say("sharing.dropped")))
		adviser.Say(share.Typed())
		adviser.Sees(shows(locales.In("ja").Say("code.gone")))
		adviser.Say("HSP-0000-0000-0000-0000")
		adviser.Sees(shows(locales.In("ja").Say("code.gone_text")))
	}
}
