package slack

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
)

// story is an interview: of a person in the direct message, of a person in a channel where
// only they see it, or about a candidate, by two colleagues in a thread.
type story struct {
	human   *jointest.Human
	hands   []*slacktest.Person // who answer, in turn
	channel *slacktest.Channel  // nil is the direct message
	label   string              // of a candidate
	random  *rand.Rand

	seen  *slacktest.Message // the card they look at
	turns int                // whose turn it is

	failed         bool   // they see that what they did last did not work
	stuck          string // the card they were stuck at
	result, stored string // as they saw it
	wrong          error
	latency        []time.Duration // of answers that came at the first try
	again          int             // how often they had to do the same again
	did            int             // deliveries that can be turns
	refused        int             // those of them that the bot refused, visibly
	posts          int             // messages the bot has reason to post
	begun          int             // slash commands
	sighed         int             // troubles before the last of them
}

// hand is who acts now.
func (s *story) hand() *slacktest.Person { return s.hands[s.turns%len(s.hands)] }

// troubles counts what Slack told them because the bot did not.
func (s *story) troubles() (n int) {
	for _, p := range s.hands {
		n += len(p.ErrorsShown())
	}
	return n
}

// look returns the newest card they see.
func (s *story) look() *slacktest.Message {
	p := s.hands[0]
	switch {
	case s.label != "":
		return s.inThread(s.channel.Messages())
	case s.channel != nil:
		only, direct := newestCard(p.Ephemerals(s.channel)), newestCard(p.DM())
		if only == nil || direct != nil && direct.TS > only.TS {
			return direct
		}
		return only
	}
	return newestCard(p.DM())
}

// newestCard is the newest message with buttons.
func newestCard(list []*slacktest.Message) *slacktest.Message {
	for _, m := range slices.Backward(list) {
		if m.Bot && len(m.Buttons()) > 0 {
			return m
		}
	}
	return nil
}

// inThread is the newest card in the thread about the candidate; once they answer in one
// thread they stay there.
func (s *story) inThread(list []*slacktest.Message) *slacktest.Message {
	for _, m := range slices.Backward(list) {
		if !m.Bot || m.Thread == "" || s.seen != nil && m.Thread != s.seen.Thread || len(m.Buttons()) == 0 {
			continue
		}
		for _, head := range list {
			if head.TS == m.Thread && s.about(head) {
				return m
			}
		}
	}
	return nil
}

// about reports whether a message in the channel, outside of threads, is about the candidate.
func (s *story) about(m *slacktest.Message) bool {
	return m.Bot && m.Thread == "" && strings.HasPrefix(m.Text, s.label)
}

// summaries counts the summaries of the candidate in the channel: besides the heads of threads
// these are what names the candidate there.
func (s *story) summaries() (n int) {
	for _, m := range s.channel.Messages() {
		if s.about(m) && !strings.HasPrefix(m.Text, s.label+"\n") {
			n++
		}
	}
	return n
}

// changed reports whether they see another card than before, and looks at it.
func (s *story) changed(want func(*slacktest.Message) bool) bool {
	m := s.look()
	if m == nil || !want(m) {
		return false
	}
	if s.seen != nil && m.TS == s.seen.TS && m.Edited <= s.seen.Edited {
		return false
	}
	s.seen = m
	return true
}

// actions returns the actions of a card.
func actions(m *slacktest.Message) (list []string) {
	for _, b := range m.Buttons() {
		list = append(list, b.Value)
	}
	return list
}

// press presses a button as it was seen.
func (s *story) press(action string) {
	s.did++
	if s.hand().PressAsSeen(s.seen, action) != nil {
		s.refused++
	}
}

// say writes to the bot, where that is possible.
func (s *story) say(text string) {
	s.did++
	s.posts++
	if s.label != "" {
		s.hand().Mention(s.channel, s.seen.Thread, text)
		return
	}
	s.hand().Say(text)
}

// open begins the interview.
func (s *story) open() {
	p := s.hand()
	if s.begun > 0 && s.troubles() == s.sighed {
		return // what was accepted is not asked for again
	}
	s.sighed = s.troubles()
	s.did++
	s.posts++
	switch {
	case s.label != "":
		s.begun++
		s.posts++ // the head
		p.Command(s.channel, s.label)
	case s.channel != nil:
		s.begun++
		p.Command(s.channel, "")
	default:
		p.Say("/start")
	}
}

// writable reports whether the card is where a text reaches the bot.
func (s *story) writable() bool {
	return s.channel == nil || s.label != "" && s.random.IntN(2) == 0 || s.label == "" && !s.seen.Ephemeral
}

// place is the id of the channel in which the bot posts for a story.
func (s *story) place() string {
	if s.label != "" {
		return s.channel.ID
	}
	if list := s.hands[0].DM(); len(list) > 0 {
		return list[0].Channel
	}
	return "no direct message with " + s.hands[0].ID
}

// kept returns the turns of a story in the store, and in how many sessions they are.
func (s *story) kept(t *testing.T, store bot.Store, in string) (turns, sessions int) {
	t.Helper()
	prefix := place{install: in, user: s.hands[0].ID}.key().ID
	if s.label != "" {
		prefix = channelPrefix(in, s.channel.ID)
	}
	list, err := store.List(context.Background(), Platform, prefix, "", 1000)
	if err != nil {
		t.Error(err)
	}
	for _, session := range list {
		if who := surfaceOf(session).Candidate; s.label != "" && (who == nil || who.Label != s.label) {
			continue
		}
		turns += int(session.Version)
		sessions++
	}
	if sessions == 0 {
		t.Errorf("%s %s: no session", prefix, s.label)
	}
	return turns, sessions
}

// locale is what Slack tells of somebody who speaks a language.
func locale(language string) string {
	return cmp.Or(map[string]string{"en": "en-US", "ja": "ja-JP", "zh": "zh-CN", "zh-Hant": "zh-TW"}[language], language)
}

// kinds says how many people of a crowd do what.
type kinds struct {
	direct     int // in the direct message
	only       int // in a channel, seen by nobody else
	candidates int // threads about somebody, with two colleagues each
}

func (k kinds) people() int { return k.direct + k.only + k.candidates }

// invite makes the people of a crowd up, all kinds mixed.
func (k kinds) invite(team *slacktest.Team) []*story {
	var list []*story
	for i := range k.people() {
		s := &story{human: jointest.NewHuman(rand.New(rand.NewPCG(7, uint64(i)))), random: rand.New(rand.NewPCG(11, uint64(i)))}
		n := strconv.Itoa(1000 + i)
		join := func(id string) *slacktest.Person {
			p := team.Person(id)
			p.Locale = locale(s.human.Language)
			s.hands = append(s.hands, p)
			return p
		}
		first := join("U" + n)
		switch {
		case i < k.direct:
		case i < k.direct+k.only:
			s.channel = team.Channel("CONLY"+strconv.Itoa(i%3), first)
		default:
			s.label = "candidate " + n
			s.channel = team.Channel("CHR"+strconv.Itoa(i%5), first, join("W"+n)).Invite()
		}
		list = append(list, s)
	}
	rand.New(rand.NewPCG(13, 17)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}
