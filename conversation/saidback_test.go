package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// asking is somebody at the question for degrees, or at the one after the actions.
func asking(language string, actions ...string) State {
	s := Step(State{}, Event{Kind: Started, Invited: language, At: noon})
	for _, action := range append([]string{"set:goal:i-b"}, actions...) {
		s = Step(s, Event{Kind: Pressed, Action: action, At: noon})
	}
	return s
}

// TestYearsAreSaidInYearsAndMonths: not in decimals, and an amount in millions is no time.
func TestYearsAreSaidInYearsAndMonths(t *testing.T) {
	for _, row := range []struct{ language, text, want string }{
		{"en", "3 years 7 months", "3 years 7 months"}, {"en", "8 months", "8 months"}, {"ja", "3年7か月", "3年7か月"},
		{"zh", "3年7个月", "3年7个月"}, {"zh-Hant", "3年7個月", "3年7個月"}, {"en", "8.5M", ""}, {"ja", "8.5M", ""}, {"en", "6M", ""},
	} {
		s := Step(asking(row.language, "set:degrees:none", "set:salary:8000000-9000000", "set:age:30-35"), Event{Kind: Typed, Text: row.text, At: noon})
		got := Show(s, noon)
		if taken := got.ID != "career_i-b"; taken != (row.want != "") || !strings.HasSuffix(got.Notice, row.want) {
			t.Errorf("%s %q: %s, %q", row.language, row.text, got.ID, got.Notice)
		}
	}
}

// TestDegreesInPlainWords: as people write them.
func TestDegreesInPlainWords(t *testing.T) {
	for option, texts := range map[string][]string{
		"master":    {"Master's degree", "Masters degree", "master degree", "Master of Science", "M.S.", "MSc in Computer Science"},
		"bachelor":  {"Bachelor's degree", "bachelors in CS"},
		"doctorate": {"PhD in physics", "doctorate degree"},
	} {
		for _, text := range texts {
			s := Step(asking("en"), Event{Kind: Typed, Text: text, At: noon})
			if want := locales.In("en").Say("option.degrees." + option); !strings.Contains(Show(s, noon).Notice, want) {
				t.Errorf("%q: %q, want %q", text, Show(s, noon).Notice, want)
			}
		}
	}
}

// TestUniversityIsOfferedOnce: who names a university of the list needs one press to take what it means.
func TestUniversityIsOfferedOnce(t *testing.T) {
	for _, language := range []string{"en", "ja", "zh"} {
		s := Step(asking(language, "set:degrees:master", "edit:universities"), Event{Kind: Typed, Text: "東京大学", At: noon})
		first := Show(s, noon).Choices[0]
		s = Step(s, Event{Kind: Pressed, Action: first.Action, At: noon})
		got := s.Facts
		s = Step(asking(language, "set:degrees:master", "edit:universities"), Event{Kind: Pressed, Action: "set:universities:japanese_university,designated_university", At: noon})
		if got != s.Facts {
			t.Errorf("%s: the first choice is %q", language, first.Label)
		}
	}
}

// TestLanguageIsNamedBehindTheCommand: in one go.
func TestLanguageIsNamedBehindTheCommand(t *testing.T) {
	s := Step(asking("en"), Event{Kind: Typed, Text: "/language ja", At: noon})
	if s.Language != "ja" || Show(s, noon).ID != "degrees" {
		t.Errorf("%q, %s", s.Language, Show(s, noon).ID)
	}
	if s := Step(asking("en"), Event{Kind: Typed, Text: "/language", At: noon}); Show(s, noon).ID != "language" {
		t.Errorf("without one: %s", Show(s, noon).ID)
	}
}

// TestYesIsNothingElse: where an answer is asked back, yes takes it, but not a text that says
// something else too.
func TestYesIsNothingElse(t *testing.T) {
	for _, row := range []struct {
		language, text string
		taken          bool
	}{
		{"ja", "はい", true}, {"ja", "あります", true}, {"ja", "N2 ある", false}, {"ja", "年収はある", false},
		{"en", "yes", true}, {"en", "yes, my wife", false}, {"zh", "有", true}, {"zh", "有N2", false}, {"zh-Hant", "有老婆", false},
	} {
		before := tableAt(t, row.language, "career_i-b").WithNotice(Notice{Text: "doubt.unclear_years", Question: "career_i-b", Offers: []string{"=12"}})
		after := Step(before, Event{Kind: Typed, Text: row.text, Language: row.language, At: noon})
		if taken := after.Facts.Value(scoring.CareerTechnical).Known(); taken != row.taken {
			t.Errorf("%s: %q takes what was offered: %v", row.language, row.text, taken)
		}
	}
}

// TestPeriodIsOfferedInMonths: the length of a period that somebody writes is offered in years and
// months, although it is no decimal number.
func TestPeriodIsOfferedInMonths(t *testing.T) {
	s := tableAt(t, "ja", "career_i-b")
	s = Step(s, Event{Kind: Typed, Text: "2015年4月〜現在", Language: "ja", At: noon}) // noon is in November 2026
	if c := Show(s, noon).Choices[0]; c.Label != "11年7か月" {
		t.Errorf("%q is offered, want 11年7か月", c.Label)
	}
}

// TestChineseUniversityNames: a Chinese name is written in the characters of the reader, a Japanese
// one as it is.
func TestChineseUniversityNames(t *testing.T) {
	for _, row := range []struct{ language, typed, want string }{
		{"ja", "清華大学", "清華大学"}, {"ja", "復旦大学", "復旦大学"}, {"ja", "Northeastern University (Shenyang)", "東北大学（中国・瀋陽）"}, {"ja", "University of Macau", "マカオ大学"},
		{"zh", "复旦大学", "复旦大学"}, {"zh", "University of Macau", "澳门大学"}, {"zh", "东京大学", "東京大学"},
		{"zh-Hant", "復旦大學", "復旦大學"}, {"zh-Hant", "National Taiwan University", "國立臺灣大學"}, {"zh-Hant", "The Chinese University of Hong Kong", "香港中文大學"}, {"zh-Hant", "東京大學", "東京大学"},
		{"en", "University of Macau", "澳門大學"},
	} {
		s := Step(tableAt(t, row.language, "universities"), Event{Kind: Typed, Text: row.typed, Language: row.language, At: noon})
		if text := draw(Show(s, noon)); !strings.Contains(text, row.want) {
			t.Errorf("%s, %q: %q is not in\n%s", row.language, row.typed, row.want, text)
		}
	}
}

// TestWhatNextAtTheResult: who asks what to do, or for somebody to ask, sees the addresses.
func TestWhatNextAtTheResult(t *testing.T) {
	for _, text := range []string{"次は何をすればいい", "相談"} {
		s := Step(tableAt(t, "ja", "result"), Event{Kind: Typed, Text: text, Language: "ja", At: noon})
		if screen := Show(s, noon); screen.ID != "next" {
			t.Errorf("%q shows %s, want next", text, screen.ID)
		}
	}
}
