package sqlite

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestProbeWrites looks into the log: a probe that writes nothing would not find a full disk.
func TestProbeWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "probe.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	read := func() []byte {
		b, err := os.ReadFile(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	before := read()
	if err := s.Probe(context.Background()); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(before, read()) {
		t.Error("nothing was written")
	}
}
