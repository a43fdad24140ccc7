package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"golang.org/x/net/netutil"
)

// TestIdleGiveWay: who keeps as many connections open as there may be keeps nobody out: the oldest
// idle one is closed.
func TestIdleGiveWay(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(http.NotFoundHandler())
	server.ConnState = newIdleConnections(3).track
	ended := make(chan error)
	go func() { ended <- server.Serve(netutil.LimitListener(listener, 4)) }()
	ask := func(conn net.Conn) error {
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			return err
		}
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return err
		}
		io.Copy(io.Discard, answer.Body)
		return answer.Body.Close()
	}
	var kept []net.Conn
	for i := range 20 {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := ask(conn); err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		kept = append(kept, conn)
	}
	if err := ask(kept[19]); err != nil {
		t.Errorf("the newest is closed: %v", err)
	}
	if err := ask(kept[0]); err == nil {
		t.Error("the oldest is still open")
	}
	server.Close()
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}

// TestChunksEndTheConnection: a request with a length and in chunks is the last of its connection, so
// that nothing can be hidden behind it.
func TestChunksEndTheConnection(t *testing.T) {
	one := &part{platform: platforms[0]}
	served := 0
	one.open(map[string]http.Handler{"/telegram": http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		served++
	})})
	server := httptest.NewServer((&running{set: &settings{PublicURL: "https://example.org"}, parts: []*part{one}}).handler())
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	request := "POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
	if _, err := io.WriteString(conn, request+request); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, conn); err != nil { // until the server ends it
		t.Fatal(err)
	}
	if served != 1 {
		t.Errorf("%d requests were served", served)
	}
}
