//go:build !linux

package pgtest

import "syscall"

// endWithUs can do nothing here: tests that are killed leave their server behind.
func endWithUs(*syscall.SysProcAttr) {}
