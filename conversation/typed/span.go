package typed

import "hspbot/scoring"

// longestDate is how many words and signs a date has: era, year, 年, month, 月, day, 日 and what stands
// between them.
const longestDate = 9

// Span is a time between two dates as it is written: "2018-04 to March 2021", "2020年7月〜現在". A
// month is its first day at the beginning and its last at the end. The end is zero where there is one
// date only. Words it does not know say what was done then and are passed over. The doubts are NoNumber
// without a date, OnlyYear where a month is wanting, Several with more than two dates, and NotADate for a
// time that ends before it begins.
func (r *Reader) Span(text string) (from, until scoring.Date, d Doubt) {
	list, d := r.scan(r.date).read(text)
	if d != Clear {
		return from, until, d
	}
	var firsts, lasts []scoring.Date
	onlyYear := false
	for i := 0; i < len(list); {
		first, last, used, year := dateAt(list[i:])
		if used == 0 {
			onlyYear = onlyYear || year
			i++
			continue
		}
		firsts, lasts = append(firsts, first), append(lasts, last)
		i += used
	}
	switch {
	case onlyYear:
		return from, until, OnlyYear
	case len(firsts) == 0:
		return from, until, NoNumber
	case len(firsts) > 2:
		return from, until, Several
	case len(firsts) == 1:
		return firsts[0], scoring.Date{}, Clear
	case lasts[1].Before(firsts[0]):
		return from, until, NotADate
	}
	return firsts[0], lasts[1], Clear
}

// dateAt reads the longest date that items begin with, and how many it takes; none where they begin with
// none, or with a year alone.
func dateAt(list []item) (first, last scoring.Date, used int, year bool) {
	if !list[0].isNumber && list[0].role != monthName && list[0].role != era {
		return first, last, 0, false
	}
	for n := min(len(list), longestDate); n > 0; n-- {
		end := list[n-1]
		if !end.isNumber && end.role != monthName && end.role != yearMark && end.role != monthMark && end.role != dayMark {
			continue
		}
		first, last, d := dateOf(list[:n])
		if d == Clear {
			return first, last, n, false
		}
		year = year || d == OnlyYear
	}
	return first, last, 0, year
}
