//go:build !race

package telegram

import "time"

// raced says that the race detector is on, which makes everything slower.
const raced = false

// settles is how long it may take from a send to the moment at which its end is kept, with many people
// and a program that has just been started again: 310 ms were seen.
const settles = 500 * time.Millisecond
