package typed

import (
	"fmt"
	"strings"
)

// group writes n with sep between groups of three digits.
func group(n int64, sep string) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}

// decimal writes n divided by ten to the places.
func decimal(n int64, places int) string {
	s := fmt.Sprintf("%0*d", places+1, n)
	whole, fraction := s[:len(s)-places], strings.TrimRight(s[len(s)-places:], "0")
	if fraction == "" {
		return whole
	}
	if len(fraction) == 3 { // 8.500 reads two ways; 8.5000 does not
		fraction += "0"
	}
	return whole + "." + fraction
}

// mixed writes n as 1億2000万3400.
func mixed(n int64) string {
	s := ""
	for _, u := range []struct {
		value int64
		name  string
	}{{1e8, "億"}, {1e4, "万"}, {1, ""}} {
		if c := n / u.value % 10_000; c > 0 {
			s += fmt.Sprint(c, u.name)
		}
	}
	return s
}

// kanji writes n below 10^16 with the given digits and units, and zero, if any, in the gaps.
func kanji(n int64, digits, units, zero string) string {
	s, gap := "", false
	for i := 3; i >= 0; i-- {
		section := n
		for range i {
			section /= 10_000
		}
		section %= 10_000
		if section == 0 {
			gap = s != ""
			continue
		}
		for j := 3; j >= 0; j-- {
			d := section
			for range j {
				d /= 10
			}
			if d %= 10; d == 0 {
				gap = s != ""
				continue
			}
			if gap {
				s += zero
				gap = false
			}
			if d > 1 || j == 0 || zero != "" || i > 0 && j == 3 {
				s += string([]rune(digits)[d-1])
			}
			if j > 0 {
				s += string([]rune(units)[j-1])
			}
		}
		s += [...]string{"", "万", "億", "兆"}[i]
	}
	return s
}

var (
	upTo19 = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	byTens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
)

// words writes n in English.
func words(n int64) string {
	switch {
	case n < 20:
		return upTo19[n]
	case n < 100 && n%10 == 0:
		return byTens[n/10]
	case n < 100:
		return byTens[n/10] + "-" + upTo19[n%10]
	}
	for _, u := range []struct {
		value int64
		name  string
	}{{1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}, {100, "hundred"}} {
		if n < u.value {
			continue
		}
		s := words(n/u.value) + " " + u.name
		if n%u.value > 0 {
			s += " " + words(n%u.value)
		}
		return s
	}
	return ""
}

// wide writes ASCII in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if '!' <= r && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, s)
}

// british puts an and after each hundred that has more after it.
func british(words string) string {
	s := strings.ReplaceAll(words, "hundred ", "hundred and ")
	return strings.NewReplacer("and thousand", "thousand", "and million", "million").Replace(s)
}
