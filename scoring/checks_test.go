package scoring_test

import (
	"strings"
	"testing"

	. "hspbot/scoring"
)

// What else is looked at for permanent residence, as of the guidelines of 24 February and
// 1 October 2026.
func TestResidenceChecks(t *testing.T) {
	for _, c := range []struct{ name, keys, want string }{
		{"1号 always has five years", `"stay":{"hsp_since":"2024-01-01","period_years":3}`, "longest_period met"},
		{"five years", `"as_of":"2027-05-15","stay":{"period_years":5}`, "longest_period met"},
		{"one year", `"stay":{"period_years":1}`, "longest_period not_met"},
		{"not known", `"stay":{}`, "longest_period unknown"},
		{"three years count until 31 March 2027", `"as_of":"2027-03-31","stay":{"period_years":3}`, "longest_period met"},
		// 「当該在留期間内に処分を受ける場合、その初回に限り」: the day of the decision is not known
		{"three years held on 31 March", `"as_of":"2027-05-15","stay":{"period_years":3,"period_ends":"2027-09-01"}`, "longest_period unknown"},
		{"three years granted on 31 March", `"as_of":"2027-05-15","stay":{"period_years":3,"period_ends":"2030-03-31"}`, "longest_period unknown"},
		{"three years granted after that", `"as_of":"2027-05-15","stay":{"period_years":3,"period_ends":"2030-04-01"}`, "longest_period not_met"},
		{"three years, over", `"as_of":"2027-10-01","stay":{"period_years":3,"period_ends":"2027-09-30"}`, "longest_period not_met"},
		{"three years, end not known", `"as_of":"2027-05-15","stay":{"period_years":3}`, "longest_period unknown"},
		{"absent for half a year", `"stay":{"longest_absence_days":184,"absence_days_10_years":184}`, "absence not_met"},
		{"for two years and a half in all", `"stay":{"longest_absence_days":90,"absence_days_10_years":915}`, "absence not_met"},
		{"less of both", `"stay":{"longest_absence_days":180,"absence_days_10_years":900}`, "absence met"},
		{"182 days: by the calendar", `"stay":{"longest_absence_days":182,"absence_days_10_years":900}`, "absence unknown"},
		{"one figure only", `"stay":{"longest_absence_days":10}`, "absence unknown"},
		// Compulsory until the end of the school year in which a child turns 15 (学校教育法17条).
		{"no child of school age", `"children_ages":[5,16,20]`, "school_attendance met"},
		{"no child", `"children_ages":[]`, "school_attendance met"},
		{"a child of six", `"children_ages":[6]`, "school_attendance unknown"},
		{"a child of fifteen", `"children_ages":[15]`, "school_attendance unknown"},
		{"N2", `"japanese":"n2"`, "japanese_b1 met"},
		{"exempt on a route of highly skilled people", ``, "japanese_b1 met"},
		{"on none", `"annual_income_jpy":4000000`, "japanese_b1 unknown"},
		{"ハ without the criteria", manager + `,"business_manager":"not_met"`, "landing_criteria not_met"},
		{"ハ with the criteria", manager + `,"business_manager":"met"`, "landing_criteria met"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := personOf(t, c.keys)
			var r Result
			if err := r.Decide(&p, AllSheets); err != nil {
				t.Fatal(err)
			}
			id, want, _ := strings.Cut(c.want, " ")
			for _, got := range r.Checks {
				if got.ID == id && got.State.String() != want {
					t.Errorf("%s is %s, want %s", id, got.State, want)
				}
			}
		})
	}
}
