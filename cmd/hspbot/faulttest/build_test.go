package faulttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hspbot/bot/store/postgres/pgtest"
)

func TestMain(m *testing.M) {
	code := pgtest.Tests{Of: m}.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

var built struct {
	once sync.Once
	dir  string
	err  error
}

// program returns the path of the program, built once in each run.
func program(t testing.TB) string {
	t.Helper()
	built.once.Do(func() { built.err = build() })
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.dir, "hspbot")
}

// What the program reads from these is nothing that an operator could set.
const (
	unlimited = "HSPBOT_FAULT_UNLIMITED=1" // no limits of rate, and people as fast as they like
	clockSet  = "HSPBOT_FAULT_CLOCK="      // how much the clock is fast
)

// change is a line behind which the build puts another, and a file beside it.
type change struct{ source, behind, line, file, text string }

var changes = []change{
	{source: "../../../bot/bot.go", behind: "func New(store Store, platform string, poster Poster, outbox Outbox, o Options) *Bot {\n", line: "\to = underTest(o)\n", file: "undertest.go", text: `package bot

import "os"

func underTest(o Options) Options {
	o.NoRateLimit = o.NoRateLimit || os.Getenv("HSPBOT_FAULT_UNLIMITED") != ""
	return o
}
`},
	{source: "../../../bot/outbox/outbox.go", behind: "func New(store bot.Store, platform string, poster bot.Poster, o Options) *Outbox {\n", line: "\to = underTest(o)\n", file: "undertest.go", text: `package outbox

import "os"

func underTest(o Options) Options {
	o.NoLimits = o.NoLimits || os.Getenv("HSPBOT_FAULT_UNLIMITED") != ""
	return o
}
`},
	{source: "../../../bot/store/postgres/postgres.go", behind: "func Open(ctx context.Context, url string, o Options) (*Store, error) {\n", line: "\to = underTest(o)\n", file: "undertest.go", text: `package postgres

import (
	"os"
	"time"
)

func underTest(o Options) Options {
	fast, err := time.ParseDuration(os.Getenv("HSPBOT_FAULT_CLOCK"))
	if err == nil && o.Now == nil {
		o.Now = func() time.Time { return time.Now().Add(fast) }
	}
	return o
}
`},
}

// build builds the program with an overlay of a line and a file for each change.
func build() (err error) {
	if built.dir, err = os.MkdirTemp("", "faulttest"); err != nil {
		return err
	}
	replaced := map[string]string{}
	put := func(path, text string) error {
		to := filepath.Join(built.dir, fmt.Sprintf("%d.go", len(replaced)))
		replaced[path] = to
		return os.WriteFile(to, []byte(text), 0o600)
	}
	for _, c := range changes {
		source, err := filepath.Abs(c.source)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(source)
		if err != nil {
			return err
		}
		before, after, found := strings.Cut(string(text), c.behind)
		if !found {
			return fmt.Errorf("%s is not as it was", c.source)
		}
		if err := errors.Join(put(source, before+c.behind+c.line+after), put(filepath.Join(filepath.Dir(source), c.file), c.text)); err != nil {
			return err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replaced})
	if err != nil {
		return err
	}
	list := filepath.Join(built.dir, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return err
	}
	args := []string{"build", "-overlay", list, "-o", filepath.Join(built.dir, "hspbot")}
	if raced {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "hspbot/cmd/hspbot")...).CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return nil
}

// long says that there is time.
func long() bool { return os.Getenv("HSPBOT_FAULTS") == "long" && !testing.Short() }

// either picks what suits the time there is.
func either[T any](short, whenLong T) T {
	if long() {
		return whenLong
	}
	return short
}
