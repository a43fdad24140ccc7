package partner

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"hspbot/bot"
)

// Problem is one thing that is wrong in a file.
type Problem struct {
	File, Entry, Key string // Entry and Key are empty where none is meant
	Line             int    // 0 where it is not known
	What             string
}

// Error is one line: FILE:LINE: ENTRY: KEY: what is wrong.
func (p Problem) Error() string {
	place := p.File
	if p.Line > 0 {
		place = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	parts := slices.DeleteFunc([]string{place, p.Entry}, func(s string) bool { return s == "" })
	return strings.Join(strings.Fields(strings.Join(append(parts, strings.TrimSpace(p.Key+" "+p.What)), ": ")), " ")
}

// Problems are all that is wrong in a file, at least one, by line.
type Problems []Problem

// Error is one line: the first of them and how many more there are.
func (p Problems) Error() string {
	if len(p) == 1 {
		return p[0].Error()
	}
	return fmt.Sprintf("%s (and %d more: hspbot partners check)", p[0].Error(), len(p)-1)
}

// The most there may be of a file.
const (
	maxFile     = 1 << 20
	maxPartners = 1000
)

// entry is a partner as the file has it.
type entry struct {
	Partner
	Logo  string `toml:"logo"` // path
	Leads leads  `toml:"leads"`
}

type leads struct {
	Leads
	Secret     string `toml:"secret"`
	SecretFile string `toml:"secret_file"`
}

// file is one that is being read.
type file struct {
	path     string
	meta     toml.MetaData
	tables   map[string]toml.Primitive
	problems Problems
}

// read reads the partners of a file.
func read(path string) ([]Partner, error) {
	f := &file{path: path}
	if info, err := os.Stat(path); err == nil && info.Size() > maxFile {
		return nil, Problems{{File: path, What: fmt.Sprintf("has %d bytes; at most %d are allowed", info.Size(), maxFile)}}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, Problems{{File: path, What: "cannot be read: " + bot.WithoutPath(err).Error()}}
	}
	if f.meta, err = toml.NewDecoder(bytes.NewReader(text)).Decode(&f.tables); err != nil {
		f.undecodable("", err)
		return nil, f.problems
	}
	if len(f.tables) > maxPartners {
		f.report("", "", fmt.Sprintf("there are %d partners; at most %d are allowed", len(f.tables), maxPartners))
		return nil, f.problems
	}
	var list []Partner
	for code, table := range f.tables {
		if p, ok := f.partner(code, table); ok {
			list = append(list, p)
		}
	}
	for _, key := range f.meta.Undecoded() {
		if slices.ContainsFunc(list, func(p Partner) bool { return p.Code == key[0] }) { // else more is wrong with it
			f.report(key[0], strings.Join(key[1:], "."), "is not known")
		}
	}
	if len(f.problems) > 0 {
		for i, p := range f.problems { // after Undecoded: to look for a line is to decode
			f.problems[i].Line = cmp.Or(p.Line, f.line(p.Entry, p.Key))
		}
		slices.SortStableFunc(f.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Key, b.Key))
		})
		return nil, slices.Compact(f.problems)
	}
	return list, nil
}

// partner reads and checks a table; ok is false where its form is not that of a partner.
func (f *file) partner(code string, table toml.Primitive) (p Partner, ok bool) {
	var e entry
	if err := f.meta.PrimitiveDecode(table, &e); err != nil {
		f.undecodable(code, err)
		return Partner{}, false
	}
	p = e.Partner
	p.Code, p.Leads = code, e.Leads.Leads
	if p.Leads.Secrets = secretsIn(e.Leads.Secret); e.Leads.SecretFile != "" {
		p.Leads.Secrets = f.secrets(code, e.Leads)
	}
	if e.Logo != "" {
		var err error
		if p.Logo, err = readLogo(f.beside(e.Logo)); err != nil {
			f.report(code, "logo", err.Error())
		}
	}
	for _, key := range []string{"names", "consent"} { // the decoder leaves a map empty whatever it is given
		if kind := f.meta.Type(code, key); kind != "" && kind != "Hash" {
			f.report(code, key, "has to be a table by language, such as "+key+`.en = "…"`)
			return Partner{}, false
		}
	}
	f.check(&p)
	return p, true
}

// beside is a path that the file names: one that is relative begins where the file is.
func (f *file) beside(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(f.path), path)
}

// secretsIn returns the lines of a text.
func secretsIn(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// secrets reads the secrets of a webhook.
func (f *file) secrets(code string, l leads) []string {
	text, err := os.ReadFile(f.beside(l.SecretFile))
	switch {
	case l.Secret != "":
		f.report(code, "leads.secret", "and leads.secret_file are both set; set one")
	case err != nil:
		f.report(code, "leads.secret_file", "cannot be read: "+bot.WithoutPath(err).Error())
	default:
		return secretsIn(string(text))
	}
	return []string{strings.Repeat(" ", leastSecret)} // it has been said
}

// report notes what is wrong with a key of an entry.
func (f *file) report(code, key, what string) {
	f.problems = append(f.problems, Problem{File: f.path, Entry: code, Key: key, What: what})
}

// undecodable notes what is wrong with the file's form. The text of the error may hold values of the
// file, so only that of the decoder about types is kept.
func (f *file) undecodable(code string, err error) {
	p := Problem{File: f.path, Entry: code, What: "is not valid TOML"}
	if parse, ok := errors.AsType[toml.ParseError](err); ok {
		p.Line, p.What = parse.Position.Line, strings.TrimSuffix(parse.Message, ".")
	}
	if m := wrongType.FindStringSubmatch(err.Error()); m != nil {
		p.Entry, p.Key, _ = strings.Cut(m[1], ".")
		p.What = "has to be a " + typeNames[m[2]]
	}
	f.problems = append(f.problems, p)
}

// wrongType is what the decoder says of a value of another type: the key, and the type it wants.
var wrongType = regexp.MustCompile(`\(last key "(.*?)"\): .*(?:destination has type|expected) (\w+)`)

var typeNames = map[string]string{"string": "text in quotation marks", "integer": "whole number", "slice": "list in [ ]", "map": "table", "table": "table"}

// line is where a key of an entry is, or else the nearest above it; 0 where it is not known.
func (f *file) line(code, key string) int {
	line := 0
	tables := f.tables
	for _, name := range append([]string{code}, strings.Split(key, ".")...) {
		at, ok := tables[name]
		if !ok {
			return line
		}
		if parse, ok := errors.AsType[toml.ParseError](f.meta.PrimitiveDecode(at, &position{})); ok {
			line = cmp.Or(parse.Position.Line, line)
		}
		if tables = nil; f.meta.PrimitiveDecode(at, &tables) != nil {
			return line
		}
	}
	return line
}

// position takes no value, so that the decoder says where it is.
type position struct{}

// UnmarshalTOML implements [toml.Unmarshaler].
func (*position) UnmarshalTOML(any) error { return errors.New("position") }
