//go:build race

package faulttest

// raced says that the race detector is on; the program is built with it, too.
const raced = true
