package slacktest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed testdata/web-methods.json
var specJSON []byte

// spec is the description of the Web API, cut to what is served here.
type spec struct {
	CommonErrors []string `json:"common_errors"`
	Methods      map[string]methodSpec
}

type methodSpec struct {
	Args   map[string]argSpec
	Scopes []string // any one of them
	Rate   string
	Errors []string
}

type argSpec struct {
	Type     string // empty where the description has none
	Required bool
}

var loadSpec = sync.OnceValue(func() *spec {
	s := &spec{}
	if err := json.Unmarshal(specJSON, s); err != nil {
		panic(fmt.Sprintf("testdata/web-methods.json: %v", err))
	}
	return s
})

// tier is how many calls a minute a method allows in one workspace, 0 for a rate of its own.
func (m methodSpec) tier() int {
	for prefix, n := range map[string]int{"Tier 2": 20, "Tier 3": 50, "Tier 4": 100} {
		if strings.HasPrefix(m.Rate, prefix) {
			return n
		}
	}
	return 0
}

// check checks arguments against the description. wrong is what Slack refuses, ignored what it
// silently ignores.
func (m methodSpec) check(a args) (wrong, ignored []string) {
	for _, name := range slices.Sorted(maps.Keys(m.Args)) {
		spec := m.Args[name]
		v, ok := a[name]
		if spec.Required && !a.has(name) {
			wrong = append(wrong, "[ERROR] missing required field: "+name)
			continue
		}
		if ok && !fits(spec.Type, v) {
			wrong = append(wrong, fmt.Sprintf("[ERROR] must be %s [json-pointer:/%s]", spec.Type, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if _, ok := m.Args[name]; !ok {
			ignored = append(ignored, fmt.Sprintf("argument %q is unknown", name))
		}
	}
	return wrong, ignored
}

// fits reports whether a value is of a type. What came in a form is text and may stand for any.
func fits(kind string, v any) bool {
	text, form := v.(formText)
	switch kind {
	case "boolean":
		_, ok := v.(bool)
		return ok || form && slices.Contains([]string{"true", "false", "1", "0"}, string(text))
	case "integer", "number":
		_, ok := number(v)
		return ok
	case "array":
		if form {
			var list []any
			return json.Unmarshal([]byte(text), &list) == nil
		}
		_, ok := v.([]any)
		return ok
	case "string":
		_, ok := v.(string)
		return ok || form
	}
	return true
}
