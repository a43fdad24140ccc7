package scoring_test

import (
	"slices"
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

// TestCareerBeyondAge: nobody has worked since before compulsory school ended (15 years of age), and
// work as a pupil or student does not count (rules 1.2).
func TestCareerBeyondAge(t *testing.T) {
	for keys, want := range map[string]bool{
		`"age":22,"career_years":20`:                    true,
		`"age":22,"career_years":7`:                     false, // since 15
		`"age":22,"career_years":8`:                     true,
		`"age":22,"career_years":{"from":10}`:           true,
		`"age":{"below":30},"career_years":{"from":10}`: false,
		`"age":22`:          false,
		`"career_years":40`: false,
		`"birth_date":"2000-06-01","career_since":"2014-01-01"`: true, // 26, and 12 years
		`"birth_date":"1998-06-01","career_since":"2014-01-01"`: false,
		`"age":22,"career_years":{"i-a":0,"i-b":20,"i-c":0}`:    true,
		`"age":14,"career_years":0`:                             false,
	} {
		p, err := ParseProfile([]byte(`{"as_of":"2026-11-29","degrees":["doctorate"],"annual_income_jpy":10000000,` + keys + `}`))
		if err != nil {
			t.Fatal(err)
		}
		a, err := Assess(&p, AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(a.Cautions, "career_beyond_age"); got != want {
			t.Errorf("%s: %v", keys, a.Cautions)
		}
	}
}

// TestFinancialHelperOfAcademics: ㉑ gives points in ロ and ハ only; whether the financial type of
// domestic worker is open to イ alone is not said anywhere, and the assessment says so.
func TestFinancialHelperOfAcademics(t *testing.T) {
	const person = `{"as_of":"2026-11-29","degrees":["doctorate"],"age":29,"career_years":5,"annual_income_jpy":30000000,"japanese":"n1","investment_management":`
	for keys, want := range map[string]map[Sheets]bool{
		person + "true}":  {Only(Academic): true, Only(Technical): false, AllSheets: false},
		person + "false}": {Only(Academic): false},
		person + "null}":  {Only(Academic): false},
	} {
		p, err := ParseProfile([]byte(keys))
		if err != nil {
			t.Fatal(err)
		}
		for among, want := range want {
			a, err := Assess(&p, among)
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Contains(a.Cautions, "financial_helper_academic"); got != want {
				t.Errorf("%s %v: %v", keys, among, a.Cautions)
			}
		}
	}
}
