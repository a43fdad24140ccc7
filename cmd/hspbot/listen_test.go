package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hspbot/bot/telegram/telegramtest"
)

// TestSockets serves at Unix sockets, of which one was left by a process that was killed: ready
// and check find the process there.
func TestSockets(t *testing.T) {
	dir, err := os.MkdirTemp("", "hspbot") // the path of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	left, err := net.Listen("unix", filepath.Join(dir, "ops"))
	if err != nil {
		t.Fatal(err)
	}
	left.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	tele := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	set := fileSettings(t)
	set.Telegram.Token, set.Telegram.API, set.TTL = tele.Token(), apiURL(tele.URL()), duration(time.Hour)
	for name, address := range map[string]*listenAddress{"public": &set.Listen, "ops": &set.Ops} {
		if err := address.UnmarshalText([]byte("unix:" + filepath.Join(dir, name))); err != nil {
			t.Fatal(err)
		}
	}
	set.PublicURL = "https://bot.example.org"
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, set, slog.New(slog.DiscardHandler)) }()
	t.Setenv("HSPBOT_OPS_LISTEN", string(set.Ops))
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		status, said := asked()
		if status == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("not ready: %s", said)
		}
	}
	client, base := set.Listen.reach(time.Second)
	if answer, err := client.Get(base + "/telegram"); err != nil || answer.StatusCode != 405 {
		t.Errorf("at the public socket: %v %v", answer, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "public")); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("the socket: %v %v", info, err)
	}
	finds(t, checked(t, set), "✓ HSPBOT_LISTEN: hspbot is running there", "✓ HSPBOT_OPS_LISTEN: hspbot is running there")
	second := *set
	second.Data = filepath.Join(dir, "second.db")
	if err := serve(t.Context(), &second, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("two processes serve at one socket")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 0 {
		t.Errorf("left behind: %v", list)
	}
	for _, wrong := range []string{"unix:relative", "127.0.0.1:99999", "127.0.0.1:", "unix:"} {
		if err := new(listenAddress).UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
