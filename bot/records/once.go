package records

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Once notes, for all processes and beyond their end, that a thing of a kind is being done, and
// reports whether it is the first time. It is forgotten some time after until. What names the thing
// is kept as a hash.
func Once(ctx context.Context, r Store, kind, thing string, now, until time.Time) (first bool, err error) {
	sum := sha256.Sum256([]byte(thing))
	id := base64.RawURLEncoding.EncodeToString(sum[:18])
	err = r.Change(ctx, kind, id, func(old []byte) ([]byte, error) {
		if old != nil && !ended(old, now) {
			return nil, errDone
		}
		return strconv.AppendInt(nil, until.Unix(), 10), nil
	})
	if errors.Is(err, errDone) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note what is done once: %w", err)
	}
	if sum[len(sum)-1]%pruneEvery == 0 {
		err = r.Prune(ctx, kind, func(note []byte) bool { return ended(note, now) })
	}
	if err != nil {
		return true, fmt.Errorf("forget what was done once: %w", err)
	}
	return true, nil
}

// pruneEvery is how many notes are made, about, until those that have ended are looked for, as that goes
// through all of a kind.
const pruneEvery = 64

var errDone = errors.New("done before")

// ended reports whether a note has come to its end. What makes no sense has.
func ended(note []byte, now time.Time) bool {
	until, err := strconv.ParseInt(string(note), 10, 64)
	return err != nil || now.Unix() > until
}
