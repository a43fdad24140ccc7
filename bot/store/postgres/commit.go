package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// tries is how often a transaction is begun that something was in the way of.
const tries = 6

// change is a session within a transaction.
type change struct {
	session     *bot.Session
	stored      bool // there is a row
	seen, state string
	changed     bool
	err         error // it cannot be read
}

// commit takes the turns in one transaction and finishes them all. Where it fails it fails
// for all: also a turn that only found its delivery seen may have seen what is now undone.
func (w *writer) commit(turns []*request) {
	served := slices.DeleteFunc(turns, func(r *request) bool { return !r.claim() }) // whose caller has left
	if len(served) == 0 {
		return
	}
	settled := map[bot.Key]*bot.Settlement{}
	w.pending.List(settled)
	err := w.again(func(ctx context.Context) error { return w.attempt(ctx, served, settled) })
	if err == nil {
		w.pending.Saved(settled)
	}
	for _, r := range served {
		if err == nil && r.panicked == nil {
			r.finish(r.err)
			continue
		}
		r.finish(plain(err))
	}
}

// again tries a transaction until it is through, or fails for a reason that stays. What f
// returns means that nothing has been committed, unless it is errUnknown.
func (w *writer) again(f func(context.Context) error) (err error) {
	for n := range tries {
		if err = w.once(f); err == nil || errors.Is(err, errUnknown) {
			return err
		}
		if !fleeting(err) && (n > 0 || !lost(err) && code(err) != "57P01") {
			return err
		}
		if n > 1 {
			time.Sleep(time.Duration(n) * time.Millisecond) // others are at the same rows
		}
	}
	return err
}

func (w *writer) once(f func(context.Context) error) error {
	ctx, cancel := w.limited()
	defer cancel()
	err := f(ctx)
	if w.conn != nil && (w.conn.IsClosed() || w.conn.PgConn().TxStatus() != 'I') {
		w.drop()
	}
	return err
}

// attempt is one try to commit the turns, with the settlements.
func (w *writer) attempt(ctx context.Context, turns []*request, settled map[bot.Key]*bot.Settlement) error {
	conn, err := w.connection(ctx)
	if err != nil {
		return err
	}
	for _, r := range turns {
		r.session, r.err, r.panicked = nil, nil, nil
	}
	lease := w.store.heart.lease()
	changes, xid, err := lock(ctx, conn, w.store.form, lease, turns, settled)
	if err != nil {
		return err
	}
	for key, t := range settled {
		if c := changes[key]; c != nil && c.stored && c.err == nil {
			s := *c.session
			s.Settle(*t)
			c.session = &s
		}
	}
	for _, r := range turns {
		// After a long silence of the database the caller may have left: what it was to bring
		// may have come another way by now, and so long ago that the session has forgotten it.
		if r.err = context.Cause(r.ctx); r.err != nil {
			continue
		}
		changes[r.key].take(w.store.form, r, lease)
	}
	return w.save(ctx, conn, xid, changes, settled)
}

// lock begins a transaction and locks the rows of the turns and the settlements, in the
// order of their keys: all who lock several rows do. It reads those of the turns.
func lock(ctx context.Context, conn *pgx.Conn, form codec.Form, lease string, turns []*request, settled map[bot.Key]*bot.Settlement) (map[bot.Key]*change, string, error) {
	changes := make(map[bot.Key]*change, len(turns))
	var keys table
	var whole []bool
	for _, r := range turns {
		if changes[r.key] == nil {
			changes[r.key] = &change{session: &bot.Session{Key: r.key, Elsewhere: lease == ""}}
			keys.key(r.key)
			whole = append(whole, true)
		}
	}
	for key := range settled {
		if changes[key] == nil {
			keys.key(key)
			whole = append(whole, false)
		}
	}
	b := &pgx.Batch{}
	b.Queue(`BEGIN`)
	b.Queue(`SELECT pg_current_xact_id()::text`)
	b.Queue(lockRows, keys.platform, keys.id, whole)
	b.Queue(`SELECT id FROM replica WHERE until > statement_timestamp()`) // after the locks: nobody joins unseen
	results := conn.SendBatch(ctx, b)
	defer results.Close()
	if _, err := results.Exec(); err != nil {
		return nil, "", fmt.Errorf("begin: %w", err)
	}
	var xid string
	if err := results.QueryRow().Scan(&xid); err != nil {
		return nil, "", fmt.Errorf("begin: %w", err)
	}
	rows, err := results.Query()
	if err != nil {
		return nil, "", fmt.Errorf("lock sessions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		var r row
		if err := rows.Scan(append([]any{&i}, r.fields()...)...); err != nil {
			return nil, "", fmt.Errorf("read session: %w", err)
		}
		if !whole[i-1] {
			continue
		}
		c := changes[bot.Key{Platform: keys.platform[i-1], ID: string(keys.id[i-1])}]
		c.stored = true
		s, err := r.session(form, c.session.Key)
		if c.err = err; err == nil {
			c.session = &s
		}
	}
	if rows.Close(); rows.Err() != nil {
		return nil, "", fmt.Errorf("read sessions: %w", rows.Err())
	}
	rows, _ = results.Query() // its error comes out of the rows
	alive, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, "", fmt.Errorf("read replicas: %w", err)
	}
	for _, c := range changes {
		holder := c.session.Lease
		c.session.Elsewhere = lease == "" || holder != lease && slices.Contains(alive, holder)
	}
	return changes, xid, results.Close()
}

const lockRows = `SELECT k.i, s.version, s.shown, s.created, s.touched, CASE WHEN k.whole THEN s.seen END, CASE WHEN k.whole THEN s.state END,
		s.surface, s.due, s.tries, s.gone, s.marks, s.settled, s.holder
	FROM unnest($1::text[], $2::bytea[], $3::boolean[]) WITH ORDINALITY AS k (platform, id, whole, i)
	JOIN session s ON s.platform = k.platform AND s.id = k.id
	ORDER BY s.platform, s.id FOR UPDATE OF s`

// save writes what has changed, and the settlements of the others, and commits. Two who
// make the same session for the first time are told apart by the primary key: the second
// tries again, and finds it.
func (w *writer) save(ctx context.Context, conn *pgx.Conn, xid string, changes map[bot.Key]*change, settled map[bot.Key]*bot.Settlement) error {
	form := w.store.form
	old, fresh, rest := table{form: form}, table{form: form}, table{form: form}
	for _, key := range sorted(changes) {
		c := changes[key]
		switch {
		case !c.changed:
		case c.stored:
			old.add(c.session, c.seen, c.state)
		default:
			fresh.add(c.session, c.seen, c.state)
		}
	}
	for key, t := range settled {
		if c := changes[key]; c == nil || !c.changed {
			rest.settlement(key, t)
		}
	}
	b := &pgx.Batch{}
	for _, holder := range old.toTell() {
		notify(b, "news "+holder)
	}
	if !old.empty() {
		b.Queue(update, old.args()...)
	}
	if !fresh.empty() {
		b.Queue(insert, fresh.args()...)
	}
	if !rest.empty() {
		b.Queue(settle, rest.settleArgs()...)
	}
	if b.Len() == 0 {
		_, err := conn.Exec(ctx, `ROLLBACK`)
		return err
	}
	b.Queue(`COMMIT`)
	err := conn.SendBatch(ctx, b).Close()
	if err == nil {
		return nil
	}
	if unheard(err) {
		w.drop()
		return w.store.fate(xid, &old, &fresh)
	}
	_, _ = conn.Exec(ctx, `ROLLBACK`) // the first error is the one to tell
	return fmt.Errorf("save sessions: %w", err)
}

// sorted returns the keys in the order in which rows are locked.
func sorted[T any](m map[bot.Key]T) []bot.Key {
	keys := make([]bot.Key, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, inOrder)
	return keys
}

func inOrder(a, b bot.Key) int {
	return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.ID, b.ID))
}

// take lets a turn change the session, or leaves it as it is.
func (c *change) take(form codec.Form, r *request, lease string) {
	if c.err != nil {
		r.err = c.err
		return
	}
	defer func() {
		if v := recover(); v != nil {
			r.panicked = v
		}
	}()
	s := *c.session
	if r.err = r.change(&s); r.err != nil {
		return
	}
	s.Key, s.Lease, s.Elsewhere = c.session.Key, c.session.Lease, c.session.Elsewhere
	if s.Wanted() && !s.Elsewhere {
		s.Lease = lease
	}
	seen, state, err := form.Encode(&s)
	if err != nil {
		r.err = err
		return
	}
	c.session, c.seen, c.state, c.changed = &s, seen, state, true
	r.session = &s
}
