package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

var _ bot.Sealer = (*Store)(nil)

// prefixes are the first characters of the parts that may be sealed, as text where they are.
const prefixes = `substring(state from 1 for $1), substring(surface from 1 for $1), substring(changes from 1 for $1)`

// ByKey implements [bot.Sealer].
func (s *Store) ByKey(ctx context.Context) (counted map[string]int, err error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		counted, err = byKey(ctx, conn)
		return err
	})
	return counted, err
}

// byKey counts the sessions of a database by the keys they hang on.
func byKey(ctx context.Context, conn *pgx.Conn) (map[string]int, error) {
	rows, err := conn.Query(ctx, `SELECT `+prefixes+`, count(*) FROM session GROUP BY 1, 2, 3`, codec.PrefixLength)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counted := map[string]int{}
	for rows.Next() {
		var state, surface, changes []byte
		var n int
		if err := rows.Scan(&state, &surface, &changes, &n); err != nil {
			return nil, err
		}
		for _, name := range codec.KeysOf(string(state), string(surface), string(changes)) {
			counted[name] += n
		}
	}
	return counted, rows.Err()
}

// sealing returns how the rows after a key are sealed.
func (s *Store) sealing(ctx context.Context, after bot.Key, limit int) (list []batch.Sealing, err error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `SELECT platform, id, `+prefixes+` FROM session
			WHERE (platform, id) > ($2, $3) ORDER BY platform, id LIMIT $4`, codec.PrefixLength, after.Platform, []byte(after.ID), limit) // its error comes out of the rows
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r batch.Sealing, err error) {
			var id, state, surface, changes []byte
			err = row.Scan(&r.Key.Platform, &id, &state, &surface, &changes)
			r.Key.ID, r.Parts = string(id), [3]string{string(state), string(surface), string(changes)}
			return r, err
		})
		return err
	})
	return list, err
}
