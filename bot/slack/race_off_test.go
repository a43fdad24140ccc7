//go:build !race

package slack

import "time"

// raced says that the race detector is on, which makes everything slower.
const raced = false

// settles is how long it may take from a send to the moment at which its end is kept.
const settles = 150 * time.Millisecond
