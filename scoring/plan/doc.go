// Package plan says what a person can do about the points: the cheapest ways to a mark, the salary
// that is needed, and the points of every day of some years, back and ahead.
//
// It knows no rule: every figure comes from [scoring.Assess], by the rows in force on the day. What it
// adds is the table of what people can change (changes.go), with how much time each commonly takes,
// and the search over it.
//
// # How the ways are found
//
// A way is a set of changes, at most one of each subject, and a day on which it has them all. One way
// is smaller than another if it has no more of any subject and is there no later. Of all ways that
// reach the mark those without a smaller one are returned, the least effort first.
//
// The facts fall into groups whose points add up ([scoring.Together]). Of each group every
// combination of changes is scored once, on each day that comes into question: today, the days on which
// a step of experience is complete, and those on which a degree may be. Then the combinations are put
// together, and whatever cannot reach the mark any more, or takes more effort than the ways found, is
// left out. A test tries every combination with the scorer instead.
package plan
