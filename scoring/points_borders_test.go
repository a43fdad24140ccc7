package scoring_test

import (
	"fmt"
	"testing"

	. "hspbot/scoring"
)

// learned adds to the person of seventy what makes 85 points without any for the pay: doctorate 30,
// ten years 20, N1 15, Japanese degree 10, designated university 10.
const learned = `"degrees":["doctorate"],"japanese":"n1","japanese_university":true,"designated_university":true,` +
	`"spouse_cannot_do_housework":false,"servant_employed_one_year":false,`

// TestPointBorders scores the person of seventy with other keys on the borders of the form.
func TestPointBorders(t *testing.T) {
	for _, c := range []struct {
		name, keys string
		in         Category
		want       int
	}{
		{"seventy", ``, Technical, 70},
		{"4M at 29", `"birth_date":"1996-11-30","annual_income_jpy":4000000`, Technical, 65},
		{"4M at 30", `"as_of":"2026-11-30","birth_date":"1996-11-30","annual_income_jpy":4000000`, Technical, 50},
		{"4M, born on 29 February, on 28 February", `"as_of":"2026-02-28","birth_date":"1996-02-29","annual_income_jpy":4000000`, Technical, 65},
		{"4M, born on 29 February, on 1 March", `"as_of":"2026-03-01","birth_date":"1996-02-29","annual_income_jpy":4000000`, Technical, 50},
		{"5M at 34", `"birth_date":"1991-11-30","annual_income_jpy":5000000`, Technical, 65},
		{"5M at 35", `"as_of":"2026-11-30","birth_date":"1991-11-30","annual_income_jpy":5000000`, Technical, 45},
		{"6M at 39", `"birth_date":"1986-11-30","annual_income_jpy":6000000`, Technical, 65},
		{"6M at 40", `"as_of":"2026-11-30","birth_date":"1986-11-30","annual_income_jpy":6000000`, Technical, 40},
		{"ten years of work tomorrow", `"career_since":"2016-11-30"`, Technical, 65},
		{"ten years of work today", `"career_since":"2016-11-29"`, Technical, 70},
		{"seven years of work in イ", `"career_since":"2019-11-29"`, Academic, 65},
		{"a yen under 8M at 46", `"annual_income_jpy":7999999`, Technical, 40},
		{"a yen under 10M", `"annual_income_jpy":9999999`, Technical, 75},
		{"10M", `"annual_income_jpy":10000000`, Technical, 80},
		{"ハ, a yen under 10M", `"annual_income_jpy":9999999`, Management, 45},
		{"ハ, 10M", `"annual_income_jpy":10000000`, Management, 55},
		{"ハ, a yen under 100M invested", `"own_investment_jpy":99999999`, Management, 45},
		{"ハ, 100M invested", `"own_investment_jpy":100000000`, Management, 50},
		{"R&D of 3 per cent", `"sme":true,"rnd_ratio_percent":3`, Technical, 70},
		{"R&D over 3 per cent", `"sme":true,"rnd_ratio_percent":3.0001`, Technical, 75},
		{"N2 and a Japanese degree", `"japanese":"n2","japanese_university":true`, Technical, 80},
		{"N1 and a Japanese degree", `"japanese":"n1","japanese_university":true`, Technical, 95},
		{"support of all kinds for an SME", `"innovation_support":true,"sme":true,"local_government_support":true`, Technical, 100},
		{"JICA with classes and a Japanese degree", `"jica_training":"with_japanese_university_classes","japanese_university":true`, Technical, 80},
		{"JICA with classes alone", `"jica_training":"with_japanese_university_classes"`, Technical, 75},
		{"MBA and doctorate in ハ", `"degrees":["mba_mot","doctorate"],"different_fields":true`, Management, 55},
		{"MBA and doctorate in ロ", `"degrees":["mba_mot","doctorate"],"different_fields":true`, Technical, 85},
		{"four licences", `"licences":4`, Technical, 80},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := assess(t, personOf(t, c.keys).Profile)
			if got := a.Categories[c.in]; got.Min != c.want || got.Max != c.want {
				t.Errorf("%d to %d points, want %d", got.Min, got.Max, c.want)
			}
		})
	}
}

// TestHouseholdBorders: the pay of the person and of the spouse together, ages of children on the day,
// and the limits of each type of domestic worker (rules 6.2, 6.3).
func TestHouseholdBorders(t *testing.T) {
	for _, c := range []struct{ name, keys, want string }{
		{"8M together, a child of 6", `"annual_income_jpy":7999999,"spouse_income_jpy":1,"children_ages":[6]`, "met not_met 0"},
		{"a yen less", `"annual_income_jpy":7999999,"spouse_income_jpy":0,"children_ages":[6]`, "not_met not_met 0"},
		{"a child of 7", `"annual_income_jpy":8000000,"spouse_income_jpy":0,"children_ages":[7]`, "not_met not_met 0"},
		{"a child of 7 and a pregnancy", `"annual_income_jpy":8000000,"spouse_income_jpy":0,"children_ages":[7],"pregnant":true`, "met not_met 0"},
		{"10M together, a child of 12", `"annual_income_jpy":7999999,"spouse_income_jpy":2000001,"children_ages":[12]`, "not_met met 1"},
		{"a yen less, a child of 12", `"annual_income_jpy":7999999,"spouse_income_jpy":2000000,"children_ages":[12]`, "not_met not_met 0"},
		{"10M together, a child of 13", `"annual_income_jpy":7999999,"spouse_income_jpy":2000001,"children_ages":[13]`, "not_met not_met 0"},
		{"10M, no child, a worker of a year", `"annual_income_jpy":10000000,"spouse_income_jpy":0,"children_ages":[],"servant_employed_one_year":true`, "not_met met 1"},
		{"10M, investment management", `"annual_income_jpy":10000000,"spouse_income_jpy":0,"children_ages":[],"investment_management":true`, "not_met met 1"},
		{"30M together, investment management", `"annual_income_jpy":15000000,"spouse_income_jpy":15000000,"children_ages":[],"investment_management":true`, "not_met met 2"},
		{"a yen less than 30M", `"annual_income_jpy":15000000,"spouse_income_jpy":14999999,"children_ages":[],"investment_management":true`, "not_met met 1"},
		{"J-Skip, 30M together", `"annual_income_jpy":20000000,"spouse_income_jpy":10000000,"children_ages":[]`, "not_met met 2"},
		{"J-Skip, a yen less", `"annual_income_jpy":20000000,"spouse_income_jpy":9999999,"children_ages":[]`, "not_met not_met 0"},
		{"a yen under J-Skip, 30M together", `"annual_income_jpy":19999999,"spouse_income_jpy":10000001,"children_ages":[]`, "not_met not_met 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			const none = `"pregnant":false,`
			a := assess(t, personOf(t, none+learned+c.keys).Profile)
			worker := a.Benefits[Housekeeper]
			got := fmt.Sprint(a.Benefits[Parents].State, " ", worker.State, " ", worker.Number)
			if got != c.want || worker.Number != worker.UpTo {
				t.Errorf("parents, worker, number: %s (up to %d), want %s", got, worker.UpTo, c.want)
			}
		})
	}
}
