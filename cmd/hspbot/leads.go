package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"strconv"
	"strings"

	"hspbot/bot"
	"hspbot/bot/lead"
	"hspbot/bot/partner"
	"hspbot/bot/seal"
	"hspbot/bot/slack"
	"hspbot/bot/telegram"
	"hspbot/bot/watch"
)

// mailAddress is host:port of a mail server.
type mailAddress string

// UnmarshalText implements [encoding.TextUnmarshaler].
func (m *mailAddress) UnmarshalText(text []byte) error {
	host, port, err := net.SplitHostPort(string(text))
	if n, number := strconv.Atoi(port); err != nil || number != nil || n < 1 || n > 65535 || host == "" {
		return errors.New("is not host:port, such as mail.example.org:587")
	}
	*m = mailAddress(text)
	return nil
}

// mailFrom is an e-mail address and nothing else.
type mailFrom string

// UnmarshalText implements [encoding.TextUnmarshaler].
func (m *mailFrom) UnmarshalText(text []byte) error {
	a, err := mail.ParseAddress(string(text))
	if err != nil || a.Address != string(text) {
		return errors.New("is not an e-mail address such as hsp@example.org")
	}
	*m = mailFrom(text)
	return nil
}

// validate finds settings that do not go together.
func (m mailSettings) validate() error {
	switch {
	case m.Address == "" && (m.From != "" || m.User != "" || m.Password != ""):
		return errors.New("HSPBOT_SMTP_ADDRESS is not set, and other HSPBOT_SMTP settings are")
	case m.Address != "" && m.From == "":
		return errors.New("HSPBOT_SMTP_FROM is not set, which HSPBOT_SMTP_ADDRESS needs")
	case (m.User == "") != (m.Password == ""):
		return errors.New("HSPBOT_SMTP_USER and HSPBOT_SMTP_PASSWORD go together; set both or none")
	}
	return nil
}

// mailer is the one of the settings; nil where there is none.
func (m mailSettings) mailer() *lead.Mailer {
	if m.Address == "" {
		return nil
	}
	return &lead.Mailer{Address: string(m.Address), User: m.User, Password: m.Password, From: string(m.From)}
}

// unreachable says which partner wants results where this program does not bring them; "" for none.
func (s *settings) unreachable(partners *partner.Registry) string {
	for _, p := range partners.All() {
		needs := ""
		switch l := p.Leads; {
		case l.Email != "" && s.Mail.Address == "":
			needs = "leads.email needs HSPBOT_SMTP_ADDRESS"
		case l.Telegram != 0 && s.Telegram.Token == "":
			needs = "leads.telegram needs HSPBOT_TELEGRAM_TOKEN"
		case l.Slack.Channel != "" && !s.Slack.used():
			needs = "leads.slack needs a Slack app: HSPBOT_SLACK_BOT_TOKEN or HSPBOT_SLACK_CLIENT_ID"
		}
		if needs != "" {
			return fmt.Sprintf("HSPBOT_PARTNERS_FILE: %s: %s", p.Code, needs)
		}
	}
	return ""
}

// withdraw has the partners told that what a person sent them is withdrawn.
func withdraw(ctx context.Context, book *lead.Book, sessions []bot.Session, keys []bot.Key) error {
	for _, one := range sessions {
		one.State = one.State.Forget()
		if err := book.Take(ctx, &one); err != nil {
			return err
		}
	}
	for _, key := range keys { // also where the session cannot be read
		if err := book.WithdrawAll(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// newSender returns what brings to partners what people send them.
func newSender(set *settings, store watch.Store, partners *partner.Registry, log *slog.Logger) *lead.Sender {
	return lead.NewSender(bookOf(set.Keys.Ring, store), lead.Options{Partners: partners, Lock: store, Mail: set.Mail.mailer(), Log: log})
}

// bookOf returns the records of what people send to partners.
func bookOf(ring *seal.Ring, store watch.Store) *lead.Book {
	return &lead.Book{Records: store, Ring: ring, Now: store.Now}
}

// postToTelegram posts to the chats of partners on Telegram.
func postToTelegram(t *telegram.Telegram) func(context.Context, partner.Leads, string) error {
	return func(ctx context.Context, to partner.Leads, text string) error {
		return t.PostText(ctx, to.Telegram, text)
	}
}

// postToSlack posts to the channels of partners on Slack.
func postToSlack(s *slack.Slack) func(context.Context, partner.Leads, string) error {
	return func(ctx context.Context, to partner.Leads, text string) error {
		return s.PostText(ctx, to.Slack.Team, to.Slack.Channel, text)
	}
}

// mail tries the mail server, and says which partners cannot be reached.
func (c *checkup) mail(ctx context.Context) {
	if c.set.Partners != "" {
		if partners, err := partner.NewRegistry(c.set.Partners); err == nil {
			if what := c.set.unreachable(partners); what != "" {
				c.fail("partners' results", what, "Set it, or take leads out of the partner's table")
			}
		}
	}
	m := c.set.Mail.mailer()
	if m == nil {
		c.skip("mail", "HSPBOT_SMTP_ADDRESS is not set: nothing is sent by e-mail")
		return
	}
	if err := m.Check(ctx); err != nil {
		c.fail("mail", strings.TrimPrefix(err.Error(), "the mail server: "), "Check HSPBOT_SMTP_ADDRESS, HSPBOT_SMTP_USER and HSPBOT_SMTP_PASSWORD; TLS is required, unless the server is on this machine")
		return
	}
	c.ok("mail", "the server takes mail")
}
