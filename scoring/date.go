package scoring

import (
	"fmt"
	"time"
)

// Date is a calendar day, in Japan where a rule speaks of days. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the calendar day of t in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("not a date of the form YYYY-MM-DD")
	}
	return DateOf(t), nil
}

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// AddMonths returns the day n months later; a day past the month's end becomes its last day.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// String returns d as YYYY-MM-DD.
func (d Date) String() string { return string(d.append(nil)) }

func (d Date) append(b []byte) []byte {
	return append(b,
		'0'+byte(d.Year/1000%10), '0'+byte(d.Year/100%10), '0'+byte(d.Year/10%10), '0'+byte(d.Year%10), '-',
		'0'+byte(d.Month/10), '0'+byte(d.Month%10), '-',
		'0'+byte(d.Day/10), '0'+byte(d.Day%10))
}

// AgeOn returns the completed years of somebody born on birth, on the day d.
//
// In law an age completes at the end of the day before the birthday; offices work with
// the birthday itself, and so does this function. Someone born on 29 February completes
// a year on 1 March of a common year.
func AgeOn(birth, d Date) int {
	age := d.Year - birth.Year
	if d.Month < birth.Month || d.Month == birth.Month && d.Day < birth.Day {
		age--
	}
	return age
}
