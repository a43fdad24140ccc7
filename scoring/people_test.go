package scoring_test

import (
	"math"
	"math/rand/v2"
	"slices"

	. "hspbot/scoring"
)

// anybody returns a person of whom everything is known, near the thresholds more often than
// not. Some have nearly everything, some next to nothing.
func anybody(r *rand.Rand) Profile {
	p := Profile{AsOf: today}
	rich := r.Float64()
	for f := range Fact(FactCount) {
		v := anyValue(r, f)
		if r.Float64() > rich && f.Kind() <= Set {
			v = Value{Cases: 1}
		}
		p = p.With(f, v)
	}
	return p
}

func anyValue(r *rand.Rand, f Fact) Value {
	switch f.Kind() {
	case YesNo:
		return Bool(r.IntN(2) == 0)
	case Choice:
		return Option(r.IntN(len(f.Names())))
	case Set:
		some, others := r.UintN(1<<len(f.Names())), r.UintN(1<<len(f.Names()))
		return Members(some & others)
	case Ages:
		var ages []int
		for range r.IntN(3) {
			ages = append(ages, []int{0, 3, 6, 7, 12, 13, 40}[r.IntN(7)])
		}
		return AgesOf(ages...)
	}
	return numberOf(f, anyNumber(r, f))
}

func numberOf(f Fact, x float64) Value {
	if f.Kind() == Whole {
		return Number(int64(x))
	}
	return Real(x)
}

// anyNumber returns a number of f, on a threshold, next to one, or anywhere.
func anyNumber(r *rand.Rand, f Fact) float64 {
	if f == SpouseIncome {
		return float64(r.IntN(3) * r.IntN(25) * 500_000)
	}
	at := Thresholds(today, f, AllSheets)
	x := at[r.IntN(len(at))]
	switch r.IntN(4) {
	case 0:
		return before(f, x)
	case 1:
		return x
	case 2:
		return math.Floor(x * r.Float64())
	}
	return math.Ceil(x * (1 + r.Float64()))
}

// before returns the number of f just under x.
func before(f Fact, x float64) float64 {
	if f.Kind() == Whole {
		return max(0, x-1)
	}
	return math.Nextafter(x, 0)
}

// vague returns what is left when somebody knows a value less well: nothing, a band around
// a number, or a few of the cases.
func vague(r *rand.Rand, f Fact, v Value) Value {
	if r.IntN(2) == 0 {
		return Value{}
	}
	switch f.Kind() {
	case Choice, YesNo:
		n := max(2, len(f.Names()))
		return Value{Cases: v.Cases | 1<<r.IntN(n) | 1<<r.IntN(n)}
	case Set:
		return Value{Cases: v.Cases | 1<<r.IntN(1<<len(f.Names()))}
	case Ages:
		return Value{}
	}
	from, below := v.From, v.Below
	for range r.IntN(3) {
		if x := anyNumber(r, f); x < from {
			from = x
		}
	}
	for range r.IntN(3) {
		if x := anyNumber(r, f); x > below {
			below = x
		}
	}
	return Between(from, below)
}

// values returns known values that stand for all that v may be. Incomes are chosen so that
// every threshold of the points and of the joint income can be crossed by one yen.
func values(p *Profile, f Fact) []Value {
	v := p.Value(f)
	switch f.Kind() {
	case YesNo, Choice, Set:
		n := len(f.Names())
		if f.Kind() == Set {
			n = 1 << n
		}
		var list []Value
		for i := range max(2, n) {
			if v.Cases == 0 || v.Cases>>i&1 == 1 {
				list = append(list, Value{Cases: 1 << i})
			}
		}
		return list
	case Ages:
		if v.Known() {
			return []Value{v}
		}
		return []Value{AgesOf(), AgesOf(6), AgesOf(7), AgesOf(12), AgesOf(13, 20)}
	}
	from, below := 0.0, math.Inf(1)
	if v.Known() {
		from, below = v.From, v.Below
	}
	marks := []float64{from, before(f, below)}
	switch f {
	case AnnualIncome:
		marks = append(marks, from+1, below-2)
		marks = append(marks, around(Thresholds(today, f, AllSheets))...)
		marks = append(marks, crossing(p.Value(SpouseIncome))...)
	case SpouseIncome:
		for _, x := range values(p, AnnualIncome) {
			marks = append(marks, crossing(x)...)
		}
		marks = append(marks, from+1, 50_000_000)
	default:
		for _, x := range Thresholds(today, f, AllSheets) {
			marks = append(marks, before(f, x), x)
		}
	}
	slices.Sort(marks)
	var list []Value
	for _, x := range slices.Compact(marks) {
		if from <= x && x < below && !math.IsInf(x, 1) {
			list = append(list, numberOf(f, x))
		}
	}
	return list
}

func around(thresholds []float64) []float64 {
	var list []float64
	for _, x := range thresholds {
		list = append(list, x-1, x, x+1)
	}
	return list
}

// crossing returns the incomes that together with the ends of the other one are at a benefit's threshold.
func crossing(other Value) []float64 {
	from, most := 0.0, math.Inf(1)
	if other.Known() {
		from, most = other.From, other.Below-1
	}
	var list []float64
	for _, x := range around([]float64{8_000_000, 10_000_000, 30_000_000}) {
		for _, y := range []float64{x - from, x - most} {
			if y >= 0 {
				list = append(list, y)
			}
		}
	}
	return list
}
