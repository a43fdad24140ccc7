package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/retry"
	"hspbot/bot/store/batch"
)

const (
	// maxAttempts is how often a transaction is begun that others were in the way of, and
	// conflictBackoff how long it waits for them.
	maxAttempts = 6
	// answerTimeout is how long a writer waits for an answer beyond what the database allows
	// itself for a statement.
	answerTimeout = 5 * time.Second
)

var conflictBackoff = retry.Backoff{Min: time.Millisecond, Max: 4 * time.Millisecond}

// writer is a connection that writes for a queue. Only the goroutine of the queue uses it.
type writer struct {
	store *Store
	queue *batch.Queue
	conn  *pgx.Conn // nil where there is none at the moment
}

// connection returns the writer's connection, a new one where it broke.
func (w *writer) connection(ctx context.Context) (*pgx.Conn, error) {
	if w.conn != nil && !w.conn.IsClosed() {
		return w.conn, nil
	}
	conn, err := w.store.connect(ctx)
	if err != nil {
		return nil, err
	}
	w.conn = conn
	return conn, nil
}

// disconnect closes the connection; the next transaction has another.
func (w *writer) disconnect() {
	if w.conn != nil {
		closeConn(w.conn)
		w.conn = nil
	}
}

// retry runs a transaction until it is through, or fails for a reason that stays. An error
// of f says that nothing has been committed, unless it is errUnknown.
func (w *writer) retry(f func(context.Context, *pgx.Conn) error) error {
	reconnected := false
	return retry.Do(context.Background(), conflictBackoff, maxAttempts, func() error {
		err := w.attempt(f)
		switch {
		case err == nil || isConflict(err):
			return err
		case isDisconnected(err) && !reconnected && !errors.Is(err, errUnknown):
			reconnected = true // the database may have been restarted while nothing was to be done
			return err
		}
		return retry.Permanent(err)
	})
}

func (w *writer) attempt(f func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), w.store.o.Statement+answerTimeout)
	defer cancel()
	conn, err := w.connection(ctx)
	if err != nil {
		return err
	}
	err = f(ctx, conn)
	if conn.IsClosed() || conn.PgConn().TxStatus() != 'I' {
		w.disconnect()
	}
	return err
}

// commit commits a batch.
func (w *writer) commit(b *batch.Batch) error {
	return describe(w.retry(func(ctx context.Context, conn *pgx.Conn) error {
		rows, xid, err := w.lock(ctx, conn, b)
		if err != nil {
			return err
		}
		b.Apply(rows)
		return w.save(ctx, conn, b, rows, xid)
	}))
}

// lock begins a transaction, and locks and reads the rows of a batch. It returns also the
// number of the transaction.
func (w *writer) lock(ctx context.Context, conn *pgx.Conn, b *batch.Batch) (rows map[bot.Key]*batch.Row, xid string, err error) {
	send := &pgx.Batch{}
	send.Queue(`BEGIN`)
	if !b.Durable() {
		send.Queue(`SET LOCAL synchronous_commit = off`)
	}
	send.Queue(`SELECT pg_current_xact_id()::text`).QueryRow(func(row pgx.Row) error { return row.Scan(&xid) })
	queueLock(send, w.store.form, b.Keys(), &rows)
	if err := conn.SendBatch(ctx, send).Close(); err != nil {
		return nil, "", fmt.Errorf("lock sessions: %w", err)
	}
	return rows, xid, nil
}

// save writes what has changed, and commits. Of two replicas that make the same session for
// the first time the primary key stops the second, which tries again and finds it.
func (w *writer) save(ctx context.Context, conn *pgx.Conn, b *batch.Batch, rows map[bot.Key]*batch.Row, xid string) error {
	var old, fresh table
	for _, key := range b.Keys() {
		row := rows[key]
		switch {
		case row == nil || row.Save == nil:
		case row.Stored:
			old.add(key, row.Save)
		default:
			fresh.add(key, row.Save)
		}
	}
	send := &pgx.Batch{}
	if !old.empty() {
		send.Queue(update, old.columns()...)
	}
	if !fresh.empty() {
		send.Queue(insert, fresh.columns()...)
	}
	if send.Len() == 0 {
		_, err := conn.Exec(ctx, `ROLLBACK`)
		return err
	}
	send.Queue(`COMMIT`)
	err := conn.SendBatch(ctx, send).Close()
	if err == nil {
		return nil
	}
	if isCommitUnknown(err) {
		w.disconnect()
		return w.store.resolveCommit(xid, &old, &fresh)
	}
	_, _ = conn.Exec(ctx, `ROLLBACK`) // the first error is the one to tell
	return fmt.Errorf("save sessions: %w", err)
}
