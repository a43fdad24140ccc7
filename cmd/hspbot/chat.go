package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/terminal"
	"hspbot/conversation"
	"hspbot/scoring"
)

// chatCommand holds the interview in the terminal.
type chatCommand struct {
	New   bool         `help:"Start again: delete the answers kept here first."`
	Lang  languageFlag `help:"Language: ${languages}. Default: the one last used, at first that of the environment (LC_ALL, LC_MESSAGES, LANG)." placeholder:"TAG"`
	Data  string       `help:"Database file; created if it does not exist. Default: hspbot/hspbot.db in $XDG_STATE_HOME or ~/.local/state." placeholder:"FILE"`
	AsOf  dateFlag     `help:"Play the conversation as on this day, by the law and the age of that day. Default: today in Japan." placeholder:"DATE"`
	Plain bool         `help:"For screen readers and scripts: one thing to a line, each choice as \"[id] label\", nothing is cleared, coloured or wrapped."`
}

// Help is the help of the subcommand, in addition to its flags.
func (chatCommand) Help() string {
	return `Asks the questions and shows the result. Every answer is saved at once; the next start continues where you stopped.

On a terminal, type the number of an option, or your answer in words; the arrow keys edit a line and bring back earlier ones. A card taller than the window comes in pages: press Enter for the next. Through a pipe, each line is one answer: the number of an option (its letter on questions for a number, where a number is the answer itself), its id or its label; several with commas. At any time: back, change, result, language, documents, mydata, forget, help.

Examples:

    hspbot chat
    hspbot chat --lang ja --new
    hspbot chat --as-of 2027-05-01 --data /tmp/may.db
    printf '%s\n' i-b master 8.5M 33 8 n2 | hspbot chat --plain --data /tmp/try.db

The law here begins on 1 April 2023; an earlier day of --as-of is an error (exit status 2). Ctrl-C and Ctrl-D leave.`
}

// Run is the subcommand.
func (c chatCommand) Run(s *streams) (err error) {
	ctx, stop := untilStopped()
	defer stop()
	if day := c.AsOf.orToday(); !scoring.Covered(day) {
		return usageError{fmt.Errorf("--as-of: %w", scoring.ErrNotCovered)}
	}
	path := c.Data
	if path == "" {
		if path, err = defaultData(os.Getenv, "hspbot.db"); err != nil {
			return err
		}
	}
	store, err := sqlite.Open(path)
	if err != nil {
		return usageError{cannotOpen(path, err)}
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	t := terminal.New(c.options(s))
	defer func() { err = errors.Join(err, t.Close()) }()
	begin, err := c.begin(ctx, store, t, path)
	if errors.Is(err, io.EOF) {
		return nil // they left
	}
	if err != nil {
		return err
	}
	log := bot.Log{Logger: slog.New(slog.NewTextHandler(s.errs, nil))}
	posting := outbox.New(store, terminal.Key.Platform, t, outbox.Options{Log: log, Workers: 1,
		Show: func(s conversation.State, at time.Time) conversation.Screen {
			return conversation.Show(s, c.AsOf.at(at))
		}})
	b := bot.New(store, terminal.Key.Platform, t, posting, bot.Options{Log: log, NoRateLimit: true})
	posts, stopPosting := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	go func() {
		err := posting.Run(posts)
		leave() // nothing is shown any more
		ended <- err
	}()
	defer func() { stopPosting(); err = errors.Join(err, <-ended) }()
	var beside sync.WaitGroup
	defer func() { leave(); beside.Wait() }()
	beside.Go(func() { expireShares(ctx, store, log.Logger) })
	return t.Run(ctx, b, begin)
}

// begin returns the event with which the conversation begins, nil where it goes on with the
// screen of before. A person is asked first whether the answers in the file are theirs.
func (c chatCommand) begin(ctx context.Context, store bot.Store, t *terminal.Terminal, path string) (*conversation.Event, error) {
	session, err := store.Load(ctx, terminal.Key)
	kept := err == nil && !session.State.Forgotten
	if err != nil && !errors.Is(err, bot.ErrNoSession) {
		return nil, fmt.Errorf("load session: %w", err)
	}
	if kept && c.New {
		if err := store.Delete(ctx, terminal.Key, 0); err != nil {
			return nil, fmt.Errorf("delete session: %w", err)
		}
		kept = false
	}
	language := cmp.Or(string(c.Lang), session.State.Language, systemLanguage(os.Getenv))
	if !kept {
		return &conversation.Event{Kind: conversation.Started, Language: language}, nil
	}
	if t.Mode() != terminal.Pipe && session.State.Goal != "" {
		if event, err := t.Welcome(ctx, session, language, path); event != nil || err != nil {
			return event, err
		}
	}
	if language != session.State.Language {
		return &conversation.Event{Kind: conversation.Pressed, Action: conversation.LanguageAction(language)}, nil
	}
	return nil, nil
}

// cannotOpen says why the file of the conversations cannot be opened.
func cannotOpen(path string, err error) error {
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("--data: %s cannot be used: %w", path, at.Err)
	}
	return fmt.Errorf("--data: %w", err)
}

// options returns the options for a terminal or, if the output or input is none, for a pipe.
func (c chatCommand) options(s *streams) terminal.Options {
	o := terminal.Options{In: s.in, Out: s.out, Style: terminal.Style{Plain: c.Plain}, Again: c.again(os.Args[0]),
		Now: func() time.Time { return c.AsOf.at(time.Now()) }, Save: saveNew}
	out, shown := onTerminal(s.out)
	if _, typed := onTerminal(s.in); !shown || !typed {
		return o
	}
	o.Size = func() (columns, rows int) {
		columns, rows, err := term.GetSize(out)
		if err != nil || columns < 20 || rows < 10 {
			return 80, 24
		}
		return columns, rows
	}
	o.Mode = terminal.Lines
	if kind := os.Getenv("TERM"); !c.Plain && kind != "dumb" && kind != "" {
		o.Mode, o.Style.Colour = terminal.Cards, os.Getenv("NO_COLOR") == ""
	}
	return o
}

// again is the command that goes on with the conversation, to be copied into a shell. The
// program is named as it was called, or by what builds it where that was "go run".
func (c chatCommand) again(program string) string {
	if strings.Contains(filepath.ToSlash(program), "/go-build") {
		program = "go run ./cmd/hspbot"
	} else if found, err := exec.LookPath(filepath.Base(program)); err == nil && found == program {
		program = filepath.Base(program)
	} else if program != filepath.Base(program) {
		program = quote(program)
	}
	command := program + " chat"
	if c.Plain {
		command += " --plain"
	}
	if c.AsOf != (dateFlag{}) {
		command += " --as-of " + scoring.Date(c.AsOf).String()
	}
	if c.Data != "" {
		command += " --data " + quote(c.Data)
	}
	return command
}

// quote writes a word for a shell.
func quote(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/:+-") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// onTerminal returns the descriptor of a stream and whether it is a terminal.
func onTerminal(s any) (int, bool) {
	f, ok := s.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// defaultData returns the file of the conversations in the person's state directory.
func defaultData(getenv func(string) string, name string) (string, error) {
	if dir := getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "hspbot", name), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the state directory: %w", err)
	}
	return filepath.Join(home, ".local", "state", "hspbot", name), nil
}
