package partner

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// NewKey returns a key of the API: 256 random bits.
func NewKey() string {
	b := make([]byte, 32)
	rand.Read(b) // it never fails
	return "hsp_" + base64.RawURLEncoding.EncodeToString(b)
}

// Hash returns what the file holds of a key: its SHA-256 in hex. Keys have too many bits to be
// guessed, so a quick hash hides them.
func Hash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
