package conversation

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hspbot/locales"
	"hspbot/scoring"
)

// supposals are texts that try something.
var supposals = map[string][]string{
	"en":      {"what if I earn 10M", "N1", "10M, SME", "9M and N1", "innovation support", "8 years of work, doctorate", "2028-04-01", "2027-01"},
	"ja":      {"年収が1000万円なら", "N1", "1000万円、中小企業", "900万円とN1", "特許", "2028年4月1日"},
	"zh":      {"如果年薪1000万日元", "N1", "1000万日元，中小企业", "专利", "2028年4月1日"},
	"zh-Hant": {"如果年薪1000萬日圓", "N1", "900萬日圓，N1", "專利", "2028年4月1日"},
}

// TestScenarioChangesNothing: whatever is tried, kept, named, dated and dropped, no answer changes before
// the person makes it so; at most three are kept.
func TestScenarioChangesNothing(t *testing.T) {
	base := map[string]State{}
	for tag := range supposals {
		base[tag] = tableAt(t, tag, "result")
	}
	views := []string{sideView, offerView, "scenario.a", "scenario.b", "scenario.c", "scenario.a.name", "scenario.b.name"}
	buttons := []string{"scenario:new:tried", "scenario:new:offer", "scenario:a:drop", "scenario:b:drop", "scenario:c:drop", "scenario:d:drop", "offer:drop", "show:"}
	for _, v := range views {
		buttons = append(buttons, ShowAction(v))
	}
	rapid.Check(t, func(t *rapid.T) {
		tag := rapid.SampledFrom(locales.Tags()).Draw(t, "language")
		s := base[tag]
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			e := Event{Kind: Pressed, At: noon, Action: rapid.SampledFrom(buttons).Draw(t, "button")}
			looked := s.View == sideView || strings.HasPrefix(s.View, scenarioView)
			if looked && rapid.Bool().Draw(t, "types") {
				e = Event{Kind: Typed, At: noon, Text: rapid.SampledFrom(supposals[tag]).Draw(t, "text")}
			}
			s = Step(s, e)
			if !s.sameAnswers(base[tag]) {
				t.Fatalf("%+v changes an answer", e)
			}
			if n := len(s.Scenarios); n > len(letters) {
				t.Fatalf("%d scenarios", n)
			}
			if screen := Show(s, noon); screen.Title == "" {
				t.Fatal("no screen")
			}
		}
		b, err := json.Marshal(s)
		var again State
		if err != nil || json.Unmarshal(b, &again) != nil || !slices.EqualFunc(again.Scenarios, s.Scenarios, func(a, b Scenario) bool { return reflect.DeepEqual(a, b) }) || again.Offer != s.Offer {
			t.Fatalf("stored as %s", b)
		}
	})
}

// TestScenarioMadeReal: what is made real is what was shown, and is one scenario less.
func TestScenarioMadeReal(t *testing.T) {
	for tag, texts := range supposals {
		for _, text := range texts {
			if strings.HasPrefix(text, "202") { // a day is not made real
				continue
			}
			s := tableAt(t, tag, "result")
			s.View = sideView
			s = Step(s, Event{Kind: Typed, Text: text, At: noon})
			sc := s.Scenarios.find("a")
			if sc == nil {
				t.Errorf("%s: %q makes none", tag, text)
				continue
			}
			shown := begin(s, noon).under(sc.Answers, sc.On).plan.assessment
			s = Step(s, Event{Kind: Pressed, Action: "scenario:a:real", At: noon})
			made := begin(s, noon).plan.assessment
			for c := range made.Categories {
				if made.Categories[c].Min != shown.Categories[c].Min || made.Categories[c].Max != shown.Categories[c].Max {
					t.Errorf("%s: %q: shown with %d to %d points, made %d to %d", tag, text, shown.Categories[c].Min, shown.Categories[c].Max,
						made.Categories[c].Min, made.Categories[c].Max)
				}
			}
			if len(s.Scenarios) > 0 {
				t.Errorf("%s: %q: left %v", tag, text, s.Scenarios)
			}
		}
	}
}

// TestScenarioPoints: by the sheet a master's degree gives 20 points, 5 years 10, 8.5M 30, N2 10, and 33
// years of age 10, but 35 only 5. N1 instead of N2 gives 5 more, and 10M 10 more.
func TestScenarioPoints(t *testing.T) {
	s := tableAt(t, "en", "result")
	s.Facts.Profile = s.Facts.With(scoring.Age, scoring.Value{})
	s.set(scoring.CareerTechnical, scoring.Value{})
	s.Facts.Birth, s.Facts.CareerSince = scoring.Date{Year: 1993, Month: 4, Day: 1}, today.AddYears(-5)
	c := &talk{t: t, at: noon, state: s}
	c.press(ShowAction(sideView)).shows("80 points")
	c.say("N1").shows("80 points → 85 points").say("10M").shows("80 points → 90 points")
	c.choose("a").say("2028-03-31").shows("85").choose(sideView).shows("80 points → 85 points")
	c.choose("a").say("2028-04-01").choose(sideView).say("N1 and 10M").shows("80 points → 95 points")
	if n := len(c.state.Scenarios); n != 3 {
		t.Fatalf("%d scenarios", n)
	}
	if on := c.state.Scenarios.find("a").On; on != (scoring.Date{Year: 2028, Month: 4, Day: 1}) {
		t.Errorf("of %s", on)
	}
	a := c.state.Scenarios.find("a")
	if got := begin(c.state, noon).under(a.Answers, a.On).plan.assessment.Categories[scoring.Technical]; got.Min != 80 || got.Max != 80 {
		t.Errorf("at 35: %d to %d", got.Min, got.Max)
	}
	c.say("patent").on(sideView).shows("Drop one first")
	c.choose("b", "drop").say("patent")
	if c.state.Scenarios.free() != "" {
		t.Error("its letter is not free")
	}
	c.choose("c").say("1999-01-01").shows("five years").say("2040-01-01").shows("five years")
}

// TestScenarioResidenceDate: in Japan since June 2026, a year with 80 points is not complete before the
// birthday of 15 January 2027, from which there are 75: the three years with 70 are on 1 June 2029. With
// N2 the year is complete on 1 June 2027. 5M give 15 points less than 8M, and 65 are too few.
func TestScenarioResidenceDate(t *testing.T) {
	c := engineer80(t).choose("residence", "work").say("2026-06-01").choose("none").say("2012-04-01").choose("years_5", "none").on("residence")
	c.press(ShowAction(sideView)).shows("Permanent residence … apply from 1 June 2029")
	c.say("N2").shows("apply from 1 June 2027").say("5M yen").shows("Permanent residence … not within 5 years")
	c.choose("a").shows("from 1 June 2027")
}

// TestScenarioName: a name is one line of at most 30 characters that are shown; a command is none.
func TestScenarioName(t *testing.T) {
	for text, want := range map[string]string{
		"Company in Osaka":              "Company in Osaka",
		"大阪の会社":                         "大阪の会社",
		"  a \n\t b\x00c  ":             "a b c",
		"a\u202eb\u200bc":               "abc",
		strings.Repeat("あ", 40):         strings.Repeat("あ", 30),
		strings.Repeat("x", 29) + " yz": strings.Repeat("x", 29),
		"\xff\xfe":                      "",
	} {
		if got := nameOf(text); got != want {
			t.Errorf("%q is called %q, want %q", text, got, want)
		}
	}
	c := &talk{t: t, at: noon, state: tableAt(t, "en", "result")}
	c.press(ShowAction(sideView)).say("N1").choose("a", "name").say("Tab\there; = and, more").on("scenario.a").shows("A: Tab here; = and, more")
	c.choose("name").say("back").choose(sideView)
	if sc := c.state.Scenarios.find("a"); sc.Name != "Tab here; = and, more" || len(sc.Answers) != 1 {
		t.Errorf("%+v", sc)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := nameOf(rapid.String().Draw(t, "text"))
		sc := Scenario{Letter: "b", Name: name, Answers: []Answer{{"japanese", "n1"}}}
		if utf8.RuneCountInString(name) > longestName || strings.ContainsAny(name, "\n\t") {
			t.Fatalf("%q", name)
		}
		if got := Scenarios(nil).with(sc).find("b"); got == nil || got.Name != name || len(got.Answers) != 1 {
			t.Fatalf("%q is kept as %+v", name, got)
		}
	})
}

// TestScenarioLeavesTheRest: an SME supposed leaves what else is known of the employer.
func TestScenarioLeavesTheRest(t *testing.T) {
	s := tableAt(t, "en", "result")
	s.set(scoring.InnovationSupport, scoring.IsYes)
	s.View = sideView
	s = Step(s, Event{Kind: Typed, Text: "SME", At: noon})
	other := begin(s, noon).under(s.Scenarios.find("a").Answers, scoring.Date{})
	if f := &other.state.Facts; f.Value(scoring.InnovationSupport) != scoring.IsYes || f.Value(scoring.SME) != scoring.IsYes {
		t.Errorf("%v, %v", f.Value(scoring.InnovationSupport), f.Value(scoring.SME))
	}
}

// TestScenariosFitAPhone: three scenarios of anybody, and each of them, are at most 20 lines of 40
// columns in every language.
func TestScenariosFitAPhone(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	for _, language := range locales.Tags() {
		for n := range 40 {
			person := pick(r, goals[n%4], []float64{0.1, 0.3, 0.6}[n%3])
			s, _, _ := interview(t, language, person.answer)
			s.View = sideView
			for _, text := range supposals[language] {
				if strings.HasPrefix(text, "202") { // of one scenario
					s.View = "scenario.c"
				}
				s = Step(s, Event{Kind: Typed, Text: text, At: noon})
				s.View = sideView
			}
			for _, view := range []string{sideView, "scenario.a", "scenario.b", "scenario.c"} {
				s.View, s.Notice = view, nil
				screen := Show(s, noon)
				check(t, screen)
				if lines := phoneLines(&screen); lines > 20 {
					t.Errorf("%s: %d lines\n%s", language, lines, draw(screen))
				}
			}
		}
	}
}
