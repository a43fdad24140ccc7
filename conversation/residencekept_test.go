package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestMakesUpForABirthday: 80 points are 75 from the 35th birthday, age 10 → 5. 9M yen give 35 in
// place of 30, N2 gives 10, a licence 5: each makes 80 again. Experience is at its most.
func TestMakesUpForABirthday(t *testing.T) {
	for tag, want := range map[string]string{
		"en":      "Any one of these makes up for it, if it is there before that day: 1 more licence or exam for the work (in IT for example 応用情報), ¥9M a year or more, JLPT N2 (or BJT 400).",
		"ja":      "下がる分を補えます：業務に関連する資格・試験をあと1つ（ITなら応用情報技術者など）、年収900万円以上、",
		"zh":      "就能补上：再有1项与工作相关的资格或考试（IT可考応用情報技術者等）、年收入900万日元以上、",
		"zh-Hant": "就能補上：再有1項與工作相關的資格或考試（IT可考応用情報技術者等）、年收入900萬日圓以上、",
	} {
		c := engineer80(t).choose("residence", "work").say("2024-01-10").choose("none").say("2012-04-01").choose("years_5", "none").on("residence")
		c.state.Language = tag
		if text := draw(Show(c.state, c.at)); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q:\n%s", tag, want, text)
		}
	}
}

// TestMakesUpForAYearUnderWay: in Japan since June 2026, the year with 80 points is not complete
// before the birthday of 15 January 2027; with N2 it is, on 1 June 2027.
func TestMakesUpForAYearUnderWay(t *testing.T) {
	c := engineer80(t).choose("residence", "work").say("2026-06-01").choose("none").say("2012-04-01").choose("years_5", "none").on("residence")
	c.shows("makes up for it").shows("JLPT N2").shows("Not 80 points all the time: 1 year with 80 points on any status")
}

// TestNothingMakesUp: nothing is named to whom no day is known of the stay, nor of the birthday.
func TestNothingMakesUp(t *testing.T) {
	about := strings.Split(locales.In("en").Say("residence.keeping", "Ways", "|"), "|")[0]
	c := engineer80(t).choose("residence", "abroad").on("arrival").choose("not-sure")
	if text := draw(c.screen); strings.Contains(text, about) {
		t.Errorf("to somebody with no stay that is known:\n%s", text)
	}
	c = engineer80(t).choose("residence", "work").say("2024-01-10").choose("none").say("2012-04-01").choose("years_5", "none").on("residence")
	tn := begin(c.state, c.at)
	b := tn.nextBirthday()
	if b == nil || tn.keeping(b) == "" {
		t.Fatal("the birthday takes nothing away")
	}
	b.on = scoring.Date{}
	if got := tn.keeping(b); got != "" {
		t.Errorf("without a day: %q", got)
	}
}
