package slack

import (
	"context"
	"errors"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/inbound"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/slack/wire"
	"hspbot/bot/store/sqlite"
)

// TestARefusedAppTokenEndsRun: at the start, and where a connection is lost that cannot be made
// again. What else Run does in the background ends with it, also where a lock is held.
func TestARefusedAppTokenEndsRun(t *testing.T) {
	for _, when := range []string{"at the start", "later"} {
		t.Run(when, func(t *testing.T) {
			fake := slacktest.New(t, slacktest.Options{})
			store, err := sqlite.Open(t.TempDir() + "/run.db")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = store.Close() })
			intake := inbound.New(inbound.Options{Platform: Platform})
			o := Options{API: fake.API(), AppToken: fake.AppToken(), Alone: store, Records: store, Client: newClient(), Intake: intake}
			t.Cleanup(o.Client.CloseIdleConnections)
			in, err := Connect(t.Context(), fake.Team("T1").Token(), o)
			if err != nil {
				t.Fatal(err)
			}
			o.Installs = install.Single(in)
			refuse := func() {
				fake.Fail("apps.connections.open", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_auth", Times: slacktest.Always})
			}
			if when == "at the start" {
				refuse()
			}
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			connect := func(context.Context, string) (bottest.Platform, error) { return New(o) }
			ended, began := make(chan error, 1), make(chan struct{})
			go func() {
				ended <- bottest.Serve(ctx, store, Platform, connect, bottest.NoLimits, func(bottest.Running) { close(began) })
			}()
			<-began
			if when == "later" {
				for end := time.Now().Add(10 * time.Second); intake.Status().Missing != ""; time.Sleep(5 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatal("no connection")
					}
				}
				refuse()
				fake.DropConnections()
			}
			select {
			case err := <-ended:
				if !errors.Is(err, wire.ErrToken) {
					t.Errorf("Run ended with %v", err)
				}
			case <-time.After(5 * time.Second):
				t.Error("Run goes on")
				stop()
				<-ended
			}
			if missing := intake.Status().Missing; missing != "" && when == "later" {
				t.Errorf("after the end %s is missed", missing)
			}
		})
	}
}

// TestRevokedBotTokenEndsRun: over HTTP nothing but asking shows that Slack does not accept the
// bot token any more.
func TestRevokedBotTokenEndsRun(t *testing.T) {
	fake := slacktest.New(t, slacktest.Options{})
	store, err := sqlite.Open(t.TempDir() + "/run.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	intake := inbound.New(inbound.Options{Platform: Platform, Tolerance: time.Nanosecond})
	token := fake.Team("T1").Token()
	o := Options{API: fake.API(), Secrets: []string{fake.SigningSecret()}, Client: newClient(), Records: store, Intake: intake, Token: token, LookEvery: 10 * time.Millisecond}
	t.Cleanup(o.Client.CloseIdleConnections)
	in, err := Connect(t.Context(), token, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Installs = install.Single(in)
	connect := func(context.Context, string) (bottest.Platform, error) { return New(o) }
	ended := make(chan error, 1)
	go func() {
		ended <- bottest.Serve(t.Context(), store, Platform, connect, bottest.NoLimits, func(bottest.Running) {})
	}()
	wait := func(what string, cond func(inbound.Status) bool) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); !cond(intake.Status()); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: %+v", what, intake.Status())
			}
		}
	}
	wait("accepted", func(s inbound.Status) bool { return s.Missing == "" && !s.Arrived.IsZero() })
	fake.Fail("auth.test", slacktest.Fault{Kind: slacktest.Refused, Error: "fatal_error", Times: slacktest.Always})
	wait("out of order", func(s inbound.Status) bool { return s.Missing == "slack: Slack answers fatal_error" })
	fake.ClearFaults()
	wait("mended", func(s inbound.Status) bool { return s.Missing == "" })
	fake.Fail("auth.test", slacktest.Fault{Kind: slacktest.Refused, Error: "token_revoked", Times: slacktest.Always})
	select {
	case err := <-ended:
		if !errors.Is(err, ErrToken) {
			t.Errorf("Run ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("Run goes on")
	}
}
