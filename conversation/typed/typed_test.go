package typed

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

var update = flag.Bool("update", false, "rewrite the expected readings in testdata")

// today is the day the ages in testdata are taken at.
var today = scoring.Date{Year: 2026, Month: time.July, Day: 28}

// reader reads all the languages there are.
var reader = func() *Reader {
	r, err := New(allWords()...)
	if err != nil {
		panic(err)
	}
	return r
}()

func allWords() []Words {
	var all []Words
	for _, tag := range locales.Tags() {
		all = append(all, locales.In(tag).Words())
	}
	return all
}

func ageToday(text string) Reading { return reader.Age(text, today) }

var readers = map[string]func(string) Reading{"yen": reader.Yen, "age": ageToday, "years": reader.Years}

// TestTexts reads testdata/<question>.<language>.txt: a text and what it says per line.
func TestTexts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(locales.Tags())*len(readers) {
		t.Fatalf("testdata: %d files, want one for each question and language (%v)", len(files), err)
	}
	for _, file := range files {
		question, _, _ := strings.Cut(filepath.Base(file), ".")
		t.Run(filepath.Base(file), func(t *testing.T) { textFile(t, file, question) })
	}
}

func textFile(t *testing.T, file, question string) {
	read := readers[question]
	old, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for n, line := range strings.Split(strings.TrimSuffix(string(old), "\n"), "\n") {
		if line == "" || line[0] == '#' {
			fmt.Fprintln(&out, line)
			continue
		}
		text, want, _ := strings.Cut(line, " => ")
		got := show(read(text))
		if question == "years" {
			got = showReal(read(text))
		}
		fmt.Fprintf(&out, "%s => %s\n", text, got)
		if got != want && !*update {
			t.Errorf("line %d: %q is %s, want %s", n+1, text, got, want)
		}
	}
	if *update {
		if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// show writes a reading as testdata has it: 8500000, 5000000..<6000001, 10.. for 10 or more,
// and a doubt with its suggestions.
func show(r Reading) string { return describe(r, nextWhole) }

// showReal is show for numbers that need not be whole: 3.5, and 10+ for the next number after 10.
func showReal(r Reading) string { return describe(r, nextReal) }

func describe(r Reading, next func(float64) float64) string {
	if r.Doubt != Clear {
		s := r.Doubt.String()
		for i, x := range r.Suggest {
			s += [...]string{" ? ", " "}[min(i, 1)] + plainly(x)
		}
		return s
	}
	s := plainly(r.From)
	switch {
	case math.IsInf(r.Below, 1):
		s += ".."
	case r.Below != next(r.From):
		s += "..<" + plainly(r.Below)
	}
	if !r.Birth.IsZero() {
		s += " born " + r.Birth.String()
	}
	return s
}

func plainly(x float64) string {
	if r := math.Round(x); x != r && x == math.Nextafter(r, math.Inf(1)) {
		return plainly(r) + "+"
	}
	s := fmt.Sprintf("%.4f", x)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func TestDoubtNames(t *testing.T) {
	seen := map[string]bool{}
	for d := Clear; int(d) < doubts; d++ {
		if d.String() == "" || seen[d.String()] {
			t.Errorf("doubt %d has name %q", d, d)
		}
		seen[d.String()] = true
	}
}

// TestOdd reads what nobody types on purpose.
func TestOdd(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"", "no_number"},
		{" \t\n", "no_number"},
		{"\xff850万", "no_number"},
		{"850\x00万", "8500000"},
		{"8\u200b50\u200d万\ufeff", "8500000"},
		{"\u200f850万\u200e円", "8500000"},
		{"\u2068850万円\u2069", "8500000"},
		{"850万円\r\n", "8500000"},
		{"8\u00a0500\u00a0000", "8500000"},
		{"8\u202f500\u202f000 yen", "8500000"},
		{"8\u3000500\u3000000円", "8500000"},
		{"\u202e850万", "unclear ? 8500000"},
		{"8²00万", "several"},
		{"8\u03365\u03360万", "several"},
		{"²", "no_number"},
		{"😀", "no_number"},
		{"850万円😀🙏🏻", "8500000"},
		{"𝟖𝟓𝟎万", "8500000"},
		{"٨٥٠万", "no_number"},
		{"㌦8.5M", "currency"},
		{strings.Repeat("8", 200), "too_large"},
		{strings.Repeat("8", 201), "too_long"},
		{strings.Repeat("百", 200), "several"},
		{strings.Repeat(" ", 10_000) + "850万", "too_long"},
		{strings.Repeat("8", 10_000), "too_long"},
		{strings.Repeat("\ufdfa", 200), "no_number"},
	} {
		if got := show(reader.Yen(c.text)); got != c.want {
			t.Errorf("%.40q is %s, want %s", c.text, got, c.want)
		}
	}
}

// TestDurationsAreExact checks months against the float64 nearest to their twelfth.
func TestDurationsAreExact(t *testing.T) {
	for m := 0; m <= 840; m++ {
		want := float64(m) / 12
		for _, text := range []string{
			fmt.Sprintf("%d months", m), fmt.Sprintf("%dか月", m), fmt.Sprintf("%d个月", m),
			fmt.Sprintf("%d years and %d months", m/12, m%12), fmt.Sprintf("%d年%dヶ月", m/12, m%12),
		} {
			if r := reader.Years(text); r.Doubt != Clear || r.From != want || r.Below != math.Nextafter(want, math.Inf(1)) {
				t.Fatalf("%q is %+v, want %v", text, r, want)
			}
		}
	}
}

// TestBirthdays checks the age of every date of birth of a year around today's birthday.
func TestBirthdays(t *testing.T) {
	for day := time.Date(1992, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 1994; day = day.AddDate(0, 0, 1) {
		born := scoring.DateOf(day)
		heisei := fmt.Sprintf("平成%d年%d月%d日", day.Year()-1988, day.Month(), day.Day())
		texts := []string{heisei}
		for _, layout := range []string{"2006-01-02", "2006/1/2", "2006.1.2", "January 2, 2006", "2 Jan 2006", "2006年1月2日", "20060102"} {
			texts = append(texts, day.Format(layout))
		}
		for _, text := range texts {
			r := reader.Age(text, today)
			if r.Doubt != Clear || r.Birth != born || r.From != float64(scoring.AgeOn(born, today)) || r.Below != r.From+1 {
				t.Fatalf("%q is %+v", text, r)
			}
		}
	}
}

// TestPeriod: how long dates are apart, the last month whole.
func TestPeriod(t *testing.T) {
	for text, want := range map[string]float64{
		"2018年4月〜2024年3月": 6, "2018年4月から2024年3月まで": 6, "2018.4-2024.3": 6, "2018年4月至2024年3月": 6, "April 2018 to March 2024": 6, "2018/04 - 2024/03": 6,
		"since April 2019": 87.0 / 12, "2019年4月から": 87.0 / 12, "从2019年4月到现在": 87.0 / 12, "2019-2024": 5, "2015年から2020年": 5,
		"2019": 0, "since 2015": 0, "5 years": 0, "2030年4月から": 0, "2024年3月〜2018年4月": 0, "": 0, "2018年13月から": 0,
	} {
		got := reader.Period(text, today)
		if want == 0 && len(got) > 0 || want > 0 && (len(got) != 1 || got[0] != want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestConcepts: what changes the meaning of an amount is asked back, in every language alike.
func TestConcepts(t *testing.T) {
	for role, want := range map[string][]Doubt{
		"after_tax": {TakeHome}, "part_of_year": {PerMonth}, "extras": {NotCounted}, "other_year": {OtherYear}, "household": {Household}, "other_currency": {Currency},
	} {
		for _, tag := range locales.Tags() {
			words, amount := 0, locales.In(tag).Yen(8_500_000)
			for _, list := range locales.In(tag).Words()["yen"][role] {
				for _, w := range list {
					words++
					for _, text := range []string{w + " " + amount, amount + " " + w, w + amount} {
						// Where a word runs into the amount another doubt may come first; never none.
						if r := reader.Yen(text); r.Doubt == Clear || strings.HasPrefix(text, w+" ") && !slices.Contains(want, r.Doubt) && r.Doubt != Unclear && r.Doubt != Several && r.Doubt != NoNumber {
							t.Errorf("%s %s: %q is %s", tag, role, text, show(r))
						}
					}
				}
			}
			if words < 3 {
				t.Errorf("%s has only %d words for %s", tag, words, role)
			}
		}
	}
}
