package bottest

import (
	"fmt"
	"net"
	"runtime"
	"sync/atomic"
	"testing"
)

var addresses atomic.Int64

// FreeAddress returns an address that nobody listens at. On Linux nobody gets it by chance either:
// all of 127.0.0.0/8 is this machine, and connections come from 127.0.0.1.
func FreeAddress(t testing.TB) string {
	t.Helper()
	host := "127.0.0.1"
	if n := addresses.Add(1); runtime.GOOS == "linux" {
		host = fmt.Sprintf("127.77.%d.%d", n/200+1, n%200+1)
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
