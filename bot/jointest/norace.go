//go:build !race

package jointest

// every is which walks are taken: all of them.
const every = 1
