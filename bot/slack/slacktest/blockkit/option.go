package blockkit

import (
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"
)

// The options of selects and of overflow menus are plain text; those of radio buttons and
// checkboxes may be mrkdwn. Only an option of an overflow menu can open an address.
var (
	plainOption    = shape{must: []string{"text", "value"}, fields: map[string]rule{"text": plain(optionText), "value": value, "description": plain(optionText)}}
	richOption     = shape{must: []string{"text", "value"}, fields: map[string]rule{"text": either(optionText), "value": value, "description": either(optionText)}}
	overflowOption = shape{must: []string{"text", "value"}, fields: map[string]rule{"text": plain(optionText), "value": value, "description": plain(optionText),
		"url": link("http", "https", "mailto", "slack")}}
	optionGroup = shape{must: []string{"label", "options"}, fields: map[string]rule{"label": plain(optionText), "options": listOf(1, selectOptions, plainOption.an)}}
)

// value is the rule for the value of an option.
func value(j *judge, at string, v any) {
	str(optionValue)(j, at, v)
	s, _ := v.(string)
	if n := utf8.RuneCountInString(s); n > optionAdvised && n <= optionValue {
		j.object(at, "%d characters, at most %d advised", n, optionAdvised)
	}
}

func optionsOrGroups(j *judge, at string, o object) {
	_, options := o["options"]
	_, groups := o["option_groups"]
	if options == groups {
		j.object(at, "must have options or option_groups, one of them")
	}
	chosen(j, at, o)
}

// placed is an option and where it stands.
type placed struct {
	at     string
	option any
}

// chosen judges the options of an element together: each value once, and what is chosen at
// first exactly equal to an option.
func chosen(j *judge, at string, o object) {
	all := spread(at+"/options", o["options"])
	groups, _ := o["option_groups"].([]any)
	for i, g := range groups {
		group, _ := g.(object)
		all = append(all, spread(at+"/option_groups/"+strconv.Itoa(i)+"/options", group["options"])...)
	}
	distinct(j, all)
	first := spread(at+"/initial_options", o["initial_options"])
	distinct(j, first)
	if v, ok := o["initial_option"]; ok {
		first = append(first, placed{at + "/initial_option", v})
	}
	for _, f := range first {
		if !slices.ContainsFunc(all, func(p placed) bool { return reflect.DeepEqual(p.option, f.option) }) {
			j.object(f.at, "not exactly one of the options")
		}
	}
}

func spread(at string, v any) []placed {
	list, _ := v.([]any)
	var out []placed
	for i, option := range list {
		out = append(out, placed{at + "/" + strconv.Itoa(i), option})
	}
	return out
}

func distinct(j *judge, options []placed) {
	seen := map[string]bool{}
	for _, p := range options {
		o, _ := p.option.(object)
		once(j, p.at+"/value", o["value"], seen, "another option has it")
	}
}
