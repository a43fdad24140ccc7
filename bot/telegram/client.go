package telegram

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// newClient returns a client that goes nowhere but to the Bot API.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	return &http.Client{Transport: transport, Timeout: 75 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// whole sends the body of a call in one piece. The library writes a form field by field into
// a pipe, and each of them would be a chunk and a packet of its own. A body of known length
// can also be sent again where a kept connection turns out to be closed.
type whole struct{ *http.Client }

// Do makes the call.
func (c whole) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.ContentLength <= 0 {
		var b bytes.Buffer
		b.Grow(4 << 10)
		_, err := b.ReadFrom(r.Body)
		r.Body.Close()
		if err != nil {
			return nil, err
		}
		r.ContentLength = int64(b.Len())
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil }
		r.Body, _ = r.GetBody()
	}
	return c.Client.Do(r)
}
