package sqlite

import (
	"context"
	"time"

	"hspbot/bot"
)

// idle is how long a settlement waits for a commit it can ride on. Then it is written by
// itself, without an fsync: it outlives the process, if not the machine.
const idle = 20 * time.Millisecond

// Settle implements [bot.Store].
func (s *Store) Settle(_ context.Context, key bot.Key, settlement bot.Settlement) error {
	if err := key.Check(); err != nil {
		return err
	}
	s.sending.RLock() // so that the settlements of a store being closed are still saved
	defer s.sending.RUnlock()
	if s.closed {
		return bot.ErrClosed
	}
	settlement.Due = when(micros(settlement.Due))
	s.pending.Add(key, settlement)
	return nil
}
