package conversation

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// talk is a conversation in a test.
type talk struct {
	t      *testing.T
	state  State
	screen Screen
	at     time.Time
}

func start(t *testing.T, language string) *talk {
	t.Helper()
	c := &talk{t: t, at: noon}
	c.do(Event{Kind: Started, Language: language})
	return c
}

func (c *talk) do(e Event) *talk {
	c.t.Helper()
	e.At = c.at
	c.state, c.screen = step(c.state, e)
	check(c.t, c.screen)
	return c
}

func (c *talk) say(text string) *talk { c.t.Helper(); return c.do(Event{Kind: Typed, Text: text}) }
func (c *talk) press(action string) *talk {
	c.t.Helper()
	return c.do(Event{Kind: Pressed, Action: action})
}

// choose presses the choice of the id on the screen.
func (c *talk) choose(ids ...string) *talk {
	c.t.Helper()
	for _, id := range ids {
		action := ""
		for _, x := range c.screen.Choices {
			if x.ID == id {
				action = x.Action
			}
		}
		if action == "" {
			c.t.Fatalf("no choice %q on\n%s", id, draw(c.screen))
		}
		c.press(action)
	}
	return c
}

func (c *talk) on(id string) *talk {
	c.t.Helper()
	if c.screen.ID != id {
		c.t.Fatalf("on %q, want %q:\n%s", c.screen.ID, id, draw(c.screen))
	}
	return c
}

func (c *talk) shows(text string) *talk {
	c.t.Helper()
	if !strings.Contains(draw(c.screen), text) {
		c.t.Fatalf("the screen does not say %q:\n%s", text, draw(c.screen))
	}
	return c
}

// TestCommandWords: each command answers to its slash name, also with a bot's name behind
// it, and to its plain words in every language, whatever the language spoken.
func TestCommandWords(t *testing.T) {
	views := map[command]string{cmdHelp: "help", cmdChange: "change", cmdResult: "result", cmdLanguage: "language", cmdDocuments: "documents",
		cmdMyData: "mydata", cmdForget: "forget", cmdRestart: "restart", cmdBack: "goal", cmdStart: "degrees"}
	for c, view := range views {
		texts := []string{"/" + string(c), "/" + strings.ToUpper(string(c)), "/" + string(c) + "@hspbot", " /" + string(c) + " "}
		for _, tag := range locales.Tags() {
			texts = append(texts, locales.In(tag).Words()["command"][string(c)][""]...)
		}
		for _, text := range texts {
			for _, tag := range locales.Tags() {
				start(t, tag).choose("i-b").say(text).on(view)
			}
		}
	}
}

// TestWordsMeanOneThing: a word has one meaning among the commands, and one at each
// question; and no command is also an answer.
func TestWordsMeanOneThing(t *testing.T) {
	for _, conflict := range words().conflicts {
		t.Error(conflict)
	}
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for topic := range v.Words()["topic"] {
			if !v.Has("topic."+topic) && !v.Has(topic) { // the guide has it
				t.Errorf("%s: nothing is said about the topic %s", tag, topic)
			}
		}
		for _, byID := range v.Words()["aside"] {
			for id := range byID {
				if !v.Has("aside." + id) {
					t.Errorf("%s: nothing is said about %s", tag, id)
				}
			}
		}
	}
	for id, m := range words().options {
		for text, option := range m {
			if c, ok := words().commands[text]; ok {
				t.Errorf("%q means the command %s and the answer %s to %s", text, c, option, id)
			}
		}
	}
}

// TestDoubleTap: a press that comes twice, at once or late, sets the same fact to the same value.
func TestDoubleTap(t *testing.T) {
	c := start(t, "en").choose("i-b")
	for range 3 {
		c.press("on:degrees:master")
	}
	c.on("degrees").press("on:degrees:bachelor").press("off:degrees:bachelor").press("off:degrees:bachelor").choose("done").on("salary")
	if got := c.state.Facts.Value(scoring.Degrees); got != scoring.Members(scoring.Master) {
		t.Errorf("degrees %v, want a master's alone", got)
	}
	before := c.state.Facts
	c.press("done:degrees:3f").on("salary") // again, late
	c.press("set:goal:i-b").on("salary")
	if c.state.Facts != before || c.screen.Notice != "" {
		t.Errorf("a late press changed something: %q", c.screen.Notice)
	}
	// A button of an old message changes the answer, and says so.
	c.press("set:career_i-b:5-7").press("set:career_i-b:7-10").shows(locales.In("en").Say("notice.changed", "Question", "Years in this work")).on("salary")
	if got := c.state.Facts.Value(scoring.CareerTechnical); got != scoring.Between(7, 10) {
		t.Errorf("career %v, want 7 to 10", got)
	}
}

// TestExclusiveToggles: the two kinds of JICA training exclude each other.
func TestExclusiveToggles(t *testing.T) {
	c := start(t, "en").choose("i-b").press("on:rest:jica_with_classes").press("on:rest:jica_without_classes").on("rest")
	for _, x := range c.screen.Choices {
		if x.Selected != (x.ID == "jica_without_classes") {
			t.Errorf("%s selected: %v", x.ID, x.Selected)
		}
	}
}

// TestLanguageInMidQuestion: switching the language keeps the page as it is drafted.
func TestLanguageInMidQuestion(t *testing.T) {
	c := start(t, "en").choose("i-b").choose("master", "doctorate").say("/language").choose("ja").on("degrees")
	selected := 0
	for _, x := range c.screen.Choices {
		if x.Selected {
			selected++
		}
	}
	if selected != 2 || c.screen.Language != "ja" {
		t.Errorf("%d toggles on in %s, want 2 in ja", selected, c.screen.Language)
	}
	c.do(Event{Kind: Typed, Text: "?!", Language: "zh"})
	if c.screen.Language != "ja" {
		t.Errorf("the platform's language won over the person's choice")
	}
}

// TestBack goes back question by question without losing an answer, and forward again.
func TestBack(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("8.5M").say("33").say("5").on("japanese")
	facts := c.state.Facts
	c.say("back").on("career_i-b").say("戻る").on("age").say("返回").on("salary").choose("back").on("degrees").choose("back").on("goal").say("/back").on("goal").
		shows(locales.In("en").Say("notice.first_question")).choose("keep").on("japanese")
	if c.state.Facts != facts {
		t.Errorf("going back lost answers")
	}
	c.choose("why").on("why:japanese").choose("back").on("japanese").choose("n1").on("universities")
}

// TestWhyWhileChanging: looking something up does not end the change under way.
func TestWhyWhileChanging(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("/change").choose("degrees").on("degrees").choose("why").choose("back").on("degrees")
	if c.state.Editing != "degrees" {
		t.Errorf("the change was given up")
	}
	c.choose("doctorate", "done").on("salary")
	if got := c.state.Facts.Value(scoring.Degrees); got != scoring.Members(scoring.Master|scoring.Doctorate) {
		t.Errorf("degrees %v", got)
	}
}

// TestNoDegree: who has none is not asked for universities, until they say they have one.
func TestNoDegree(t *testing.T) {
	c := start(t, "ja").choose("i-b").choose("none").on("salary")
	if a := c.state.plan(today).assessment.Categories[scoring.Technical]; a.Items[scoring.ItemJapaneseUniversity].Max != 0 || a.Items[scoring.ItemDesignatedUniversity].Max != 0 {
		t.Errorf("points for a university without a degree: %+v", a.Items)
	}
	c.say("/change").choose("degrees", "bachelor", "done").say("500万円").say("33").say("5").choose("none").on("universities")
}

// TestDifference: a change of an answer at the result shows before and after.
func TestDifference(t *testing.T) {
	person := pick(rand.New(rand.NewPCG(1, 1)), "i-b", 0)
	person.numbers["salary"], person.numbers["age"], person.numbers["career_i-b"], person.choice["japanese"] = 8_000_000, 33, 5, "n1"
	s, screen, _ := interview(t, "en", person.answer)
	c := &talk{t: t, state: s, screen: screen, at: noon}
	before := s.plan(today).assessment.Categories[scoring.Technical].Min
	c.choose("change", "salary").say("9M").on("result")
	after := c.state.plan(today).assessment.Categories[scoring.Technical].Min
	if after != before+5 { // 800万円 30 → 900万円 35
		t.Errorf("%d points became %d", before, after)
	}
	v := locales.In("en")
	c.shows(v.Say("difference.points", "Category", "1号ロ", "Before", v.Say("points.exact", "N", before), "After", v.Say("points.exact", "N", after)))
	c.choose("change", "salary", "keep").on("result")
}

// TestBirthday: a birthday that changes the points within three years is said with its day; with
// the age alone, the years within which it comes.
func TestBirthday(t *testing.T) {
	for born, want := range map[string]string{
		"1997-05-22": "On 22 May 2027 you turn 30", "1999-11-22": "On 22 November 2029 you turn 30", "1999-11-23": "", "1996-11-21": "", "1995-01-01": "",
		"1996-02-29": "", "27": "When you turn 30, within 3 years", "29": "When you turn 30, within 1 year:", "26": "", "39": "When you turn 40, within 1 year:"} {
		person := pick(rand.New(rand.NewPCG(2, 2)), "i-b", 0)
		person.numbers["salary"], person.numbers["career_i-b"], person.choice["japanese"] = 10_000_000, 10, "n1"
		_, screen, _ := interview(t, "en", func(s Screen) Event {
			if s.ID == "age" {
				return Event{Kind: Typed, Text: born, At: noon}
			}
			return person.answer(s)
		})
		text := draw(screen)
		if said := strings.Contains(text, " you turn "); said != (want != "") || !strings.Contains(text, want) {
			t.Errorf("born %s: want %q in\n%s", born, want, text)
		}
	}
}

// TestBirthdayEffects: what a birthday does, by the matrix of the form. Bachelor 10, 5 years 10,
// one licence 5, Japanese degree 10, N1 15: 50, with 4.5M at 29 (10) and the age (15) 75; at 30
// neither 4.5M nor more than 10 for the age: 60.
func TestBirthdayEffects(t *testing.T) {
	c := start(t, "en").choose("i-b", "bachelor", "done").say("4.5M yen").say("1997-01-15").say("5").choose("n1", "japanese_university", "done", "none", "none", "none", "one", "no")
	c.shows("On 15 January 2027 you turn 30: 1号ロ 75 → 60 points, under 70.").choose("points").shows("The 3-year route to permanent residence breaks that day")
	if text := draw(c.screen); strings.Contains(text, "possible after") {
		t.Errorf("a route that breaks is called within reach:\n%s", text)
	}
}

// TestAsksBack: what could be read two ways is asked back and changes nothing.
func TestAsksBack(t *testing.T) {
	c := start(t, "zh").choose("i-b", "master", "done").on("salary")
	before := c.state.Facts
	for _, text := range []string{"8.5", "850", "100000 USD", "850万元", "月薪50万", "-5M", "五百", "8,5M"} {
		if c.say(text).on("salary"); c.state.Facts != before || c.screen.Notice == "" {
			t.Errorf("%q was taken as %v", text, c.state.Facts.Value(scoring.AnnualIncome))
		}
	}
	c.say("850").choose("=8500000").on("age")
	if got := c.state.Facts.Value(scoring.AnnualIncome); got != scoring.Number(8_500_000) {
		t.Errorf("salary %v", got)
	}
	for _, text := range []string{"8", "3", "150"} { // a slip for an option or a number of years
		before := c.state.Facts
		if c.press("edit:age").say(text).on("age"); c.state.Facts != before {
			t.Errorf("age %q was taken", text)
		}
	}
}

// TestOfferByNumber: the number or the letter of the one amount offered takes it; years are
// years. What is no answer keeps the offer's question.
func TestOfferByNumber(t *testing.T) {
	for _, key := range []string{"1", "a", "１"} {
		c := start(t, "en").choose("i-b", "master", "done").say("850").on("salary").say(key).on("age")
		if got := c.state.Facts.Value(scoring.AnnualIncome); got != scoring.Number(8_500_000) {
			t.Errorf("%q takes %v", key, got)
		}
	}
	c := start(t, "en").choose("i-b", "master", "done").say("8.5M").say("33").on("career_i-b").say("about 5").say("1").on("japanese")
	if got := c.state.Facts.Value(scoring.CareerTechnical); got != scoring.Real(1) {
		t.Errorf("one year of work is %v", got)
	}
}

// TestOnlyYesDeletes: a word of agreement is no yes to a deletion.
func TestOnlyYesDeletes(t *testing.T) {
	for _, word := range []string{"ok", "sure", "okay", "はいはい", "好的", "了解", "嗯", "うん"} {
		if c := start(t, "en").choose("i-b").say("/forget").say(word); c.screen.Kind == Forgotten || c.state.Goal == "" {
			t.Errorf("%q deleted everything", word)
		}
	}
	for _, word := range []string{"yes", "はい", "是", "是的"} {
		if c := start(t, "en").choose("i-b").say("/forget").say(word); c.screen.Kind != Forgotten {
			t.Errorf("%q did not delete: %s", word, draw(c.screen))
		}
	}
}

// TestMyDataAndForget: everything stored is shown, and goes when the person says so, once.
func TestMyDataAndForget(t *testing.T) {
	c := start(t, "en").do(Event{Kind: Started, Referral: "sakura"}).choose("i-c").choose("mba_mot", "done").say("12M").say("12 years").choose("none").choose("not-sure").on("employer").say("/mydata")
	if c.screen.Kind != Data || c.screen.File == nil {
		t.Fatal("no file")
	}
	p, err := scoring.ParseProfile(c.screen.File.Data)
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range map[scoring.Fact]scoring.Value{scoring.Degrees: scoring.Members(scoring.MBA), scoring.CareerManagement: scoring.Real(12), scoring.JapaneseUniversity: {}} {
		if got := p.Value(f); got != want {
			t.Errorf("%s: %v, want %v", f.Key(), got, want)
		}
	}
	c.shows("sakura").shows("22 November 2026").shows("Universities … not sure").shows("Annual income … ¥12M").choose("back").on("employer")
	c.say("/forget").say("no").on("employer").say("/forget").say("maybe").on("forget").say("はい")
	if c.screen.Kind != Forgotten || !reflect.DeepEqual(c.state, State{Language: "en", Forgotten: true}) {
		t.Errorf("left behind: %+v", c.state)
	}
	c.say("hello").on("goal")
}

// TestReferral: a referral that is too long or no text is not kept; the first one stays.
func TestReferral(t *testing.T) {
	c := start(t, "en").do(Event{Kind: Started, Referral: strings.Repeat("x", 65)})
	if c.state.Referral != "" {
		t.Error("kept a referral of 65 bytes")
	}
	c.do(Event{Kind: Started, Referral: "a\xff"}).do(Event{Kind: Started, Referral: "b"})
	if c.state.Referral != "a" {
		t.Errorf("referral %q, want a", c.state.Referral)
	}
}

// TestNoTableToday: with the clock before the table begins nothing is lost and nothing panics.
func TestNoTableToday(t *testing.T) {
	c := start(t, "ja").choose("i-b", "master")
	c.at = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	c.state, c.screen = step(c.state, Event{Kind: Typed, Text: "33", At: c.at})
	if c.screen.ID != "uncovered" {
		t.Errorf("on %s", c.screen.ID)
	}
	c.at = noon
	c.say("/start").on("degrees").choose("done").on("salary")
}

// TestStateIsFacts: what is stored holds no position and no text a person wrote.
func TestStateIsFacts(t *testing.T) {
	c := start(t, "en").choose("i-b").say("my name is Alice").say("master").say("8M yen").say("33").say("5").choose("none").say("Harvard").say("no").choose("none")
	b, err := json.Marshal(c.state)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Alice", "Harvard"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("stored %q: %s", secret, b)
		}
	}
}

// TestPublic: where others read along, nothing is asked until the person says so.
func TestPublic(t *testing.T) {
	c := &talk{t: t, at: noon}
	c.do(Event{Kind: Started, Language: "ja", Public: true}).on("public").do(Event{Kind: Typed, Text: "33", Public: true}).on("public")
	if c.screen.Choices[0].Action != ActionPrivate {
		t.Errorf("the first choice is %+v", c.screen.Choices[0])
	}
	c.do(Event{Kind: Pressed, Action: c.screen.Choices[1].Action, Public: true}).on("goal").do(Event{Kind: Pressed, Action: "set:goal:i-b", Public: true}).on("degrees").
		do(Event{Kind: Typed, Text: "修士", Public: true}).on("salary")
}

// TestInvited: the language of a link counts more than the platform's, less than the person's choice.
func TestInvited(t *testing.T) {
	c := start(t, "en").do(Event{Kind: Started, Language: "en", Invited: "zh"}).do(Event{Kind: Typed, Text: "?!x", Language: "en"})
	if c.screen.Language != "zh" {
		t.Errorf("language %s, want that of the link", c.screen.Language)
	}
	c.press("lang:ja").do(Event{Kind: Started, Invited: "zh", Language: "en"})
	if c.screen.Language != "ja" {
		t.Errorf("language %s, want the person's choice", c.screen.Language)
	}
	start(t, "ja").do(Event{Kind: Edited, Message: "9", Text: "修士"}).shows(locales.In("ja").Say("notice.edited")).do(Event{Kind: Sent}).shows(locales.In("ja").Say("notice.not_text"))
}

// TestDraftOutlivesOthers: where several people answer together, a late press on another
// question leaves the toggles of the page as they are.
func TestDraftOutlivesOthers(t *testing.T) {
	for _, late := range []string{"set:goal:i-b", "set:goal:i-c", "why:goal", "set:age:=33"} {
		c := start(t, "en").choose("i-b").press("on:degrees:master")
		var done string
		for _, x := range c.screen.Choices {
			if x.ID == "done" {
				done = x.Action
			}
		}
		c.press(late).press(done)
		if got := c.state.Facts.Value(scoring.Degrees); got != scoring.Members(scoring.Master) {
			t.Errorf("after %s the degrees are %+v", late, got)
		}
	}
}

// TestForgottenButtons: who presses a button of before they were forgotten begins anew, in
// the language they choose.
func TestForgottenButtons(t *testing.T) {
	for _, action := range []string{"show:points", "show:documents", "show:change", "show:result", "show:"} {
		c := &talk{t: t, at: noon}
		c.do(Event{Kind: Pressed, Action: action, Language: "ja"})
		if c.screen.ID != "goal" || c.screen.Language != "ja" {
			t.Errorf("%s shows %s in %s", action, c.screen.ID, c.screen.Language)
		}
	}
	c := &talk{t: t, at: noon}
	if c.do(Event{Kind: Pressed, Action: "show:language"}); c.screen.ID != "language" {
		t.Errorf("show:language shows %s", c.screen.ID)
	}
}

// TestUnreadableState offers to delete what cannot be read, and does so when that is pressed.
func TestUnreadableState(t *testing.T) {
	for _, tag := range locales.Tags() {
		s := Unreadable(tag)
		screen := Show(s, noon)
		if screen.Language != tag || screen.Notice == "" {
			t.Errorf("%s: %+v", tag, screen)
		}
		var danger []string
		for _, c := range screen.Choices {
			if c.Danger {
				danger = append(danger, c.Action)
			}
		}
		if len(danger) != 1 || !Step(s, Event{Kind: Pressed, Action: danger[0], At: noon}).Forgotten {
			t.Errorf("%s: %q does not delete it", tag, danger)
		}
	}
}
