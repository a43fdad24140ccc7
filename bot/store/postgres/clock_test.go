package postgres

import (
	"testing"
	"time"

	"hspbot/bot/store/postgres/pgtest"
)

// TestNow: replicas whose clocks are set wrong go by that of the database, all the same;
// what lies within the time that asking takes is no difference.
func TestNow(t *testing.T) {
	url := pgtest.Start(t).Database(t)
	for _, fast := range []time.Duration{0, 26 * time.Hour, -400 * 24 * time.Hour, time.Second} {
		s := opened(t, url, Options{Now: func() time.Time { return time.Now().Add(fast) }})
		if off := time.Until(s.Now()).Abs(); off > tolerance {
			t.Errorf("with a clock %v fast the time is %v off", fast, off)
		}
	}
	if got := skewed(0, time.Second); got != 0 {
		t.Errorf("a second is called a difference: %v", got)
	}
	if got := skewed(-time.Hour, -time.Hour+time.Second); got != -time.Hour {
		t.Errorf("a known difference changes by a second: %v", got)
	}
}
