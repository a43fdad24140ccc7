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

// Japan is the zone by whose days the rules and ages are taken. It has had no summer time since 1951.
var Japan = time.FixedZone("JST", 9*60*60)

// DayInJapan returns the day that it is in Japan at t.
func DayInJapan(t time.Time) Date { return DateOf(t.In(Japan)) }

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
func (d Date) Before(e Date) bool { return d.order() < e.order() }

// order returns a number that grows with the day.
func (d Date) order() int { return d.Year<<9 | int(d.Month)<<5 | d.Day }

func compareDates(a, b Date) int { return a.order() - b.order() }

// AddMonths returns the day n months later; a day past the month's end becomes its last day.
func (d Date) AddMonths(n int) Date {
	months := int(d.Month-time.January) + n
	year, month := months/12, months%12
	if month < 0 {
		year, month = year-1, month+12
	}
	d.Year, d.Month = d.Year+year, time.January+time.Month(month)
	d.Day = min(d.Day, daysIn(d.Year, d.Month))
	return d
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.February:
		if leap(year) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// AddYears returns the same day n years later, or earlier where n is negative; of 29 February
// a common year has the 28th.
func (d Date) AddYears(n int) Date {
	d.Year += n
	if d.Month == time.February && d.Day == 29 && !leap(d.Year) {
		d.Day = 28
	}
	return d
}

// completes returns the day on which n years since d are complete, as [AgeOn] counts them. It
// is the first day F for which F.AddYears(-n) is not before d.
func (d Date) completes(n int) Date {
	d.Year += n
	if d.Month == time.February && d.Day == 29 && !leap(d.Year) {
		d.Month, d.Day = time.March, 1
	}
	return d
}

// AddDays returns the day n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date {
	if day := d.Day + n; 1 <= day && day <= 28 {
		d.Day = day
		return d
	}
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// DaysUntil returns how many days later e is, less than nothing where it is earlier.
func (d Date) DaysUntil(e Date) int {
	noon := func(d Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }
	return int(noon(e).Sub(noon(d)) / (24 * time.Hour))
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// earliest returns the first of the days that are days, the zero Date where none is.
func earliest(days ...Date) Date {
	var first Date
	for _, d := range days {
		if !d.IsZero() && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	return first
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
