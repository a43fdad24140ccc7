package sqlite

import (
	"context"

	"hspbot/bot"
)

var _ bot.Lock = (*Store)(nil)

// Hold implements [bot.Lock]: one process posts, so it holds all locks.
func (s *Store) Hold(ctx context.Context, _ string, f func(context.Context) error) error {
	return f(ctx)
}
