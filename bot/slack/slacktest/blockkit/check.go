package blockkit

import (
	"fmt"
	"maps"
	"slices"
)

// surface is where blocks are shown.
type surface string

const (
	message surface = "message"
	modal   surface = "modal"
	home    surface = "home"
)

// checker walks one document and collects its problems.
type checker struct {
	on       surface
	problems []string
	block    string          // type of the block under way
	actions  map[string]bool // action_ids of the block under way
	blockIDs map[string]bool
	focused  bool // an element has the focus
	inputs   int  // input blocks so far
	tables   int  // table blocks so far
	markdown int  // characters in markdown blocks so far
}

func (j *checker) object(at, format string, a ...any) {
	j.problems = append(j.problems, at+": "+fmt.Sprintf(format, a...))
}

// rule checks one value, which stands at a JSON pointer.
type rule func(j *checker, at string, v any)

type object = map[string]any

// shape is what an object may have.
type shape struct {
	must   []string        // fields that are required
	fields map[string]rule // all fields but type
	also   func(j *checker, at string, o object)
}

// check checks the fields of an object, in the order of their names.
func (s shape) check(j *checker, at string, o object) {
	for _, name := range s.must {
		if _, ok := o[name]; !ok {
			j.object(at, "missing required field %s", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		r := s.fields[name]
		switch {
		case name == "type" && r == nil: // what chose the shape
		case r == nil:
			j.object(at, "unknown field %.40q", name)
		default:
			r(j, at+"/"+name, o[name])
		}
	}
	if s.also != nil {
		s.also(j, at, o)
	}
}

// rule is the rule for an object without a type.
func (s shape) rule(j *checker, at string, v any) {
	o, ok := v.(object)
	if !ok {
		j.object(at, "not an object")
		return
	}
	if _, ok := o["type"]; ok && s.fields["type"] == nil {
		j.object(at, "unknown field %q", "type")
	}
	s.check(j, at, o)
}

// byType are the shapes of objects by their type.
type byType map[string]shape

// rule is the rule for an object of one of the kinds.
func (k byType) rule(j *checker, at string, v any) { k.check(j, at, v, nil) }

// check checks an object by its type. The type must pass fits, if there is one; fits reports
// by itself.
func (k byType) check(j *checker, at string, v any, fits func(kind string) bool) {
	o, ok := v.(object)
	if !ok {
		j.object(at, "not an object")
		return
	}
	kind, ok := o["type"].(string)
	if !ok {
		j.object(at, "missing required field type")
		return
	}
	s, ok := k[kind]
	if !ok {
		j.object(at, "unknown type %.40q", kind)
		return
	}
	if fits == nil || fits(kind) {
		s.check(j, at, o)
	}
}
