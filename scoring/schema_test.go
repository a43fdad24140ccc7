package scoring_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hspbot/scoring"
)

func schema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(s *jsonschema.Schema, text []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

// TestProfileSchemaAgrees: the schema and ParseProfile accept the same, except for what a
// schema cannot say.
func TestProfileSchemaAgrees(t *testing.T) {
	s := schema(t, "profile.schema.json")
	for _, c := range good {
		if err := validate(s, []byte(c.json)); err != nil {
			t.Errorf("%s: %v", c.json, err)
		}
	}
	for _, p := range vectorProfiles(t) {
		if err := validate(s, p); err != nil {
			t.Errorf("%s: %v", p, err)
		}
		if _, err := scoring.ParseProfile(p); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
	for _, c := range bad {
		err := validate(s, []byte(c.json))
		if c.beyond == "" && err == nil {
			t.Errorf("%s: the schema accepts it", c.json)
		}
		if c.beyond != "" && err != nil {
			t.Errorf("%s: the schema can say it after all: %v", c.json, err)
		}
	}
}

// TestProfileSchemaNames: the schema has the keys and the names of the facts, in order.
func TestProfileSchemaNames(t *testing.T) {
	text, err := os.ReadFile("profile.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Properties map[string]struct {
			Enum        []any
			Items       struct{ Enum []any }
			Description string
		}
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"as_of": true, "birth_date": true, "career_since": true,
		"earlier": true, "stay": true, "category": true, "business_manager": true}
	for f := range scoring.Fact(scoring.FactCount) {
		want[f.Key()] = true
		var names []any
		for _, n := range f.Names() {
			names = append(names, n)
		}
		got := s.Properties[f.Key()]
		if f.Kind() == scoring.Choice && !slices.Equal(got.Enum, append(names, nil)) ||
			f.Kind() == scoring.Set && !slices.Equal(got.Items.Enum, names) {
			t.Errorf("%s: names %v %v, want %v", f.Key(), got.Enum, got.Items.Enum, names)
		}
	}
	if got := slices.Sorted(maps.Keys(s.Properties)); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
		t.Errorf("properties %v, want the keys of the facts", got)
	}
	for key, p := range s.Properties {
		if p.Description == "" {
			t.Errorf("%s has no description", key)
		}
	}
}

// TestAssessmentSchema: every assessment is as the schema says, known, partial or empty,
// on all sheets or on one.
func TestAssessmentSchema(t *testing.T) {
	s := schema(t, "assessment.schema.json")
	profiles := append(vectorProfiles(t), []byte(full), []byte(`{}`), []byte(`{"annual_income_jpy":{"from":20000000},"degrees":["master"]}`))
	for _, text := range profiles {
		p, err := scoring.ParseProfile(text)
		if err != nil {
			t.Fatal(err)
		}
		if p.AsOf.IsZero() {
			p.AsOf = day
		}
		for _, sheets := range []scoring.Sheets{scoring.AllSheets, scoring.Only(scoring.Management)} {
			var r scoring.Result
			if err := r.Decide(&scoring.Person{Profile: p}, sheets); err != nil {
				t.Fatal(err)
			}
			out := r.AppendJSON(nil)
			if err := validate(s, out); err != nil {
				t.Errorf("%s\n%s: %v", text, out, err)
			}
			if bytes.ContainsAny(out, "\n\r") {
				t.Errorf("%s: more than one line", text)
			}
		}
	}
}
