package telegram

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/lead"
	"hspbot/bot/partner"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestLead: somebody sends their result to the chat of a partner, with buttons and a typed line, and
// takes it back; the partner reads what was shown, as it is, and the log nothing of it.
func TestLead(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "telegram.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	log := &bottest.Log{}
	office, yuki := fake.AddPerson("ja"), fake.AddPerson("ja")
	partners := partner.Fixed(partner.Partner{Code: "sakura", Names: map[string]string{"ja": "さくら事務所"}, Leads: partner.Leads{Telegram: office.ID()}})
	book := &lead.Book{Records: store}
	sender := lead.NewSender(book, lead.Options{Partners: partners, Log: log.Logger()})
	var platform *Telegram
	o := bottest.NoLimits
	o.Bot.Step, o.Bot.Show, o.Outbox.Show, o.Outbox.Before = partners.Step, partners.Show, partners.Show, book.Take
	o.Bot.Log.Logger, o.Outbox.Log.Logger = log.Logger(), log.Logger()
	client := newClient()
	defer client.CloseIdleConnections()
	running := bottest.Run(t, store, Platform, func(ctx context.Context, address string) (_ bottest.Platform, err error) {
		platform, err = New(ctx, Options{Token: token, API: fake.URL(), Log: log.Logger(), Client: client, PublicURL: address})
		return platform, err
	}, o)
	sender.Serve(Platform, lead.Platform{Tell: running.Bot.Tell, Post: func(ctx context.Context, to partner.Leads, text string) error {
		return platform.PostText(ctx, to.Telegram, text)
	}})
	ctx, stop := context.WithCancel(t.Context())
	var sends sync.WaitGroup
	sends.Go(func() { _ = sender.Run(ctx) })
	defer sends.Wait()
	defer stop()

	v := locales.In("ja")
	office.Say("/start") // or a bot may not write there
	office.Sees(shows(ask("ja", "goal")))
	yuki.Deeplink("ja--sakura")
	yuki.Sees(shows(ask("ja", "goal")))
	if _, err := store.Apply(t.Context(), place{chat: yuki.ID()}.key(), func(s *bot.Session) error {
		referral := s.State.Referral
		s.State = bottest.Finished("ja", s.Created, 400)
		s.State.Referral = referral
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	yuki.Say("/result")
	yuki.Sees(shows("80点"))
	press := func(action, shown string) telegramtest.Message {
		t.Helper()
		yuki.Press(action)
		return yuki.Sees(shows(shown))
	}
	press("show:lead", v.Say("lead.facts.title", "Name", "さくら事務所"))
	press("lead:on:degrees", "修士")
	press("show:lead.contact", v.Say("lead.contact.title", "Name", "さくら事務所"))
	yuki.Say("LINE: <b>yuki</b> & @all")
	review := yuki.Sees(shows(v.Say("lead.review.title", "Name", "さくら事務所"), "LINE: <b>yuki</b> & @all"))
	send := ""
	for _, row := range review.Keyboard {
		for _, b := range row {
			if strings.HasPrefix(b.CallbackData, "lead:send:") {
				send = b.CallbackData
			}
		}
	}
	press(send, "さくら事務所に送った内容")
	got := office.Sees(shows("LINE: <b>yuki</b> & @all", "修士"))
	yuki.Sees(shows(v.Say("lead.state.delivered", "Name", "さくら事務所")))
	s, err := running.Bot.Session(t.Context(), place{chat: yuki.ID()}.key())
	if err != nil || s.State.Lead.Receipt.State != conversation.LeadDelivered || !strings.Contains(got.Text, s.State.Lead.Receipt.ID) {
		t.Fatalf("%+v, %v", s.State.Lead, err)
	}
	press("lead:withdraw", "さくら事務所に送った内容")
	office.Sees(shows("削除してください", s.State.Lead.Receipt.ID))
	yuki.Sees(shows(v.Say("lead.state.withdrawn", "Name", "さくら事務所")))
	if text := log.String(); strings.Contains(text, "yuki") || strings.Contains(text, "LINE") {
		t.Errorf("log:\n%s", text)
	}
}
