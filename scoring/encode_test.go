package scoring_test

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"hspbot/scoring"
)

func TestProfileAppendJSON(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		profile scoring.Profile
		want    string
	}{
		{scoring.Profile{}, `{}`},
		{scoring.Profile{AsOf: day, Birth: scoring.Date{Year: 993, Month: 4, Day: 1}}.With(scoring.Age, scoring.Number(3)),
			`{"as_of":"2026-11-22","birth_date":"0993-04-01"}`},
		{with(scoring.Age, scoring.Between(30, 35)), `{"age":{"from":30,"below":35}}`},
		{with(scoring.AnnualIncome, scoring.Between(0, 3_000_000)), `{"annual_income_jpy":{"below":3000000}}`},
		{with(scoring.AnnualIncome, scoring.Between(30_000_000, inf)), `{"annual_income_jpy":{"from":30000000}}`},
		{with(scoring.AnnualIncome, scoring.Between(0, inf)), `{}`},
		{with(scoring.AnnualIncome, scoring.Between(7, 8)), `{"annual_income_jpy":7}`},
		{with(scoring.Licences, scoring.Between(2, inf)), `{}`},
		{careers(scoring.Real(6), scoring.Real(6), scoring.Real(6)), `{"career_years":6}`},
		{careers(scoring.Between(3, 5), scoring.Between(3, 5), scoring.Between(3, 5)), `{"career_years":{"from":3,"below":5}}`},
		{careers(scoring.Real(6), scoring.Value{}, scoring.Between(0, 3)), `{"career_years":{"i-a":6,"i-c":{"below":3}}}`},
		{careers(scoring.Value{}, scoring.Real(6), scoring.Value{}), `{"career_years":{"i-b":6}}`},
		{careers(scoring.Between(0, inf), scoring.Value{}, scoring.Value{}), `{}`},
		{with(scoring.RnDRatio, scoring.Real(3.01)), `{"rnd_ratio_percent":3.01}`},
		{with(scoring.RnDRatio, scoring.Real(1e-9)), `{"rnd_ratio_percent":1e-09}`},
		{with(scoring.Degrees, scoring.Members(0)), `{"degrees":[]}`},
		{with(scoring.Degrees, scoring.Members(31)), `{"degrees":["bachelor","master","professional","mba_mot","doctorate"]}`},
		{with(scoring.ChildrenAges, scoring.AgesOf()), `{"children_ages":[]}`},
		{with(scoring.ChildrenAges, scoring.AgesOf(13, 6, 6)), `{"children_ages":[6,13]}`},
		{with(scoring.Pregnant, scoring.IsNo).With(scoring.Japanese, scoring.Option(2)), `{"japanese":"n1","pregnant":false}`},
		// What the contract has no form for is left out or widened, never made up.
		{with(scoring.Japanese, scoring.Value{Cases: 0b110}), `{}`},
		{with(scoring.Pregnant, scoring.Value{Cases: 0b11}), `{}`},
		{with(scoring.Degrees, scoring.Value{Cases: 0b101}), `{}`},
		{with(scoring.AnnualIncome, scoring.Between(0.5, 2.5)), `{"annual_income_jpy":{"from":1,"below":3}}`},
		{with(scoring.AnnualIncome, scoring.Between(1e300, inf)), `{"annual_income_jpy":{"from":9007199254740991}}`},
		{with(scoring.RnDRatio, scoring.Real(1e300)), `{"rnd_ratio_percent":{"from":9007199254740991}}`},
	} {
		if got := string(c.profile.AppendJSON([]byte("> "))); got != "> "+c.want {
			t.Errorf("got %s\nwant > %s", got, c.want)
		}
	}
}

// TestProfileKeepsThroughJSON: what can be written reads back as it was.
func TestProfileKeepsThroughJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProfile(t)
		text := p.AppendJSON(nil)
		got, err := scoring.ParseProfile(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if got != p {
			t.Fatalf("%s\nreads back as %s", text, got.AppendJSON(nil))
		}
		var through scoring.Profile
		marshalled, err := json.Marshal(p)
		if err == nil {
			err = json.Unmarshal(marshalled, &through)
		}
		if err != nil || through != p {
			t.Fatalf("%s through encoding/json: %v, %s", text, err, marshalled)
		}
	})
}

// drawProfile draws what the contract can express.
func drawProfile(t *rapid.T) scoring.Profile {
	var p scoring.Profile
	if rapid.Bool().Draw(t, "dated") {
		p.AsOf = drawDate(t, 2000, 2100)
	}
	for f := range scoring.Fact(scoring.FactCount) {
		if rapid.Bool().Draw(t, f.Key()+" known") {
			p = p.With(f, drawValue(t, f))
		}
	}
	if rapid.Bool().Draw(t, "born") {
		p.Birth = drawDate(t, 1, 1999)
		p = p.With(scoring.Age, scoring.Value{})
	}
	return p
}

func drawDate(t *rapid.T, from, to int) scoring.Date {
	year, days := rapid.IntRange(from, to).Draw(t, "year"), rapid.IntRange(0, 11).Draw(t, "months")
	return scoring.Date{Year: year, Month: 1, Day: rapid.IntRange(1, 31).Draw(t, "day")}.AddMonths(days)
}

func drawValue(t *rapid.T, f scoring.Fact) scoring.Value {
	const largest = 1<<53 - 1
	switch f.Kind() {
	case scoring.YesNo:
		return scoring.Bool(rapid.Bool().Draw(t, f.Key()))
	case scoring.Choice:
		return scoring.Option(rapid.IntRange(0, len(f.Names())-1).Draw(t, f.Key()))
	case scoring.Set:
		return scoring.Members(rapid.UintRange(0, 1<<len(f.Names())-1).Draw(t, f.Key()))
	case scoring.Ages:
		return scoring.AgesOf(rapid.SliceOf(rapid.IntRange(0, 99)).Draw(t, f.Key())...)
	case scoring.Whole:
		if f == scoring.Licences || rapid.Bool().Draw(t, "exact") {
			return scoring.Number(rapid.Int64Range(0, largest).Draw(t, f.Key()))
		}
		from := rapid.Int64Range(0, largest-1).Draw(t, "from")
		below := rapid.Int64Range(from+1, largest).Draw(t, "below")
		return drawEnds(t, float64(from), float64(below))
	default:
		if rapid.Bool().Draw(t, "exact") {
			return scoring.Real(rapid.Float64Range(0, largest).Draw(t, f.Key()))
		}
		from := rapid.Float64Range(0, 100).Draw(t, "from")
		return drawEnds(t, from, rapid.Float64Range(math.Nextafter(from, 200), 200).Draw(t, "below"))
	}
}

// drawEnds draws the range of both ends or, where it then still says something, of one.
func drawEnds(t *rapid.T, from, below float64) scoring.Value {
	switch rapid.IntRange(0, 2).Draw(t, "ends") {
	case 0:
		return scoring.Between(0, below)
	case 1:
		return scoring.Between(max(from, 1), math.Inf(1))
	default:
		return scoring.Between(from, below)
	}
}

// FuzzParseProfile: no input panics, what is accepted is JSON and keeps through writing,
// and no invalid JSON is accepted.
func FuzzParseProfile(f *testing.F) {
	for _, c := range good {
		f.Add([]byte(c.json))
	}
	for _, c := range bad {
		f.Add([]byte(c.json))
	}
	for _, c := range malformed {
		f.Add([]byte(c.json))
	}
	f.Add([]byte(full))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := scoring.ParseProfile(text)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error that says nothing")
			}
			return
		}
		if !json.Valid(text) {
			t.Fatalf("accepted, but it is not JSON: %q", text)
		}
		again := p.AppendJSON(nil)
		q, err := scoring.ParseProfile(again)
		if err != nil {
			t.Fatalf("%q is written as %s: %v", text, again, err)
		}
		if p != q {
			t.Fatalf("%q is written as %s, which reads as %s", text, again, q.AppendJSON(nil))
		}
	})
}
