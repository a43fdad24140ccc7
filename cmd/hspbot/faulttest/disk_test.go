package faulttest

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestFaultDiskFull fills the disk of SQLite while people talk, and makes room again. What
// cannot be kept is not accepted.
func TestFaultDiskFull(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t, 12<<20)
	w := newWorld(t)
	w.file, w.front = filepath.Join(dir, "fault.db"), newBalancer(t)
	r := w.add("HSPBOT_DATA=" + w.file)
	w.run()
	c := w.crowd(either(12, 40))
	c.begin()
	times := either(2, 8)
	for range times {
		<-time.After(time.Second)
		before := w.front.answered(http.StatusServiceUnavailable)
		fill(t, filepath.Join(dir, "filler"))
		if !until(20*time.Second, func() bool { return w.front.answered(http.StatusServiceUnavailable) >= before+3 }) {
			t.Errorf("on a full disk, %d bytes free, deliveries are not refused", room(t, dir))
		}
		if !until(10*time.Second, func() bool { return r.probe("/readyz") == http.StatusServiceUnavailable }) {
			t.Error("with a full disk the replica is ready")
		}
		<-time.After(either(time.Second, 5*time.Second)) // of a full disk
		if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
			t.Error(err)
		}
		r.ready()
	}
	c.end()
	t.Logf("disk full %d times: %s", times, w.finish(c))
}

// fill writes until the disk is full.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 4<<10); ; {
		switch _, err := f.Write(block); {
		case errors.Is(err, syscall.ENOSPC):
			return
		case err != nil && !errors.Is(err, io.ErrShortWrite):
			t.Fatal(err)
		}
	}
}
