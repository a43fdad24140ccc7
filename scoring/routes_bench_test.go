package scoring_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	. "hspbot/scoring"
)

// BenchmarkRoutes decides the routes of the worked profiles of the points, of which no stay is
// known, and of the worked routes, which have a stay and a past.
func BenchmarkRoutes(b *testing.B) {
	b.Run("WithoutStay", func(b *testing.B) { benchmarkRoutes(b, workedPeople(b, "testdata/vectors.jsonl")) })
	b.Run("WithStay", func(b *testing.B) { benchmarkRoutes(b, workedPeople(b, "testdata/routes.jsonl")) })
}

func benchmarkRoutes(b *testing.B, people []Person) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := Routes(&people[i], AllSheets); err != nil {
			b.Fatal(err)
		}
		i = (i + 1) % len(people)
	}
}

// workedPeople reads the profiles of worked cases.
func workedPeople(b *testing.B, file string) []Person {
	b.Helper()
	f, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var people []Person
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c struct{ Profile json.RawMessage }
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			b.Fatal(err)
		}
		p, err := ParsePerson(c.Profile)
		if err != nil {
			b.Fatal(err)
		}
		if p.AsOf.IsZero() {
			p.AsOf = today
		}
		people = append(people, p)
	}
	return people
}
