package scoring_test

import (
	"testing"

	. "hspbot/scoring"
)

func BenchmarkAssessFull(b *testing.B) {
	p, err := ParseProfile([]byte(full))
	if err != nil {
		b.Fatal(err)
	}
	benchmarkAssess(b, p)
}

// BenchmarkAssessPartial knows every second fact.
func BenchmarkAssessPartial(b *testing.B) {
	p, err := ParseProfile([]byte(full))
	if err != nil {
		b.Fatal(err)
	}
	p.Birth = Date{}
	p = p.With(Age, Number(33))
	for f := Fact(0); int(f) < FactCount; f += 2 {
		p = p.With(f, Value{})
	}
	benchmarkAssess(b, p)
}

func BenchmarkAssessEmpty(b *testing.B) { benchmarkAssess(b, Profile{AsOf: today}) }

func benchmarkAssess(b *testing.B, p Profile) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Assess(&p, AllSheets); err != nil {
			b.Fatal(err)
		}
	}
}
