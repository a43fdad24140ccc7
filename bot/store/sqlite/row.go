package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// columns are those of a row, in order.
const columns = `rowid, version, shown, created, touched, seen, state, surface, due, tries, gone, changes`

const width = 12

// row is a session as it is stored.
type row struct {
	rowid, version, shown, created, touched int64
	seen, state, surface                    string
	due, tries, gone                        int64
	changes                                 string
}

// fields are where the columns go.
func (r *row) fields() []any {
	return []any{&r.rowid, &r.version, &r.shown, &r.created, &r.touched, &r.seen, &r.state,
		&r.surface, &r.due, &r.tries, &r.gone, &r.changes}
}

// scan reads a row through database/sql.
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

// read reads a row past it. The table is STRICT, so the types are as they are.
func read(form codec.Form, key bot.Key, v []driver.Value) (bot.Session, int64, error) {
	n := func(i int) int64 { x, _ := v[i].(int64); return x }
	text := func(i int) string { x, _ := v[i].(string); return x }
	r := row{n(0), n(1), n(2), n(3), n(4), text(5), text(6), text(7), n(8), n(9), n(10), text(11)}
	s, err := r.session(form, key)
	return s, r.rowid, err
}

// session decodes a row.
func (r *row) session(form codec.Form, key bot.Key) (bot.Session, error) {
	s := bot.Session{
		Key: key, Version: r.version, Shown: r.shown, Created: when(r.created), Touched: when(r.touched),
		Due: when(r.due), Tries: int(r.tries), Gone: r.gone != 0,
	}
	stored := codec.Stored{Seen: []byte(r.seen), State: []byte(r.state), Surface: []byte(r.surface), Changes: []byte(r.changes)}
	if err := form.Decode(&s, stored); err != nil {
		return bot.Session{}, err
	}
	return s, nil
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// micros and when are a time as it is stored; 0 is the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func when(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
