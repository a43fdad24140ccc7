package slack

import (
	"context"

	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// share posts the summary to the channel, where somebody asked for it.
func (m *messenger) share(ctx context.Context) error {
	asked := &m.surface.Sharing
	screen := hiring.Summary(m.post.Session.State, m.s.o.Now())
	v := locales.In(screen.Language)
	d := renderShared(&screen, m.surface.Candidate, v.Say("slack.share.by", "User", "<@"+asked.By+">"))
	if m.surface.Candidate != nil {
		d.metadata = m.scored()
	}
	posted, now := hashOf(asked.Channel+"\n"+d.text), m.s.o.Now()
	if asked.Posted == posted && now.Sub(asked.At) < sameTap {
		asked.By = ""
		return nil
	}
	ts, err := m.postMessage(ctx, asked.Channel, d, "")
	if err == nil && asked.Channel == m.surface.Channel {
		m.surface.Sent(ts, now)
	}
	if placeless(err) {
		id := missingPlace(err)
		if id == "slack.candidate.not_here" {
			id = "slack.share.not_here"
		}
		m.refuse(ctx, id)
		asked.By = "" // who asked has been told
		return nil
	}
	if err == nil {
		asked.By, asked.Posted, asked.At = "", posted, now.UTC()
	}
	return err
}

// renderShared renders the summary for a channel: who it is about, and who shared it.
func renderShared(screen *conversation.Screen, who *candidate, by string) rendered {
	var p page
	about := *screen
	if who != nil {
		p.markup("👤 *" + plainMarkup(who.Label) + "*")
		about.Title = card.Clip(who.Label+" – "+about.Title, maxHeader)
	}
	p.markup(bold(screen.Title))
	p.addAll(screen.Body)
	p.blocks = append(p.blocks, contextBlock(by))
	return rendered{text: fallbackText(&about), blocks: p.blocks}
}
