package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// checkCommand tries what serve would use.
type checkCommand struct{}

// Help is what the subcommand's help says beside the flags.
func (checkCommand) Help() string {
	return `Reads the same settings as "hspbot serve" and tries each: the database, the tokens, the webhook, the public address, the clock, the addresses to listen on. It changes nothing, and may run beside the bot.

One line for each: ✓ is well, ✗ is wrong and says how to mend it, – is not used or cannot be told. Exit status 0 if nothing is wrong, 1 if something is, 2 if the settings cannot be read. No line holds a secret.

Example:

    HSPBOT_TELEGRAM_TOKEN_FILE=/etc/hspbot/token hspbot check`
}

// Run is the subcommand.
func (checkCommand) Run(s *streams) error {
	set, err := readSettings(os.Getenv)
	if err != nil {
		return usageError{err}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	wrong := 0
	c := newCheckup(set, func(f finding) {
		if f.mark == markWrong {
			wrong++
		}
		fmt.Fprintln(s.out, f)
	})
	c.run(ctx)
	switch {
	case ctx.Err() != nil:
		return errors.New("stopped before everything was tried")
	case wrong == 1:
		return errors.New("one thing is wrong")
	case wrong > 1:
		return fmt.Errorf("%d things are wrong", wrong)
	}
	return nil
}

// mark is what a finding says in short.
type mark string

const (
	markWell  mark = "✓"
	markWrong mark = "✗"
	markNone  mark = "–"
)

// finding is what came of trying one thing.
type finding struct {
	mark       mark
	name, what string
	mend       string // how, where it is wrong
}

// String is one line.
func (f finding) String() string {
	line := fmt.Sprintf("%s %s: %s", f.mark, f.name, f.what)
	if f.mend != "" {
		line += ". " + f.mend
	}
	return strings.Join(strings.Fields(line), " ")
}
