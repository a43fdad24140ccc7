package slack

import (
	"github.com/slack-go/slack"

	"hspbot/bot/card"
)

// Where Slack does not take the blocks of a message, the person would see nothing: it is shown as
// plain text then, with the same buttons.

// shown has f show what is rendered, or where its blocks are refused, the text alone with the buttons.
func (m *messenger) shown(d rendered, f func(rendered) error) error {
	err := f(d)
	if !refusedBlocks(err) {
		return err
	}
	m.s.o.Log.Error("a screen was refused and is shown as text", "platform", Platform, "error", classify(err).Err)
	return f(d.plain())
}

// plain is what is rendered as text, with the buttons.
func (d rendered) plain() rendered {
	out := rendered{text: d.text, metadata: d.metadata, blocks: []slack.Block{section(card.Clip(d.text, maxSection))}}
	for _, b := range d.blocks {
		if _, ok := b.(*slack.ActionBlock); ok {
			out.blocks = append(out.blocks, b)
		}
	}
	return out
}
