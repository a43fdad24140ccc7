//go:build !linux

package faulttest

import (
	"net"
	"os/exec"
	"testing"
)

func start(c *exec.Cmd) error { return c.Start() }

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func smallDisk(t testing.TB, _ int) string {
	t.Helper()
	t.Skip("small disks are mounted on Linux only")
	return ""
}

func room(testing.TB, string) int64 { return 0 }
