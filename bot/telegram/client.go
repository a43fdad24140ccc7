package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"hspbot/bot/inbound"
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

// maxResult is the most bytes of an answer that are read.
const maxResult = 64 << 20

// call calls a method of the Bot API of which the library does not return all, or not as it comes. With an
// error, a [failure] or [ErrToken], comes how long Telegram asked to wait.
func (t *Telegram) call(ctx context.Context, method string, params, result any) (wait time.Duration, err error) {
	body, err := json.Marshal(params)
	if err != nil {
		return 0, fmt.Errorf("write request: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.o.API+"/bot"+t.o.Token+"/"+method, bytes.NewReader(body))
	if err != nil {
		return 0, errors.New("the address of the Bot API is none")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := t.o.Client.Do(request)
	if err != nil {
		return 0, failureOf(err)
	}
	defer response.Body.Close()
	var answer struct {
		OK         bool            `json:"ok"`
		Result     json.RawMessage `json:"result"`
		Code       int             `json:"error_code"`
		Parameters struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	if json.NewDecoder(io.LimitReader(response.Body, maxResult)).Decode(&answer) != nil || answer.OK && json.Unmarshal(answer.Result, result) != nil {
		return 0, &failure{inbound.Server, fmt.Sprintf("answer %d of the Bot API is not readable", response.StatusCode)}
	}
	reason := inbound.Server
	switch {
	case answer.OK:
		return 0, nil
	case answer.Code == http.StatusUnauthorized, answer.Code == http.StatusNotFound:
		return 0, errTokenEnded
	case answer.Code == http.StatusConflict:
		return 0, &failure{inbound.Conflict, conflictWords}
	case answer.Code == http.StatusTooManyRequests:
		reason = inbound.Limit
	}
	return time.Duration(answer.Parameters.RetryAfter) * time.Second, &failure{reason, fmt.Sprintf("the Bot API answers %d", answer.Code)}
}
