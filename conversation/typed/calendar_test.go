package typed

import (
	"slices"
	"testing"
)

// TestShortYearOfTwoCalendars: in Taiwan a short year of birth is of 民國 or of the common
// calendar; 民國92年 is 2003. Elsewhere it is of the common calendar alone.
func TestShortYearOfTwoCalendars(t *testing.T) {
	taiwan := reader.WithCalendar("minguo")
	for text, ages := range map[string][]float64{ // on 28 July 2026, the year of birth alone
		"92年":     {34, 23},
		"92年次":    {23},
		"82年5月":   {44, 33},
		"82年5月6日": {44, 33},
		"民國92年":   {23},
		"63年":     {63, 52}, // 1963, 1974
	} {
		r := taiwan.Age(text, today)
		for _, age := range ages {
			if r.Doubt != OnlyYear || !slices.Contains(r.Suggest, age) {
				t.Errorf("%s: %+v, want the ages %v", text, r, ages)
			}
		}
	}
	if r := reader.Age("92年", today); slices.Contains(r.Suggest, 23) {
		t.Errorf("92年 elsewhere: %+v", r)
	}
	if r := reader.WithCalendar("").Age("92年5月6日", today); r.Doubt != DateOrder {
		t.Errorf("92年5月6日 elsewhere: %+v", r)
	}
}
