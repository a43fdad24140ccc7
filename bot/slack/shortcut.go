package slack

import (
	"cmp"
	"context"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// The shortcuts, as the manifests name them.
const (
	shortcutNew   = "new_candidate"   // in the whole workspace
	shortcutScore = "score_candidate" // of a message
)

// The fields of the modal for a new candidate.
const (
	hrNew         = "hr:new" // its callback
	fieldLabel    = "label"
	fieldLanguage = "language"
	fieldChannel  = "channel"
)

// shortcut opens the modal for a new candidate. Nothing is kept before it is sent.
func (s *intake) shortcut(in install.Installation, p wire.Payload) {
	if p.Press.Value != shortcutNew && p.Press.Value != shortcutScore || !s.first(p) {
		return
	}
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		who := &candidate{By: p.User, Root: cmp.Or(p.Thread, p.TS)}
		view := newCandidateModal(origin{Language: language, Change: change{Kind: created, Channel: p.Channel, Candidate: who}}, language)
		if refusal := s.may(ctx, in, p, p.Channel, toStart); refusal != "" {
			view = messageModal(locales.In(language), refusal)
		}
		_, _ = s.openView(ctx, in, p, view) // an error has been logged, and they can choose it again
	})
}

// newCandidateModal asks for a label, a language and, unless it was opened from a message, a channel.
// Where people of other organisations would read along, it says so and is sent once more.
func newCandidateModal(from origin, chosen string) slack.ModalViewRequest {
	v := locales.In(from.Language)
	var blocks []slack.Block
	if from.Warned {
		blocks = append(blocks, section(escape(v.Say("slack.ask.shared"))))
	}
	input := slack.NewPlainTextInputBlockElement(nil, fieldInput).WithMaxLength(maxLabel)
	input.FocusOnLoad = true
	blocks = append(blocks, slack.NewInputBlock(fieldLabel, label(v.Say("slack.new.label")), label(v.Say("slack.new.hint")), input))
	languages := languageOptions(func(tag string) string { return tag })
	blocks = append(blocks, choice(fieldLanguage, v.Say("slack.new.language"), languages, chosen))
	if from.Change.Channel == "" {
		channels := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, fieldInput)
		channels.DefaultToCurrentConversation = true
		channels.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true}
		blocks = append(blocks, slack.NewInputBlock(fieldChannel, label(v.Say("slack.new.channel")), nil, channels))
	}
	view := newModal(v, "slack.new.title", from, blocks...)
	view.CallbackID, view.Submit = hrNew, label(v.Say("slack.new.submit"))
	return view
}

// startNew takes the modal for a new candidate. What is wrong is said beside the field.
func (s *intake) startNew(ctx context.Context, in install.Installation, p wire.Payload, from origin) (wire.Reply, error) {
	who := from.Change.Candidate
	if who == nil {
		return wire.Reply{}, nil
	}
	v := locales.In(from.Language)
	who.Label = cleanLabel(first(p.Values[fieldLabel][fieldInput]))
	language := first(p.Values[fieldLanguage][fieldInput])
	channel, field := cmp.Or(from.Change.Channel, first(p.Values[fieldChannel][fieldInput])), fieldChannel
	if from.Change.Channel != "" {
		field = fieldLabel
	}
	if refusal := cmp.Or(s.may(ctx, in, p, channel, toSee), s.may(ctx, in, p, channel, toStart)); refusal != "" || channel == "" {
		return wrong(field, v.Say(cmp.Or(refusal, "slack.candidate.only_channels"), "Command", Command)), nil
	}
	where := place{install: in.ID, channel: channel, candidate: candidateID(p.ID)}
	if _, err := s.session(ctx, where); err == nil {
		return wire.Reply{}, nil // it was sent before
	}
	all, err := s.candidates(ctx, in, channel)
	switch {
	case err != nil:
		return wire.Reply{}, err
	case who.Label == "":
		return wrong(fieldLabel, v.Say("slack.new.empty")), nil
	case s.crowded(all, p.User):
		return wrong(field, v.Say("slack.candidate.too_many")), nil
	case called(all, who.Label) != nil:
		return wrong(fieldLabel, v.Say("slack.new.twin")), nil
	case who.Root != "" && rootOf(all, who.Root).isCandidate():
		return wrong(fieldLabel, v.Say("slack.new.taken")), nil
	}
	who.Shared = s.shared(ctx, in, channel)
	if who.Shared && !from.Warned {
		from.Warned = true
		return wire.Reply{Body: nextView{Action: "update", View: newCandidateModal(from, language)}}, nil
	}
	return wire.Reply{}, s.create(ctx, p, where, *who, language)
}
