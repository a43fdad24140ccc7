// Package webapi is what the calls to the web APIs of different platforms have in common: a
// client that takes a token nowhere else, and errors without addresses, which may hold one.
//
// It knows no platform.
package webapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
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
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case errors.Is(err, context.Canceled):
		return "stopped"
	case errors.As(err, &address):
		return "connection: " + strings.ReplaceAll(fmt.Sprintf("%T", address.Err), "*", "")
	}
	return ""
}
