// Package localestest has a language made by machine, to show that a language is a set of
// files and nothing else.
package localestest

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"

	"hspbot/locales"
)

// Tag is the tag of the language made by machine.
const Tag = "eo"

// Speak has the program speak a further language until the test ends: English with an
// accent on every letter, longer by 40 %, with a decimal comma. It returns its tag.
func Speak(t testing.TB) string {
	t.Helper()
	c, err := locales.Load(locales.Files(), Files(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(locales.Use(c))
	return Tag
}

// Files are the files of the language, made from the English ones.
func Files(t testing.TB) fs.FS {
	t.Helper()
	names, err := fs.Glob(locales.Files(), "*.en.toml")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d English files, %v", len(names), err)
	}
	made := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(locales.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		var content map[string]any
		if err := toml.Unmarshal(text, &content); err != nil {
			t.Fatal(err)
		}
		change := longer
		if strings.HasPrefix(name, "typed.") {
			change = func(_, text string) string { return Accented(text) }
		}
		rewrite("", content, change)
		if number, ok := content["number"].(map[string]any); ok && strings.HasPrefix(name, "ui.") {
			number["point"], number["group"] = ",", "."
		}
		var out bytes.Buffer
		if err := toml.NewEncoder(&out).Encode(content); err != nil {
			t.Fatal(err)
		}
		made[strings.Replace(name, ".en.", "."+Tag+".", 1)] = &fstest.MapFile{Data: out.Bytes()}
	}
	return made
}

// rewrite changes every text in a file.
func rewrite(key string, v any, change func(key, text string) string) any {
	switch v := v.(type) {
	case string:
		return change(key, v)
	case []any:
		for i := range v {
			v[i] = rewrite(key, v[i], change)
		}
	case map[string]any:
		for k := range v {
			v[k] = rewrite(k, v[k], change)
		}
	}
	return v
}

// kept are the parts of a text that are the same in every language: placeholders, commands
// and addresses.
var kept = regexp.MustCompile(`\{\{[^}]*\}\}|https?://\S+|[\w.]+\.go\.jp\S*|/[a-z]+`)

// Accented puts an accent on every Latin letter.
func Accented(s string) string {
	var b strings.Builder
	at := 0
	for _, span := range append(kept.FindAllStringIndex(s, -1), []int{len(s), len(s)}) {
		for _, r := range s[at:span[0]] {
			b.WriteRune(r)
			if r < 0x80 && unicode.IsLetter(r) {
				b.WriteRune('\u0301')
			}
		}
		b.WriteString(s[span[0]:span[1]])
		at = span[1]
	}
	return norm.NFC.String(b.String())
}

// own are words that are the same in every language: commands, also as Slack has them, keys of the JSON contract,
// addresses, other languages' names, signs of items.
var own = regexp.MustCompile(`/(hsp )?[a-z]+|https?://\S+|[\w.]+\.go\.jp\S*|English|hspbot|J-Skip|JSON|N[12]`)

var unaccented = regexp.MustCompile(`[A-Za-z]{2,}\b`)

// Foreign returns a word of a text that came from nowhere in the files of the language, or "".
func Foreign(text string) string { return unaccented.FindString(own.ReplaceAllString(text, "")) }

var decimal = regexp.MustCompile(`([0-9])\.([0-9])`)

// longer accents a text and makes it longer by 40 %, unless it is a sign or a form of a
// number. An example of what to type stays as long as it is, and has the decimal comma.
func longer(key, s string) string {
	if strings.HasSuffix(key, ".example") {
		return Accented(decimal.ReplaceAllString(s, "$1,$2"))
	}
	letters := 0
	for _, r := range kept.ReplaceAllString(s, "") {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 2 {
		return Accented(s)
	}
	return Accented(s + " " + strings.Repeat("o", max(1, letters*2/5-1)))
}
