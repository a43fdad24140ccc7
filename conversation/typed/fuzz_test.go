package typed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// seeds adds the texts of testdata for a question.
func seeds(f *testing.F, question string) {
	files, err := filepath.Glob("testdata/" + question + ".*.txt")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, line := range strings.Split(string(b), "\n") {
			text, _, _ := strings.Cut(line, " => ")
			f.Add(text)
		}
	}
	f.Add("\xff\xfe")
	f.Add(strings.Repeat("千", longest))
}

func fuzz(f *testing.F, question string) {
	seeds(f, question)
	read := readers[question]
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		r := read(text)
		lawful(t, text, r, time.Since(start))
	})
}

func FuzzYen(f *testing.F)   { fuzz(f, "yen") }
func FuzzAge(f *testing.F)   { fuzz(f, "age") }
func FuzzYears(f *testing.F) { fuzz(f, "years") }

// FuzzDate reads days and months, and how long two are apart.
func FuzzDate(f *testing.F) {
	seeds(f, "age")
	for _, text := range []string{"since April 2024", "2018年4月〜2024年3月", "令和6年4月", "2024-02-30"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, last, doubt := reader.Date(text)
		if doubt == Clear && last.Before(first) {
			t.Fatalf("%q: %v is after %v", text, first, last)
		}
		for _, years := range reader.Period(text, today) {
			if !(0 < years && years <= 50) {
				t.Fatalf("%q: %v years", text, years)
			}
		}
	})
}

func BenchmarkReaders(b *testing.B) {
	texts := map[string]string{"yen": "年収は約８５０万円くらいです", "age": "平成5年4月1日生まれ", "years": "3 years and 6 months"}
	for question, text := range texts {
		b.Run(question, func(b *testing.B) {
			for b.Loop() {
				readers[question](text)
			}
		})
	}
}

// BenchmarkWorst reads the longest texts that are not refused at once.
func BenchmarkWorst(b *testing.B) {
	for name, text := range map[string]string{
		"digits": strings.Repeat("8", longest), "kanji": strings.Repeat("千", longest), "numbers": strings.Repeat("1 ", longest/2),
		"letters": strings.Repeat("x", longest), "words": strings.Repeat("ten a ", longest/6), "wide": strings.Repeat("\ufdfa", longest),
		"ages": strings.Repeat("1歳", longest/2), "too long": strings.Repeat("8", 10_000),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				reader.Yen(text)
				ageToday(text)
				reader.Years(text)
			}
		})
	}
}

func FuzzChoices(f *testing.F) {
	for _, text := range []string{"two kids", "三つ", "两个", "master's from Kyoto University", "N1落ちた", "没有，但会说", "two kids, 5 and 9", "?", "not not no", "'"} {
		f.Add(text)
	}
	options := map[string][]string{"one": {"one thing"}, "two": {"two things"}}
	c, conflicts := reader.Choices("licences", Words{"option": {"licences": options}})
	if conflicts != nil {
		f.Fatal(conflicts)
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		said := c.Read(text)
		if len(said.Named) != len(said.Words) || len(said.Maybe) != len(said.MaybeWords) || said.Empty && (len(said.Named) > 0 || said.Unknown || said.None) {
			t.Fatalf("%q: %+v", text, said)
		}
		for _, a := range said.Amounts {
			if !(a.From < a.Below) || a.From < 0 {
				t.Fatalf("%q: %+v", text, a)
			}
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("%q took %v", text, took)
		}
	})
}
