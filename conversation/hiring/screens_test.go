package hiring

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// people are the candidates of the golden screens.
func people() []Candidate {
	engineer := whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Bachelor | scoring.Master), scoring.CareerTechnical: scoring.Real(5),
		scoring.Japanese: scoring.Option(scoring.N1), scoring.AnnualIncome: scoring.Number(6_500_000), scoring.Pregnant: scoring.IsYes})
	engineer.Facts.Birth = scoring.Date{Year: 1992, Month: time.January, Day: 15} // 35 in two months
	halfway := known("all", facts{scoring.Degrees: scoring.Members(scoring.Bachelor | scoring.Doctorate), scoring.DifferentFields: scoring.IsNo,
		scoring.JapaneseUniversity: scoring.IsYes, scoring.DesignatedUniversity: scoring.IsYes,
		scoring.CareerAcademic: scoring.Between(3, 5), scoring.CareerTechnical: scoring.Real(3.5), scoring.CareerManagement: scoring.Real(0)})
	band := whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Doctorate), scoring.CareerTechnical: scoring.Real(10),
		scoring.Age: scoring.Number(29), scoring.AnnualIncome: scoring.Between(0, 4_000_000)})
	founder := without(whole("i-c", facts{scoring.Degrees: scoring.Members(scoring.Bachelor), scoring.AnnualIncome: scoring.Number(12_000_000)}), scoring.Position)
	founder.Unsure = scoring.FactsOf(scoring.Position)
	professor := whole("i-a", facts{scoring.Degrees: scoring.Members(scoring.Doctorate), scoring.CareerAcademic: scoring.Real(12),
		scoring.Age: scoring.Number(50), scoring.Research: scoring.Members(scoring.Papers | scoring.Patent), scoring.AnnualIncome: scoring.Number(21_000_000),
		scoring.ChildrenAges: scoring.AgesOf(6, 9)})
	return []Candidate{
		{"engineer", engineer, noon, ""},
		{"halfway", halfway, noon.Add(-48 * time.Hour), ""},
		{"band", band, noon.Add(12 * time.Hour), ""}, // midnight in Japan: the 23rd
		{"founder", founder, noon, ""},
		{"professor", professor, noon, ""},
		{"nobody", conversation.State{}, time.Time{}, ""},
	}
}

// TestScreens compares what HR sees of each candidate, in every language, with
// testdata/NAME.TAG.txt.
func TestScreens(t *testing.T) {
	offers := [2]Offer{{Label: "", Salary: 6_500_000},
		{Label: "Plan 2", Salary: 8_000_000, Terms: scoring.Profile{}.With(scoring.InnovationSupport, scoring.IsYes).With(scoring.Age, scoring.Number(20))}}
	for _, tag := range locales.Tags() {
		list := people()
		for _, c := range list {
			c.State.Language = tag
			var b strings.Builder
			for _, s := range []conversation.Screen{Status(c.State, noon), SalaryScreen(c.State, noon), Compare(c.State, noon, offers[0], offers[1]), Summary(c.State, noon)} {
				if s.Language != tag || s.Kind != conversation.Detail || s.Title == "" || len(s.Body) == 0 {
					t.Errorf("%s %s: %v", c.Label, s.ID, s)
				}
				b.WriteString(draw(s) + "\n")
			}
			golden(t, c.Label+"."+tag, b.String())
		}
		file := strings.ReplaceAll(strings.TrimPrefix(string(CSV(list, tag, noon)), "\ufeff"), "\r\n", "\n") // as a text file
		table := conversation.Screen{Body: []conversation.Block{{Kind: conversation.Table}}}
		for _, c := range list {
			table.Body[0].Lines = append(table.Body[0].Lines, Row(c, tag, noon))
		}
		golden(t, "table."+tag, draw(table)+"\n"+file)
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s differs in line %d; read it, then run with -update.\n got %s\nwant %s", file, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s has %d lines, not %d", file, len(w), len(g))
}

// draw writes everything on a screen as plain text.
func draw(s conversation.Screen) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", s.Title)
	for _, block := range s.Body {
		if block.Text != "" {
			prefix := map[conversation.BlockKind]string{conversation.Heading: "## ", conversation.Small: "~ "}[block.Kind]
			fmt.Fprintf(&b, "%s%s\n", prefix, block.Text)
		}
		for _, l := range block.Lines {
			text := [...]string{"·", "✅", "❌", "❔", "⚠"}[l.Mark] + " " + l.Label
			if l.Value != "" {
				text += " … " + l.Value
			}
			b.WriteString(text + "\n")
			if l.Note != "" {
				b.WriteString("    " + l.Note + "\n")
			}
		}
	}
	return b.String()
}

// TestEverySentence: each way in which a salary may be enough has a sentence of its own.
func TestEverySentence(t *testing.T) {
	v := locales.In("en")
	two := Reach{Sure: 9e6, Best: 6e6, SureExists: true, BestExists: true}
	for want, r := range map[string]Reach{
		"":                       {},
		v.Say("hiring.need.any"): {0, 0, true, true},
		"¥6M or more":            {6e6, 6e6, true, true},
		"¥3M or more" + "|" + v.Say("hiring.need.floor", "Yen", "¥3M"):            {3e6, 3e6, true, true},
		"depends" + "|" + v.Say("hiring.need.sure", "Sure", "¥9M", "Best", "¥6M"): two,
		"depends" + "|" + v.Say("hiring.need.sure_any", "Sure", "¥9M"):            {9e6, 0, true, true},
		"depends" + "|" + v.Say("hiring.need.maybe", "Best", "¥6M"):               {0, 6e6, false, true},
		"depends" + "|" + v.Say("hiring.need.maybe_any"):                          {0, 0, false, true},
	} {
		line := r.draw(v, true)
		if got := strings.TrimSuffix(line.Value+"|"+line.Note, "|"); got != want {
			t.Errorf("%+v is %q, want %q", r, got, want)
		}
	}
}

// TestMarks: the mark speaks of the salary as known, a band included.
func TestMarks(t *testing.T) {
	two := Reach{Sure: 9e6, Best: 6e6, SureExists: true, BestExists: true}
	for _, c := range []struct {
		income scoring.Value
		reach  Reach
		want   conversation.Mark
	}{
		{scoring.Number(9_000_000), two, conversation.Met},
		{scoring.Number(8_999_999), two, conversation.Depends},
		{scoring.Number(6_000_000), two, conversation.Depends},
		{scoring.Number(5_999_999), two, conversation.NotMet},
		{scoring.Between(5e6, 6e6), two, conversation.NotMet},
		{scoring.Between(5e6, 7e6), sure(6e6), conversation.Depends},
		{scoring.Between(6e6, 7e6), sure(6e6), conversation.Met},
		{scoring.Number(99_000_000), Reach{}, conversation.NotMet},
		{scoring.Value{}, Reach{}, conversation.NotMet},
		{scoring.Value{}, two, conversation.NoMark},
		{scoring.Value{}, sure(0), conversation.Met},
	} {
		if got := c.reach.mark(c.income); got != c.want {
			t.Errorf("%v with %v: %v, want %v", c.income, c.reach, got, c.want)
		}
	}
}

// TestOfferDecides: an offer changes what it decides, and nothing about the person.
func TestOfferDecides(t *testing.T) {
	s := people()[0].State
	p := s.Profile(noon)
	terms := scoring.Profile{Birth: scoring.Date{Year: 2000, Month: 1, Day: 1}}
	for f := range scoring.Fact(scoring.FactCount) {
		terms = terms.With(f, map[scoring.Kind]scoring.Value{scoring.YesNo: scoring.IsYes, scoring.Choice: scoring.Option(1), scoring.Set: scoring.Members(3),
			scoring.Ages: scoring.AgesOf(1), scoring.Whole: scoring.Number(3), scoring.Decimal: scoring.Real(4)}[f.Kind()])
	}
	offer := Offer{Salary: 7_000_000, Terms: terms}
	got := offer.to(p)
	for f := range scoring.Fact(scoring.FactCount) {
		want := p.Value(f)
		switch f {
		case scoring.AnnualIncome:
			want = scoring.Number(7_000_000)
		case scoring.Position, scoring.InnovationSupport, scoring.SME, scoring.LocalGovernmentSupport, scoring.RnDRatio,
			scoring.GrowthFieldProject, scoring.InvestmentManagement:
			want = terms.Value(f)
		}
		if got.Value(f) != want {
			t.Errorf("%s is %v, want %v", f.Key(), got.Value(f), want)
		}
	}
	bare := Offer{Salary: -1}
	if got := bare.to(p); got != p.With(scoring.AnnualIncome, scoring.Number(0)) {
		t.Error("an offer of no terms changes more than the salary, or takes a negative one")
	}
}

// TestSummaryTellsNoAnswers: no income, age, day of birth or family is in what is shared,
// while HR's own screen does show the income.
func TestSummaryTellsNoAnswers(t *testing.T) {
	for _, c := range people() {
		text := draw(Summary(c.State, noon))
		for _, secret := range []string{"6.5M", "¥12M", "21M", "1992", "pregnant", "child under", "29"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %q is in the summary:\n%s", c.Label, secret, text)
			}
		}
	}
	if text := draw(SalaryScreen(people()[0].State, noon)); !strings.Contains(text, "6.5M") {
		t.Errorf("the income is not where it belongs:\n%s", text)
	}
}

func TestRowIsOneLine(t *testing.T) {
	c := people()[0]
	c.Label = "  two\nlines " + strings.Repeat("é", 200)
	if label := []rune(Row(c, "en", noon).Label); len(label) != 60 || !strings.HasPrefix(string(label), "two lines é") {
		t.Errorf("the label is %q", string(label))
	}
}

// TestRowNamesFewMissingFacts: names of many would hide what matters.
func TestRowNamesFewMissingFacts(t *testing.T) {
	c := Candidate{Label: "x", State: without(whole("i-b", facts{scoring.Degrees: scoring.Members(scoring.Master)}), scoring.Japanese)}
	if row := Row(c, "en", noon); row.Note != "waiting for: Annual income, Japanese" {
		t.Errorf("with two facts missing it says %q", row.Note)
	}
	if row := Row(Candidate{Label: "x", State: known("i-b", nil)}, "en", noon); strings.Contains(row.Note, "waiting") {
		t.Errorf("with all missing it says %q", row.Note)
	}
}
