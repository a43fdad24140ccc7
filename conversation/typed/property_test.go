package typed

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// styles write an amount in every way a person may; "" where the style cannot.
var styles = map[string]func(n int64) string{
	"digits":       func(n int64) string { return fmt.Sprint(n, "円") },
	"bare":         func(n int64) string { return fmt.Sprint(n) },
	"commas":       func(n int64) string { return group(n, ",") },
	"commas yen":   func(n int64) string { return "¥" + group(n, ",") },
	"spaces":       func(n int64) string { return group(n, " ") + " yen" },
	"dots":         func(n int64) string { return group(n, ".") },
	"million":      func(n int64) string { return decimal(n, 6) + " million yen" },
	"M":            func(n int64) string { return "JPY " + decimal(n, 6) + "M" },
	"k":            func(n int64) string { return decimal(n, 3) + "k yen" },
	"man":          func(n int64) string { return decimal(n, 4) + "万円" },
	"man zh":       func(n int64) string { return decimal(n, 4) + "萬日圓" },
	"w":            func(n int64) string { return decimal(n, 4) + "w日元" },
	"hyakuman":     func(n int64) string { return decimal(n, 6) + "百万円" },
	"oku":          func(n int64) string { return decimal(n, 8) + "億円" },
	"mixed":        func(n int64) string { return mixed(n) + "円" },
	"kanji":        func(n int64) string { return kanji(n, "一二三四五六七八九", "十百千", "") + "円" },
	"kanji formal": func(n int64) string { return kanji(n, "壱弐参四五六七八九", "拾百千", "") + "円" },
	"kanji zh":     func(n int64) string { return kanji(n, "一二三四五六七八九", "十百千", "零") + "日元" },
	"words":        func(n int64) string { return words(n) + " yen" },
	"words and":    func(n int64) string { return british(words(n)) + " yen" },
}

// amounts are pay as people have it: round, and not.
func amounts(t *rapid.T) int64 {
	round := rapid.SampledFrom([]int64{1, 10, 1000, 10_000, 100_000, 1_000_000}).Draw(t, "round")
	return rapid.Int64Range(1_000_000/round, 999_999_999/round).Draw(t, "amount") * round
}

// TestYenReadsWhatIsWritten holds every style to the amount it was written from.
func TestYenReadsWhatIsWritten(t *testing.T) {
	for name, write := range styles {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				n := amounts(t)
				text := write(n)
				r := reader.Yen(text)
				if r.Doubt == Scale && trailing(n) {
					return // 八千五
				}
				if r.Doubt != Clear || r.From != float64(n) || r.Below != r.From+1 {
					t.Fatalf("%q is %s, want %d", text, show(r), n)
				}
			})
		})
	}
}

// trailing reports whether n ends in a lone digit that is asked back after 百 or more.
func trailing(n int64) bool { return n%10 != 0 && n%100 < 10 }

// TestYenVariants holds width, case, space and politeness to make no difference.
func TestYenVariants(t *testing.T) {
	variants := []func(string) string{
		wide, strings.ToUpper,
		func(s string) string { return "  " + s + "\n" },
		func(s string) string { return "about " + s },
		func(s string) string { return "約" + s + "くらいです" },
		func(s string) string { return "年薪大概" + s + "左右" },
		func(s string) string { return "年収" + wide(s) + "。" },
		func(s string) string { return "\u200e" + strings.Join(strings.Split(s, ""), "\u200b") },
	}
	var names []string
	for name := range styles {
		names = append(names, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := styles[rapid.SampledFrom(names).Draw(t, "style")](amounts(t))
		variant := rapid.SampledFrom(variants).Draw(t, "variant")(text)
		if utf8.RuneCountInString(variant) > longest {
			return
		}
		if a, b := show(reader.Yen(text)), show(reader.Yen(variant)); a != b {
			t.Fatalf("%q is %s, %q is %s", text, a, variant, b)
		}
	})
}

// TestRanges holds a range to the two amounts it is made of, with the unit shared or not.
func TestRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo := rapid.Int64Range(100, 2000).Draw(t, "lo")
		hi := rapid.Int64Range(lo+1, lo*9).Draw(t, "hi")
		joint := rapid.SampledFrom([]string{"-", " - ", "〜", "~", "から", "到", "至", " to "}).Draw(t, "joint")
		for _, text := range []string{fmt.Sprint(lo, "万", joint, hi, "万"), fmt.Sprint(lo, joint, hi, "万円")} {
			r := reader.Yen(text)
			if r.Doubt != Clear || r.From != float64(lo)*1e4 || r.Below != float64(hi)*1e4+1 {
				t.Fatalf("%q is %s", text, show(r))
			}
		}
	})
}

// TestSmallNumbers holds small numbers in words, digits and kanji to the same reading.
func TestSmallNumbers(t *testing.T) {
	for n := int64(0); n <= 99; n++ {
		k := kanji(n, "一二三四五六七八九", "十百千", "")
		if n == 0 {
			k = "〇"
		}
		for _, text := range []string{fmt.Sprint(n), wide(fmt.Sprint(n)), k, words(n)} {
			if r := ageToday(text); r.Doubt != Clear || r.From != float64(n) || r.Below != float64(n)+1 {
				t.Errorf("age %q is %s", text, show(r))
			}
			if r := reader.Years(text); n <= 70 && (r.Doubt != Clear || r.From != float64(n)) {
				t.Errorf("years %q is %s", text, show(r))
			}
		}
	}
}

func lawful(t testing.TB, text string, r Reading, took time.Duration) {
	t.Helper()
	bad := math.IsNaN(r.From) || math.IsNaN(r.Below) || r.From < 0 || math.IsInf(r.From, 0)
	if r.Doubt == Clear && (bad || !(r.From < r.Below) || len(r.Suggest) > 0) {
		t.Fatalf("%q is Clear and %+v", text, r)
	}
	if r.Doubt != Clear && (r.From != 0 || r.Below != 0 || !r.Birth.IsZero()) || len(r.Suggest) > 3 || int(r.Doubt) >= doubts {
		t.Fatalf("%q is %+v", text, r)
	}
	for _, x := range r.Suggest {
		if !(x >= 0) || math.IsInf(x, 0) {
			t.Fatalf("%q suggests %v", text, r.Suggest)
		}
	}
	if took > 2*time.Second { // a thousand times what it takes
		t.Fatalf("%q took %v", text, took)
	}
}
