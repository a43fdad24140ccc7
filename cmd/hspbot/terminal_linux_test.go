package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"hspbot/locales"
)

// person sits at a terminal in which the program runs.
type person struct {
	*exec.Cmd
	t      *testing.T
	master *os.File // the terminal, as its window has it
	slave  *os.File // as the program has it

	mu     sync.Mutex
	window *window
	all    strings.Builder
}

// sit starts a chat in a window of a size.
func sit(t *testing.T, columns, rows int, env []string, args ...string) *person {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no terminals here: ", err)
	}
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	p := &person{Cmd: exec.Command("hspbot", append([]string{"chat"}, args...)...), t: t, master: master, slave: slave, window: newWindow(columns, rows)}
	p.resize(columns, rows)
	p.Env = append(append(os.Environ(), "TERM=xterm"), env...)
	p.Stdin, p.Stdout, p.Stderr = slave, slave, slave
	p.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go p.look()
	t.Cleanup(func() {
		p.Process.Kill()
		p.Wait()
		slave.Close()
		master.Close()
	})
	return p
}

// look shows in the window what the program writes.
func (p *person) look() {
	b := make([]byte, 4096)
	for {
		n, err := p.master.Read(b)
		if err != nil {
			return
		}
		p.mu.Lock()
		p.window.write(string(b[:n]))
		p.all.Write(b[:n])
		p.mu.Unlock()
	}
}

func (p *person) resize(columns, rows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	size := unix.Winsize{Col: uint16(columns), Row: uint16(rows)}
	if err := unix.IoctlSetWinsize(int(p.master.Fd()), unix.TIOCSWINSZ, &size); err != nil {
		p.t.Fatal(err)
	}
	p.window = newWindow(columns, rows)
}

func (p *person) types(keys string) {
	p.t.Helper()
	if _, err := p.master.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// sees waits until the window shows all of the texts.
func (p *person) sees(texts ...string) {
	p.t.Helper()
	var seen string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		p.mu.Lock()
		seen = p.window.String()
		p.mu.Unlock()
		all := true
		for _, text := range texts {
			all = all && strings.Contains(seen, text)
		}
		if all {
			return
		}
	}
	p.t.Fatalf("the window does not show %q:\n%s", texts, seen)
}

// leaves waits for the end of the program.
func (p *person) leaves() {
	p.t.Helper()
	defer time.AfterFunc(20*time.Second, func() { p.Process.Kill() }).Stop()
	if err := p.Wait(); err != nil {
		p.t.Errorf("the program ends with %v", err)
	}
}

// In the windows that terminals open with and in small ones the title, what just happened and
// the verdict are in sight together with where to type; a tall card comes in pages.
func TestTerminalWindows(t *testing.T) {
	for _, size := range []struct{ columns, rows int }{{80, 24}, {40, 20}} {
		for _, tag := range locales.Tags() {
			t.Run(fmt.Sprint(size.columns, tag), func(t *testing.T) {
				p := sit(t, size.columns, size.rows, nil, "--lang", tag, "--data", filepath.Join(t.TempDir(), "chat.db"))
				p.sees("\n>")
				p.types("i-b\r")
				p.sees("✓ ", "ロ", "\n>")
				p.types("result\r")
				p.sees("❔ ", "ロ", "\n>")
			})
		}
	}
}

// A line is edited with the keys that people use, also among characters of two columns; what
// is pasted is one answer; a window that gets another size is drawn again.
func TestTerminalEdits(t *testing.T) {
	data := filepath.Join(t.TempDir(), "chat.db")
	p := sit(t, 40, 20, nil, "--lang", "ja", "--data", data)
	before, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	p.sees("\n>")
	p.types("専門の仕\x1b[D\x1b[D技術\x1b[C\x1b[C事")
	p.sees("\n> 専門技術の仕事\n")
	p.types("\x15i-b\r")
	p.sees("✓ ", "1号ロ", "\n>")
	p.types("\x1b[200~うーん\nえーと\n\x1b[201~")
	p.sees("\n> うーん↵えーと\n")
	p.types("\x15\x1b[A")
	p.sees("\n> i-b\n")
	p.resize(80, 24)
	if err := p.Process.Signal(syscall.SIGWINCH); err != nil {
		t.Fatal(err)
	}
	p.sees("✓ ", "1号ロ", "\n> i-b\n")
	p.types("\x03")
	p.leaves()
	p.sees("\n回答は保存しました。", "--data "+data)
	after, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	if err != nil || *after != *before {
		t.Errorf("the terminal is left as %+v, was %+v, %v", after, before, err)
	}
}

// Who comes later on the same computer is asked whose the answers are, and told none of them.
func TestTerminalWelcome(t *testing.T) {
	data := filepath.Join(t.TempDir(), "my chat.db")
	p := sit(t, 80, 24, nil, "--lang", "en", "--data", data)
	p.sees("\n>")
	p.types("i-b\r")
	p.sees("✓ ", "1号ロ", "\n>")
	p.types("\x04")
	p.leaves()
	p.sees("chat --data '" + data[:20])
	p = sit(t, 80, 24, nil, "--data", data)
	p.sees("Welcome back", "my chat.db", "\n>")
	p.mu.Lock()
	if strings.Contains(p.all.String(), "1号ロ") {
		t.Errorf("an answer is shown to whoever comes:\n%s", p.all.String())
	}
	p.mu.Unlock()
	p.types("2\r")
	p.sees(locales.In("en").Say("restart.title"), "\n>")
	p.types("yes\r")
	p.sees(locales.In("en").Say("notice.restarted"), "\n>")
}

// Where nothing may be coloured or the terminal obeys no codes there are none; where lines are
// read aloud each option has its number; and there is a prompt in all of them.
func TestTerminalKinds(t *testing.T) {
	for _, c := range []struct {
		name      string
		env, args []string
		shows     string
		not       string
	}{
		{"colour", nil, nil, "", "\x1b[31m"},
		{"no colour", []string{"NO_COLOR=1"}, nil, "", "\x1b[1m"},
		{"dumb", []string{"TERM=dumb"}, nil, "  1. ", "\x1b"},
		{"plain", nil, []string{"--plain"}, "\n[i-b] 1. ", "\x1b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := sit(t, 80, 24, c.env, append(c.args, "--lang", "en", "--data", filepath.Join(t.TempDir(), "chat.db"))...)
			p.sees(c.shows, "\n>")
			p.types("1\n")
			p.sees(locales.In("en").Say("question.degrees.ask"), "\n>")
			p.types("\x04")
			p.leaves()
			p.sees("Everything is saved.")
			p.mu.Lock()
			defer p.mu.Unlock()
			if strings.Contains(p.all.String(), c.not) {
				t.Errorf("the program writes %q:\n%q", c.not, p.all.String())
			}
			if bold := strings.Contains(p.all.String(), "\x1b[1m"); bold != (c.name == "colour") {
				t.Errorf("the program writes bold: %v", bold)
			}
		})
	}
}
