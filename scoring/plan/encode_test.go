package plan

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hspbot/scoring"
)

// TestAdviceSchema: the advice for anybody is as the schema says, and the ways in it hold: whoever reads
// the facts of a way into the profile has the points that it names.
func TestAdviceSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("../advice.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 8))
	ways, losses := 0, 0
	for n := range 200 {
		p := anybody(r, []float64{0, 0.2, 1}[n%3])
		among := scoring.AllSheets
		if n%2 == 0 {
			among = scoring.Only(scoring.Category(n % 3))
		}
		a, err := Advise(&p, among)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		losses += len(a.Losses)
		for _, g := range a.Goals {
			ways += len(g.Ways)
		}
	}
	if ways < 500 || losses < 10 {
		t.Errorf("only %d ways and %d losses", ways, losses)
	}
}

// TestAdviceOfTheCalendar reads a small advice as written.
func TestAdviceOfTheCalendar(t *testing.T) {
	p := known()
	p.Birth = today.AddYears(-35).AddDays(10)
	p.Profile = p.With(scoring.AnnualIncome, scoring.Number(6_000_000))
	a, err := Advise(&p, scoring.Only(scoring.Technical))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"as_of":"2026-11-29"`,
		`"i-b":{"min":70,"max":70,"verdict":"passes","income_floor":"met"`,
		`"salary_jpy":6000000,"salary_later":[{"from_age":35,"on":"2026-12-09","salary_jpy":7000000}]`,
		`{"from":"2026-12-09","because":["age"],"categories":{"i-b":{"min":65,"max":65,"verdict":"fails","income_floor":"met"}}}`,
		`"losses":[{"on":"2026-12-09","category":"i-b","mark":70,"ways":[{"changes":[{"change":"licences","kind":"do","facts":{"licences":1}}],"on":"2026-12-09","only_asks":false,"after":{"i-b":{"min":70`,
	} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("the advice does not say %s:\n%s", want, text)
		}
	}
}
