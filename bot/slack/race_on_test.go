//go:build race

package slack

import "time"

// raced says that the race detector is on, which makes everything slower.
const raced = true

// settles is how long it may take from a send to the moment at which its end is kept.
const settles = 1500 * time.Millisecond
