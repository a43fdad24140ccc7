package scoring_test

import (
	"testing"

	. "hspbot/scoring"
)

// today is the day most tests score on; none of their expectations depends on it.
var today = Date{Year: 2026, Month: 11, Day: 22}

// person returns a profile that answers every question with "no", "none" or zero, at 45
// years of age, changed by the given answers.
func person(changes ...answer) Profile {
	p := Profile{AsOf: today}
	for f := range Fact(FactCount) {
		switch f.Kind() {
		case YesNo:
			p = p.With(f, IsNo)
		case Choice:
			p = p.With(f, Option(0))
		case Set:
			p = p.With(f, Members(0))
		case Whole:
			p = p.With(f, Number(0))
		case Decimal:
			p = p.With(f, Real(0))
		case Ages:
			p = p.With(f, AgesOf())
		}
	}
	p = p.With(Age, Number(45))
	for _, c := range changes {
		p = p.With(c.fact, c.value)
	}
	return p
}

type answer struct {
	fact  Fact
	value Value
}

func assess(t *testing.T, p Profile) Assessment {
	t.Helper()
	a, err := Assess(&p, AllSheets)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func career(years float64) []answer {
	return []answer{{CareerAcademic, Real(years)}, {CareerTechnical, Real(years)}, {CareerManagement, Real(years)}}
}

// TestOfficialPoints goes through the official form (令和5年4月1日以降) cell by cell: each
// threshold on it, just below and just above, and each exclusion. The points are those
// printed on sheets イ, ロ and ハ.
func TestOfficialPoints(t *testing.T) {
	yes, no := IsYes, IsNo
	deg := func(s uint) answer { return answer{Degrees, Members(s)} }
	yen := func(n int64) answer { return answer{AnnualIncome, Number(n)} }
	old := func(n int64) answer { return answer{Age, Number(n)} }
	type points [Categories]int
	tests := []struct {
		name    string
		item    Item
		answers []answer
		want    points
	}{
		// 学歴 ①
		{"no degree", ItemAcademic, []answer{deg(0)}, points{0, 0, 0}},
		{"bachelor", ItemAcademic, []answer{deg(Bachelor)}, points{10, 10, 10}},
		{"master", ItemAcademic, []answer{deg(Bachelor | Master)}, points{20, 20, 20}},
		{"professional degree", ItemAcademic, []answer{deg(Professional)}, points{20, 20, 20}},
		{"MBA", ItemAcademic, []answer{deg(MBA)}, points{20, 25, 25}},
		{"doctorate", ItemAcademic, []answer{deg(Doctorate)}, points{30, 30, 20}},
		{"doctorate and master: best only", ItemAcademic, []answer{deg(Doctorate | Master | Bachelor)}, points{30, 30, 20}},
		{"doctorate and MBA", ItemAcademic, []answer{deg(Doctorate | MBA)}, points{30, 30, 25}},
		{"two fields", ItemDifferentFields, []answer{deg(Master), {DifferentFields, yes}}, points{5, 5, 5}},
		{"two fields, MBA", ItemDifferentFields, []answer{deg(MBA | Doctorate), {DifferentFields, yes}}, points{5, 5, 5}},
		{"two bachelor's in two fields", ItemDifferentFields, []answer{deg(Bachelor), {DifferentFields, yes}}, points{0, 0, 0}},
		{"same field", ItemDifferentFields, []answer{deg(Master | Doctorate), {DifferentFields, no}}, points{0, 0, 0}},
		// 職歴 ②
		{"2.99 years", ItemCareer, career(2.99), points{0, 0, 0}},
		{"3 years", ItemCareer, career(3), points{5, 5, 10}},
		{"4.99 years", ItemCareer, career(4.99), points{5, 5, 10}},
		{"5 years", ItemCareer, career(5), points{10, 10, 15}},
		{"6.99 years", ItemCareer, career(6.99), points{10, 10, 15}},
		{"7 years", ItemCareer, career(7), points{15, 15, 20}},
		{"9.99 years", ItemCareer, career(9.99), points{15, 15, 20}},
		{"10 years", ItemCareer, career(10), points{15, 20, 25}},
		{"40 years", ItemCareer, career(40), points{15, 20, 25}},
		{"years in one category only", ItemCareer, []answer{{CareerTechnical, Real(10)}}, points{0, 20, 0}},
		// 年収 ③, 30歳未満
		{"3,999,999 at 29", ItemIncome, []answer{old(29), yen(3_999_999)}, points{0, 0, 0}},
		{"4,000,000 at 29", ItemIncome, []answer{old(29), yen(4_000_000)}, points{10, 10, 0}},
		{"4,999,999 at 29", ItemIncome, []answer{old(29), yen(4_999_999)}, points{10, 10, 0}},
		{"5,000,000 at 29", ItemIncome, []answer{old(29), yen(5_000_000)}, points{15, 15, 0}},
		{"5,999,999 at 29", ItemIncome, []answer{old(29), yen(5_999_999)}, points{15, 15, 0}},
		{"6,000,000 at 29", ItemIncome, []answer{old(29), yen(6_000_000)}, points{20, 20, 0}},
		{"6,999,999 at 29", ItemIncome, []answer{old(29), yen(6_999_999)}, points{20, 20, 0}},
		{"7,000,000 at 29", ItemIncome, []answer{old(29), yen(7_000_000)}, points{25, 25, 0}},
		{"7,999,999 at 29", ItemIncome, []answer{old(29), yen(7_999_999)}, points{25, 25, 0}},
		{"8,000,000 at 29", ItemIncome, []answer{old(29), yen(8_000_000)}, points{30, 30, 0}},
		{"8,999,999 at 29", ItemIncome, []answer{old(29), yen(8_999_999)}, points{30, 30, 0}},
		{"9,000,000 at 29", ItemIncome, []answer{old(29), yen(9_000_000)}, points{35, 35, 0}},
		{"9,999,999 at 29", ItemIncome, []answer{old(29), yen(9_999_999)}, points{35, 35, 0}},
		{"10,000,000 at 29", ItemIncome, []answer{old(29), yen(10_000_000)}, points{40, 40, 10}},
		// 30～34歳
		{"4,999,999 at 30", ItemIncome, []answer{old(30), yen(4_999_999)}, points{0, 0, 0}},
		{"5,000,000 at 30", ItemIncome, []answer{old(30), yen(5_000_000)}, points{15, 15, 0}},
		{"5,000,000 at 34", ItemIncome, []answer{old(34), yen(5_000_000)}, points{15, 15, 0}},
		{"6,000,000 at 34", ItemIncome, []answer{old(34), yen(6_000_000)}, points{20, 20, 0}},
		{"10,000,000 at 34", ItemIncome, []answer{old(34), yen(10_000_000)}, points{40, 40, 10}},
		// 35～39歳
		{"5,999,999 at 35", ItemIncome, []answer{old(35), yen(5_999_999)}, points{0, 0, 0}},
		{"6,000,000 at 35", ItemIncome, []answer{old(35), yen(6_000_000)}, points{20, 20, 0}},
		{"6,000,000 at 39", ItemIncome, []answer{old(39), yen(6_000_000)}, points{20, 20, 0}},
		{"7,000,000 at 39", ItemIncome, []answer{old(39), yen(7_000_000)}, points{25, 25, 0}},
		// 40歳以上
		{"7,999,999 at 40", ItemIncome, []answer{old(40), yen(7_999_999)}, points{0, 0, 0}},
		{"8,000,000 at 40", ItemIncome, []answer{old(40), yen(8_000_000)}, points{30, 30, 0}},
		{"9,000,000 at 40", ItemIncome, []answer{old(40), yen(9_000_000)}, points{35, 35, 0}},
		{"10,000,000 at 65", ItemIncome, []answer{old(65), yen(10_000_000)}, points{40, 40, 10}},
		// 年収 ③, ハ
		{"9,999,999", ItemIncome, []answer{yen(9_999_999)}, points{35, 35, 0}},
		{"14,999,999", ItemIncome, []answer{yen(14_999_999)}, points{40, 40, 10}},
		{"15,000,000", ItemIncome, []answer{yen(15_000_000)}, points{40, 40, 20}},
		{"19,999,999", ItemIncome, []answer{yen(19_999_999)}, points{40, 40, 20}},
		{"20,000,000", ItemIncome, []answer{yen(20_000_000)}, points{40, 40, 30}},
		{"24,999,999", ItemIncome, []answer{yen(24_999_999)}, points{40, 40, 30}},
		{"25,000,000", ItemIncome, []answer{yen(25_000_000)}, points{40, 40, 40}},
		{"29,999,999", ItemIncome, []answer{yen(29_999_999)}, points{40, 40, 40}},
		{"30,000,000", ItemIncome, []answer{yen(30_000_000)}, points{40, 40, 50}},
		// 年齢
		{"29 years", ItemAge, []answer{old(29)}, points{15, 15, 0}},
		{"30 years", ItemAge, []answer{old(30)}, points{10, 10, 0}},
		{"34 years", ItemAge, []answer{old(34)}, points{10, 10, 0}},
		{"35 years", ItemAge, []answer{old(35)}, points{5, 5, 0}},
		{"39 years", ItemAge, []answer{old(39)}, points{5, 5, 0}},
		{"40 years", ItemAge, []answer{old(40)}, points{0, 0, 0}},
		// 研究実績 ④–⑦
		{"patent", ItemResearch, []answer{{Research, Members(Patent)}}, points{20, 15, 0}},
		{"foreign government funding", ItemResearch, []answer{{Research, Members(ForeignGovernmentFunding)}}, points{20, 15, 0}},
		{"papers", ItemResearch, []answer{{Research, Members(Papers)}}, points{20, 15, 0}},
		{"recognised", ItemResearch, []answer{{Research, Members(Recognised)}}, points{20, 15, 0}},
		{"two kinds", ItemResearch, []answer{{Research, Members(Patent | Papers)}}, points{25, 15, 0}},
		{"four kinds", ItemResearch, []answer{{Research, Members(15)}}, points{25, 15, 0}},
		// 資格 ⑧, ロ only
		{"one licence", ItemLicences, []answer{{Licences, Number(1)}}, points{0, 5, 0}},
		{"two licences", ItemLicences, []answer{{Licences, Number(2)}}, points{0, 10, 0}},
		{"nine licences", ItemLicences, []answer{{Licences, Number(9)}}, points{0, 10, 0}},
		// 地位 ⑳, ハ only
		{"director", ItemPosition, []answer{{Position, Option(Director)}}, points{0, 0, 5}},
		{"representative", ItemPosition, []answer{{Position, Option(Representative)}}, points{0, 0, 10}},
		// 特別加算 ⑨–⑫
		{"innovation support", ItemInnovationSupport, []answer{{InnovationSupport, yes}}, points{10, 10, 10}},
		{"and an SME", ItemInnovationSupportSME, []answer{{InnovationSupport, yes}, {SME, yes}}, points{10, 10, 10}},
		{"SME alone", ItemInnovationSupportSME, []answer{{InnovationSupport, no}, {SME, yes}}, points{0, 0, 0}},
		{"SME with local government support only", ItemInnovationSupportSME, []answer{{LocalGovernmentSupport, yes}, {SME, yes}}, points{0, 0, 0}},
		{"local government support", ItemLocalGovernmentSupport, []answer{{LocalGovernmentSupport, yes}}, points{10, 10, 10}},
		{"Ⅰ and Ⅲ", ItemLocalGovernmentSupport, []answer{{LocalGovernmentSupport, yes}, {InnovationSupport, yes}}, points{10, 10, 10}},
		{"R&D exactly 3 %", ItemSMERnD, []answer{{SME, yes}, {RnDRatio, Real(3)}}, points{0, 0, 0}},
		{"R&D just over 3 %", ItemSMERnD, []answer{{SME, yes}, {RnDRatio, Real(3.0001)}}, points{5, 5, 5}},
		{"R&D over 3 %, no SME", ItemSMERnD, []answer{{SME, no}, {RnDRatio, Real(8)}}, points{0, 0, 0}},
		{"R&D without innovation support", ItemSMERnD, []answer{{SME, yes}, {InnovationSupport, no}, {RnDRatio, Real(8)}}, points{5, 5, 5}},
		// ⑬–⑮
		{"foreign qualification", ItemForeignQualification, []answer{{ForeignQualification, yes}}, points{5, 5, 5}},
		{"Japanese university", ItemJapaneseUniversity, []answer{{JapaneseUniversity, yes}}, points{10, 10, 10}},
		{"N1", ItemJapanese, []answer{{Japanese, Option(N1)}}, points{15, 15, 15}},
		{"N2", ItemJapanese, []answer{{Japanese, Option(N2)}}, points{10, 10, 10}},
		{"N1 with Japanese degree", ItemJapanese, []answer{{Japanese, Option(N1)}, {JapaneseUniversity, yes}}, points{15, 15, 15}},
		{"N2 with Japanese degree", ItemJapanese, []answer{{Japanese, Option(N2)}, {JapaneseUniversity, yes}}, points{0, 0, 0}},
		// ⑯–⑲, ㉑
		{"growth field", ItemGrowthFieldProject, []answer{{GrowthFieldProject, yes}}, points{10, 10, 10}},
		{"designated university", ItemDesignatedUniversity, []answer{{DesignatedUniversity, yes}}, points{10, 10, 10}},
		{"designated and Japanese: both", ItemDesignatedUniversity, []answer{{DesignatedUniversity, yes}, {JapaneseUniversity, yes}}, points{10, 10, 10}},
		{"JICA", ItemJICATraining, []answer{{JICATraining, Option(WithoutJapaneseUniversityClasses)}}, points{5, 5, 5}},
		{"JICA with classes", ItemJICATraining, []answer{{JICATraining, Option(WithJapaneseUniversityClasses)}}, points{5, 5, 5}},
		{"JICA and Japanese degree", ItemJICATraining, []answer{{JICATraining, Option(WithoutJapaneseUniversityClasses)}, {JapaneseUniversity, yes}}, points{5, 5, 5}},
		{"JICA with classes and Japanese degree", ItemJICATraining, []answer{{JICATraining, Option(WithJapaneseUniversityClasses)}, {JapaneseUniversity, yes}}, points{0, 0, 0}},
		{"99,999,999 invested", ItemOwnInvestment, []answer{{OwnInvestment, Number(99_999_999)}}, points{0, 0, 0}},
		{"100,000,000 invested", ItemOwnInvestment, []answer{{OwnInvestment, Number(100_000_000)}}, points{0, 0, 5}},
		{"investment management", ItemInvestmentManagement, []answer{{InvestmentManagement, yes}}, points{0, 10, 10}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := assess(t, person(test.answers...))
			for c := range Category(Categories) {
				got := a.Categories[c].Items[test.item]
				if got.Min != test.want[c] || got.Max != test.want[c] {
					t.Errorf("%s %s: %v, want %d", c, test.item.ID(), got, test.want[c])
				}
			}
		})
	}
}

// TestCeilings: the sums of the form are 220, 235 and 220, five less where ⑱ is excluded.
func TestCeilings(t *testing.T) {
	best := []answer{{Degrees, Members(Doctorate | MBA)}, {DifferentFields, IsYes}, {AnnualIncome, Number(30_000_000)}, {Age, Number(25)},
		{Research, Members(15)}, {Licences, Number(2)}, {Position, Option(Representative)}, {InnovationSupport, IsYes}, {SME, IsYes},
		{LocalGovernmentSupport, IsYes}, {RnDRatio, Real(4)}, {ForeignQualification, IsYes}, {JapaneseUniversity, IsYes},
		{Japanese, Option(N1)}, {GrowthFieldProject, IsYes}, {DesignatedUniversity, IsYes},
		{JICATraining, Option(WithoutJapaneseUniversityClasses)}, {OwnInvestment, Number(100_000_000)}, {InvestmentManagement, IsYes}}
	best = append(best, career(10)...)
	a := assess(t, person(best...))
	b := assess(t, person(append(best, answer{JICATraining, Option(WithJapaneseUniversityClasses)})...))
	empty := assess(t, Profile{AsOf: today})
	for c, want := range [Categories]int{220, 235, 220} {
		if got := a.Categories[c].Min; got != want {
			t.Errorf("%s: %d points, want %d", Category(c), got, want)
		}
		if got := b.Categories[c].Max; got != want-5 {
			t.Errorf("%s with Japanese-university classes: %d points, want %d", Category(c), got, want-5)
		}
		if got := empty.Categories[c]; got.Min != 0 || got.Max != want || got.Verdict != Undecided {
			t.Errorf("%s, nothing known: %d to %d %s, want 0 to %d undecided", Category(c), got.Min, got.Max, got.Verdict, want)
		}
	}
}
