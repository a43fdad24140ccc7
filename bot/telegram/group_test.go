package telegram

import (
	"strconv"
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestGroup: in a group the bot offers its private chat first; who wants to be asked there
// is, and nobody else can press their buttons.
func TestGroup(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	group := w.fake.AddGroup("留学生の会")
	v := locales.In("ja")
	p := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "ja"}), group)
	other := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "zh"}), group)
	p.Say("/start@another_bot")
	p.Say("こんにちは")
	p.Say("/start@Points_Bot")
	offer := p.Sees(shows(v.Say("public.title")))
	if all, _ := cards(p.Chat()); all != 1 {
		t.Errorf("%d messages of the bot, want the offer alone", all)
	}
	if b, ok := offer.Keyboard.Find(v.Say("public.private")); !ok || !strings.HasPrefix(b.URL, "https://t.me/"+w.fake.Username()+"?start=ja--") {
		t.Errorf("private button %+v", b)
	}
	query := other.Press(v.Say("public.here"))
	if got := other.AwaitAnswer(query); got.Alert || !strings.Contains(got.Text, "/start@"+w.fake.Username()) || !strings.Contains(got.Text, "别人") {
		t.Errorf("the stranger is told %q", got.Text)
	}
	p.Press(v.Say("public.here"))
	p.Sees(shows(ask("ja", "goal")))
	p.Press(v.Say("option.goal.i-b"))
	card := p.Sees(shows(ask("ja", "degrees")))
	other.Press(buttonOf(card, "on:degrees:doctorate"))
	p.Say("博士") // not to the bot
	p.Reply(card.ID, "修士")
	p.Sees(shows(ask("ja", "salary"), v.Say("option.degrees.master")))
	for _, m := range p.Chat().Messages {
		if strings.Contains(m.Text, ": "+v.Say("option.degrees.doctorate")) {
			t.Errorf("somebody else's press counted:\n%s", m.Text)
		}
	}
	// The other person's own conversation is another one.
	other.Say("/start@" + w.fake.Username())
	other.Sees(shows(locales.In("zh").Say("public.title")))
}

// TestPrivateLink: the offer's link opens the private chat in the same language.
func TestPrivateLink(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "ja"}), w.fake.AddSupergroup("g"))
	p.Say("/start")
	p.Sees(shows(locales.In("ja").Say("public.title")))
	p.Follow(locales.In("ja").Say("public.private")).Sees(shows(ask("ja", "goal")))
}

// TestDeepLink: a link carries a referral and a language; a forged one starts as usual.
func TestDeepLink(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Deeplink("zh--sakura")
	p.Sees(shows(ask("zh", "goal")))
	p.Say("/mydata")
	p.Sees(shows("sakura"))
	q := w.fake.AddPerson("ja")
	q.Deeplink("xx--forged--x")
	q.Sees(shows(ask("ja", "goal")))
	nobody := w.fake.AddPerson("")
	nobody.Say("/start")
	nobody.Sees(shows(ask("en", "goal")))
}

// TestTopics: in a forum the answers stay in the topic, and each topic is a conversation.
func TestTopics(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	forum := w.fake.AddForum("visa")
	topic := w.fake.AddTopic(forum, "points")
	p := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "en"}), forum).InTopic(topic)
	p.Say("/start")
	p.Sees(shows(locales.In("en").Say("public.title")))
	p.Press(locales.In("en").Say("public.here"))
	if m := p.Sees(shows(ask("en", "goal"))); m.Thread != topic {
		t.Errorf("the card is in thread %d, want %d", m.Thread, topic)
	}
}

// TestBlocked: who blocks the bot is sent nothing, and finds everything when they come back.
func TestBlocked(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	p.Press("set:goal:i-b")
	p.Sees(shows(ask("en", "degrees")))
	p.Say("master")
	p.Block()
	p.Unblock()
	p.Say("/start")
	p.Sees(shows(locales.In("en").Say("notice.welcome_back"), ask("en", "salary")))
}

// TestUpgrade: a group that becomes a supergroup takes its conversations along.
func TestUpgrade(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	group := w.fake.AddGroup("g")
	p := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "en"}), group)
	p.Say("/start")
	p.Sees(shows(locales.In("en").Say("public.title")))
	p.Press(locales.In("en").Say("public.here"))
	p.Sees(shows(ask("en", "goal")))
	p.Press("Specialist work (1号ロ)")
	p.Sees(shows(ask("en", "degrees")))
	w.fake.MigrateToSupergroup(group, p.ID())
	p.Say("/start@" + w.fake.Username())
	p.Sees(shows(ask("en", "degrees")))
}

// TestMenus: commands and descriptions are set per language, and only where they differ.
func TestMenus(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("ja")
	p.Say("/start")
	p.Sees(shows(ask("ja", "goal")))
	for _, language := range append([]string{""}, locales.Tags()...) {
		if len(language) > 2 {
			continue // Telegram takes codes of two letters only
		}
		voice := locales.In(language)
		if got, want := w.fake.Description("name", language), voice.Say("telegram.name"); language != "" && got != want {
			t.Errorf("%q: name %q, want %q", language, got, want)
		}
		if got := w.fake.Description("description", language); got != voice.Say("telegram.about", "Languages", voice.Languages()) {
			t.Errorf("%q: description %q", language, got)
		}
	}
	set := w.fake.Count("setMyCommands", 0, telegramtest.OK)
	w.stop()
	w.run(polling, bottest.NoLimits)
	p.Say("/help")
	p.Sees(shows(locales.In("ja").Say("help.title")))
	if got := w.fake.Count("setMyCommands", 0, telegramtest.OK); got != set || set != 8 {
		t.Errorf("commands were set %d times, then %d; want 8, for two scopes, and no more", set, got)
	}
}

// TestForgetEverywhere: who answered in a group, too, is told so in private, and asks there to be
// forgotten in both: then neither conversation is left, and the group's card says so.
func TestForgetEverywhere(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	v := locales.In("en")
	user := w.fake.AddUser(telegramtest.User{LanguageCode: "en"})
	group := w.fake.AddSupergroup("visa")
	there := w.fake.Person(user, group)
	there.Say("/start")
	there.Sees(shows(v.Say("public.title")))
	there.Press(v.Say("public.here"))
	there.Sees(shows(ask("en", "goal")))
	there.Press(v.Say("option.goal.i-b"))
	there.Sees(shows(ask("en", "degrees")))
	p := w.fake.Person(user, user)
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	p.Say("/mydata")
	p.Sees(shows(v.Say("telegram.mydata.groups", "Groups", strconv.FormatInt(group, 10))))
	p.Say("/forget")
	p.Sees(shows(v.Say("forget.title"), v.Say("telegram.forget.everywhere")))
	p.Press("yes:forget")
	p.Sees(shows(v.Say("forgotten.title"), v.Say("telegram.forgotten.elsewhere")))
	there.Sees(shows(v.Say("forgotten.title"), v.Say("telegram.forgotten.group")))
	w.stop()
	if keys, err := w.store.KeysOf(t.Context(), Platform, strconv.FormatInt(user, 10)); err != nil || len(keys) > 0 {
		t.Errorf("%d conversations are left, %v", len(keys), err)
	}
}
