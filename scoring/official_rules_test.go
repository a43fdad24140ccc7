package scoring_test

import (
	"testing"

	. "hspbot/scoring"
)

// TestFloor: 「年収が300万円に満たないときは…認められません」 in ロ and ハ; イ has no floor.
func TestFloor(t *testing.T) {
	strong := append(career(10), []answer{{Degrees, Members(Doctorate | MBA)}, {Japanese, Option(N1)}, {Age, Number(25)},
		{Position, Option(Representative)}, {GrowthFieldProject, IsYes}, {ForeignQualification, IsYes}}...)
	for _, test := range []struct {
		yen  Value
		want [Categories]Verdict
		met  [Categories]Truth
	}{
		{Number(2_999_999), [3]Verdict{Passes, Fails, Fails}, [3]Truth{Yes, No, No}},
		{Number(3_000_000), [3]Verdict{Passes, Passes, Passes}, [3]Truth{Yes, Yes, Yes}},
		{Between(2_000_000, 3_000_001), [3]Verdict{Passes, Undecided, Undecided}, [3]Truth{Yes, Unknown, Unknown}},
	} {
		a := assess(t, person(append(strong, answer{AnnualIncome, test.yen})...))
		for c := range Category(Categories) {
			if got := a.Categories[c]; got.Verdict != test.want[c] || got.Floor != test.met[c] || got.HasFloor != (c != Academic) {
				t.Errorf("%s at %v: %s (%d), floor %s, want %s, %s", c, test.yen, got.Verdict, got.Min, got.Floor, test.want[c], test.met[c])
			}
		}
	}
}

// TestRefused: each exclusion says what was lost and to which fact.
func TestRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers []answer
		in      Category
		want    []Refusal
	}{
		{"N2 beside a Japanese degree", []answer{{Japanese, Option(N2)}, {JapaneseUniversity, IsYes}}, Technical, []Refusal{{ItemJapanese, 10, JapaneseUniversity, "refused.japanese.n2"}}},
		{"JICA classes beside a Japanese degree", []answer{{JICATraining, Option(WithJapaneseUniversityClasses)}, {JapaneseUniversity, IsYes}}, Academic, []Refusal{{ItemJICATraining, 5, JapaneseUniversity, "refused.jica_training.with_japanese_university_classes"}}},
		{"SME without innovation support", []answer{{SME, IsYes}}, Management, []Refusal{{ItemInnovationSupportSME, 10, InnovationSupport, "refused.innovation_support_sme.is_sme"}}},
		{"R&D without SME", []answer{{RnDRatio, Real(5)}}, Technical, []Refusal{{ItemSMERnD, 5, SME, "refused.sme_rnd.over_3_percent"}}},
		{"two bachelor's", []answer{{Degrees, Members(Bachelor)}, {DifferentFields, IsYes}}, Technical, []Refusal{{ItemDifferentFields, 5, Degrees, "refused.different_fields.two"}}},
		{"7M at 40", []answer{{AnnualIncome, Number(7_500_000)}, {Age, Number(40)}}, Technical, []Refusal{{ItemIncome, 25, Age, "refused.income.7m"}}},
		{"5M at 35", []answer{{AnnualIncome, Number(5_000_000)}, {Age, Number(35)}}, Academic, []Refusal{{ItemIncome, 15, Age, "refused.income.5m"}}},
		{"7M at 39 loses nothing", []answer{{AnnualIncome, Number(7_000_000)}, {Age, Number(39)}}, Technical, nil},
		{"8M at 40 loses nothing", []answer{{AnnualIncome, Number(8_000_000)}, {Age, Number(40)}}, Technical, nil},
		{"7M at 40 in ハ, where age is not scored", []answer{{AnnualIncome, Number(7_500_000)}}, Management, nil},
		{"R&D at exactly 3 % has earned nothing", []answer{{RnDRatio, Real(3)}}, Technical, nil},
	} {
		got := assess(t, person(test.answers...)).Categories[test.in].Refused
		if len(got) != len(test.want) || len(got) > 0 && got[0] != test.want[0] {
			t.Errorf("%s: refused %v, want %v", test.name, got, test.want)
		}
	}
}

// TestSharedFacts: items that share a fact are not added up as if they were independent.
func TestSharedFacts(t *testing.T) {
	p := person(answer{Japanese, Option(N2)}).With(JapaneseUniversity, Value{})
	if got := assess(t, p).Categories[Technical]; got.Min != 10 || got.Max != 10 {
		t.Errorf("N2, Japanese degree unknown: %d to %d, want 10 either way", got.Min, got.Max)
	}
	p = person(answer{JICATraining, Option(WithJapaneseUniversityClasses)}).With(JapaneseUniversity, Value{})
	if got := assess(t, p).Categories[Technical]; got.Min != 5 || got.Max != 10 {
		t.Errorf("JICA with classes, Japanese degree unknown: %d to %d, want 5 to 10", got.Min, got.Max)
	}
}

// TestDates: the table begins in April 2023 and J-Skip three weeks later; other days are an error.
func TestDates(t *testing.T) {
	p := person(answer{AnnualIncome, Number(20_000_000)}, answer{Degrees, Members(Master)})
	p.AsOf = Date{Year: 2023, Month: 3, Day: 31}
	if _, err := Assess(&p, AllSheets); err != ErrNotCovered {
		t.Errorf("31 March 2023: error %v, want ErrNotCovered", err)
	}
	for _, test := range []struct {
		on, rules string
		skip      Truth
	}{
		{"2023-04-01", "2023-04-01", No},
		{"2023-04-20", "2023-04-01", No},
		{"2023-04-21", "2023-04-21", Yes},
		{"2026-11-22", "2023-04-21", Yes},
	} {
		p.AsOf, _ = ParseDate(test.on)
		if a := assess(t, p); a.Rules.String() != test.rules || a.JSkip[Technical] != test.skip {
			t.Errorf("%s: rules %s, J-Skip %s, want %s, %s", test.on, a.Rules, a.JSkip[Technical], test.rules, test.skip)
		}
	}
	p.Birth = Date{Year: 2026, Month: 11, Day: 23}
	if _, err := Assess(&p, AllSheets); err != ErrUnborn {
		t.Errorf("born tomorrow: error %v, want ErrUnborn", err)
	}
}

// TestJSkip: 2,000万円 with an advanced degree or ten years; ハ 4,000万円 with five years.
func TestJSkip(t *testing.T) {
	for _, test := range []struct {
		name    string
		answers []answer
		want    [Categories]Truth
	}{
		{"20M and a master's", []answer{{AnnualIncome, Number(20_000_000)}, {Degrees, Members(Master)}}, [3]Truth{Yes, Yes, No}},
		{"19,999,999 and a doctorate", []answer{{AnnualIncome, Number(19_999_999)}, {Degrees, Members(Doctorate)}}, [3]Truth{No, No, No}},
		{"20M and a bachelor's", []answer{{AnnualIncome, Number(20_000_000)}, {Degrees, Members(Bachelor)}}, [3]Truth{No, No, No}},
		{"20M, MBA", []answer{{AnnualIncome, Number(20_000_000)}, {Degrees, Members(MBA)}}, [3]Truth{Yes, Yes, No}},
		{"20M and 10 years", append(career(10), answer{AnnualIncome, Number(20_000_000)}), [3]Truth{Yes, Yes, No}},
		{"20M and 9.99 years", append(career(9.99), answer{AnnualIncome, Number(20_000_000)}), [3]Truth{No, No, No}},
		{"40M and 5 years", append(career(5), answer{AnnualIncome, Number(40_000_000)}), [3]Truth{No, No, Yes}},
		{"39,999,999 and 5 years", append(career(5), answer{AnnualIncome, Number(39_999_999)}), [3]Truth{No, No, No}},
		{"40M and 4.99 years", append(career(4.99), answer{AnnualIncome, Number(40_000_000)}), [3]Truth{No, No, No}},
		{"20M, degrees not known", []answer{{AnnualIncome, Number(20_000_000)}, {Degrees, Value{}}}, [3]Truth{Unknown, Unknown, No}},
	} {
		if got := assess(t, person(test.answers...)).JSkip; got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
