package scoring_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	. "hspbot/scoring"
)

// routeCase is one worked case of the routes. Only the keys it names are compared.
type routeCase struct {
	ID, Why string
	Profile json.RawMessage
	Routes  map[string]map[string]any
}

// TestRouteCases decides the worked cases of testdata/routes.jsonl; each quotes the guideline.
func TestRouteCases(t *testing.T) {
	for _, c := range readRouteCases(t, "testdata/routes.jsonl") {
		t.Run(c.ID, func(t *testing.T) { checkRouteCase(t, c) })
	}
}

func readRouteCases(t *testing.T, file string) []routeCase {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []routeCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c routeCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	if len(list) < 30 {
		t.Errorf("%s has %d cases", file, len(list))
	}
	return list
}

func checkRouteCase(t *testing.T, c routeCase) {
	p, err := ParsePerson(c.Profile)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Routes(&p, AllSheets)
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(AppendRoutes(nil, list), &got); err != nil {
		t.Fatal(err)
	}
	left := len(c.Routes)
	for _, r := range got {
		want, ok := c.Routes[r["route"].(string)]
		if !ok {
			continue
		}
		left--
		for key, value := range want {
			if list, ok := value.([]any); ok {
				value, _ = json.Marshal(list)
				r[key], _ = json.Marshal(r[key])
				if string(value.([]byte)) == string(r[key].([]byte)) {
					continue
				}
				t.Errorf("%s: %s is %s, want %s", r["route"], key, r[key], value)
				continue
			}
			if r[key] != value {
				t.Errorf("%s: %s is %v, want %v: %v\n%s", r["route"], key, r[key], value, r, c.Why)
			}
		}
	}
	if left > 0 {
		t.Errorf("%d routes are not there", left)
	}
}
