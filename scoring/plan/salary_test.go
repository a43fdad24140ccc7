package plan

import (
	"strings"
	"testing"

	"hspbot/scoring"
)

// TestLeastSalary, by the form. In 1号ロ a master's degree 20, N1 15, 34 years of age 10 and 3 years of
// work 5 are 50: 6M gives 20. From the 35th birthday the age gives 5, and 25 are for 7M. In 1号ハ,
// where the age gives nothing, master, N1 and 3 years of management (10) are 45: 20M gives 30.
func TestLeastSalary(t *testing.T) {
	p := known()
	p.Birth = today.AddYears(-35).AddDays(10)
	list := Birthdays(&p, scoring.AllSheets, 3)
	if len(list) != 1 || list[0].Age != 35 || list[0].On != today.AddDays(10) {
		t.Fatalf("the birthdays are %+v", list)
	}
	for _, c := range []struct {
		profile  scoring.Profile
		category scoring.Category
		mark     int
		want     int64
	}{
		{p.Profile, scoring.Technical, 70, 6_000_000},
		{list[0].After, scoring.Technical, 70, 7_000_000},
		{p.Profile, scoring.Technical, 80, 8_000_000},
		{list[0].After, scoring.Technical, 80, 9_000_000},
		{p.Profile, scoring.Management, 70, 20_000_000},
		{list[0].After, scoring.Management, 70, 20_000_000},
	} {
		if got, ok := LeastSalary(c.profile, c.category, c.mark); !ok || got != c.want {
			t.Errorf("%s, %d points on %s: %d, want %d", c.category, c.mark, c.profile.AsOf, got, c.want)
		}
	}
	none := scoring.Profile{AsOf: today}.With(scoring.Age, scoring.Number(50))
	if yen, ok := LeastSalary(none, scoring.Technical, 70); ok {
		t.Errorf("nothing but %d yen gives 70 points at 50", yen)
	}
}

// known is a person of whom everything is known: a master's degree, N1, 3 years in any work.
func known() scoring.Person {
	p := scoring.Profile{AsOf: today}
	for f := range scoring.Fact(scoring.FactCount) {
		switch f.Kind() {
		case scoring.Whole, scoring.Decimal:
			p = p.With(f, numberOf(f, 0))
		case scoring.Ages:
			p = p.With(f, scoring.AgesOf())
		default:
			p = p.With(f, scoring.Value{Cases: 1})
		}
	}
	for c := range scoring.Category(scoring.Categories) {
		p = p.With(scoring.CareerIn(c), scoring.Real(3))
	}
	p = p.With(scoring.Degrees, scoring.Members(scoring.Master)).With(scoring.Japanese, scoring.Option(scoring.N1))
	return scoring.Person{Profile: p}
}

// TestEngineer, by the form: 1号ロ, 31 years (10), a master's degree (20), 5 years (10), 7M (25): 65.
// 5 points are missing: one licence, 8M, N2 (10), 7 years of work (15, from 2028), what the employer
// receives (10) or spends on research (5, only of an SME), a project (10), papers (15). N1, two licences
// and a patent are more than is needed, and so is a degree, which takes as long as the two years.
func TestEngineer(t *testing.T) {
	p := known()
	p.Profile = p.With(scoring.Japanese, scoring.Option(0)).With(scoring.AnnualIncome, scoring.Number(7_000_000)).
		With(scoring.Age, scoring.Number(31)).With(scoring.CareerTechnical, scoring.Real(5))
	ways, err := Ways(&p, scoring.Technical, 70, 20, scoring.AllSheets)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for i := range ways {
		id := ""
		for _, c := range ways[i].Changes {
			id += c.ID + " "
		}
		if ways[i].Years > 0 {
			id += "years"
		}
		got[strings.TrimSpace(id)] = ways[i].Assessment.Categories[scoring.Technical].Min
	}
	want := map[string]int{"licences": 70, "annual_income_jpy": 70, "japanese.n2": 75, "years": 70, "innovation_support": 75,
		"local_government_support": 75, "growth_field_project": 75, "research.papers": 80, "sme rnd_ratio_percent": 70}
	for id, points := range want {
		if got[id] != points {
			t.Errorf("%s gives %d points, want %d", id, got[id], points)
		}
	}
	if len(got) != len(want) {
		t.Errorf("the ways are %v, want %v", got, want)
	}
	for i := range ways {
		if w := &ways[i]; w.Years > 0 && (w.Years != 7 || w.On != today.AddYears(2)) {
			t.Errorf("%d years on %s, want 7 on %s", w.Years, w.On, today.AddYears(2))
		}
	}
	p.Profile = p.With(scoring.InnovationSupport, scoring.Value{})
	if ways, _ = Ways(&p, scoring.Technical, 70, 20, scoring.AllSheets); !ways[0].OnlyAsks() || ways[0].Changes[0].ID != "innovation_support" {
		t.Errorf("the first way is %+v, want to ask about innovation support", ways[0].Changes)
	}
}
