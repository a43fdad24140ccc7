package slack

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/locales"
)

// certainty says how sure it is that a text is meant as the label of a new candidate.
type certainty uint8

const (
	asWords   certainty = iota // it may be a command mistyped, an answer, or a remark
	asLabel                    // it looks like a label
	confirmed                  // who wrote it has said so
)

// maxCandidates is how many candidates of a channel are looked through and listed.
const maxCandidates = 1000

// maxAnHour is how many candidates somebody can begin in a channel within an hour.
const maxAnHour = 50

// begin begins a candidate in a channel, in the thread of root or in one of its own. What
// everybody in the channel would see by mistake is asked about first, privately: nothing is kept
// before the answer.
func (s *intake) begin(ctx context.Context, in install.Installation, p wire.Payload, text, root string, how certainty) error {
	if refusal := s.may(ctx, in, p, p.Channel, toStart); refusal != "" {
		s.notify(in, p, refusal)
		return nil
	}
	all, err := s.candidates(ctx, in, p.Channel)
	if err != nil {
		return err
	}
	if s.crowded(all, p.User) {
		s.notify(in, p, "slack.candidate.too_many")
		return nil
	}
	where := place{install: in.ID, channel: p.Channel, candidate: candidateID(p.ID)}
	if how == confirmed { // of one question comes one candidate
		where.candidate = candidateID(p.Channel + "/" + p.User + "/" + p.TS)
	}
	if _, err := s.session(ctx, where); err == nil {
		return nil // the same delivery came before
	}
	language := s.language(ctx, in, p)
	v := locales.In(language)
	label := cleanLabel(text)
	if label == "" || isWord(label, "slack.candidate.words") {
		label = v.Say("slack.candidate.unnamed", "Date", dayOf(v, s.o.Now()))
	}
	shared := s.shared(ctx, in, p.Channel)
	if how != confirmed {
		var doubts []string
		switch {
		case how == asLabel:
		case strings.TrimSpace(text) == "":
			doubts = append(doubts, escape(v.Say("slack.help", "Command", Command)))
		case root != "":
			doubts = append(doubts, escape(v.Say("slack.ask.thread")))
		}
		if twin := called(all, label); twin != nil {
			doubts = append(doubts, escape(v.Say("slack.ask.twin"))+" "+s.linkTo(ctx, in, p.Channel, twin, label))
		}
		if shared {
			doubts = append(doubts, escape(v.Say("slack.ask.shared")))
		}
		if how == asWords || len(doubts) > 0 {
			if !s.first(p) {
				return nil
			}
			s.ask(in, p, v, append(doubts, escape(v.Say("slack.ask.label", "Label", label))), label, root)
			return nil
		}
	}
	return s.create(ctx, p, where, candidate{Label: label, By: p.User, Root: root, Shared: shared}, language)
}

// create begins a candidate.
func (s *intake) create(ctx context.Context, p wire.Payload, where place, who candidate, language string) error {
	m := change{Kind: created, Channel: where.channel, Candidate: &who, Reply: s.replyOf(p)}
	return s.deliver(ctx, p, where, conversation.Event{Kind: conversation.Started, Invited: language, Candidate: true}, m)
}

// ask asks whether a candidate is to be begun.
func (s *intake) ask(in install.Installation, p wire.Payload, v *locales.Voice, lines []string, name, root string) {
	start := slack.NewButtonBlockElement("start", name, label(v.Say("slack.ask.start"))).WithStyle(slack.StylePrimary)
	no := slack.NewButtonBlockElement("no", hrClose, label(v.Say("slack.ask.no")))
	d := rendered{text: strings.Join(lines, "\n"), blocks: []slack.Block{section(strings.Join(lines, "\n\n")), slack.NewActionBlock(askTag+"#"+root, start, no)}}
	s.background(func(ctx context.Context) { s.postPrivately(ctx, in, p, d) })
}

// answeredAsk takes the answer to [intake.ask].
func (s *intake) answeredAsk(ctx context.Context, in install.Installation, p wire.Payload) error {
	var err error
	if p.Press.Value != hrClose {
		_, root, _ := strings.Cut(p.Press.Block, "#")
		err = s.begin(ctx, in, p, p.Press.Value, root, confirmed)
	}
	if err == nil {
		s.close(p)
	}
	return err
}

// called returns what is kept of the candidate of a name, nil where there is none.
func called(all []bot.Session, name string) *candidate {
	for _, c := range all {
		if who := card.Read[surface](c.Surface).Candidate; who != nil && strings.EqualFold(who.Label, name) {
			return who
		}
	}
	return nil
}

// crowded reports whether a channel has as many candidates as are looked through, or the
// person has begun more of them within an hour than anybody looks at.
func (s *intake) crowded(all []bot.Session, user string) bool {
	recent := 0
	for _, c := range all {
		if who := card.Read[surface](c.Surface).Candidate; who != nil && who.By == user && s.o.Now().Sub(c.Created) < time.Hour {
			recent++
		}
	}
	return len(all) >= maxCandidates || recent >= maxAnHour
}

// rootOf finds the candidate whose thread hangs on a message; the zero place where there is none.
func rootOf(all []bot.Session, root string) place {
	for _, c := range all {
		if who := card.Read[surface](c.Surface).Candidate; who != nil && who.Root == root {
			return placeOf(c.Key)
		}
	}
	return place{}
}

// candidates returns those of a channel, in no order.
func (s *intake) candidates(ctx context.Context, in install.Installation, channel string) ([]bot.Session, error) {
	all, err := s.bot.List(ctx, channelPrefix(in.ID, channel), "", maxCandidates)
	return slices.DeleteFunc(all, func(c bot.Session) bool { return c.State.Forgotten || isDeleted(c) }), err
}
