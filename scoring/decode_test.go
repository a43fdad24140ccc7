package scoring_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"hspbot/scoring"
)

// good are profiles that are accepted, with what they mean where == can say it.
var good = []struct {
	json string
	want scoring.Profile
}{
	{`{}`, scoring.Profile{}},
	{" \t\r\n{ \n} \r\n", scoring.Profile{}},
	{`{"as_of":"2026-11-22"}`, scoring.Profile{AsOf: day}},
	{`{"as_of":"2024-02-29"}`, scoring.Profile{AsOf: scoring.Date{Year: 2024, Month: 2, Day: 29}}},
	{`{"as_of":null,"age":null,"degrees":null,"career_years":null,"licences":null,"birth_date":null,"japanese":null,"pregnant":null}`, scoring.Profile{}},
	{`{"degrees":[]}`, with(scoring.Degrees, scoring.Members(0))},
	{`{"degrees":["doctorate","bachelor","doctorate"]}`, with(scoring.Degrees, scoring.Members(1<<4|1<<0))},
	{`{"degrees":["mba_mot" , "professional", "master"]}`, with(scoring.Degrees, scoring.Members(1<<3|1<<2|1<<1))},
	{`{"different_fields":true}`, with(scoring.DifferentFields, scoring.IsYes)},
	{`{"different_fields" : false }`, with(scoring.DifferentFields, scoring.IsNo)},
	{`{"career_years":6}`, careers(scoring.Real(6), scoring.Real(6), scoring.Real(6))},
	{`{"career_years":6.99}`, careers(scoring.Real(6.99), scoring.Real(6.99), scoring.Real(6.99))},
	{`{"career_years":0.5e1}`, careers(scoring.Real(5), scoring.Real(5), scoring.Real(5))},
	{`{"career_years":{"from":3,"below":5.5}}`, careers(scoring.Between(3, 5.5), scoring.Between(3, 5.5), scoring.Between(3, 5.5))},
	{`{"career_years":{}}`, scoring.Profile{}},
	{`{"career_years":{"i-c":10,"i-a":{"below":3}}}`, careers(scoring.Between(0, 3), scoring.Value{}, scoring.Real(10))},
	{`{"career_years":{"i-a":null,"i-b":7.5}}`, careers(scoring.Value{}, scoring.Real(7.5), scoring.Value{})},
	{`{"annual_income_jpy":0}`, with(scoring.AnnualIncome, scoring.Number(0))},
	{`{"annual_income_jpy":8000000}`, with(scoring.AnnualIncome, scoring.Number(8_000_000))},
	{`{"annual_income_jpy":9007199254740991}`, with(scoring.AnnualIncome, scoring.Number(1<<53-1))},
	{`{"annual_income_jpy":{"from":5000000,"below":6000000}}`, with(scoring.AnnualIncome, scoring.Between(5_000_000, 6_000_000))},
	{`{"annual_income_jpy":{ "below" : 6000000 , "from" : 5000000 } }`, with(scoring.AnnualIncome, scoring.Between(5_000_000, 6_000_000))},
	{`{"annual_income_jpy":{"from":5000000}}`, with(scoring.AnnualIncome, scoring.Between(5_000_000, math.Inf(1)))},
	{`{"annual_income_jpy":{"below":6000000,"from":null}}`, with(scoring.AnnualIncome, scoring.Between(0, 6_000_000))},
	{`{"annual_income_jpy":{}}`, scoring.Profile{}},
	{`{"annual_income_jpy":{"from":0}}`, scoring.Profile{}},
	{`{"annual_income_jpy":{"from":7,"below":8}}`, with(scoring.AnnualIncome, scoring.Number(7))},
	{`{"age":33}`, with(scoring.Age, scoring.Number(33))},
	{`{"age":{"from":30,"below":35}}`, with(scoring.Age, scoring.Between(30, 35))},
	{`{"age":null,"birth_date":"1993-04-01"}`, scoring.Profile{Birth: scoring.Date{Year: 1993, Month: 4, Day: 1}}},
	{`{"birth_date":"2026-11-22","as_of":"2026-11-22"}`, scoring.Profile{AsOf: day, Birth: day}},
	{`{"research":["patent","foreign_government_funding","papers","recognised"]}`, with(scoring.Research, scoring.Members(15))},
	{`{"licences":2}`, with(scoring.Licences, scoring.Number(2))},
	{`{"position":"representative"}`, with(scoring.Position, scoring.Option(2))},
	{`{"rnd_ratio_percent":3.01}`, with(scoring.RnDRatio, scoring.Real(3.01))},
	{`{"rnd_ratio_percent":{"from":3.0001}}`, with(scoring.RnDRatio, scoring.Between(3.0001, math.Inf(1)))},
	{`{"japanese":"n2"}`, with(scoring.Japanese, scoring.Option(1))},
	{`{"jica_training":"with_japanese_university_classes"}`, with(scoring.JICATraining, scoring.Option(2))},
	{`{"children_ages":[]}`, with(scoring.ChildrenAges, scoring.AgesOf())},
	{`{"children_ages":[6, 0,6,9007199254740991]}`, with(scoring.ChildrenAges, scoring.AgesOf(0, 6, 62))},
	{`{"\u0061ge":3}`, with(scoring.Age, scoring.Number(3))},
	{`{"japanese":"\u006e\u0031"}`, with(scoring.Japanese, scoring.Option(2))},
}

// bad are profiles that are refused because of the value at key. Where a schema cannot say
// why, beyond does.
var bad = []struct{ json, key, beyond string }{
	{`{"id":"pub-001"}`, "id", ""},
	{`{"Age":3}`, "Age", ""},
	{`{"":3}`, "", ""},
	{`{"name":null}`, "name", ""},
	{`{"age\u0000":3}`, "age\x00", ""},
	{`{"as_of":"2026-11-31"}`, "as_of", ""},
	{`{"as_of":"2023-02-29"}`, "as_of", ""},
	{`{"as_of":"26-11-22"}`, "as_of", ""},
	{`{"as_of":"2026-1-2"}`, "as_of", ""},
	{`{"as_of":"2026-11-22T00:00:00Z"}`, "as_of", ""},
	{`{"as_of":" 2026-11-22"}`, "as_of", ""},
	{`{"as_of":""}`, "as_of", ""},
	{`{"as_of":20261122}`, "as_of", ""},
	{`{"as_of":"0000-01-01"}`, "as_of", "the year 0"},
	{`{"birth_date":true}`, "birth_date", ""},
	{`{"birth_date":"1993-13-01"}`, "birth_date", ""},
	{`{"age":33,"birth_date":"1993-04-01"}`, "birth_date", ""},
	{`{"birth_date":"1993-04-01","age":{"from":30}}`, "birth_date", ""},
	{`{"birth_date":"2026-11-23","as_of":"2026-11-22"}`, "birth_date", "compares two values"},
	{`{"as_of":"2026-11-22","birth_date":"2027-01-01"}`, "birth_date", "compares two values"},
	{`{"degrees":"bachelor"}`, "degrees", ""},
	{`{"degrees":["diploma"]}`, "degrees", ""},
	{`{"degrees":["Bachelor"]}`, "degrees", ""},
	{`{"degrees":[null]}`, "degrees", ""},
	{`{"degrees":[["bachelor"]]}`, "degrees", ""},
	{`{"degrees":{"bachelor":true}}`, "degrees", ""},
	{`{"degrees":["papers"]}`, "degrees", ""},
	{`{"research":["patents"]}`, "research", ""},
	{`{"research":0}`, "research", ""},
	{`{"different_fields":"true"}`, "different_fields", ""},
	{`{"different_fields":1}`, "different_fields", ""},
	{`{"innovation_support":[]}`, "innovation_support", ""},
	{`{"sme":{}}`, "sme", ""},
	{`{"local_government_support":"yes"}`, "local_government_support", ""},
	{`{"foreign_qualification":0}`, "foreign_qualification", ""},
	{`{"japanese_university":"x"}`, "japanese_university", ""},
	{`{"growth_field_project":"x"}`, "growth_field_project", ""},
	{`{"designated_university":"x"}`, "designated_university", ""},
	{`{"investment_management":"x"}`, "investment_management", ""},
	{`{"pregnant":"x"}`, "pregnant", ""},
	{`{"spouse_cannot_do_housework":"x"}`, "spouse_cannot_do_housework", ""},
	{`{"servant_employed_one_year":"x"}`, "servant_employed_one_year", ""},
	{`{"career_years":"5"}`, "career_years", ""},
	{`{"career_years":-0.5}`, "career_years", ""},
	{`{"career_years":-0}`, "career_years", "a zero with a sign"},
	{`{"career_years":true}`, "career_years", ""},
	{`{"career_years":[5]}`, "career_years", ""},
	{`{"career_years":1e300}`, "career_years", ""},
	{`{"career_years":1e999}`, "career_years", ""},
	{`{"career_years":{"from":3,"below":3}}`, "career_years", "compares two values"},
	{`{"career_years":{"i-a":3,"from":3}}`, "career_years", ""},
	{`{"career_years":{"from":3,"i-a":3}}`, "career_years", ""},
	{`{"career_years":{"i-d":3}}`, "career_years", ""},
	{`{"career_years":{"i-a":{"i-b":3}}}`, "career_years", ""},
	{`{"career_years":{"i-a":3,"i-a":3}}`, "career_years", "a key given twice"},
	{`{"career_years":{"i-b":{"from":5,"below":4}}}`, "career_years", "compares two values"},
	{`{"annual_income_jpy":5000000.5}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":5000000.0}`, "annual_income_jpy", "a whole number not in digits"},
	{`{"annual_income_jpy":5e6}`, "annual_income_jpy", "a whole number not in digits"},
	{`{"annual_income_jpy":-1}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":"5000000"}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":9007199254740992}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":18446744073709551616}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":100000000000000000000000000000000000}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":{"from":6000000,"below":5000000}}`, "annual_income_jpy", "compares two values"},
	{`{"annual_income_jpy":{"from":5,"below":5}}`, "annual_income_jpy", "compares two values"},
	{`{"annual_income_jpy":{"below":0}}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":{"from":0.5}}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":{"from":-5}}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":{"from":"5"}}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":{"to":5}}`, "annual_income_jpy", ""},
	{`{"annual_income_jpy":{"from":5,"from":5}}`, "annual_income_jpy", "a key given twice"},
	{`{"annual_income_jpy":[5,6]}`, "annual_income_jpy", ""},
	{`{"age":32.5}`, "age", ""},
	{`{"age":-1}`, "age", ""},
	{`{"age":"33"}`, "age", ""},
	{`{"age":{"i-a":3}}`, "age", ""},
	{`{"licences":1.5}`, "licences", ""},
	{`{"licences":-1}`, "licences", ""},
	{`{"licences":{"from":1}}`, "licences", ""},
	{`{"licences":true}`, "licences", ""},
	{`{"position":"ceo"}`, "position", ""},
	{`{"position":2}`, "position", ""},
	{`{"rnd_ratio_percent":"3%"}`, "rnd_ratio_percent", ""},
	{`{"rnd_ratio_percent":-3}`, "rnd_ratio_percent", ""},
	{`{"japanese":"N1"}`, "japanese", ""},
	{`{"japanese":["n1"]}`, "japanese", ""},
	{`{"japanese":""}`, "japanese", ""},
	{`{"jica_training":false}`, "jica_training", ""},
	{`{"own_investment_jpy":0.1}`, "own_investment_jpy", ""},
	{`{"spouse_income_jpy":-1}`, "spouse_income_jpy", ""},
	{`{"children_ages":3}`, "children_ages", ""},
	{`{"children_ages":[3.5]}`, "children_ages", ""},
	{`{"children_ages":[-1]}`, "children_ages", ""},
	{`{"children_ages":[null]}`, "children_ages", ""},
	{`{"children_ages":[{"from":3}]}`, "children_ages", ""},
	{`{"age":3,"age":3}`, "age", "a key given twice"},
	{`{"age":null,"\u0061ge":3}`, "age", "a key given twice"},
	{`[]`, "", ""},
	{`[{}]`, "", ""},
	{`null`, "", ""},
	{`"{}"`, "", ""},
	{`5`, "", ""},
}

// malformed is no JSON; key is the one being read where it goes wrong.
var malformed = []struct{ json, key string }{
	{``, ""}, {` `, ""}, {`{`, ""}, {`}`, ""}, {`{}}`, ""}, {`{} {}`, ""}, {`{},`, ""}, {"{}\x00", ""}, {"\x00", ""},
	{`{"age"}`, ""}, {`{"age":`, "age"}, {`{"age":}`, "age"}, {`{"age":3`, ""}, {`{"age":3,}`, ""}, {`{,"age":3}`, ""},
	{`{"age":3 "sme":true}`, ""}, {`{age:3}`, ""}, {`{'age':3}`, ""}, {`{"age":03}`, "age"}, {`{"age":+3}`, "age"},
	{`{"age":-}`, "age"}, {`{"age":.5}`, "age"}, {`{"career_years":5.}`, "career_years"}, {`{"career_years":5e}`, "career_years"},
	{`{"career_years":5e+}`, "career_years"}, {`{"career_years":00.5}`, "career_years"}, {`{"career_years":{"i-a":1,}}`, "career_years"},
	{`{"sme":tru}`, "sme"}, {`{"sme":truex}`, ""}, {`{"sme":nul}`, "sme"}, {`{"degrees":["bachelor",]}`, "degrees"},
	{`{"degrees":["bachelor"}`, "degrees"}, {`{"degrees":["bachelor" "master"]}`, "degrees"}, {`{"degrees":[`, "degrees"},
	{`{"japanese":"n1}`, "japanese"}, {"{\"japanese\":\"n1\n\"}", "japanese"}, {`{"japanese":"\x"}`, "japanese"},
	{`{"japanese":"\u12"}`, "japanese"}, {`{"japanese":"n1\`, "japanese"}, {`{"annual_income_jpy":{"from":1`, "annual_income_jpy"},
	{"\ufeff{}", ""}, {`{"age":3}//`, ""}, {`{"nonsense":x}`, ""},
}

func with(f scoring.Fact, v scoring.Value) scoring.Profile { return scoring.Profile{}.With(f, v) }

func careers(a, b, c scoring.Value) scoring.Profile {
	return with(scoring.CareerAcademic, a).With(scoring.CareerTechnical, b).With(scoring.CareerManagement, c)
}

func TestParseProfile(t *testing.T) {
	for _, c := range good {
		got, err := scoring.ParseProfile([]byte(c.json))
		if err != nil {
			t.Errorf("%s: %v", c.json, err)
		} else if got != c.want {
			t.Errorf("%s: reads as %s, want %s", c.json, got.AppendJSON(nil), c.want.AppendJSON(nil))
		}
	}
}

func TestParseProfileRefuses(t *testing.T) {
	for _, c := range bad {
		e := refused(t, c.json, c.key)
		if e != nil && strings.Contains(e.Problem, "valid JSON") {
			t.Errorf("%s: called invalid JSON, but it is the value", c.json)
		}
	}
	for _, c := range malformed {
		e := refused(t, c.json, c.key)
		if e != nil && !strings.Contains(e.Problem, "not valid JSON") {
			t.Errorf("%s: %v; want that it is not valid JSON", c.json, e)
		}
	}
}

func refused(t *testing.T, json, key string) *scoring.ProfileError {
	t.Helper()
	p, err := scoring.ParseProfile([]byte(json))
	var e *scoring.ProfileError
	if !errors.As(err, &e) {
		t.Errorf("%s: error %v, want a ProfileError", json, err)
		return nil
	}
	if e.Key != key {
		t.Errorf("%s: names the key %q, want %q (%v)", json, e.Key, key, e)
	}
	if p != (scoring.Profile{}) {
		t.Errorf("%s: refused, but returned a profile", json)
	}
	return e
}

// TestProfileErrorKeepsSilent: values are personal, and keys may be anything.
func TestProfileErrorKeepsSilent(t *testing.T) {
	for json, want := range map[string]string{
		`{"japanese":"secret"}`:                 `key "japanese": must be one of "none", "n2", "n1"`,
		`{"annual_income_jpy":-777}`:            `key "annual_income_jpy": must be a whole number from 0 to 9007199254740991, written in digits, or a range of such numbers like {"from": 5, "below": 6} with either end left out`,
		`{"age":{"from":7,"below":7}}`:          `key "age": is an empty range: "from" must be less than "below"`,
		`{"birth_date":"7-7-1977"}`:             `key "birth_date": must be a date like "2026-11-22"`,
		`{"pregnant":777}`:                      `key "pregnant": must be true or false`,
		`{"age":77,"age":77}`:                   `key "age": is given twice`,
		`{"licences":{"from":7}}`:               `key "licences": must be a whole number from 0 to 9007199254740991, written in digits`,
		`{"career_years":7`:                     `is not valid JSON, at byte 17 of 17`,
		`{"pregnant":secret}`:                   `key "pregnant": is not valid JSON, at byte 13 of 19`,
		`[7]`:                                   `must be one JSON object and nothing else`,
		`{"\u001b[31m":7}`:                      `key "\x1b[31m": is not a key of a profile`,
		"{\"a\xff\":7}":                         `key "a?": is not a key of a profile`,
		`{"` + strings.Repeat("語", 50) + `":7}`: `key "` + strings.Repeat("語", 40) + `...": is not a key of a profile`,
	} {
		_, err := scoring.ParseProfile([]byte(json))
		if err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", json, err, want)
		}
	}
}

// TestParseProfileAllocates nothing on the way to a good profile.
func TestParseProfileAllocates(t *testing.T) {
	line := []byte(full)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := scoring.ParseProfile(line); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}
