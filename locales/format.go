package locales

import (
	"strconv"
	"strings"
)

// Yen writes a whole amount of yen the way the language does: ¥8.5M, 850万円, 850万日元.
// Units and forms come from the language's files ("number.…").
func (v *Voice) Yen(n int64) string {
	for _, size := range [...]string{"large", "small"} {
		unit, err := strconv.ParseInt(v.Say("number.yen_"+size+"_unit"), 10, 64)
		if err != nil || unit == 0 || n < unit {
			continue
		}
		decimals, _ := strconv.Atoi(v.Say("number.yen_decimals"))
		least := unit
		for range decimals {
			least /= 10
		}
		if n%least == 0 {
			s := strconv.FormatFloat(float64(n)/float64(unit), 'f', -1, 64)
			return v.Say("number.yen_"+size, "N", group(s))
		}
	}
	return v.Say("number.yen", "N", group(strconv.FormatInt(n, 10)))
}

// Decimal writes a number of years or per cent, without needless zeros.
func (v *Voice) Decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// group puts a comma before every three digits.
func group(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	if rest != "" {
		b.WriteString("." + rest)
	}
	return b.String()
}
