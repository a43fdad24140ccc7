package telegram

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/inbound"
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

// TestIntake: a bot that asks for updates in vain says so, after a while.
func TestIntake(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{})
	var later atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	intake := inbound.New(inbound.Options{Platform: Platform, Now: now})
	running(t, fake, func(o *Options) { o.Now, o.Intake = now, intake })
	awaitIntake(t, intake, func(s inbound.Status) bool { return s.Missing == "" && !s.Arrived.IsZero() })
	fake.SetDown(true)
	awaitIntake(t, intake, func(s inbound.Status) bool { return s.Errors[inbound.Server]+s.Errors[inbound.Network] > 0 })
	if s := intake.Status(); s.Missing != "" {
		t.Errorf("at once %q", s.Missing)
	}
	later.Store(int64(20 * time.Second))
	if s := intake.Status(); !strings.HasPrefix(s.Missing, "telegram: ") {
		t.Errorf("after 20 seconds %q", s.Missing)
	}
	fake.SetDown(false)
	awaitIntake(t, intake, func(s inbound.Status) bool { return s.Missing == "" })
}

// awaitIntake waits until the intake is in a state.
func awaitIntake(t *testing.T, intake *inbound.Monitor, cond func(inbound.Status) bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !cond(intake.Status()); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%+v", intake.Status())
		}
	}
}

// overHTTP serves a bot whose webhook nobody answers, until the test ends.
func overHTTP(t *testing.T, fake *telegramtest.Server) (hook string, intake *inbound.Monitor, ended chan error) {
	t.Helper()
	intake = inbound.New(inbound.Options{Platform: Platform, Tolerance: time.Nanosecond})
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	_, ended = running(t, fake, func(o *Options) { o.PublicURL, o.Intake, o.LookEvery = server.URL, intake, 20*time.Millisecond })
	if err := fake.Wait(t.Context(), func() bool { address, _ := fake.Webhook(); return address != "" }); err != nil {
		t.Fatal(err)
	}
	return server.URL + path, intake, ended
}

// setWebhook does what another program that has the token does.
func setWebhook(t *testing.T, fake *telegramtest.Server, address string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) { // once in a second
		answer, err := http.PostForm(fake.URL()+"/bot"+token+"/setWebhook", url.Values{"url": {address}})
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the webhook cannot be set")
}

// TestWebhookMoved: where another program sets the webhook it is set again, once; the second
// time the bot says that it hears nothing.
func TestWebhookMoved(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	ours, intake, _ := overHTTP(t, fake)
	const foreign = "http://127.0.0.1:1/telegram"
	setWebhook(t, fake, foreign)
	if err := fake.Wait(t.Context(), func() bool { address, _ := fake.Webhook(); return address == ours }); err != nil {
		t.Fatal(err)
	}
	awaitIntake(t, intake, func(s inbound.Status) bool { return s.Missing == "" })
	setWebhook(t, fake, foreign)
	awaitIntake(t, intake, func(s inbound.Status) bool {
		return s.Missing == "telegram: another program has changed the webhook again: it has the token too"
	})
}

// TestWebhookFails: what Telegram reports of the webhook is what the intake says.
func TestWebhookFails(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	_, intake, ended := overHTTP(t, fake)
	fake.AddPerson("en").Say("/start")
	awaitIntake(t, intake, func(s inbound.Status) bool {
		return s.Pending == 1 && s.Errors[inbound.Webhook] > 0 && strings.HasPrefix(s.Missing, "telegram: Telegram cannot deliver to the webhook: ")
	})
	fake.Revoke()
	ends(t, ended, ErrToken)
}
