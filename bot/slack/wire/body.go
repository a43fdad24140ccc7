package wire

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// smallBody is how much of any delivery may be in memory before its signature is known. Most
	// of Slack's are smaller.
	smallBody = 16 << 10
	// maxReading is how much of all deliveries may be, beyond that: whoever sends large bodies
	// takes room from others who do.
	maxReading = 32 << 20
)

// reading bounds the memory of bodies that are being read, over all connections: anybody can send
// one, and whether Slack did is known only at its end.
type reading struct{ free *semaphore.Weighted }

func newReading() reading { return reading{semaphore.NewWeighted(maxReading)} }

// errTooMuch says that there is no room for a body at the moment.
var errTooMuch = errors.New("too many large bodies at once")

// read reads a body of a length that may not be known, -1. Its room is free again after done.
func (r reading) read(body io.Reader, length int64) (read []byte, done func(), err error) {
	taken := int64(0)
	done = func() { r.free.Release(taken) }
	b := make([]byte, 0, min(max(length+1, bytes.MinRead), smallBody))
	for {
		if len(b) == cap(b) {
			more := int64(cap(b)) // twice as much; of what is small nothing is counted
			if 2*more > smallBody {
				if !r.free.TryAcquire(more) {
					return nil, done, errTooMuch
				}
				taken += more
			}
			b = slices.Grow(b, int(more))
		}
		n, err := body.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, done, nil
		}
		if err != nil {
			return nil, done, err
		}
	}
}

// readBody returns the body, whose room is free again after done. The status is 200 if all of it
// came in time and within the limit, and there was room.
func (h *handler) readBody(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, done func(), status int) {
	if r.ContentLength > limit {
		return nil, func() {}, http.StatusRequestEntityTooLarge
	}
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Now().Add(h.o.AckTimeout)) // a test's recorder has no deadline, and its body does not block
	body, done, err := h.reading.read(http.MaxBytesReader(w, r.Body, limit), r.ContentLength)
	switch _, large := errors.AsType[*http.MaxBytesError](err); {
	case large:
		return nil, done, http.StatusRequestEntityTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		w.Header().Set("Connection", "close")
		return nil, done, http.StatusRequestTimeout
	case errors.Is(err, errTooMuch):
		w.Header().Set("Connection", "close")
		return nil, done, http.StatusServiceUnavailable
	case err != nil:
		return nil, done, http.StatusBadRequest
	}
	control.SetReadDeadline(time.Time{}) // otherwise its end cancels the request's context
	return body, done, http.StatusOK
}
