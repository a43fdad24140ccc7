package sqlite

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestProtected: a file that everybody may read, such as a copy put in its place by hand, is taken
// from everybody else when it is opened, also where a link leads to it.
func TestProtected(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes of files are those of Unix")
	}
	dir := t.TempDir()
	path, link := filepath.Join(dir, "sessions.db"), filepath.Join(dir, "link.db")
	if err := opened(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, link} {
		if err := os.Chmod(path, 0o666); err != nil {
			t.Fatal(err)
		}
		s, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(path + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v, %v", filepath.Base(file), info.Mode(), err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
