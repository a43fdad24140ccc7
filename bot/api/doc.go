// Package api answers other programs and the pages of partners over HTTP: it scores profiles, advises,
// and tells the rules and the listed universities as JSON. It is the JSON contract of "hspbot score"
// with addresses, and decides nothing itself. It knows no conversation and no store: nothing of a
// request is kept or logged.
//
// The tour:
//
//   - api.go: [API], the addresses and what every request goes through.
//   - access.go: who may ask, from which pages, how much. problem.go: what is said where not.
//   - body.go: the profiles of a body. score.go, rules.go, universities.go: the answers.
//   - openapi.go, openapi.json: the description of all that, with the schemas of scoring.
package api
