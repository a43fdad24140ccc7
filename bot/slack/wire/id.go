package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
)

// The letters that ids begin with, one for each sort of delivery.
const (
	sortEvent      = 'e'
	sortLimited    = 'l'
	sortCommand    = 'c'
	sortAction     = 'a'
	sortSubmission = 's'
)

// mostID is the most bytes of an id of Slack that is used as it is.
const mostID = 36

// eventID is the id Slack gives an event, which is short and plain in all that was ever seen;
// what is not is hashed.
func eventID(id string) string {
	if len(id) > mostID || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return string(sortEvent) + "#" + hash(id)
	}
	return string(sortEvent) + ":" + id
}

// hashID makes an id of what together is the same when a delivery comes again.
func hashID(sort rune, parts ...string) string { return string(sort) + ":" + hash(parts...) }

func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		// The length keeps "ab", "c" from being "a", "bc".
		io.WriteString(h, strconv.Itoa(len(p))+":"+p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
