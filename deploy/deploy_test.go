// Package deploy_test has the tools that the files here are for read them: promtool, caddy
// and systemd-analyze, as Debian packs them. What takes Go modules the bot itself has no use
// for is in check, a module of its own.
package deploy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// tool returns the path of a program. Where there is none the test is skipped, but in CI it fails.
func tool(t *testing.T, name, debian string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed; it is in Debian's package %s", name, debian)
	}
	t.Skipf("%s is not installed; it is in Debian's package %s", name, debian)
	return ""
}

// succeed runs a command that has to go well and returns what it printed.
func succeed(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	return string(out)
}

// refuse runs a command that has to fail: a check that nothing can fail is none.
func refuse(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err == nil {
		t.Errorf("%s %s takes what is wrong:\n%s", filepath.Base(name), strings.Join(args, " "), out)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// literals returns the texts that stand in the Go files of a directory, tests aside.
func literals(t *testing.T, dir string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	inspect(t, dir, func(n ast.Node) {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, err := strconv.Unquote(l.Value); err == nil {
				found[s] = true
			}
		}
	})
	return found
}

// inspect visits the syntax of the Go files of a directory, tests aside.
func inspect(t *testing.T, dir string, visit func(ast.Node)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool { visit(n); return true })
	}
}

// files returns all files here that an operator uses, by their names from here.
func files(t *testing.T) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "check" || name == "secrets"):
			return filepath.SkipDir
		case !d.IsDir() && filepath.Ext(name) != ".go":
			list = append(list, name)
		}
		return nil
	})
	if err != nil || len(list) < 20 {
		t.Fatalf("found %d files: %v", len(list), err)
	}
	return list
}
