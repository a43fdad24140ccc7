package scoring_test

import (
	"fmt"

	"hspbot/scoring"
)

// Somebody of whom everything that matters is known.
func ExampleAssess() {
	profile, err := scoring.ParseProfile([]byte(`{"as_of":"2026-11-29","degrees":["master"],"different_fields":false,"career_years":6,
		"annual_income_jpy":8500000,"age":33,"research":[],"licences":0,"innovation_support":false,"sme":false,
		"local_government_support":false,"foreign_qualification":false,"japanese_university":false,"japanese":"n1",
		"growth_field_project":false,"designated_university":false,"jica_training":"none","investment_management":false}`))
	if err != nil {
		panic(err)
	}
	a, err := scoring.Assess(&profile, scoring.Only(scoring.Technical))
	if err != nil {
		panic(err)
	}
	result := a.Categories[scoring.Technical]
	fmt.Println(result.Min, result.Verdict)
	for i, points := range result.Items {
		if points.Max > 0 {
			fmt.Println(scoring.Item(i).ID(), points.Max)
		}
	}
	// Output:
	// 85 passes
	// academic 20
	// career 10
	// income 30
	// age 10
	// japanese 15
}

// What is not known leaves a range, and the assessment says which facts could still decide.
func ExampleAssess_partial() {
	var profile scoring.Profile
	profile.AsOf = scoring.Date{Year: 2026, Month: 11, Day: 29}
	profile = profile.With(scoring.AnnualIncome, scoring.Between(15_000_000, 20_000_000)).
		With(scoring.Degrees, scoring.Members(scoring.Master)).
		With(scoring.Age, scoring.Between(30, 35))
	a, err := scoring.Assess(&profile, scoring.Only(scoring.Technical))
	if err != nil {
		panic(err)
	}
	result := a.Categories[scoring.Technical]
	fmt.Println(result.Min, "to", result.Max, result.Verdict)

	profile.AsOf.Day = 28
	profile = profile.With(scoring.AnnualIncome, scoring.Number(2_999_999))
	a, err = scoring.Assess(&profile, scoring.Only(scoring.Technical))
	if err != nil {
		panic(err)
	}
	fmt.Println(a.Categories[scoring.Technical].Verdict, "income floor", a.Categories[scoring.Technical].Floor)
	// Output:
	// 70 to 220 passes
	// fails income floor not_met
}

// When the routes to permanent residence open, and until when.
func ExampleRoutes() {
	person, err := scoring.ParsePerson([]byte(`{"as_of":"2026-11-29","category":"i-b","degrees":["master"],"different_fields":false,
		"career_since":"2012-04-01","annual_income_jpy":8000000,"birth_date":"1992-01-15","research":[],"licences":0,
		"innovation_support":false,"sme":false,"local_government_support":false,"foreign_qualification":false,
		"japanese_university":false,"japanese":"none","growth_field_project":false,"designated_university":false,
		"jica_training":"none","investment_management":false,
		"stay":{"in_japan_since":"2024-01-10","hsp_since":"none","j_skip_since":"none"}}`))
	if err != nil {
		panic(err)
	}
	routes, err := scoring.Routes(&person, scoring.AllSheets)
	if err != nil {
		panic(err)
	}
	for _, r := range routes {
		switch {
		case !r.KeptUntil.IsZero():
			fmt.Println(r.ID, r.State, "from", r.From, "until", r.KeptUntil, "because of", r.Because)
		case !r.From.IsZero():
			fmt.Println(r.ID, r.State, "from", r.From)
		}
	}
	// Output:
	// deemed_80_1y open from 2025-01-10 until 2027-01-15 because of age
	// deemed_70_3y opens from 2027-01-10
}
