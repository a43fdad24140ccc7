package scoring_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"hspbot/scoring"
)

// day is the day the tests assess at where a profile does not say.
var day = scoring.Date{Year: 2026, Month: 11, Day: 22}

// full is a profile that says everything, about as long as they get.
const full = `{"as_of": "2026-11-22", "degrees": ["bachelor", "master"], "different_fields": false, ` +
	`"career_years": 6.5, "annual_income_jpy": 8500000, "birth_date": "1993-04-01", "research": ["papers"], ` +
	`"licences": 1, "position": "none", "innovation_support": false, "sme": false, "local_government_support": false, ` +
	`"rnd_ratio_percent": 0, "foreign_qualification": false, "japanese_university": true, "japanese": "n1", ` +
	`"growth_field_project": false, "designated_university": true, "jica_training": "none", "own_investment_jpy": 0, ` +
	`"investment_management": false, "spouse_income_jpy": 3000000, "children_ages": [3, 8], "pregnant": false, ` +
	`"spouse_cannot_do_housework": true, "servant_employed_one_year": false}`

// vectorProfiles returns the profiles of the worked cases.
func vectorProfiles(tb testing.TB) [][]byte {
	tb.Helper()
	text, err := os.ReadFile("testdata/vectors.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	var profiles [][]byte
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		var v struct{ Profile json.RawMessage }
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			tb.Fatal(err)
		}
		profiles = append(profiles, v.Profile)
	}
	return profiles
}

func BenchmarkParseProfile(b *testing.B) {
	b.Run("full", func(b *testing.B) { benchmarkParse(b, [][]byte{[]byte(full)}) })
	b.Run("vectors", func(b *testing.B) { benchmarkParse(b, vectorProfiles(b)) })
}

func benchmarkParse(b *testing.B, profiles [][]byte) {
	bytes := 0
	for _, p := range profiles {
		bytes += len(p)
	}
	b.SetBytes(int64(bytes / len(profiles)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := scoring.ParseProfile(profiles[i%len(profiles)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkAppendProfile(b *testing.B) {
	p, err := scoring.ParseProfile([]byte(full))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		out = p.AppendJSON(out[:0])
	}
}

func BenchmarkAppendAssessment(b *testing.B) {
	p, err := scoring.ParseProfile([]byte(full))
	if err != nil {
		b.Fatal(err)
	}
	a, err := scoring.Assess(&p, scoring.AllSheets)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		out = a.AppendJSON(out[:0])
	}
	b.SetBytes(int64(len(out)))
}
