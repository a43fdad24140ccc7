package telegram

import (
	"bytes"
	"context"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/bot"
	"hspbot/conversation"
)

// Post brings the person's card up to the screen: an edit where the card is the last thing
// in the chat, a new message below what they wrote.
func (t *Telegram) Post(ctx context.Context, p bot.Post) bot.Sent {
	c := card{t: t, where: placeOf(p.Session.Key), surface: readSurface(p.Session.Surface), post: p}
	c.html, c.whole = render(&p.Screen)
	planned := c.surface.calls(p.Screen.Kind)
	err := c.bring(ctx)
	sent := classify(p.Session.Key, err)
	sent.Surface, sent.Unplanned = c.surface.bytes(), max(0, c.calls-planned)
	return sent
}

// card is one post under way.
type card struct {
	t       *Telegram
	where   place
	surface surface
	post    bot.Post
	html    string // the screen, as far as it fits
	whole   bool   // all of it does
	calls   int
}

// bring does what is still to be done, and can be done again after any of its steps.
func (c *card) bring(ctx context.Context) error {
	screen := &c.post.Screen
	result, has := resultOf(c.post.Session.State, c.t.o.Now())
	if c.post.Session.Version == 1 {
		c.surface.Stays = false // what stands there is of an earlier conversation
	}
	leave := c.surface.Stays && screen.Kind == conversation.Question // a result is left standing
	if c.surface.Card != 0 && (c.surface.Below || leave) {
		if !has || !leave || c.surface.Below {
			result = nil
		}
		if err := c.leave(ctx, result); err != nil {
			return err
		}
	}
	if err := c.show(ctx, screen); err != nil {
		return err
	}
	if c.surface.Strip != 0 {
		if err := c.strip(ctx, c.surface.Strip); err != nil {
			return err
		}
		c.surface.Strip = 0
	}
	return c.file(ctx, screen)
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
// a detail shows the result again, where there still is one; anything else loses its buttons,
// so that a "yes, start again" cannot be pressed later.
func (c *card) leave(ctx context.Context, result *conversation.Screen) error {
	old := c.surface
	if result != nil {
		html, _ := render(result)
		if err := c.edit(ctx, old.Card, result, html); err != nil && !uneditable(err) {
			return err
		}
	}
	if old.Stays && (result != nil || old.Below) {
		c.surface = surface{Filed: old.Filed, Strip: old.Strip}
		return nil
	}
	if old.Strip != 0 {
		if err := c.strip(ctx, old.Strip); err != nil {
			return err
		}
	}
	c.surface = surface{Filed: old.Filed, Strip: old.Card}
	return nil
}

// show edits the card, or sends one.
func (c *card) show(ctx context.Context, screen *conversation.Screen) error {
	if c.surface.Card != 0 {
		err := c.edit(ctx, c.surface.Card, screen, c.html)
		if !uneditable(err) {
			if err == nil {
				c.surface.Stays = screen.Kind == conversation.Result || c.surface.Stays && screen.Kind != conversation.Question
			}
			return err
		}
		c.surface.Card = 0
	}
	sent, err := c.t.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: c.where.chat, MessageThreadID: c.where.thread,
		Text: c.html, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: c.keyboard(screen)})
	c.calls++
	if err != nil {
		return err
	}
	c.surface.Card, c.surface.Below = sent.ID, false
	c.surface.Stays = screen.Kind == conversation.Result
	return nil
}

var yes = true

var noPreview = &models.LinkPreviewOptions{IsDisabled: &yes}

// edit changes a message; one that shows the screen already is as good.
func (c *card) edit(ctx context.Context, id int, screen *conversation.Screen, html string) error {
	_, err := c.t.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: c.where.chat, MessageID: id,
		Text: html, ParseMode: models.ParseModeHTML, LinkPreviewOptions: noPreview, ReplyMarkup: c.keyboard(screen)})
	c.calls++
	if says(err, notModified) {
		return nil
	}
	return err
}

// strip takes the buttons of an old card away. One that cannot be edited has none that matter.
func (c *card) strip(ctx context.Context, id int) error {
	_, err := c.t.api.EditMessageReplyMarkup(ctx, &tg.EditMessageReplyMarkupParams{ChatID: c.where.chat, MessageID: id})
	c.calls++
	if says(err, notModified) || uneditable(err) || says(err, "message is not") {
		return nil
	}
	return err
}

// file sends what a screen hands over, or all of it where it was too long for a message.
// It is sent once for a turn.
func (c *card) file(ctx context.Context, screen *conversation.Screen) error {
	if c.whole || c.surface.Filed == c.post.Session.Version {
		return nil
	}
	name, data := screen.ID+".txt", []byte(screen.Plain())
	if screen.File != nil {
		name, data = screen.File.Name, screen.File.Data
	}
	_, err := c.t.api.SendDocument(ctx, &tg.SendDocumentParams{ChatID: c.where.chat, MessageThreadID: c.where.thread,
		Document: &models.InputFileUpload{Filename: name, Data: bytes.NewReader(data)}})
	c.calls++
	if err != nil {
		return err
	}
	c.surface.Filed, c.surface.Below = c.post.Session.Version, true
	return nil
}

// keyboard draws the buttons. The way to the private chat is a link; a link needs no owner.
func (c *card) keyboard(screen *conversation.Screen) models.ReplyMarkup {
	k := keyboard(screen, c.where.bind())
	if k == nil {
		return nil
	}
	for _, row := range k.InlineKeyboard {
		for i := range row {
			if row[i].CallbackData == c.where.bind()+conversation.ActionPrivate {
				row[i].CallbackData = ""
				row[i].URL = c.private(screen.Language)
			}
		}
	}
	return k
}

// private is the link to the private chat, in the same language and with who sent the
// person, where that fits a link.
func (c *card) private(language string) string {
	for _, referral := range []string{c.post.Session.State.Referral, ""} {
		if address, err := Link(c.t.reader.name, referral, language); err == nil {
			return address
		}
	}
	return "https://t.me/" + c.t.reader.name
}
