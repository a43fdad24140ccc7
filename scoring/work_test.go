package scoring

import (
	"testing"

	"pgregory.net/rapid"
)

func spell(kind, from, until string) Spell {
	f, err := ParseDate(from)
	u, err2 := ParseDate(until)
	if err != nil || err2 != nil {
		panic(from + until)
	}
	return Spell{kind, f, u}
}

// TestWorkMonths: separate periods are added up, the same months count once, time as a student does not
// count, and leave may; completed time is not rounded up.
func TestWorkMonths(t *testing.T) {
	for _, c := range []struct {
		name        string
		spells      []Spell
		least, most int
	}{
		{"three years to the day", []Spell{spell("job", "2018-04-01", "2021-03-31")}, 36, 36},
		{"a day less", []Spell{spell("job", "2018-04-01", "2021-03-30")}, 35, 35},
		{"three years in mid-month", []Spell{spell("job", "2018-04-20", "2021-04-19")}, 36, 36},
		{"a year over 29 February", []Spell{spell("job", "2020-02-15", "2021-02-14")}, 12, 12},
		{"two with a gap", []Spell{spell("job", "2018-04-01", "2020-03-31"), spell("job", "2020-07-01", "2021-06-30")}, 36, 36},
		{"at the same time", []Spell{spell("job", "2018-04-01", "2021-03-31"), spell("job", "2019-04-01", "2020-03-31")}, 36, 36},
		{"in part at the same time", []Spell{spell("job", "2018-04-01", "2020-03-31"), spell("job", "2019-04-01", "2021-03-31")}, 36, 36},
		{"beside studies", []Spell{spell("job", "2016-04-01", "2020-03-31"), spell("study", "2014-04-01", "2018-03-31")}, 24, 24},
		{"with half a year of leave", []Spell{spell("job", "2018-04-01", "2021-03-31"), spell("leave", "2019-04-01", "2019-09-30")}, 30, 36},
		{"leave alone", []Spell{spell("leave", "2018-04-01", "2021-03-31")}, 0, 0},
		{"studies alone", []Spell{spell("study", "2018-04-01", "2021-03-31")}, 0, 0},
		{"nothing", nil, 0, 0},
	} {
		if least, most := WorkMonths(c.spells, dayOfPay); least != c.least || most != c.most {
			t.Errorf("%s: %d to %d months, want %d to %d", c.name, least, most, c.least, c.most)
		}
	}
}

// TestWorkMonthsNeverGrow: what lies within a job adds nothing, another job never takes time away, leave
// and studies never add any, and the order does not matter.
func TestWorkMonthsNeverGrow(t *testing.T) {
	start := Date{2010, 1, 1}
	draw := func(t *rapid.T, kind string) Spell {
		from := start.AddDays(rapid.IntRange(0, 3000).Draw(t, "from"))
		return Spell{kind, from, from.AddDays(rapid.IntRange(0, 1500).Draw(t, "days"))}
	}
	rapid.Check(t, func(t *rapid.T) {
		var spells []Spell
		for range rapid.IntRange(1, 5).Draw(t, "spells") {
			spells = append(spells, draw(t, rapid.SampledFrom([]string{"job", "job", "leave", "study"}).Draw(t, "kind")))
		}
		least, most := WorkMonths(spells, dayOfPay)
		if least > most {
			t.Fatalf("%d to %d", least, most)
		}
		for _, s := range spells {
			if s.Kind != "job" {
				continue
			}
			n := s.From.DaysUntil(s.Until)
			inside := Spell{"job", s.From.AddDays(rapid.IntRange(0, n).Draw(t, "inside")), s.Until}
			if l, m := WorkMonths(append(spells, inside), dayOfPay); l != least || m != most {
				t.Fatalf("%v within %v: %d to %d became %d to %d", inside, s, least, most, l, m)
			}
		}
		for kind, grows := range map[string]bool{"job": true, "leave": false, "study": false} {
			l, m := WorkMonths(append(spells, draw(t, kind)), dayOfPay)
			if grows && (l < least || m < most) || !grows && (l > least || m > most) {
				t.Fatalf("another %s: %d to %d became %d to %d", kind, least, most, l, m)
			}
		}
		if l, m := WorkMonths(rapid.Permutation(spells).Draw(t, "order"), dayOfPay); l != least || m != most {
			t.Fatalf("in another order: %d to %d, %d to %d", least, most, l, m)
		}
	})
}
