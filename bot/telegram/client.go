package telegram

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"hspbot/bot/webapi"
)

// callTimeout is how long a call may take. A poll waits for updates up to 50 seconds.
const callTimeout = 75 * time.Second

func newClient() *http.Client { return webapi.NewClient(callTimeout) }

// bufferedClient sends the body of a call in one piece. The library writes a form field by
// field into a pipe, and each of them would be a chunk and a packet of its own. A body of
// known length can also be sent again where an idle connection turns out to be closed.
type bufferedClient struct{ *http.Client }

// Do makes the call.
func (c bufferedClient) Do(r *http.Request) (*http.Response, error) {
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
