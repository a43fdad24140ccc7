package scoring_test

import (
	"slices"
	"testing"

	. "hspbot/scoring"
)

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAgeOn(t *testing.T) {
	for _, test := range []struct {
		birth, on string
		want      int
	}{
		{"1993-04-01", "2023-03-31", 29},
		{"1993-04-01", "2023-04-01", 30},
		{"1993-04-01", "2023-04-02", 30},
		{"1993-12-31", "2024-01-01", 30},
		{"1996-02-29", "2026-02-28", 29}, // 1 March completes the year of a common year
		{"1996-02-29", "2026-03-01", 30},
		{"1996-02-29", "2024-02-28", 27},
		{"1996-02-29", "2024-02-29", 28},
		{"2000-02-29", "2000-02-29", 0},
		{"1996-02-28", "2024-02-29", 28},
		{"1996-03-01", "2024-02-29", 27},
	} {
		if got := AgeOn(date(t, test.birth), date(t, test.on)); got != test.want {
			t.Errorf("born %s, on %s: %d, want %d", test.birth, test.on, got, test.want)
		}
	}
}

func TestAddMonths(t *testing.T) {
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-22", 6, "2027-05-22"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2027-08-31", 6, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", 0, "2026-01-15"},
	} {
		if got := date(t, test.from).AddMonths(test.n).String(); got != test.want {
			t.Errorf("%s and %d months: %s, want %s", test.from, test.n, got, test.want)
		}
	}
}

// TestBirthday: the points change on the birthday.
func TestBirthday(t *testing.T) {
	strong := passing(9_000_000)
	for _, test := range []struct {
		birth string
		age   int // points of ロ
	}{
		{"1996-11-23", 15}, // 30 tomorrow
		{"1996-11-22", 10},
		{"1991-11-23", 10}, // 35 tomorrow
		{"1991-11-22", 5},
		{"1986-11-23", 5}, // 40 tomorrow
		{"1986-11-22", 0},
		{"2002-05-22", 15},
	} {
		p := strong
		p.Birth = date(t, test.birth)
		a := assess(t, p)
		if got := a.Categories[Technical].Items[ItemAge]; got != (Points{Min: test.age, Max: test.age}) {
			t.Errorf("born %s: %v points, want %d", test.birth, got, test.age)
		}
	}
}

// TestCautions: what is said beside the points, to whom, and from when.
func TestCautions(t *testing.T) {
	manager := append(career(10), []answer{{AnnualIncome, Number(30_000_000)}, {CareerAcademic, Real(0)}, {CareerTechnical, Real(0)}}...)
	for _, test := range []struct {
		name, on string
		profile  Profile
		want     []string
	}{
		{"nobody to caution", "2026-11-22", person(), nil},
		{"specialist", "2026-11-22", passing(5_000_000, answer{CareerManagement, Real(0)}), []string{"base_criteria"}},
		{"manager, the day before the new criteria", "2025-10-15", person(manager...), []string{"base_criteria"}},
		{"manager, the day of the new criteria", "2025-10-16", person(manager...), []string{"base_criteria", "business_manager_2025"}},
		{"manager by J-Skip alone", "2026-11-22", person(answer{AnnualIncome, Number(40_000_000)}, answer{CareerManagement, Real(5)}), []string{"base_criteria", "business_manager_2025"}},
		{"both supports", "2025-01-01", person(append(manager, answer{InnovationSupport, IsYes}, answer{LocalGovernmentSupport, IsYes})...), []string{"base_criteria", "local_and_innovation"}},
		{"both perhaps", "2025-01-01", person(append(manager, answer{InnovationSupport, IsYes}, answer{LocalGovernmentSupport, Value{}})...), []string{"base_criteria"}},
		{"JICA", "2025-01-01", person(append(manager, answer{JICATraining, Option(WithJapaneseUniversityClasses)})...), []string{"base_criteria", "jica_waives_degree"}},
		{"JICA of either kind", "2025-01-01", person(append(manager, answer{JICATraining, Value{Cases: 6}})...), []string{"base_criteria", "jica_waives_degree"}},
		{"JICA perhaps", "2025-01-01", person(append(manager, answer{JICATraining, Value{}})...), []string{"base_criteria"}},
		{"nothing known", "2026-11-22", Profile{}, []string{"base_criteria", "business_manager_2025"}},
	} {
		p := test.profile
		p.AsOf = date(t, test.on)
		if got := assess(t, p).Cautions; !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestThresholds: where the bands of the questions come from.
func TestThresholds(t *testing.T) {
	millions := func(xs ...float64) []float64 {
		for i := range xs {
			xs[i] *= 1e6
		}
		return xs
	}
	for _, test := range []struct {
		name   string
		on     string
		fact   Fact
		sheets Sheets
		want   []float64
	}{
		{"age in イ", "2026-11-22", Age, Only(Academic), []float64{30, 35, 40}},
		{"age in ハ", "2026-11-22", Age, Only(Management), nil},
		{"years in イ", "2026-11-22", CareerAcademic, Only(Academic), []float64{3, 5, 7, 10}},
		{"years of ロ in イ", "2026-11-22", CareerTechnical, Only(Academic), nil},
		{"years in イ before J-Skip", "2023-04-20", CareerAcademic, AllSheets, []float64{3, 5, 7}},
		{"income in イ", "2026-11-22", AnnualIncome, Only(Academic), millions(4, 5, 6, 7, 8, 9, 10, 20, 30)},
		{"income in ロ", "2026-11-22", AnnualIncome, Only(Technical), millions(3, 4, 5, 6, 7, 8, 9, 10, 20, 30)},
		{"income in ハ", "2026-11-22", AnnualIncome, Only(Management), millions(3, 8, 10, 15, 20, 25, 30, 40)},
		{"income", "2026-11-22", AnnualIncome, AllSheets, millions(3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40)},
		{"licences in ロ", "2026-11-22", Licences, Only(Technical), []float64{1, 2}},
		{"investment in ハ", "2026-11-22", OwnInvestment, Only(Management), millions(100)},
		{"children", "2026-11-22", ChildrenAges, AllSheets, []float64{7, 13}},
		{"degrees are no number", "2026-11-22", Degrees, AllSheets, nil},
		{"no table", "2023-03-31", Age, AllSheets, nil},
	} {
		if got := Thresholds(date(t, test.on), test.fact, test.sheets); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestHouseholdSteps: the joint incomes that still matter.
func TestHouseholdSteps(t *testing.T) {
	for _, test := range []struct {
		name    string
		profile Profile
		want    []float64
	}{
		{"nothing known", Profile{AsOf: today}, []float64{8e6, 10e6, 30e6}},
		{"all known", passing(10_000_000), nil},
		{"parents only", passing(5_000_000, answer{SpouseIncome, Value{}}, answer{Pregnant, IsYes}), []float64{8e6}},
		{"a domestic worker of the financial kind", passing(5_000_000, answer{SpouseIncome, Value{}}, answer{InvestmentManagement, IsYes}), []float64{10e6, 30e6}},
		{"not recognised", person(answer{SpouseIncome, Value{}}, answer{Pregnant, IsYes}), nil},
	} {
		a := assess(t, test.profile)
		if got := a.HouseholdSteps(); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
