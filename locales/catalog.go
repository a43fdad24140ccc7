package locales

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Catalog is a set of languages.
type Catalog struct {
	tags    []string // English first
	voices  map[string]*Voice
	matcher language.Matcher
}

// Words are what people type in one language, as typed.TAG.toml has them: words by part
// ("yen"), role ("after") and value ("over"). A role without values has the value "".
type Words map[string]map[string]map[string][]string

// Load reads the languages in the *.toml files of all file systems. English must be there.
func Load(systems ...fs.FS) (*Catalog, error) {
	bundle := i18n.NewBundle(language.Make(fallback))
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	c := &Catalog{voices: map[string]*Voice{}}
	for _, system := range systems {
		names, err := fs.Glob(system, "*.toml")
		if err != nil {
			return nil, fmt.Errorf("locales: %w", err)
		}
		for _, name := range names {
			if err := c.read(bundle, system, name); err != nil {
				return nil, fmt.Errorf("locales: %s: %w", name, err)
			}
		}
	}
	if c.voices[fallback] == nil {
		return nil, fmt.Errorf("locales: no file of %s", fallback)
	}
	c.tags = []string{fallback}
	for tag, v := range c.voices {
		v.localizer = i18n.NewLocalizer(bundle, tag, fallback)
		v.candidate = v.ofCandidate()
		if tag != fallback {
			c.tags = append(c.tags, tag)
		}
	}
	slices.Sort(c.tags[1:])
	known := make([]language.Tag, len(c.tags))
	for i, tag := range c.tags {
		known[i] = language.Make(tag)
	}
	c.matcher = language.NewMatcher(known)
	return c, nil
}

// ofCandidate makes the voice that speaks of a candidate.
func (v *Voice) ofCandidate() *Voice {
	other := *v
	other.instead, other.candidate = map[string]string{}, &other
	for id := range v.ids {
		if of, ok := strings.CutPrefix(id, candidatePrefix); ok {
			other.instead[of] = id
		}
	}
	return &other
}

// read adds one file.
func (c *Catalog) read(bundle *i18n.Bundle, system fs.FS, name string) error {
	parts := strings.Split(name, ".")
	if len(parts) != 3 {
		return fmt.Errorf("is not named NAME.TAG.toml")
	}
	tag := parts[1]
	v := c.voices[tag]
	if v == nil {
		v = &Voice{tag: tag, simple: map[string]simple{}, ids: map[string]bool{}, plural: map[string]bool{}}
		c.voices[tag] = v
	}
	if parts[0] == "typed" {
		words, err := readWords(system, name)
		v.words = words
		return err
	}
	file, err := bundle.LoadMessageFileFS(system, name)
	if err != nil {
		return err
	}
	for _, m := range file.Messages {
		if v.ids[m.ID] {
			return fmt.Errorf("says %q twice", m.ID)
		}
		v.ids[m.ID] = true
		v.plural[m.ID] = m.One != ""
		if text, ok := parseSimple(m.Other); ok && m.One == "" {
			v.simple[m.ID] = text
		}
	}
	return nil
}

// readWords reads a file of what people type.
func readWords(system fs.FS, name string) (Words, error) {
	b, err := fs.ReadFile(system, name)
	if err != nil {
		return nil, err
	}
	var parts map[string]map[string]any
	if err := toml.Unmarshal(b, &parts); err != nil {
		return nil, err
	}
	words := Words{}
	for part, roles := range parts {
		words[part] = map[string]map[string][]string{}
		for role, entry := range roles {
			values, isTable := entry.(map[string]any)
			if !isTable {
				values = map[string]any{"": entry}
			}
			words[part][role] = map[string][]string{}
			for value, list := range values {
				texts, err := stringsOf(list)
				if err != nil {
					return nil, fmt.Errorf("[%s] %s %s: %w", part, role, value, err)
				}
				words[part][role][value] = texts
			}
		}
	}
	return words, nil
}

func stringsOf(list any) ([]string, error) {
	entries, ok := list.([]any)
	if !ok {
		return nil, fmt.Errorf("is no list")
	}
	texts := make([]string, len(entries))
	for i, e := range entries {
		if texts[i], ok = e.(string); !ok {
			return nil, fmt.Errorf("%v is no text", e)
		}
	}
	return texts, nil
}

// Tags returns the languages there are, English first. It must not be changed.
func (c *Catalog) Tags() []string { return c.tags }

// In returns the voice of a language of Tags, or the English one.
func (c *Catalog) In(tag string) *Voice {
	if v, ok := c.voices[tag]; ok {
		return v
	}
	return c.voices[fallback]
}

// Match returns the language for one tag as a platform or a person names it ("ja-JP",
// "zh_CN.UTF-8"), and whether it is a match at all; English otherwise. Parts that are no tags,
// as the names of language packs have them ("classic-zh-tw", "zh-hans-raw"), fall away.
func (c *Catalog) Match(tag string) (string, bool) {
	tag, _, _ = strings.Cut(tag, ".")
	parts := strings.Split(strings.ReplaceAll(tag, "_", "-"), "-")
	if len(parts) > 8 {
		return fallback, false
	}
	for from := range parts {
		parsed := false
		for to := len(parts); to > from; to-- {
			t, err := language.Parse(strings.Join(parts[from:to], "-"))
			if err != nil || t == language.Und {
				continue
			}
			if tag, ok := c.closest(t); ok { // ja-raw parses as another language than ja
				return tag, true
			}
			parsed = true
		}
		if parsed {
			return fallback, false
		}
	}
	return fallback, false
}

// closest returns the language for a tag: one that is near enough, or that says it serves the
// tag's language.
func (c *Catalog) closest(t language.Tag) (string, bool) {
	if _, i, confidence := c.matcher.Match(t); confidence != language.No {
		return c.tags[i], true
	}
	base, _ := t.Base()
	for _, tag := range c.tags {
		if slices.Contains(c.voices[tag].words["language"]["serves"][""], base.String()) {
			return tag, true
		}
	}
	return fallback, false
}

// Words returns what people type in the language. It must not be changed.
func (v *Voice) Words() Words { return v.words }
