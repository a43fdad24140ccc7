package blockkit

import (
	"encoding/json"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// nonEmpty is the rule for a string of 1 to most characters.
func nonEmpty(most int) rule {
	return func(j *checker, at string, v any) {
		if s, ok := checkLength(j, at, v, most); ok && s == "" {
			j.object(at, "empty")
		}
	}
}

// anyLength is the rule for a string of 0 to most characters.
func anyLength(most int) rule {
	return func(j *checker, at string, v any) { checkLength(j, at, v, most) }
}

func checkLength(j *checker, at string, v any, most int) (string, bool) {
	s, ok := v.(string)
	if !ok {
		j.object(at, "not a string")
		return "", false
	}
	if n := utf8.RuneCountInString(s); n > most {
		j.object(at, "%d characters, at most %d", n, most)
	}
	return s, true
}

// visibleText is the rule for a text that people see.
func visibleText(most int) rule {
	return func(j *checker, at string, v any) {
		if s, ok := checkLength(j, at, v, most); ok && strings.TrimSpace(s) == "" {
			j.object(at, "empty, nothing is shown")
		}
	}
}

// boolean is the rule for true and false.
func boolean(j *checker, at string, v any) {
	if _, ok := v.(bool); !ok {
		j.object(at, "not a boolean")
	}
}

// integerRange is the rule for an integer within bounds.
func integerRange(least, most int64) rule {
	return func(j *checker, at string, v any) {
		n, ok := integer(v)
		if !ok {
			j.object(at, "not an integer")
			return
		}
		if n < least || n > most {
			j.object(at, "%d, not within %d and %d", n, least, most)
		}
	}
}

func integer(v any) (int64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}

// decimal reads a number that travels as a string. Its length is bounded, for a large exponent
// would make the work unbounded.
func decimal(v any) (*big.Rat, bool) {
	s, ok := v.(string)
	if !ok || len(s) > 40 || strings.ContainsAny(s, "eEpP/_xXoObB") {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

func number(j *checker, at string, v any) {
	if _, ok := decimal(v); !ok {
		j.object(at, "not a number in a string")
	}
}

// oneOf is the rule for a word of a few.
func oneOf(words ...string) rule {
	return func(j *checker, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(words, s) {
			j.object(at, "not one of %s", strings.Join(words, ", "))
		}
	}
}

// listOf is the rule for an array.
func listOf(least, most int, each rule) rule {
	return func(j *checker, at string, v any) {
		list, ok := v.([]any)
		if !ok {
			j.object(at, "not an array")
			return
		}
		switch n := len(list); {
		case n > most:
			j.object(at, "%d items, at most %d", n, most)
		case n < least:
			j.object(at, "%d items, at least %d", n, least)
		}
		for i, item := range list {
			each(j, at+"/"+strconv.Itoa(i), item)
		}
	}
}

// link is the rule for an address that a client opens.
func link(schemes ...string) rule {
	return func(j *checker, at string, v any) {
		s, ok := checkLength(j, at, v, anyURL)
		if ok && !opens(s, schemes) {
			j.object(at, "not an address a client opens, %s", strings.Join(schemes, " or "))
		}
	}
}

func opens(s string, schemes []string) bool {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsAny(s, " \t\r\n") || !slices.Contains(schemes, u.Scheme) {
		return false
	}
	return u.Host != "" || u.Scheme == "mailto" && u.Opaque != ""
}

// blockID is the rule for block_id: unique in a document.
func blockID(j *checker, at string, v any) {
	nonEmpty(anyID)(j, at, v)
	unique(j, at, v, j.blockIDs, "another block has it")
}

// actionID is the rule for action_id: unique in a block.
func actionID(j *checker, at string, v any) {
	nonEmpty(anyID)(j, at, v)
	unique(j, at, v, j.actions, "another element of the block has it")
}

func unique(j *checker, at string, v any, seen map[string]bool, problem string) {
	s, ok := v.(string)
	if !ok {
		return
	}
	if seen[s] {
		j.object(at, "%s", problem)
	}
	seen[s] = true
}

// focus is the rule for focus_on_load: for one element of a view.
func focus(j *checker, at string, v any) {
	boolean(j, at, v)
	if v != true {
		return
	}
	if j.on == message {
		j.object(at, "only in views")
	}
	if j.focused {
		j.object(at, "another element has the focus")
	}
	j.focused = true
}
