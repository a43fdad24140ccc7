package deploy_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// proof is a test that the threat model names: a package and a test, fuzz target or script.
var proof = regexp.MustCompile("`([a-z/]+) ((?:Test|Fuzz)\\w+|\\w+\\.txtar)`")

// TestThreats looks up every test that the threat model points to. Each threat has one.
func TestThreats(t *testing.T) {
	threats := 0
	for line := range strings.Lines(read(t, "threats.md")) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| attacker |") {
			continue
		}
		threats++
		proofs := proof.FindAllStringSubmatch(line, -1)
		if len(proofs) == 0 {
			t.Errorf("no test: %s", line)
		}
		for _, p := range proofs {
			if !exists(t, filepath.Join("..", p[1]), p[2]) {
				t.Errorf("there is no %s in %s", p[2], p[1])
			}
		}
	}
	if threats < 15 {
		t.Errorf("found %d threats", threats)
	}
	if exists(t, ".", "TestNothing") {
		t.Error("finds a test that there is not")
	}
}

// exists reports whether a test or script is in the folder of a package.
func exists(t *testing.T, dir, name string) bool {
	t.Helper()
	if strings.HasSuffix(name, ".txtar") {
		_, err := os.Stat(filepath.Join(dir, "testdata", "script", name))
		return err == nil
	}
	tests, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tests {
		if regexp.MustCompile(`(?m)^func ` + name + `\(`).MatchString(read(t, file)) {
			return true
		}
	}
	return false
}
