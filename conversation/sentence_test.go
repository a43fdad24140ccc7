package conversation

import (
	"strconv"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// oneSentence are three people who say all at once, in each language, and the points that the
// form gives them: an engineer with a master's degree 20, 8M 30, 32 years of age 10, 5 years 10,
// N2 10; a researcher with a doctorate 30, 6M 20, 29 years of age 15, N1 15; a graduate with a
// bachelor's degree 10, 7M 25, 28 years of age 15, 7 years 15, N1 15.
var oneSentence = map[string][3]string{
	"en":      {"engineer, 32, master's, 5 years, 8M yen, N2", "researcher, PhD, 6M yen, 29, N1", "software engineer, bachelor's, 7M yen, 28, 7 years of experience, N1"},
	"ja":      {"エンジニア、32歳、修士、職歴5年、年収800万円、N2", "研究職、博士号、年収600万円、29歳、N1", "ITエンジニア、大卒、年収700万円、28歳、経験7年、N1"},
	"zh":      {"工程师，32岁，硕士，工作5年，年薪800万日元，N2", "研究员，博士，年薪600万日元，29岁，N1", "软件工程师，本科，年薪700万日元，28岁，工作7年，N1"},
	"zh-Hant": {"工程師，32歲，碩士，工作5年，年薪800萬日圓，N2", "研究員，博士，年薪600萬日圓，29歲，N1", "軟體工程師，學士，年薪700萬日圓，28歲，工作7年，N1"},
}

// TestOneSentence: who says all in one sentence sees a result after four turns at most.
func TestOneSentence(t *testing.T) {
	points := [3]int{80, 80, 80}
	for _, tag := range locales.Tags() {
		for i, text := range oneSentence[tag] {
			c := start(t, tag).say(text)
			turns := 1
			for ; c.screen.ID != "result" && turns < 10; turns++ {
				c.choose(next(t, c.screen))
			}
			a := c.state.plan(today).assessment
			if turns > 4 || a.Categories[a.Best].Min != points[i] || !strings.Contains(c.screen.Title, strconv.Itoa(points[i])) {
				t.Errorf("%s: %q after %d turns:\n%s", tag, text, turns, draw(c.screen))
			}
		}
	}
}

// next is what somebody does who agrees with what was understood and wants to see the result.
func next(t *testing.T, s Screen) string {
	t.Helper()
	for _, id := range []string{"take", "result", "not-sure"} {
		for _, c := range s.Choices {
			if c.ID == id {
				return id
			}
		}
	}
	t.Fatalf("no way on:\n%s", draw(s))
	return ""
}

// TestAgreed: what somebody said at once is taken when they agree in their own words, and stays to
// be confirmed when they say something that is not understood.
func TestAgreed(t *testing.T) {
	said := map[string]string{"en": "32, master's, 8.5M, N2", "ja": "32歳、修士、年収850万、N2", "zh": "32岁，硕士，年薪850万日元，N2", "zh-Hant": "32歲，碩士，年薪850萬日圓，N2"}
	agreed := map[string][]string{"en": {"ok", "OK!", "looks good", "correct", "yes", "👍", "all right"}, "ja": {"OK", "はい", "大丈夫です", "合っています", "問題ありません"},
		"zh": {"好的", "对", "没问题", "是的", "ok"}, "zh-Hant": {"好的", "對", "沒問題", "是的", "正確"}}
	for lang, text := range said {
		s := Step(State{}, Event{Kind: Started, Language: lang, At: noon})
		s = Step(s, Event{Kind: Typed, Text: text, Language: lang, At: noon})
		if s.Facts.Value(scoring.AnnualIncome).Known() {
			t.Fatalf("%s: taken without being confirmed", lang)
		}
		lost := Step(s, Event{Kind: Typed, Text: "qwrtz", Language: lang, At: noon})
		for _, word := range agreed[lang] {
			for _, before := range []State{s, lost} {
				after := Step(before, Event{Kind: Typed, Text: word, Language: lang, At: noon})
				if got := after.Facts.Value(scoring.AnnualIncome); got != scoring.Number(8_500_000) {
					t.Errorf("%s: %q takes %v: %s", lang, word, got, Show(after, noon).Notice)
				}
			}
		}
	}
}

// TestProposedTogether: what is said while something waits to be confirmed joins it.
func TestProposedTogether(t *testing.T) {
	s := tableAt(t, "zh-Hant", "salary")
	s = Step(s, Event{Kind: Typed, Text: "台大", Language: "zh-Hant", At: noon})
	s = Step(s, Event{Kind: Typed, Text: "孩子5歲", Language: "zh-Hant", At: noon})
	s = Step(s, Event{Kind: Typed, Text: "對", Language: "zh-Hant", At: noon})
	if got := s.Facts.Value(scoring.DesignatedUniversity); got != scoring.IsYes {
		t.Errorf("of the university is stored %v", got)
	}
	if got := s.Facts.Value(scoring.ChildrenAges); !got.Known() {
		t.Error("of the child nothing is stored")
	}
}

// TestNoLicenceIsNoAnswerElsewhere: what somebody has not, of another question, is no "none of
// these" of this one.
func TestNoLicenceIsNoAnswerElsewhere(t *testing.T) {
	for _, c := range []struct{ lang, question, text string }{
		{"zh-Hant", "universities", "沒有證照"}, {"zh", "universities", "没有证照"}, {"zh", "family", "没有证书"}, {"zh", "family", "没有专利"},
		{"ja", "family", "資格なし"}, {"ja", "family", "特許なし"}, {"en", "family", "no licences"}, {"en", "family", "no patents"},
	} {
		before := tableAt(t, c.lang, c.question)
		after := Step(before, Event{Kind: Typed, Text: c.text, Language: c.lang, At: noon})
		if after.Facts != before.Facts || after.Unsure != before.Unsure || Show(after, noon).ID != c.question {
			t.Errorf("%s: %q at %s is stored: %s", c.lang, c.text, c.question, Show(after, noon).Notice)
		}
	}
}
