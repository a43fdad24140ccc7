//go:build race

package slack

import "time"

// raced says that the race detector is on, which makes everything slower.
const raced = true

// settles is how long it may take from a send to the moment at which its end is kept, where the
// machine has nothing else to do.
const settles = 1500 * time.Millisecond
