package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExamine(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	path := filepath.Join(dir, "examined.db")
	if _, err := Examine(ctx, path, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 0 {
		t.Errorf("files were made: %v", files)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	now := fmt.Sprintf("schema %d, no conversations", schemaVersion)
	if schema, err := Examine(ctx, path, nil); err != nil || schema != now {
		t.Errorf("in use: %q, %v; want %q", schema, err, now)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if schema, err := Examine(ctx, path, nil); err != nil || schema != now {
		t.Errorf("closed: %q, %v; want %q", schema, err, now)
	}
	version := func(n int) {
		t.Helper()
		db, err := sql.Open("sqlite", dsn(path))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(fmt.Sprintf(`PRAGMA user_version = %d`, n)); err != nil {
			t.Fatal(err)
		}
	}
	version(schemaVersion + 1)
	if _, err := Examine(ctx, path, nil); err == nil || !strings.Contains(err.Error(), "another release") {
		t.Errorf("newer: %v", err)
	}
	version(0)
	if schema, err := Examine(ctx, path, nil); err != nil || schema != "no tables yet; serve makes them" {
		t.Errorf("empty: %q, %v", schema, err)
	}
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Examine(ctx, text, nil); err == nil || !strings.Contains(err.Error(), "not a session store") {
		t.Errorf("text: %v", err)
	}
}
