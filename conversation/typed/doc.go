// Package typed reads what a person typed as the answer to a question for a number: yen a
// year, an age or a date of birth, or years of experience; also days, and the words for the
// options of a choice. It reads English, Japanese and Chinese, mixed as people mix them.
//
// It would rather ask back than guess. A [Reading] is either Clear, an interval that holds
// what the person said, or carries the one [Doubt] worth asking about, with amounts to offer
// as buttons. A word it does not know is a doubt too: "8.5M" is an answer, "8.5M if I am
// promoted" is not.
//
// A text is folded (width, case, kinds of dash), cut into words by longest match in a table
// of words, the words that make numerals are added up, and what is left is a phrase of
// numbers joined by bounds ("at least"), ranges ("to") and units. Languages are the [Words] a
// [Reader] is made of and nothing else.
//
// The package does not know which question was asked or what a rule does with the answer. It
// reads no clock and keeps no text.
package typed

import (
	"math"
	"slices"

	"hspbot/scoring"
)

// Doubt says why a text was not taken as an answer. Clear means it was.
type Doubt uint8

// The doubts.
const (
	Clear      Doubt = iota
	NoNumber         // nothing that reads as a number
	Scale            // 8.5, 850, 8,5M, 100000: an amount in which unit?
	Currency         // an amount in dollars, 元, euro…: yen are wanted
	PerMonth         // an amount by the month, week, day or hour: a year's is wanted
	TakeHome         // an amount after tax: the amount before tax is wanted
	Several          // several numbers that are no range; a sum is suggested where one was written
	TooLarge         // more than anyone's
	TooLong          // longer than an answer is
	Negative         // below zero
	NotADate         // looks like a date, but no such day, or one still to come
	DateOrder        // a date that reads two ways: 04/05/1993, 93/4/1
	OnlyYear         // a year of the calendar, or a year and month: 1993, since 2015
	NotCounted       // an amount with pay that may not count: overtime, allowances, shares
	OtherYear        // an amount of another time: last year's, or wished for
	Household        // an amount of more than one person
	Birthday         // an age that may be still to come: 今年で35になります
	Unclear          // a number among words that may change it; it is suggested where they do not
	doubts     = iota
)

var doubtNames = [doubts]string{"clear", "no_number", "scale", "currency", "per_month", "take_home", "several",
	"too_large", "too_long", "negative", "not_a_date", "date_order", "only_year", "not_counted", "other_year", "household", "birthday", "unclear"}

// String returns the doubt's name, fit for a text key.
func (d Doubt) String() string { return doubtNames[d] }

// Reading is what was read from a text.
type Reading struct {
	// From and Below bound what a Clear text says: From <= x < Below, neither negative, Below
	// possibly +Inf. A whole n of yen or years of age is [n, n+1); an exact x of years
	// of experience is [x, the next float64). Both are 0 when the text is not Clear.
	From, Below float64
	Doubt       Doubt
	// Suggest is what the person may have meant, most likely first, at most 3.
	Suggest []float64
	// Range says that Suggest is the two ends of a range: 六七百万, 600 to 700.
	Range bool
	// About says that a Clear text is not exact: "about 8M".
	About bool
	// Spouse says that an amount is named as that of the husband or wife.
	Spouse bool
	// Third says that an amount is named as that of a man or a woman: she earns.
	Third bool
	// Own says that an amount is named as that of who writes.
	Own bool
	// Unit says that a number stands with its unit: years, 歳.
	Unit bool
	// Birth is the date of birth an [Age] was given by; otherwise zero.
	Birth scoring.Date
}

// doubtful returns the reading of a text in doubt d, with at most three suggestions.
func doubtful(d Doubt, suggest ...float64) Reading {
	var kept []float64
	for _, x := range suggest {
		if x >= 0 && !math.IsInf(x, 1) && len(kept) < 3 && !slices.Contains(kept, x) {
			kept = append(kept, x)
		}
	}
	return Reading{Doubt: d, Suggest: kept}
}
