//go:build race

package jointest

// every is which walks are taken. Under the race detector, which is slow and looks for
// something else than the results, every fifth is enough.
const every = 5
