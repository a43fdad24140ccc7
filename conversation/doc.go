// Package conversation is the interview as two pure functions: [Step] takes a state and an
// event and returns a state, and [Show] draws the [Screen] of one.
//
// It knows no platform, no store and no clock: the event says what day it is, and every
// text comes from the locales. A [State] holds facts, never a position: the present
// question is computed from what is known, so going back, changing one answer, resuming
// after a restart and a new release with new questions need no code of their own.
//
// The tour:
//
//   - event.go, screen.go, state.go: what goes in, what comes out, what is kept.
//   - questions.go: the questions, their options and the order people expect.
//   - planner.go: which question is still worth asking.
//   - step.go: one turn. commands.go: the commands and their plain words.
//   - ask.go, result.go, details.go: the screens. views.go: which there are. pages.go: those with pages.
//   - tryout.go, scenario.go, sidebyside.go: other answers tried, and compared. An offer is one
//     (offer.go). jobs.go: years of work from dates. What is kept of them is no answer.
package conversation
