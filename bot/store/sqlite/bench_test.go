package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"hspbot/bot/store/storetest"
)

// BenchmarkMemory prints what the process holds resident while people come back to some of
// many stored sessions, and how long a start takes.
func BenchmarkMemory(b *testing.B) {
	for _, sessions := range []int{0, 10_000, 100_000} {
		b.Run(fmt.Sprint(sessions, " stored"), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "sessions.db")
			s := opened(b, path)
			for from := 0; from < sessions; from += 1000 {
				storetest.Fill(b, s, from, min(from+1000, sessions))
			}
			began := time.Now()
			opened(b, path)
			start := time.Since(began)
			for b.Loop() {
				storetest.Fill(b, s, 0, 1000)
			}
			b.ReportMetric(float64(start.Microseconds())/1000, "ms/start")
			b.ReportMetric(resident(b), "MiB")
		})
	}
}

// resident returns how much memory the process holds, in MiB.
func resident(b *testing.B) float64 {
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Skip(err)
	}
	var size, pages int
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		b.Fatal(err)
	}
	return float64(pages*os.Getpagesize()) / (1 << 20)
}

func BenchmarkApply(b *testing.B) {
	for _, people := range []int{1, 64} {
		b.Run(fmt.Sprint(people, " at a time"), func(b *testing.B) {
			storetest.BenchApply(b, people, opened(b, filepath.Join(b.TempDir(), "sessions.db")))
		})
	}
}
