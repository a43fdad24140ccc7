package blockkit_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest/blockkit"
)

// document reads a document without problems. Its argument is the first part of all pointers.
func document(t testing.TB, name string) map[string]any {
	t.Helper()
	in, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	argument := "view"
	if name == "message" {
		argument = "blocks"
	}
	return map[string]any{argument: decode(t, string(in))}
}

func decode(t testing.TB, in string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(in), &v); err != nil {
		t.Fatal(in, err)
	}
	return v
}

// change sets what stands at a pointer. The end "-" appends to an array, no value removes.
func change(t testing.TB, in any, pointer, value string) any {
	t.Helper()
	name, rest, deeper := strings.Cut(pointer[1:], "/")
	switch v := in.(type) {
	case map[string]any:
		switch {
		case deeper:
			v[name] = change(t, v[name], "/"+rest, value)
		case value == "":
			if _, ok := v[name]; !ok {
				t.Fatal("nothing to remove at", pointer)
			}
			delete(v, name)
		default:
			v[name] = decode(t, value)
		}
		return v
	case []any:
		if name == "-" {
			return append(v, decode(t, value))
		}
		i, err := strconv.Atoi(name)
		if err != nil || i >= len(v) {
			t.Fatal("no item", pointer)
		}
		switch {
		case deeper:
			v[i] = change(t, v[i], "/"+rest, value)
		case value == "":
			return slices.Delete(v, i, i+1)
		default:
			v[i] = decode(t, value)
		}
		return v
	}
	t.Fatal("no such place", pointer)
	return nil
}

// problems checks a document.
func problems(t testing.TB, doc map[string]any) []string {
	t.Helper()
	check, v := blockkit.View, doc["view"]
	if blocks, ok := doc["blocks"]; ok {
		check, v = blockkit.Message, blocks
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return check(out)
}

func TestGood(t *testing.T) {
	for _, name := range []string{"message", "modal", "home"} {
		if got := problems(t, document(t, name)); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := blockkit.Message([]byte("[]")); len(got) > 0 {
		t.Errorf("no blocks: %q", got)
	}
}

// only fails unless there is one problem, at a place, that says what.
func only(t *testing.T, got []string, place, what string) {
	t.Helper()
	if len(got) != 1 || !strings.HasPrefix(got[0], place+": ") || !strings.Contains(got[0], what) {
		t.Errorf("problems %q, want one at %s: %s", got, place, what)
	}
}

func TestNotADocument(t *testing.T) {
	for in, what := range map[string]string{"": "not JSON", "[": "not JSON", "[]]": "more than one", "[] []": "more than one", "{}": "not an array",
		"null": "not an array", "[\"\xff\"]": "not UTF-8", strings.Repeat("[", 20_000): "not JSON"} {
		only(t, blockkit.Message([]byte(in)), "/blocks", what)
	}
	for in, what := range map[string]string{"": "not JSON", "[]": "not an object", "{}": "type", `{"type":"tab"}`: "unknown type", `{"type":1}`: "type"} {
		only(t, blockkit.View([]byte(in)), "/view", what)
	}
	only(t, blockkit.Message([]byte(`["a"]`)), "/blocks/0", "not an object")
}

// TestChangeBites holds the tests' own tool to its word: a removal is one.
func TestChangeBites(t *testing.T) {
	doc := document(t, "home")
	change(t, doc, "/view/blocks/0", "")
	change(t, doc, "/view/callback_id", `"z"`)
	change(t, doc, "/view/blocks/-", `{"type":"divider"}`)
	v := doc["view"].(map[string]any)
	list := v["blocks"].([]any)
	if v["callback_id"] != "z" || len(list) != 3 || list[2].(map[string]any)["type"] != "divider" {
		t.Errorf("changed to %v", v)
	}
}

func FuzzMessage(f *testing.F) {
	for _, name := range []string{"message", "home"} {
		in, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, p := range slices.Concat(blockkit.Message(in), blockkit.View(in)) {
			at, what, ok := strings.Cut(p, ": ")
			if !ok || what == "" || !strings.HasPrefix(at, "/blocks") && !strings.HasPrefix(at, "/view") {
				t.Errorf("problem %q", p)
			}
		}
	})
}
