//go:build linux || darwin

package main

import "golang.org/x/sys/unix"

// freeDisk returns how many bytes of the disk of a directory this user may still write.
func freeDisk(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}
