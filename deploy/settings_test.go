package deploy_test

import (
	"regexp"
	"strings"
	"testing"
)

// ours are variables of the files here, not of the program.
var ours = map[string]bool{"HSPBOT_HOST": true, "HSPBOT_IMAGE": true}

var setting = regexp.MustCompile(`HSPBOT_[A-Z_]+`)

// TestSettings looks up every setting that is named here in the program.
func TestSettings(t *testing.T) {
	known := literals(t, "../cmd/hspbot")
	for _, name := range files(t) {
		for _, s := range setting.FindAllString(read(t, name), -1) {
			if !ours[s] && !known[s] && !known[strings.TrimSuffix(s, "_FILE")] {
				t.Errorf("%s: the program knows no %s", name, s)
			}
		}
	}
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
