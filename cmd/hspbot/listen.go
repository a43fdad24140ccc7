package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"hspbot/bot/webapi"
)

// socket returns the path of a Unix socket; ok is false for an address and port.
func (l listenAddress) socket() (path string, ok bool) { return strings.CutPrefix(string(l), "unix:") }

// listen listens at the address. A socket may be used by the group of its directory's files; one
// that a process that was killed has left is replaced.
func (l listenAddress) listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	path, ok := l.socket()
	if !ok {
		return config.Listen(ctx, "tcp", string(l))
	}
	listener, err := config.Listen(ctx, "unix", path)
	if errors.Is(err, syscall.EADDRINUSE) && !answersAt(path) {
		if err := os.Remove(path); err != nil {
			return nil, err
		}
		listener, err = config.Listen(ctx, "unix", path)
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o660); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// answersAt reports whether a process listens at a socket.
func answersAt(path string) bool {
	c, err := net.DialTimeout("unix", path, time.Second)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// reach returns a client for the process that listens at the address, and the address to call.
func (l listenAddress) reach(timeout time.Duration) (client *http.Client, base string) {
	if path, ok := l.socket(); ok {
		dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}
		return &http.Client{Timeout: timeout, CheckRedirect: webapi.RefuseRedirects, Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}, "http://hspbot"
	}
	host, port, _ := net.SplitHostPort(string(l)) // as it was read
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return &http.Client{Timeout: timeout, CheckRedirect: webapi.RefuseRedirects}, "http://" + net.JoinHostPort(host, port)
}
