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
