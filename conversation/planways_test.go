package conversation

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hspbot/locales"
)

// TestWaysToSeventy: what closes a gap of five points, by the form: a master's degree 20, 5 years 10, 31
// years of age 10, 7M 25 are 65. 8M gives 30, N2 10, one licence 5.
func TestWaysToSeventy(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("7M yen").say("31").say("5").choose("none", "none", "none", "none", "none", "none").on("result")
	c.shows("Not yet: 65 of 70 points (5 short)").shows("¥8M a year or more … 65 → 70").
		shows("1 more licence or exam for the work (in IT for example 応用情報) … 65 → 70").shows("JLPT N2 (or BJT 400) … 65 → 75")
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
	c.say("how do i get 80").on("ways")
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

// TestWaysOnATie: where two categories have the same points, the ways say so, and that the
// category follows the work.
func TestWaysOnATie(t *testing.T) {
	for lang, want := range map[string][]string{"en": {"1号イ", "1号ロ", "follows the work"}, "ja": {"1号イ", "1号ロ", "仕事で決まります"},
		"zh": {"1号イ", "1号ロ", "由工作内容决定"}, "zh-Hant": {"1號イ", "1號ロ", "由工作內容決定"}} {
		c := start(t, lang).choose("all")
		c.say("bachelor").say("5000000").say("31").say("5").say("5").say("0") // 10 + 15 + 10, and 10 in both for 5 years
		tied := Show(Step(c.state, Event{Kind: Pressed, Action: ShowAction("ways"), At: noon}), noon)
		text := ""
		for _, b := range tied.Body {
			text += b.Text + "\n"
		}
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %s in\n%s", lang, w, text)
			}
		}
		one := Show(Step(start(t, lang).choose("i-b").say("bachelor").state, Event{Kind: Pressed, Action: ShowAction("ways"), At: noon}), noon)
		for _, b := range one.Body {
			if strings.Contains(b.Text, want[2]) {
				t.Errorf("%s: of one category: %s", lang, b.Text)
			}
		}
	}
}
