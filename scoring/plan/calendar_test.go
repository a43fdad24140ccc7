package plan

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hspbot/scoring"
)

// TestCalendarByTheDay: the calendar has on every day the outcome of that day.
func TestCalendarByTheDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "person"), 0))
		p := anybody(r, 0.3*r.Float64())
		for range r.IntN(3) {
			f := scoring.Fact(r.IntN(int(scoring.SpouseIncome)))
			p.Earlier = append(p.Earlier, scoring.Earlier{Before: today.AddDays(-r.IntN(2000))}.With(f, anyValue(r, f)))
		}
		k, err := NewCalendar(&p, scoring.AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		turns := map[scoring.Date]bool{}
		for _, turn := range k.Turns() {
			turns[turn.On] = true
		}
		runs := map[int][]Run{}
		for d := k.From; !k.Until.Before(d); d = d.AddDays(1) {
			here := k.On(d)
			day := p.On(d)
			a, err := scoring.Assess(&day, scoring.AllSheets)
			if (err == nil) != here.Covered {
				t.Fatalf("on %s: %v, but covered: %t", d, err, here.Covered)
			}
			if turns[d] == (d == k.From || k.On(d.AddDays(-1)) == here) && (d == k.From || k.On(d.AddDays(-1)).Covered) {
				t.Fatalf("%s is a turn: %t", d, turns[d])
			}
			if err != nil {
				continue
			}
			for c := range a.Categories {
				r := &a.Categories[c]
				if (scoring.Points{Min: r.Min, Max: r.Max}) != here.Points[c] || r.Verdict != here.Verdicts[c] || r.Floor != here.Floor[c] || a.JSkip[c] != here.JSkip[c] {
					t.Fatalf("on %s in %s: %+v, want %+v", d, scoring.Category(c), *here, *r)
				}
				if r.Min >= 80 && r.Floor == scoring.Yes {
					list := runs[c]
					if n := len(list); n > 0 && list[n-1].Last == d.AddDays(-1) {
						list[n-1].Last = d
					} else {
						runs[c] = append(list, Run{d, d})
					}
				}
			}
		}
		for c := range scoring.Category(scoring.Categories) {
			got := k.Runs(c, 80)
			if len(got) != len(runs[int(c)]) {
				t.Fatalf("80 points in %s on %v, want %v", c, got, runs[int(c)])
			}
			for i := range got {
				if got[i] != runs[int(c)][i] {
					t.Fatalf("80 points in %s on %v, want %v", c, got, runs[int(c)])
				}
			}
		}
	})
}

// TestCalendarOfAnEngineer, by the form. 1号ロ: a master's degree 20, N1 15, 6M 20 (for all under 40),
// born on 2 March 1996: 15 points for the age until 1 March 2026, 10 until 1 March 2031, then 5. The
// work began on 1 June 2021: 5 points from 1 June 2024, 10 from 2026, 15 from 2028, and 20 from 2031.
func TestCalendarOfAnEngineer(t *testing.T) {
	p := known()
	p.Birth = scoring.Date{Year: 1996, Month: time.March, Day: 2}
	p.CareerSince = scoring.Date{Year: 2021, Month: time.June, Day: 1}
	p.Profile = p.With(scoring.AnnualIncome, scoring.Number(6_000_000))
	k, err := NewCalendar(&p, scoring.Only(scoring.Technical))
	if err != nil {
		t.Fatal(err)
	}
	on := func(year int, month time.Month, day int) scoring.Date {
		return scoring.Date{Year: year, Month: month, Day: day}
	}
	want := []struct {
		on            scoring.Date
		before, after int
		because       scoring.Fact
	}{
		{on(2024, 6, 1), 70, 75, scoring.CareerTechnical},
		{on(2026, 3, 2), 75, 70, scoring.Age},
		{on(2026, 6, 1), 70, 75, scoring.CareerTechnical},
		{on(2028, 6, 1), 75, 80, scoring.CareerTechnical},
		{on(2031, 3, 2), 80, 75, scoring.Age},
		{on(2031, 6, 1), 75, 80, scoring.CareerTechnical},
	}
	turns := k.Turns()
	if len(turns) != len(want) {
		t.Fatalf("the turns are %+v", turns)
	}
	for i, w := range want {
		if x := turns[i]; x.On != w.on || x.Before.Points[1].Min != w.before || x.After.Points[1].Min != w.after || !x.Because.Has(w.because) {
			t.Errorf("turn %d is on %s from %d to %d because of %v, want %+v", i, x.On, x.Before.Points[1].Min, x.After.Points[1].Min, x.Because.List(), w)
		}
	}
	runs := k.Runs(scoring.Technical, 80)
	if len(runs) != 2 || runs[0] != (Run{on(2028, 6, 1), on(2031, 3, 1)}) || runs[1] != (Run{on(2031, 6, 1), k.Until}) {
		t.Errorf("80 points on %v", runs)
	}
	if runs := k.Runs(scoring.Technical, 70); len(runs) != 1 || runs[0] != (Run{on(2023, 4, 1), k.Until}) {
		t.Errorf("70 points on %v", runs)
	}
	losses, err := k.Losses(4)
	if err != nil || len(losses) != 1 || losses[0].On != on(2031, 3, 2) || losses[0].Mark != 80 {
		t.Fatalf("the losses are %+v (%v)", losses, err)
	}
	// What makes up for five points: a licence, or the three months to ten years.
	if w := losses[0].Ways; w[0].Years != 10 || w[0].On != on(2031, 6, 1) || w[1].Changes[0].ID != "licences" {
		t.Errorf("the ways are %+v", w)
	}
}

func BenchmarkCalendar(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	p := anybody(r, 0)
	p.Birth = today.AddYears(-29)
	for b.Loop() {
		k, err := NewCalendar(&p, scoring.AllSheets)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := k.Losses(3); err != nil {
			b.Fatal(err)
		}
	}
}
