package slack

import (
	"context"
	"errors"
	"testing"
	"time"

	"hspbot/bot/bottest"
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
			o := Options{API: fake.API(), AppToken: fake.AppToken(), Alone: store, Client: newClient()}
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
			var s *Slack
			connect := func(context.Context, string) (bottest.Platform, error) {
				s, err = New(o)
				return s, err
			}
			ended, began := make(chan error, 1), make(chan struct{})
			go func() {
				ended <- bottest.Serve(ctx, store, Platform, connect, bottest.NoLimits, func(bottest.Running) { close(began) })
			}()
			<-began
			if when == "later" {
				if !fake.Await(func() bool { return fake.Connections() == 1 }) {
					t.Fatal("no connection")
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
			if s.Disconnected() {
				t.Error("a connection is missed after the end")
			}
		})
	}
}
