package typed

import (
	"math"

	"hspbot/scoring"
)

// Date reads a day or a month of the calendar: "2024-04-10", "since April 2024", 2024年4月,
// 令和6年4月. It returns the first and the last day that are meant, the same one where the text
// names a day. The doubts are NoNumber, NotADate, DateOrder and OnlyYear.
func (r *Reader) Date(text string) (first, last scoring.Date, d Doubt) {
	list, d := r.scan(r.date).read(text)
	if d != Clear {
		return first, last, d
	}
	var kept []item
	for _, it := range list {
		if it.role != from && it.role != fromBefore && it.role != to {
			kept = append(kept, it)
		}
	}
	return dateOf(kept)
}

// dateOf reads items that are one date and nothing else.
func dateOf(list []item) (first, last scoring.Date, d Doubt) {
	w, shape := flatten(list)
	order, known := shapes[shape]
	if !known {
		return first, last, NoNumber
	}
	for _, n := range w.nums {
		if n.value != math.Trunc(n.value) || n.value > 99999999 || n.doubt != Clear && n.doubt != NoNumber || n.width > 0 {
			return first, last, NoNumber
		}
	}
	if order, d = w.order(order); d != Clear {
		return first, last, d
	}
	w.set(order)
	switch {
	case w.era == 0 && w.year < 1900, w.month == 0 && w.year > 0:
		if w.month == 0 {
			return first, last, OnlyYear
		}
		return first, last, DateOrder
	}
	first, last, ok := w.days()
	if !ok || w.era == 0 && w.year >= 2100 {
		return first, last, NotADate
	}
	return first, last, Clear
}

// order returns what each number of a date is, where the shape leaves it to the numbers.
func (w *written) order(order string) (string, Doubt) {
	value := func(i int) int { return int(w.nums[i].value) }
	switch order {
	case "???":
		a, b, c := value(0), value(1), value(2)
		switch {
		case a >= 1000:
			return "ymd", Clear
		case c < 1000 || a <= 12 && b <= 12 && a != b:
			return "", DateOrder
		case a > 12:
			return "dmy", Clear
		}
		return "mdy", Clear
	case "??":
		if value(0) >= 1000 {
			return "ym", Clear
		}
		if value(1) >= 1000 {
			return "my", Clear
		}
		return "", NoNumber
	case "?":
		v := value(0)
		switch raw := w.nums[0].raw; {
		case len(raw) == 8:
			w.nums = []number{{value: float64(v / 10000)}, {value: float64(v / 100 % 100)}, {value: float64(v % 100)}}
			return "ymd", Clear
		case len(raw) == 6 && v/100 >= 1900:
			w.nums = []number{{value: float64(v / 100)}, {value: float64(v % 100)}}
			return "ym", Clear
		case calendarYear(w.nums[0]):
			return "y", Clear
		}
		return "", NoNumber
	case "md":
		return "", NotADate
	}
	return order, Clear
}
