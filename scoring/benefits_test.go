package scoring_test

import (
	"testing"

	. "hspbot/scoring"
)

// passing returns a person who passes in ロ with the income, at 45 years of age, and has no
// family; with less than 8,000,000 yen too.
func passing(yen int64, changes ...answer) Profile {
	strong := append(career(10), []answer{{Degrees, Members(Doctorate)}, {Japanese, Option(N1)}, {GrowthFieldProject, IsYes},
		{AnnualIncome, Number(yen)}}...)
	return person(append(strong, changes...)...)
}

// TestParents: 一定の条件の下での親の帯同: 世帯年収800万円以上, and a child under 7 or a pregnancy.
func TestParents(t *testing.T) {
	child := func(age int) answer { return answer{ChildrenAges, AgesOf(age)} }
	spouse := func(yen int64) answer { return answer{SpouseIncome, Number(yen)} }
	for _, test := range []struct {
		name    string
		profile Profile
		want    Truth
		open    string // the requirement that is not met, or not known
	}{
		{"8,000,000 alone, child of 6", passing(8_000_000, child(6)), Yes, ""},
		{"7,999,999 alone", passing(7_999_999, child(6)), No, "household_8m"},
		{"8,000,000 together", passing(5_000_000, child(6), spouse(3_000_000)), Yes, ""},
		{"7,999,999 together", passing(5_000_000, child(6), spouse(2_999_999)), No, "household_8m"},
		{"child of 7", passing(8_000_000, child(7)), No, "child_under_7_or_pregnancy"},
		{"newborn", passing(8_000_000, child(0)), Yes, ""},
		{"children of 6 and 9", passing(8_000_000, answer{ChildrenAges, AgesOf(9, 6)}), Yes, ""},
		{"no child", passing(8_000_000), No, "child_under_7_or_pregnancy"},
		{"pregnancy", passing(8_000_000, answer{Pregnant, IsYes}), Yes, ""},
		{"pregnancy and a child of 12", passing(8_000_000, child(12), answer{Pregnant, IsYes}), Yes, ""},
		{"children not known", passing(8_000_000, answer{ChildrenAges, Value{}}), Unknown, "child_under_7_or_pregnancy"},
		{"pregnancy not known, child of 6", passing(8_000_000, child(6), answer{Pregnant, Value{}}), Yes, ""},
		{"spouse's income not known", passing(7_999_999, child(6), answer{SpouseIncome, Value{}}), Unknown, "household_8m"},
		{"spouse's income below 1", passing(7_999_999, child(6), answer{SpouseIncome, Between(0, 1)}), No, "household_8m"},
		{"spouse's income below 2", passing(7_999_999, child(6), answer{SpouseIncome, Between(0, 2)}), Unknown, "household_8m"},
		{"spouse's income from 1", passing(7_999_999, child(6), answer{SpouseIncome, Between(1, 3_000_000)}), Yes, ""},
		{"not recognised", person(answer{AnnualIncome, Number(8_000_000)}, child(6)), No, "recognised"},
	} {
		a := assess(t, test.profile)
		got := a.Benefits[Parents]
		if got.State != test.want || len(got.Routes) != 1 || got.Number != 0 || got.UpTo != 0 {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
		for _, r := range got.Routes[0].Requirements {
			want := Yes
			if r.ID == test.open {
				want = test.want
			}
			if r.State != want {
				t.Errorf("%s: %s is %s, want %s", test.name, r.ID, r.State, want)
			}
		}
	}
}

// TestHousekeeper: 家事使用人: the types, each at its limits.
func TestHousekeeper(t *testing.T) {
	const accompanying, family, financial, two, jSkip = "accompanying", "family_circumstances", "financial", "financial_two", "j_skip"
	child := func(age int) answer { return answer{ChildrenAges, AgesOf(age)} }
	spouse := func(yen int64) answer { return answer{SpouseIncome, Number(yen)} }
	servant, cannot, funds := answer{ServantEmployedOneYear, IsYes}, answer{SpouseCannotDoHousework, IsYes}, answer{InvestmentManagement, IsYes}
	// somebody of 45 with 20,000,000 yen and ten years has 60 points in ロ, and J-Skip
	special := func(changes ...answer) Profile {
		return person(append(append(career(10), answer{AnnualIncome, Number(20_000_000)}), changes...)...)
	}
	for _, test := range []struct {
		name         string
		profile      Profile
		number, upTo int
		met          []string
	}{
		{"no reason", passing(19_999_999), 0, 0, nil},
		{"accompanying at 10,000,000", passing(10_000_000, servant), 1, 1, []string{accompanying}},
		{"accompanying at 9,999,999", passing(9_999_999, servant), 0, 0, nil},
		{"accompanying, together 10,000,000", passing(6_000_000, servant, spouse(4_000_000)), 1, 1, []string{accompanying}},
		{"accompanying, together 9,999,999", passing(6_000_000, servant, spouse(3_999_999)), 0, 0, nil},
		{"accompanying, together 30,000,000", passing(15_000_000, servant, spouse(15_000_000)), 1, 1, []string{accompanying}},
		{"child of 12 at 10,000,000", passing(10_000_000, child(12)), 1, 1, []string{family}},
		{"child of 12 at 9,999,999", passing(9_999_999, child(12)), 0, 0, nil},
		{"child of 13", passing(10_000_000, child(13)), 0, 0, nil},
		{"children of 13 and 12", passing(10_000_000, answer{ChildrenAges, AgesOf(13, 12)}), 1, 1, []string{family}},
		{"pregnancy is no reason", passing(10_000_000, answer{Pregnant, IsYes}), 0, 0, nil},
		{"spouse cannot, 10,000,000", passing(10_000_000, cannot), 1, 1, []string{family}},
		{"spouse cannot, 9,999,999", passing(9_999_999, cannot), 0, 0, nil},
		{"two reasons, one person", passing(29_999_999, servant, child(3), cannot), 1, 1, []string{accompanying, family}},
		{"financial at 9,999,999", passing(9_999_999, funds), 0, 0, nil},
		{"financial at 10,000,000", passing(10_000_000, funds), 1, 1, []string{financial}},
		{"financial at 29,999,999", passing(29_999_999, funds), 1, 1, []string{financial}},
		{"financial and J-Skip at 30,000,000", passing(30_000_000, funds), 2, 2, []string{financial, two, jSkip}},
		{"financial, together 29,999,999", passing(20_000_000, funds, spouse(9_999_999), answer{CareerTechnical, Real(0)}, answer{Degrees, Members(Bachelor)}), 1, 1, []string{financial}},
		{"financial, together 30,000,000", passing(15_000_000, funds, spouse(15_000_000)), 2, 2, []string{financial, two}},
		{"J-Skip, together 29,999,999", special(spouse(9_999_999)), 0, 0, nil},
		{"J-Skip, together 30,000,000", special(spouse(10_000_000)), 2, 2, []string{jSkip}},
		{"J-Skip with a child at 20,000,000", special(child(3)), 1, 1, []string{family}},
		{"J-Skip is not met with 9.99 years", special(append(career(9.99), spouse(10_000_000))...), 0, 0, nil},
		{"not recognised", person(answer{AnnualIncome, Number(30_000_000)}, servant, cannot, child(3)), 0, 0, nil},
		// half known
		{"a servant perhaps", passing(10_000_000, answer{ServantEmployedOneYear, Value{}}), 0, 1, nil},
		{"a servant perhaps, a child for certain", passing(10_000_000, answer{ServantEmployedOneYear, Value{}}, child(3)), 1, 1, []string{family}},
		{"30,000,000 perhaps, in finance", passing(0, funds, answer{AnnualIncome, Between(10_000_000, 30_000_001)}), 1, 2, []string{financial}},
		{"30,000,000 not quite, in finance", passing(0, funds, answer{AnnualIncome, Between(10_000_000, 30_000_000)}, answer{Degrees, Members(Bachelor)}, answer{CareerTechnical, Real(0)}, answer{CareerAcademic, Real(0)}), 1, 1, []string{financial}},
		{"finance perhaps, at 30,000,000", person(answer{AnnualIncome, Number(30_000_000)}, answer{CareerManagement, Real(10)}, answer{InvestmentManagement, Value{}}), 0, 2, nil},
	} {
		got := assess(t, test.profile).Benefits[Housekeeper]
		want := No
		switch {
		case test.number > 0:
			want = Yes
		case test.upTo > 0:
			want = Unknown
		}
		if got.Number != test.number || got.UpTo != test.upTo || got.State != want {
			t.Errorf("%s: %v, want %d to %d", test.name, got, test.number, test.upTo)
		}
		var met []string
		for _, r := range got.Routes {
			if r.State == Yes {
				met = append(met, r.ID)
			}
		}
		if len(met) != len(test.met) {
			t.Errorf("%s: by %v, want %v", test.name, met, test.met)
		}
		for i := range min(len(met), len(test.met)) {
			if met[i] != test.met[i] {
				t.Errorf("%s: by %v, want %v", test.name, met, test.met)
			}
		}
	}
}

// TestRecognition: all benefits go with it, by points or by J-Skip without points.
func TestRecognition(t *testing.T) {
	for _, test := range []struct {
		name    string
		profile Profile
		want    Truth
	}{
		{"points", passing(5_000_000), Yes},
		{"neither", person(), No},
		{"J-Skip at 60 points", person(append(career(10), answer{AnnualIncome, Number(20_000_000)})...), Yes},
		{"J-Skip perhaps", person(append(career(9.99), answer{AnnualIncome, Number(20_000_000)}, answer{Degrees, Value{}})...), Unknown},
		{"under the floor in the only category", passing(2_999_999, answer{Degrees, Members(Bachelor)}, answer{CareerAcademic, Real(0)}, answer{JapaneseUniversity, IsYes}, answer{DesignatedUniversity, IsYes}), No},
		{"nothing known", Profile{AsOf: today}, Unknown},
	} {
		a := assess(t, test.profile)
		for _, b := range []Benefit{MultipleActivities, FiveYearStay, PermanentResidence, SpouseWork, PriorityProcessing} {
			got := a.Benefits[b]
			if got.State != test.want || len(got.Routes) != 1 || got.Routes[0].State != test.want || got.Routes[0].Requirements[0] != (Requirement{ID: "recognised", State: test.want}) {
				t.Errorf("%s: %s is %v, want %s", test.name, b, got, test.want)
			}
		}
	}
}

// TestNeedsOfBenefits: what is asked for a benefit's sake is what can still change it.
func TestNeedsOfBenefits(t *testing.T) {
	for _, test := range []struct {
		name    string
		profile Profile
		want    FactSet
	}{
		{"nothing is open", passing(10_000_000), 0},
		{"the income alone decides between one and two", passing(0, answer{AnnualIncome, Between(29_000_000, 31_000_000)},
			answer{InvestmentManagement, Value{}}), FactsOf(AnnualIncome, InvestmentManagement)},
		{"a child is reason enough", passing(10_000_000, answer{ChildrenAges, AgesOf(3)}, answer{ServantEmployedOneYear, Value{}},
			answer{SpouseCannotDoHousework, Value{}}, answer{Pregnant, Value{}}), 0},
		{"a child is reason enough for whoever may pass", passing(10_000_000, answer{Degrees, Members(0)}, answer{GrowthFieldProject, Value{}},
			answer{CareerTechnical, Real(0)}, answer{CareerAcademic, Real(0)}, answer{ChildrenAges, AgesOf(3)}, answer{ServantEmployedOneYear, Value{}},
			answer{Japanese, Option(N1)}, answer{ForeignQualification, IsYes}), FactsOf(GrowthFieldProject)},
		{"too little for a servant, whatever the spouse earns", passing(3_000_000, answer{SpouseIncome, Between(0, 5_000_000)},
			answer{ServantEmployedOneYear, Value{}}, answer{Pregnant, Value{}}), 0},
		{"enough for parents with the spouse's", passing(3_000_000, answer{SpouseIncome, Between(0, 5_000_001)},
			answer{ServantEmployedOneYear, Value{}}, answer{Pregnant, Value{}}), FactsOf(SpouseIncome, Pregnant)},
		{"one yen of the spouse's", passing(7_999_999, answer{SpouseIncome, Between(0, 2)}, answer{Pregnant, IsYes}), FactsOf(SpouseIncome)},
		{"one yen of one's own", passing(0, answer{AnnualIncome, Between(7_999_999, 8_000_001)}, answer{Pregnant, IsYes}), FactsOf(AnnualIncome)},
		{"both incomes", passing(0, answer{AnnualIncome, Between(7_000_000, 7_500_000)}, answer{SpouseIncome, Between(500_000, 1_000_000)}, answer{Pregnant, IsYes}), FactsOf(AnnualIncome, SpouseIncome)},
		{"both incomes, a yen short", passing(0, answer{AnnualIncome, Between(7_000_000, 7_500_000)}, answer{SpouseIncome, Between(0, 500_002)}, answer{Pregnant, IsYes}), FactsOf(AnnualIncome, SpouseIncome)},
		{"both incomes, together never enough", passing(0, answer{AnnualIncome, Between(7_000_000, 7_500_000)}, answer{SpouseIncome, Between(0, 500_001)}, answer{Pregnant, IsYes}), 0},
		{"not recognised", person(answer{SpouseIncome, Value{}}, answer{Pregnant, Value{}}, answer{ServantEmployedOneYear, Value{}}), 0},
	} {
		if got := assess(t, test.profile).Needs; got != test.want {
			t.Errorf("%s: needs %v, want %v", test.name, keys(got.List()), keys(test.want.List()))
		}
	}
}

// TestOnlyByJSkip: who passes with a master's degree and no less meets J-Skip by the same degree,
// and so has two domestic workers or none: whether one was employed before is of no interest.
func TestOnlyByJSkip(t *testing.T) {
	p := person(answer{AnnualIncome, Number(30_000_000)}, answer{GrowthFieldProject, IsYes}, answer{Degrees, Value{}}, answer{ServantEmployedOneYear, Value{}})
	for _, test := range []struct {
		name    string
		profile Profile
		want    FactSet
	}{
		{"by J-Skip or not at all", p, FactsOf(Degrees)},
		{"with a bachelor's degree too", p.With(ForeignQualification, IsYes).With(CareerAcademic, Real(3)), FactsOf(Degrees, ServantEmployedOneYear)},
		{"with experience too", p.With(CareerAcademic, Value{}), FactsOf(Degrees, CareerAcademic, ServantEmployedOneYear)},
		{"without the joint income", p.With(AnnualIncome, Number(20_000_000)), FactsOf(Degrees, ServantEmployedOneYear)},
	} {
		a, err := Assess(&test.profile, Only(Academic))
		if err != nil {
			t.Fatal(err)
		}
		if a.Needs != test.want {
			t.Errorf("%s: needs %v, want %v", test.name, keys(a.Needs.List()), keys(test.want.List()))
		}
		open := test.want.List()
		if !test.want.Has(ServantEmployedOneYear) {
			open = append(open, ServantEmployedOneYear)
		}
		if problem := checkExact(t, test.profile, Only(Academic), open, complete(test.profile, open)); problem != "" {
			t.Errorf("%s: %s", test.name, problem)
		}
	}
}
