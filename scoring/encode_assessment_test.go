package scoring_test

import (
	"encoding/json"
	"testing"

	"hspbot/scoring"
)

// TestAssessmentAppendJSON compares with the contract's own example, made complete.
func TestAssessmentAppendJSON(t *testing.T) {
	a := scoring.Assessment{
		AsOf: day, Rules: scoring.Date{Year: 2023, Month: 4, Day: 21},
		Sheets: scoring.Only(scoring.Technical) | scoring.Only(scoring.Academic), Best: scoring.Technical,
		Needs:    scoring.FactsOf(scoring.SpouseIncome, scoring.CareerAcademic, scoring.CareerTechnical, scoring.AnnualIncome),
		Open:     scoring.FactsOf(scoring.Pregnant),
		Cautions: []string{"base_criteria"},
	}
	a.Categories[scoring.Academic] = scoring.CategoryResult{Max: 65, Verdict: scoring.Fails, Floor: scoring.Yes}
	b := &a.Categories[scoring.Technical]
	*b = scoring.CategoryResult{Min: 70, Max: 95, Verdict: scoring.Passes, HasFloor: true, Floor: scoring.Yes,
		Refused: []scoring.Refusal{{Item: scoring.ItemJapanese, Points: 10, Because: scoring.JapaneseUniversity, Text: "refused.japanese.n2"}}}
	b.Items[scoring.ItemAcademic] = scoring.Points{Min: 20, Max: 20}
	b.Items[scoring.ItemAge] = scoring.Points{Max: 15}
	a.JSkip = [scoring.Categories]scoring.Truth{scoring.Unknown, scoring.No, scoring.No}
	recognised := scoring.Requirement{ID: "recognised", State: scoring.Yes}
	for i := range a.Benefits {
		a.Benefits[i] = scoring.BenefitResult{Benefit: scoring.Benefit(i), State: scoring.Yes,
			Routes: []scoring.RouteResult{{State: scoring.Yes, Requirements: []scoring.Requirement{recognised}}}}
	}
	a.Benefits[scoring.Parents].State = scoring.No
	a.Benefits[scoring.Parents].Routes[0].Requirements = []scoring.Requirement{recognised,
		{ID: "household_8m", State: scoring.Unknown}, {ID: "child_under_7_or_pregnancy", State: scoring.No}}
	a.Benefits[scoring.Housekeeper] = scoring.BenefitResult{Benefit: scoring.Housekeeper, State: scoring.Yes, Number: 1, UpTo: 2,
		Routes: []scoring.RouteResult{
			{ID: "financial", Number: 1, State: scoring.Yes, Requirements: []scoring.Requirement{recognised}},
			{ID: "financial_two", Number: 2, State: scoring.Unknown, Requirements: []scoring.Requirement{{ID: "household_30m", State: scoring.Unknown}}}}}
	want := `{"as_of":"2026-11-22","rules":"2023-04-21","categories":{` +
		`"i-a":{"min":0,"max":65,"verdict":"fails","income_floor":"none","items":{},"refused":[]},` +
		`"i-b":{"min":70,"max":95,"verdict":"passes","income_floor":"met",` +
		`"items":{"academic":{"min":20,"max":20,"no":"①"},"age":{"min":0,"max":15,"no":""}},` +
		`"refused":[{"item":"japanese","points":10,"because":"japanese_university"}]}},` +
		`"best":"i-b","j_skip":{"i-a":"unknown","i-b":"not_met"},` +
		`"benefits":{"multiple_activities":"met","five_year_stay":"met","permanent_residence":"met","spouse_work":"met",` +
		`"parents":"not_met","housekeeper":"met","priority_processing":"met"},` +
		`"needs":["career_years","annual_income_jpy","spouse_income_jpy"],` +
		`"benefit_details":{"parents":{"conditions":[{"condition":"household_8m","state":"unknown"},{"condition":"child_under_7_or_pregnancy","state":"not_met"}]},` +
		`"housekeeper":{"number":1,"up_to":2,"types":[{"type":"financial","state":"met","number":1,"conditions":[]},` +
		`{"type":"financial_two","state":"unknown","number":2,"conditions":[{"condition":"household_30m","state":"unknown"}]}]}},` +
		`"cautions":["base_criteria"]}`
	if got := string(a.AppendJSON(nil)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, err := json.Marshal(a); err != nil || string(got) != want {
		t.Errorf("through encoding/json: %v\n%s", err, got)
	}
}
