package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hspbot/bot/store/sqlite"
)

// process is a chat under way in a process of its own.
type process struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

func startChat(t *testing.T, data string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("hspbot", "chat", "--plain", "--lang", "en", "--data", data)}
	p.Stderr = os.Stderr
	var err error
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = bufio.NewScanner(out)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill(); p.Wait() })
	return p
}

func (p *process) say(line string) { io.WriteString(p.in, line+"\n") }

// screen waits for the next screen and returns its id; "" at the end of the output.
func (p *process) screen() string {
	for p.out.Scan() {
		if id, ok := strings.CutPrefix(p.out.Text(), "# "); ok {
			return id
		}
	}
	return ""
}

// A killed process loses no answer whose next screen the person has seen.
func TestResumeAfterKill(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "hspbot.db")
	want := "goal"
	for _, step := range []struct{ answer, next string }{
		{"i-b", "degrees"}, {"bachelor,master", "salary"}, {"8.5M", "age"}, {"33", "career_i-b"}, {"8", "japanese"},
	} {
		p := startChat(t, data)
		if got := p.screen(); got != want {
			t.Fatalf("begins with %q, want %q", got, want)
		}
		p.say(step.answer)
		if want = p.screen(); want != step.next {
			t.Fatalf("%q leads to %q, want %q", step.answer, want, step.next)
		}
		p.Process.Kill()
		p.Wait()
	}
	if got := startChat(t, data).screen(); got != want {
		t.Errorf("ends with %q, want %q", got, want)
	}
}

// A signal ends the chat with its farewell, also while no input arrives.
func TestSignals(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p := startChat(t, filepath.Join(t.TempDir(), "hspbot.db"))
		p.screen()
		if err := p.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		last := ""
		for p.out.Scan() {
			last = p.out.Text()
		}
		if err := p.Wait(); err != nil || !strings.HasPrefix(last, "Everything is saved.") {
			t.Errorf("%v: %v, last line %q", signal, err, last)
		}
	}
}

// A closed output ends the program without an error message.
func TestReaderGoesAway(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	for _, args := range [][]string{{"rules"}, {"chat", "--data", filepath.Join(t.TempDir(), "hspbot.db")}} {
		var errs strings.Builder
		p := exec.Command("hspbot", args...)
		p.Stdout, p.Stderr = w, &errs
		p.Run() // by SIGPIPE, where there is one
		if errs.Len() > 0 {
			t.Errorf("%v: %s", args, &errs)
		}
	}
}

// TestChatInUse ends with one line where another process holds the conversation of the file.
func TestChatInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.db")
	store, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.Hold(t.Context(), "post terminal", func(context.Context) error {
		var out, errs bytes.Buffer
		in, typing := io.Pipe() // nobody types
		defer typing.Close()
		if code := run([]string{"chat", "--plain", "--data", path}, in, &out, &errs); code != statusFailed || !strings.Contains(errs.String(), "in use by another process") {
			t.Errorf("exit %d: %s", code, errs.String())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestChatExample: each answer of the example in the help answers the question that is asked.
func TestChatExample(t *testing.T) {
	_, rest, _ := strings.Cut(chatCommand{}.Help(), `printf '%s\n' `)
	line, _, found := strings.Cut(rest, " | hspbot chat --plain")
	answers := strings.Fields(line)
	var out, errs bytes.Buffer
	args := []string{"chat", "--plain", "--lang", "en", "--data", filepath.Join(t.TempDir(), "chat.db")}
	if code := run(args, strings.NewReader(strings.Join(answers, "\n")), &out, &errs); !found || code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	asked := map[string]bool{}
	for line := range strings.SplitSeq(out.String(), "\n") {
		if id, ok := strings.CutPrefix(line, "# "); ok {
			asked[id] = true
		}
	}
	if len(asked) != len(answers)+1 {
		t.Errorf("%v lead to the questions %v", answers, asked)
	}
}
