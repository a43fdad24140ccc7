package slack

import (
	"context"
	"regexp"
	"strings"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
)

// CommandFrom is what somebody types who is sent by a partner, with the partner's code: no link that
// opens an app in Slack can carry one.
func CommandFrom(code string) string { return Command + " from:" + code }

// sentBy reads the code in what [CommandFrom] returns, after the command.
var sentBy = regexp.MustCompile(`^(?i:from): ?([A-Za-z0-9_-]{1,64})$`)

// commanded takes the slash command: alone, or with who sent the person, it opens an interview that
// only the person sees, with a label it begins a candidate.
func (s *intake) commanded(ctx context.Context, in install.Installation, p wire.Payload) error {
	if foreign(in, p) {
		s.notify(in, p, "slack.refuse.guest")
		return nil
	}
	text := strings.Join(strings.Fields(p.Text), " ")
	word := strings.ToLower(strings.TrimPrefix(text, "/"))
	asked := conversation.CommandOf(word)
	e := conversation.Event{Kind: conversation.Started, Language: s.who(ctx, in.ID, p.User).locale}
	_, code := conversation.TypedShare(text)
	sent := sentBy.FindStringSubmatch(text)
	switch {
	case text == "":
	case sent != nil:
		e.Referral = sent[1]
	case code: // what another shares, for their eyes only
		e.Kind, e.Text = conversation.Typed, text
	case asked == "help":
		s.notify(in, p, "slack.help", "Command", Command)
		return nil
	case asked != "":
		e.Kind, e.Text = conversation.Typed, "/"+asked
	case s.listed(in, p, word):
		return nil
	case p.Direct:
		s.notify(in, p, "slack.candidate.only_channels", "Command", Command)
		return nil
	default:
		how := asWords
		if isLabel(text) || isWord(word, "slack.candidate.words") {
			how = asLabel
		}
		return s.begin(ctx, in, p, text, "", how)
	}
	m := change{Kind: commanded, Channel: p.Channel, Direct: p.Direct, Reply: s.replyOf(p)}
	return s.deliver(ctx, p, place{install: in.ID, user: p.User}, e, m)
}

// listed reports whether a word asks for the candidates of the channel, or for the file of them, and
// shows them.
func (s *intake) listed(in install.Installation, p wire.Payload, word string) bool {
	switch {
	case isWord(word, "slack.list.words"):
		s.list(in, p, query{})
	case isWord(word, "slack.export.words"):
		s.export(in, p)
	default:
		return false
	}
	return true
}

// mentioned takes a message that mentions the app: in a candidate's thread it is an answer,
// elsewhere it begins a candidate, at once where it says so.
func (s *intake) mentioned(ctx context.Context, in install.Installation, p wire.Payload) error {
	text := strings.TrimSpace(p.Text)
	if foreign(in, p) {
		s.notify(in, p, "slack.refuse.guest")
		return nil
	}
	if _, code := conversation.TypedShare(text); code {
		s.notify(in, p, "code.private")
		return nil
	}
	if p.Thread != "" {
		all, err := s.candidates(ctx, in, p.Channel)
		if err != nil {
			return err
		}
		if where := rootOf(all, p.Thread); where.isCandidate() {
			return s.answered(ctx, in, p, where, text)
		}
	}
	if p.Kind == wire.EditedMention {
		return nil // it began a candidate when it was written
	}
	word := strings.ToLower(text)
	switch {
	case s.listed(in, p, word):
		return nil
	case conversation.CommandOf(strings.TrimPrefix(word, "/")) != "": // they belong into a candidate's thread
		s.notify(in, p, "slack.help", "Command", Command)
		return nil
	}
	how := asWords
	if isLabel(text) && startsWithWord(word, "slack.candidate.words") {
		how = asLabel
	}
	return s.begin(ctx, in, p, s.named(ctx, in, p, text), p.Thread, how)
}

// answered takes what was written about a candidate.
func (s *intake) answered(ctx context.Context, in install.Installation, p wire.Payload, where place, text string) error {
	if refusal := s.may(ctx, in, p, where.channel, toAnswer); refusal != "" {
		s.notify(in, p, refusal)
		return nil
	}
	e := conversation.Event{Kind: conversation.Typed, Text: text}
	switch {
	case p.Kind == wire.EditedMention && text == "":
		return nil
	case p.Kind == wire.EditedMention:
		e.Kind = conversation.Edited
	case text == "":
		e.Kind = conversation.Started
	}
	session, err := s.session(ctx, where)
	if err == nil && s.looked(in, p, where, session, e) {
		return nil
	}
	return s.deliver(ctx, p, where, e, change{Kind: wrote, Channel: p.Channel, By: p.User})
}
