package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
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
	_, ended := running(t, telegramtest.New(t, telegramtest.Options{}), func(o *Options) { o.Alone = noLock{} })
	ends(t, ended, errLock)
}

// ends waits until Run returns an error.
func ends(t *testing.T, ended chan error, want error) {
	t.Helper()
	select {
	case err := <-ended:
		ended <- nil
		if !errors.Is(err, want) {
			t.Errorf("Run ended with %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("Run goes on")
	}
}

// running serves a polled bot until the test ends, and returns its end.
func running(t *testing.T, fake *telegramtest.Server, change func(*Options)) (platform *Telegram, ended chan error) {
	t.Helper()
	store, err := sqlite.Open(t.TempDir() + "/run.db")
	if err != nil {
		t.Fatal(err)
	}
	client := newClient()
	connect := func(ctx context.Context, _ string) (bottest.Platform, error) {
		o := Options{Token: token, API: fake.URL(), PollTimeout: time.Second, Client: client}
		change(&o)
		platform, err = New(ctx, o)
		return platform, err
	}
	ctx, stop := context.WithCancel(t.Context())
	ended, began := make(chan error, 1), make(chan struct{})
	go func() {
		ended <- bottest.Serve(ctx, store, Platform, connect, bottest.NoLimits, func(bottest.Running) { close(began) })
	}()
	<-began
	t.Cleanup(func() {
		stop()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Error("Run goes on")
		}
		client.CloseIdleConnections()
		_ = store.Close()
	})
	return platform, ended
}

// TestRevokedTokenEndsRun: a bot whose token has been revoked hears nothing any more. It ends.
func TestRevokedTokenEndsRun(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	_, ended := running(t, fake, func(*Options) {})
	p := fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	fake.Revoke()
	ends(t, ended, ErrToken)
}

// TestForeignWebhook: where somebody sets a webhook for a bot that is polled, it is deleted.
func TestForeignWebhook(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	running(t, fake, func(*Options) {})
	answer, err := http.PostForm(fake.URL()+"/bot"+token+"/setWebhook", url.Values{"url": {"http://127.0.0.1:1/telegram"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	p := fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	if address, _ := fake.Webhook(); address != "" {
		t.Errorf("the webhook is %s", address)
	}
}

// TestDisconnected: a bot that asks for updates in vain says so, after a while.
func TestDisconnected(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	var later atomic.Int64
	platform, _ := running(t, fake, func(o *Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	})
	if platform.Disconnected() {
		t.Error("disconnected at the start")
	}
	fake.SetDown(true)
	for end := time.Now().Add(10 * time.Second); platform.failingSince.Load() == nil && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if platform.Disconnected() {
		t.Error("disconnected at once")
	}
	later.Store(int64(disconnectedAfter))
	if !platform.Disconnected() {
		t.Error("not disconnected")
	}
	fake.SetDown(false)
	for end := time.Now().Add(30 * time.Second); platform.Disconnected() && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if platform.Disconnected() {
		t.Error("disconnected after the end")
	}
}
