package conversation

import (
	"slices"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestExaminations: at the question for licences an examination is named back with what it is. Clear
// names on the list are counted, others are asked about, and what is on no list counts nothing.
func TestExaminations(t *testing.T) {
	for _, c := range []struct {
		text  string
		count int    // what is stored at once; -1: nothing
		offer string // what is offered
		says  []string
	}{
		{"基本情報", 1, "", []string{"listed:基本情報技術者"}},
		{"応用情報と基本情報", 2, "", []string{"listed:応用情報技術者"}},
		{"软考 软件设计师", 1, "", []string{"listed:软考 软件设计师"}},
		{"정보처리기사", 1, "", []string{"listed:情報処理技師（정보처리기사）"}},
		{"ソフトウェア開発技術者", 1, "", []string{"former:ソフトウェア開発技術者"}},
		{"FE", -1, "one", []string{"listed:基本情報技術者"}},
		{"FE, AP", -1, "two-or-more", nil},
		{"基本情報?", -1, "one", []string{"listed:基本情報技術者"}},
		{"PMP と 基本情報", -1, "one", []string{"listed:基本情報技術者", "not_listed:PMP"}},
		{"AWS", -1, "", []string{"not_listed:AWS"}},
		{"ITパスポート", -1, "", []string{"not_listed:ITパスポート"}},
		{"簿記2級", -1, "", []string{"not_listed:簿記"}},
		{"信息安全工程师", -1, "", []string{"not_listed:软考 信息安全工程师"}},
		{"jlpt n1", -1, "", []string{"not_listed:JLPT"}},
	} {
		for _, tag := range locales.Tags() {
			talk := start(t, tag).choose("i-b").press("edit:licences").say(c.text)
			got := talk.state.Facts.Value(scoring.Licences)
			if c.count >= 0 && got != scoring.Number(int64(c.count)) || c.count < 0 && got.Known() {
				t.Errorf("%s %q: %v is stored, want %d", tag, c.text, got, c.count)
			}
			for _, says := range c.says {
				id, names, _ := strings.Cut(says, ":")
				line := locales.In(tag).Say("examination."+id, "Names", names)
				if head, _, _ := strings.Cut(line, names); !strings.Contains(talk.screen.Notice, head) || !strings.Contains(talk.screen.Notice, names) {
					t.Errorf("%s %q says %q, want %s", tag, c.text, talk.screen.Notice, line)
				}
			}
			if c.offer == "" {
				continue
			}
			if !slices.ContainsFunc(talk.screen.Choices, func(x Choice) bool { return x.Action == "set:licences:"+c.offer }) {
				t.Fatalf("%s %q does not offer %s:\n%s", tag, c.text, c.offer, draw(talk.screen))
			}
			talk.press("set:licences:" + c.offer)
			if want := int64(len(strings.Split(c.offer, "-"))); !talk.state.Facts.Value(scoring.Licences).Known() || want > 1 && talk.state.Facts.Value(scoring.Licences) != scoring.Number(2) {
				t.Errorf("%s %q: %v after the button", tag, c.text, talk.state.Facts.Value(scoring.Licences))
			}
		}
	}
}

// TestNearUniversity: a name that is not found, but is much like one that is, is asked about.
func TestNearUniversity(t *testing.T) {
	for _, tag := range locales.Tags() {
		c := start(t, tag).choose("i-b").press("edit:universities").say("Chulalongkron")
		c.shows("Chulalongkorn University").shows(locales.In(tag).Say("university.near"))
		c.press("set:universities:designated_university")
		if got := c.state.Facts.Value(scoring.DesignatedUniversity); got != scoring.IsYes {
			t.Errorf("%s: %v", tag, got)
		}
		start(t, tag).choose("i-b").press("edit:universities").say("Xyzzy Plugh Quux").shows(locales.In(tag).Say("university.none"))
	}
}

// TestWaysNameExaminations: a way with a licence in it names an examination for IT work and leads to
// those that count. A master's degree 20, 5 years 10, 33 years of age 10, 6M 20 and N2 10 are 70
// points; two licences give 10.
func TestWaysNameExaminations(t *testing.T) {
	for _, lang := range locales.Tags() {
		s := tableAt(t, lang, "result")
		s.set(scoring.AnnualIncome, scoring.Number(6_000_000))
		ways := Show(Step(s, Event{Kind: Pressed, Action: ShowAction("ways"), At: noon}), noon)
		check(t, ways)
		if text := draw(ways); !strings.Contains(text, "応用情報") || !strings.Contains(text, "[licences]") {
			t.Errorf("%s: no examination is named:\n%s", lang, text)
		}
		listed := draw(Show(Step(s, Event{Kind: Pressed, Action: "why:licences", At: noon}), noon))
		if !strings.Contains(listed, "基本情報技術者") || !strings.Contains(listed, "moj.go.jp") || !strings.Contains(listed, "[ways]") {
			t.Errorf("%s: what counts is not listed:\n%s", lang, listed)
		}
	}
}
