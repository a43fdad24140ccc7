package typed

import (
	"regexp"
	"strconv"
	"strings"
)

// form says how far the way digits were written leaves their value open.
type form uint8

const (
	plain       form = iota
	grouped          // 8,500,000
	commaOnce        // 8,500: thousands, or in half of Europe a decimal
	dotOnce          // 8.500: a decimal, or in half of Europe thousands
	odd              // 8,5 and 850,0000: decimals, a list, or groups of four
	leadingZero      // 0901234: no amount
)

// run is digits with the separators between them, as in 8,500,000.50: one more group than separators.
type run struct {
	groups     []string
	separators string // one byte each; 、 is written ;
}

// scanRun reads the digits s begins with and how many bytes they take.
func scanRun(s string) (run, int) {
	if n := spacedRun(s); n > 0 {
		return run{[]string{strings.ReplaceAll(s[:n], " ", "")}, ""}, n
	}
	var r run
	at := 0
	for {
		n := digits(s[at:])
		r.groups = append(r.groups, s[at:at+n])
		at += n
		sep, size := separator(s[at:])
		if size == 0 || digits(s[at+size:]) == 0 {
			return r, at
		}
		r.separators += string(sep)
		at += size
	}
}

// spacedRun returns the length of digits grouped in threes by spaces: 8 500 000. A single
// group must be 000, or "5 600" could be two numbers.
func spacedRun(s string) int {
	first := digits(s)
	if first == 0 || first > 3 || s[0] == '0' {
		return 0
	}
	at, groups := first, 0
	for strings.HasPrefix(s[at:], " ") && digits(s[at+1:]) == 3 {
		at += 4
		groups++
	}
	if groups == 0 || groups == 1 && s[at-3:at] != "000" {
		return 0
	}
	if sep, size := separator(s[at:]); size > 0 && sep != ';' && digits(s[at+size:]) > 0 {
		return 0
	}
	if strings.HasPrefix(s[at:], " ") && digits(s[at+1:]) > 0 {
		return 0
	}
	return at
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

func separator(s string) (byte, int) {
	if strings.HasPrefix(s, "、") {
		return ';', len("、")
	}
	if s != "" && strings.IndexByte(",.'_", s[0]) >= 0 {
		return s[0], 1
	}
	return 0, 0
}

// value returns what the run is worth and how sure that is; false when it is no single number.
func (r run) value() (float64, form, bool) {
	n := len(r.separators)
	if n == 0 {
		return parse(r.groups[0]), r.intForm(), true
	}
	if r.intForm() == leadingZero {
		return 0, plain, false
	}
	last := r.separators[n-1]
	whole, fraction := strings.Join(r.groups[:n], ""), r.groups[n]
	if strings.Count(r.separators, string(last)) == n {
		return r.uniform(last)
	}
	if last != '.' && last != ',' || !inGroups(threes, r.groups[:n]) || strings.Count(r.separators, r.separators[:1]) != n-1 {
		return 0, plain, false
	}
	return parse(whole + "." + fraction), grouped, true
}

// uniform is value for a run with one kind of separator.
func (r run) uniform(sep byte) (float64, form, bool) {
	n := len(r.separators)
	joined := parse(strings.Join(r.groups, ""))
	first, last := r.groups[0], r.groups[n]
	if sep == '.' && n == 1 {
		v := parse(first + "." + last)
		if len(last) == 3 && inGroups(threes, r.groups) && first != "0" {
			return v, dotOnce, true
		}
		return v, plain, true
	}
	if sep == ',' && n == 1 && (len(last) < 3 || first == "0") {
		return parse(first + "." + last), odd, true
	}
	if sep == ',' && inGroups(fours, r.groups) {
		return joined, odd, true
	}
	if sep == ',' && n == 1 && inGroups(threes, r.groups) {
		return joined, commaOnce, true
	}
	if (n > 1 || sep == '\'' || sep == '_') && inGroups(threes, r.groups) || sep == ',' && inGroups(lakhs, r.groups) {
		return joined, grouped, true
	}
	return 0, plain, false
}

func (r run) intForm() form {
	if len(r.groups[0]) > 1 && r.groups[0][0] == '0' {
		return leadingZero
	}
	return plain
}

// The ways to group digits, with commas for the separators: 8,500,000; 85,00,000 as written in India;
// 850,0000 at every 万.
var (
	threes = regexp.MustCompile(`^(?:0|[1-9]\d{0,2}(?:,\d{3})*)$`)
	lakhs  = regexp.MustCompile(`^[1-9]\d?(?:,\d{2})+,\d{3}$`)
	fours  = regexp.MustCompile(`^\d{1,4}(?:,\d{4})*,0\d{3}$`)
)

// inGroups reports whether groups of digits are as a way to group them has it.
func inGroups(way *regexp.Regexp, groups []string) bool {
	return way.MatchString(strings.Join(groups, ","))
}

// parse reads digits with at most one point; more than a float64 holds is +Inf.
func parse(s string) float64 {
	v, _ := strconv.ParseFloat(s, 64)
	return v
}
