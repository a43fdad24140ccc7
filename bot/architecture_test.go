package bot_test

// The arrows between packages point one way: cmd -> bot -> conversation -> scoring. This
// test reads the imports itself; the answers of go list would come from a cache.

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "hspbot"

// folders are the top-level folders and what each may import of the others. Tests of a folder
// may also reach what lies below, to compare with it.
var folders = map[string]struct{ code, tests []string }{
	"cmd":          {code: []string{"bot", "conversation", "scoring", "locales"}},
	"bot":          {code: []string{"conversation", "locales"}, tests: []string{"scoring"}},
	"conversation": {code: []string{"scoring", "locales"}},
	"scoring":      {},
	"locales":      {},
	"deploy":       {},
}

// contract is the folder of bot that passes the JSON contract of scoring on, and so knows scoring; as it
// is no platform, it knows nothing of conversations.
const contract = "bot/api"

// platforms are the folders of bot that know nothing of each other, nor of where sessions
// live; their tests may use a store.
var platforms = []string{"bot/telegram", "bot/slack", "bot/terminal", "bot/memchat", "bot/web"}

// impure are the packages that conversation must not know, with all below them.
var impure = []string{"os", "net", "database", "log", "syscall"}

// violation says what is wrong with an import in a file, a path below the module's root.
func violation(file, imported string) string {
	dir := path.Dir(file)
	test := strings.HasSuffix(file, "_test.go") || strings.HasSuffix(dir, "test") // storetest, jointest
	from, _, _ := strings.Cut(file, "/")
	own, inside := strings.CutPrefix(imported, module+"/")
	domain, _, _ := strings.Cut(imported, "/")
	standard := !inside && !strings.Contains(domain, ".")
	rule, known := folders[from]
	switch {
	case !known:
		return "is in none of the folders"
	case imported == module:
		return "imports the root"
	case from == "scoring" && !test && !inside && !standard:
		return "scoring imports only the standard library"
	case from == "conversation" && !test && slices.Contains(impure, domain):
		return "conversation is pure"
	case !inside:
		return ""
	}
	to, _, _ := strings.Cut(own, "/")
	if within(dir, contract) && (to == "scoring" || to == "conversation") {
		if to == "scoring" {
			return ""
		}
		return "the API knows no conversation"
	}
	if to != from && !slices.Contains(rule.code, to) && !(test && slices.Contains(rule.tests, to)) {
		return "is an arrow that points the wrong way"
	}
	if within(dir, contract) && slices.ContainsFunc(platforms, func(p string) bool { return within(own, p) }) {
		return "the API knows no platform"
	}
	for _, p := range platforms {
		if !within(dir, p) {
			continue
		}
		if slices.ContainsFunc(platforms, func(other string) bool { return other != p && within(own, other) }) {
			return "platforms do not import each other"
		}
		if !test && within(own, "bot/store") {
			return "platforms know no store"
		}
	}
	return ""
}

func within(dir, parent string) bool { return dir == parent || strings.HasPrefix(dir, parent+"/") }

func TestViolations(t *testing.T) {
	for _, c := range []struct {
		file, imported string
		allowed        bool
	}{
		{"cmd/hspbot/main.go", "hspbot/bot/telegram", true},
		{"cmd/hspbot/main.go", "hspbot/scoring", true},
		{"cmd/hspbot/main.go", "github.com/alecthomas/kong", true},
		{"bot/bot.go", "hspbot/conversation", true},
		{"bot/bot.go", "hspbot/locales", true},
		{"bot/bot.go", "net/http", true},
		{"bot/bot.go", "hspbot/scoring", false},
		{"bot/bot_test.go", "hspbot/scoring", true},
		{"bot/api/score.go", "hspbot/scoring/plan", true},
		{"bot/api/score.go", "hspbot/bot/web", false},
		{"bot/api/score.go", "hspbot/conversation", false},
		{"bot/jointest/jointest.go", "hspbot/scoring", true},
		{"bot/bot.go", "hspbot/cmd/hspbot", false},
		{"bot/bot_test.go", "hspbot/cmd/hspbot", false},
		{"bot/slack/slack.go", "hspbot/bot", true},
		{"bot/slack/slack.go", "hspbot/bot/slack/api", true},
		{"bot/slack/slack.go", "hspbot/bot/telegram", false},
		{"bot/slack/slack_test.go", "hspbot/bot/telegram", false},
		{"bot/slack/api/api.go", "hspbot/bot/terminal", false},
		{"bot/slack/slack.go", "hspbot/bot/store/sqlite", false},
		{"bot/slack/slack_test.go", "hspbot/bot/store/sqlite", true},
		{"bot/store/sqlite/a.go", "hspbot/bot", true},
		{"conversation/step.go", "hspbot/scoring", true},
		{"conversation/step.go", "hspbot/locales", true},
		{"conversation/step.go", "hspbot/conversation/typed", true},
		{"conversation/step.go", "hspbot/bot", false},
		{"conversation/step_test.go", "hspbot/bot", false},
		{"conversation/step.go", "os", false},
		{"conversation/step.go", "net/url", false},
		{"conversation/step.go", "database/sql", false},
		{"conversation/step.go", "log/slog", false},
		{"conversation/typed/a.go", "log", false},
		{"conversation/step_test.go", "os", true},
		{"scoring/table.go", "encoding/json", true},
		{"scoring/table.go", "golang.org/x/text/language", false},
		{"scoring/table.go", "hspbot/locales", false},
		{"scoring/table_test.go", "github.com/santhosh-tekuri/jsonschema/v6", true},
		{"scoring/table_test.go", "hspbot/conversation", false},
		{"locales/locales.go", "golang.org/x/text/language", true},
		{"locales/locales.go", "hspbot/scoring", false},
		{"util/util.go", "fmt", false},
		{"main.go", "fmt", false},
	} {
		if got := violation(c.file, c.imported); (got == "") != c.allowed {
			t.Errorf("%s imports %s: %q, allowed is %t", c.file, c.imported, got, c.allowed)
		}
	}
}

func TestArchitecture(t *testing.T) {
	root := moduleRoot(t)
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := folders[e.Name()]; e.IsDir() && !ok && !strings.HasPrefix(e.Name(), ".") {
			t.Errorf("folder %s has no place in the house", e.Name())
		}
	}
	files := 0
	err = fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata"):
			return fs.SkipDir
		case e.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		files++
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if what := violation(name, imported); what != "" {
				t.Errorf("%s imports %s: %s", name, imported, what)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if files < 30 {
		t.Errorf("only %d files read", files)
	}
}

// moduleRoot is the folder of go.mod, found from here upwards.
func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above")
		}
		dir = filepath.Dir(dir)
	}
}
