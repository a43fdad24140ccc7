// Package hiring answers what a company's HR asks about a candidate: which salary is
// enough, which of two offers is better, how the candidates of a channel stand.
//
// Everything is computed from the facts of a conversation and the points table, exactly: a
// salary is tried at every step of the table, and what is not known of the candidate stays
// open and is said to be so. All functions are pure; the time comes in.
//
// The package knows no platform and no store, and none of the rules: it asks scoring. It
// draws screens for people who are not the candidate, so nothing it says speaks to the
// candidate, and no answer appears that the question does not need.
//
// The tour:
//
//   - salary.go: the least salary for 70 and 80 points; salaryscreen.go draws it.
//   - offer.go: two offers side by side. terms.go: what an offer brings besides the salary.
//   - summary.go: the outcome to be shared, and a candidate's status.
//   - table.go, csv.go: all candidates of a channel.
//   - amount.go: a salary as HR types it.
package hiring
