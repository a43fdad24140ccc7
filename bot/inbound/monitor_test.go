package inbound

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// TestMonitor goes through the life of a monitor: each line of the log comes once.
func TestMonitor(t *testing.T) {
	now := time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
	var log bytes.Buffer
	i := New(Options{Platform: "telegram", Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return now }})
	missing := func(when, want string) {
		t.Helper()
		if got := i.Status().Missing; got != want {
			t.Errorf("%s: missing %q, want %q", when, got, want)
		}
	}
	refused, gone := errors.New("connection refused"), errors.New("no answer in time")
	missing("at first", "telegram: not reached yet")
	i.Fail(Network, refused)
	missing("out of reach at the start", "telegram: connection refused")
	i.Reached()
	missing("reached", "")
	if s := i.Status(); !s.Arrived.Equal(now) { // or a first poll of a minute would look like silence since ever
		t.Errorf("reached at %v, and seen at %v", now, s.Arrived)
	}
	i.Arrive()
	began := now
	for range 19 {
		i.Fail(Network, gone)
		now = now.Add(time.Second)
	}
	missing("for 19 s in vain", "")
	now = now.Add(time.Second)
	missing("for 20 s in vain", "telegram: no answer in time")
	if s := i.Status(); !s.Arrived.Equal(began) || s.Errors[Network] != 20 {
		t.Errorf("status %+v", s)
	}
	i.Rest()
	missing("another replica receives", "")
	i.Open()
	now = now.Add(time.Hour)
	if s := i.Status(); !s.Arrived.Equal(now) {
		t.Errorf("an open connection last received at %v, now is %v", s.Arrived, now)
	}
	i.Close()
	missing("closed", "telegram: no connection")
	i.Open()
	missing("open again", "")
	i.Count(Signature)
	i.Wait(3)
	missing("a forged delivery", "")
	if s := i.Status(); s.Errors[Signature] != 1 || s.Pending != 3 {
		t.Errorf("status %+v", s)
	}
	for line, want := range map[string]int{"connection refused": 1, "no answer in time": 1, "received again": 1} {
		if got := strings.Count(log.String(), line); got != want {
			t.Errorf("%q is logged %d times, want %d:\n%s", line, got, want, &log)
		}
	}
	(*Monitor)(nil).Arrive() // nobody watches
}
