package typed

import (
	"time"

	"hspbot/scoring"
)

// reading checks the date against the calendar and today.
func (w written) reading(today scoring.Date) Reading {
	first, last, ok := w.days()
	if !ok || today.Before(first) {
		return doubtful(NotADate)
	}
	if scoring.AgeOn(first, today) > oldest {
		return doubtful(TooLarge)
	}
	if w.day == 0 {
		return doubtful(OnlyYear, w.ages(first, last, today)...)
	}
	age := float64(scoring.AgeOn(first, today))
	return Reading{From: age, Below: age + 1, Birth: first}
}

// days returns the first and last day the date can mean; false when there is none.
func (w written) days() (first, last scoring.Date, ok bool) {
	year := w.year
	if w.era > 0 {
		if w.year < 1 {
			return first, last, false
		}
		year += eras[w.era-1].first.Year - 1
	}
	first, last = scoring.Date{Year: year, Month: 1, Day: 1}, scoring.Date{Year: year, Month: 12, Day: 31}
	if w.month != 0 || w.day != 0 {
		first.Month, last.Month = time.Month(w.month), time.Month(w.month)
		last.Day = time.Date(year, last.Month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	}
	if w.month < 0 || w.month > 12 || w.day > last.Day || w.month == 0 && (len(w.nums) > 1 || w.day != 0) || year < 1 || year > 9999 {
		return first, last, false
	}
	if w.day != 0 {
		first.Day, last.Day = w.day, w.day
	}
	return w.within(first, last)
}

// within narrows the days to those of the era.
func (w written) within(first, last scoring.Date) (scoring.Date, scoring.Date, bool) {
	if w.era == 0 {
		return first, last, true
	}
	e := eras[w.era-1]
	if first.Before(e.first) {
		first = e.first
	}
	if e.last.Before(last) {
		last = e.last
	}
	return first, last, !last.Before(first)
}

// ages returns the ages somebody born in those days may have, most likely first.
func (w written) ages(first, last, today scoring.Date) []float64 {
	if today.Before(last) {
		last = today
	}
	oldest, youngest := float64(scoring.AgeOn(first, today)), float64(scoring.AgeOn(last, today))
	if today.Month <= time.June && w.month == 0 {
		return []float64{youngest, oldest}
	}
	return []float64{oldest, youngest}
}
