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

// stateTime is how long a person may take on Slack's page. Slack's code lives 10 minutes, too.
const stateTime = 10 * time.Minute

// A state is a nonce, its expiry in Unix seconds, and an HMAC of both, in base64. The browser
// that got it keeps the nonce in a cookie. 16 random bytes are not guessed, nor drawn twice.
const (
	nonceSize = 16
	stateSize = nonceSize + 8 + sha256.Size
)

// states issues and checks states with a key.
type states struct{ key []byte }

// issue returns a new state that expires at a time, and the nonce for the browser.
func (s states) issue(expiry time.Time) (state, nonce string) {
	b := make([]byte, nonceSize, stateSize)
	rand.Read(b)
	nonce = base64.RawURLEncoding.EncodeToString(b)
	b = binary.BigEndian.AppendUint64(b, uint64(expiry.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(b, s.sum(b)...)), nonce
}

// check reports whether a state was issued here for the browser with this nonce and has not
// expired, and when it does.
func (s states) check(state, nonce string, now time.Time) (expiry time.Time, ok bool) {
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
	expiry = time.Unix(int64(binary.BigEndian.Uint64(signed[nonceSize:])), 0)
	return expiry, now.Before(expiry)
}

func (s states) sum(b []byte) []byte {
	m := hmac.New(sha256.New, s.key)
	m.Write([]byte("hspbot slack install state 1\x00"))
	m.Write(b)
	return m.Sum(nil)
}
