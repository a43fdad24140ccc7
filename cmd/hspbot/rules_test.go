package main

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"hspbot/bot/terminal"
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
			if terminal.Width(line) > sheetWidth || strings.HasSuffix(line, " ") {
				t.Errorf("%s: %d columns: %q", tag, terminal.Width(line), line)
			}
		}
		if strings.Contains(got, "<no value>") || strings.Contains(got, "limit.") {
			t.Errorf("%s: a text is missing", tag)
		}
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
