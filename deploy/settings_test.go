package deploy_test

import (
	"go/ast"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// ours are variables of the files here, not of the program.
var ours = map[string]bool{"HSPBOT_HOST": true, "HSPBOT_IMAGE": true}

var setting = regexp.MustCompile(`HSPBOT_[A-Z_]+`)

// TestSettings looks up every setting that is named here in the program.
func TestSettings(t *testing.T) {
	known := settings(t)
	for _, name := range files(t) {
		for _, s := range setting.FindAllString(read(t, name), -1) {
			if !ours[s] && !known[s] {
				t.Errorf("%s: the program knows no %s", name, s)
			}
		}
	}
}

// TestGuide looks for settings that the operator's guide does not describe.
func TestGuide(t *testing.T) {
	guide := read(t, "OPERATE.md")
	for name := range settings(t) {
		if file, secret := strings.CutSuffix(name, "_FILE"); secret && strings.Contains(guide, "`"+file+"`*") {
			continue // described by the star
		}
		if !strings.Contains(guide, "`"+name+"`") {
			t.Errorf("the guide does not describe %s", name)
		}
	}
}

// settings returns the variables that the program reads, by the tags of their fields: those of
// secrets also with _FILE.
func settings(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	inspect(t, "../cmd/hspbot", func(n ast.Node) {
		field, ok := n.(*ast.Field)
		if !ok || field.Tag == nil {
			return
		}
		text, _ := strconv.Unquote(field.Tag.Value)
		tag := reflect.StructTag(text)
		name := tag.Get("env")
		if name == "" {
			return
		}
		found[name] = true
		if _, secret := tag.Lookup("secret"); secret {
			found[name+"_FILE"] = true
		}
	})
	if len(found) < 20 {
		t.Fatalf("found only %v", found)
	}
	return found
}

// secretLike is what a secret of the platforms, a key, or an address with a password looks like.
var secretLike = regexp.MustCompile(`xox[a-z]-\w|xapp-\w|\b\d{8,}:[\w-]{30,}|PRIVATE KEY|postgres://\w+:\w`)

// TestNoSecrets looks for secrets: all of them are files or references.
func TestNoSecrets(t *testing.T) {
	if !secretLike.MatchString("xoxb-1") || !secretLike.MatchString("postgres://a:b@c") {
		t.Fatal("does not find what it looks for")
	}
	for _, name := range files(t) {
		if s := secretLike.FindString(read(t, name)); s != "" {
			t.Errorf("%s has what looks like a secret", name)
		}
	}
}
