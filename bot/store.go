package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hspbot/bot/records"
)

// Errors of a [Store]. All others come from the world: a full disk, a lost connection.
var (
	// ErrNoSession says that nothing is stored under the key.
	ErrNoSession = errors.New("no such session")
	// ErrCorrupt says that what is stored cannot be read as a session: it is damaged, or was
	// sealed with a key that is not there.
	ErrCorrupt = errors.New("stored session is unreadable")
	// ErrDamaged says that the store itself is damaged, which a copy has to replace.
	ErrDamaged = errors.New("damaged")
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
	records.Store
	Lock
	Shared

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

	// Settle makes a settlement part of the session, by [Session.Settle], in a transaction
	// that reads the session. Where there is none nothing happens.
	//
	// It does not wait for the disk: this store sees it at once, other processes soon, and
	// a crash may lose it, so that the screen is shown again.
	Settle(ctx context.Context, key Key, t Settlement) error

	// Delete removes the session if it is of that version; 0 removes one of any version. When
	// it returns nil, no settlement is under way that could bring it back, and nothing of what
	// was deleted, or had been replaced before, remains in the store's files, except as long as
	// somebody else reads them: see [Measured.ErasureOwed]. Where there is nothing to remove it
	// does the same, so it can be repeated after an error.
	Delete(ctx context.Context, key Key, version int64) error

	// Move gives the session of one key to another, in one transaction that is on disk when
	// Move returns. Where both have a session, the one of more turns stays, the first of two
	// with as many. Where from has none, nothing changes. The keys are of one platform.
	Move(ctx context.Context, from, to Key) error

	// List returns up to limit sessions of a platform whose ids begin with prefix and come
	// after the id after, in the order of the bytes of their ids. One that cannot be read is
	// left out.
	List(ctx context.Context, platform, prefix, after string, limit int) ([]Session, error)

	// KeysOf returns the conversations of a platform that are one person's, see [Key.Person], in the
	// order of the bytes of their ids.
	KeysOf(ctx context.Context, platform, person string) ([]Key, error)

	// Owing returns up to limit conversations of a platform whose screen is wanted, see
	// [Session.Wanted], and due at now: first those that were never put off, the one touched
	// longest ago before the others, then those put off, the one due longest ago before the others,
	// and last those that are to be looked at, see [Session.Woken], by their time.
	// Where all that are due have been returned, next is when the first of those that are not
	// will be, zero where there is none; otherwise now.
	Owing(ctx context.Context, platform string, now time.Time, limit int) (keys []Key, next time.Time, err error)

	// Expire deletes, as Delete does, all sessions that have expired at now, see [Session.Expires],
	// and of those that have no such time the ones last touched before another. It returns how
	// many, also with an error.
	Expire(ctx context.Context, now, before time.Time) (int, error)

	// Expirable returns how many sessions Expire would delete, and how many there are in all.
	Expirable(ctx context.Context, now, before time.Time) (n, all int, err error)

	// Close finishes the calls under way, saves all that is settled and frees the store.
	// Calls that come later return ErrClosed.
	Close() error
}

// eachAtOnce is how many sessions are read at a time.
const eachAtOnce = 500

// Each calls visit with each conversation of a platform whose id begins with a prefix and that can be read, until
// it returns an error.
func Each(ctx context.Context, store Store, platform, prefix string, visit func(*Session) error) error {
	for after := ""; ; {
		list, err := store.List(ctx, platform, prefix, after, eachAtOnce)
		if err != nil {
			return fmt.Errorf("list sessions: %w", err)
		}
		for i := range list {
			if err := visit(&list[i]); err != nil {
				return err
			}
			after = list[i].ID
		}
		if len(list) < eachAtOnce {
			return nil
		}
	}
}

// Settlement is what became of the screen of a turn. It is made part of the session also
// where later turns have been taken: what these did to the surface is kept beside it.
type Settlement struct {
	// Created is that of the session. One that has been created at another time is a later
	// conversation, which the settlement is not for. The zero time is any.
	Created time.Time
	Version int64 // of the screen
	Shown   int64 // raises Session.Shown, where the session has come to it; 0 leaves it
	// Surface, Due, Tries, Wake and Expires replace what the session holds.
	Surface       []byte
	Due           time.Time
	Tries         int
	Wake, Expires time.Time
	// Gone says that the person is not there any more. It has no effect where later turns have
	// been taken: who takes one is there.
	Gone bool
}

// Lock is the part of a [Store] by which one at a time of the processes that share it does
// something, such as posting to a platform or asking it for updates.
type Lock interface {
	// Hold waits until no other process holds the lock of that name, runs f, and returns its
	// error. The context of f ends with ctx and as soon as the lock may be another's: f
	// returns then, and Hold waits again, until ctx ends. An error of f ends Hold, unless the
	// lock was lost.
	Hold(ctx context.Context, name string, f func(context.Context) error) error
}

// Shared is the part of a [Store] for several processes that work on the same place: any of
// them takes turns, and tells the one that posts.
type Shared interface {
	// Notify tells the other processes that a screen of a conversation is owed. It does not
	// wait, and may be lost: [Store.Owing] finds what was not heard.
	Notify(key Key)
	// Now is the time by the clock of the place that the processes share, by which sessions are
	// dated. What one process puts off, another may have to find due.
	Now() time.Time
	// Notified returns a channel of the conversations of a platform that other processes have
	// told of; nil where only one process can work on the place. There is one reader; what has no
	// room is dropped.
	Notified(platform string) <-chan Key
}

// Measured is what a [Store] is, too, where it lets itself be looked at from outside.
type Measured interface {
	// Count returns how many sessions of a platform there are. Where there are many it takes
	// a moment.
	Count(ctx context.Context, platform string) (int, error)
	// Owed returns how many screens of a platform are owed to people who are there, due or
	// put off, and when the conversation was touched that waits longest; the zero time
	// where none is owed.
	Owed(ctx context.Context, platform string) (n int, oldest time.Time, err error)
	// ErasureOwed returns since when something that was deleted remains in the files of the
	// store, because somebody else reads them; the zero time where nothing does.
	ErasureOwed() time.Time
	// Probe writes something that means nothing, in a transaction that is on disk when
	// Probe returns.
	Probe(ctx context.Context) error
}

// Sealer is what a [Store] is, too, where what it keeps can be sealed with keys.
type Sealer interface {
	// ByKey returns how many sessions hang on which key, by its name, under "none" those of which
	// something is in plain. One may hang on several. It reads all rows.
	ByKey(ctx context.Context) (map[string]int, error)
	// Reseal seals with the first key all that is not, and returns how many sessions that were.
	// Those that cannot be read are left as they are. Without keys it does nothing.
	Reseal(ctx context.Context) (int, error)
	// DropUnreadable deletes, as Delete does, the sessions that hang on keys that are not there,
	// and returns how many.
	DropUnreadable(ctx context.Context) (int, error)
	// SealedSince returns since when keys have been used; the zero time where there are none.
	SealedSince(ctx context.Context) (time.Time, error)
	// RefusePlain has nothing in plain be taken for a session any more: it would be forged. It is
	// for when everything has been sealed, and nobody writes without keys any more.
	RefusePlain(ctx context.Context) error
}
