package conversation

import (
	"strings"
	"testing"

	"hspbot/scoring"
)

// after is what a state becomes when somebody types one text after the other.
func after(s State, lang string, texts ...string) State {
	for _, text := range texts {
		s = Step(s, Event{Kind: Typed, Text: text, Language: lang, At: noon})
	}
	return s
}

// everywhere are the questions at which something is said that answers another.
var everywhere = []string{"goal", "degrees", "salary", "age", "career_i-b", "japanese", "universities", "research", "employer", "rest", "position", "licences", "spouse", "family"}

// TestWhatIfBeforeTheResult: a what-if at any question changes nothing, and it is said when it can be
// tried.
func TestWhatIfBeforeTheResult(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {"what if I get N1", "if I pass N1?", "what if I earn 12M"}, "ja": {"N1取ったら？", "もし年収1200万なら", "N1に受かったらどうなりますか"},
		"zh": {"如果考过N1呢", "要是年薪1200万日元呢"}, "zh-Hant": {"如果考過N1呢", "如果年薪1200萬日圓呢"},
	} {
		for _, at := range everywhere {
			for _, text := range texts {
				before := tableAt(t, lang, at)
				s := after(before, lang, text)
				if !s.sameAnswers(before) || s.on() != at || s.Notice == nil || s.Notice.Text != "topic.what_if_later" {
					t.Errorf("%s at %s: %q is met with %+v on %s", lang, at, text, s.Notice, s.on())
				}
			}
		}
	}
}

// TestConditionIsNoWhatIf: words that suppose stand in answers too, which are read as answers.
func TestConditionIsNoWhatIf(t *testing.T) {
	for _, c := range []struct{ lang, at, text string }{
		{"ja", "japanese", "N2なら持ってます"}, {"ja", "career_i-b", "7ねんはたらきました"}, {"ja", "salary", "昇進したら900万"},
		{"zh", "salary", "45万一个月"}, {"zh", "career_i-b", "实习算的话4年"},
	} {
		if s := after(tableAt(t, c.lang, c.at), c.lang, c.text); s.Notice != nil && s.Notice.Text == "topic.what_if_later" {
			t.Errorf("%s at %s: %q is taken for a what-if", c.lang, c.at, c.text)
		}
	}
}

// TestNoChildrenSaidEarly: who says early that there are no children is asked whether that is right. Nothing
// is stored before, and then nothing of a pregnancy, or of the spouse.
func TestNoChildrenSaidEarly(t *testing.T) {
	agree := map[string]string{"en": "yes", "ja": "はい", "zh": "是的", "zh-Hant": "是的"}
	for lang, texts := range map[string][]string{
		"en": {"no kids", "we don't have children", "I have no children"}, "ja": {"子供はいません", "子なしです"},
		"zh": {"没有孩子", "没小孩"}, "zh-Hant": {"沒有小孩", "沒孩子"},
	} {
		for _, at := range everywhere[:len(everywhere)-1] {
			for _, text := range texts {
				before := tableAt(t, lang, at)
				s := after(before, lang, text)
				if !s.sameAnswers(before) || proposed(s) != "family" {
					t.Errorf("%s at %s: %q is met with %+v", lang, at, text, s.Notice)
					continue
				}
				s = after(s, lang, agree[lang])
				if s.Facts.Value(scoring.ChildrenAges) != scoring.AgesOf() || s.answered(scoring.Pregnant) || s.answered(scoring.ServantEmployedOneYear) || s.Spouse != before.Spouse {
					t.Errorf("%s at %s: %q is stored as %q", lang, at, text, stored(s, "family"))
				}
			}
		}
	}
}

// TestDenialOfAnotherSubject: to have no licences, no Japanese or no experience is offered where
// something else is asked; a question, somebody else's, or a family is not.
func TestDenialOfAnotherSubject(t *testing.T) {
	for _, c := range []struct{ lang, at, text, want string }{
		{"en", "salary", "no licences", "licences"}, {"en", "degrees", "no Japanese", "japanese"}, {"en", "age", "no work experience", "career_i-b"},
		{"ja", "salary", "資格は持っていません", "licences"}, {"ja", "salary", "職歴なし", "career_i-b"}, {"zh", "salary", "没有工作经验", "career_i-b"},
		{"zh", "salary", "未婚，没孩子", "spouse family"}, {"en", "salary", "single, no kids", "spouse family"}, {"en", "degrees", "masters, no kids, N2", "degrees japanese family"},
		{"en", "salary", "no kids?", ""}, {"en", "salary", "my friend has no kids", ""}, {"en", "salary", "no family", ""}, {"ja", "salary", "家族はいません", ""},
		{"en", "japanese", "business level, no cert", ""}, {"en", "japanese", "no papers", ""}, {"ja", "family", "小学生です", ""},
	} {
		goal := tableAt(t, c.lang, c.at)
		goal.Goal = "i-b"
		s := after(goal, c.lang, c.text)
		if proposed(s) != c.want || !s.sameAnswers(goal) {
			t.Errorf("%s at %s: %q is met with %+v", c.lang, c.at, c.text, s.Notice)
		}
	}
}

// TestNoChildrenIsNoSpouse: where the spouse is asked for, to have no children says nothing of one.
func TestNoChildrenIsNoSpouse(t *testing.T) {
	for _, c := range [][2]string{{"zh", "没有孩子"}, {"zh", "无子女"}, {"zh", "没工作"}, {"zh-Hant", "沒有小孩"}, {"ja", "子供なし"}, {"en", "no kids"}, {"en", "we don't have kids"}} {
		if s := after(tableAt(t, c[0], "spouse"), c[0], c[1]); s.Spouse != "" {
			t.Errorf("%s: %q is stored as %q", c[0], c[1], s.Spouse)
		}
	}
}

// TestGoesOnWaiting: what waits to be confirmed waits while other answers are given and asked back, until
// it is taken, denied or answered.
func TestGoesOnWaiting(t *testing.T) {
	before := tableAt(t, "en", "salary")
	six := scoring.Real(6)
	for _, c := range []struct {
		texts   []string
		waits   string
		taken   bool
		notSure string // what has not been answered
	}{
		{texts: []string{"six yrs"}, waits: "career_i-b"},
		{texts: []string{"six yrs", "8.5M"}, waits: "career_i-b"},
		{texts: []string{"six yrs", "8.5M", "33"}, waits: "career_i-b"},
		{texts: []string{"six yrs", "850", "8.5M"}, waits: "career_i-b"},
		{texts: []string{"six yrs", "what if I get N1", "8.5M"}, waits: "career_i-b"},
		{texts: []string{"six yrs", "8.5M", "yes"}, taken: true},
		{texts: []string{"six yrs", "8.5M", "no", "33"}},
		{texts: []string{"six yrs", "8.5M", "no kids"}, waits: "career_i-b family"},
		{texts: []string{"six yrs", "no"}},
	} {
		s := after(before, "en", c.texts...)
		if proposed(s) != c.waits || (s.Facts.Value(scoring.CareerTechnical) == six) != c.taken {
			t.Errorf("%q: %q waits, %v stored; %+v", c.texts, proposed(s), s.Facts.Value(scoring.CareerTechnical), s.Notice)
		}
		check(t, Show(s, noon))
	}
	s := after(before, "en", "six yrs", "8.5M")
	if text := draw(Show(s, noon)); !strings.Contains(text, "8.5M") || !strings.Contains(text, "6") || s.Facts.Value(scoring.AnnualIncome) != scoring.Number(8_500_000) {
		t.Errorf("the salary is not said back:\n%s", text)
	}
	s = Step(after(before, "en", "six yrs", "850"), Event{Kind: Pressed, Action: "set:salary:=8500000", At: noon})
	if proposed(s) != "career_i-b" {
		t.Errorf("after a button %+v", s.Notice)
	}
	s = Step(s, Event{Kind: Pressed, Action: "set:career_i-b:5-7", At: noon})
	if proposed(s) != "" {
		t.Errorf("asked about again: %+v", s.Notice)
	}
}

// TestNotRight: a no to what was read of several facts is no answer to the question below it.
func TestNotRight(t *testing.T) {
	for _, c := range [][3]string{{"en", "32, N2", "no"}, {"en", "32, N2", "none"}, {"en", "32, N2", "nope"}, {"ja", "32歳、N2", "いいえ"}, {"ja", "32歳、N2", "違います"}, {"zh", "32岁，N2", "不是"}, {"zh-Hant", "32歲，N2", "不是"}} {
		before := tableAt(t, c[0], "degrees")
		s := after(before, c[0], c[1], c[2])
		if !s.sameAnswers(before) || proposed(s) != "" {
			t.Errorf("%s: %q is stored or asked again: %+v", c[0], c[2], s.Notice)
		}
	}
}

// TestSchoolBesideDegree: the school in a sentence about a degree is asked about once the degree is taken.
func TestSchoolBesideDegree(t *testing.T) {
	for _, c := range []struct{ lang, text, agree string }{
		{"en", "master's from Kyoto University", "yes"}, {"ja", "京大の修士", "はい"}, {"ja", "早稲田大学で修士号を取りました", "はい"}, {"zh", "京都大学的硕士", "是的"}, {"zh-Hant", "京都大學的碩士", "是的"},
	} {
		before := tableAt(t, c.lang, "degrees")
		s := after(before, c.lang, c.text)
		if !find("degrees").option("master").holds(s.Facts.Value(scoring.Degrees)) || proposed(s) != "universities" || s.answered(scoring.JapaneseUniversity) {
			t.Errorf("%s: %q is met with %+v", c.lang, c.text, s.Notice)
			continue
		}
		check(t, Show(s, noon))
		s = after(s, c.lang, c.agree)
		if s.Facts.Value(scoring.JapaneseUniversity) != scoring.IsYes || s.Facts.Value(scoring.DesignatedUniversity) != scoring.IsYes {
			t.Errorf("%s: %q is stored as %q", c.lang, c.text, stored(s, "universities"))
		}
	}
	for _, text := range []string{"phd dropout from MIT", "master's not from Kyoto University", "my friend has a masters from MIT", "studying at Kyoto University for a master's"} {
		before := tableAt(t, "en", "degrees")
		if s := after(before, "en", text); !s.sameAnswers(before) || s.Notice == nil || len(s.Notice.Answers) > 0 {
			t.Errorf("%q is met with %+v", text, s.Notice)
		}
	}
}

// TestFactsWithoutSigns: facts are read that nothing but spaces and small words part; where a word is not read,
// or says of a fact that it is not so, none is taken for another.
func TestFactsWithoutSigns(t *testing.T) {
	four := "degrees salary age japanese"
	for text, want := range map[string]string{
		"32 masters 8.5M N2": four, "I am 32 with a masters degree, earn 8.5M and have N2": four, "Hi I am 29 years old I have a bachelor's and my salary is 9M yen": "degrees salary age",
		"32 bachelors 8.5M N3": four, "engineer 34yo msc 9m n2 6yrs exp": "goal degrees salary age career_i-b japanese", "28 masters Keio 8.5M N2": "degrees salary age japanese universities",
		"32 masters 8.5M no N2": "", "32 masters 8.5M not N2": "", "32 masters 8.5M failed N2": "", "32 masters over 8M N2": "", "my wife is 32 masters 8.5M N2": "", "lecturer at keio": "",
	} {
		before := tableAt(t, "en", "goal")
		s := after(before, "en", text)
		if proposed(s) != want || want != "" && !s.sameAnswers(before) {
			t.Errorf("%q: %q, want %q; %+v", text, proposed(s), want, s.Notice)
		}
	}
	for _, text := range []string{"I earn 7M a year", "8.5 million yen"} { // one amount, however many words
		if s := after(tableAt(t, "en", "salary"), "en", text); proposed(s) != "" || !s.Facts.Value(scoring.AnnualIncome).Known() {
			t.Errorf("%q: %+v", text, s.Notice)
		}
	}
}

// TestLongTextsHoldNoFacts: what is too long to be read for facts while others wait is asked again, and
// nothing of it is kept.
func TestLongTextsHoldNoFacts(t *testing.T) {
	for _, text := range []string{strings.Repeat("32, masters, 8.5M, N2, ", 30), strings.Repeat("32 masters 8.5M N2 ", 30), strings.Repeat("30岁，硕士，年薪600万日元，", 20)} {
		before := tableAt(t, "en", "degrees")
		if s := after(before, "en", text); proposed(s) != "" || s.Notice == nil || !s.sameAnswers(before) {
			t.Errorf("%.20q: %q, %+v", text, proposed(s), s.Notice)
		}
	}
}

// TestTwoLicencesSupposed: licences are supposed by how many they are.
func TestTwoLicencesSupposed(t *testing.T) {
	for _, c := range [][2]string{{"en", "what if I had two licences"}, {"en", "what if I had 2 licenses"}, {"ja", "資格を2つ持っていたとしたら"}, {"zh", "如果我有两个资格证呢"}, {"zh-Hant", "如果我有兩張證照呢"}} {
		before := tableAt(t, c[0], "result")
		s := after(before, c[0], c[1])
		if s.View != "tryout" || s.Notice == nil || len(s.Notice.Answers) != 1 || s.Notice.Answers[0] != (Answer{"licences", "two-or-more"}) || !s.sameAnswers(before) {
			t.Errorf("%s %q: %+v", c[0], c[1], s.Notice)
		}
	}
}
