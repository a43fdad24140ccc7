package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"hspbot/bot"
)

// environment holds variables by name. An empty one counts as not set.
type environment map[string]string

// processEnvironment returns the variables of this process.
func processEnvironment() environment {
	e := environment{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		e[name] = value
	}
	return e
}

// read fills the fields of a struct from the variables that their env tags name. A field
// tagged secret may also come from the file that NAME_FILE names. The error names the variable
// and never repeats its value.
//
// Kong reads env tags itself, but puts the value of a variable it cannot parse into the error
// and takes an empty variable for a value, so only its model of the struct is used.
func (e environment) read(settings any) error {
	for _, v := range variablesOf(settings) {
		text, err := e.lookup(v)
		if err != nil {
			return err
		}
		if text == "" {
			continue
		}
		token := kong.Token{Type: kong.FlagValueToken, Value: text}
		if err := v.Parse(kong.ScanFromTokens(token), v.Target); err != nil {
			return fmt.Errorf("%s %w", v.name(), errors.Unwrap(err)) // without the name of a flag
		}
	}
	return nil
}

// lookup returns the text of a variable, or of its file without surrounding white space, or its
// default.
func (e environment) lookup(v variable) (string, error) {
	text, file := e[v.name()], e[v.name()+"_FILE"]
	switch {
	case !v.secret() || file == "":
	case text != "":
		return "", fmt.Errorf("%s and %s_FILE are both set; set one", v.name(), v.name())
	default:
		b, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("%s_FILE cannot be read: %s", v.name(), bot.WithoutPath(err))
		}
		if text = strings.TrimSpace(string(b)); text == "" {
			return "", fmt.Errorf("%s_FILE is set, but the file is empty", v.name())
		}
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return v.Default, nil
	case v.secret() && strings.HasPrefix(text, "\ufeff"):
		return "", fmt.Errorf("%s begins with a byte order mark; save the file as UTF-8 without one", v.name())
	case v.secret() && strings.ContainsAny(text[:1], `"'`):
		return "", fmt.Errorf("%s begins with a quotation mark, which is no part of the value", v.name())
	}
	return text, nil
}

// secretFiles reports the files of secrets that every user of the machine may read.
func (e environment) secretFiles(report func(finding)) {
	for _, v := range variablesOf(&settings{}) {
		file := e[v.name()+"_FILE"]
		if !v.secret() || file == "" {
			continue
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm()&0o004 == 0 {
			continue
		}
		report(finding{status: statusWarn, name: v.name() + "_FILE", what: fmt.Sprintf("every user of this machine may read the file (mode %04o)", info.Mode().Perm()),
			fix: "chmod 600, or 640 with a group that hspbot runs in"})
	}
}

// variable is one environment variable that a field is read from.
type variable struct{ *kong.Flag }

func (v variable) name() string { return v.Tag.Envs[0] }

// secret reports whether NAME_FILE may name a file instead.
func (v variable) secret() bool { return v.Tag.Has("secret") }

// variablesOf returns the variables of a pointer to a struct with env tags, in its order.
func variablesOf(settings any) []variable {
	parser, err := kong.New(settings, kong.NoDefaultHelp(), kong.ExplicitGroups(headings))
	if err != nil {
		panic(err) // the struct is wrong
	}
	var list []variable
	for _, f := range parser.Model.Flags {
		list = append(list, variable{f})
	}
	return list
}

// describe returns the variables with their help, by group, for people who set them.
func describe(list []variable) string {
	width := 0
	for _, v := range list {
		width = max(width, len(v.title()))
	}
	var b strings.Builder
	for i, v := range list {
		if i == 0 || v.Group.Title != list[i-1].Group.Title {
			fmt.Fprintf(&b, "\n%s:\n\n", v.Group.Title)
		}
		fmt.Fprintf(&b, "    %-*s  %s", width, v.title(), v.Help)
		if v.Default != "" {
			fmt.Fprintf(&b, "; default %s", v.Default)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// title is the name with a star where NAME_FILE may be set instead.
func (v variable) title() string {
	if v.secret() {
		return v.name() + "*"
	}
	return v.name()
}

// effective returns the settings that are in effect, a line each, those of the environment and
// defaults; what is secret is named and not shown.
func (e environment) effective(set *settings) string {
	var b strings.Builder
	for _, v := range variablesOf(set) {
		text, from := e[v.name()], "set"
		switch {
		case v.secret() && e[v.name()+"_FILE"] != "":
			text, from = "(secret)", "from "+e[v.name()+"_FILE"]
		case strings.TrimSpace(text) == "":
			text, from = v.Default, "default"
		case v.secret():
			text = "(secret)"
		}
		if v.name() == "HSPBOT_DATA" && text == "" && set.Database == "" {
			text, _ = set.file()
		}
		if text == "" {
			text, from = "(none)", "not set"
		}
		fmt.Fprintf(&b, "%-27s %s  # %s\n", v.name(), strings.TrimSpace(text), from)
	}
	return b.String()
}
