package conversation

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

var amount = regexp.MustCompile(`([0-9]+(?:,[0-9]+)*)\s?(M\b)?`)

// figuresOver3 are the numbers of an English text: amounts in full, each once, sorted. One to three
// are words in other languages.
func figuresOver3(text string) []float64 {
	var list []float64
	for _, m := range amount.FindAllStringSubmatch(strings.ReplaceAll(text, "号", "#"), -1) {
		x, _ := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
		if m[2] != "" {
			x *= 1e6
		}
		if x > 3 {
			list = append(list, x)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// assessed scores somebody with some facts on the day of the tests.
func assessed(t *testing.T, facts map[scoring.Fact]scoring.Value) *scoring.Assessment {
	t.Helper()
	p := scoring.Profile{AsOf: scoring.DateOf(noon)}
	for f, v := range facts {
		p = p.With(f, v)
	}
	a, err := scoring.Assess(&p, scoring.AllSheets)
	if err != nil {
		t.Fatal(err)
	}
	return &a
}

// leastPay is the least pay in millions of yen that gives points in a category at an age.
func leastPay(t *testing.T, c scoring.Category, age int64) float64 {
	for m := int64(1); m <= 50; m++ {
		a := assessed(t, map[scoring.Fact]scoring.Value{scoring.Age: scoring.Number(age), scoring.AnnualIncome: scoring.Number(m * 1e6)})
		if a.Categories[c].Items[scoring.ItemIncome].Min > 0 {
			return float64(m) * 1e6
		}
	}
	return 0
}

// leastHousehold is the least household income, in whole millions, at which somebody of J-Skip or 70
// points may bring parents, or a domestic worker of a type with so many workers.
func leastHousehold(t *testing.T, kind string, workers int, facts map[scoring.Fact]scoring.Value) float64 {
	t.Helper()
	for m := int64(4); m <= 50; m++ {
		of := map[scoring.Fact]scoring.Value{scoring.Degrees: scoring.Members(scoring.Doctorate), scoring.CareerTechnical: scoring.Real(10), scoring.Age: scoring.Number(28),
			scoring.Japanese: scoring.Option(scoring.N1), scoring.JapaneseUniversity: scoring.IsYes, scoring.DesignatedUniversity: scoring.IsYes,
			scoring.AnnualIncome: scoring.Number(m * 1e6), scoring.SpouseIncome: scoring.Number(0)}
		for f, v := range facts {
			of[f] = v
		}
		a := assessed(t, of)
		if kind == "parents" && a.Benefits[scoring.Parents].State == scoring.Yes {
			return float64(m) * 1e6
		}
		for _, way := range a.Benefits[scoring.Housekeeper].Routes {
			if way.ID == kind && way.State == scoring.Yes && way.Number == workers {
				return float64(m) * 1e6
			}
		}
	}
	return 0
}

// pointsOf are the points of the rows of an item in a category on the day, each once.
func pointsOf(item scoring.Item, c scoring.Category) []float64 {
	var list []float64
	for _, r := range scoring.RowsOn(scoring.DateOf(noon)) {
		if r.Item == item && r.Points[c] > 0 {
			list = append(list, float64(r.Points[c]))
		}
	}
	return list
}

// TestGuideFigures: the points, yen, ages and years that the guide names are those of the tables. What
// no table has is the number in the source, which is quoted.
func TestGuideFigures(t *testing.T) {
	const a, b, c = scoring.Academic, scoring.Technical, scoring.Management
	mark := float64(scoring.PassMark)
	var higher float64
	for _, r := range scoring.RouteRows {
		higher = max(higher, float64(r.Points))
	}
	ages := scoring.Thresholds(scoring.DateOf(noon), scoring.Age, scoring.Only(b))
	if !slices.Equal(ages, []float64{30, 35, 40}) { // under 30, 30 to 34, 35 to 39 on the form
		t.Fatalf("ages %v", ages)
	}
	child := func(age float64) map[scoring.Fact]scoring.Value {
		return map[scoring.Fact]scoring.Value{scoring.ChildrenAges: scoring.AgesOf(int(age))}
	}
	funds := map[scoring.Fact]scoring.Value{scoring.InvestmentManagement: scoring.IsYes}
	employed := map[scoring.Fact]scoring.Value{scoring.ServantEmployedOneYear: scoring.IsYes}
	want := map[string][]float64{
		"who_one_sheet":       {mark},
		"apply_photo":         {4, 6}, // 縦4センチメートル、提出の日前6か月以内
		"apply_address":       {14},   // 住居地を定めてから14日以内
		"ahead_birthday":      ages,
		"from_work_gain":      {5}, // 在留期間「５年」の付与
		"from_work_stay":      {mark, higher},
		"employer_anew":       {mark},
		"employer_notice":     {14}, // 14日以内に届出
		"renewal_points":      {mark},
		"renewal_short":       {mark},
		"short_proof":         {mark},
		"short_first":         slices.Concat(pointsOf(scoring.ItemInnovationSupport, a), pointsOf(scoring.ItemInnovationSupportSME, b), pointsOf(scoring.ItemLocalGovernmentSupport, c)),
		"short_japanese":      append(pointsOf(scoring.ItemJapanese, b), 400, 480), // BJT: 日本語能力一覧
		"short_licences":      pointsOf(scoring.ItemLicences, b),
		"short_pay":           {leastPay(t, b, 29), 30, 1e6, 5e6, leastPay(t, c, 29)},
		"falling_status":      {5, mark},
		"falling_birthdays":   append(slices.Clone(ages), 5, leastPay(t, a, 30), leastPay(t, b, 35), leastPay(t, b, 40)),
		"spouse_applies":      {33}, // 特定活動告示第33号
		"parents_income":      {leastHousehold(t, "parents", 0, child(6))},
		"parents_status":      {34}, // 特定活動告示第34号
		"helper_accompanying": {leastHousehold(t, "accompanying", 1, employed)},
		"helper_family":       {leastHousehold(t, "family_circumstances", 1, child(12)), 13},
		"helper_financial":    {leastHousehold(t, "financial", 1, funds), leastHousehold(t, "financial_two", 2, funds)},
		"helper_j_skip":       {leastHousehold(t, "j_skip", 2, nil)},
		"expert_when":         {mark, higher},
	}
	if leastHousehold(t, "family_circumstances", 1, child(13)) != 0 {
		t.Error("a child of 13 opens the family type")
	}
	guide := map[scoring.Topic]bool{}
	for _, topic := range scoring.GuideTopics {
		guide[topic] = true
	}
	checked := 0
	for _, st := range scoring.Statements {
		if !guide[st.Topic] {
			continue
		}
		w := slices.Clone(want[st.ID])
		slices.Sort(w)
		if got := figuresOver3(locales.In("en").Say("statement." + st.ID)); !slices.Equal(got, slices.Compact(w)) {
			t.Errorf("%s names %v, the tables %v", st.ID, got, w)
		}
		checked += len(w)
		delete(want, st.ID)
	}
	if len(want) > 0 || checked < 40 {
		t.Errorf("%d figures are compared; there is no %v", checked, want)
	}
	// The steps of pay: every million from 4 in 1号イ and 1号ロ, every five from 10 in 1号ハ.
	for _, c := range []struct {
		among        scoring.Category
		first, apart float64
	}{{a, 4e6, 1e6}, {b, 4e6, 1e6}, {c, 10e6, 5e6}} {
		steps := slices.DeleteFunc(scoring.Thresholds(scoring.DateOf(noon), scoring.AnnualIncome, scoring.Only(c.among)), func(x float64) bool { return x < c.first })
		for i, x := range steps {
			if i < 7 && c.among != scoring.Management && x != c.first+float64(i)*c.apart || c.among == scoring.Management && i < 4 && x != c.first+float64(i)*c.apart {
				t.Errorf("%s: step %d of pay is %v", c.among, i, x)
			}
		}
	}
	// Five points less at each of the ages, in 1号イ and 1号ロ; none in 1号ハ.
	for _, age := range ages {
		for c, less := range map[scoring.Category]int{a: 5, b: 5, c: 0} {
			before := assessed(t, map[scoring.Fact]scoring.Value{scoring.Age: scoring.Number(int64(age) - 1)}).Categories[c].Items[scoring.ItemAge].Min
			after := assessed(t, map[scoring.Fact]scoring.Value{scoring.Age: scoring.Number(int64(age))}).Categories[c].Items[scoring.ItemAge].Min
			if before-after != less {
				t.Errorf("%s at %v: %d to %d points", c, age, before, after)
			}
		}
	}
}
