package slack

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/locales"
)

// Post brings a conversation's card up to the screen: a change where the card is the last
// thing said, a new message below what was written.
func (s *Slack) Post(ctx context.Context, p bot.Post) bot.Sent {
	c := card{s: s, where: placeOf(p.Session.Key), surface: readSurface(p.Session.Surface), post: p}
	posts, changes := c.surface.calls(s.o.Now(), p.Screen.Kind)
	err := c.bring(ctx)
	sent := classify(err)
	sent.Surface, sent.Unplanned = c.surface.bytes(), max(0, c.calls-posts-changes)
	return sent
}

// card is one post under way.
type card struct {
	s       *Slack
	where   place
	surface surface
	post    bot.Post
	calls   int // that count against limits
}

// bring does what is still to be done, and can be done again after any of its steps.
func (c *card) bring(ctx context.Context) error {
	screen := &c.post.Screen
	if err := c.head(ctx); err != nil {
		return err
	}
	if err := c.present(ctx, screen); err != nil {
		return err
	}
	if err := c.share(ctx); err != nil {
		return err
	}
	if c.surface.Home {
		c.surface.Home = false // as it can be opened again, it is not worth another try
		state := c.post.Session.State
		state.Language = screen.Language // also where all else has been deleted
		c.s.drawHome(ctx, c.where, state)
	}
	return nil
}

// present shows the screen.
func (c *card) present(ctx context.Context, screen *conversation.Screen) error {
	if c.surface.Quiet && c.surface.Card == "" && !c.surface.Shown {
		return nil
	}
	drawn := draw(screen, c.skin(screen))
	result, has := resultOf(c.post.Session.State, c.s.o.Now())
	if c.post.Session.Version == 1 {
		c.surface.Stays = false // what stands there is of an earlier conversation
	}
	leave := c.surface.Stays && screen.Kind == conversation.Question // a result is left standing
	if (c.surface.Card != "" || c.surface.Shown) && (c.surface.Below || leave) {
		if !has || !leave || c.surface.Below {
			result = nil
		}
		if err := c.leave(ctx, result); err != nil {
			return err
		}
	}
	if err := c.show(ctx, screen, drawn); err != nil {
		return err
	}
	if c.surface.Old != "" {
		if err := c.fold(ctx, c.surface.Old, c.surface.OldAsks); err != nil {
			return err
		}
		c.surface.Old, c.surface.OldAsks = "", ""
	}
	return c.file(ctx, screen, drawn)
}

// skin dresses a screen for this place.
func (c *card) skin(screen *conversation.Screen) skin {
	k := skin{tag: c.where.tag(), command: c.where.command(), hiring: true, typing: c.surface.Only || c.where.candidate(), share: c.surface.Only || c.where.candidate()}
	if who := c.surface.Candidate; who != nil {
		k.last, k.about = who.Last, who.Label
	}
	return k
}

// resultOf returns the result of a state, where there is one.
func resultOf(state conversation.State, at time.Time) (*conversation.Screen, bool) {
	if state.Forgotten {
		return nil, false
	}
	state.View, state.Editing, state.Notice = "result", "", nil
	result := conversation.Show(state, at)
	return &result, result.Kind == conversation.Result
}

// leave gives the card up: the next screen will be a message of its own. A result that shows
// a detail shows the result again; any other card is folded up.
func (c *card) leave(ctx context.Context, result *conversation.Screen) error {
	old := c.surface
	if old.Card != "" && !(old.Stays && (result != nil || old.Below)) {
		if old.Old != "" {
			if err := c.fold(ctx, old.Old, old.OldAsks); err != nil {
				return err
			}
		}
		c.surface.Old, c.surface.OldAsks = old.Card, old.Asks
	}
	if old.Card != "" && result != nil {
		if err := c.change(ctx, old.Card, draw(result, c.skin(result))); err != nil && !uneditable(err) {
			return err
		}
	}
	c.surface.Card, c.surface.Asks, c.surface.Stays, c.surface.Below, c.surface.Shown = "", "", false, false, false
	return nil
}

// show changes the card, or posts one.
func (c *card) show(ctx context.Context, screen *conversation.Screen, d drawing) error {
	err := c.put(ctx, d)
	if err != nil {
		return err
	}
	c.surface.Asks = ""
	if screen.Kind == conversation.Question {
		c.surface.Asks = screen.ID
	}
	c.surface.Stays = screen.Kind == conversation.Result || c.surface.Stays && screen.Kind != conversation.Question
	return nil
}

// put brings a drawing to where the conversation is. Messages that only the person sees can
// be reached for half an hour; after that the conversation goes on in the direct message.
func (c *card) put(ctx context.Context, d drawing) error {
	if c.surface.Only {
		err := c.reply(ctx, d, c.surface.Shown)
		if !errors.Is(err, errNoReply) {
			if err == nil {
				c.surface.Shown = true
			}
			return err
		}
		c.surface = c.surface.direct("")
	}
	if c.surface.Card != "" {
		err := c.change(ctx, c.surface.Card, d)
		if uneditable(err) && c.surface.Old != "" { // the press was on a message that is gone; the card it was to replace is not
			c.surface.Card, c.surface.Old, c.surface.OldAsks = c.surface.Old, "", ""
			err = c.change(ctx, c.surface.Card, d)
		}
		if !uneditable(err) {
			return err
		}
		c.surface.Card, c.surface.Stays = "", false
	}
	if err := c.open(ctx); err != nil {
		return err
	}
	ts, err := c.say(ctx, c.surface.Channel, d, c.thread())
	if err != nil {
		return err
	}
	c.surface.Card, c.surface.Below, c.surface.Stays = ts, false, false
	return nil
}

// thread is the message under which a candidate's cards go; empty elsewhere.
func (c *card) thread() string {
	if c.surface.Candidate == nil {
		return ""
	}
	return c.surface.Candidate.Root
}

// open finds the direct message with the person, where the conversation has no place yet.
func (c *card) open(ctx context.Context) error {
	if c.surface.Channel != "" {
		return nil
	}
	return c.s.call(ctx, c.where.install, func(api *slack.Client) error {
		channel, _, _, err := api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{c.where.user}})
		if err == nil && channel.ID == "" {
			return errors.New("no channel in the answer")
		}
		if err == nil {
			c.surface.Channel, c.surface.Direct = channel.ID, channel.ID
		}
		return err
	})
}

// reply answers through the address of what was done last.
func (c *card) reply(ctx context.Context, d drawing, replace bool) error {
	if !c.surface.Reply.usable(c.s.o.Now()) {
		return errNoReply
	}
	r := *c.surface.Reply
	r.Left--
	c.surface.Reply = &r
	err := c.s.respond(ctx, r.URL, answer{Text: d.text, Blocks: d.blocks, Type: "ephemeral", Replace: replace})
	if errors.Is(err, errNoReply) {
		c.surface.Reply = nil
	}
	return err
}

// change changes a message: through the address of the press on it where there is one, as
// Slack does not count these.
func (c *card) change(ctx context.Context, ts string, d drawing) error {
	if r := c.surface.Reply; r != nil && r.Card == ts {
		if err := c.reply(ctx, d, true); !errors.Is(err, errNoReply) {
			return err
		}
	}
	return c.update(ctx, ts, d)
}

// update changes a message by a call, which counts.
func (c *card) update(ctx context.Context, ts string, d drawing) error {
	c.calls++
	return c.s.call(ctx, c.where.install, func(api *slack.Client) error {
		_, _, _, err := api.UpdateMessageContext(ctx, c.surface.Channel, ts, slack.MsgOptionText(d.text, false), slack.MsgOptionBlocks(d.blocks...))
		return err
	})
}

// say posts a message to a channel, in a thread unless that is empty.
func (c *card) say(ctx context.Context, channel string, d drawing, thread string) (ts string, err error) {
	c.calls++
	options := []slack.MsgOption{slack.MsgOptionText(d.text, false), slack.MsgOptionBlocks(d.blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	err = c.s.call(ctx, c.where.install, func(api *slack.Client) (err error) {
		_, ts, err = api.PostMessageContext(ctx, channel, options...)
		return err
	})
	if err == nil && ts == "" {
		return "", errors.New("no timestamp in the answer")
	}
	return ts, err
}

// fold takes the buttons of an old card away: a question becomes the line with its answer,
// anything else goes.
func (c *card) fold(ctx context.Context, ts, asks string) (err error) {
	if line := c.answered(asks); line != "" {
		text := slack.NewTextBlockObject(slack.MarkdownType, line, false, false)
		err = c.update(ctx, ts, drawing{text: line, blocks: []slack.Block{slack.NewContextBlock("", text)}})
	} else {
		c.calls++
		err = c.s.call(ctx, c.where.install, func(api *slack.Client) error {
			_, _, err := api.DeleteMessageContext(ctx, c.surface.Channel, ts)
			return err
		})
	}
	if uneditable(err) {
		return nil
	}
	return err
}

// answered is the line of a question's answer, or "" where there is none.
func (c *card) answered(asks string) string {
	if asks == "" {
		return ""
	}
	state := c.post.Session.State
	v := locales.In(state.Language)
	id := "question." + asks + ".short"
	if !v.Has(id) {
		return ""
	}
	state.View = "change"
	for _, b := range conversation.Show(state, c.s.o.Now()).Body {
		for _, l := range b.Lines {
			if l.Label == v.Say(id) && l.Note != "" {
				return escape(clip(answerLine(v, l.Label, l.Note), mostSection))
			}
		}
	}
	return ""
}

// file hands over what a screen comes with, or all of it where it was too long. It is sent
// once for a turn, and never where only the person would see the message: a file cannot be
// hidden there.
func (c *card) file(ctx context.Context, screen *conversation.Screen, d drawing) error {
	if c.surface.Only || c.surface.Filed == c.post.Session.Version || screen.File == nil && d.whole {
		return nil
	}
	file := slack.UploadFileParameters{Filename: screen.ID + ".txt", Content: screen.Plain(), Channel: c.surface.Channel, ThreadTimestamp: c.thread()}
	if screen.File != nil {
		file.Filename, file.Content = screen.File.Name, string(screen.File.Data)
	}
	file.FileSize, file.Title = len(file.Content), file.Filename
	err := c.s.call(ctx, c.where.install, func(api *slack.Client) error {
		_, err := api.UploadFileContext(ctx, file)
		return err
	})
	if err != nil {
		return err
	}
	c.surface.Filed, c.surface.Below = c.post.Session.Version, true
	return nil
}
