package slacktest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"hspbot/bot/slack/slacktest/blockkit"
)

const (
	advisedText = 4000  // code points of a text; chat.update refuses more
	maxText     = 40000 // of a message
	maxMarkdown = 12000
)

// content are what a message says, checked.
type content struct {
	text   string
	blocks []object // nil where the call had none, empty where it takes them away
	raw    json.RawMessage
}

// content reads and checks what a call wants to say. most is where Slack refuses a text.
func (c *call) content(most int) (content, *refusal) {
	out := content{text: c.args.text("text")}
	if c.args.has("attachments") {
		return out, c.malformed("invalid_attachments", "attachments are not accepted here")
	}
	if c.args.has("markdown_text") {
		if c.args.has("text") || c.args.has("blocks") {
			return out, c.malformed("markdown_text_conflict")
		}
		out.text, most = c.args.text("markdown_text"), maxMarkdown
	}
	if c.args.has("blocks") {
		var r *refusal
		if out.blocks, out.raw, r = c.blocks(c.args.raw("blocks")); r != nil {
			return out, r
		}
	}
	if out.text == "" && len(out.blocks) == 0 {
		return out, c.malformed("no_text")
	}
	n := utf8.RuneCountInString(out.text)
	switch {
	case n > most:
		return out, c.malformed("msg_too_long")
	case n > advisedText && !c.args.has("markdown_text"):
		c.violate("text has %d characters, at most %d are advised", n, advisedText)
	case strings.TrimSpace(out.text) == "":
		c.violate("no text with the blocks: notifications and screen readers need one")
	}
	if !c.args.has("markdown_text") {
		for _, what := range blockkit.Text(out.text) {
			c.violate("text: %s", what)
		}
	}
	return out, nil
}

// blocks checks the blocks of a message and gives each an id.
func (c *call) blocks(raw []byte) ([]object, json.RawMessage, *refusal) {
	var blocks []object
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return nil, nil, c.malformed("invalid_blocks_format")
	}
	if blocks == nil {
		return nil, nil, nil // null is none
	}
	if len(blocks) == 0 {
		return blocks, nil, nil
	}
	if wrong := blockkit.Message(raw); len(wrong) > 0 {
		return nil, nil, c.malformed("invalid_blocks", wrong...)
	}
	return blocks, c.s.assignIDs(blocks), nil
}
