//go:build !unix

package sqlite

import "os"

// giveTo does nothing: files have no owner that could be given.
func giveTo(string, os.FileInfo) error { return nil }
