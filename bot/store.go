package bot

import (
	"context"
	"errors"
	"time"
)

// Errors of a [Store]. All others come from the world: a full disk, a lost connection.
var (
	// ErrNoSession says that nothing is stored under the key.
	ErrNoSession = errors.New("no such session")
	// ErrCorrupt says that what is stored cannot be read as a session.
	ErrCorrupt = errors.New("stored session is unreadable")
	// ErrClosed says that the store has been closed.
	ErrClosed = errors.New("store is closed")
)

// Store is where sessions live. It may be used by many goroutines, and the same place by
// several processes. Package storetest holds an implementation to what is written here.
//
// A session comes back as it was saved, its times in UTC and to the microsecond. No error
// names a key or repeats what is stored.
//
// A store is free to commit many waiting calls of Apply at once and to keep sessions at
// hand, as long as nobody can tell, except by the clock.
type Store interface {
	// Apply loads the session of key, or a new one that holds nothing but the key, lets
	// change alter it, and saves it. All of that is one transaction, on disk when Apply
	// returns, and exclusive: of two calls for one conversation, in this process or in
	// another, one comes wholly before the other.
	//
	// Where change returns an error, nothing is changed and Apply returns that error as it
	// is; other calls are not affected. A panic of change changes nothing either and comes
	// out of Apply. change runs at an unknown place and may run more than once, so it has
	// no effect but on its session and what it returns last counts; it must not call the
	// store, nor block. It cannot change the key.
	//
	// When ctx ends while Apply waits, it returns the cause and nothing has changed. Once
	// change has begun, Apply returns what became of it.
	Apply(ctx context.Context, key Key, change func(*Session) error) (Session, error)

	// Load returns the session of key as the last Apply and MarkShown left it, or ErrNoSession.
	Load(ctx context.Context, key Key) (Session, error)

	// MarkShown notes that the person has got the screen of version. It never lowers Shown,
	// and a session that is not there, or has not come to version, stays as it is.
	//
	// It does not wait for the disk: this store sees the mark at once, other processes
	// soon, and a crash may lose it, so that the screen is shown again.
	MarkShown(ctx context.Context, key Key, version int64) error

	// Delete removes the session. When it returns nil, nothing of it remains in the
	// store's files, nor a mark that is under way. Where there is no session it does the
	// same, so it can be repeated after an error.
	Delete(ctx context.Context, key Key) error

	// Owing returns up to limit conversations of a platform whose last screen has not been
	// shown, the one touched longest ago first.
	Owing(ctx context.Context, platform string, limit int) ([]Key, error)

	// Expire deletes, as Delete does, all sessions last touched before a time, and returns
	// how many, also with an error.
	Expire(ctx context.Context, before time.Time) (int, error)

	// Close finishes the calls under way, saves all marks and frees the store. Calls that
	// come later return ErrClosed.
	Close() error
}
