package telegram

import (
	"slices"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/card"
	"hspbot/bot/telegram/telegramtest"
)

// TestRates: with people in a hurry for some seconds of real time, Telegram's limits hold,
// and never is there a 429: over all, in each chat, in each group.
func TestRates(t *testing.T) {
	if testing.Short() {
		t.Skip("takes real seconds")
	}
	for _, row := range []struct {
		name           string
		people, groups int
		least          float64 // calls a second
	}{{"many", 40, 3, 18}, {"twelve", 12, 0, 10}, {"one", 0, 1, 0.3}, {"two", 2, 0, 1.5}} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel() // it mostly waits
			w := begin(t, webhooks, telegramtest.Options{Second: time.Second}, bottest.Options{})
			w.fake.SetLimits(telegramtest.TelegramLimits())
			var phones []*telegramtest.Person
			for range row.people {
				phones = append(phones, w.fake.AddPerson("en"))
			}
			for range row.groups {
				phones = append(phones, w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "en"}), w.fake.AddSupergroup("g")))
			}
			// A bot begins with nothing left of any limit: it runs for a while before people come.
			wait := 2 * limitChat.Every
			if row.people == 0 {
				wait = 3 * limitGroup.Every
			}
			time.Sleep(wait)
			began := time.Now()
			var group sync.WaitGroup
			for i, p := range phones {
				group.Go(func() { hurry(p, i, began.Add(6*time.Second)) })
			}
			group.Wait()
			held(t, w.fake, time.Since(began), row.least)
			if heard := w.fake.Calls(func(c telegramtest.Call) bool { return c.Method == "sendMessage" }); len(heard) < len(phones) {
				t.Errorf("%d cards for %d chats", len(heard), len(phones))
			}
		})
	}
}

// held fails where a limit was not kept, or where so much was held back that there were
// fewer than least calls a second.
func held(t *testing.T, fake *telegramtest.Server, span time.Duration, least float64) {
	t.Helper()
	sends := fake.Calls(func(c telegramtest.Call) bool { return slices.Contains(sending, c.Method) })
	most := telegramtest.MaxWithin(sends, time.Second)
	t.Logf("%d calls in %v, at most %d within a second", len(sends), span.Round(time.Millisecond), most)
	if n := fake.Count("", 0, telegramtest.TooMany); n > 0 {
		t.Errorf("%d calls of %d were answered 429", n, len(sends))
	}
	if most > 30 {
		t.Errorf("%d calls within a second", most)
	}
	if rate := float64(len(sends)) / span.Seconds(); rate < least {
		t.Errorf("only %.1f calls a second", rate)
	}
	chats := map[int64][]telegramtest.Call{}
	for _, c := range sends {
		chats[c.Chat] = append(chats[c.Chat], c)
	}
	for chat, calls := range chats {
		if n := telegramtest.MaxWithin(calls, 5*time.Second); n > 3+5 {
			t.Errorf("%d calls in chat %d within 5 seconds", n, chat)
		}
	}
}

// hurry writes and presses without looking, until a time; every other person only writes,
// which costs two calls each time: a new card, and the buttons of the old one.
func hurry(p *telegramtest.Person, i int, until time.Time) {
	p.Say("/start")
	for n := i; time.Now().Before(until); n++ {
		time.Sleep(70 * time.Millisecond)
		last := p.Last()
		switch actions := actions(last); {
		case i%2 == 0 && len(actions) > 0 && n%3 > 0:
			p.PressData(last.ID, actions[n%len(actions)])
		case p.Chat().Kind != telegramtest.Private:
			p.Say("/start")
		default:
			p.Say("10 years")
		}
	}
}

// TestLimitSizes: what the limits let through at most, by what they are.
func TestLimitSizes(t *testing.T) {
	tele := &Telegram{o: Options{Now: time.Now}}
	for _, where := range []place{{chat: 7}, {chat: -7, user: 8}, {chat: -7, thread: 3, user: 8}} {
		for _, f := range []card.Surface[int]{{}, {Card: 1}, {Card: 1, Below: true}, {Card: 1, Result: card.Result[int]{ID: 1}}, {Card: 1, Result: card.Result[int]{ID: 1}, Below: true}, {Card: 1, Left: []card.Left[int]{{ID: 2}}}} {
			times, limits := map[string]int{}, map[string]bot.Limit{}
			for _, l := range tele.Limits(bot.Post{Session: bot.Session{Key: where.key(), Surface: card.JSON(f)}}) {
				times[l.Name]++
				limits[l.Name] = l
			}
			for name, l := range limits {
				span, most := time.Minute, 63
				switch {
				case name == "all":
					span, most = time.Second, 30
				case where.user != 0:
					most = 20
				}
				// The last screen needs one token to begin and takes one for each call.
				if n := l.Burst + times[name] - 1 + int(span/l.Every); n > most {
					t.Errorf("%v %+v: %q lets %d through in %v, want %d at most", where, f, name, n, span, most)
				}
			}
			if len(limits) != 2 || times["all"] == 0 {
				t.Errorf("%v: limits %v", where, limits)
			}
		}
	}
	// All of a group share a bucket, whoever they are and in whatever topic.
	one := tele.Limits(bot.Post{Session: bot.Session{Key: place{chat: -7, user: 1}.key()}})
	other := tele.Limits(bot.Post{Session: bot.Session{Key: place{chat: -7, thread: 2, user: 3}.key()}})
	if one[0] != other[0] {
		t.Errorf("%+v and %+v in one group", one[0], other[0])
	}
}
