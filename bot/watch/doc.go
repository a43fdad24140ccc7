// Package watch lets those who run the bot see how it is: numbers in the form that
// Prometheus reads, whether it is ready for work, and profiles.
//
// It knows what a bot and a store tell of themselves, and no platform's protocol. It refuses
// to know people: no metric and no label names a person, a chat, a channel or a workspace, and
// there are none from which one could be told.
//
// The tour:
//
//   - metrics.go: the numbers, and which are counted as things happen.
//   - gauge.go: those that are looked up when somebody asks.
//   - store.go: a store that is timed.
//   - ready.go, ops.go: whether the bot is ready, and the pages for operators.
package watch
