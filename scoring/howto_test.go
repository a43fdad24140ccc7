package scoring

import (
	"slices"
	"testing"
)

// How a maintainer changes the law, done in tables of their own: an edition, and rows that
// end and begin with it. Nothing of the new law is there the day before, all of it on the day.

var (
	newLaw     = Date{2027, 4, 1}
	dayBefore  = Date{2027, 3, 31}
	newEdition = &Edition{"form_2027", "高度専門職ポイント計算表（令和9年4月1日以降）", "https://example.org/form", Official, newLaw, Date{}, newLaw}
)

func rowOf(t *testing.T, rows []Row, id string) *Row {
	t.Helper()
	i := slices.IndexFunc(rows, func(r Row) bool { return r.ID == id })
	if i < 0 {
		t.Fatal("no row " + id)
	}
	return &rows[i]
}

// TestChangeARow: N2 gives five points from 1 April 2027.
func TestChangeARow(t *testing.T) {
	l := Published()
	l.Rows = slices.Clone(l.Rows)
	old := rowOf(t, l.Rows, "japanese.n2")
	successor := *old
	old.Until = newLaw
	successor.Edition, successor.Points = newEdition, Scores{5, 5, 5}
	l.Rows = append(l.Rows, successor)
	table := l.Compile()

	for day, want := range map[Date]int{dayBefore: 10, newLaw: 5} {
		p := Profile{AsOf: day}.With(Japanese, Option(N2)).With(JapaneseUniversity, IsNo)
		a, err := table.Assess(&p, AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Categories[Technical].Items[ItemJapanese].Min; got != want {
			t.Errorf("%s: N2 gives %d, want %d", day, got, want)
		}
		p = p.With(JapaneseUniversity, IsYes)
		if a, err = table.Assess(&p, AllSheets); err != nil {
			t.Fatal(err)
		}
		if got := a.Categories[Technical].Refused; len(got) != 1 || got[0] != (Refusal{ItemJapanese, want, JapaneseUniversity, "refused.japanese.n2"}) {
			t.Errorf("%s: refused %v, want %d points", day, got, want)
		}
	}
	changes := table.Changes(dayBefore, newLaw)
	changes = slices.DeleteFunc(changes, func(c Change) bool { return c.Row == nil })
	if len(changes) != 2 || !changes[0].Ends || changes[0].Row.Points[0] != 10 || changes[1].Ends || changes[1].Edition != newEdition {
		t.Errorf("changes: %v", changes)
	}
	if got := Changes(dayBefore, newLaw); slices.ContainsFunc(got, func(c Change) bool { return c.Row != nil }) {
		t.Errorf("the published table has changed: %v", got)
	}
	// A route counts the points of each day by the table of that day: 80 with N2 until then, 75 after.
	p := Person{Profile: Profile{AsOf: Date{2026, 11, 29}, Birth: Date{1980, 5, 5}, CareerSince: Date{2012, 4, 1}}}
	for f := range Fact(FactCount) {
		p.Profile = p.With(f, Value{Cases: 1})
		if f.Kind() == Whole || f.Kind() == Decimal {
			p.Profile = p.With(f, numberValue(f, 0))
		}
	}
	p.Profile = p.With(Degrees, Members(Master)).With(AnnualIncome, Number(8_000_000)).With(Japanese, Option(N2))
	p.Activity, p.Stay.InJapan.Day = Only(Technical), Date{2020, 10, 1}
	list, err := table.Routes(&p, AllSheets)
	if err != nil {
		t.Fatal(err)
	}
	if r := list[1]; r.ID != "deemed_80_1y" || r.State != RouteOpen || r.KeptUntil != newLaw || r.Because != "table" {
		t.Errorf("%s is %s until %s because of %s", r.ID, r.State, r.KeptUntil, r.Because)
	}
}

func numberValue(f Fact, x float64) Value {
	if f.Kind() == Whole {
		return Number(int64(x))
	}
	return Real(x)
}

// TestNewOption: an option that gives points from a day on is not offered before it.
func TestNewOption(t *testing.T) {
	l := Published()
	l.Rows = slices.Clone(l.Rows)
	row := rowOf(t, l.Rows, "jica_training.without_japanese_university_classes")
	row.Edition = newEdition
	table := l.Compile()
	for _, c := range []struct {
		table *Table
		day   Date
		f     Fact
		want  []int
	}{
		{table, dayBefore, JICATraining, []int{0, 2}},
		{table, newLaw, JICATraining, []int{0, 1, 2}},
		{published, dayBefore, JICATraining, []int{0, 1, 2}},
		{published, dayBefore, Japanese, []int{0, 1, 2}},
		{published, dayBefore, Position, []int{0, 1, 2}},
		{published, dayBefore, Degrees, []int{0, 1, 2, 3, 4}},
		{published, dayBefore, Research, []int{0, 1, 2, 3}},
		{published, dayBefore, SME, nil},
		{published, Date{2023, 3, 31}, Japanese, nil},
	} {
		if got := c.table.Options(c.day, c.f); !slices.Equal(got, c.want) {
			t.Errorf("%s on %s: %v, want %v", c.f.Key(), c.day, got, c.want)
		}
	}
	for day, want := range map[Date]int{dayBefore: 0, newLaw: 5} {
		p := Profile{AsOf: day}.With(JICATraining, Option(WithoutJapaneseUniversityClasses))
		a, err := table.Assess(&p, AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Categories[Technical].Items[ItemJICATraining].Max; got != want {
			t.Errorf("%s: %d points, want %d", day, got, want)
		}
	}
	if got := len(InForce(l.Rows, dayBefore)); got != len(Rows)-1 {
		t.Errorf("%d rows the day before, want %d", got, len(Rows)-1)
	}
}

// TestEditions: every statement rests on an edition of the list, each edition has its address
// and the day it was checked, and the editions of a source touch in time.
func TestEditions(t *testing.T) {
	l := Published()
	l.each(func(s Dated, c Change) {
		if c.Edition == nil || !slices.Contains(Editions, c.Edition) {
			t.Errorf("%s rests on no edition", c.Key)
			return
		}
		from, until := s.Period()
		if from.IsZero() || !until.IsZero() && !from.Before(until) {
			t.Errorf("%s holds from %s to %s", c.Key, from, until)
		}
	})
	for _, b := range BaseRows {
		if !slices.Contains(Editions, b.Edition) || b.Cite == "" {
			t.Errorf("the criteria of %s rest on nothing", b.Category)
		}
	}
	for i := range universities {
		if !slices.Contains(Editions, universities[i].Edition) {
			t.Errorf("%s is on no list", universities[i].English)
		}
	}
	ids := map[string]bool{}
	for _, e := range Editions {
		if ids[e.ID] || e.Title == "" || e.URL == "" || e.From.IsZero() || e.Checked.Before(Date{2026, 11, 29}) || e.Sureness < Official || e.Sureness > Inferred {
			t.Errorf("edition %+v", *e)
		}
		ids[e.ID] = true
	}
	for _, list := range [][]*Edition{guidelines, {fees2025, fees2026}} {
		for i, e := range list[1:] {
			if list[i].Until != e.From {
				t.Errorf("%s ends on %s, %s begins on %s", list[i].ID, list[i].Until, e.ID, e.From)
			}
		}
	}
	// What is written in pieces one after the other leaves no day without and none with two.
	for _, pieces := range [][]string{
		{"three_years_count", "three_years_transition", "longest_period_only"},
		{"revocation_coming", "revocation"},
		{"revision_published", "revision_in_force"},
		{"business_manager_lenient", "business_manager_extensions"},
	} {
		var last Date
		for i, id := range pieces {
			at := slices.IndexFunc(Statements, func(s Statement) bool { return s.ID == id })
			from, until := Statements[at].Period()
			if i > 0 && from != last {
				t.Errorf("%s begins on %s, the one before ends on %s", id, from, last)
			}
			last = until
		}
	}
}
