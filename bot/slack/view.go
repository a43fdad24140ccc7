package slack

import (
	"context"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// openModal opens a modal at once, as the permission to do so lives for three seconds and is good
// once, and fills it then.
func (s *intake) openModal(in install.Installation, p wire.Payload, view func(ctx context.Context, language string) slack.ModalViewRequest) {
	if !s.first(p) {
		return
	}
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		opened, err := s.openView(ctx, in, p, messageModal(locales.In(language), "slack.modal.wait"))
		if err != nil {
			s.notify(in, p, "slack.modal.late")
			return
		}
		s.fill(ctx, in, opened.View.ID, opened.View.Hash, view(ctx, language))
	})
}

func (s *Slack) openView(ctx context.Context, in install.Installation, p wire.Payload, view slack.ModalViewRequest) (opened *slack.ViewResponse, err error) {
	err = s.call(ctx, in.ID, func(api *slack.Client) (err error) {
		opened, err = api.OpenViewContext(ctx, p.Trigger, view)
		return err
	})
	if err != nil {
		s.o.Log.Debug("open modal", "platform", Platform, "error", classify(err).Err)
	}
	return opened, err
}

// fill replaces what a modal shows, unless it has changed since.
func (s *Slack) fill(ctx context.Context, in install.Installation, id, hash string, view slack.ModalViewRequest) {
	update := func(api *slack.Client) error {
		_, err := api.UpdateViewContext(ctx, view, "", hash, id)
		return err
	}
	err := s.call(ctx, in.ID, update)
	if err != nil && classify(err).Outcome == bot.Broken { // else somebody looks at "one moment" for ever
		err = s.call(ctx, in.ID, update)
	}
	if c := code(err); err != nil && c != "hash_conflict" && c != "not_found" { // closed, or ahead of us
		s.o.Log.Warn("fill modal", "platform", Platform, "error", classify(err).Err)
	}
}

// fieldErrors keeps a modal open, with an error for each field.
type fieldErrors struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
}

func wrong(field, text string) wire.Reply {
	return wire.Reply{Body: fieldErrors{Action: "errors", Errors: map[string]string{field: text}}}
}

// nextView shows something else in the modal.
type nextView struct {
	Action string                 `json:"response_action"`
	View   slack.ModalViewRequest `json:"view"`
}

// label is plain text.
func label(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// fieldText is what stands beside a field; nil where there is nothing to say.
func fieldText(s string) *slack.TextBlockObject {
	if s == "" {
		return nil
	}
	return label(card.Clip(s, 1900))
}

func newModal(v *locales.Voice, title string, from origin, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, Title: label(v.Say(title)), Close: label(v.Say("slack.modal.close")),
		Blocks: slack.Blocks{BlockSet: blocks}, PrivateMetadata: from.text()}
}

// inputModal is a modal that is submitted, under the name of a callback.
func inputModal(v *locales.Voice, title, callback, submit string, from origin, blocks ...slack.Block) slack.ModalViewRequest {
	view := newModal(v, title, from, blocks...)
	view.CallbackID, view.Submit = callback, label(v.Say(submit))
	return view
}

// messageModal says one thing.
func messageModal(v *locales.Voice, id string) slack.ModalViewRequest {
	return newModal(v, "slack.modal.title", origin{}, section(escape(v.Say(id))))
}

// choice is a menu of options of which one is chosen, as a field of a modal.
func choice(field, title string, options []*slack.OptionBlockObject, now string) *slack.InputBlock {
	return slack.NewInputBlock(field, label(title), nil, menuOf(fieldInput, nil, options, now))
}

// menuOf is a menu of options of which one is chosen, by its value.
func menuOf(action string, placeholder *slack.TextBlockObject, options []*slack.OptionBlockObject, now string) *slack.SelectBlockElement {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, placeholder, action, options...)
	for _, o := range options {
		if o.Value == now {
			menu.InitialOption = o
		}
	}
	return menu
}

// languageOptions are the options of a menu of languages, each with a value of its tag.
func languageOptions(value func(tag string) string) (options []*slack.OptionBlockObject) {
	for _, tag := range locales.Tags() {
		options = append(options, slack.NewOptionBlockObject(value(tag), label(locales.In(tag).Say("language.name")), nil))
	}
	return options
}
