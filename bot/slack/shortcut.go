package slack

import (
	"cmp"
	"context"
	"encoding/json"

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
	if p.Press.Value != shortcutNew && p.Press.Value != shortcutScore || !s.handled.Add(p.ID, struct{}{}, handledLife) {
		return
	}
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		view := newCandidateModal(origin{Language: language, Channel: p.Channel, TS: cmp.Or(p.Thread, p.TS)}, language)
		if refusal := s.mayStart(ctx, in, p); refusal != "" {
			view = messageModal(locales.In(language), refusal)
		}
		err := s.call(ctx, in.ID, func(api *slack.Client) error {
			_, err := api.OpenViewContext(ctx, p.Trigger, view)
			return err
		})
		if err != nil {
			s.o.Log.Debug("open modal", "platform", Platform, "error", classify(err).Err)
		}
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
	var options []*slack.OptionBlockObject
	var now *slack.OptionBlockObject
	for _, tag := range locales.Tags() {
		o := slack.NewOptionBlockObject(tag, label(locales.In(tag).Say("language.name")), nil)
		options = append(options, o)
		if tag == chosen {
			now = o
		}
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, fieldInput, options...)
	menu.InitialOption = now
	blocks = append(blocks, slack.NewInputBlock(fieldLanguage, label(v.Say("slack.new.language")), nil, menu))
	if from.Channel == "" {
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
func (s *intake) startNew(ctx context.Context, in install.Installation, p wire.Payload) (wire.Reply, error) {
	var from origin
	if json.Unmarshal([]byte(p.View.Metadata), &from) != nil {
		return wire.Reply{}, nil
	}
	v := locales.In(from.Language)
	name, language := cleanLabel(first(p.Values[fieldLabel][fieldInput])), first(p.Values[fieldLanguage][fieldInput])
	channel, field := cmp.Or(from.Channel, first(p.Values[fieldChannel][fieldInput])), fieldChannel
	if from.Channel != "" {
		field = fieldLabel
	}
	if refusal := cmp.Or(s.maySee(ctx, in, p, channel), s.permitted(ctx, in, p.User, toStart)); refusal != "" || channel == "" {
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
	case name == "":
		return wrong(fieldLabel, v.Say("slack.new.empty")), nil
	case s.crowded(all, p.User):
		return wrong(field, v.Say("slack.candidate.too_many")), nil
	case called(all, name) != nil:
		return wrong(fieldLabel, v.Say("slack.new.twin")), nil
	}
	if from.TS != "" && rootOf(all, from.TS).isCandidate() {
		return wrong(fieldLabel, v.Say("slack.new.taken")), nil
	}
	shared := s.shared(ctx, in, channel)
	if shared && !from.Warned {
		from.Warned = true
		return wire.Reply{Body: nextView{Action: "update", View: newCandidateModal(from, language)}}, nil
	}
	return wire.Reply{}, s.create(ctx, p, where, candidate{Label: name, By: p.User, Root: from.TS, Shared: shared}, language)
}
