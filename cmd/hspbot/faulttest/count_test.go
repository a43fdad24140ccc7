package faulttest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// tally is what became of people.
type tally struct {
	bottest.Tally
	owed    int // screens, in the end
	refused int // deliveries, for a while
}

func (y tally) String() string {
	return fmt.Sprintf("%s; %d owed, %d deliveries refused for a while", y.Tally, y.owed, y.refused)
}

// noteOwed notes how many screens are owed, of which there should be none.
func (y *tally) noteOwed(t testing.TB, store held, platform string) {
	t.Helper()
	var err error
	if y.owed, _, err = store.Owed(context.Background(), platform); err != nil || y.owed > 0 {
		t.Errorf("%d screens are owed: %v", y.owed, err)
	}
}

// held is a store that can be looked into from outside.
type held interface {
	bot.Store
	bot.Measured
}

// count holds the stories of a crowd against what Telegram and the store know. Each update is
// one turn of its session, however often it came and to whom. Lost are the spans of time in
// which the end of a send under way may not have been kept.
func (c *crowd) count(t testing.TB, store held, lost []span) tally {
	t.Helper()
	y := tally{Tally: bottest.Count(t, c.stories)}
	updates := map[int64]map[int64]bool{}
	for _, d := range c.fake.Deliveries() {
		if updates[d.User] == nil {
			updates[d.User] = map[int64]bool{}
		}
		updates[d.User][d.UpdateID] = true
		if d.Via == "webhook" && d.Status/100 != 2 {
			y.refused++
		}
	}
	unknown := unknownSends(c.fake, lost)
	for i, s := range c.stories {
		phone := s.Phone.(*telegramtest.Phone)
		session, err := store.Load(context.Background(), keyOf(phone.Person))
		if err != nil && !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("person %d: %v", i, err)
			continue
		}
		did := len(updates[phone.ID()])
		if y.AddTurns(t, fmt.Sprintf("person %d", i), int(session.Version), did); int(session.Version) != did {
			t.Logf("the last turns of %v\n%s", session.Seen, deliveries(c.fake, phone.ID()))
		}
		chat := phone.Chat()
		more, maybe := max(0, cards(chat)-s.Texts), unknown[chat.ID]
		y.Repeated += more
		y.UnknownEnds += maybe
		if more > maybe {
			t.Errorf("person %d: %d cards for %d texts, %d sends with unknown end\n%s", i, cards(chat), s.Texts, maybe, told(c.fake, chat, lost))
		}
	}
	y.noteOwed(t, store, "telegram")
	return y
}

// span is a stretch of time.
type span struct{ from, to time.Time }

func (s span) holds(at time.Time) bool { return !at.Before(s.from) && !at.After(s.to) }

// settles is how long it may take from a send to the moment at which its end is kept, on a machine
// that is busy: with six worlds at once on two cores 2.8 s have been seen.
const settles = 3 * time.Second

// travels is how long a call takes at most that had left before its sender was killed.
const travels = 50 * time.Millisecond

// before is the span that ends now, in which what was sent may not have been noted.
func before() span {
	now := time.Now()
	return span{from: now.Add(-settles), to: now.Add(travels)}
}

// unknownSends counts, by chat, the cards whose sender may not know that they arrived, or may
// not have been able to tell.
func unknownSends(fake *telegramtest.Server, lost []span) map[int64]int {
	unknown := map[int64]int{}
	for _, call := range fake.Calls(func(call telegramtest.Call) bool { return call.Method == "sendMessage" }) {
		if call.Outcome == telegramtest.ResetAfter || call.Outcome == telegramtest.OK && slices.ContainsFunc(lost, func(s span) bool { return s.holds(call.At) }) {
			unknown[call.Chat]++
		}
	}
	return unknown
}

// keyOf is the key of a person's private chat.
func keyOf(p *telegramtest.Person) bot.Key {
	return bot.Key{Platform: "telegram", ID: strconv.FormatInt(p.Chat().ID, 10)}
}

// cards counts the bot's messages in a chat.
func cards(c telegramtest.Chat) (n int) {
	for _, m := range c.Messages {
		if m.FromBot && m.Document == nil { // what is stored comes as a file, too
			n++
		}
	}
	return n
}

// told is a chat with the calls for it, for messages of failing tests.
func told(fake *telegramtest.Server, chat telegramtest.Chat, lost []span) string {
	var b strings.Builder
	b.WriteString(chat.String())
	for _, call := range fake.Calls(func(call telegramtest.Call) bool { return call.Chat == chat.ID && call.Method != "answerCallbackQuery" }) {
		fmt.Fprintf(&b, "\n%s %s %d %s", call.At.Format(time.StampMilli), call.Method, call.Message, call.Outcome)
	}
	for _, s := range lost {
		fmt.Fprintf(&b, "\n%s to %s: ends of sends get lost", s.from.Format(time.StampMilli), s.to.Format(time.StampMilli))
	}
	return b.String()
}

// deliveries is what came of a person's updates, for messages of failing tests.
func deliveries(fake *telegramtest.Server, user int64) string {
	var b strings.Builder
	for _, d := range fake.Deliveries() {
		if d.User == user {
			fmt.Fprintf(&b, "%s %s %s, try %d: %d\n", d.At.Format(time.StampMilli), strconv.FormatInt(d.UpdateID, 36), d.Kind, d.Try, d.Status)
		}
	}
	return b.String()
}

// drained waits until the bot has taken all that people did.
func (c *crowd) drained(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 40*time.Second)
	defer cancel()
	if err := c.fake.Wait(ctx, func() bool { return c.fake.Pending() == 0 }); err != nil {
		t.Errorf("%d updates wait for the bot", c.fake.Pending())
	}
}

// unlogged fails where the log holds what it must not, or tells of a bug.
func (c *crowd) unlogged(t testing.TB, log string) {
	t.Helper()
	for _, word := range []string{"fake-token", "postgres://", "panic", "DATA RACE", "post refused"} {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %q:\n%s", word, excerpt(log, word))
		}
	}
	for _, s := range c.stories {
		for _, text := range s.Human.Texts() {
			if strings.Contains(log, text) {
				t.Errorf("the log holds an answer: %s", text)
				return
			}
		}
	}
}

// excerpt is what a log says around a word.
func excerpt(log, word string) string {
	at := strings.Index(log, word)
	return log[max(0, at-300):min(len(log), at+1500)]
}
