package slack

import (
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// buttons renders the choices: options, with their numbers where the text names these, then what ends a page, then the controls, and last a
// menu with what can be asked for at any time.
func (p *page) buttons(s *conversation.Screen, o renderOptions) {
	var options, rest []slack.BlockElement
	n := 0
	add := func(list *[]slack.BlockElement, action, text string, style slack.Style) *slack.ButtonBlockElement {
		n++
		b := slack.NewButtonBlockElement("do"+strconv.Itoa(n), action, label(card.Clip(text, maxButton)))
		if style != "" {
			b.WithStyle(style)
		}
		if s.Kind == conversation.Question { // read aloud, an option says what it answers
			b.AccessibilityLabel = card.Clip(text+", "+s.Title, maxButton)
		}
		*list = append(*list, b)
		return b
	}
	primary := true // one of a set, as Slack asks
	for _, c := range s.Choices {
		if o.about != "" && c.ID == "restart" && s.Kind == conversation.Result {
			continue // what wipes a candidate for all is in the menu
		}
		text := c.Label
		if c.Role == conversation.Option && s.Numbered {
			text = strconv.Itoa(len(options)+1) + ". " + text
		}
		if c.Selected {
			text = "✅ " + text
		}
		switch {
		case c.Danger:
			add(&options, c.Action, text, slack.StyleDanger)
		case c.Role == conversation.Option:
			add(&options, c.Action, text, "")
		case c.Role == conversation.Finish && primary:
			primary = false
			add(&rest, c.Action, text, slack.StylePrimary)
		default:
			add(&rest, c.Action, text, "")
		}
	}
	v := locales.In(s.Language)
	if o.modals && s.Kind == conversation.Question && (s.Number || s.Hint != "") {
		add(&rest, hrType, v.Say("slack.type.button"), "")
	}
	if o.about != "" && s.Kind == conversation.Question && s.ID != "goal" {
		add(&rest, hrForm, v.Say("slack.form.button"), "")
	}
	if o.about != "" && s.Kind == conversation.Question && (s.ID == "goal" || s.ID == "age" || s.ID == "family") {
		add(&rest, hrAsk, v.Say("slack.invite.button"), "") // at the beginning, and where it is the better way
	}
	if !o.alone && s.ID == "result" {
		add(&rest, hrSalary, v.Say("slack.salary.button"), "")
		add(&rest, hrCompare, v.Say("slack.compare.button"), "")
	}
	if s.Kind == conversation.Data && (o.alone || o.modals) { // elsewhere the file comes by itself
		add(&rest, hrData, v.Say("slack.mydata.button"), "")
	}
	if o.modals && s.Kind == conversation.Result {
		share := add(&rest, hrShare, v.Say("slack.share.button"), "")
		share.WithConfirm(confirmation(v, "slack.share"))
	}
	if s.Kind != conversation.Forgotten && !s.Confirms && !o.alone {
		rest = append(rest, menu(v, s, o))
	}
	kind := ""
	if s.Kind == conversation.Result {
		kind = resultEnding
	}
	for _, list := range [][]slack.BlockElement{options, rest} {
		for len(list) > 0 {
			n := min(perRow, len(list))
			p.blocks = append(p.blocks, slack.NewActionBlock(o.tag+"#"+strconv.Itoa(len(p.blocks))+kind, list[:n:n]...))
			list = list[n:]
		}
	}
}

// confirmation asks once more before a press takes effect. Its texts are those of a group.
func confirmation(v *locales.Voice, group string) *slack.ConfirmationBlockObject {
	say := func(id string, most int) *slack.TextBlockObject { return label(card.Clip(v.Say(group+"."+id), most)) }
	return slack.NewConfirmationBlockObject(say("title", 100), say("text", 300), say("yes", 30), say("no", 30))
}

// resultEnding ends the block ids of a result, which is not replaced by a question.
const resultEnding = "r"

// menu is what can be asked for at any time, but for what is shown or offered already.
func menu(v *locales.Voice, s *conversation.Screen, options renderOptions) slack.BlockElement {
	var list []*slack.OptionBlockObject
	ways := []struct{ view, label string }{{"language", "slack.menu.language"}, {"change", "control.change"}, {"result", "slack.menu.result"},
		{"mydata", "slack.menu.mydata"}, {"forget", "slack.menu.forget"}}
	if options.about != "" && s.Kind == conversation.Result {
		ways[2] = struct{ view, label string }{"restart", "slack.menu.restart"}
	}
	for _, o := range ways {
		action := conversation.ShowAction(o.view)
		offered := o.view != "restart" && slices.ContainsFunc(s.Choices, func(c conversation.Choice) bool { return c.Action == action })
		if s.ID != o.view && !offered {
			list = append(list, slack.NewOptionBlockObject(action, label(v.Say(o.label)), nil))
		}
	}
	return slack.NewOverflowBlockElement("menu", list...)
}
