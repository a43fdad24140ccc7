//go:build !linux && !darwin

package main

import "errors"

// freeDisk cannot be told here.
func freeDisk(string) (uint64, error) { return 0, errors.ErrUnsupported }
