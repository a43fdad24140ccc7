package postgres

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/jackc/pgx/v5"
)

// Change implements [records.Store]. Records are few and seldom change, so each change is a
// commit of its own. A lock of the database keeps two from making the same record at once.
func (s *Store) Change(ctx context.Context, kind, id string, change func([]byte) ([]byte, error)) error {
	var refused error
	err := s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, number("record", kind, id)); err != nil {
			return fmt.Errorf("lock record: %w", err)
		}
		old, err := record(ctx, tx, kind, id)
		if err != nil {
			return err
		}
		body, err := change(old)
		if err != nil {
			refused = err
			return err
		}
		if body == nil {
			_, err = tx.Exec(ctx, `DELETE FROM record WHERE kind = $1 AND id = $2`, []byte(kind), []byte(id))
		} else {
			_, err = tx.Exec(ctx, `INSERT INTO record (kind, id, body) VALUES ($1, $2, $3)
				ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`, []byte(kind), []byte(id), body)
		}
		if err != nil {
			return fmt.Errorf("save record: %w", err)
		}
		return nil
	})
	if refused != nil {
		return refused
	}
	return describe(err)
}

// number is the advisory lock of a thing. Two of the same number only wait for each other.
func number(names ...string) int64 {
	h := fnv.New64a()
	for _, name := range names {
		fmt.Fprintf(h, "%d %s ", len(name), name)
	}
	return int64(h.Sum64())
}

// querier is a connection or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func record(ctx context.Context, q querier, kind, id string) (body []byte, err error) {
	err = q.QueryRow(ctx, `SELECT body FROM record WHERE kind = $1 AND id = $2`, []byte(kind), []byte(id)).Scan(&body)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return body, err
}

// Record implements [records.Store].
func (s *Store) Record(ctx context.Context, kind, id string) (body []byte, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		body, err = record(ctx, conn, kind, id)
		return err
	})
	return body, err
}

// Prune implements [records.Store].
func (s *Store) Prune(ctx context.Context, kind string, ended func([]byte) bool) error {
	type pair struct{ ID, Body []byte }
	var list []pair
	err := s.read(ctx, func(ctx context.Context, conn *pgx.Conn) (err error) {
		rows, _ := conn.Query(ctx, `SELECT id, body FROM record WHERE kind = $1`, []byte(kind)) // its error comes out of the rows
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[pair])
		return err
	})
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(p pair) bool { return !ended(p.Body) })
	if len(list) == 0 {
		return nil
	}
	var ids, bodies [][]byte
	for _, p := range list {
		ids, bodies = append(ids, p.ID), append(bodies, p.Body)
	}
	err = s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM record r USING unnest($2::bytea[], $3::bytea[]) AS old (id, body)
			WHERE r.kind = $1 AND r.id = old.id AND r.body = old.body`, []byte(kind), ids, bodies)
		if err != nil {
			return fmt.Errorf("remove records: %w", err)
		}
		return nil
	})
	return describe(err)
}

// RecordsOf implements [records.Store].
func (s *Store) RecordsOf(ctx context.Context, kind string) (ids []string, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `SELECT id FROM record WHERE kind = $1 ORDER BY id`, []byte(kind)) // its error comes out of the rows
		ids, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
			var id []byte
			err := row.Scan(&id)
			return string(id), err
		})
		return err
	})
	return ids, err
}
