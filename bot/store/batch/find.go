package batch

import (
	"fmt"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// Owing gathers what [bot.Store.Owing] returns of the conversations of a platform.
type Owing struct {
	Platform string
	Now      time.Time
	Limit    int
	Keys     []bot.Key
	Next     time.Time
}

// Room is how many rows Read needs of the next query.
func (o *Owing) Room() int { return o.Limit - len(o.Keys) + 1 }

// Read reads rows of an id and when it is due, in that order, up to the first that is not due yet. The error of
// the rows themselves is the caller's to look for.
func (o *Owing) Read(rows interface {
	Next() bool
	Scan(to ...any) error
}) error {
	for rows.Next() {
		var id []byte
		var due int64
		if err := rows.Scan(&id, &due); err != nil {
			return fmt.Errorf("read session: %w", err)
		}
		next := codec.Time(due)
		if due <= o.Now.UnixMicro() && len(o.Keys) < o.Limit {
			o.Keys = append(o.Keys, bot.Key{Platform: o.Platform, ID: string(id)})
			continue
		}
		if due <= o.Now.UnixMicro() {
			next = o.Now
		}
		if o.Next.IsZero() || next.Before(o.Next) {
			o.Next = next
		}
		return nil
	}
	return nil
}

// Moved returns the row of a session that moves to another key, which is sealed for that; nil where the session
// that is there stays, because it is of more turns. Other is nil where none is there.
func Moved(form codec.Form, to bot.Key, old, other *Row) (*codec.Row, error) {
	if old.Err != nil {
		return nil, old.Err
	}
	if other != nil && (other.Err != nil || other.Session.Version > old.Session.Version) {
		return nil, other.Err
	}
	moved := *old.Session
	moved.Key = to
	return form.Encode(&moved)
}
