package telegramtest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed testdata/bot-api.json
var specJSON []byte

// spec is the machine-readable description of the Bot API, cut to what is served here.
type spec struct {
	Updates []string
	Methods map[string]typeSpec
	Types   map[string]typeSpec
}

type typeSpec struct {
	Fields   []fieldSpec
	Subtypes []string
}

type fieldSpec struct {
	Name     string
	Types    []string
	Required bool
	Value    string // the only value, where there is one
}

var loadSpec = sync.OnceValue(func() *spec {
	s := &spec{}
	if err := json.Unmarshal(specJSON, s); err != nil {
		panic(fmt.Sprintf("testdata/bot-api.json: %v", err))
	}
	return s
})

// argReader is the parameters of one call on their way through the specification.
type argReader struct {
	spec    *spec
	wrong   []string // what is refused
	ignored []string // what Telegram would pass over in silence
}

func (r *argReader) refuse(format string, a ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, a...))
}

// call reads the parameters of a method.
func (r *argReader) call(method string, p params) args {
	for _, f := range r.spec.Methods[method].Fields {
		v := p[f.Name]
		empty := v == "" || v == formText("")
		clears := strings.Contains(method, "My")
		// The library sends it beside a rich message; Telegram's server does not tell an empty
		// argument from one that is missing.
		beside := method == "editMessageText" && f.Name == "text" && p["rich_message"] != nil
		if empty && !f.Required && !clears && !beside {
			r.ignored = append(r.ignored, fmt.Sprintf("optional parameter %q is sent empty", f.Name))
		}
	}
	return r.fields(r.spec.Methods[method].Fields, p, "")
}

// fields reads the fields of a method or an object; path is where the object stands.
func (r *argReader) fields(fields []fieldSpec, in map[string]any, path string) args {
	out := args{}
	for _, f := range fields {
		v, ok := in[f.Name]
		if !ok || v == nil {
			if f.Required {
				r.refuse("parameter %q is required", path+f.Name)
			}
			continue
		}
		value, ok := r.union(f.Types, v, path+f.Name)
		if !ok {
			r.refuse("parameter %q is not %s", path+f.Name, strings.Join(f.Types, " or "))
			continue
		}
		if f.Value != "" && value != f.Value {
			r.refuse("parameter %q is not %q", path+f.Name, f.Value)
		}
		out[f.Name] = value
	}
	for name := range in {
		if !slices.ContainsFunc(fields, func(f fieldSpec) bool { return f.Name == name }) {
			r.ignored = append(r.ignored, fmt.Sprintf("parameter %q is unknown", path+name))
		}
	}
	return out
}

// union reads a value as the first type that fits.
func (r *argReader) union(types []string, v any, path string) (any, bool) {
	for _, t := range types {
		if len(types) > 1 && !r.fits(t, v) {
			continue
		}
		if out, ok := r.value(t, v, path); ok {
			return out, true
		}
	}
	return nil, false
}

// fits reports whether an object has the required fields of a type. What is no object may fit.
func (r *argReader) fits(name string, v any) bool {
	if text, ok := v.(formText); ok && text.isObject() {
		v = parsed(text)
	}
	object, ok := v.(map[string]any)
	if !ok {
		return true
	}
	for _, f := range r.spec.Types[name].Fields {
		if f.Required && object[f.Name] == nil || f.Value != "" && object[f.Name] != f.Value {
			return false
		}
	}
	return true
}

// value reads a value as one type. What is wrong inside an object is noted, not returned.
func (r *argReader) value(name string, v any, path string) (any, bool) {
	switch name {
	case "String":
		switch s := v.(type) {
		case formText:
			return string(s), true
		case string:
			return s, true
		}
		return nil, false
	case "Integer":
		return integer(v)
	case "Boolean":
		return boolean(v)
	case "InputFile":
		f, ok := v.(*upload)
		return f, ok
	}
	if text, ok := v.(formText); ok {
		v = parsed(text)
	}
	if element, ok := strings.CutPrefix(name, "Array of "); ok {
		return r.array(element, v, path)
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, false
	}
	t := r.spec.Types[name]
	if len(t.Subtypes) > 0 {
		return r.union(t.Subtypes, v, path)
	}
	return map[string]any(r.fields(t.Fields, object, path+".")), true
}

func (r *argReader) array(element string, v any, path string) (any, bool) {
	in, ok := v.([]any)
	if !ok {
		return nil, false
	}
	out := make([]any, 0, len(in))
	for i, e := range in {
		value, ok := r.value(element, e, fmt.Sprintf("%s[%d]", path, i))
		if !ok {
			return nil, false
		}
		out = append(out, value)
	}
	return out, true
}

// parsed returns the JSON that a field of a form holds, nil where it holds none.
func parsed(text formText) any {
	var v any
	if err := decodeJSON(bytes.NewReader([]byte(text)), &v); err != nil {
		return nil
	}
	return v
}

func integer(v any) (any, bool) {
	text := ""
	switch n := v.(type) {
	case formText:
		text = string(n)
	case json.Number:
		text = n.String()
	}
	i, err := strconv.ParseInt(text, 10, 64)
	return i, err == nil
}

func boolean(v any) (any, bool) {
	switch b := v.(type) {
	case bool:
		return b, true
	case formText:
		return b == "true", b == "true" || b == "false"
	}
	return nil, false
}
