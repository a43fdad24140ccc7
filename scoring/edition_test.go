package scoring

import (
	"errors"
	"slices"
	"testing"
)

// TestNewEdition: a change of the law is a row that ends and its successor that begins on
// the same day, in the table and nowhere else.
func TestNewEdition(t *testing.T) {
	change := Date{2027, 4, 1}
	amended := Published()
	amended.Rows = slices.Clone(Rows)
	i := slices.IndexFunc(amended.Rows, func(r Row) bool { return r.ID == "career.7" })
	old := &amended.Rows[i]
	successor := *old
	old.Until = change
	successor.From = change
	successor.Points = Scores{25, 15, 20}
	successor.If = experience.AtLeast(8) // a threshold of its own
	amended.Rows = append(amended.Rows, successor)
	table := amended.Compile()

	for _, test := range []struct {
		on    Date
		years float64
		want  int
		rules string
	}{
		{Date{2023, 4, 1}, 7, 15, "2023-04-01"},
		{Date{2027, 3, 31}, 7, 15, "2023-04-21"},
		{Date{2027, 3, 31}, 8, 15, "2023-04-21"},
		{change, 7, 10, "2027-04-01"},
		{change, 7.99, 10, "2027-04-01"},
		{change, 8, 25, "2027-04-01"},
		{Date{2040, 1, 1}, 8, 25, "2027-04-01"},
	} {
		p := Profile{AsOf: test.on}.With(CareerAcademic, Real(test.years))
		a, err := table.Assess(&p, Only(Academic))
		if err != nil {
			t.Fatal(err)
		}
		got := a.Categories[Academic].Items[ItemCareer]
		if got != (Points{test.want, test.want}) || a.Rules.String() != test.rules {
			t.Errorf("%v years on %s: %v by the rules of %s, want %d, %s", test.years, test.on, got, a.Rules, test.want, test.rules)
		}
	}
	steps := func(d Date) []float64 {
		p, err := table.on(d)
		if err != nil {
			t.Fatal(err)
		}
		return p.sheets[Academic].steps[CareerAcademic]
	}
	if got := steps(Date{2027, 3, 31}); !slices.Equal(got, []float64{3, 5, 7, 10}) {
		t.Errorf("thresholds before: %v", got) // 10 is that of J-Skip
	}
	if got := steps(change); !slices.Equal(got, []float64{3, 5, 8, 10}) {
		t.Errorf("thresholds after: %v", got)
	}
	if _, err := table.on(Date{2023, 3, 31}); !errors.Is(err, ErrNotCovered) {
		t.Errorf("before the first table: %v", err)
	}
}

// TestRuleEnds: a rule that ends without a successor is gone on that day.
func TestRuleEnds(t *testing.T) {
	end := Date{2028, 1, 1}
	amended := Published()
	amended.JSkip, amended.Ways, amended.Cautions = slices.Clone(JSkipRows), slices.Clone(Ways), slices.Clone(Cautions)
	for i := range amended.JSkip {
		amended.JSkip[i].Until = end
	}
	for i := range amended.Ways {
		if amended.Ways[i].Benefit == Parents {
			amended.Ways[i].Until = end
		}
	}
	amended.Cautions[0].Until = end
	table := amended.Compile()
	p := Profile{}.With(AnnualIncome, Number(40_000_000)).With(Degrees, Members(Doctorate)).With(Pregnant, IsYes).With(Age, Number(29))
	for _, test := range []struct {
		on              Date
		jSkip, parents  Truth
		routes, caution int
	}{
		{Date{2027, 12, 31}, Yes, Yes, 1, 2},
		{end, No, No, 0, 1},
	} {
		p.AsOf = test.on
		a, err := table.Assess(&p, AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		parents := a.Benefits[Parents]
		if a.JSkip[Technical] != test.jSkip || parents.State != test.parents || len(parents.Routes) != test.routes || len(a.Cautions) != test.caution {
			t.Errorf("%s: J-Skip %s, parents %v, cautions %v", test.on, a.JSkip[Technical], parents, a.Cautions)
		}
	}
}

// TestConditionsMentionFacts: every condition of a rule asks for facts, and a fact once only,
// which the needs rely on.
func TestConditionsMentionFacts(t *testing.T) {
	check := func(id string, c Condition) {
		var seen FactSet
		for _, f := range c.facts(Technical) {
			if int(f) >= FactCount || seen.Has(f) {
				t.Errorf("%s mentions the fact %d, or mentions it twice", id, f)
				continue
			}
			seen |= FactsOf(f)
		}
	}
	for _, r := range Rows {
		check(r.ID, All(r.If, r.Provided))
		if len(r.If.facts(Technical)) == 0 {
			t.Errorf("%s asks for nothing", r.ID)
		}
	}
	for _, r := range JSkipRows {
		check(r.ID, r.If)
	}
	for _, w := range Ways {
		for _, r := range w.Requires {
			check(r.ID, r.If)
		}
	}
	for _, c := range Cautions {
		check(c.ID, c.If)
	}
}

// TestRequirementsByID: the same id is the same condition.
func TestRequirementsByID(t *testing.T) {
	seen := map[string]Condition{}
	for _, w := range Ways {
		for _, r := range w.Requires {
			other, again := seen[r.ID]
			if again && !sameCondition(r.If, other) {
				t.Errorf("%s is two conditions", r.ID)
			}
			seen[r.ID] = r.If
		}
	}
}

func sameCondition(a, b Condition) bool {
	return a.op == b.op && a.fact == b.fact && a.at == b.at && a.cases == b.cases && slices.EqualFunc(a.args, b.args, sameCondition)
}
