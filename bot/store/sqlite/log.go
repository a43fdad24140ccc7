package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"hspbot/bot/retry"
)

const (
	// logAttempts, logPause apart, are enough where only this process reads.
	logAttempts, logPause = 5, 5 * time.Millisecond
	// logRetry is how often it is tried again where another process reads.
	logRetry = time.Second
)

// errLogInUse says that somebody reads what is in the log.
var errLogInUse = errors.New("write-ahead log is in use")

// erasure is since when the log is to be emptied, because it holds what was deleted.
type erasure struct {
	mu    sync.Mutex
	since time.Time // zero: it has been
	ended sync.WaitGroup
}

// emptyLog brings the write-ahead log into the file and truncates it. As long as another process
// reads the file that cannot be done: then it returns nil, and it is done in the background as
// soon as it can be. No turn waits for that.
func (s *Store) emptyLog(ctx context.Context) error {
	err := retry.Do(ctx, retry.Backoff{Min: logPause, Max: logPause}, logAttempts, func() error {
		err := s.between(ctx, s.writer.truncateLog)
		if errors.Is(err, errLogInUse) {
			return err
		}
		return retry.Permanent(err)
	})
	if errors.Is(err, errLogInUse) {
		s.emptyLater()
		return nil
	}
	return err
}

// emptyLater tries until it is done, or the store is closed.
func (s *Store) emptyLater() {
	s.erasure.mu.Lock()
	defer s.erasure.mu.Unlock()
	if !s.erasure.since.IsZero() {
		return
	}
	s.erasure.since = time.Now()
	s.erasure.ended.Go(func() {
		for retry.Sleep(s.running, logRetry) == nil {
			if err := s.between(s.running, s.writer.truncateLog); err == nil {
				break
			}
		}
		s.erasure.mu.Lock()
		defer s.erasure.mu.Unlock()
		s.erasure.since = time.Time{}
	})
}

// ErasureOwed implements [bot.Measured].
func (s *Store) ErasureOwed() time.Time {
	s.erasure.mu.Lock()
	defer s.erasure.mu.Unlock()
	return s.erasure.since
}

// truncateLog waits for nobody.
func (w *writer) truncateLog() (err error) {
	if err := w.set("busy_timeout", 0); err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, w.set("busy_timeout", busyTimeout.Milliseconds()))
	}()
	var busy, frames, moved int
	err = w.conn.QueryRowContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	if err != nil {
		return fmt.Errorf("truncate log: %w", err)
	}
	if busy != 0 {
		return errLogInUse
	}
	return nil
}
