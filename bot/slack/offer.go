package slack

import (
	"github.com/slack-go/slack"

	"hspbot/bot/card"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// The fields of the comparison: a salary and what else comes with it, for two offers.
const (
	fieldFirst  = "first"
	fieldSecond = "second"
	termsEnding = "_terms"
)

// salaryModal shows which salary reaches 70 and 80 points.
func (s *Slack) salaryModal(state conversation.State, from origin) slack.ModalViewRequest {
	state.Language = from.Language
	v := locales.In(state.Language)
	screen := hiring.SalaryScreen(state, s.o.Now())
	blocks := modalBlocks(&screen)
	compare := slack.NewButtonBlockElement("compare", hrCompare, label(v.Say("slack.compare.button")))
	blocks = append(blocks, slack.NewActionBlock(viewTag+"#compare", compare))
	return newModal(v, "slack.salary.title", from, blocks...)
}

// modalBlocks renders a screen without its buttons.
func modalBlocks(screen *conversation.Screen) []slack.Block {
	var p page
	p.markup(bold(screen.Title))
	p.addAll(screen.Body)
	return p.blocks
}

// offerBlocks renders two offers side by side.
func offerBlocks(screen *conversation.Screen) []slack.Block {
	var p page
	p.markup(bold(screen.Title))
	g, rest := sideBySide(screen.Body, 2)
	p.fields(g)
	p.addAll(rest)
	return p.blocks
}

// compareModal asks for two offers.
func compareModal(state conversation.State, from origin) slack.ModalViewRequest {
	state.Language = from.Language
	v := locales.In(state.Language)
	blocks := []slack.Block{section(escape(v.Say("slack.compare.about")))}
	for i, field := range []string{fieldFirst, fieldSecond} {
		input := slack.NewPlainTextInputBlockElement(nil, fieldInput).WithMaxLength(maxTyped)
		input.FocusOnLoad = i == 0
		blocks = append(blocks, slack.NewInputBlock(field, label(v.Say("slack.compare."+field)), label(v.Say("slack.compare.hint")), input))
		var options []*slack.OptionBlockObject
		for _, c := range hiring.Choices(state.Language) {
			options = append(options, slack.NewOptionBlockObject(c.ID, label(card.Clip(c.Label, maxButton)), nil))
		}
		terms := slack.NewInputBlock(field+termsEnding, label(v.Say("slack.compare.terms")), nil, slack.NewCheckboxGroupsBlockElement(fieldInput, options...))
		blocks = append(blocks, terms.WithOptional(true))
	}
	view := newModal(v, "slack.compare.title", from, blocks...)
	view.CallbackID, view.Submit = hrCompare, label(v.Say("slack.compare.submit"))
	return view
}

// compare answers with the two offers side by side, or says beside a field what is wrong.
func (s *Slack) compare(state conversation.State, from origin, values map[string]map[string][]string) wire.Reply {
	state.Language = from.Language
	problems := map[string]string{}
	var offers [2]hiring.Offer
	terms := len(values[fieldFirst+termsEnding][fieldInput])+len(values[fieldSecond+termsEnding][fieldInput]) > 0
	for i, field := range []string{fieldFirst, fieldSecond} {
		yen, problem := hiring.ReadSalary(state.Language, first(values[field][fieldInput]))
		if problem != "" {
			problems[field] = card.Clip(problem, 1000)
		}
		offers[i] = hiring.Offer{Salary: yen}
		if terms { // where nothing is chosen for either, all stays as it is known of the candidate
			offers[i].Terms = hiring.Chosen(values[field+termsEnding][fieldInput]...)
		}
	}
	if len(problems) > 0 {
		return wire.Reply{Body: fieldErrors{Action: "errors", Errors: problems}}
	}
	screen := hiring.Compare(state, s.o.Now(), offers[0], offers[1])
	v := locales.In(state.Language)
	blocks := offerBlocks(&screen)
	again := slack.NewButtonBlockElement("compare", hrCompare, label(v.Say("slack.compare.again")))
	blocks = append(blocks, slack.NewActionBlock(viewTag+"#again", again))
	return wire.Reply{Body: nextView{Action: "update", View: newModal(v, "slack.compare.title", from, blocks...)}}
}
