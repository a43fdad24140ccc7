package install

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// stateTime is how long a person may take on Slack's page; Slack's code lives as long.
const stateTime = 10 * time.Minute

// A state is a nonce, the second at which it ends, and an HMAC of both, in base64. The
// browser that got it keeps the nonce in a cookie.
const (
	nonceSize = 16
	stateSize = nonceSize + 8 + sha256.Size
)

// states makes and reads states under a key.
type states struct{ key []byte }

// make returns a new state that ends at a time, and the nonce for the browser.
func (s states) make(ends time.Time) (state, nonce string) {
	b := make([]byte, nonceSize, stateSize)
	rand.Read(b)
	nonce = base64.RawURLEncoding.EncodeToString(b)
	b = binary.BigEndian.AppendUint64(b, uint64(ends.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(b, s.sum(b)...)), nonce
}

// read reports whether a state was made here for the browser with this nonce and has not
// ended, and when it does.
func (s states) read(state, nonce string, now time.Time) (ends time.Time, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(state)
	if err != nil || len(b) != stateSize {
		return time.Time{}, false
	}
	signed, sum := b[:stateSize-sha256.Size], b[stateSize-sha256.Size:]
	if !hmac.Equal(sum, s.sum(signed)) {
		return time.Time{}, false
	}
	own := base64.RawURLEncoding.EncodeToString(signed[:nonceSize])
	if subtle.ConstantTimeCompare([]byte(own), []byte(nonce)) != 1 {
		return time.Time{}, false
	}
	ends = time.Unix(int64(binary.BigEndian.Uint64(signed[nonceSize:])), 0)
	return ends, now.Before(ends)
}

func (s states) sum(b []byte) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte("hspbot slack install state 1\x00"))
	m.Write(b)
	return m.Sum(nil)
}
