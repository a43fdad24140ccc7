package scoring

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// dayOfPay is a day on which all kinds of pay hold.
var dayOfPay = Date{2026, 11, 29}

// TestYearlyPay: what counts for ③ by the official questions and answers: base pay, fixed overtime and
// bonuses that are fixed; not overtime, not what reimburses costs, not pay from outside the contract.
func TestYearlyPay(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []PayLine
		want  Value
	}{
		{"base 450,000 a month", []PayLine{{Kind: "base", Yen: 5_400_000}}, Number(5_400_000)},
		{"fixed overtime counts", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "fixed_overtime", Yen: 600_000}}, Number(6_000_000)},
		{"overtime does not", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "overtime", Yen: 600_000}}, Number(5_400_000)},
		{"a bonus by contract counts", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "bonus_fixed", Yen: 900_000}}, Number(6_300_000)},
		{"another may", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "bonus_variable", Yen: 900_000}}, Between(5_400_000, 6_300_001)},
		{"commuting does not, housing may", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "commuting", Yen: 240_000}, {Kind: "housing", Yen: 360_000}}, Between(5_400_000, 5_760_001)},
		{"a side job and dividends do not", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "side_job", Yen: 2_000_000}, {Kind: "dividends", Yen: 1}}, Number(5_400_000)},
		{"pay of a transferee from abroad does", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "from_abroad", Yen: 2_000_000}}, Number(7_400_000)},
		{"in another currency it is open", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "stock", Foreign: true}}, Between(5_400_000, math.Inf(1))},
		{"a side job in another currency is not", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "side_job", Foreign: true}}, Number(5_400_000)},
		{"no such kind", []PayLine{{Kind: "base", Yen: 5_400_000}, {Kind: "gift", Yen: 1_000_000}}, Number(5_400_000)},
		{"nothing", nil, Number(0)},
	} {
		if got := YearlyPay(c.lines, dayOfPay); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := YearlyPay([]PayLine{{Kind: "base", Yen: 5_400_000}}, Date{2013, 12, 23}); got != Number(0) {
		t.Errorf("before the source: %v", got)
	}
}

// TestYearlyPayBounds: the figure begins with the sum of the lines that count for certain, never ends
// above that of all lines, and another line never makes it less.
func TestYearlyPayBounds(t *testing.T) {
	line := rapid.Custom(func(t *rapid.T) PayLine {
		k := rapid.SampledFrom(PayKinds).Draw(t, "kind")
		return PayLine{Kind: k.ID, Yen: rapid.Int64Range(0, 50_000_000).Draw(t, "yen"), Foreign: rapid.IntRange(0, 9).Draw(t, "foreign") == 0}
	})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(line, 0, 8).Draw(t, "lines")
		var certain, all int64
		foreign := false
		for _, l := range lines {
			k := CountedOf(PayKinds, l.Kind, dayOfPay)
			foreign = foreign || l.Foreign && k.Counts != No
			if !l.Foreign {
				all += l.Yen
				if k.Counts == Yes {
					certain += l.Yen
				}
			}
		}
		got := YearlyPay(lines, dayOfPay)
		if got.From != float64(certain) || !foreign && got.Below > float64(all)+1 || foreign != math.IsInf(got.Below, 1) {
			t.Fatalf("%v of %v: certain %d, all %d", got, lines, certain, all)
		}
		more := YearlyPay(append(lines, line.Draw(t, "another")), dayOfPay)
		if more.From < got.From || more.Below < got.Below {
			t.Fatalf("%v, and with one line more %v", got, more)
		}
	})
}
