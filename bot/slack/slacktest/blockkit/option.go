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
	plainOption    = shape{must: []string{"text", "value"}, fields: map[string]rule{"text": plainText(optionText), "value": value, "description": plainText(optionText)}}
	richOption     = shape{must: []string{"text", "value"}, fields: map[string]rule{"text": anyText(optionText), "value": value, "description": anyText(optionText)}}
	overflowOption = shape{must: []string{"text", "value"}, fields: map[string]rule{"text": plainText(optionText), "value": value, "description": plainText(optionText),
		"url": link("http", "https", "mailto", "slack")}}
	optionGroup = shape{must: []string{"label", "options"}, fields: map[string]rule{"label": plainText(optionText), "options": listOf(1, selectOptions, plainOption.rule)}}
)

// value is the rule for the value of an option.
func value(j *checker, at string, v any) {
	nonEmpty(optionValue)(j, at, v)
	s, _ := v.(string)
	if n := utf8.RuneCountInString(s); n > optionAdvised && n <= optionValue {
		j.object(at, "%d characters, at most %d advised", n, optionAdvised)
	}
}

func optionsOrGroups(j *checker, at string, o object) {
	_, options := o["options"]
	_, groups := o["option_groups"]
	if options == groups {
		j.object(at, "must have options or option_groups, one of them")
	}
	initialOptions(j, at, o)
}

// optionAt is an option and where it stands.
type optionAt struct {
	at     string
	option any
}

// initialOptions checks the options of an element together: each value once, and what is chosen at
// first exactly equal to an option.
func initialOptions(j *checker, at string, o object) {
	all := allOptions(at+"/options", o["options"])
	groups, _ := o["option_groups"].([]any)
	for i, g := range groups {
		group, _ := g.(object)
		all = append(all, allOptions(at+"/option_groups/"+strconv.Itoa(i)+"/options", group["options"])...)
	}
	distinct(j, all)
	first := allOptions(at+"/initial_options", o["initial_options"])
	distinct(j, first)
	if v, ok := o["initial_option"]; ok {
		first = append(first, optionAt{at + "/initial_option", v})
	}
	for _, f := range first {
		if !slices.ContainsFunc(all, func(p optionAt) bool { return reflect.DeepEqual(p.option, f.option) }) {
			j.object(f.at, "not exactly one of the options")
		}
	}
}

func allOptions(at string, v any) []optionAt {
	list, _ := v.([]any)
	var out []optionAt
	for i, option := range list {
		out = append(out, optionAt{at + "/" + strconv.Itoa(i), option})
	}
	return out
}

func distinct(j *checker, options []optionAt) {
	seen := map[string]bool{}
	for _, p := range options {
		o, _ := p.option.(object)
		unique(j, p.at+"/value", o["value"], seen, "another option has it")
	}
}
