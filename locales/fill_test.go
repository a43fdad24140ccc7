package locales

import (
	"strings"
	"testing"
	"text/template"
)

// TestFillIsATemplate compares every text that has no form for one with what a template makes of it, with
// texts, numbers and without values.
func TestFillIsATemplate(t *testing.T) {
	filled := 0
	for _, tag := range Tags() {
		v := In(tag)
		for id, text := range v.texts {
			if v.plurals[id] {
				continue
			}
			data, pairs := map[string]any{}, []any{}
			for i, name := range placeholders([]string{text}) {
				var value any = i
				if i%2 == 0 {
					value = "<値 & \"value\">"
				}
				name = strings.Trim(name, "{. }")
				data[name] = value
				pairs = append(pairs, name, value)
			}
			if len(pairs) > 0 {
				filled++
			}
			if got, want := v.Say(id, pairs...), execute(t, text, data); got != want {
				t.Errorf("%s %s: %q, want %q", tag, id, got, want)
			}
			if got, want := v.Say(id), execute(t, text, nil); got != want {
				t.Errorf("%s %s without values: %q, want %q", tag, id, got, want)
			}
		}
	}
	if filled < 100 {
		t.Errorf("only %d texts with placeholders", filled)
	}
}

// execute executes a text as a template.
func execute(t *testing.T, text string, data map[string]any) string {
	t.Helper()
	tmpl, err := template.New("").Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if data == nil {
		data = map[string]any{}
	}
	if err := tmpl.Execute(&b, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
