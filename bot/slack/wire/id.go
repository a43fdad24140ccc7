package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
)

// The letters that ids begin with, one for each source of deliveries.
const (
	sourceEvent      = 'e'
	sourceLimited    = 'l' // notices that events are held back
	sourceCommand    = 'c'
	sourceAction     = 'a'
	sourceSubmission = 's'
	sourceShortcut   = 'h'
)

// maxEventID is the length in bytes up to which Slack's id of an event is used as it is; those seen
// have 11 to 13. With the prefix it stays below the 40 bytes of Payload.ID.
const maxEventID = 36

// eventID makes an id of the one that Slack gives an event; one that is long or not printable
// ASCII is hashed.
func eventID(id string) string {
	if len(id) > maxEventID || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return string(sourceEvent) + "#" + hash(id)
	}
	return string(sourceEvent) + ":" + id
}

// hashID makes an id of parts that together are the same when a delivery comes again, and only
// then.
func hashID(source rune, parts ...string) string { return string(source) + ":" + hash(parts...) }

func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		// The length keeps "ab", "c" from being "a", "bc".
		io.WriteString(h, strconv.Itoa(len(p))+":"+p)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
