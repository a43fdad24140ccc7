package slack

import (
	"context"
	"strings"
	"sync"
	"testing"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/lead"
	"hspbot/bot/partner"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// TestLead: somebody whom a partner's command led here is told of the partner with the result, and
// sends it from the direct message to the partner's channel; there it stands as it was shown, whatever was
// typed, and mentions nobody.
func TestLead(t *testing.T) {
	t.Parallel()
	w := begin(t, overHTTP, slacktest.Options{}, bottest.NoLimits)
	yuki, officer := w.person("UPERSON1"), w.person("UPERSON2")
	office := w.team.Channel("COFFICE", officer).Invite()
	partners := partner.Fixed(partner.Partner{Code: "sakura", Names: map[string]string{"en": "Sakura Office"},
		Leads: partner.Leads{Slack: partner.SlackChannel{Team: w.team.ID, Channel: "COFFICE"}}})
	book := &lead.Book{Records: w.store}
	sender := lead.NewSender(book, lead.Options{Partners: partners, Log: w.log.Logger()})
	w.stop()
	o := bottest.NoLimits
	o.Bot.Step, o.Bot.Show, o.Outbox.Show, o.Outbox.Before = partners.Step, partners.Show, partners.Show, book.Take
	w.run(overHTTP, o, nil)
	sender.Serve(Platform, lead.Platform{Tell: w.Bot.Tell, Post: func(ctx context.Context, to partner.Leads, text string) error {
		return w.slack.PostText(ctx, to.Slack.Team, to.Slack.Channel, text)
	}})
	ctx, stop := context.WithCancel(t.Context())
	var sends sync.WaitGroup
	sends.Go(func() { _ = sender.Run(ctx) })
	defer sends.Wait()
	defer stop()

	channel := w.team.Channel("C1", yuki).Invite()
	yuki.Command(channel, "from:sakura")
	w.wait(yuki, "the interview", func() bool { return len(yuki.Ephemerals(channel)) > 0 })
	w.quiet()
	yuki.Say("hello")
	w.sees(yuki, shows(say("en", "question.goal.ask")))
	w.quiet()
	if _, err := w.store.Apply(t.Context(), own(yuki).key(), func(s *bot.Session) error {
		referral := s.State.Referral
		s.State = bottest.Finished("en", s.Created, 400)
		s.State.Referral = referral
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	yuki.Say("/result")
	w.sees(yuki, shows("80 points", "Sakura Office can check this with you"))
	for _, step := range []struct{ action, shown string }{{"show:lead", "What may Sakura Office see?"}, {"lead:on:salary", "8.5M"}, {"show:lead.contact", "How can Sakura Office reach you?"}} {
		w.press(yuki, newest(yuki), step.action)
		w.sees(yuki, shows(step.shown))
		w.quiet()
	}
	yuki.Say("<!channel> *yuki* <@UPERSON2> & co")
	w.sees(yuki, shows("Send this to Sakura Office?"))
	w.quiet()
	s := w.session(own(yuki))
	send := ""
	for _, c := range partners.Show(s.State, s.Touched).Choices {
		if c.ID == "send" {
			send = c.Action
		}
	}
	w.press(yuki, newest(yuki), send)
	w.wait(yuki, "the result in the channel", func() bool {
		for _, m := range office.Messages() {
			if strings.Contains(m.Plain(), "*yuki*") && strings.Contains(m.Plain(), "8.5M") {
				return true
			}
		}
		return false
	})
	for _, m := range office.Messages() {
		if strings.Contains(m.Text, "<!channel>") || strings.Contains(m.Text, "<@UPERSON2>") {
			t.Errorf("it mentions somebody: %q", m.Text)
		}
	}
	w.sees(yuki, shows("Sakura Office has it"))
	if s := w.session(own(yuki)); s.State.Lead.Receipt.State != conversation.LeadDelivered || s.State.Lead.Message != nil {
		t.Errorf("%+v", s.State.Lead)
	}
	w.private = append(w.private, "yuki")
}
