// Package webapi is what the calls to the web APIs of different platforms have in common: a
// client that takes a token nowhere else, and errors without addresses, which may hold one.
//
// It knows no platform.
package webapi

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

// idleConnections to one host are kept open. A bot posts from tens of goroutines at once, and
// calls one host only; the default of 2 would open a connection for almost every call.
const idleConnections = 64

// NewClient returns a client whose calls take no longer than timeout. It follows no redirects,
// since they would take the token elsewhere.
func NewClient(timeout time.Duration) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = idleConnections
	return &http.Client{Transport: transport, Timeout: timeout, CheckRedirect: RefuseRedirects}
}

// RefuseRedirects is for [http.Client.CheckRedirect]: the redirect itself is the answer.
func RefuseRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// NetworkError says why a call did not get an answer, in words that hold no address and
// nothing that was sent. It is "" where err is about something else.
func NetworkError(err error) string {
	var address *url.Error
	if !errors.As(err, &address) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		return ""
	}
	if words := Failure(err); words != "" {
		return words
	}
	return "no connection"
}

// Failure says in such words why there is no connection, whatever it was for; "" where err does not say.
func Failure(err error) string {
	for _, f := range networkFailures {
		if f.is(err) {
			return f.words
		}
	}
	return ""
}

// networkFailures are why calls get no answer, and the words for them.
var networkFailures = []struct {
	is    func(error) bool
	words string
}{
	{as[*net.DNSError], "the name of its host is not found (DNS)"},
	{as[*tls.CertificateVerificationError], "its TLS certificate is not accepted"},
	{as[tls.RecordHeaderError], "it does not speak TLS"},
	{is(syscall.ECONNREFUSED), "connection refused"},
	{is(syscall.ECONNRESET), "connection reset"},
	{is(syscall.ENETUNREACH), "network unreachable"},
	{is(syscall.EHOSTUNREACH), "host unreachable"},
	{is(io.EOF), "connection closed"},
	{is(context.Canceled), "stopped"},
	{isTimeout, "no answer in time"},
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func as[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

func isTimeout(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout() || errors.Is(err, context.DeadlineExceeded)
}
