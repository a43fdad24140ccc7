package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hspbot/scoring"
)

// TestAdviceOfTheVectors: the advice for each of the worked cases is one line as the schema says.
func TestAdviceOfTheVectors(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("../../scoring/advice.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../../scoring/testdata/vectors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var in strings.Builder
	want := 0
	for line := range strings.Lines(string(file)) {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		profile, ok := v.(map[string]any)["profile"]
		if !ok {
			t.Fatalf("no profile in %s", line)
		}
		text, err := json.Marshal(profile)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(text, '\n'))
		want++
	}
	var out, errs bytes.Buffer
	opt := fixedDay
	opt.Write = func(w io.Writer, p scoring.Person) error { return writeAdvice(w, p, scoring.AllSheets) }
	if err := score(strings.NewReader(in.String()), &out, &errs, opt); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	lines := bufio.NewScanner(&out)
	lines.Buffer(nil, 1<<20)
	got := 0
	for ; lines.Scan(); got++ {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(lines.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("line %d: %v", got, err)
		}
	}
	if got != want || want < 20 {
		t.Errorf("%d lines for %d people", got, want)
	}
}
