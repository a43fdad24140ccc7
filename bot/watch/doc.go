// Package watch shows operators the condition of the bot: metrics in Prometheus's format,
// whether it is ready for work, and profiles.
//
// It knows what a bot and a store report about themselves, and no platform's protocol. It
// refuses to know people: no metric and no label identifies a person, a chat, a channel or a
// workspace.
//
// The tour:
//
//   - metrics.go: the registry, and the metrics that are updated by events.
//   - collect.go: the metrics that are queried when they are scraped.
//   - store.go: a store whose calls are timed.
//   - ready.go, ops.go: readiness, and the pages for operators.
package watch
