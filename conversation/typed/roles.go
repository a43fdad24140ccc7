package typed

// role is what a word does in a phrase. Rows give it; value is the number that goes with it.
type role uint8

const (
	unknown role = iota
	skip         // says nothing about the number: "I am", です, 大约

	// Numerals.
	literal  // a run of digits
	digit    // 一: read in runs, 八五〇
	ones     // eight, twelve
	tens     // eighty, 廿: ones may follow
	small    // 十 百 千 hundred: multiplies what is right before it
	big      // 万 億 thousand million: multiplies the whole section before it
	lakh     // a big one that hints at rupees
	article  // a, an: one, before a unit
	half     // half, 半
	plusHalf // and a half
	point    // point, 点
	more     // 多, 几: and some more of the last place

	// Joints.
	hyphen // a range, or a minus sign
	tilde  // a range; about, in front; and up, behind
	wave   // 〜: a range; and up, behind; up to or about, in front
	from   // から: a range; and up, behind
	to     // a range
	// from a range must follow, or the number is only where something starts
	fromBefore
	within  // right before a number it is still to come: in 5 years
	and     // a sum; a range after between
	plus    // a sum; or more, behind
	times   // a product
	listing // , 、: numbers side by side
	slash   // / and .: dates, fractions, choices
	between

	// Bounds; value is the bound.
	boundBefore // over, at least: on the next number
	boundAfter  // 以上, or more: on the last number, or the next where there is none

	// What changes the meaning of a number, or is one.
	none    // no income, なし, 没有
	minus   // マイナス
	percent //
	near    // nearly, 強: close to, not at
	approx  // about, 約: at the number, more or less

	// Yen.
	yen       // yen by name
	yenSign   // ¥, which is also yuan
	money     // another currency
	monthly   // by the month; value is the times in a year, 0 where unknown
	takeHome  // after tax
	extras    // with what may not count: overtime, allowances, shares
	otherYear // of another time than from now on: last year's, wished for
	household // of more than one person
	spouse    // of the husband or wife
	ownPay    // of the person who writes: I earn
	thirdPay  // of somebody else: she earns

	// Time.
	years       // a length in years, years of age
	months      // a length in months
	ordinalYear // 年目: in the nth year
	yearMark    // 年 in a date
	monthMark   // 月 in a date
	dayMark     // 日 in a date
	monthName   // April; value is the month
	era         // 平成; value indexes eras
	decade      // 代, s: ten years of age
	decadeName  // thirties; value is the first age
	early       // the first half of a decade
	late        // the second half of a decade
	becoming    // an age that is still to come, or may be
	thisYear    // makes a bare number the age of this year, which may be still to come

	// Choices; value is the index of what is meant.
	named       // an option
	maybeNamed  // an option it may be
	aside       // something that has a sentence of its own
	answerWord  // none, unsure, yes, no
	senseWord   // what changes the sense of a sentence
	topicWord   // what else a person may want
	subjectWord // a question
	unitWord    // the unit of a number
	roles       = iota
)

// The bounds a number can carry.
const (
	atLeast = 1 + iota
	over
	under
	atMost
)
