package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// backUp runs the subcommand with arguments as they are typed.
func backUp(t *testing.T, args ...string) (out string, err error) {
	t.Helper()
	var c struct {
		Backup backupCommand `cmd:""`
	}
	parser, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, err := parser.Parse(append([]string{"backup"}, args...))
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = ctx.Run(&streams{in: strings.NewReader(""), out: &b, errs: &b})
	return b.String(), err
}

// talk holds the conversation kept in a file for a few lines and returns what was shown.
func talk(t *testing.T, data, lines string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run([]string{"chat", "--plain", "--lang", "en", "--data", data}, strings.NewReader(lines), &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	return out.String()
}

// TestBackupRestore follows the help: copy, go on, lose the file, put the copy in its place.
// The conversation goes on where the copy was made.
func TestBackupRestore(t *testing.T) {
	dir := t.TempDir()
	data, copies := filepath.Join(dir, "serve.db"), filepath.Join(dir, "copies")
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	talk(t, data, "i-b\n")
	t.Setenv("HSPBOT_DATA", data)
	out, err := backUp(t, copies)
	if err != nil {
		t.Fatal(err)
	}
	kept := strings.TrimSpace(out)
	if info, err := os.Stat(kept); err != nil || filepath.Dir(kept) != copies || info.Mode().Perm() != 0o600 {
		t.Fatalf("printed %q: %v, %v", out, info, err)
	}
	if got := talk(t, data, "master\n"); !strings.Contains(got, "\n# salary\n") {
		t.Fatalf("after the second answer:\n%s", got)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(data+end, filepath.Join(dir, "lost"+end)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(kept)
	if err == nil {
		err = os.WriteFile(data, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := talk(t, data, ""); !strings.Contains(got, "# degrees\n") {
		t.Errorf("restored:\n%s", got)
	}
	if got := talk(t, data, "master\n"); !strings.Contains(got, "\n# salary\n") {
		t.Errorf("restored and answered:\n%s", got)
	}
}

func TestBackupUsage(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "serve.db")
	talk(t, data, "i-b\n")
	taken := filepath.Join(dir, "taken")
	if err := os.WriteFile(taken, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"nothing":               {},
		"a file that is there":  {"--data", data, taken},
		"a store that is not":   {"--data", filepath.Join(dir, "none"), filepath.Join(dir, "new")},
		"two places":            {"--data", data, "a", "b"},
		"a folder that is none": {"--data", data, filepath.Join(dir, "none", "new")},
	} {
		if out, err := backUp(t, args...); err == nil || out != "" {
			t.Errorf("%s: no error, printed %q", name, out)
		}
	}
	if b, err := os.ReadFile(taken); err != nil || string(b) != "kept" {
		t.Errorf("overwritten with %q, %v", b, err)
	}
	t.Setenv("HSPBOT_DATABASE_URL", "postgres://nobody:a-password@192.0.2.1/hspbot")
	_, err := backUp(t, filepath.Join(dir, "new"))
	if err == nil || !strings.Contains(err.Error(), "pg_dump") || strings.Contains(err.Error(), "a-password") {
		t.Errorf("with PostgreSQL: %v", err)
	}
}

func TestBackupName(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 22, 23, 59, 1, 0, time.FixedZone("", 9*60*60))
	if got, want := destination(dir, at), filepath.Join(dir, "hspbot-20261122T145901Z.db"); got != want {
		t.Errorf("in a directory: %q, want %q", got, want)
	}
	if got, want := destination(filepath.Join(dir, "x"), at), filepath.Join(dir, "x"); got != want {
		t.Errorf("a file: %q, want %q", got, want)
	}
}
