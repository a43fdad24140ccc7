package scoring

import "math"

// PayKinds are the kinds of pay, those of every contract first, and whether they belong to the yearly pay
// of item ③: what is expected for the activity applied for, from the organisation of the contract, before
// tax. The text keys are "pay." and the ID. It must not be changed.
var PayKinds = []Counted{
	// gross
	{ID: "base", Counts: Yes, Edition: questions2013},
	// allowances for diligence and adjustment
	{ID: "duty", Counts: Yes, Edition: questions2013},
	// paid whether or not the hours are worked
	{ID: "fixed_overtime", Counts: Yes, Edition: questions2013},
	{ID: "bonus_fixed", Counts: Yes, Edition: questions2013},
	// not said to be fixed, or by results: practitioners leave out what may not be paid
	{ID: "bonus", Edition: questions2013, Sureness: Inferred},
	{ID: "bonus_variable", Edition: questions2013, Sureness: Inferred},
	{ID: "overtime", Counts: No, Edition: questions2013},
	// allowances that reimburse costs do not count, unless they are taxed as pay
	{ID: "commuting", Counts: No, Edition: questions2013},
	{ID: "housing", Edition: questions2013},
	{ID: "family", Edition: questions2013},
	{ID: "allowance", Edition: questions2013},
	{ID: "sign_on", Edition: questions2013, Sureness: Inferred},
	{ID: "stock", Edition: questions2013, Sureness: Inferred},
	{ID: "dividends", Counts: No, Edition: questions2013},
	// pay by an organisation outside of the contract
	{ID: "side_job", Counts: No, Edition: questions2013},
	{ID: "second_employer", Edition: questions2013, Sureness: Inferred},
	// of transferees, by the foreign organisation
	{ID: "from_abroad", Counts: Yes, Edition: questions2013},
}

// PayLine is one line of an offer.
type PayLine struct {
	Kind string // an ID of [PayKinds]
	// Yen is what the line comes to in a year, not negative. An amount that is not known in yen is
	// Foreign: no official rule for the rate was found.
	Yen     int64
	Foreign bool
}

// mostPay is more than any pay, in yen a year.
const mostPay = 1_000_000_000_000

// YearlyPay is what an offer comes to for item ③ on the day, as a value of [AnnualIncome]: from the
// lines that count for certain to those with the ones that may. It has no end where one that may count
// is not known in yen. A kind that does not hold on the day is not counted.
func YearlyPay(lines []PayLine, day Date) Value {
	var least, perhaps int64
	open := false
	for _, l := range lines {
		k := CountedOf(PayKinds, l.Kind, day)
		if k == nil || k.Counts == No {
			continue
		}
		yen := min(max(0, l.Yen), mostPay)
		switch {
		case l.Foreign:
			open = true
		case k.Counts == Yes:
			least += yen
		default:
			perhaps += yen
		}
	}
	least, perhaps = min(least, mostPay), min(perhaps, mostPay)
	switch {
	case open:
		return Between(float64(least), math.Inf(1))
	case perhaps == 0:
		return Number(least)
	}
	return Between(float64(least), float64(least+perhaps)+1)
}
