// Package locales holds every text a person sees and the words people type, one set of files
// per language, and says them. It knows languages and nothing else.
//
// Files are named NAME.TAG.toml. law.ja.toml holds the words of the points table, ui.ja.toml
// those of the interview; they are read by go-i18n. typed.ja.toml holds what a person may
// type. A new language is such a set of files; nothing else names the languages there are.
package locales

import (
	"embed"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

//go:embed *.toml
var files embed.FS

// Files are the files of the languages the program comes with.
func Files() fs.FS { return files }

// fallback is the language of a person whose own is not here. It comes first.
const fallback = "en"

// current is the catalog the program speaks from.
var current = func() *atomic.Pointer[Catalog] {
	c, err := Load(files)
	if err != nil { // our mistake: it stops the program
		panic(err)
	}
	var p atomic.Pointer[Catalog]
	p.Store(c)
	return &p
}()

// Current returns the catalog the program speaks from: that of [Files], unless a test speaks
// from another.
func Current() *Catalog { return current.Load() }

// Use speaks from another catalog until restore is called. It is for tests.
func Use(c *Catalog) (restore func()) {
	old := current.Swap(c)
	return func() { current.Store(old) }
}

// Tags returns the languages there are, English first. It must not be changed.
func Tags() []string { return Current().tags }

// Match returns the language for one tag as a platform or a person names it ("ja-JP",
// "zh_CN.UTF-8"), and whether it is a match at all; English otherwise.
func Match(tag string) (string, bool) { return Current().Match(tag) }

// In returns the voice of a language of [Tags], or the English one.
func In(tag string) *Voice { return Current().In(tag) }

// Voice says things in one language. It is safe for concurrent use.
type Voice struct {
	tag       string
	texts     map[string]string // by their ids; of a plural that of many
	plurals   map[string]bool   // texts that have a form for one
	localizer *i18n.Localizer   // says those
	words     Words
	instead   map[string]string // texts that stand instead of others, by the ids of those
	candidate *Voice
	fallback  *Voice // says what the language does not, nil where nobody does
}

// candidatePrefix begins the ids of the texts about a candidate.
const candidatePrefix = "candidate."

// Candidate returns the voice that speaks of a candidate, in the third person: a text
// "candidate.ID" stands instead of the text ID.
func (v *Voice) Candidate() *Voice { return v.candidate }

// Tag returns the language's tag.
func (v *Voice) Tag() string { return v.tag }

// Languages lists the languages there are by their own names.
func (v *Voice) Languages() string {
	var names []string
	for _, tag := range Tags() {
		names = append(names, In(tag).Say("language.name"))
	}
	return strings.Join(names, v.Say("list.comma"))
}

// Has reports whether the language says id itself.
func (v *Voice) Has(id string) bool {
	_, ok := v.texts[id]
	return ok
}

// IDs returns all message ids of the language, sorted.
func (v *Voice) IDs() []string {
	return slices.Sorted(maps.Keys(v.texts))
}

// Say returns the text id with its placeholders filled from pairs of name and value; the
// plural follows the placeholder N. A text
// missing in the language comes in English; one missing there too is its id, which a test
// prevents.
func (v *Voice) Say(id string, pairs ...any) string {
	if other, ok := v.instead[id]; ok {
		id = other
	}
	text, ok := v.texts[id]
	switch {
	case ok && v.plurals[id]:
		return v.plural(id, pairs)
	case ok:
		return fill(text, pairs)
	case v.fallback != nil:
		return v.fallback.Say(id, pairs...)
	}
	return id
}

// plural returns a text in the form for its placeholder N.
func (v *Voice) plural(id string, pairs []any) string {
	data := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		data[pairs[i].(string)] = pairs[i+1]
	}
	s, err := v.localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: v.count(data["N"])})
	if err != nil {
		return id
	}
	return s
}

// count is a number of a text, which may be written with the marks of the language, as the
// rules for plurals take it.
func (v *Voice) count(n any) any {
	if s, ok := n.(string); ok {
		return strings.ReplaceAll(strings.ReplaceAll(s, v.Say("number.group"), ""), v.Point(), ".")
	}
	return n
}
