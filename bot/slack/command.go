package slack

import (
	"context"
	"slices"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/locales"
)

// maxLabel is how many characters of what HR calls a candidate are kept.
const maxLabel = 80

// maxCandidates is how many candidates of a channel are looked through and listed.
const maxCandidates = 1000

// maxAnHour is how many candidates somebody can begin in a channel within an hour.
const maxAnHour = 50

// japan is where days are counted.
var japan = time.FixedZone("JST", 9*60*60)

// commanded takes the slash command: alone it opens an interview that only the person sees,
// with anything that is no word of ours it begins a candidate.
func (s *intake) commanded(ctx context.Context, in install.Installation, p wire.Payload) (wire.Reply, error) {
	if foreign(in, p.UserTeam, p.UserEnterprise) {
		s.notify(in, p, "slack.refuse.guest")
		return wire.Reply{}, nil
	}
	text := strings.Join(strings.Fields(p.Text), " ")
	word := strings.ToLower(strings.TrimPrefix(text, "/"))
	asked := conversation.CommandOf(word)
	e := conversation.Event{Kind: conversation.Started, Language: s.who(ctx, in, p.User).locale}
	switch {
	case text == "":
	case asked != "":
		e.Kind, e.Text = conversation.Typed, "/"+asked
	case isWord(word, "slack.list.words"):
		s.list(in, p)
		return wire.Reply{}, nil
	case isWord(word, "slack.export.words"):
		s.export(in, p)
		return wire.Reply{}, nil
	case p.Direct:
		s.notify(in, p, "slack.candidate.only_channels", "Command", Command)
		return wire.Reply{}, nil
	default:
		return wire.Reply{}, s.begin(ctx, in, p, text, "")
	}
	m := change{Kind: commanded, Channel: p.Channel, Direct: p.Direct, Reply: s.replyOf(p)}
	return wire.Reply{}, s.deliver(ctx, p, place{install: in.ID, user: p.User}, e, m)
}

// isWord reports whether a word is one of a list of locales, in any language.
func isWord(word, id string) bool {
	for _, tag := range locales.Tags() {
		for w := range strings.SplitSeq(locales.In(tag).Say(id), ",") {
			if strings.TrimSpace(w) == word {
				return true
			}
		}
	}
	return false
}

// begin begins a candidate in a channel, in the thread of root or in one of its own.
func (s *intake) begin(ctx context.Context, in install.Installation, p wire.Payload, label, root string) error {
	if refusal := s.mayCreate(ctx, in, p); refusal != "" {
		s.notify(in, p, refusal)
		return nil
	}
	if crowded, err := s.crowded(ctx, in, p); crowded || err != nil {
		if crowded {
			s.notify(in, p, "slack.candidate.too_many")
		}
		return err
	}
	language := s.language(ctx, in, p)
	v := locales.In(language)
	if label == "" || isWord(strings.ToLower(label), "slack.candidate.words") {
		day := s.o.Now().In(japan)
		label = v.Say("slack.candidate.unnamed", "Date", v.Date(day.Year(), int(day.Month()), day.Day()))
	}
	m := change{Kind: created, Channel: p.Channel, By: p.User, Label: clip(label, maxLabel), Root: root, Reply: s.replyOf(p)}
	e := conversation.Event{Kind: conversation.Started, Invited: language, Candidate: true}
	return s.deliver(ctx, p, place{install: in.ID, channel: p.Channel, candidate: candidateID(p.ID)}, e, m)
}

// crowded reports whether a channel has as many candidates as are looked through, or the
// person has begun more of them within an hour than anybody looks at.
func (s *intake) crowded(ctx context.Context, in install.Installation, p wire.Payload) (bool, error) {
	all, err := s.candidates(ctx, in, p.Channel)
	recent := 0
	for _, c := range all {
		if who := card.Read[surface](c.Surface).Candidate; who != nil && who.By == p.User && s.o.Now().Sub(c.Created) < time.Hour {
			recent++
		}
	}
	return len(all) >= maxCandidates || recent >= maxAnHour, err
}

// mentioned takes a message that mentions the app: in a candidate's thread it is an answer,
// elsewhere it begins a candidate.
func (s *intake) mentioned(ctx context.Context, in install.Installation, p wire.Payload) error {
	text := strings.TrimSpace(p.Text)
	if foreign(in, p.UserTeam, p.UserEnterprise) {
		s.notify(in, p, "slack.refuse.guest")
		return nil
	}
	if p.Thread != "" {
		where, err := s.candidateAt(ctx, in, p.Channel, p.Thread)
		if err != nil {
			return err
		}
		if where.isCandidate() {
			return s.answered(ctx, in, p, where, text)
		}
	}
	word := strings.ToLower(text)
	switch {
	case isWord(word, "slack.list.words"):
		s.list(in, p)
		return nil
	case isWord(word, "slack.export.words"):
		s.export(in, p)
		return nil
	case conversation.CommandOf(strings.TrimPrefix(word, "/")) != "": // they belong into a candidate's thread
		s.notify(in, p, "slack.help", "Command", Command)
		return nil
	}
	return s.begin(ctx, in, p, strings.Join(strings.Fields(text), " "), p.Thread)
}

// answered takes what was written about a candidate.
func (s *intake) answered(ctx context.Context, in install.Installation, p wire.Payload, where place, text string) error {
	if refusal := s.mayAnswer(ctx, in, p, where.channel); refusal != "" {
		s.notify(in, p, refusal)
		return nil
	}
	e := conversation.Event{Kind: conversation.Typed, Text: text}
	if text == "" {
		e = conversation.Event{Kind: conversation.Started}
	}
	return s.deliver(ctx, p, where, e, change{Kind: wrote, Channel: p.Channel, By: p.User})
}

// candidateAt finds the candidate whose thread hangs on a message; the zero place where
// there is none.
func (s *intake) candidateAt(ctx context.Context, in install.Installation, channel, root string) (place, error) {
	all, err := s.candidates(ctx, in, channel)
	for _, c := range all {
		if who := card.Read[surface](c.Surface).Candidate; who != nil && who.Root == root {
			return placeOf(c.Key), err
		}
	}
	return place{}, err
}

// candidates returns those of a channel, in no order.
func (s *intake) candidates(ctx context.Context, in install.Installation, channel string) ([]bot.Session, error) {
	all, err := s.bot.List(ctx, channelPrefix(in.ID, channel), "", maxCandidates)
	return slices.DeleteFunc(all, func(c bot.Session) bool { return c.State.Forgotten }), err
}
