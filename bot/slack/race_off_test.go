//go:build !race

package slack

import "time"

// raced says that the race detector is on, which makes everything slower.
const raced = false

// settles is how long it may take from a send to the moment at which its end is kept, where the
// machine has nothing else to do.
const settles = 150 * time.Millisecond
