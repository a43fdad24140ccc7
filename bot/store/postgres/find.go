package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
)

// keysOf reads ids.
func keysOf(rows pgx.Rows, platform string) ([]bot.Key, error) {
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (bot.Key, error) {
		var id []byte
		err := row.Scan(&id)
		return bot.Key{Platform: platform, ID: string(id)}, err
	})
}

// NextDue implements [bot.Store].
func (s *Store) NextDue(ctx context.Context, platform string, now time.Time) (time.Time, error) {
	if err := s.flush(ctx); err != nil {
		return time.Time{}, plain(err)
	}
	var due int64
	err := s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		err := conn.QueryRow(ctx, `SELECT due FROM session
			WHERE platform = $1 AND version > shown AND NOT gone AND due > $2 ORDER BY due LIMIT 1`, platform, now.UnixMicro()).Scan(&due)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	return when(due), plain(err)
}

// List implements [bot.Store].
func (s *Store) List(ctx context.Context, platform, prefix, after string, limit int) (list []bot.Session, err error) {
	if err := s.flush(ctx); err != nil {
		return nil, plain(err)
	}
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		list = nil
		rows, err := conn.Query(ctx, `SELECT s.id, `+columns+` FROM session s
			WHERE platform = $1 AND id > $3 AND id >= $2 AND ($5::bytea IS NULL OR id < $5) ORDER BY id LIMIT $4`,
			platform, []byte(prefix), []byte(after), limit, beyond(prefix))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id []byte
			var r row
			if err := rows.Scan(append([]any{&id}, r.fields()...)...); err != nil {
				return fmt.Errorf("read session: %w", err)
			}
			if session, err := r.session(s.form, bot.Key{Platform: platform, ID: string(id)}); err == nil {
				list = append(list, session)
			}
		}
		return rows.Err()
	})
	return list, plain(err)
}

// beyond returns the first id after all that begin with prefix, or nil where there is none.
func beyond(prefix string) []byte {
	b := []byte(prefix)
	for n := len(b); n > 0; n-- {
		if b[n-1] < 0xff {
			b[n-1]++
			return b[:n]
		}
	}
	return nil
}
