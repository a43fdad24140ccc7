package locales

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// inTemplate is a text that a template of a page says.
var inTemplate = regexp.MustCompile(`\btext "([a-z0-9_.]+)"`)

// literals returns every string literal in the module's code, and those that are said as
// they stand, also by templates.
func literals(t *testing.T) (all, said map[string]bool) {
	t.Helper()
	all, said = map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".html" {
			page, err := os.ReadFile(path)
			for _, m := range inTemplate.FindAllStringSubmatch(string(page), -1) {
				all[m[1]], said[m[1]] = true, true
			}
			return err
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					all[s] = true
				}
			case *ast.CallExpr:
				f, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || f.Sel.Name != "Say" && f.Sel.Name != "say" || len(n.Args) == 0 {
					return true
				}
				if lit, ok := n.Args[0].(*ast.BasicLit); ok {
					s, _ := strconv.Unquote(lit.Value)
					said[s] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, said
}

// TestNoKeyMissing: what the code says by name is there.
func TestNoKeyMissing(t *testing.T) {
	_, said := literals(t)
	if len(said) < 50 {
		t.Fatalf("found only %d texts said in the code", len(said))
	}
	for id := range said {
		for _, tag := range Tags() {
			if !In(tag).Has(id) {
				t.Errorf("%s does not say %q", tag, id)
			}
		}
	}
}

// TestNoKeyUnused: every text can be put together from strings in the code, "question." +
// "salary" + ".ask", so that none outlives what it was for.
func TestNoKeyUnused(t *testing.T) {
	all, _ := literals(t)
	var pieces []string
	for s := range all {
		if s != "" && len(s) < 80 {
			pieces = append(pieces, s)
		}
	}
	for _, part := range []string{"aside", "topic"} { // the words people type name these texts
		pieces = append(pieces, part+".")
		for _, tag := range Tags() {
			for name, values := range In(tag).Words()[part] {
				if part == "topic" {
					pieces = append(pieces, name)
				}
				for value := range values {
					pieces = append(pieces, value)
				}
			}
		}
	}
	slices.Sort(pieces)
	for _, id := range In(fallback).IDs() {
		if !composed(id, pieces) {
			t.Errorf("nothing says %q", id)
		}
	}
}

// composed reports whether id is a literal, or starts with a family ("question.") and goes
// on with literals and dots.
func composed(id string, pieces []string) bool {
	if slices.Contains(pieces, id) {
		return true
	}
	ends := make([]bool, len(id)+1)
	for _, p := range pieces {
		if strings.HasPrefix(id, p) && (strings.HasSuffix(p, ".") || strings.HasSuffix(p, "_")) {
			ends[len(p)] = true
		}
	}
	if first, _, ok := strings.Cut(id, "."); ok && slices.Contains(pieces, first) {
		ends[len(first)] = true
	}
	for i := 1; i < len(id); i++ {
		if !ends[i] {
			continue
		}
		if id[i] == '.' {
			ends[i+1] = true
		}
		for _, p := range pieces {
			if len(p) > 1 && strings.HasPrefix(id[i:], p) {
				ends[i+len(p)] = true
			}
		}
	}
	return ends[len(id)]
}
