package slack

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/invite"
	"hspbot/bot/retry"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// Who looks for staff may have the candidate answer instead: with a link to a private chat on
// another platform. What the candidate agrees to share, the totals and the items, comes back into
// the thread, and nothing else.

// Asking is how candidates are asked on another platform.
type Asking struct {
	Invitations *invite.Book
	// Link is the address under which somebody answers, by the code of an invitation; empty while
	// the other platform is out of reach.
	Link func(code string) string
}

// askModal has a new link for a candidate each time, and says what comes back, or why there is none.
func (s *intake) askModal(ctx context.Context, in install.Installation, where place, language string) slack.ModalViewRequest {
	v := locales.In(language)
	if s.o.Asking == nil || s.o.Asking.Link("") == "" {
		return messageModal(v, "slack.invite.none")
	}
	session, err := s.session(ctx, where)
	if err != nil {
		return messageModal(v, missingText(err))
	}
	name, err := s.workspace(ctx, in)
	var code string
	if err == nil {
		code, err = s.o.Asking.Invitations.Open(ctx, invite.Invitation{From: where.key(), By: name, Language: session.State.Language})
	}
	if err != nil {
		s.o.Log.Warn("invite a candidate", "platform", Platform, "error", classify(err).Err)
		return messageModal(v, "slack.trouble")
	}
	until := v.Say("slack.invite.until", "Date", dayOf(v, s.o.Now().Add(invite.Life)))
	link := "`" + escape(s.o.Asking.Link(code)) + "`"
	return newModal(v, "slack.invite.title", origin{}, section(escape(v.Say("slack.invite.text", "By", name))), section(link), contextBlock(escape(until)))
}

// workspace is the name of a workspace, as a candidate reads who asks.
func (s *Slack) workspace(ctx context.Context, in install.Installation) (name string, err error) {
	err = s.call(ctx, in.ID, func(api *slack.Client) error {
		me, err := api.AuthTestContext(ctx)
		if err == nil {
			name = strings.Join(strings.Fields(me.Team), " ")
		}
		if err == nil && name == "" {
			return errors.New("no workspace in the answer")
		}
		return err
	})
	return name, err
}

// How often it is looked for what candidates have shared, and for links that have ended.
const (
	repliesEvery = 5 * time.Second
	closeEvery   = time.Hour
)

// collect brings what candidates have shared into their threads, until ctx ends. Any replica may do
// it: a reply is a delivery, which has its effect once.
func (s *intake) collect(ctx context.Context) {
	for n := 0; ; n++ {
		err := s.o.Asking.Invitations.Replies(ctx, Platform, s.handedBack)
		if n%int(closeEvery/repliesEvery) == 0 {
			err = errors.Join(err, s.o.Asking.Invitations.Close(ctx, func(k bot.Key) bool { return s.isGone(ctx, k) }))
		}
		if err != nil && ctx.Err() == nil {
			s.o.Log.Error("look for what candidates have shared", "platform", Platform, "error", err)
		}
		if retry.Sleep(ctx, repliesEvery) != nil {
			return
		}
	}
}

// isGone reports whether a candidate of this platform has been deleted.
func (s *intake) isGone(ctx context.Context, k bot.Key) bool {
	if k.Platform != Platform {
		return false
	}
	_, err := s.session(ctx, placeOf(k))
	return errors.Is(err, bot.ErrNoSession)
}

// handedBack takes a reply as a turn of the candidate's conversation. Where the candidate has been
// deleted meanwhile it comes to nothing.
func (s *intake) handedBack(ctx context.Context, name string, r invite.Reply) error {
	where := placeOf(r.From)
	if _, err := s.session(ctx, where); errors.Is(err, bot.ErrNoSession) {
		return nil
	} else if err != nil && !errors.Is(err, bot.ErrCorrupt) {
		return err
	}
	p := wire.Payload{ID: "r" + name[:min(len(name), 32)]}
	return s.deliver(ctx, p, where, continued(), change{Kind: replied, Shows: &r.Screen})
}

// postReply posts what the candidate has shared into the thread, with a mention of who began.
func (m *messenger) postReply(ctx context.Context) error {
	who := m.surface.Candidate
	v := locales.In(m.post.Screen.Language)
	by := ""
	if who.By != "" {
		by = "<@" + who.By + ">"
	}
	said := strings.TrimSpace(v.Say("slack.invite.reply", "User", by, "Label", plainMarkup(who.Label)))
	var p page
	p.markup(said)
	p.addAll(who.Reply.Body)
	_, err := m.postInThread(ctx, rendered{text: said + "\n" + fallbackText(who.Reply), blocks: p.blocks})
	if err == nil {
		who.Reply = nil
	}
	return err
}
