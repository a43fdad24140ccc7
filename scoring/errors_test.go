package scoring_test

import (
	"strings"
	"testing"

	. "hspbot/scoring"
)

// claims are what is often said and wrong: by the id of the statement that says so, a person
// and the points of an item as the form gives them.
var claims = []struct {
	id   string
	who  []answer
	in   Category
	item Item
	want int
}{
	// Income bands shifted by one.
	{"error_income_band", []answer{{AnnualIncome, Number(8_500_000)}, {Age, Number(45)}}, Technical, ItemIncome, 30},
	{"error_income_band", []answer{{AnnualIncome, Number(9_000_000)}, {Age, Number(45)}}, Technical, ItemIncome, 35},
	{"error_income_band", []answer{{AnnualIncome, Number(7_500_000)}, {Age, Number(29)}}, Technical, ItemIncome, 25},
	{"error_income_band", []answer{{AnnualIncome, Number(3_999_999)}, {Age, Number(25)}}, Technical, ItemIncome, 0},
	// Age and the income of イ and ロ used in ハ, its value for ten years used in ロ.
	{"error_management", []answer{{Age, Number(25)}}, Management, ItemAge, 0},
	{"error_management", []answer{{AnnualIncome, Number(9_999_999)}, {Age, Number(25)}}, Management, ItemIncome, 0},
	{"error_management", []answer{{CareerTechnical, Real(10)}}, Technical, ItemCareer, 20},
	{"error_management", []answer{{CareerManagement, Real(10)}}, Management, ItemCareer, 25},
	// Limits of age read as exclusive.
	{"error_age_limit", []answer{{Age, Number(39)}}, Technical, ItemAge, 5},
	{"error_age_limit", []answer{{Age, Number(34)}}, Academic, ItemAge, 10},
	{"error_age_limit", []answer{{Age, Number(40)}}, Technical, ItemAge, 0},
	// ⑦ scored as 25.
	{"error_recognised", []answer{{Research, Members(Recognised)}}, Academic, ItemResearch, 20},
	{"error_recognised", []answer{{Research, Members(Recognised)}}, Technical, ItemResearch, 15},
	{"error_recognised", []answer{{Research, Members(Recognised | Papers)}}, Academic, ItemResearch, 25},
	// SME without innovation support; R&D as 10, and at exactly 3 %.
	{"error_sme", []answer{{SME, IsYes}}, Technical, ItemInnovationSupportSME, 0},
	{"error_sme", []answer{{SME, IsYes}, {InnovationSupport, IsYes}}, Technical, ItemInnovationSupportSME, 10},
	{"error_rnd", []answer{{SME, IsYes}, {RnDRatio, Real(3)}}, Technical, ItemSMERnD, 0},
	{"error_rnd", []answer{{SME, IsYes}, {RnDRatio, Real(3.01)}}, Technical, ItemSMERnD, 5},
	{"error_rnd", []answer{{RnDRatio, Real(10)}}, Technical, ItemSMERnD, 0},
	// N2 added to a Japanese degree.
	{"error_n2_and_degree", []answer{{Japanese, Option(N2)}, {JapaneseUniversity, IsYes}}, Technical, ItemJapanese, 0},
	{"error_n2_and_degree", []answer{{Japanese, Option(N1)}, {JapaneseUniversity, IsYes}}, Technical, ItemJapanese, 15},
	// BJT 480 is asked for as N1, 400 as N2.
	{"error_bjt", []answer{{Japanese, Option(N1)}}, Technical, ItemJapanese, 15},
	{"error_bjt", []answer{{Japanese, Option(N2)}}, Technical, ItemJapanese, 10},
	{"error_japanese_degree", []answer{{JapaneseUniversity, IsYes}}, Technical, ItemJapaneseUniversity, 10},
}

func TestCommonErrors(t *testing.T) {
	for _, c := range claims {
		a := assess(t, person(c.who...))
		if got := a.Categories[c.in].Items[c.item]; got != (Points{c.want, c.want}) {
			t.Errorf("%s: %s in %s gives %v, want %d", c.id, c.item.ID(), c.in, got, c.want)
		}
	}
	tested := map[string]bool{}
	for _, c := range claims {
		tested[c.id] = true
	}
	for _, id := range []string{"error_floor", "error_one_year", "error_needs_status", "error_j_skip", "error_invented", "error_required", "error_985", "error_tohoku"} {
		tested[id] = true // below
	}
	for _, s := range Statements {
		if s.Topic == OnErrors && !tested[s.ID] {
			t.Errorf("nothing tests %s", s.ID)
		}
	}
}

// The floor of 3,000,000 yen is that of ロ and ハ.
func TestErrorFloor(t *testing.T) {
	for c, want := range map[Category]bool{Academic: false, Technical: true, Management: true} {
		a := assess(t, person(answer{AnnualIncome, Number(2_999_999)}))
		if got := a.Categories[c]; got.HasFloor != want || want && got.Floor != No {
			t.Errorf("%s: floor %v %s", c, got.HasFloor, got.Floor)
		}
	}
}

// "70 points = permanent residence in one year", "needs HSP status", "J-Skip = 80 points".
func TestErrorsOfResidence(t *testing.T) {
	for keys, want := range map[string]string{
		`"stay":{"in_japan_since":"2025-06-01","hsp_since":"none"}`:                                       "deemed_70_3y opens 2028-06-01 - - -",
		`"japanese":"n2","stay":{"in_japan_since":"2025-06-01","hsp_since":"none"}`:                       "deemed_80_1y open 2026-06-01 - - -",
		`"degrees":[],"annual_income_jpy":20000000,"career_since":"2014-01-01","birth_date":"1980-05-05"`: "deemed_80_1y closed - - points_80 -",
	} {
		p := personOf(t, keys)
		list, err := Routes(&p, AllSheets)
		if err != nil {
			t.Fatal(err)
		}
		id, _, _ := strings.Cut(want, " ")
		for _, r := range list {
			if r.ID == id && routeLine(r) != want {
				t.Errorf("%s\nwant %s", routeLine(r), want)
			}
			// ten years of work and 20,000,000 yen: J-Skip, with 60 points
			if r.ID == "deemed_j_skip_1y" && strings.Contains(keys, "20000000") && r.State != RouteOpen {
				t.Errorf("J-Skip is %s", r.State)
			}
		}
	}
}

// Nothing the table asks is invented: English tests, a famous employer, a house. A bachelor's
// degree, three years and N2 are not required.
func TestErrorsInvented(t *testing.T) {
	for f := range Fact(FactCount) {
		for _, name := range append(f.Names(), f.Key()) {
			for _, invented := range []string{"toeic", "toefl", "ielts", "english", "hsk", "house", "province", "famous", "tax"} {
				if strings.Contains(name, invented) && name != "spouse_cannot_do_housework" {
					t.Errorf("the table asks for %s", name)
				}
			}
		}
	}
	a := assess(t, person(answer{Degrees, Members(0)}, answer{CareerTechnical, Real(0)}, answer{Japanese, Option(0)}, answer{AnnualIncome, Number(10_000_000)}, answer{Age, Number(29)},
		answer{InnovationSupport, IsYes}, answer{SME, IsYes}))
	if got := a.Categories[Technical]; got.Verdict != Passes || got.Min != 75 { // 40 + 15 + 10 + 10
		t.Errorf("without degree, experience and Japanese: %s with %d points, want 75", got.Verdict, got.Min)
	}
}

// Only 30 universities of mainland China are on the list; of 東北大学 there are two.
func TestErrorsOfUniversities(t *testing.T) {
	if got := CountUniversities("China"); got != 30 {
		t.Errorf("%d universities of mainland China, want 30", got)
	}
	for _, name := range []string{"北京交通大学", "苏州大学", "郑州大学", "Jilin University"} { // 211 and 985
		if found, _ := FindUniversities(name, 3); len(found) > 0 {
			t.Errorf("%s is found: %v", name, found)
		}
	}
	if found, _ := FindUniversities("東北大学", 5); len(found) != 2 {
		t.Errorf("東北大学: %v", found)
	}
}
