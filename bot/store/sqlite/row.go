package sqlite

import (
	"database/sql"
	"errors"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// columns are those of a row after its key, in order.
const columns = `version, shown, created, touched, seen, state, surface, changes, due, tries, gone, wake, expires`

// row is a session as it is stored.
type row struct {
	version, shown, created, touched int64
	seen, state, surface, changes    []byte
	due                              int64
	tries                            int
	gone                             bool
	wake, expires                    int64
}

// fields are where the columns go.
func (r *row) fields() []any {
	return []any{&r.version, &r.shown, &r.created, &r.touched, &r.seen, &r.state, &r.surface, &r.changes, &r.due, &r.tries, &r.gone, &r.wake, &r.expires}
}

// scan reads and decodes a row.
func scan(form codec.Form, key bot.Key, from *sql.Row) (bot.Session, error) {
	var r row
	err := from.Scan(r.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Session{}, bot.ErrNoSession
	}
	if err != nil {
		return bot.Session{}, err
	}
	return r.session(form, key)
}

// session decodes a row.
func (r *row) session(form codec.Form, key bot.Key) (bot.Session, error) {
	s := bot.Session{
		Key: key, Version: r.version, Shown: r.shown, Created: codec.Time(r.created), Touched: codec.Time(r.touched),
		Due: codec.Time(r.due), Tries: r.tries, Gone: r.gone,
		Wake: codec.Time(r.wake), Expires: codec.Time(r.expires),
	}
	err := form.Decode(&s, codec.Stored{Seen: r.seen, State: r.state, Surface: r.surface, Changes: r.changes})
	if err != nil {
		return bot.Session{}, err
	}
	return s, nil
}
