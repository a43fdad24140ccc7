package typed

import (
	"math"

	"hspbot/scoring"
)

// Some people count years by a calendar of their own and write a short year without its name:
// 92年 is 1992, and in Taiwan 民國92年 too, which is 2003.

// ofCalendars reads a date of birth whose short year may be of two calendars, and suggests the
// ages it makes in both, of each the likelier first; false when it is no such date.
func (r *Reader) ofCalendars(list []item, today scoring.Date) (Reading, bool) {
	i := shortYear(list)
	if r.calendar == 0 || i < 0 {
		return Reading{}, false
	}
	common := append([]item{}, list...)
	common[i].value += 1900
	own := append([]item{{token: token{role: era, arg: float64(r.calendar - 1)}}}, list...)
	var likely, others []float64
	for _, dated := range [][]item{common, own} {
		reading, ok := birth(dated, today)
		ages := reading.Suggest
		if ok && reading.Doubt == Clear {
			ages = []float64{reading.From}
		}
		for j, age := range ages {
			switch {
			case !ok || age < youngestWorker || age > oldestWorker:
			case j == 0:
				likely = append(likely, age)
			default:
				others = append(others, age)
			}
		}
	}
	if len(likely) == 0 {
		return Reading{}, false
	}
	return doubtful(OnlyYear, append(likely, others...)...), true
}

// Ages outside of these are not suggested for a year of two calendars.
const (
	youngestWorker = 16
	oldestWorker   = 75
)

// shortYear returns the place of a year of at most three digits before 年 that names no era; -1
// where there is none.
func shortYear(list []item) int {
	at := -1
	for i, it := range list {
		if it.role == era && !it.isNumber {
			return -1
		}
		if at < 0 && it.isNumber && i+1 < len(list) && list[i+1].role == yearMark && it.value < 150 && it.value == math.Trunc(it.value) && it.unitless() {
			at = i
		}
	}
	return at
}
