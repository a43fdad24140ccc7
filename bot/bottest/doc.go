// Package bottest runs bots for tests: within the test, or as processes of their own that are
// killed and started again, and lets many made-up people talk with them.
//
// It knows no platform. A platform's tests say how to connect to it, and how a person sees
// and answers a card there.
//
//   - run.go: a bot in the test.
//   - child.go, killer.go: a bot as a process, and what kills it.
//   - crowd.go: many people at once, and what became of them.
//   - pictures.go: pages that show what a platform shows, to be looked at.
//   - log.go: what was logged, to look for what must not be there.
package bottest
