package locales

import (
	"math"
	"strconv"
	"strings"
)

// Yen writes a whole amount of yen the way the language does: ¥8.5M, 850万円, 1億2,000万円.
// Units and forms come from the language's files ("number.…"): a large and a small unit,
// and how many decimals the small one may have.
func (v *Voice) Yen(n int64) string {
	large, small := v.integer("number.yen_large_unit"), v.integer("number.yen_small_unit")
	if !v.inUnits(n, small) {
		return v.Say("number.yen", "N", v.group(strconv.FormatInt(n, 10)))
	}
	rest := v.units(n%large, small)
	switch {
	case n < large:
		return v.Say("number.yen_small", "N", rest)
	case n%large == 0:
		return v.Say("number.yen_large", "N", v.units(n, large))
	}
	return v.Say("number.yen_mixed", "N", v.units(n-n%large, large), "M", rest)
}

// inUnits reports whether an amount is at least the small unit, with no more decimals of it than amounts
// have.
func (v *Voice) inUnits(n, small int64) bool {
	least := small
	for range v.integer("number.yen_decimals") {
		least /= 10
	}
	return n >= small && n%least == 0
}

// units writes how many units an amount is. Chinese writes 1000万 where Japanese has 1,000万.
func (v *Voice) units(n, unit int64) string {
	if n/unit < v.integer("number.yen_group_from") {
		return v.plain(float64(n) / float64(unit))
	}
	return v.group(strconv.FormatFloat(float64(n)/float64(unit), 'f', -1, 64))
}

// YenShort writes an amount in the small unit of the language, without it: "3" for ¥3M, "300" for
// 300万円. It is not ok where that takes more decimals than amounts have.
func (v *Voice) YenShort(n int64) (text string, ok bool) {
	small := v.integer("number.yen_small_unit")
	return v.plain(float64(n) / float64(small)), v.inUnits(n, small)
}

// integer reads a number among the texts; one that is none is our mistake, which a test finds.
func (v *Voice) integer(id string) int64 {
	n, err := strconv.ParseInt(v.Say(id), 10, 64)
	if err != nil || n < 0 {
		panic("locales: " + v.tag + ": " + id + " is no number")
	}
	return n
}

// Date writes a day the way the language does: 22 November 2026, 2026年11月22日.
func (v *Voice) Date(year, month, day int) string {
	months := strings.Split(v.Say("number.months"), ",")
	return v.Say("number.date", "Year", year, "Month", months[month-1], "Day", day)
}

// MonthOf writes a month of a year: November 2026, 2026年11月.
func (v *Voice) MonthOf(year, month int) string {
	months := strings.Split(v.Say("number.months"), ",")
	return v.Say("number.month", "Year", year, "Month", months[month-1])
}

// Decimal writes a number of years or per cent, without needless zeros.
func (v *Voice) Decimal(x float64) string { return v.plain(math.Round(x*1e6) / 1e6) }

// plain writes a number without marks between its digits.
func (v *Voice) plain(x float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(x, 'f', -1, 64), ".", v.Point())
}

// Point is the decimal point of the language, which is a comma in many.
func (v *Voice) Point() string { return v.Say("number.point") }

// group writes a number with the marks of the language: one before every three digits, and
// its decimal point.
func (v *Voice) group(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	mark := v.Say("number.group")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	if rest != "" {
		b.WriteString(v.Point() + rest)
	}
	return b.String()
}
