package scoring_test

import (
	"testing"

	. "hspbot/scoring"
)

// The criteria of the matching status, beside the points (rules 2.1, 2.3).
func TestBaseCriteria(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		in         Category
		condition  string
		want       Truth
	}{
		{"a degree", `"degrees":["bachelor"],"career_since":"2025-01-01"`, Technical, "degree_or_ten_years_or_examination", Yes},
		{"no degree, ten years", `"degrees":[],"career_since":"2016-11-29"`, Technical, "degree_or_ten_years_or_examination", Yes},
		{"no degree, a day less", `"degrees":[],"career_since":"2016-11-30"`, Technical, "degree_or_ten_years_or_examination", No},
		{"a licence, which may be no IT examination", `"degrees":[],"career_since":"2020-01-01","licences":1`, Technical, "degree_or_ten_years_or_examination", Unknown},
		{"degrees not known", `"degrees":null,"career_since":"2020-01-01"`, Technical, "degree_or_ten_years_or_examination", Unknown},
		{"ハ: a master's degree", `"career_since":"2026-01-01"`, Management, "masters_or_three_years_of_management", Yes},
		{"ハ: three years", `"degrees":["bachelor"],"career_since":"2023-11-29"`, Management, "masters_or_three_years_of_management", Yes},
		{"ハ: less of both", `"degrees":["bachelor"],"career_since":"2023-11-30"`, Management, "masters_or_three_years_of_management", No},
		{"ハ: N2", `"japanese":"n2"`, Management, "japanese_b2", Yes},
		{"ハ: a Japanese degree", `"japanese_university":true`, Management, "japanese_b2", Yes},
		{"ハ: an employee may speak it", ``, Management, "japanese_b2", Unknown},
		{"ハ: all met", `"business_manager":"met"`, Management, "capital_30m", Yes},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := personOf(t, c.keys)
			for _, r := range BaseCriteria(&p, AllSheets) {
				if r.Category != c.in {
					continue
				}
				found := false
				for _, q := range r.Requirements {
					if q.ID == c.condition {
						found = true
						if q.State != c.want {
							t.Errorf("%s, want %s", q.State, c.want)
						}
					}
				}
				if !found || c.want == No && r.State != No {
					t.Errorf("%s: %v", r.State, r.Requirements)
				}
			}
		})
	}
	// Nobody is refused by criteria that were not in force.
	p := personOf(t, `"as_of":"2025-10-15","degrees":["bachelor"],"career_since":"2024-01-01"`)
	for _, r := range BaseCriteria(&p, AllSheets) {
		if r.Category == Management {
			t.Errorf("before 16 October 2025: %v", r)
		}
	}
}

// TestLacking: every condition that is not met is named, of each way.
func TestLacking(t *testing.T) {
	p := person(answer{AnnualIncome, Number(9_000_000)}, answer{Degrees, Members(Doctorate)}, answer{Japanese, Option(N1)}, answer{CareerTechnical, Real(10)},
		answer{SpouseIncome, Number(0)}, answer{ChildrenAges, AgesOf(14)}, answer{Pregnant, IsNo}, answer{ServantEmployedOneYear, Value{}})
	a := assess(t, p)
	ways := a.Benefits[Housekeeper].Lacking()
	want := []string{
		"household_10m=not_met employed_one_year_before_entry=unknown ",
		"household_10m=not_met child_under_13_or_spouse_cannot=not_met ",
		"household_10m=not_met investment_management=not_met ",
		"household_30m=not_met investment_management=not_met ",
		"j_skip=not_met household_30m=not_met ",
	}
	if len(ways) != len(want) {
		t.Fatalf("%d ways: %v", len(ways), ways)
	}
	for i, way := range ways {
		got := ""
		for _, q := range way {
			got += q.ID + "=" + q.State.String() + " "
		}
		if got != want[i] {
			t.Errorf("way %d lacks %s, want %s", i, got, want[i])
		}
	}
	if got := a.Benefits[FiveYearStay].Lacking(); got != nil {
		t.Errorf("certain, but lacks %v", got)
	}
}
