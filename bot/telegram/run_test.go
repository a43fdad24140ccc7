package telegram

import (
	"context"
	"errors"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

var errLock = errors.New("the lock cannot be had")

// noLock is a lock that fails.
type noLock struct{}

func (noLock) Hold(context.Context, string, func(context.Context) error) error { return errLock }

// TestALostLockEndsRun: what answers in the background ends with what receives.
func TestALostLockEndsRun(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	store, err := sqlite.Open(t.TempDir() + "/run.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	client := newClient()
	t.Cleanup(client.CloseIdleConnections)
	connect := func(ctx context.Context, _ string) (bottest.Platform, error) {
		return New(ctx, Options{Token: token, API: fake.URL(), PollTimeout: time.Second, Alone: noLock{}, Client: client})
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() {
		ended <- bottest.Serve(ctx, store, Platform, connect, bottest.NoLimits, func(bottest.Running) {})
	}()
	select {
	case err := <-ended:
		if !errors.Is(err, errLock) {
			t.Errorf("Run ended with %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("Run goes on")
		stop()
		<-ended
	}
}
