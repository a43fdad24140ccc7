//go:build !race

package faulttest

import "time"

// raced says that the race detector is on; the program is built with it, too.
const raced = false

// settles is how long it may take from a send to the moment at which its end is kept, on a
// machine that is busy.
const settles = time.Second
