package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// echo is an interview that shows what it was told; some words do something.
func echo(s conversation.State, e conversation.Event) conversation.State {
	if e.Text == "panic" {
		panic(e.Text)
	}
	return conversation.State{Goal: e.Text + e.Action, Notice: nil, Forgotten: e.Text == "forget me"}
}

// drawEcho draws a state of echo.
func drawEcho(s conversation.State, _ time.Time) conversation.Screen {
	screen := conversation.Screen{ID: "echo", Language: "en", Title: "Got " + s.Goal, Choices: one.Choices}
	switch {
	case s.Notice != nil:
		screen.Notice = s.Notice.Text + " (reference " + s.Notice.Reference + ")"
	case s.Forgotten:
		screen.Kind = conversation.Forgotten
	case s.Goal == "result":
		screen.Kind = conversation.Result
	case len(s.Goal) > 100:
		screen.Title = "Got a long line"
	}
	return screen
}

// hold runs a conversation on the lines of in and returns what was written.
func hold(t *testing.T, ctx context.Context, in io.Reader, out io.Writer, size func() (int, int)) error {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "hspbot.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := Options{In: in, Out: out, Size: size, Again: "hspbot chat"}
	if size != nil {
		o.Mode = Cards
	}
	term := New(o)
	defer term.Close()
	log := bot.Log{Logger: slog.New(slog.DiscardHandler)}
	posting := outbox.New(store, Key.Platform, term, outbox.Options{Log: log, Show: drawEcho, Workers: 1})
	b := bot.New(store, Key.Platform, term, posting, bot.Options{Step: echo, Show: drawEcho, Log: log, NoRateLimit: true})
	defer running(t, posting)()
	return term.Run(ctx, b, &conversation.Event{Kind: conversation.Typed, Text: "hi"})
}

// running runs an outbox until what it returns is called.
func running(t *testing.T, o *outbox.Outbox) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- o.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func talk(t *testing.T, lines string, size func() (int, int)) string {
	t.Helper()
	var out bytes.Buffer
	if err := hold(t, t.Context(), strings.NewReader(lines), &out, size); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const goodbye = "\nEverything is saved. To go on where you stopped: hspbot chat\n"

// titles returns the answers of echo, and how the conversation ended.
func titles(out string) string {
	var list []string
	for line := range strings.SplitSeq(out, "\n") {
		if s, ok := strings.CutPrefix(line, "Got "); ok {
			list = append(list, s)
		}
	}
	return strings.Join(list, "|")
}

func TestLines(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"lines", "hello\n2\n", "hi|hello|set:japanese:n1"},
		{"last line without an end", "hello", "hi|hello"},
		{"Windows line ends", "2\r\nback\r\n", "hi|set:japanese:n1|back"},
		{"empty lines", "\n\n2\n\n", "hi|set:japanese:n1"},
		{"10,000 characters", strings.Repeat("年", 10_000) + "\n2\n", "hi|a long line|set:japanese:n1"},
		{"1 MiB", strings.Repeat("x", 1<<20) + "\n2\n", "hi|a long line|set:japanese:n1"},
		{"5 MiB", strings.Repeat("x", 5<<20) + "\n2\n", "hi|a long line|set:japanese:n1"},
		{"NUL and no UTF-8", "a\x00b\xff\n2\n", "hi|ab\ufffd|set:japanese:n1"},
		{"a turn that panics", "panic\n2\n", "hi|hi|set:japanese:n1"},
		{"nothing", "", "hi"},
	} {
		out := talk(t, c.in, nil)
		if got := titles(out); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if !strings.HasSuffix(out, goodbye) {
			t.Errorf("%s: no goodbye", c.name)
		}
	}
}

func TestEmptyLineReminds(t *testing.T) {
	if n := strings.Count(talk(t, "\n\n", nil), "Type a number, or the words in [ ], and press Enter."); n != 3 {
		t.Errorf("how to answer is said %d times", n)
	}
}

func TestPanicIsTold(t *testing.T) {
	if out := talk(t, "panic\n", nil); !strings.Contains(out, "(reference ") {
		t.Error(out)
	}
}

func TestForgottenEnds(t *testing.T) {
	out := talk(t, "forget me\n2\n", nil)
	if titles(out) != "hi|forget me" || strings.Contains(out, "saved") {
		t.Error(out)
	}
}

// On a terminal cards replace each other; what was there before and a result move up.
func TestPages(t *testing.T) {
	out := talk(t, "x\nresult\ny\n", func() (int, int) { return 40, 24 })
	up := "\x1b[24;1H" + strings.Repeat("\n", 24)
	var kept []bool
	for _, before := range strings.SplitAfter(out, clearScreen)[:4] {
		kept = append(kept, strings.HasSuffix(before, up+clearScreen))
	}
	if want := []bool{true, false, false, true}; !slices.Equal(kept, want) || strings.Count(out, clearScreen) != 4 {
		t.Errorf("what was there moves up %v, want %v: %q", kept, want, out)
	}
	if !strings.Contains(out, "\nEverything is saved. To go on where you\nstopped:\nhspbot chat\n") {
		t.Errorf("no goodbye: %q", out)
	}
}

func TestSignalLeaves(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in := &waiting{asked: cancel, end: make(chan struct{})} // the signal comes once it waits for a line
	defer close(in.end)
	var out bytes.Buffer
	if err := hold(t, ctx, in, &out, nil); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), goodbye) {
		t.Error(out.String())
	}
}

// waiting is a keyboard at which nobody types.
type waiting struct {
	asked func()
	end   chan struct{}
}

func (w *waiting) Read([]byte) (int, error) {
	w.asked()
	<-w.end
	return 0, io.EOF
}

// limited is a pipe that is closed at the other end after some bytes.
type limited struct{ left int }

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(p), nil
}

func TestBrokenPipe(t *testing.T) {
	for n := range 60 {
		err := hold(t, t.Context(), strings.NewReader("a\nb\n"), &limited{10 * n}, nil)
		if err != nil && !errors.Is(err, io.ErrClosedPipe) {
			t.Error(err)
		}
	}
}
