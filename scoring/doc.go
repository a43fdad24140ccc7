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
//   - edition.go: the sources of law with their days. Every statement of law names one.
//   - table.go: the rows, laid out like the official sheet. Change the law here.
//   - benefits.go, base.go, routes.go, checks.go, statements.go: the preferential treatment, the
//     criteria of the matching status, the routes to permanent residence and 2号, what else is
//     looked at, and what the law says beside them, each with its days.
//   - law.go, compile.go, part.go, grant.go: the rules in force on a day, turned into look-up tables.
//   - assess.go, entitle.go, decide.go: a profile against a compiled table.
//   - history.go, past.go, timeline.go, course.go, walk.go, needs.go: a person's past, the points of every
//     day of it, and the routes on every day of filing.
//   - changes.go, options.go, applied.go: what changes between two days, and what is in force on one.
//   - universities.go: the designated universities, to look a school up.
//   - encode.go, decode.go and what begins like them: the JSON contract.
//
// # Sources
//
// An [Edition] says how well its source is known: A, read in an official text or a verbatim copy;
// B, official content seen through copies or summaries, or several professional pages that
// agree; C, one source, or an inference from an official form. A (B) in a comment means the same.
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
// An example, in ロ. Known are a master's degree (20 points), an income of 8 million yen (30)
// and an age of 36 (5): 55 points, eleven steps of five. Open are the Japanese test together
// with the Japanese degree (the form does not add N2 to one, so they are one part), and the
// licences.
//
//	part                       points it can give    bits, step 0 on the right
//	Japanese test and degree   0, 10, 15, 25          10 1101 = 0, 2, 3 and 5 steps
//	licences                   0, 5, 10                   111 = 0, 1 and 2 steps
//
// The sums of both are the one set shifted by every bit of the other: 0 to 7 steps, all of
// them, so the total is 55 to 90 points. The pass mark is 14 steps: three more are needed.
//
// Do the licences still decide? With them the sums of the others at which they do are those from
// which 0 steps fail and 2 steps pass: 1 and 2 steps (3-2 up to 3-1). The others can give 2
// steps (N2, or a Japanese degree), so the licences are among the needs. This set of sums is
// what part.go calls decisive.
//
// The benefits are tabulated over the household's facts, one bit per combination, for
// each standing (not recognised, by points, by J-Skip) and each level of the joint
// income. Which standings and levels can come together is found by income cell, because
// the income enters both; so is the one other fact that gives points and decides a
// benefit, the work in investment management.
//
// # How routes are decided to the day
//
// A person's days fall into stretches on which nothing changes: no fact, no age at which points
// change, no step of experience, no table. Each stretch is scored once. Whether a route is met on
// a day of filing can change only where a stretch begins, or one or three years after that, or
// where years of stay complete; so only these days are looked at. A test decides the same day by
// day.
//
// "Exact" means: the same as the least, the most and the differences over every profile
// that the partial one may turn out to be, taking the facts as independent. A test fills
// in thousands of profiles in every way to hold this.
package scoring
