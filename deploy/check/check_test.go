// Package check_test has the libraries of container tools and of Kubernetes read the files
// in the folder above. It is a module of its own, so that the bot does not carry them; it
// knows nothing of the bot but what it can be told by running it.
package check_test

import (
	"os"
	"os/exec"
	"testing"
)

// tool returns the path of a program. Where there is none the test is skipped, but in CI it fails.
func tool(t *testing.T, name, debian string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name+" is not installed; it is in Debian's package "+debian)
	}
	return path
}

// missing ends a test that cannot be had here: skipped, but failed in CI.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
