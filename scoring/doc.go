// Package scoring is Japan's points table for Highly Skilled Professionals
// (高度人材ポイント制) as data, and the arithmetic over it.
//
// It knows the ordinance and nothing else: no text for people, no platform, no
// clock, no storage, no I/O. A [Profile] holds what is known of a person; [Assess]
// answers with the least and most points possible in each [Category], the verdicts,
// the preferential treatment that follows, and which unknown facts still matter.
//
// The tour:
//
//   - facts.go: the facts the table asks about, with the keys of the JSON contract.
//   - condition.go: the small language of conditions ("income.AtLeast(8_000_000)").
//   - table.go: the rows, laid out like the official sheet. Change the law here.
//   - benefits.go, residence.go: the preferential treatment, 2号 and permanent residence.
//   - law.go, compile.go, part.go, grant.go: the rules in force on a day, turned into look-up tables.
//   - assess.go, entitle.go, decide.go: a profile against a compiled table.
//   - universities.go: the designated universities, to look a school up.
//   - encode.go, decode.go: the JSON contract.
//
// # How partial profiles are scored exactly
//
// The thresholds in the table cut every number into finitely many cells (an income
// of 8 to 9 million yen is one cell), and every other fact has finitely many cases.
// What is known of a fact is the set of cells it may still lie in. Items that share a
// fact are enumerated together; items that share none are independent, so the sums
// they can reach combine as bit sets (one bit per 5 points). Least and most points,
// verdicts and "could this still matter" are therefore exact, not estimates.
//
// The benefits are tabulated over the household's facts, one bit per combination, for
// each standing (not recognised, by points, by J-Skip) and each level of the joint
// income. Which standings and levels can come together is found by income cell, because
// the income enters both; so is the one other fact that gives points and decides a
// benefit, the work in investment management.
//
// "Exact" means: the same as the least, the most and the differences over every profile
// that the partial one may turn out to be, taking the facts as independent. A test fills
// in thousands of profiles in every way to hold this.
package scoring
