//go:build !linux

package faulttest

import (
	"os/exec"
	"testing"
)

func start(c *exec.Cmd) error { return c.Start() }

func smallDisk(t testing.TB, _ int) string {
	t.Helper()
	t.Skip("small disks are mounted on Linux only")
	return ""
}

func room(testing.TB, string) int64 { return 0 }
