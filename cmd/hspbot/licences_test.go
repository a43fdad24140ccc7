package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// module is a module in the program.
type module struct{ Path, Version, Dir string }

// modules returns those that the program is made from, on any system that it is released for.
func modules(t *testing.T) []module {
	t.Helper()
	if _, err := os.ReadFile("../../go.sum"); err != nil { // a result of before a change of it is of no use
		t.Fatal(err)
	}
	found := map[string]module{}
	for _, system := range []string{"linux", "darwin"} {
		cmd := exec.Command("go", "list", "-deps", "-json=Module", ".")
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct {
				Module *struct {
					module
					Main bool
				}
			}
			err := d.Decode(&p)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if p.Module != nil && !p.Module.Main {
				found[p.Module.Path] = p.Module.module
			}
		}
	}
	var list []module
	for _, m := range found {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// legal are the names of files with licences and notices.
var legal = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([-.].*)?$`)

// texts returns the licences and notices in a folder.
func texts(t *testing.T, dir string) (text string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.IsDir() || !legal.MatchString(f.Name()) || strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		text += "\n" + strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n")) + "\n"
	}
	return text
}

// TestLicences compares what `hspbot licences` prints with the licences of the modules in the
// program.
func TestLicences(t *testing.T) {
	var b strings.Builder
	add := func(name, dir string) {
		text := texts(t, dir)
		if len(text) < 200 {
			t.Errorf("%s has no licence", name)
		}
		fmt.Fprintf(&b, "==== %s\n%s\n", name, text)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	add("Go's standard library", strings.TrimSpace(string(goroot)))
	list := modules(t)
	if len(list) < 30 {
		t.Fatalf("found %d modules on %s", len(list), runtime.GOOS)
	}
	for _, m := range list {
		add(m.Path+" "+m.Version, m.Dir)
	}
	if want := readGolden(t, "licences.txt", b.String()); b.String() != want {
		t.Error("licences.txt is not that of the modules in the program: go test ./cmd/hspbot -run TestLicences -update")
	}
}
