package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// columns are those of a row, in order.
const columns = `s.version, s.shown, s.created, s.touched, s.seen, s.state, s.surface, s.due, s.tries, s.gone,
	s.marks, s.settled, s.holder`

// row is a session as it is stored.
type row struct {
	version, shown, created, touched int64
	seen, state, surface             []byte
	due, tries                       int64
	gone                             bool
	marks                            []byte
	settled                          int64
	holder                           string
}

// fields are where the columns go.
func (r *row) fields() []any {
	return []any{&r.version, &r.shown, &r.created, &r.touched, &r.seen, &r.state, &r.surface, &r.due, &r.tries, &r.gone,
		&r.marks, &r.settled, &r.holder}
}

// session decodes a row.
func (r *row) session(form codec.Form, key bot.Key) (bot.Session, error) {
	s := bot.Session{
		Key: key, Version: r.version, Shown: r.shown, Created: when(r.created), Touched: when(r.touched),
		Due: when(r.due), Tries: int(r.tries), Gone: r.gone, Lease: r.holder,
	}
	stored := codec.Stored{Seen: r.seen, State: r.state, Surface: r.surface, Marks: r.marks, Settled: r.settled}
	if err := form.Decode(&s, stored); err != nil {
		return bot.Session{}, err
	}
	return s, nil
}

// load reads a row.
func (s *Store) load(ctx context.Context, key bot.Key) (session bot.Session, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		var r row
		err := conn.QueryRow(ctx, `SELECT `+columns+` FROM session s WHERE platform = $1 AND id = $2`,
			key.Platform, []byte(key.ID)).Scan(r.fields()...)
		if errors.Is(err, pgx.ErrNoRows) {
			return bot.ErrNoSession
		}
		if err != nil {
			return err
		}
		session, err = r.session(s.form, key)
		session.Elsewhere = r.holder == "" || r.holder != s.heart.lease()
		return err
	})
	return session, err
}

// read runs f, which only reads, and once more where the connection broke meanwhile.
func (s *Store) read(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	if s.isClosed() {
		return bot.ErrClosed
	}
	err := s.pool.with(ctx, f)
	if err != nil && ctx.Err() == nil && (lost(err) || code(err) == "57P01") {
		return s.pool.with(ctx, f)
	}
	return err
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

// table are rows on their way to the database, column by column.
type table struct {
	form                             codec.Form
	platform                         []string
	id                               [][]byte
	version, shown, created, touched []int64
	seen, state, surface             [][]byte
	due, tries                       []int64
	gone                             []bool
	marks                            [][]byte
	marked                           []int64
	holder                           []string
	news                             []bool
}

func (t *table) empty() bool { return len(t.id) == 0 }

// add appends a session with its JSON.
func (t *table) add(s *bot.Session, seen, state string) {
	t.key(s.Key)
	t.version, t.shown = append(t.version, s.Version), append(t.shown, s.Shown)
	t.created, t.touched = append(t.created, micros(s.Created)), append(t.touched, micros(s.Touched))
	t.seen, t.state = append(t.seen, []byte(seen)), append(t.state, []byte(state))
	t.settled(t.form.Surface(s.Key, s.Surface), s.Due, s.Tries, s.Gone)
	marks, marked := t.form.Marks(s)
	t.marks, t.marked = append(t.marks, []byte(marks)), append(t.marked, marked)
	t.holder, t.news = append(t.holder, s.Lease), append(t.news, s.Elsewhere && s.Wanted())
}

func (t *table) key(k bot.Key) {
	t.platform, t.id = append(t.platform, k.Platform), append(t.id, []byte(k.ID))
}

func (t *table) settled(surface string, due time.Time, tries int, gone bool) {
	t.surface, t.due = append(t.surface, []byte(surface)), append(t.due, micros(due))
	t.tries, t.gone = append(t.tries, int64(tries)), append(t.gone, gone)
}

// toTell returns the replicas that are to post what this one has changed, each once.
func (t *table) toTell() (holders []string) {
	for i, news := range t.news {
		if news && t.holder[i] != "" && !slices.Contains(holders, t.holder[i]) {
			holders = append(holders, t.holder[i])
		}
	}
	return holders
}

func (t *table) args() []any {
	return []any{t.platform, t.id, t.version, t.shown, t.created, t.touched, t.seen, t.state, t.surface, t.due, t.tries, t.gone,
		t.marks, t.marked, t.holder, t.news}
}

// unnested is a table as the statements see it.
const unnested = `unnest($1::text[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
	$7::bytea[], $8::bytea[], $9::bytea[], $10::bigint[], $11::bigint[], $12::boolean[],
	$13::bytea[], $14::bigint[], $15::text[], $16::boolean[])
	AS t (platform, id, version, shown, created, touched, seen, state, surface, due, tries, gone, marks, marked, holder, news)`

const (
	update = `UPDATE session s SET version = t.version, shown = t.shown, created = t.created, touched = t.touched,
		seen = t.seen, state = t.state, surface = t.surface, due = t.due, tries = t.tries, gone = t.gone,
		marks = t.marks, marked = t.marked, holder = t.holder, news = t.news
		FROM ` + unnested + ` WHERE s.platform = t.platform AND s.id = t.id`
	insert = `INSERT INTO session (platform, id, version, shown, created, touched, seen, state, surface, due, tries, gone, marks, marked, holder, news)
		SELECT * FROM ` + unnested
)
