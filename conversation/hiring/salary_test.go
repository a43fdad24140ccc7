package hiring

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hspbot/conversation"
	"hspbot/scoring"
)

var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) // 22 November 2026, noon in Japan

// known is the state of a candidate who wants the category ("all" for each) and of whom the
// facts are known.
func known(goal string, facts map[scoring.Fact]scoring.Value) conversation.State {
	s := conversation.State{Language: "en", Goal: goal}
	for f, v := range facts {
		s.Facts.Profile = s.Facts.With(f, v)
	}
	return s
}

// ladder are all salaries that the exhaustive search tries: every 10,000 yen up to 41
// million, and one yen on both sides of each step of the official table, of J-Skip and of
// the benefits. Coarse is every 500,000 instead.
func ladder(every float64) []float64 {
	var list []float64
	steps := []float64{3e6, 4e6, 5e6, 6e6, 7e6, 8e6, 9e6, 10e6, 15e6, 20e6, 25e6, 30e6, 40e6}
	for x := 0.0; x <= 41e6; x += every {
		for len(steps) > 0 && steps[0]-1 <= x {
			list = append(list, steps[0]-1, steps[0], steps[0]+1)
			steps = steps[1:]
		}
		if n := len(list); n == 0 || list[n-1] < x {
			list = append(list, x)
		}
	}
	return list
}

// searched is what the exhaustive search finds for one question.
type searched struct {
	first, from float64 // the first salary that does, and the first from which on all do
	ever, on    bool
}

func (s *searched) see(yen float64, does bool) {
	if does && !s.ever {
		s.first, s.ever = yen, true
	}
	if does && !s.on {
		s.from = yen
	}
	s.on = does
}

// holds checks one end of a Reach against the search. That both ways of searching agree
// says that no more pay ever costs anything.
func (s searched) holds(t tb, what string, yen float64, exists bool) {
	t.Helper()
	if s.ever != s.on || s.first != s.from {
		t.Fatalf("%s: first reached with %.0f, for good from %.0f (%t)", what, s.first, s.from, s.on)
	}
	if s.on != exists || s.on && s.from != yen {
		t.Fatalf("%s: %.0f, %t; trying all salaries gives %.0f, %t", what, yen, exists, s.from, s.on)
	}
}

type tb interface {
	Helper()
	Fatalf(string, ...any)
}

// exhaust compares Salaries with trying every salary of the ladder.
func exhaust(t tb, s conversation.State, ladder []float64) {
	t.Helper()
	got, err := Salaries(s, noon)
	if err != nil {
		t.Fatalf("%v", err)
	}
	type search struct{ sure, best, skipSure, skipBest searched }
	searches := make([]search, len(got))
	least, most := make([]int, len(got)), make([]int, len(got))
	profile := s.Profile(noon)
	for _, yen := range ladder {
		offered := profile.With(scoring.AnnualIncome, scoring.Number(int64(yen)))
		a, err := scoring.Assess(&offered, s.Sheets())
		if err != nil {
			t.Fatalf("%v", err)
		}
		for i, g := range got {
			r := &a.Categories[g.Category]
			recognised := g.Category == scoring.Academic || yen >= 3_000_000 // 1号イ has no floor
			searches[i].sure.see(yen, recognised && r.Min >= g.Target)
			searches[i].best.see(yen, recognised && r.Max >= g.Target)
			searches[i].skipSure.see(yen, a.JSkip[g.Category] == scoring.Yes)
			searches[i].skipBest.see(yen, a.JSkip[g.Category] != scoring.No)
			least[i], most[i] = max(least[i], r.Min), max(most[i], r.Max)
		}
	}
	for i, g := range got {
		what := fmt.Sprintf("%v, %d points", g.Category, g.Target)
		searches[i].sure.holds(t, what+", sure", g.Sure, g.SureExists)
		searches[i].best.holds(t, what+", best", g.Best, g.BestExists)
		searches[i].skipSure.holds(t, what+", J-Skip sure", g.JSkip.Sure, g.JSkip.SureExists)
		searches[i].skipBest.holds(t, what+", J-Skip best", g.JSkip.Best, g.JSkip.BestExists)
		if g.MostMin != least[i] || g.MostMax != most[i] {
			t.Fatalf("%s: at most %d to %d, trying all salaries gives %d to %d", what, g.MostMin, g.MostMax, least[i], most[i])
		}
	}
}

var (
	ages    = []scoring.Value{{}, scoring.Number(25), scoring.Number(30), scoring.Number(37), scoring.Number(40), scoring.Between(28, 36), scoring.Between(35, 40)}
	degrees = []scoring.Value{{}, scoring.Members(0), scoring.Members(scoring.Bachelor), scoring.Members(scoring.Master), scoring.Members(scoring.MBA), scoring.Members(scoring.Doctorate)}
	years   = []scoring.Value{{}, scoring.Real(0), scoring.Real(3), scoring.Real(5), scoring.Between(6, 8), scoring.Real(7), scoring.Real(10)}
)

// TestSalariesBySearch: every age band with every degree and length of experience, with
// what else there is unknown or not so.
func TestSalariesBySearch(t *testing.T) {
	fine, coarse := ladder(10_000), ladder(500_000)
	n := 0
	for _, age := range ages {
		for _, degree := range degrees {
			for _, career := range years {
				s := known("all", map[scoring.Fact]scoring.Value{scoring.Age: age, scoring.Degrees: degree,
					scoring.CareerAcademic: career, scoring.CareerTechnical: career, scoring.CareerManagement: career})
				exhaust(t, s, coarse)
				for _, f := range []scoring.Fact{scoring.DifferentFields, scoring.Research, scoring.Licences, scoring.Position, scoring.InnovationSupport,
					scoring.SME, scoring.LocalGovernmentSupport, scoring.ForeignQualification, scoring.GrowthFieldProject, scoring.DesignatedUniversity,
					scoring.JICATraining, scoring.OwnInvestment, scoring.InvestmentManagement, scoring.RnDRatio} {
					s.Facts.Profile = s.Facts.With(f, nothing(f))
				}
				s.Facts.Profile = s.Facts.With(scoring.JapaneseUniversity, scoring.IsYes).With(scoring.Japanese, scoring.Option(scoring.N1))
				ladder := coarse
				if n++; n%8 == 0 {
					ladder = fine
				}
				exhaust(t, s, ladder)
			}
		}
	}
}

// nothing is the answer that earns least.
func nothing(f scoring.Fact) scoring.Value {
	switch f.Kind() {
	case scoring.YesNo:
		return scoring.IsNo
	case scoring.Choice:
		return scoring.Option(0)
	case scoring.Set:
		return scoring.Members(0)
	case scoring.Ages:
		return scoring.AgesOf()
	case scoring.Decimal:
		return scoring.Real(0)
	}
	return scoring.Number(0)
}

// candidates makes up what is known of people: each fact unknown, known, or in a band.
var candidates = rapid.Custom(func(t *rapid.T) conversation.State {
	s := conversation.State{Language: "en", Goal: rapid.SampledFrom([]string{"i-a", "i-b", "i-c", "all", ""}).Draw(t, "goal")}
	open := rapid.IntRange(0, 10).Draw(t, "open") // how many facts of ten are unknown
	for f := range scoring.Fact(scoring.FactCount) {
		if rapid.IntRange(1, 10).Draw(t, "known") > open {
			s.Facts.Profile = s.Facts.With(f, value(t, f))
		}
	}
	return s
})

func value(t *rapid.T, f scoring.Fact) scoring.Value {
	draw := func(least, most int) int { return rapid.IntRange(least, most).Draw(t, f.Key()) }
	switch f.Kind() {
	case scoring.YesNo:
		return scoring.Bool(draw(0, 1) == 1)
	case scoring.Choice:
		return scoring.Option(draw(0, len(f.Names())-1))
	case scoring.Set:
		return scoring.Members(uint(draw(0, 1<<len(f.Names())-1)))
	case scoring.Ages:
		return scoring.AgesOf(draw(0, 20))
	}
	top := map[scoring.Fact]int{scoring.Age: 60, scoring.Licences: 3, scoring.RnDRatio: 6, scoring.OwnInvestment: 2e8,
		scoring.AnnualIncome: 45e6, scoring.SpouseIncome: 45e6}[f]
	if top == 0 {
		top = 15 // years of experience
	}
	from := float64(draw(0, top))
	switch draw(0, 3) {
	case 0:
		return scoring.Between(from, from+1+float64(draw(0, top/2)))
	case 1:
		return scoring.Between(from, math.Inf(1))
	}
	if f.Kind() == scoring.Decimal {
		return scoring.Real(from)
	}
	return scoring.Number(int64(from))
}

// TestSalariesOfAnybody: the search agrees for thousands of made-up people.
func TestSalariesOfAnybody(t *testing.T) {
	coarse := ladder(1_000_000)
	for range 30 { // rapid draws a hundred each time
		rapid.Check(t, func(t *rapid.T) { exhaust(t, candidates.Draw(t, "candidate"), coarse) })
	}
}

// TestHouseholdGivesNoPoints: the facts left out of what is said to be unknown about the
// points change no points.
func TestHouseholdGivesNoPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := candidates.Draw(t, "candidate")
		want, err := Salaries(s, noon)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for _, f := range household.List() {
			s.Facts.Profile = s.Facts.With(f, value(t, f))
		}
		got, err := Salaries(s, noon)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%+v, with another household %+v", want[i], got[i])
			}
		}
	})
}

func TestSalariesOnADayWithoutTable(t *testing.T) {
	long := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := Salaries(known("all", nil), long); err == nil {
		t.Error("scored before there was a table")
	}
	for _, s := range []conversation.Screen{SalaryScreen(known("all", nil), long), Summary(known("all", nil), long),
		Compare(known("all", nil), long, Offer{}, Offer{})} {
		if s.ID != "uncovered" || s.Language != "en" {
			t.Errorf("the screen is %q in %q", s.ID, s.Language)
		}
	}
}
