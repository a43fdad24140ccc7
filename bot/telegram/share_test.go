package telegram

import (
	"strings"
	"testing"
	"unicode/utf8"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// inlineAnswer is what is offered to somebody who types behind the bot's name.
func inlineAnswer(t *testing.T, w *world, p *telegramtest.Person) telegramtest.InlineQuery {
	t.Helper()
	id := p.Inline("")
	if err := w.fake.Wait(t.Context(), func() bool { return w.fake.InlineQuery(id).Answered }); err != nil {
		t.Fatal(err)
	}
	return w.fake.InlineQuery(id)
}

// TestResultIsHandedOver: a button opens a chat, in which the person's own result is offered: totals,
// categories and items without income, age or family, the day and the edition, and a link with
// who sent the person.
func TestResultIsHandedOver(t *testing.T) {
	v := locales.In("en")
	for _, m := range []mode{polling, webhooks} {
		w := begin(t, m, telegramtest.Options{Inline: true}, bottest.NoLimits)
		p := w.fake.AddPerson("en")
		p.Deeplink("en--sakura")
		tap(p)
		result := p.Sees(resultWith("80 points"))
		if b, ok := result.Keyboard.Find(v.Say("telegram.share.send")); !ok || !b.Switches {
			t.Errorf("no way to send the result: %+v", b)
		}
		link := "https://t.me/" + w.fake.Username() + "?start=en--sakura"
		if b, ok := result.Keyboard.Find(v.Say("telegram.share.copy")); !ok || !strings.Contains(b.CopyText, "80 points") || !strings.HasSuffix(b.CopyText, link) {
			t.Errorf("to be copied: %q", b.CopyText)
		}
		got := inlineAnswer(t, w, p)
		if len(got.Results) != 1 || !got.Personal || got.Cached > 1 {
			t.Fatalf("offered: %+v", got)
		}
		sent := got.Results[0].Message
		for _, text := range []string{"80 points", v.Say("category.i-b.name"), v.Say("item.japanese"), v.Say("share.without"), v.Say("source.disclaimer"), "2026"} {
			if !strings.Contains(sent.Text, text) {
				t.Errorf("%q is missing in\n%s", text, sent)
			}
		}
		// The person earns 9 to 10 million yen and is 30 to 35 years old, without a family.
		for _, text := range []string{v.Say("item.income"), v.Say("item.age") + " ", "¥9M", "10M", "30 to", v.Say("benefit.short.parents"), v.Say("benefit.short.housekeeper")} {
			if strings.Contains(strings.ReplaceAll(sent.Text, v.Say("share.without"), ""), text) {
				t.Errorf("it tells of %q:\n%s", text, sent)
			}
		}
		if b, ok := sent.Keyboard.Find(v.Say("telegram.share.own")); !ok || b.URL != link {
			t.Errorf("the link is %q, want %q", b.URL, link)
		}
	}
}

// TestInlineOffersOnlyTheOwnResult: others are offered the way to one; so is who has been forgotten.
func TestInlineOffersOnlyTheOwnResult(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{Inline: true}, bottest.NoLimits)
	p, other := w.fake.AddPerson("en"), w.fake.AddPerson("ja")
	finish(p)
	if got := inlineAnswer(t, w, other); len(got.Results) != 0 || got.Button != locales.In("ja").Say("telegram.share.begin") || got.Start != "ja--" {
		t.Errorf("somebody else is offered %+v", got)
	}
	other.Say("/start")
	other.Sees(shows(ask("ja", "goal")))
	if got := inlineAnswer(t, w, other); len(got.Results) != 0 {
		t.Errorf("somebody in mid-interview is offered %+v", got)
	}
	p.Say("/forget")
	p.Sees(shows(v.Say("forget.title")))
	p.Press("yes:forget")
	p.Sees(shows(v.Say("forgotten.title")))
	if got := inlineAnswer(t, w, p); len(got.Results) != 0 {
		t.Errorf("who has been forgotten is offered %+v", got)
	}
}

// TestWithoutInlineMode: where the owner has not turned it on, a result can be copied still.
func TestWithoutInlineMode(t *testing.T) {
	v := locales.In("ja")
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("ja")
	finish(p)
	result := p.Sees(resultWith())
	if b, ok := result.Keyboard.Find(v.Say("telegram.share.send")); ok {
		t.Errorf("a button that does nothing: %+v", b)
	}
	if b, _ := result.Keyboard.Find(v.Say("telegram.share.copy")); b.CopyText == "" || utf8.RuneCountInString(b.CopyText) > maxCopy {
		t.Errorf("to be copied: %q", b.CopyText)
	}
}
