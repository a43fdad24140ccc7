package postgres

import (
	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// columns are those of a row after its key, in order.
const columns = `s.version, s.shown, s.created, s.touched, s.seen, s.state, s.surface, s.changes, s.due, s.tries, s.gone, s.wake, s.expires`

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

// lockRows reads and locks rows in the order of their keys: all who lock several rows do.
const lockRows = `SELECT s.platform, s.id, ` + columns + `
	FROM unnest($1::text[], $2::bytea[]) AS k (platform, id) JOIN session s ON s.platform = k.platform AND s.id = k.id
	ORDER BY s.platform, s.id FOR UPDATE OF s`

// queueLock has a pgx batch lock and read the rows of some keys.
func queueLock(send *pgx.Batch, form codec.Form, keys []bot.Key, to *map[bot.Key]*batch.Row) {
	var of table
	for _, k := range keys {
		of.addKey(k)
	}
	send.Queue(lockRows, of.platform, of.id).Query(func(rows pgx.Rows) error {
		*to = make(map[bot.Key]*batch.Row, len(keys))
		for rows.Next() {
			var k bot.Key
			var id []byte
			var r row
			if err := rows.Scan(append([]any{&k.Platform, &id}, r.fields()...)...); err != nil {
				return err
			}
			k.ID = string(id)
			read := &batch.Row{Stored: true, Seen: string(r.seen), State: string(r.state)}
			s, err := r.session(form, k)
			read.Session, read.Err = &s, err
			(*to)[k] = read
		}
		return rows.Err()
	})
}

// table is rows on their way to the database, column by column.
type table struct {
	form                             codec.Form
	platform                         []string
	id                               [][]byte
	version, shown, created, touched []int64
	seen, state, surface, changes    [][]byte
	due, tries                       []int64
	gone                             []bool
	wake, expires                    []int64
}

func (t *table) empty() bool { return len(t.id) == 0 }

func (t *table) addKey(k bot.Key) {
	t.platform, t.id = append(t.platform, k.Platform), append(t.id, []byte(k.ID))
}

func (t *table) add(row *batch.Row) {
	s := row.Session
	t.addKey(s.Key)
	t.version, t.shown = append(t.version, s.Version), append(t.shown, s.Shown)
	t.created, t.touched = append(t.created, codec.Micros(s.Created)), append(t.touched, codec.Micros(s.Touched))
	t.seen, t.state = append(t.seen, []byte(row.Seen)), append(t.state, []byte(row.State))
	t.surface, t.changes = append(t.surface, []byte(t.form.Surface(s))), append(t.changes, []byte(t.form.Changes(s)))
	t.due, t.tries, t.gone = append(t.due, codec.Micros(s.Due)), append(t.tries, int64(s.Tries)), append(t.gone, s.Gone)
	t.wake, t.expires = append(t.wake, codec.Micros(s.Wake)), append(t.expires, codec.Micros(s.Expires))
}

func (t *table) columns() []any {
	return []any{t.platform, t.id, t.version, t.shown, t.created, t.touched, t.seen, t.state, t.surface, t.changes, t.due, t.tries, t.gone, t.wake, t.expires}
}

// unnested is a table as the statements see it.
const unnested = `unnest($1::text[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
	$7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bigint[], $12::bigint[], $13::boolean[], $14::bigint[], $15::bigint[])
	AS t (platform, id, version, shown, created, touched, seen, state, surface, changes, due, tries, gone, wake, expires)`

const (
	update = `UPDATE session s SET version = t.version, shown = t.shown, created = t.created, touched = t.touched,
		seen = t.seen, state = t.state, surface = t.surface, changes = t.changes, due = t.due, tries = t.tries, gone = t.gone,
		wake = t.wake, expires = t.expires
		FROM ` + unnested + ` WHERE s.platform = t.platform AND s.id = t.id`
	insert = `INSERT INTO session (platform, id, version, shown, created, touched, seen, state, surface, changes, due, tries, gone, wake, expires)
		SELECT * FROM ` + unnested
)
