//go:build unix

package sqlite

import (
	"os"
	"syscall"
)

// giveTo gives a file to the owner of another one.
func giveTo(path string, other os.FileInfo) error {
	stat, ok := other.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return os.Chown(path, int(stat.Uid), int(stat.Gid))
}
