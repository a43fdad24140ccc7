package sqlite

import (
	"context"
	"database/sql"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

var _ bot.Sealer = (*Store)(nil)

const byKeyQuery = `SELECT substr(state, 1, ?1), substr(surface, 1, ?1), substr(changes, 1, ?1), count(*) FROM session GROUP BY 1, 2, 3`

// byKey counts the sessions of a file by the keys they hang on.
func byKey(ctx context.Context, db interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) (map[string]int, error) {
	rows, err := db.QueryContext(ctx, byKeyQuery, codec.PrefixLength)
	if err != nil {
		return nil, describe(err)
	}
	defer rows.Close()
	counted := map[string]int{}
	for rows.Next() {
		var parts [3]string
		var n int
		if err := rows.Scan(&parts[0], &parts[1], &parts[2], &n); err != nil {
			return nil, describe(err)
		}
		for _, name := range codec.KeysOf(parts[:]...) {
			counted[name] += n
		}
	}
	return counted, describe(rows.Err())
}

// ByKey implements [bot.Sealer].
func (s *Store) ByKey(ctx context.Context) (map[string]int, error) {
	if err := s.queue.Flush(ctx); err != nil {
		return nil, err
	}
	return byKey(ctx, s.readers)
}

// sealingQuery reads the primary key in its order.
const sealingQuery = `SELECT platform, id, substr(state, 1, ?4), substr(surface, 1, ?4), substr(changes, 1, ?4) FROM session
	WHERE (platform, id) > (?1, ?2) ORDER BY platform, id LIMIT ?3`

// sealing returns how the rows after a key are sealed.
func (s *Store) sealing(ctx context.Context, after bot.Key, limit int) (list []batch.Sealing, err error) {
	if err := s.queue.Flush(ctx); err != nil {
		return nil, err
	}
	return query(ctx, s, func(rows *sql.Rows) (r batch.Sealing, err error) {
		err = rows.Scan(&r.Key.Platform, &r.Key.ID, &r.Parts[0], &r.Parts[1], &r.Parts[2])
		return r, err
	}, sealingQuery, after.Platform, after.ID, limit, codec.PrefixLength)
}

// Reseal implements [bot.Sealer]. Nothing of what was in plain remains in the write-ahead log.
func (s *Store) Reseal(ctx context.Context) (int, error) {
	n, err := s.Sealer.Reseal(ctx)
	if err != nil || n == 0 {
		return n, err
	}
	return n, s.emptyLog(ctx)
}
