package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/term"

	"hspbot/bot"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/terminal"
	"hspbot/conversation"
)

// chatCommand holds the interview in the terminal.
type chatCommand struct {
	New   bool         `help:"Start again: delete the answers kept here first."`
	Lang  languageFlag `help:"Language: ${languages}. Default: the one last used, at first that of the environment (LC_ALL, LC_MESSAGES, LANG)." placeholder:"TAG"`
	Data  string       `help:"Database file; created if it does not exist. Default: hspbot/hspbot.db in $XDG_STATE_HOME or ~/.local/state." placeholder:"FILE"`
	Plain bool         `help:"Write each choice as \"[id] label\" on its own line, without colours, for scripts."`
}

// Help is the help of the subcommand, in addition to its flags.
func (chatCommand) Help() string {
	return `Asks the questions and shows the result. Every answer is saved at once; the next start continues where you stopped.

On a terminal, type the number of an option, or your answer in words. Through a pipe, each line is one answer: the number of an option (its letter on questions for a number, where a number is the answer itself), its id or its label; several with commas. At any time: back, change, result, language, documents, mydata, forget, help.

Examples:

    hspbot chat
    hspbot chat --lang ja --new
    printf '%s\n' i-b master none 8 33 8.5M | hspbot chat --plain --data /tmp/try.db

Ctrl-C and Ctrl-D leave.`
}

// Run is the subcommand.
func (c chatCommand) Run(s *streams) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal kills the program
	path := c.Data
	if path == "" {
		if path, err = defaultData(os.Getenv, "hspbot.db"); err != nil {
			return err
		}
	}
	store, err := sqlite.Open(path)
	if err != nil {
		return usageError{fmt.Errorf("--data: %w", err)}
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	t := terminal.New(c.options(s))
	b := bot.New(store, t, bot.Options{Log: slog.New(slog.NewTextHandler(s.errs, nil))})
	if err := c.begin(ctx, b, store); err != nil {
		return err
	}
	return t.Run(ctx, b)
}

// begin shows the first screen: the current one of a stored conversation, or the first question.
func (c chatCommand) begin(ctx context.Context, b *bot.Bot, store bot.Store) error {
	session, err := store.Load(ctx, terminal.Key)
	kept := err == nil
	if err != nil && !errors.Is(err, bot.ErrNoSession) {
		return fmt.Errorf("load session: %w", err)
	}
	if kept && c.New {
		if err := store.Delete(ctx, terminal.Key); err != nil {
			return fmt.Errorf("delete session: %w", err)
		}
		kept = false
	}
	if kept && (c.Lang == "" || string(c.Lang) == session.State.Language) {
		if err := b.Resume(ctx, terminal.Key, time.Now()); !errors.Is(err, bot.ErrNoSession) {
			return err
		}
		kept = false
	}
	event := conversation.Event{Kind: conversation.Started, At: time.Now(),
		Language: cmp.Or(string(c.Lang), session.State.Language, systemLanguage(os.Getenv))}
	if kept {
		event.Kind, event.Action = conversation.Pressed, "lang:"+string(c.Lang)
	}
	return b.Deliver(ctx, bot.Delivery{Key: terminal.Key, Event: event})
}

// options returns the options for a terminal or, if the output or input is none, for a pipe.
func (c chatCommand) options(s *streams) terminal.Options {
	o := terminal.Options{In: s.in, Out: s.out, Style: terminal.Style{Plain: c.Plain}, Again: "hspbot chat"}
	if c.Data != "" {
		o.Again += " --data " + c.Data
	}
	out, shown := onTerminal(s.out)
	if _, typed := onTerminal(s.in); !shown || !typed || c.Plain || os.Getenv("TERM") == "dumb" {
		return o
	}
	o.Style.Colour = os.Getenv("NO_COLOR") == ""
	o.Size = func() (columns, rows int) {
		columns, rows, err := term.GetSize(out)
		if err != nil || columns < 20 {
			return 80, 24
		}
		return columns, rows
	}
	return o
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
