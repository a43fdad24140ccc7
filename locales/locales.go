// Package locales holds every text a person sees, one set of files per language, and says
// them. It knows languages and nothing else.
//
// Files are named NAME.TAG.toml and read by go-i18n: law.ja.toml holds the words of the
// points table, ui.ja.toml those of the interview, words.ja.toml what a person may type.
// A new language is such a set of files; nothing else names the languages there are.
package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// fallback is the language of a person whose own is not here. It comes first.
const fallback = "en"

// Voice says things in one language. It is safe for concurrent use.
type Voice struct {
	tag       string
	localizer *i18n.Localizer
	static    map[string]string // texts without placeholders
	ids       map[string]bool
	plural    map[string]bool // texts with a form for one
}

var (
	tags, voices = load()
	matcher      = language.NewMatcher(parsed(tags))
)

// load reads all files; a file that cannot be read is our mistake and stops the program.
func load() ([]string, map[string]*Voice) {
	names, err := fs.Glob(files, "*.toml")
	must(err)
	byTag := map[string][]string{}
	for _, name := range names {
		tag := strings.Split(name, ".")[1]
		byTag[tag] = append(byTag[tag], name)
	}
	list := []string{fallback}
	for tag := range byTag {
		if tag != fallback {
			list = append(list, tag)
		}
	}
	slices.Sort(list[1:])
	bundle := i18n.NewBundle(language.Make(fallback))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	all := make(map[string]*Voice, len(list))
	for _, tag := range list {
		v := &Voice{tag: tag, static: map[string]string{}, ids: map[string]bool{}, plural: map[string]bool{}}
		for _, name := range byTag[tag] {
			file, err := bundle.LoadMessageFileFS(files, name)
			must(err)
			for _, m := range file.Messages {
				if v.ids[m.ID] {
					panic(fmt.Sprintf("locales: %s says %q twice", name, m.ID))
				}
				v.ids[m.ID] = true
				v.plural[m.ID] = m.One != ""
				if !strings.Contains(m.Other, "{{") {
					v.static[m.ID] = m.Other
				}
			}
		}
		v.localizer = i18n.NewLocalizer(bundle, tag, fallback)
		all[tag] = v
	}
	return list, all
}

func must(err error) {
	if err != nil {
		panic("locales: " + err.Error())
	}
}

func parsed(tags []string) []language.Tag {
	out := make([]language.Tag, len(tags))
	for i, t := range tags {
		out[i] = language.Make(t)
	}
	return out
}

// Tags returns the languages there are, English first. It must not be changed.
func Tags() []string { return tags }

// Match returns the language for one tag as a platform or a person names it ("ja-JP",
// "zh_CN.UTF-8"), and whether it is a match at all; English otherwise.
func Match(tag string) (string, bool) {
	tag, _, _ = strings.Cut(tag, ".")
	tag = strings.ReplaceAll(tag, "_", "-")
	t, err := language.Parse(tag)
	if err != nil || t == language.Und {
		return fallback, false
	}
	_, i, confidence := matcher.Match(t)
	if confidence == language.No {
		return fallback, false
	}
	return tags[i], true
}

// In returns the voice of a language of [Tags], or the English one.
func In(tag string) *Voice {
	if v, ok := voices[tag]; ok {
		return v
	}
	return voices[fallback]
}

// Tag returns the language's tag.
func (v *Voice) Tag() string { return v.tag }

// Has reports whether the language says id itself.
func (v *Voice) Has(id string) bool { return v.ids[id] }

// IDs returns all message ids of the language, sorted.
func (v *Voice) IDs() []string {
	list := make([]string, 0, len(v.ids))
	for id := range v.ids {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// Say returns the text id with its placeholders filled from pairs of name and value; the
// plural follows the placeholder N. A text
// missing in the language comes in English; one missing there too is its id, which a test
// prevents.
func (v *Voice) Say(id string, pairs ...any) string {
	if s, ok := v.static[id]; ok {
		return s
	}
	var data map[string]any
	if len(pairs) > 0 {
		data = make(map[string]any, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			data[pairs[i].(string)] = pairs[i+1]
		}
	}
	config := i18n.LocalizeConfig{MessageID: id, TemplateData: data}
	if v.plural[id] {
		config.PluralCount = data["N"]
	}
	s, _ := v.localizer.Localize(&config)
	if s == "" {
		return id
	}
	return s
}
