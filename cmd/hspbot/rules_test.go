package main

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

var day = scoring.Date{Year: 2026, Month: 11, Day: 22}

func rules(t *testing.T, tag string, day scoring.Date) string {
	t.Helper()
	var b strings.Builder
	if err := printRules(&b, locales.In(tag), day); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The golden files are for the review of the table beside the official form.
func TestRules(t *testing.T) {
	for _, tag := range locales.Tags() {
		got := rules(t, tag, day)
		if want := readGolden(t, "testdata/rules."+tag+".txt", got); got != want {
			t.Errorf("%s has changed: run go test ./cmd/hspbot -update and review the difference", tag)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if locales.Columns(line) > sheetWidth || strings.HasSuffix(line, " ") {
				t.Errorf("%s: %d columns: %q", tag, locales.Columns(line), line)
			}
		}
		if strings.Contains(got, "<no value>") || strings.Contains(got, "limit.") {
			t.Errorf("%s: a text is missing", tag)
		}
	}
}

// What changes until the revised guideline applies, for a lawyer to read.
func TestRulesDiff(t *testing.T) {
	from, to := scoring.Date{Year: 2026, Month: 11, Day: 29}, scoring.Date{Year: 2027, Month: 4, Day: 1}
	for _, tag := range locales.Tags() {
		var b strings.Builder
		if err := printChanges(&b, locales.In(tag), from, to); err != nil {
			t.Fatal(err)
		}
		checkPage(t, tag, "testdata/rules_diff."+tag+".txt", b.String())
		b.Reset()
		if err := printChanges(&b, locales.In(tag), to, to); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), locales.In(tag).Say("rules.none")) {
			t.Errorf("%s: something changes on no day: %s", tag, b.String())
		}
	}
}

// The state of the law, its sources and when they were checked, to be signed off.
func TestRulesSources(t *testing.T) {
	for _, tag := range locales.Tags() {
		var b strings.Builder
		if err := printSources(&b, locales.In(tag)); err != nil {
			t.Fatal(err)
		}
		checkPage(t, tag, "testdata/rules_sources."+tag+".txt", b.String())
	}
}

// checkPage compares a printed page with its golden file.
func checkPage(t *testing.T, tag, golden, got string) {
	t.Helper()
	if want := readGolden(t, golden, got); got != want {
		t.Errorf("%s has changed: run go test ./cmd/hspbot -update and review the difference", golden)
	}
	for line := range strings.SplitSeq(got, "\n") {
		if locales.Columns(line) > sheetWidth && !strings.Contains(line, "https://") || strings.HasSuffix(line, " ") {
			t.Errorf("%s: %d columns: %q", tag, locales.Columns(line), line)
		}
	}
	if strings.Contains(got, "<no value>") {
		t.Errorf("%s: a text is missing", tag)
	}
}

// names reports whether the text names the day, and not one that only ends like it.
func names(text, day string) bool {
	before, _, found := strings.Cut(text, day)
	return found && (before == "" || !strings.ContainsRune("0123456789", rune(before[len(before)-1])))
}

// A text that names a day to come is over by that day: nothing that has passed is said, in any
// language, whatever the day.
func TestNoTextOutlivesItsDay(t *testing.T) {
	named := 0
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for _, s := range scoring.Statements {
			text := v.Say("statement." + s.ID)
			from, until := s.Period()
			for d := from; d.Year < 2035; d = d.AddDays(1) {
				if d.Before(scoring.Date{Year: 2026, Month: 1, Day: 1}) {
					d = scoring.Date{Year: 2026, Month: 1, Day: 1}
				}
				if from.Before(d) && names(text, v.Date(d.Year, int(d.Month), d.Day)) {
					named++
					if until.IsZero() || d.AddDays(1).Before(until) {
						t.Errorf("%s: %s holds until %s and names %s", tag, s.ID, until, d)
					}
				}
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d days to come are named", named)
	}
}

// What can take a row's points away is said in words, below the row or below its item.
func TestLimitsAreSaid(t *testing.T) {
	texts := map[string]bool{}
	for _, r := range scoring.Rows {
		texts["limit."+r.ID], texts["limit."+r.Item.ID()] = true, true
		if reflect.ValueOf(r.Provided).IsZero() {
			continue
		}
		for _, tag := range locales.Tags() {
			if v := locales.In(tag); !v.Has("limit."+r.ID) && !v.Has("limit."+r.Item.ID()) {
				t.Errorf("%s: nothing says what limits %s", tag, r.ID)
			}
		}
	}
	for _, tag := range locales.Tags() {
		for _, id := range locales.In(tag).IDs() {
			if strings.HasPrefix(id, "limit.") && !texts[id] {
				t.Errorf("%s: %s is of no row", tag, id)
			}
		}
	}
}

// Rows the form numbers one by one share the numbers of their item.
func TestRowNumbers(t *testing.T) {
	for _, r := range scoring.Rows {
		no, bonus := r.Numbers()
		no, _, _ = strings.Cut(no, " ")
		if !strings.Contains(r.Item.No(), no) || !strings.Contains(r.Item.Bonus(), bonus) {
			t.Errorf("%s is %s %s, its item %s %s", r.ID, no, bonus, r.Item.No(), r.Item.Bonus())
		}
	}
}

func TestRulesByDay(t *testing.T) {
	err := printRules(&strings.Builder{}, locales.In("en"), scoring.Date{Year: 2023, Month: 3, Day: 31})
	if !errors.Is(err, scoring.ErrNotCovered) {
		t.Errorf("a day before the table: %v", err)
	}
	part := locales.In("en").Say("rules.j_skip")
	for day, want := range map[scoring.Date]bool{
		{Year: 2023, Month: 4, Day: 1}:  false,
		{Year: 2023, Month: 4, Day: 20}: false,
		{Year: 2023, Month: 4, Day: 21}: true,
	} {
		if got := strings.Contains(rules(t, "en", day), part); got != want {
			t.Errorf("J-Skip on %s: %v", day, got)
		}
	}
}
