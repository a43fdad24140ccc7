package scoring_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"hspbot/scoring"
)

// vector is one worked case. Min, max and items are for the category; without max only the
// least points are fixed.
type vector struct {
	ID       string
	Category string
	Profile  json.RawMessage
	Min      int
	Max      *int
	Items    map[string]int
	Verdict  string
	Floor    string `json:"income_floor"`
}

// TestVectors scores the published and official cases: totals, items, verdicts.
func TestVectors(t *testing.T) {
	f, err := os.Open("testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	count := 0
	for lines := bufio.NewScanner(f); lines.Scan(); count++ {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		t.Run(v.ID, func(t *testing.T) { checkVector(t, v) })
	}
	if count != 110 {
		t.Errorf("read %d cases, want 110", count)
	}
}

func checkVector(t *testing.T, v vector) {
	profile, err := scoring.ParseProfile(v.Profile)
	if err != nil {
		t.Fatal(err)
	}
	if profile.AsOf.IsZero() {
		profile.AsOf = scoring.Date{Year: 2026, Month: 11, Day: 22}
	}
	a, err := scoring.Assess(&profile, scoring.AllSheets)
	if err != nil {
		t.Fatal(err)
	}
	for c := range scoring.Category(scoring.Categories) {
		if c.String() != v.Category {
			continue
		}
		got := a.Categories[c]
		if got.Min != v.Min {
			t.Errorf("least points %d, want %d", got.Min, v.Min)
		}
		if v.Max != nil && got.Max != *v.Max {
			t.Errorf("most points %d, want %d", got.Max, *v.Max)
		}
		for i := range scoring.Item(scoring.ItemCount) {
			if got.Items[i].Min != v.Items[i.ID()] {
				t.Errorf("item %s: %d, want %d", i.ID(), got.Items[i].Min, v.Items[i.ID()])
			}
			if v.Max != nil && got.Items[i].Max != v.Items[i.ID()] {
				t.Errorf("item %s: at most %d, want %d", i.ID(), got.Items[i].Max, v.Items[i.ID()])
			}
		}
		if v.Verdict != "" && got.Verdict.String() != v.Verdict {
			t.Errorf("verdict %s, want %s", got.Verdict, v.Verdict)
		}
		if v.Floor != "" && got.Floor.String() != v.Floor {
			t.Errorf("income floor %s, want %s", got.Floor, v.Floor)
		}
		return
	}
	t.Errorf("no category %q", v.Category)
}
