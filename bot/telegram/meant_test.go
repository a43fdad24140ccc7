package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// inGroup is somebody in a group that the bot may read all of, as where it is an administrator.
func inGroup(t *testing.T) (*world, *telegramtest.Person) {
	w := begin(t, polling, telegramtest.Options{ReadsGroups: true}, bottest.NoLimits)
	return w, w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "en"}), w.fake.AddSupergroup("g"))
}

// said is what the bot has said in a chat.
func said(c telegramtest.Chat) (list []telegramtest.Message) {
	for _, m := range c.Messages {
		if m.FromBot {
			list = append(list, m)
		}
	}
	return list
}

// TestOnlyWhatIsMeantForUsIsAnswered: commands of other bots, and what people say to each other,
// get no answer in a group; a command of ours does, named or not.
func TestOnlyWhatIsMeantForUsIsAnswered(t *testing.T) {
	w, p := inGroup(t)
	for _, text := range []string{"/rules", "/ban @somebody", "/start@another_bot", "hello", "8.5M", "👍"} {
		p.Say(text)
	}
	p.Say("/help")
	p.Sees(shows(locales.In("en").Say("public.title")))
	p.Press(locales.In("en").Say("public.here"))
	p.Sees(shows(ask("en", "goal")))
	p.Say("/ban")
	p.Say("and what now?")
	p.Say("/help@" + w.fake.Username())
	p.Sees(shows(locales.In("en").Say("help.title")))
	drained(t, w.fake)
	if list := said(p.Chat()); len(list) != 2 {
		t.Errorf("%d messages, want the offer that became the question, and the help:\n%s", len(list), p.Chat())
	}
}

// TestAnonymousAdminAndMentionGetOneLine: and no more than one in a minute.
func TestAnonymousAdminAndMentionGetOneLine(t *testing.T) {
	v := locales.In("en")
	for name, say := range map[string]func(*telegramtest.Person, string){
		"telegram.group.anonymous": func(p *telegramtest.Person, bot string) { p.SayAsGroup("/start") },
		"telegram.group.mention":   func(p *telegramtest.Person, bot string) { p.Say("hi @" + bot + ", are you there?") },
	} {
		w, p := inGroup(t)
		say(p, w.fake.Username())
		line := p.Sees(shows(v.Say(name, "Command", "/start@"+w.fake.Username())))
		if b, ok := line.Keyboard.Find(v.Say("public.private")); !ok || !strings.HasPrefix(b.URL, "https://t.me/") {
			t.Errorf("%s: no way to the private chat: %+v", name, line.Keyboard)
		}
		say(p, w.fake.Username())
		drained(t, w.fake)
		if n := len(said(p.Chat())); n != 1 || line.ReplyTo == 0 {
			t.Errorf("%s: %d lines, in answer to %d", name, n, line.ReplyTo)
		}
	}
}

// TestAddedToAGroup: the bot says in a sentence what it does and what it reads.
func TestAddedToAGroup(t *testing.T) {
	w, p := inGroup(t)
	w.fake.Kick(p.Chat().ID, p.ID())
	w.fake.Invite(p.Chat().ID, p.ID())
	p.Sees(shows(locales.In("en").Say("telegram.group.added", "Command", "/start@"+w.fake.Username())))
}

// TestStoredDataIsNotShownInAGroup: not even to somebody who is asked there.
func TestStoredDataIsNotShownInAGroup(t *testing.T) {
	w, p := inGroup(t)
	p.Say("/start")
	p.Sees(shows(locales.In("en").Say("public.title")))
	p.Press(locales.In("en").Say("public.here"))
	p.Sees(shows(ask("en", "goal")))
	p.Say("/mydata")
	card := p.Sees(shows(locales.In("en").Say("private.title")))
	if b, ok := card.Keyboard.Find(locales.In("en").Say("public.private")); !ok || b.URL == "" {
		t.Errorf("no way to the private chat: %+v", card.Keyboard)
	}
	drained(t, w.fake)
	for _, m := range said(p.Chat()) {
		if strings.Contains(m.Text, "as_of") || m.Document != nil {
			t.Errorf("data in a group:\n%s", m)
		}
	}
}

// TestReplyIsAskedForInAGroup: where a text is not seen unless it answers the bot.
func TestReplyIsAskedForInAGroup(t *testing.T) {
	v := locales.In("en")
	w, p := inGroup(t)
	p.Say("/start")
	p.Sees(shows(v.Say("public.title")))
	p.Press(v.Say("public.here"))
	goal := p.Sees(shows(ask("en", "goal")))
	p.PressOn(goal.ID, buttonOf(goal, "set:goal:i-b"))
	card := p.Sees(shows(ask("en", "degrees"), v.Say("telegram.group.reply")))
	p.Reply(card.ID, "master")
	if next := p.Sees(shows(ask("en", "salary"), v.Say("telegram.group.reply"))); !next.ForcesReply {
		t.Error("no reply is asked for")
	}
	alone := w.fake.AddPerson("en")
	alone.Say("/start")
	alone.Sees(shows(ask("en", "goal")))
	alone.Say("specialist")
	if next := alone.Sees(shows(ask("en", "degrees"))); next.ForcesReply || strings.Contains(next.Text, v.Say("telegram.group.reply")) {
		t.Errorf("a reply is asked for in a private chat:\n%s", next)
	}
}

// TestPressInAGroupSaysWhatWasTaken: its card comes seconds later, as all share the limit.
func TestPressInAGroupSaysWhatWasTaken(t *testing.T) {
	v := locales.In("en")
	_, p := inGroup(t)
	p.Say("/start")
	p.Sees(shows(v.Say("public.title")))
	p.Press(v.Say("public.here"))
	goal := p.Sees(shows(ask("en", "goal")))
	query := p.PressOn(goal.ID, buttonOf(goal, "set:goal:i-b"))
	if got := p.AwaitAnswer(query); got.Alert || !strings.Contains(got.Text, v.Say("option.goal.i-b")) {
		t.Errorf("the press is answered %q", got.Text)
	}
	degrees := p.Sees(shows(ask("en", "degrees")))
	query = p.PressOn(degrees.ID, buttonOf(degrees, "on:degrees:master"))
	if got := p.AwaitAnswer(query); got.Text != "✅ "+v.Say("option.degrees.master") {
		t.Errorf("the tick is answered %q", got.Text)
	}
}

// buttonOf is the data of the button that ends with an action.
func buttonOf(m telegramtest.Message, action string) string {
	for _, data := range actions(m) {
		if strings.HasSuffix(data, action) {
			return data
		}
	}
	return action
}

// TestGroupMenu: a group's menu does not offer what is nothing for a group.
func TestGroupMenu(t *testing.T) {
	w, p := inGroup(t)
	p.Say("/start")
	p.Sees(shows(locales.In("en").Say("public.title")))
	for _, language := range []string{"", "en", "ja", "zh"} {
		if got := strings.Join(w.fake.Commands("all_group_chats", language), " "); got != "start help" {
			t.Errorf("%q: a group's menu lists %q", language, got)
		}
		if got := w.fake.Commands("default", language); len(got) != 11 {
			t.Errorf("%q: the menu lists %q", language, got)
		}
	}
}
