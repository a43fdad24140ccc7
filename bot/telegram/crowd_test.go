package telegram

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// crowd is many people on a fake Telegram.
func crowd(fake *telegramtest.Server, atOnce int) *bottest.Crowd {
	patience := 4 * time.Second
	if raced {
		patience *= 2
	}
	return &bottest.Crowd{Join: func(language string) bottest.Phone { return fake.AddPerson(language).Phone() }, AtOnce: atOnce, Patience: patience}
}

// actions returns the actions of a card.
func actions(m telegramtest.Message) (list []string) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			list = append(list, b.CallbackData)
		}
	}
	return list
}

// count reads the stories against what the fake and the store know. Every update that
// reached the bot is one turn of its session, no matter how often it came. Lost are the
// times at which sends under way got lost.
func count(t testing.TB, fake *telegramtest.Server, store bot.Store, stories []*bottest.Story, lost []time.Time) bottest.Tally {
	t.Helper()
	y := bottest.Count(t, stories)
	reached := map[int64]map[int64]bool{}
	for _, d := range fake.Deliveries() {
		if reached[d.User] == nil {
			reached[d.User] = map[int64]bool{}
		}
		reached[d.User][d.UpdateID] = true
	}
	unknown := map[int64]int{}
	// On a machine that is slow, as people's waits tell, it takes longer until an end is kept.
	settled := max(settles, 2*y.Median)
	for _, call := range fake.Calls(func(call telegramtest.Call) bool { return call.Method == "sendMessage" }) {
		if call.Outcome == telegramtest.ResetAfter || slices.ContainsFunc(lost, func(at time.Time) bool {
			return call.Outcome == telegramtest.OK && at.Sub(call.At).Abs() < settled
		}) {
			unknown[call.Chat]++
		}
	}
	for i, s := range stories {
		phone := s.Phone.(*telegramtest.Phone)
		chat := phone.Chat()
		session, err := store.Load(context.Background(), place{chat: chat.ID}.key())
		if err != nil {
			t.Errorf("person %d: %v", i, err)
			continue
		}
		y.AddTurns(t, fmt.Sprintf("person %d", i), int(session.Version), len(reached[phone.ID()]))
		shown, _ := cards(chat)
		twice := max(0, shown-s.Texts)
		y.Repeated += twice
		y.UnknownEnds += unknown[chat.ID]
		if twice > unknown[chat.ID] {
			t.Errorf("person %d: %d cards for %d texts, %d sends with unknown end\n%s%s", i, shown, s.Texts, unknown[chat.ID], chat, callsFor(fake, chat.ID, lost))
		}
	}
	return y
}

// callsFor lists the calls for a chat and the kills, for messages of failing tests.
func callsFor(fake *telegramtest.Server, chat int64, kills []time.Time) string {
	var lines []string
	for _, call := range fake.Calls(func(call telegramtest.Call) bool { return call.Chat == chat && call.Method != "answerCallbackQuery" }) {
		lines = append(lines, fmt.Sprintf("\n%s %s %d %s", call.At.Format("05.000"), call.Method, call.Message, call.Outcome))
	}
	for _, at := range kills {
		lines = append(lines, "\n"+at.Format("05.000")+" killed")
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// drained waits until the bot has taken all that people did.
func drained(t testing.TB, fake *telegramtest.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := fake.Wait(ctx, func() bool { return fake.Pending() == 0 }); err != nil {
		t.Errorf("%d updates wait for the bot: %v", fake.Pending(), err)
	}
}
