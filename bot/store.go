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

	// Load returns the session of key as the last Apply and Settle left it, or ErrNoSession.
	Load(ctx context.Context, key Key) (Session, error)

	// Settle notes what became of a screen. A session that is not there, or has not come to
	// its version, stays as it is.
	//
	// It does not wait for the disk: this store sees it at once, other processes soon, and
	// a crash may lose it, so that the screen is shown again. In this process no Apply of
	// the same conversation is under way meanwhile.
	Settle(ctx context.Context, key Key, s Settlement) error

	// Delete removes the session. When it returns nil, nothing of it remains in the
	// store's files, nor a mark that is under way. Where there is no session it does the
	// same, so it can be repeated after an error.
	Delete(ctx context.Context, key Key) error

	// Move gives the session of one key to another, in one transaction that is on disk when
	// Move returns. Where both have a session, the one of more turns stays, the first of two
	// with as many. Where from has none, nothing changes. The keys are of one platform.
	Move(ctx context.Context, from, to Key) error

	// List returns up to limit sessions of a platform whose ids begin with prefix and come
	// after the id after, in the order of the bytes of their ids. One that cannot be read is
	// left out.
	List(ctx context.Context, platform, prefix, after string, limit int) ([]Session, error)

	// Owing returns up to limit conversations of a platform whose last screen has not been
	// shown and may be tried now: they are not gone, and due. Those never put off come
	// first, the one touched longest ago before the others.
	Owing(ctx context.Context, platform string, now time.Time, limit int) ([]Key, error)

	// NextDue returns when the first conversation that is owing, not gone and not due at
	// now will be due; the zero time where there is none.
	NextDue(ctx context.Context, platform string, now time.Time) (time.Time, error)

	// Expire deletes, as Delete does, all sessions last touched before a time, and returns
	// how many, also with an error.
	Expire(ctx context.Context, before time.Time) (int, error)

	// Close finishes the calls under way, saves all that is settled and frees the store.
	// Calls that come later return ErrClosed.
	Close() error
}

// Settlement is what became of the screen of a turn. All but Shown replaces what the
// session holds, also where later turns have been taken: who settles has merged the two.
//
// Marks of turns up to its version are dropped: the surface has come of them. The lease is
// given back where no screen is wanted any more.
type Settlement struct {
	Version int64 // of the screen
	Shown   int64 // raises Session.Shown, where the session has come to it; 0 leaves it
	Surface []byte
	Due     time.Time
	Tries   int
	Gone    bool // not heeded where later turns have been taken: who takes one is there
	// Lease is the one under which the screen was posted. Where another has it by now the
	// settlement is refused, without an error; an empty one never is.
	Lease string
}

// Settle makes a settlement part of the session, for the stores.
func (s *Session) Settle(t Settlement) {
	if s.Version < t.Version || t.Lease != "" && t.Lease != s.Lease {
		return
	}
	if t.Shown <= s.Version {
		s.Shown = max(s.Shown, t.Shown)
	}
	s.Surface, s.Due, s.Tries = t.Surface, t.Due, t.Tries
	if s.Version == t.Version {
		s.Gone = t.Gone
	}
	s.Marks = after(s.Marks, t.Version)
	if !s.Wanted() {
		s.Lease = ""
	}
}

// after returns the marks of turns after a version.
func after(marks []Marked, version int64) []Marked {
	for len(marks) > 0 && marks[0].Version <= version {
		marks = marks[1:]
	}
	return marks
}
