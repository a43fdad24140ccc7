// Package records has the small things that are kept besides the sessions, such as an installation
// of an app and its tokens: where they live, what is done once by all processes, and how a kind of them
// is sealed with other keys.
package records

import "context"

// Store is where records live. A record is named by its kind and its id, both not empty; what it
// holds is the affair of who keeps it, who seals it where it is secret. Package storetest holds an
// implementation to what is written here.
//
// It may be used by many goroutines, and the same place by several processes. No error
// names a record or repeats what it holds.
type Store interface {
	// Change replaces a record by what change makes of it, nil where there is none; where
	// change returns nil the record is removed. It is one transaction, on disk when Change
	// returns, and exclusive as that of bot.Store.Apply: change has no effect but what it
	// returns, may run more than once, does not call the store and does not block. Where it
	// returns an error, nothing is changed and Change returns that error as it is.
	Change(ctx context.Context, kind, id string, change func(old []byte) ([]byte, error)) error

	// Record returns what a record holds, or nil where there is none.
	Record(ctx context.Context, kind, id string) ([]byte, error)

	// RecordsOf returns the ids of the records of a kind, in order.
	RecordsOf(ctx context.Context, kind string) ([]string, error)

	// Prune removes the records of a kind that have ended, by what they hold. One that changes
	// meanwhile may stay.
	Prune(ctx context.Context, kind string, ended func(body []byte) bool) error
}
