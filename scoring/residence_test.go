package scoring_test

import (
	"testing"

	. "hspbot/scoring"
)

// at returns the outcome of somebody of 45 with exactly the points in ロ and, in イ and ハ, fewer
// than 70. Every possible sum is a multiple of five.
func at(t *testing.T, points int) *Assessment {
	t.Helper()
	p := person(answer{CareerTechnical, Real(10)}, answer{AnnualIncome, Number(9_000_000)}, answer{Licences, Number(2)}) // 20 + 35 + 10
	switch points {
	case 65:
	case 70:
		p = p.With(ForeignQualification, IsYes)
	case 75:
		p = p.With(GrowthFieldProject, IsYes)
	case 80:
		p = p.With(GrowthFieldProject, IsYes).With(ForeignQualification, IsYes)
	default:
		t.Fatalf("no person with %d points", points)
	}
	a := assess(t, p)
	if got := a.Categories[Technical]; got.Min != points || got.Max != points || a.Categories[Academic].Verdict != Fails || a.Categories[Management].Verdict != Fails {
		t.Fatalf("%v, want %d points in %s alone", got, points, Technical)
	}
	return &a
}

// between returns an outcome of 70 to 80 points, and of 65 to 75.
func between(t *testing.T) (above, below *Assessment) {
	p := person(answer{CareerTechnical, Real(10)}, answer{AnnualIncome, Number(9_000_000)}, answer{Licences, Number(2)}).With(GrowthFieldProject, Value{})
	b := assess(t, p)
	a := assess(t, p.With(ForeignQualification, IsYes))
	return &a, &b
}

// TestRoutes: 永住許可に関するガイドライン on years of residence, and 高度専門職2号.
func TestRoutes(t *testing.T) {
	above, below := between(t)
	special := assess(t, person(answer{AnnualIncome, Number(20_000_000)}, answer{Degrees, Members(Master)}))
	perhaps := assess(t, person(answer{AnnualIncome, Number(20_000_000)}, answer{Degrees, Value{}}))
	years := func(x float64) Value { return Real(x) }
	for _, test := range []struct {
		route, name string
		now         *Assessment
		stay        Stay
		want        Truth
	}{
		{"hsp_80_1y", "80 points, a year, kept", at(t, 80), Stay{HSPYears: years(1), Kept80: Yes}, Yes},
		{"hsp_80_1y", "0.99 years", at(t, 80), Stay{HSPYears: years(0.99), Kept80: Yes}, No},
		{"hsp_80_1y", "75 points", at(t, 75), Stay{HSPYears: years(1), Kept80: Yes}, No},
		{"hsp_80_1y", "70 to 80 points", above, Stay{HSPYears: years(1), Kept80: Yes}, Unknown},
		{"hsp_80_1y", "a dip in between", at(t, 80), Stay{HSPYears: years(5), Kept80: No, Kept70: Yes}, No},
		{"hsp_80_1y", "not known whether kept", at(t, 80), Stay{HSPYears: years(5), Kept70: Yes}, Unknown},
		{"hsp_80_1y", "years not known", at(t, 80), Stay{Kept80: Yes}, Unknown},
		{"hsp_80_1y", "a band of years over 1", at(t, 80), Stay{HSPYears: Between(1, 3), Kept80: Yes}, Yes},
		{"hsp_80_1y", "a band of years about 1", at(t, 80), Stay{HSPYears: Between(0.5, 3), Kept80: Yes}, Unknown},
		{"hsp_80_1y", "a band of years below 1", at(t, 80), Stay{HSPYears: Between(0, 1), Kept80: Yes}, No},
		{"hsp_80_1y", "in Japan on another status", at(t, 80), Stay{Years: years(9), HSPYears: years(0), Kept80: Yes}, No},

		{"deemed_80_1y", "80 now and then", at(t, 80), Stay{Years: years(1), OneYearAgo: at(t, 80), Kept80: Yes}, Yes},
		{"deemed_80_1y", "80 now, 75 then", at(t, 80), Stay{Years: years(1), OneYearAgo: at(t, 75), Kept80: Yes}, No},
		{"deemed_80_1y", "75 now, 80 then", at(t, 75), Stay{Years: years(1), OneYearAgo: at(t, 80), Kept80: Yes}, No},
		{"deemed_80_1y", "then not known", at(t, 80), Stay{Years: years(1), Kept80: Yes}, Unknown},
		{"deemed_80_1y", "then 70 to 80", at(t, 80), Stay{Years: years(1), OneYearAgo: above, Kept80: Yes}, Unknown},
		{"deemed_80_1y", "0.99 years", at(t, 80), Stay{Years: years(0.99), OneYearAgo: at(t, 80), Kept80: Yes}, No},
		{"deemed_80_1y", "a dip in between", at(t, 80), Stay{Years: years(1), OneYearAgo: at(t, 80), Kept80: No}, No},
		{"deemed_80_1y", "three years ago does not count", at(t, 80), Stay{Years: years(3), OneYearAgo: at(t, 75), ThreeYearsAgo: at(t, 80), Kept80: Yes}, No},

		{"hsp_70_3y", "70 points, three years, kept", at(t, 70), Stay{HSPYears: years(3), Kept70: Yes}, Yes},
		{"hsp_70_3y", "2.99 years", at(t, 70), Stay{HSPYears: years(2.99), Kept70: Yes}, No},
		{"hsp_70_3y", "65 points", at(t, 65), Stay{HSPYears: years(3), Kept70: Yes}, No},
		{"hsp_70_3y", "65 to 75 points", below, Stay{HSPYears: years(3), Kept70: Yes}, Unknown},
		{"hsp_70_3y", "a dip in between", at(t, 70), Stay{HSPYears: years(3), Kept70: No}, No},
		{"hsp_70_3y", "80 not kept but 70", at(t, 70), Stay{HSPYears: years(3), Kept70: Yes, Kept80: No}, Yes},

		{"deemed_70_3y", "70 now and then", at(t, 70), Stay{Years: years(3), ThreeYearsAgo: at(t, 70), Kept70: Yes}, Yes},
		{"deemed_70_3y", "2.99 years", at(t, 70), Stay{Years: years(2.99), ThreeYearsAgo: at(t, 70), Kept70: Yes}, No},
		{"deemed_70_3y", "65 then", at(t, 70), Stay{Years: years(3), ThreeYearsAgo: at(t, 65), Kept70: Yes}, No},
		{"deemed_70_3y", "then not known", at(t, 70), Stay{Years: years(3), OneYearAgo: at(t, 70), Kept70: Yes}, Unknown},
		{"deemed_70_3y", "a dip in between", at(t, 70), Stay{Years: years(3), ThreeYearsAgo: at(t, 70), Kept70: No}, No},

		{"j_skip_1y", "a year, met now, kept", &special, Stay{JSkipYears: years(1), KeptJSkip: Yes}, Yes},
		{"j_skip_1y", "0.99 years", &special, Stay{JSkipYears: years(0.99), KeptJSkip: Yes}, No},
		{"j_skip_1y", "80 points are not J-Skip", at(t, 80), Stay{JSkipYears: years(1), KeptJSkip: Yes}, No},
		{"j_skip_1y", "perhaps met now", &perhaps, Stay{JSkipYears: years(1), KeptJSkip: Yes}, Unknown},
		{"j_skip_1y", "not kept", &special, Stay{JSkipYears: years(1), KeptJSkip: No}, No},

		{"deemed_j_skip_1y", "met now and then", &special, Stay{Years: years(1), OneYearAgo: &special, KeptJSkip: Yes}, Yes},
		{"deemed_j_skip_1y", "perhaps then", &special, Stay{Years: years(1), OneYearAgo: &perhaps, KeptJSkip: Yes}, Unknown},
		{"deemed_j_skip_1y", "then not known", &special, Stay{Years: years(1), KeptJSkip: Yes}, Unknown},
		{"deemed_j_skip_1y", "only 80 points then", &special, Stay{Years: years(1), OneYearAgo: at(t, 80), KeptJSkip: Yes}, No},
		{"deemed_j_skip_1y", "0.99 years", &special, Stay{Years: years(0.99), OneYearAgo: &special, KeptJSkip: Yes}, No},

		{"hsp2_points_3y", "70 points, three years as 1号", at(t, 70), Stay{HSPYears: years(3)}, Yes},
		{"hsp2_points_3y", "points need not be kept", at(t, 70), Stay{HSPYears: years(3), Kept70: No}, Yes},
		{"hsp2_points_3y", "2.99 years", at(t, 70), Stay{HSPYears: years(2.99)}, No},
		{"hsp2_points_3y", "65 points", at(t, 65), Stay{HSPYears: years(3)}, No},
		{"hsp2_points_3y", "in Japan on another status", at(t, 80), Stay{Years: years(9)}, Unknown},

		{"hsp2_j_skip_1y", "a year", &special, Stay{JSkipYears: years(1)}, Yes},
		{"hsp2_j_skip_1y", "0.99 years", &special, Stay{JSkipYears: years(0.99)}, No},
		{"hsp2_j_skip_1y", "not met now", at(t, 80), Stay{JSkipYears: years(1)}, No},
	} {
		found := false
		for _, r := range Routes(test.now, test.stay) {
			if r.ID != test.route {
				continue
			}
			found = true
			if r.State != test.want {
				t.Errorf("%s, %s: %s, want %s: %v", test.route, test.name, r.State, test.want, r.Requirements)
			}
		}
		if !found {
			t.Errorf("no route %s", test.route)
		}
	}
}

// TestRoutesOfToday: with nothing but today's points each route says whether they are enough.
func TestRoutesOfToday(t *testing.T) {
	special := assess(t, person(answer{AnnualIncome, Number(20_000_000)}, answer{Degrees, Members(Master)}))
	ids := []string{"hsp_80_1y", "deemed_80_1y", "hsp_70_3y", "deemed_70_3y", "j_skip_1y", "deemed_j_skip_1y", "hsp2_points_3y", "hsp2_j_skip_1y"}
	for _, test := range []struct {
		name string
		now  *Assessment
		want [8]Truth
	}{
		{"65", at(t, 65), [8]Truth{No, No, No, No, No, No, No, No}},
		{"70", at(t, 70), [8]Truth{No, No, Yes, Yes, No, No, Yes, No}},
		{"75", at(t, 75), [8]Truth{No, No, Yes, Yes, No, No, Yes, No}},
		{"80", at(t, 80), [8]Truth{Yes, Yes, Yes, Yes, No, No, Yes, No}},
		{"J-Skip", &special, [8]Truth{No, No, No, No, Yes, Yes, No, Yes}},
	} {
		for i, r := range Routes(test.now, Stay{}) {
			if r.ID != ids[i] || r.Now != test.want[i] || (r.Aim == ToHSP2) != (i >= 6) {
				t.Errorf("%s: route %d is %s to %d, today %s, want %s %s", test.name, i, r.ID, r.Aim, r.Now, ids[i], test.want[i])
			}
			want := Unknown
			if r.Now == No {
				want = No
			}
			if r.State != want {
				t.Errorf("%s: %s is %s with the years not known, want %s", test.name, r.ID, r.State, want)
			}
		}
	}
}

// TestRoutesNeedTheFloor: the points of ロ and ハ do not count under 3,000,000 yen.
func TestRoutesNeedTheFloor(t *testing.T) {
	rich := append(career(10), []answer{{Degrees, Members(Doctorate | MBA)}, {Japanese, Option(N1)}, {GrowthFieldProject, IsYes},
		{Position, Option(Representative)}, {ForeignQualification, IsYes}, {CareerAcademic, Real(0)}}...)
	for _, test := range []struct {
		income Value
		want   Truth
	}{
		{Number(2_999_999), No},
		{Number(3_000_000), Yes},
		{Between(2_999_999, 3_000_001), Unknown},
	} {
		p := person(append(rich, answer{AnnualIncome, test.income})...)
		a, err := Assess(&p, Only(Technical)|Only(Management))
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Reaches(80); got != test.want || a.Categories[Technical].Min < 80 {
			t.Errorf("%v: 80 points %s, want %s", test.income, got, test.want)
		}
		if got := Routes(&a, Stay{HSPYears: Real(1), Kept80: Yes})[0].State; got != test.want {
			t.Errorf("%v: %s, want %s", test.income, got, test.want)
		}
	}
}
