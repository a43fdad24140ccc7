package postgres

import (
	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// lockRows reads and locks rows in the order of their keys: all who lock several rows do.
const lockRows = `SELECT s.platform, s.id, ` + codec.Columns + `
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
			var r codec.Row
			if err := rows.Scan(append([]any{&k.Platform, &id}, r.Fields()...)...); err != nil {
				return err
			}
			k.ID = string(id)
			s, err := form.Decode(k, &r)
			(*to)[k] = &batch.Row{Stored: true, Session: &s, Err: err}
		}
		return rows.Err()
	})
}

// table is rows on their way to the database, column by column.
type table struct {
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

func (t *table) add(k bot.Key, r *codec.Row) {
	t.addKey(k)
	t.version, t.shown = append(t.version, r.Version), append(t.shown, r.Shown)
	t.created, t.touched = append(t.created, r.Created), append(t.touched, r.Touched)
	t.seen, t.state = append(t.seen, r.Seen), append(t.state, r.State)
	t.surface, t.changes = append(t.surface, r.Surface), append(t.changes, r.Changes)
	t.due, t.tries, t.gone = append(t.due, r.Due), append(t.tries, int64(r.Tries)), append(t.gone, r.Gone)
	t.wake, t.expires = append(t.wake, r.Wake), append(t.expires, r.Expires)
}

func (t *table) columns() []any {
	return []any{t.platform, t.id, t.version, t.shown, t.created, t.touched, t.seen, t.state, t.surface, t.changes, t.due, t.tries, t.gone, t.wake, t.expires}
}

// unnested is a table as the statements see it.
const unnested = `unnest($1::text[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
	$7::bytea[], $8::bytea[], $9::bytea[], $10::bytea[], $11::bigint[], $12::bigint[], $13::boolean[], $14::bigint[], $15::bigint[])
	AS t (platform, id, ` + codec.Columns + `)`

const (
	// update leaves what is NULL as it is, see [codec.Form.Settled].
	update = `UPDATE session s SET version = t.version, shown = t.shown, created = t.created, touched = t.touched,
		seen = coalesce(t.seen, s.seen), state = coalesce(t.state, s.state), surface = t.surface, changes = t.changes, due = t.due, tries = t.tries, gone = t.gone,
		wake = t.wake, expires = t.expires
		FROM ` + unnested + ` WHERE s.platform = t.platform AND s.id = t.id`
	insert = `INSERT INTO session (platform, id, ` + codec.Columns + `) SELECT * FROM ` + unnested
)
