package typed

import (
	"hspbot/scoring"
)

// shapes are the orders a date of birth is written in. In the key 9 is a number, y, m and d are
// 年, 月 and 日, M is a month's name and e an era; separators are left out. The value says what
// each number is; ? leaves it to the numbers.
var shapes = map[string]string{
	"999": "???", "9y9m9d": "ymd", "9y9m9": "ymd", "e9y9m9d": "ymd", "e9y9m9": "ymd", "e999": "ymd",
	"M99": "mdy", "9M9": "dmy", "M9": "my", "9M": "ym", "9y9m": "ym", "e9y9m": "ym", "9y": "y", "e9y": "y", "e9": "y", "9e": "y", "9e9m": "ym", "9e9m9d": "ymd",
	"99": "??", "9": "?", "9m9d": "md", "9m9d9": "mdy",
}

// lastOfShowa is the highest year of an era that people still write without its name: a bare
// 63年 may be Showa 63, a bare 92年 is 1992.
const lastOfShowa = 64

// written is a date as it stands in a text. 0 is a part not given.
type written struct {
	shape            string // a key of shapes, or another
	year, month, day int
	era              int // 1 + index of eras
	nums             []number
}

// birth reads a date of birth; false when the items are no date, right or wrong.
func birth(list []item, today scoring.Date) (Reading, bool) {
	if rest, age, ok := apart(list); ok {
		r, ok := birth(rest, today)
		if ok && r.Doubt == Clear && r.From != age {
			return doubtful(Several), true
		}
		return r, ok
	}
	w, order, d := arrange(list)
	if w.shape == "9" && len(w.nums[0].raw) == 6 && (d != Clear || w.month < 1 || w.month > 12 || w.year > today.Year) {
		return doubtful(DateOrder), true // 920503
	}
	switch {
	case d == NoNumber, w.shape == "9" && w.nums[0].raw == "" && w.nums[0].unit != 0, w.shape == "99" && w.month > 12:
		return Reading{}, false // an age
	case d == DateOrder && w.nums[2].value < 1000 && max(w.nums[0].value, w.nums[1].value, w.nums[2].value) > 99:
		return doubtful(NotADate), true
	case d != Clear:
		return doubtful(d), true
	case w.era == 0 && w.year < 100 && (order == "ym" && w.year >= 30 || order == "y" && w.year > lastOfShowa): // 92年5月, 92年
		w.year += 1900
	case order == "my" && w.year <= 31: // April 1
		return doubtful(NotADate), true
	case w.year >= 1000 || w.era > 0 || w.shape == "9":
	case order == "y": // 93年 may be an age, or no year of any calendar
		return Reading{}, false
	default:
		return doubtful(DateOrder), true
	}
	return w.reading(today), true
}

// apart takes the age out of a text that gives it with a date: 1993年4月1日（33歳）.
func apart(list []item) ([]item, float64, bool) {
	for i := 0; i+1 < len(list); i++ {
		if list[i].isNumber && list[i+1].role == years && len(list) > 2 {
			rest := append(append([]item{}, list[:i]...), list[i+2:]...)
			return rest, list[i].value, true
		}
	}
	return nil, 0, false
}

// flatten returns the numbers of a text and its shape.
func flatten(list []item) written {
	var w written
	for i, it := range list {
		switch {
		case it.isNumber:
			w.nums = append(w.nums, it.number)
			w.shape += "9"
		case it.role == decade && it.token.text == "s" && i+1 < len(list) && list[i+1].isNumber && len(w.nums) == 0:
			w.era = 1 + showa
			w.shape += "e"
		case it.role == era:
			w.era = 1 + int(it.arg)
			w.shape += "e"
		case it.role == monthName:
			w.month = int(it.arg)
			w.shape += "M"
		case it.role == yearMark:
			w.shape += "y"
		case it.role == monthMark:
			w.shape += "m"
		case it.role == dayMark:
			w.shape += "d"
		case it.role == skip || it.role == within || it.role == hyphen || it.role == listing || it.role == slash:
		default:
			w.shape += "x"
		}
	}
	return w
}

// set gives each number its part of the date. A month's name holds its own place in order.
func (w *written) set(order string, nums []number) {
	i := 0
	named := w.month > 0
	for _, part := range order {
		if part == 'm' && named {
			continue
		}
		v := int(nums[i].value)
		i++
		switch part {
		case 'y':
			w.year = v
		case 'm':
			w.month = v
		case 'd':
			w.day = v
		}
	}
	if order == "dmy" && w.day >= 1000 && w.year < 32 { // 1993 April 1
		w.day, w.year = w.year, w.day
	}
}
