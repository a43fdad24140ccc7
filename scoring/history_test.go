package scoring_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	. "hspbot/scoring"
)

// goodHistories are profiles with a past that are accepted, as they are written again.
var goodHistories = []struct{ json, again string }{
	{`{"career_since":"2018-04-01"}`, ``},
	{`{"career_years":null,"career_since":"2018-04-01"}`, `{"career_since":"2018-04-01"}`},
	{`{"career_years":7,"career_since":null}`, `{"career_years":7}`},
	{`{"earlier":[]}`, `{}`},
	{`{"earlier":null,"stay":null,"category":null,"business_manager":null}`, `{}`},
	{`{"as_of":"2026-11-29","earlier":[{"before":"2026-11-29","facts":{"annual_income_jpy":7000000}}]}`, ``},
	{`{"earlier":[{"facts":{"japanese":null},"before":"2026-03-01"},{"before":"2025-03-01","facts":{"degrees":[],"licences":1,"annual_income_jpy":{"from":5,"below":7}}}]}`,
		`{"earlier":[{"before":"2026-03-01","facts":{"japanese":null}},{"before":"2025-03-01","facts":{"degrees":[],"annual_income_jpy":{"from":5,"below":7},"licences":1}}]}`},
	{`{"earlier":[{"before":"2026-03-01","facts":{}}]}`, ``},
	{`{"stay":{}}`, `{}`},
	{`{"stay":{"in_japan_since":"2020-10-01","work_status_since":"none","hsp_since":"2022-01-01","j_skip_since":"none","hsp_points":80,"period_years":5,"period_ends":"2027-01-01","longest_absence_days":0,"absence_days_10_years":912}}`, ``},
	{`{"stay":{"in_japan_since":null,"hsp_points":null,"longest_absence_days":null}}`, `{}`},
	{`{"stay":{"in_japan_since":"2020-10-01","hsp_since":"2020-10-01"}}`, ``},
	{`{"category":"i-c","business_manager":"not_met"}`, ``},
	{`{"category":"i-a","business_manager":"met"}`, ``},
}

func TestParsePerson(t *testing.T) {
	s := schema(t, "profile.schema.json")
	for _, c := range goodHistories {
		p, err := ParsePerson([]byte(c.json))
		if err != nil {
			t.Errorf("%s: %v", c.json, err)
			continue
		}
		want := c.again
		if want == "" {
			want = c.json
		}
		if got := string(p.AppendJSON(nil)); got != want {
			t.Errorf("%s\nis written as %s, want %s", c.json, got, want)
		}
		if err := validate(s, []byte(c.json)); err != nil {
			t.Errorf("%s: %v", c.json, err)
		}
	}
	for _, c := range append(good, readGood(t)...) {
		if _, err := ParsePerson([]byte(c.json)); err != nil {
			t.Errorf("%s: %v", c.json, err)
		}
	}
}

// readGood returns the profiles of the worked routes.
func readGood(t *testing.T) (list []struct {
	json string
	want Profile
}) {
	for _, c := range readRouteCases(t, "testdata/routes.jsonl") {
		list = append(list, struct {
			json string
			want Profile
		}{json: string(c.Profile)})
	}
	return list
}

// badHistories are refused, with an error that names the key; beyond says why the schema cannot.
var badHistories = []struct{ json, key, says, beyond string }{
	{`{"career_years":7,"career_since":"2018-04-01"}`, "career_since", "together", ""},
	{`{"career_since":"2018-04"}`, "career_since", "date", ""},
	{`{"career_since":"none"}`, "career_since", "date", ""},
	{`{"as_of":"2026-11-29","earlier":[{"before":"2026-11-30","facts":{}}]}`, "earlier", "as_of", "compares two values"},
	{`{"earlier":[{"before":"2026-03-01","facts":{}},{"before":"2026-03-01","facts":{}}]}`, "earlier", "twice", "compares two values"},
	{`{"earlier":{}}`, "earlier", "list", ""},
	{`{"earlier":[7]}`, "earlier", "list", ""},
	{`{"earlier":[{"before":"2026-03-01"}]}`, "earlier", "facts", ""},
	{`{"earlier":[{"facts":{}}]}`, "earlier", "before", ""},
	{`{"earlier":[{"before":null,"facts":{}}]}`, "earlier", "before", ""},
	{`{"earlier":[{"before":"2026-02-30","facts":{}}]}`, "earlier.before", "date", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{},"until":1}]}`, "earlier.until", "not a key", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"as_of":"2026-01-01"}}]}`, "as_of", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"age":33}}]}`, "age", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"age":null}}]}`, "age", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"birth_date":"1990-01-01"}}]}`, "birth_date", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"career_years":3}}]}`, "career_years", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"career_since":"2018-01-01"}}]}`, "career_since", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"category":"i-b"}}]}`, "category", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"business_manager":"met"}}]}`, "business_manager", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"stay":{}}}]}`, "stay", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"earlier":[]}}]}`, "earlier", "earlier", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"salary":3}}]}`, "salary", "not a key", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"sme":"x"}}]}`, "sme", "true or false", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"sme":true,"sme":true}}]}`, "sme", "twice", "a key given twice"},
	{`{"earlier":[{"before":"2026-03-01","facts":{"licences":{"from":1}}}]}`, "licences", "whole number", ""},
	{`{"earlier":[{"before":"2026-03-01","facts":{"annual_income_jpy":{"from":7,"below":7}}}]}`, "annual_income_jpy", "empty", "compares two values"},
	{`{"stay":[]}`, "stay", "object", ""},
	{`{"stay":{"since":"2020-01-01"}}`, "stay.since", "not a key", ""},
	{`{"stay":{"in_japan_since":"never"}}`, "stay.in_japan_since", "none", ""},
	{`{"stay":{"in_japan_since":2020}}`, "stay.in_japan_since", "none", ""},
	{`{"stay":{"hsp_points":75}}`, "stay.hsp_points", "70 or 80", ""},
	{`{"stay":{"hsp_points":"80"}}`, "stay.hsp_points", "70 or 80", ""},
	{`{"stay":{"period_years":2}}`, "stay.period_years", "5, 3 or 1", ""},
	{`{"stay":{"period_ends":"none"}}`, "stay.period_ends", "date", ""},
	{`{"stay":{"longest_absence_days":-1}}`, "stay.longest_absence_days", "whole number", ""},
	{`{"stay":{"absence_days_10_years":1.5}}`, "stay.absence_days_10_years", "whole number", ""},
	{`{"stay":{"hsp_points":80,"hsp_points":80}}`, "stay.hsp_points", "twice", "a key given twice"},
	{`{"stay":{"in_japan_since":"2022-01-01","hsp_since":"2021-12-31"}}`, "stay.hsp_since", "in_japan_since", "compares two values"},
	{`{"stay":{"in_japan_since":"2022-01-01","j_skip_since":"2021-12-31"}}`, "stay.j_skip_since", "in_japan_since", "compares two values"},
	{`{"category":"i-d"}`, "category", "i-b", ""},
	{`{"category":["i-b"]}`, "category", "i-b", ""},
	{`{"business_manager":true}`, "business_manager", "not_met", ""},
	{`{"business_manager":"unknown"}`, "business_manager", "not_met", ""},
}

func TestParsePersonRefuses(t *testing.T) {
	s := schema(t, "profile.schema.json")
	for _, c := range badHistories {
		_, err := ParsePerson([]byte(c.json))
		var e *ProfileError
		if !errors.As(err, &e) || e.Key != c.key || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want the key %q and %q", c.json, err, c.key, c.says)
		}
		if err := validate(s, []byte(c.json)); (err == nil) != (c.beyond != "") {
			t.Errorf("%s: the schema says %v", c.json, err)
		}
	}
	for _, c := range bad {
		if _, err := ParsePerson([]byte(c.json)); err == nil {
			t.Errorf("%s: accepted", c.json)
		}
	}
}

// TestCategoryOutside: a category that is not scored is an error, and so is what lies after a
// day of the assessment that is not in the profile.
func TestCategoryOutside(t *testing.T) {
	for _, c := range []struct{ json, key string }{
		{`{"category":"i-a"}`, "category"},
		{`{"earlier":[{"before":"2026-11-23","facts":{}}]}`, "earlier"},
	} {
		p, err := ParsePerson([]byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		p.AsOf = day
		err = new(Result).Decide(&p, Only(Technical)|Only(Management))
		var e *ProfileError
		if !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%s: %v, want an error of %s", c.json, err, c.key)
		}
	}
}

// TestHistoryThroughJSON: a history alone reads back as it was written.
func TestHistoryThroughJSON(t *testing.T) {
	for _, c := range goodHistories {
		p, err := ParsePerson([]byte(c.json))
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(p.History)
		if err != nil {
			t.Fatal(err)
		}
		var h History
		if err := json.Unmarshal(text, &h); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		again, _ := json.Marshal(h)
		if string(again) != string(text) || h.Stay != p.Stay || h.Activity != p.Activity || len(h.Earlier) != len(p.Earlier) {
			t.Errorf("%s became %s", text, again)
		}
	}
}

// FuzzParsePerson: no input panics, and what is accepted keeps through writing, is scored, and
// has its nine routes.
func FuzzParsePerson(f *testing.F) {
	for _, c := range goodHistories {
		f.Add([]byte(c.json))
	}
	for _, c := range badHistories {
		f.Add([]byte(c.json))
	}
	f.Add([]byte(`{"as_of":"2028-02-29","age":9007199254740991,"career_years":1e15,"stay":{"in_japan_since":"0001-01-01"}}`))
	f.Add([]byte(`{"as_of":"9999-12-31","age":{"below":1},"career_years":{"from":0.3},"birth_date":null,"stay":{"j_skip_since":"9999-12-31"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ParsePerson(text)
		if err != nil {
			return
		}
		again := p.AppendJSON(nil)
		q, err := ParsePerson(again)
		if err != nil || string(q.AppendJSON(nil)) != string(again) {
			t.Fatalf("%q is written as %s: %v", text, again, err)
		}
		if p.AsOf.Year < 2024 {
			p.AsOf = day
		}
		var r Result
		err = r.Decide(&p, AllSheets)
		var wrong *ProfileError
		if err != nil && !errors.As(err, &wrong) && !errors.Is(err, ErrUnborn) || err == nil && len(r.Routes) != 9 {
			t.Fatalf("%s: %v, %d routes", again, err, len(r.Routes))
		}
	})
}
