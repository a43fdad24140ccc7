package conversation

import (
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestEveryFactOfThePast: whatever gives points, except the age and the experience, which follow
// from their days, can be told to have been otherwise before a day.
func TestEveryFactOfThePast(t *testing.T) {
	s := State{Language: "en", Goal: goalAll}
	for f := range scoring.Fact(scoring.FactCount) {
		switch f.Kind() {
		case scoring.YesNo:
			s.set(f, scoring.IsYes)
		case scoring.Choice:
			s.set(f, scoring.Option(2))
		case scoring.Set:
			s.set(f, scoring.Members(1<<len(f.Names())-1))
		default:
			s.set(f, scoring.Number(200_000_000))
		}
	}
	s.set(scoring.Age, scoring.Number(33))
	s.set(scoring.RnDRatio, scoring.Real(5))
	s.Residence = Answers{}.with("status", "work").with("in_japan_since", "2020-04-01").with("changes", "salary,employer,degrees,japanese,licences,research,position,others")
	day := scoring.DateOf(noon)
	tn := begin(s, noon)
	for i := range residenceQuestions {
		q := &residenceQuestions[i]
		if !tn.asks(q) {
			continue
		}
		switch {
		case q.id == "changes", q.id == "status", q.id == "in_japan_since":
		case q.style == calendar && q.option(longer) != nil:
			s.Residence = s.Residence.with(q.id, longer)
		case q.style == calendar:
			s.Residence = s.Residence.with(q.id, day.AddYears(-1).String())
		case q.style == number:
			s.Residence = s.Residence.with(q.id, "=5000000")
		case q.style == pages:
			s.Residence = s.Residence.with(q.id, nothing)
		case q.option("none") != nil:
			s.Residence = s.Residence.with(q.id, "none")
		}
		tn = begin(s, noon)
	}
	told := map[scoring.Fact]scoring.Value{}
	for _, e := range tn.plan.person.Earlier {
		for _, f := range e.Facts.List() {
			told[f] = e.Value(f)
			if e.Before != day.AddYears(-1) {
				t.Errorf("%s was otherwise before %s", f.Key(), e.Before)
			}
		}
	}
	asked := map[scoring.Fact]bool{}
	for _, q := range questions[:len(questions)-2] { // without the spouse and the family, which give no points
		for _, f := range q.facts {
			asked[f] = f != scoring.Age && f != scoring.CareerAcademic && f != scoring.CareerTechnical && f != scoring.CareerManagement
		}
	}
	for f, is := range asked {
		if _, ok := told[f]; ok != is {
			t.Errorf("%s: told of the past %v, want %v", f.Key(), ok, is)
		}
	}
	for f, want := range map[scoring.Fact]scoring.Value{scoring.Research: scoring.Members(0), scoring.Position: scoring.Option(0),
		scoring.ForeignQualification: scoring.IsNo, scoring.JICATraining: scoring.Option(0), scoring.AnnualIncome: scoring.Number(5_000_000)} {
		if told[f] != want {
			t.Errorf("%s was %v, want %v", f.Key(), told[f], want)
		}
	}
}

// TestPositionOfThePast: a director becomes representative eight months before; until then 1号ハ has
// five points less, 10 and 5 by the table. Research: one kind gives 20 in イ, two give 25.
func TestPositionOfThePast(t *testing.T) {
	for _, test := range []struct {
		goal              string
		fact              scoring.Fact
		value             scoring.Value
		kind, before      string
		item              scoring.Item
		category          scoring.Category
		pointsNow, points int
	}{
		{"i-c", scoring.Position, scoring.Option(scoring.Representative), "position", "director", scoring.ItemPosition, scoring.Management, 10, 5},
		{"i-a", scoring.Research, scoring.Members(scoring.Patent | scoring.Papers), "research", "patent", scoring.ItemResearch, scoring.Academic, 25, 20},
		{"i-b", scoring.ForeignQualification, scoring.IsYes, "others", nothing, scoring.ItemForeignQualification, scoring.Technical, 5, 0},
	} {
		s := State{Language: "en", Goal: test.goal}
		s.set(test.fact, test.value)
		s.set(scoring.AnnualIncome, scoring.Number(40_000_000))
		s.set(scoring.Degrees, scoring.Members(scoring.Doctorate))
		s.Residence = Answers{}.with("status", "work").with("in_japan_since", "2020-04-01").
			with("changes", test.kind).with(test.kind+"_since", "2026-04-01").with(test.kind+"_before", test.before)
		p := begin(s, noon).plan.person
		for day, want := range map[scoring.Date]int{{Year: 2026, Month: 3, Day: 31}: test.points, {Year: 2026, Month: 4, Day: 1}: test.pointsNow} {
			then := p.On(day)
			a, err := scoring.Assess(&then, scoring.AllSheets)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Categories[test.category].Items[test.item].Min; got != want {
				t.Errorf("%s on %s: %d points, want %d", test.kind, day, got, want)
			}
		}
	}
}

// TestCareerGaps: time without the work is no experience. In the work since 1 April 2018, away from
// 1 July 2020 to 1 July 2021 and for two weeks in 2023: the years count as from 15 April 2019, and
// seven are complete on 15 April 2026.
func TestCareerGaps(t *testing.T) {
	c := start(t, "en").choose("i-b")
	c.state.set(scoring.Degrees, scoring.Members(scoring.Master))
	c.state.set(scoring.AnnualIncome, scoring.Number(8_000_000))
	c.state.Residence = Answers{}.with("status", "work").with("in_japan_since", "2018-04-01")
	c.press("edit:career_since").say("2018-04-01")
	c.press("edit:gap_since").say("2017-01-01").shows(locales.In("en").Say("residence.wrong.gap"))
	c.say("2020-07-01").press("edit:gap_until").say("2020-06-01").shows(locales.In("en").Say("residence.wrong.gap"))
	c.say("2021-07-01")
	if got := c.state.Facts.CareerSince.String(); got != "2019-04-01" {
		t.Errorf("after one gap the work counts as from %s", got)
	}
	c.press("edit:gap_since_2").say("2023-03-01").press("edit:gap_until_2").say("2023-03-15")
	for day, want := range map[string]float64{"2026-04-14": 6, "2026-04-15": 7} {
		d, _ := scoring.ParseDate(day)
		then := c.state.Person(d)
		if got := then.Value(scoring.CareerTechnical).From; got != want {
			t.Errorf("%v years on %s, want %v", got, day, want)
		}
	}
	c.press("set:gap_since_3:never")
	c.press("undo:gap_until_2")
	if got := c.state.Facts.CareerSince.String(); got != "2019-04-01" {
		t.Errorf("the second gap taken back, the work counts as from %s", got)
	}
}
