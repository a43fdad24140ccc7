package plan

import (
	"math"
	"math/rand/v2"
	"time"

	"hspbot/scoring"
)

var today = scoring.Date{Year: 2026, Month: time.November, Day: 29}

// anybody returns a person near the thresholds more often than not, with some answers open.
func anybody(r *rand.Rand, open float64) scoring.Person {
	p := scoring.Profile{AsOf: today}
	rich := r.Float64()
	for f := range scoring.Fact(scoring.FactCount) {
		v := anyValue(r, f)
		if r.Float64() > rich && f.Kind() <= scoring.Set {
			v = scoring.Value{Cases: 1}
		}
		if r.Float64() < open {
			v = vague(r, f, v)
		}
		p = p.With(f, v)
	}
	person := scoring.Person{Profile: p}
	if r.IntN(2) == 0 {
		person.Birth = today.AddYears(-18 - r.IntN(30)).AddDays(-r.IntN(365))
	}
	if r.IntN(3) == 0 {
		person.CareerSince = today.AddDays(-r.IntN(4000))
	}
	return person
}

func anyValue(r *rand.Rand, f scoring.Fact) scoring.Value {
	switch f.Kind() {
	case scoring.YesNo:
		return scoring.Bool(r.IntN(2) == 0)
	case scoring.Choice:
		return scoring.Option(r.IntN(len(f.Names())))
	case scoring.Set:
		some, others := r.UintN(1<<len(f.Names())), r.UintN(1<<len(f.Names()))
		return scoring.Members(some & others)
	case scoring.Ages:
		return scoring.AgesOf()
	}
	return numberOf(f, anyNumber(r, f))
}

func anyNumber(r *rand.Rand, f scoring.Fact) float64 {
	switch f {
	case scoring.SpouseIncome:
		return 0
	case scoring.Age:
		return float64(18 + r.IntN(30))
	case scoring.AnnualIncome:
		return float64(2+r.IntN(34))*1_000_000 - float64(r.IntN(2))
	}
	at := scoring.Thresholds(today, f, scoring.AllSheets)
	x := at[r.IntN(len(at))]
	switch r.IntN(3) {
	case 0:
		return x
	case 1:
		return math.Floor(x * r.Float64())
	}
	return math.Round(12*x*r.Float64()) / 12
}

func numberOf(f scoring.Fact, x float64) scoring.Value {
	if f.Kind() == scoring.Whole {
		return scoring.Number(int64(x))
	}
	return scoring.Real(x)
}

// vague is what is left of a value where the person does not know it well.
func vague(r *rand.Rand, f scoring.Fact, v scoring.Value) scoring.Value {
	if r.IntN(2) == 0 {
		return scoring.Value{}
	}
	switch f.Kind() {
	case scoring.Whole, scoring.Decimal:
		return scoring.Between(v.From, v.Below+math.Floor(v.From*r.Float64())+1)
	case scoring.Ages:
		return scoring.Value{}
	}
	return scoring.Value{Cases: v.Cases | 1<<r.IntN(max(2, len(f.Names())))}
}
