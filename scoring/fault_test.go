package scoring_test

import (
	"errors"
	"testing"

	"hspbot/scoring"
)

// TestFaults: a profile that is refused names the place by a JSON pointer and what is wrong there.
func TestFaults(t *testing.T) {
	today := func() scoring.Date { return scoring.Date{Year: 2026, Month: 11, Day: 22} }
	for _, c := range []struct {
		json, pointer string
		fault         scoring.Fault
	}{
		{`{"age":3`, "", scoring.FaultJSON},
		{`{} {}`, "", scoring.FaultJSON},
		{`[{}]`, "", scoring.FaultNotObject},
		{`null`, "", scoring.FaultNotObject},
		{`{"id":1}`, "/id", scoring.FaultKey},
		{`{"a/b~c":1}`, "/a~1b~0c", scoring.FaultKey},
		{`{"sme":true, "sme":true}`, "/sme", scoring.FaultTwice},
		{`{"age":33,"birth_date":"1993-04-01"}`, "/birth_date", scoring.FaultTogether},
		{`{"birth_date":"2026-11-23","as_of":"2026-11-22"}`, "/birth_date", scoring.FaultAfterDay},
		{`{"birth_date":"2026-11-23"}`, "/birth_date", scoring.FaultAfterDay},
		{`{"as_of":"2023-03-31"}`, "/as_of", scoring.FaultNotCovered},
		{`{"stay":{"in_japan_since":"2022-01-01","hsp_since":"2021-12-31"}}`, "/stay/hsp_since", scoring.FaultBefore},
		{`{"earlier":[{"before":"2026-03-01","facts":{}},{"before":"2026-03-01","facts":{}}]}`, "/earlier", scoring.FaultSameDay},
		{`{"earlier":[{"before":"2026-03-01","facts":{}},{"before":"2025-03-01"}]}`, "/earlier/1", scoring.FaultEntry},
		{`{"earlier":[{"before":"2026-03-01","facts":{"age":33}}]}`, "/earlier/0/facts/age", scoring.FaultNotEarlier},
		{`{"earlier":[{"before":"2026-03-01","facts":{"salary":3}}]}`, "/earlier/0/facts/salary", scoring.FaultKey},
		{`{"earlier":[{"before":"2026-02-30","facts":{}}]}`, "/earlier/0/before", scoring.FaultDate},
		{`{"earlier":7}`, "/earlier", scoring.FaultEarlier},
		{`{"career_years":{"from":3,"below":3}}`, "/career_years", scoring.FaultEmptyRange},
		{`{"career_years":{"i-b":{"from":5,"below":4}}}`, "/career_years/i-b", scoring.FaultEmptyRange},
		{`{"career_years":{"i-d":3}}`, "/career_years/i-d", scoring.FaultCareer},
		{`{"career_years":"5"}`, "/career_years", scoring.FaultCareer},
		{`{ "as_of" : "2026-11-31" }`, "/as_of", scoring.FaultDate},
		{`{"stay":{"in_japan_since":"never"}}`, "/stay/in_japan_since", scoring.FaultSince},
		{`{"stay":{"hsp_points":75}}`, "/stay/hsp_points", scoring.FaultOneOf},
		{`{"stay":{"since":75}}`, "/stay/since", scoring.FaultKey},
		{`{"stay":[]}`, "/stay", scoring.FaultObject},
		{`{"age":30,"sme":"x"}`, "/sme", scoring.FaultYesNo},
		{`{"japanese":"N1"}`, "/japanese", scoring.FaultOneOf},
		{`{"degrees":["master","diploma","bachelor"]}`, "/degrees/1", scoring.FaultSomeOf},
		{`{"degrees":"master"}`, "/degrees", scoring.FaultSomeOf},
		{`{"licences":{"from":1}}`, "/licences", scoring.FaultWhole},
		{`{"children_ages":[1, -1]}`, "/children_ages/1", scoring.FaultWholes},
		{`{"annual_income_jpy":5000000.5}`, "/annual_income_jpy", scoring.FaultWholeRange},
		{`{"annual_income_jpy":{"from":-1}}`, "/annual_income_jpy/from", scoring.FaultWholeRange},
		{`{"rnd_ratio_percent":"x"}`, "/rnd_ratio_percent", scoring.FaultRange},
		{`{"category":"i-a"}`, "/category", scoring.FaultNotScored},
	} {
		var s scoring.Scorer
		err := s.Score([]byte(c.json), today, scoring.Only(scoring.Technical))
		var wrong *scoring.ProfileError
		if !errors.As(err, &wrong) || wrong.Pointer != c.pointer || wrong.Fault != c.fault {
			t.Errorf("%s: %+v, want %s at %q", c.json, err, c.fault, c.pointer)
			if wrong != nil {
				t.Logf("%+v", *wrong)
			}
		}
	}
}
