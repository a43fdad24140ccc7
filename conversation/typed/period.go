package typed

import "hspbot/scoring"

// month is a month of the calendar, in months since the year 0; whole years have the first.
type month struct {
	at    int
	named bool // the month was given, not only the year
}

// Period returns how long the dates in a text are apart, in years, up to today where there is
// one: "2018年4月〜2024年3月", "since April 2019". It is no more than what may be meant: gaps
// and time as a student are not in it. Nothing where there are no such dates.
func (r *Reader) Period(text string, today scoring.Date) []float64 {
	list, d := r.scan(r.age).read(text)
	if d != Clear {
		return nil
	}
	var dates []month
	for i := 0; i < len(list); {
		m, used := monthAt(list[i:])
		if used == 0 {
			i++
			continue
		}
		dates = append(dates, m)
		i += used
	}
	now := today.Year*12 + int(today.Month) - 1
	length := 0
	switch {
	case len(dates) == 1 && dates[0].named:
		length = now - dates[0].at
	case len(dates) == 2 && dates[0].named && dates[1].named:
		length = dates[1].at - dates[0].at + 1 // to the end of the last month
	case len(dates) == 2 && !dates[0].named && !dates[1].named:
		length = dates[1].at - dates[0].at
	}
	if length <= 0 || length > 50*12 || len(dates) == 2 && dates[1].at > now {
		return nil
	}
	return []float64{float64(length) / 12}
}

// monthAt reads a month of a year, or a year alone, that items begin with, and how many items
// it takes: 2018年4月, 2018.4, April 2018, 2018.
func monthAt(list []item) (month, int) {
	if list[0].role == monthName && !list[0].isNumber && len(list) > 1 && list[1].isNumber && calendarYear(list[1].number) {
		return month{int(list[1].value)*12 + int(list[0].arg) - 1, true}, 2
	}
	if !list[0].isNumber || !calendarYear(list[0].number) {
		return month{}, 0
	}
	year, used := int(list[0].value), 1
	for used < len(list) && !list[used].isNumber && (list[used].role == yearMark || list[used].role == slash) {
		used++
	}
	if used > 1 && used < len(list) && list[used].isNumber && list[used].value >= 1 && list[used].value <= 12 && list[used].width == 0 {
		at := month{year*12 + int(list[used].value) - 1, true}
		used++
		if used < len(list) && !list[used].isNumber && list[used].role == monthMark {
			used++
		}
		return at, used
	}
	return month{year * 12, false}, used
}
