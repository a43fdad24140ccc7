package conversation

import (
	"math/rand/v2"
	"testing"

	"hspbot/locales"
)

// TestWaysToSeventy: what closes a gap of five points, by the form: a master's degree 20, 5 years 10, 31
// years of age 10, 7M 25 are 65. 8M gives 30, N2 10, one licence 5.
func TestWaysToSeventy(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("7M yen").say("31").say("5").choose("none", "none", "none", "none", "none", "none").on("result")
	c.shows("Not yet: 65 of 70 points (5 short)").shows("¥8M a year or more … 65 → 70").
		shows("1 licence or IT examination more … 65 → 70").shows("JLPT N2 (or BJT 400) … 65 → 75")
	// 10 more points for 80: 9M and a licence. 8M is needed for 70, 10M for 80; from 35 the age gives
	// 5 points for 10, and one step more is needed for 70, and for 80 there is none.
	c.choose("ways").on("ways").shows("1号ロ, 70 points: ¥8M").shows("1号ロ, 80 points: ¥10M")
	// At 29 two more years of work end the points for the age under 30: 15 become 10, and with
	// 6.5M, which gives 20, 65 stay 65. Ten years give 20, and 34 years of age 10: 70.
	start(t, "en").choose("i-b", "master", "done").say("6.5M yen").say("29").say("5").choose("none", "none", "none", "none", "none", "none").on("result").
		shows("Not yet: 65 of 70 points")
}

// TestWaysAsk: an answer that is open and would close the gap alone comes first.
func TestWaysAsk(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("7M yen").say("31").say("5").choose("none", "none", "none", "not-sure", "none", "none")
	c.say("how do i get more points").on("ways").shows("❔ Ask the employer: Gets innovation support? … 65 → 75")
}

// TestPlansFitAPhone: the ways and the calendar of anybody are at most 20 lines of 40 columns, in every
// language, and say what the scorer says.
func TestPlansFitAPhone(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	for _, language := range locales.Tags() {
		for n := range 60 {
			person := pick(r, goals[n%4], []float64{0.1, 0.3, 0.6}[n%3])
			s, _, _ := interview(t, language, person.answer)
			now := begin(s, noon)
			if n%2 == 0 {
				now.plan.person.Birth = now.today.AddYears(-26 - r.IntN(12)).AddDays(-r.IntN(365))
				now.state.Facts.Birth = now.plan.person.Birth
			}
			for _, screen := range []Screen{now.morePoints(), now.calendarDays()} {
				if lines := tall(screen); lines > 20 {
					t.Errorf("%s: %d lines\n%s", language, lines, draw(screen))
				}
			}
		}
	}
}

// TestPlanWords: the ways and the calendar are a question away, in every language.
func TestPlanWords(t *testing.T) {
	for language, texts := range map[string][2]string{
		"en": {"how do i get more points?", "When do I lose points?"},
		"ja": {"どうすれば70点", "点数の推移"}, "zh": {"怎么加分", "什么时候掉分"}, "zh-Hant": {"怎麼加分", "什麼時候掉分"},
	} {
		c := start(t, language).choose("i-b", "master", "done")
		c.say(texts[0]).on("ways").say(texts[1]).on("calendar")
	}
}
