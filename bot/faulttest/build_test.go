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

// entrance is the line of package bot behind which the build puts a call of underTest.
const entrance = "func New(store Store, platform Platform, o Options) *Bot {\n"

const underTest = `package bot

import (
	"os"
	"time"
)

func underTest(o Options) Options {
	o.Unlimited = o.Unlimited || os.Getenv("HSPBOT_FAULT_UNLIMITED") != ""
	if fast, err := time.ParseDuration(os.Getenv("HSPBOT_FAULT_CLOCK")); err == nil && o.Now == nil {
		o.Now = func() time.Time { return time.Now().Add(fast) }
	}
	return o
}
`

// build builds the program with an overlay of one line and one file.
func build() (err error) {
	if built.dir, err = os.MkdirTemp("", "faulttest"); err != nil {
		return err
	}
	source, err := filepath.Abs("../bot.go")
	if err != nil {
		return err
	}
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	before, after, found := strings.Cut(string(text), entrance)
	if !found {
		return errors.New("bot.New does not begin as it did")
	}
	replaced := map[string]string{}
	put := func(path, text string) error {
		to := filepath.Join(built.dir, filepath.Base(path))
		replaced[path] = to
		return os.WriteFile(to, []byte(text), 0o600)
	}
	if err := errors.Join(put(source, before+entrance+"\to = underTest(o)\n"+after), put(filepath.Join(filepath.Dir(source), "undertest.go"), underTest)); err != nil {
		return err
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
