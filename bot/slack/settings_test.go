package slack

import (
	"slices"
	"testing"
	"time"

	"hspbot/bot/slack/slacktest"
)

// settings opens the modal of the settings from the Home tab of an admin.
func (w *world) settings(p *slacktest.Person) {
	w.t.Helper()
	p.OpenHome()
	w.atHomeTab(p, say(w.languageOf(p), "slack.settings.button"))
	w.pressHome(p, hrSettings)
	w.wait(p, "the settings", func() bool { v := p.Modal(); return v != nil && v.CallbackID == hrSettings })
}

// choose chooses in the modal on top.
func (w *world) choose(p *slacktest.Person, options ...string) {
	w.t.Helper()
	for _, o := range options {
		if err := p.PressModal(o); err != nil {
			w.t.Fatalf("%v in\n%s", err, p.Modal().Plain())
		}
	}
}

// saved submits the modal of the settings, which closes.
func (w *world) saved(p *slacktest.Person) {
	w.t.Helper()
	w.submit(p, nil)
	if v := p.Modal(); v != nil {
		w.t.Fatalf("the settings are not taken: %v", v.Errors)
	}
	w.quiet()
}

// TestSettingsAreForAdmins: members and guests see no button, and a press made up opens nothing; who
// is no admin any more, or of whom Slack does not tell, changes nothing.
func TestSettingsAreForAdmins(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	people := map[string]*slacktest.Person{"a member": w.person("UPERSON1"), "a guest": w.person("UPERSON2"), "an admin": w.person("UPERSON3"), "an owner": w.person("UPERSON4")}
	people["a guest"].Role, people["an admin"].Role, people["an owner"].Role = slacktest.Guest, slacktest.Admin, slacktest.Owner
	for name, p := range people {
		p.OpenHome()
		offered := slices.Contains(ways(w.atHomeTab(p, say("en", "slack.home.about"))), hrSettings)
		if want := p.Role == slacktest.Admin || p.Role == slacktest.Owner; offered != want {
			t.Errorf("%s is offered the settings: %t", name, offered)
		}
	}
	admin := people["an admin"]
	w.settings(admin)
	w.choose(admin, "180")
	admin.Role = ""
	w.submit(admin, nil)
	if v := admin.Modal(); v == nil || v.Errors[fieldDays] != say("en", "slack.refuse.admins") {
		t.Errorf("who is no admin any more sees %+v", v)
	}
	admin.CloseModal()
	w.pressHome(admin, hrSettings) // the button was drawn before
	w.wait(admin, "a refusal", func() bool {
		v := admin.Modal()
		return v != nil && v.SubmitText == "" && shows(say("en", "slack.refuse.admins"))(&slacktest.Message{Blocks: v.Blocks})
	})

	owner := people["an owner"]
	w.settings(owner)
	w.choose(owner, "180")
	w.fake.Fail("users.info", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error", Times: slacktest.Always})
	w.submit(owner, nil)
	if v := owner.Modal(); v == nil || v.Errors[fieldDays] != say("en", "slack.refuse.admins") {
		t.Errorf("while Slack does not tell who they are, the owner sees %+v", v)
	}
	if set, err := w.slack.settings(t.Context(), "T1"); err != nil || set.Days != 0 {
		t.Errorf("stored are %+v, %v", set, err)
	}
}

// TestSettingsSayWhatIsWrong: chosen members have to be chosen; what is set is shown the next time.
func TestSettingsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	admin, a := w.person("UPERSON1"), w.person("UPERSON2")
	admin.Role, admin.Locale = slacktest.Admin, "ja-JP"
	w.settings(admin)
	w.choose(admin, "90", "start:chosen", "export:admins")
	w.submit(admin, nil)
	if v := admin.Modal(); v == nil || v.Errors[fieldMembers] != say("ja", "slack.settings.members_none") {
		t.Errorf("without members the modal says %+v", v)
	}
	if err := admin.ChooseUsers(fieldMembers, a); err != nil {
		t.Fatal(err)
	}
	w.saved(admin)
	set, err := w.slack.settings(t.Context(), "T1")
	if err != nil || set.Days != 90 || set.Kept[toStart] != chosenBy || set.Kept[toList] != everyone || set.Kept[toExport] != admins || !slices.Equal(set.Members, []string{"UPERSON2"}) {
		t.Errorf("stored are %+v, %v", set, err)
	}
	w.settings(admin)
	w.saved(admin) // as it is shown
	if again, err := w.slack.settings(t.Context(), "T1"); err != nil || again.Days != 90 || again.Kept[toStart] != chosenBy || !slices.Equal(again.Members, set.Members) {
		t.Errorf("after looking stored are %+v, %v", again, err)
	}
}

// TestRetentionIsOfTheWorkspace: candidates are kept as long as the admins have set, those that are
// there already, too; a shorter time deletes none without a warning.
func TestRetentionIsOfTheWorkspace(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	admin := w.person("UPERSON1")
	admin.Role = slacktest.Admin
	channel := w.team.Channel("C1", admin).Invite()
	w.ready(admin, channel, "candidate 1", "en", "i-b")
	head := threads(channel)[0]
	w.settings(admin)
	w.choose(admin, "180")
	w.saved(admin)
	w.pass(c, day)
	w.until(admin, root(channel, head.TS), shows(say("en", "slack.candidate.until", "Date", "21 May 2027")))
	expire := func(n int) {
		t.Helper()
		w.quiet()
		now := c.now()
		if _, err := w.store.Expire(t.Context(), now, now.Add(-30*day)); err != nil {
			t.Fatal(err)
		}
		if got := len(w.stored("T1/C1/")); got != n {
			t.Fatalf("%d candidates are left, not %d", got, n)
		}
	}
	w.pass(c, 100*day)
	expire(1)

	w.settings(admin)
	w.choose(admin, "7")
	w.saved(admin)
	w.pass(c, day) // 102 days without use: they would be long gone
	w.wait(admin, "a warning", func() bool { return len(saying(channel, say("en", "slack.candidate.keep"))) == 1 })
	expire(1)
	w.pass(c, 2*day-time.Minute)
	expire(1)
	w.pass(c, 2*time.Minute)
	w.until(admin, root(channel, head.TS), shows(say("en", "slack.candidate.expired", "N", 104)))
	expire(0)

	w.ready(admin, channel, "candidate 2", "en", "i-b")
	w.until(admin, root(channel, threads(channel)[1].TS), shows(say("en", "slack.candidate.until", "Date", "13 March 2027")))
}

// TestWhoMayStartListAndExport: what is for chosen members or for admins is refused to others,
// whichever way they take; who Slack does not tell of is no admin.
func TestWhoMayStartListAndExport(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	admin, a, b, guest := w.person("UPERSON1"), w.person("UPERSON2"), w.person("UPERSON3"), w.person("UPERSON4")
	admin.Role, guest.Role = slacktest.Admin, slacktest.Guest
	channel := w.team.Channel("C1", admin, a, b, guest).Invite()
	at, _ := w.ready(a, channel, "candidate 17", "en", "i-b")
	where := of(a, at())
	w.settings(admin)
	w.choose(admin, "start:chosen", "list:admins", "export:admins")
	if err := admin.ChooseUsers(fieldMembers, a); err != nil {
		t.Fatal(err)
	}
	w.saved(admin)

	for _, p := range []*slacktest.Person{b, guest} {
		w.refused(p, channel, where, "slack.refuse.permission", map[string]func(){
			"the command": func() { p.Command(channel, "candidate 18") },
			"a mention":   func() { p.Mention(channel, "", "candidate 18, engineer") },
			"the list":    func() { p.Command(channel, "list") },
			"the export":  func() { p.Command(channel, "export") },
		})
		p.Shortcut(shortcutNew)
		w.wait(p, "a refusal", func() bool {
			v := p.Modal()
			return v != nil && v.CallbackID == "" && shows(say("en", "slack.refuse.permission"))(&slacktest.Message{Blocks: v.Blocks})
		})
		p.OpenHome()
		if v := w.atHomeTab(p, say("en", "slack.home.about")); shows("candidate 17")(&slacktest.Message{Blocks: v.Blocks}) {
			t.Errorf("the Home tab lists candidates:\n%s", v.Plain())
		}
	}
	w.press(b, at(), "show:change") // whoever is in the channel still answers
	w.until(b, private(b, channel), shows(say("en", "change.title")))

	w.refused(a, channel, where, "slack.refuse.permission", map[string]func(){
		"the list of who may start": func() { a.Command(channel, "list") },
	})
	a.Command(channel, "candidate 18")
	w.candidate(a, channel, 2)
	admin.Command(channel, "candidate 19")
	w.candidate(admin, channel, 3)
	w.quiet()
	admin.Command(channel, "list")
	w.until(admin, private(admin, channel), shows("candidate 19"))
	admin.Command(channel, "export")
	w.wait(admin, "the file", func() bool { return len(w.fake.Files()) == 1 })
	w.quiet()

	w.fake.Fail("users.info", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error", Times: slacktest.Always})
	w.refused(admin, channel, where, "slack.refuse.permission", map[string]func(){
		"the list while Slack does not tell":   func() { admin.Command(channel, "list") },
		"the export while Slack does not tell": func() { admin.Command(channel, "export") },
	})
	a.Command(channel, "candidate 20") // who was chosen needs nobody to tell
	w.candidate(a, channel, 4)
}

// TestAUserGroupMayDoWhatIsForChosenMembers: who is in it may, who has left it may not any more, and
// while Slack does not tell nobody may.
func TestAUserGroupMayDoWhatIsForChosenMembers(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	admin, a, b := w.person("UPERSON1"), w.person("UPERSON2"), w.person("UPERSON3")
	admin.Role = slacktest.Admin
	channel := w.team.Channel("C1", admin, a, b).Invite()
	at, _ := w.ready(a, channel, "candidate 17", "en", "i-b")
	where := of(a, at())
	w.team.UserGroup("S1", "HR team", a)
	w.settings(admin)
	w.choose(admin, "HR team", "list:chosen")
	w.saved(admin)
	list := map[string]func(){"the list": func() { b.Command(channel, "list") }}
	w.refused(b, channel, where, "slack.refuse.permission", list)
	a.Command(channel, "list")
	w.until(a, private(a, channel), shows("candidate 17"))

	w.team.UserGroup("S1", "HR team", b)
	c.pass(memberLife + time.Second)
	list = map[string]func(){"the list": func() { a.Command(channel, "list") }}
	w.refused(a, channel, where, "slack.refuse.permission", list)
	w.fake.Fail("usergroups.users.list", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error", Times: slacktest.Always})
	c.pass(memberLife + time.Second)
	list = map[string]func(){"the list": func() { b.Command(channel, "list") }}
	w.refused(b, channel, where, "slack.refuse.permission", list)

	w.settings(admin) // what was chosen is shown
	w.saved(admin)
	if set, err := w.slack.settings(t.Context(), "T1"); err != nil || set.Group != "S1" || set.Kept[toList] != chosenBy {
		t.Errorf("stored are %+v, %v", set, err)
	}
}

// TestSettingsHoldForAllReplicas: what is set through one process counts in another at once, and
// after a restart.
func TestSettingsHoldForAllReplicas(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	admin := w.person("UPERSON1")
	admin.Role = slacktest.Admin
	in, err := w.slack.installs.Find(t.Context(), "", "T1")
	if err != nil {
		t.Fatal(err)
	}
	other, err := New(w.slack.o)
	if err != nil {
		t.Fatal(err)
	}
	if refusal := other.permitted(t.Context(), in, "UPERSON2", toStart); refusal != "" {
		t.Errorf("before anything is set: %s", refusal)
	}
	w.settings(admin)
	w.choose(admin, "start:admins", "7")
	w.saved(admin)
	if refusal := other.permitted(t.Context(), in, "UPERSON2", toStart); refusal != "slack.refuse.permission" {
		t.Errorf("in the other process: %q", refusal)
	}
	if refusal := other.permitted(t.Context(), in, admin.ID, toStart); refusal != "" {
		t.Errorf("of an admin in the other process: %q", refusal)
	}
	if set, err := other.settings(t.Context(), "T1"); err != nil || set.keep(30*day) != 7*day {
		t.Errorf("in the other process %+v, %v", set, err)
	}
}

// TestUnreadableSettingsPermitNothing: where the settings cannot be read nobody does what they may
// forbid.
func TestUnreadableSettingsPermitNothing(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	in, err := w.slack.installs.Find(t.Context(), "", "T1")
	if err != nil {
		t.Fatal(err)
	}
	err = w.store.Change(t.Context(), settingsKind, "T1", func([]byte) ([]byte, error) { return []byte("{"), nil })
	if err != nil {
		t.Fatal(err)
	}
	if refusal := w.slack.permitted(t.Context(), in, "UPERSON1", toExport); refusal != "slack.trouble" {
		t.Errorf("the answer is %q", refusal)
	}
}

// TestSettingsGoWithTheWorkspace: who removes the app leaves none behind.
func TestSettingsGoWithTheWorkspace(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	if err := w.slack.set(t.Context(), "T1", func(s *settings) { s.Days = 7 }); err != nil {
		t.Fatal(err)
	}
	if err := (&intake{w.slack, w.Bot}).clearOne(t.Context(), "T1"); err != nil {
		t.Fatal(err)
	}
	if ids, err := w.store.RecordsOf(t.Context(), settingsKind); err != nil || len(ids) > 0 {
		t.Errorf("left are the settings of %q, %v", ids, err)
	}
}
