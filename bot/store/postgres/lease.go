package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
)

var _ bot.Shared = (*Store)(nil)

// Changed implements [bot.Shared].
func (s *Store) Changed(platform string) <-chan struct{} { return s.news.of(platform) }

// Holding implements [bot.Shared].
func (s *Store) Holding(lease string) context.Context { return s.heart.holding(lease) }

// News implements [bot.Shared].
func (s *Store) News(ctx context.Context, platform string) (keys []bot.Key, err error) {
	lease := s.heart.lease()
	if lease == "" || s.isClosed() {
		return nil, nil
	}
	var any bool
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM session WHERE news AND holder = $1 AND platform = $2)`, lease, platform).Scan(&any)
	})
	if err != nil || !any {
		return nil, plain(err)
	}
	err = s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `WITH new AS (SELECT platform, id FROM session WHERE news AND holder = $1 AND platform = $2
				ORDER BY platform, id FOR UPDATE)
			UPDATE session s SET news = false FROM new WHERE s.platform = new.platform AND s.id = new.id RETURNING s.id`, lease, platform)
		keys, err = keysOf(rows, platform) // the error of the query comes out of the rows
		return err
	})
	return keys, plain(err)
}

// Owing implements [bot.Store]. It takes the leases that nobody alive has.
func (s *Store) Owing(ctx context.Context, platform string, now time.Time, limit int) (keys []bot.Key, err error) {
	if err := s.flush(ctx); err != nil {
		return nil, plain(err)
	}
	lease := s.heart.lease()
	if lease == "" {
		return nil, nil // this replica must not post
	}
	found, err := s.wanted(ctx, platform, lease, now, limit)
	if err != nil {
		return nil, plain(err)
	}
	claimed, err := s.claim(ctx, platform, lease, found)
	if err != nil {
		return nil, plain(err)
	}
	for _, w := range found {
		if w.holder == lease || claimed[w.id] {
			keys = append(keys, bot.Key{Platform: platform, ID: w.id})
		}
	}
	return keys, nil
}

// wanted is a conversation that owes a screen, and who had its lease when it was found.
type wanted struct{ id, holder string }

// wanted finds what is this replica's to post, or could be.
func (s *Store) wanted(ctx context.Context, platform, lease string, now time.Time, limit int) (found []wanted, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `SELECT id, holder FROM session
			WHERE platform = $1 AND version > shown AND NOT gone AND due <= $2 AND (holder IN ('', $3)
				OR NOT EXISTS (SELECT FROM replica r WHERE r.id = holder AND r.until > statement_timestamp()))
			ORDER BY due, touched LIMIT $4`, platform, now.UnixMicro(), lease, limit) // its error comes out of the rows
		found, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (w wanted, err error) {
			var id []byte
			err = row.Scan(&id, &w.holder)
			w.id = string(id)
			return w, err
		})
		return err
	})
	return found, err
}

// claim takes the leases of what another had, or nobody, where that has not changed: who is
// gone does not come back under the same name. What is locked at the moment can wait.
func (s *Store) claim(ctx context.Context, platform, lease string, found []wanted) (claimed map[string]bool, err error) {
	var ids [][]byte
	var holders []string
	for _, w := range found {
		if w.holder != lease {
			ids, holders = append(ids, []byte(w.id)), append(holders, w.holder)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `WITH free AS (SELECT s.platform, s.id FROM session s
				JOIN unnest($3::bytea[], $4::text[]) AS k (id, holder) ON s.id = k.id AND s.holder = k.holder
				WHERE s.platform = $1 AND s.version > s.shown AND NOT s.gone
				ORDER BY s.platform, s.id FOR UPDATE OF s SKIP LOCKED)
			UPDATE session s SET holder = $2, news = false FROM free WHERE s.platform = free.platform AND s.id = free.id RETURNING s.id`,
			platform, lease, ids, holders) // its error comes out of the rows
		keys, err := keysOf(rows, platform)
		claimed = map[string]bool{}
		for _, k := range keys {
			claimed[k.ID] = true
		}
		return err
	})
	return claimed, err
}

// Release implements [bot.Shared].
func (s *Store) Release(ctx context.Context, platform string) error {
	if err := s.flush(ctx); err != nil {
		return plain(err)
	}
	lease := s.heart.lease()
	if lease == "" {
		return nil
	}
	err := s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `WITH mine AS (SELECT platform, id FROM session
				WHERE platform = $1 AND version > shown AND NOT gone AND holder = $2 ORDER BY platform, id FOR UPDATE)
			UPDATE session s SET holder = '' FROM mine WHERE s.platform = mine.platform AND s.id = mine.id`, platform, lease)
		if err != nil {
			return fmt.Errorf("release leases: %w", err)
		}
		_, err = tx.Exec(ctx, `SELECT pg_notify('hspbot', 'free')`)
		return err
	})
	return plain(err)
}
