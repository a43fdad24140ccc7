package retry

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

var errDown = errors.New("down")

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if err := Sleep(t.Context(), time.Minute); err != nil || time.Since(began) != time.Minute {
			t.Errorf("slept %v with error %v", time.Since(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began = time.Now()
		if err := Sleep(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("slept %v with error %v", time.Since(began), err)
		}
		if err := Sleep(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v where ctx has ended", err)
		}
	})
}

// between checks a wait that is up to a quarter shorter than its full length.
func between(t *testing.T, what string, got, full time.Duration) {
	t.Helper()
	if got > full || got < full-full/4-1 {
		t.Errorf("%s: waited %v, want between %v and %v", what, got, full-full/4, full)
	}
}

func TestBackoff(t *testing.T) {
	b := Backoff{Min: time.Second, Max: 10 * time.Second}
	different := map[time.Duration]bool{}
	for range 50 {
		for _, full := range []time.Duration{1, 2, 4, 8, 10, 10} {
			wait := b.Next()
			between(t, "Next", wait, full*time.Second)
			if full == 10 {
				different[wait] = true
			}
		}
		b.Reset()
	}
	if len(different) < 10 {
		t.Errorf("only %d different waits of 100", len(different))
	}
}

func TestDo(t *testing.T) {
	backoff := Backoff{Min: time.Second, Max: 4 * time.Second}
	for _, c := range []struct {
		name     string
		attempts int
		errs     []error // what f returns, one by one
		calls    int
		waited   time.Duration // in full
		want     error
	}{
		{"success", 3, []error{nil}, 1, 0, nil},
		{"a failure that passes", 3, []error{errDown, errDown, nil}, 3, 3 * time.Second, nil},
		{"attempts used up", 3, []error{errDown, errDown, errDown}, 3, 3 * time.Second, errDown},
		{"without end", 0, []error{errDown, errDown, errDown, errDown, errDown, nil}, 6, 15 * time.Second, nil},
		{"permanent", 3, []error{errDown, Permanent(errDown)}, 2, time.Second, errDown},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, calls := time.Now(), 0
				err := Do(t.Context(), backoff, c.attempts, func() error {
					calls++
					return c.errs[calls-1]
				})
				if err != c.want {
					t.Errorf("error %v, want %v", err, c.want)
				}
				if calls != c.calls {
					t.Errorf("%d calls, want %d", calls, c.calls)
				}
				between(t, "Do", time.Since(began), c.waited)
			})
		})
	}
}

// TestServerWait: what a server asks for is kept to exactly where it is longer.
func TestServerWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		errs := []error{After(errDown, 30*time.Second), After(errDown, time.Millisecond), nil}
		err := Do(t.Context(), Backoff{Min: time.Second, Max: 4 * time.Second}, 0, func() error {
			err := errs[0]
			errs = errs[1:]
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		between(t, "after the server's wait", time.Since(began)-30*time.Second, 2*time.Second)
		if err := Do(t.Context(), Backoff{}, 1, func() error { return After(errDown, time.Hour) }); err != errDown {
			t.Errorf("error %v, want the one of f", err)
		}
	})
}

// TestCancel ends a wait.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		began, calls := time.Now(), 0
		err := Do(ctx, Backoff{Min: 10 * time.Second, Max: time.Minute}, 0, func() error { calls++; return errDown })
		if err != errDown || calls != 1 || time.Since(began) != 1500*time.Millisecond {
			t.Errorf("error %v after %v and %d calls", err, time.Since(began), calls)
		}
	})
}

func TestPause(t *testing.T) {
	var p Pause
	at := time.Now()
	for _, step := range []struct {
		until, want time.Time
	}{{at, at}, {at.Add(time.Second), at.Add(time.Second)}, {at, at.Add(time.Second)}, {at.Add(time.Second), at.Add(time.Second)}} {
		later := step.until.After(p.Until())
		if p.Extend(step.until) != later || !p.Until().Equal(step.want) {
			t.Errorf("until %v after %v", p.Until(), step.until)
		}
	}
}
