package locales

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

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
	files, err := readFiles(systems)
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(language.Make(fallback))
	c := &Catalog{voices: map[string]*Voice{}}
	for i := range files {
		if err := c.add(bundle, &files[i]); err != nil {
			return nil, fmt.Errorf("locales: %s: %w", files[i].name, err)
		}
	}
	if c.voices[fallback] == nil {
		return nil, fmt.Errorf("locales: no file of %s", fallback)
	}
	c.tags = []string{fallback}
	for tag, v := range c.voices {
		v.localizer = i18n.NewLocalizer(bundle, tag)
		if tag != fallback {
			v.fallback = c.voices[fallback]
			c.tags = append(c.tags, tag)
		}
		v.candidate = v.ofCandidate()
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
	for id := range v.texts {
		if of, ok := strings.CutPrefix(id, candidatePrefix); ok {
			other.instead[of] = id
		}
	}
	return &other
}

// file is one that has been read: texts, or words.
type file struct {
	system    fs.FS
	name, tag string
	texts     *i18n.MessageFile
	words     Words
	err       error
}

// readFiles reads all files at the same time: it is most of what a start of the program takes.
func readFiles(systems []fs.FS) ([]file, error) {
	var files []file
	for _, system := range systems {
		names, err := fs.Glob(system, "*.toml")
		if err != nil {
			return nil, fmt.Errorf("locales: %w", err)
		}
		for _, name := range names {
			files = append(files, file{system: system, name: name})
		}
	}
	var all sync.WaitGroup
	for i := range files {
		all.Go(files[i].read)
	}
	all.Wait()
	return files, nil
}

func (f *file) read() {
	parts := strings.Split(f.name, ".")
	if len(parts) != 3 {
		f.err = errors.New("is not named NAME.TAG.toml")
		return
	}
	f.tag = parts[1]
	content, err := fs.ReadFile(f.system, f.name)
	switch {
	case err != nil:
		f.err = err
	case parts[0] == "typed":
		f.words, f.err = readWords(content)
	default:
		f.texts, f.err = i18n.ParseMessageFileBytes(content, f.name, map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	}
}

// add adds what a file says.
func (c *Catalog) add(bundle *i18n.Bundle, f *file) error {
	if f.err != nil {
		return f.err
	}
	v := c.voices[f.tag]
	if v == nil {
		v = &Voice{tag: f.tag, texts: map[string]string{}, plurals: map[string]bool{}}
		c.voices[f.tag] = v
	}
	if f.texts == nil {
		v.words = f.words
		return nil
	}
	for _, m := range f.texts.Messages {
		if v.Has(m.ID) {
			return fmt.Errorf("says %q twice", m.ID)
		}
		v.texts[m.ID] = m.Other
		if m.One == "" {
			continue
		}
		v.plurals[m.ID] = true
		if err := bundle.AddMessages(f.texts.Tag, m); err != nil {
			return err
		}
	}
	return nil
}

// readWords reads the content of a file of what people type.
func readWords(content []byte) (Words, error) {
	var parts map[string]map[string]toml.Primitive
	file, err := toml.Decode(string(content), &parts)
	if err != nil {
		return nil, err
	}
	words := Words{}
	for part, roles := range parts {
		words[part] = map[string]map[string][]string{}
		for role, entry := range roles {
			var list []string
			values := map[string][]string{}
			if file.PrimitiveDecode(entry, &list) == nil {
				values[""] = list
			} else if err := file.PrimitiveDecode(entry, &values); err != nil {
				return nil, fmt.Errorf("[%s] %s: %w", part, role, err)
			}
			words[part][role] = values
		}
	}
	return words, nil
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
