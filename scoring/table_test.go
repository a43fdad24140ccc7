package scoring_test

import (
	"slices"
	"strings"
	"testing"

	. "hspbot/scoring"
)

// term is a rule's stretch of days.
type term struct{ from, until Date }

// termOf returns the days of a statement.
func termOf(s Dated) term {
	from, until := s.Period()
	return term{from, until}
}

// checkTerms rejects terms of one ID that end before they begin, overlap, or leave a gap.
func checkTerms(t *testing.T, terms map[string][]term) {
	t.Helper()
	for id, list := range terms {
		slices.SortFunc(list, func(a, b term) int { return strings.Compare(a.from.String(), b.from.String()) })
		for i, x := range list {
			switch {
			case x.from.IsZero():
				t.Errorf("%s has no first day in force", id)
			case !x.until.IsZero() && !x.from.Before(x.until):
				t.Errorf("%s: %s to %s is no time at all", id, x.from, x.until)
			case i > 0 && list[i-1].until != x.from:
				t.Errorf("%s: one ends on %s, the next begins on %s", id, list[i-1].until, x.from)
			}
		}
	}
}

// TestRows: what every row must be, whoever changes the table.
func TestRows(t *testing.T) {
	terms := map[string][]term{}
	for _, r := range Rows {
		terms[r.ID] = append(terms[r.ID], termOf(r))
		if !strings.HasPrefix(r.ID, r.Item.ID()+".") || strings.ToLower(r.ID) != r.ID {
			t.Errorf("%s is a row of the item %s", r.ID, r.Item.ID())
		}
		if r.Points == (Scores{}) {
			t.Errorf("%s gives no points", r.ID)
		}
		for c, n := range r.Points {
			if n < 0 || n%5 != 0 {
				t.Errorf("%s: %d points in %s", r.ID, n, Category(c))
			}
		}
		if (len(r.Proof) == 0) != (r.ID == "research.two_or_more") { // its two kinds are proved each for itself
			t.Errorf("%s is proved by %v", r.ID, r.Proof)
		}
		for _, d := range r.Proof {
			if no := DocumentNo(d); (no == "") != (d == "age") || !strings.Contains(r.Item.No(), no) && d != "sme" {
				t.Errorf("%s: the document %s has the number %q, the item %q", r.ID, d, no, r.Item.No())
			}
		}
		if r.Cite == "" || r.Edition == nil {
			t.Errorf("%s cites %q of %v", r.ID, r.Cite, r.Edition)
		}
	}
	checkTerms(t, terms)
}

// TestOtherRules: J-Skip, the ways to benefits and the cautions.
func TestOtherRules(t *testing.T) {
	terms := map[string][]term{}
	for _, r := range JSkipRows {
		terms[r.ID] = append(terms[r.ID], termOf(r))
		if r.ID != "j_skip."+r.Category.String() || r.Cite == "" || r.Edition == nil {
			t.Errorf("%s in %s cites %q of %v", r.ID, r.Category, r.Cite, r.Edition)
		}
	}
	for _, w := range Ways {
		id := w.Benefit.String() + "." + w.Type
		terms[id] = append(terms[id], termOf(w))
		if len(w.Requires) == 0 || w.Cite == "" || w.Edition == nil || (w.Number > 0) != (w.Benefit == Housekeeper) {
			t.Errorf("%s: %d requirements, %d persons, cites %q", id, len(w.Requires), w.Number, w.Cite)
		}
	}
	for _, c := range Cautions {
		terms[c.ID] = append(terms[c.ID], termOf(c))
		if c.Sheets == 0 || c.Edition == nil {
			t.Errorf("%s is for no category, or rests on nothing", c.ID)
		}
	}
	checkTerms(t, terms)
}

// TestTermsAreChecked: the check above finds what it is for.
func TestTermsAreChecked(t *testing.T) {
	day := func(d int) Date { return Date{Year: 2027, Month: 4, Day: d} }
	for name, list := range map[string][]term{
		"duplicate": {{day(1), Date{}}, {day(1), Date{}}},
		"overlap":   {{day(1), day(3)}, {day(2), Date{}}},
		"gap":       {{day(1), day(2)}, {day(3), Date{}}},
		"backward":  {{day(2), day(1)}},
		"no start":  {{}},
	} {
		var probe testing.T
		if checkTerms(&probe, map[string][]term{name: list}); !probe.Failed() {
			t.Errorf("%s: not found", name)
		}
	}
	checkTerms(t, map[string][]term{"touching": {{day(2), Date{}}, {day(1), day(2)}}})
}

// TestStableIDs: ids that texts and other programs know. Add to the list; never change it.
func TestStableIDs(t *testing.T) {
	var requirements, checks, ways []string
	for _, w := range Ways {
		ways = append(ways, w.Benefit.String()+"."+w.Type)
		for _, r := range w.Requires {
			requirements = append(requirements, r.ID)
		}
		checks = append(checks, w.Check...)
	}
	for _, list := range []struct {
		name string
		got  []string
		want string
	}{
		{"requirements", requirements, "child_under_13_or_spouse_cannot child_under_7_or_pregnancy employed_one_year_before_entry household_10m household_30m household_8m investment_management j_skip recognised"},
		{"checks", checks, "enter_together equal_pay legal_spouse living_together no_other_worker one_side_of_parents three_months_or_more wage_200000 worker_18"},
		{"ways", ways, "five_year_stay. housekeeper.accompanying housekeeper.family_circumstances housekeeper.financial housekeeper.financial_two housekeeper.j_skip multiple_activities. parents. permanent_residence. priority_processing. spouse_work."},
	} {
		slices.Sort(list.got)
		if got := strings.Join(slices.Compact(list.got), " "); got != list.want {
			t.Errorf("%s:\n%s\nwant\n%s", list.name, got, list.want)
		}
	}
}

// TestEarned: the rows a person certainly satisfies, in the order of the form.
func TestEarned(t *testing.T) {
	p := person(answer{Degrees, Members(Doctorate | Bachelor)}, answer{CareerTechnical, Real(5)}, answer{AnnualIncome, Number(5_000_000)},
		answer{Japanese, Option(N2)}, answer{JapaneseUniversity, IsYes}, answer{DesignatedUniversity, Value{}}, answer{Research, Members(Patent | Papers)})
	for c, want := range map[Category]string{
		Academic:   "academic.doctorate academic.bachelor research.patent research.papers research.two_or_more japanese_university.graduated",
		Technical:  "academic.doctorate academic.bachelor career.5 career.3 research.patent research.papers japanese_university.graduated",
		Management: "academic.doctorate academic.bachelor japanese_university.graduated",
	} {
		var got []string
		for _, r := range Earned(&p, c) {
			got = append(got, r.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", c, got, want)
		}
	}
	p.AsOf = Date{}
	if got := Earned(&p, Technical); got != nil {
		t.Errorf("on a day without a table: %v", got)
	}
}
