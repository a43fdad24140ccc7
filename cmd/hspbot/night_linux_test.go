package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hspbot/bot/telegram/telegramtest"
)

// TestOperatorsNightOfAFullDisk: while the disk is full the bot is not ready and takes nothing that
// it could not keep; with room again it answers what was said meanwhile.
func TestOperatorsNightOfAFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("a small disk cannot be mounted: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	tele := telegramtest.New(t, telegramtest.Options{})
	s := newService(t, filepath.Join(dir, "serve.db"), tele)
	s.start()
	s.ready("ready")
	anna := tele.AddPerson("en")
	says(t, anna, "/start")

	filler := filepath.Join(dir, "filler")
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{64 << 10, 512} { // to the last block
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	had := len(answersTo(anna))
	anna.Say("/help")
	eventually(t, s.ops+"/readyz", func(status int, _ string) bool { return status == http.StatusServiceUnavailable })
	if out, status := s.hspbot("ready"); status != 1 {
		t.Errorf("ready on a full disk: exit %d %s", status, out)
	}
	if n := len(answersTo(anna)); n != had {
		t.Errorf("%d answers that were not kept", n-had)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	s.ready("ready")
	anna.Sees(func(telegramtest.Message) bool { return len(answersTo(anna)) > had })
	s.stop()
	if strings.Contains(s.log.String(), "panic") {
		t.Errorf("log:\n%s", &s.log)
	}
}
