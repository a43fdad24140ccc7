package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// checkCommand tries the settings of serve.
type checkCommand struct {
	Print bool `help:"Print the settings as they are in effect, and try nothing. Of secrets it says only that they are set."`
}

// Help is the help of the subcommand, in addition to its flags.
func (checkCommand) Help() string {
	return `Reads the same settings as "hspbot serve" and tries each: the database, the tokens, the webhook, the public address, the clock, the addresses to listen on. It changes nothing and may run while the bot is running.

One line each: ✓ works, ✗ does not work and how to fix it, ! works and should be made safer, – not used or not known. Exit status 0 if nothing is wrong, 1 if something is, 2 if the settings cannot be read. No line contains a secret.

Under systemd the settings are those of the unit: systemctl start hspbot-check, then journalctl -u hspbot-check.

Examples:

    HSPBOT_TELEGRAM_TOKEN_FILE=/etc/hspbot/token hspbot check
    hspbot check --print`
}

// Run is the subcommand.
func (c checkCommand) Run(s *streams) error {
	env := processEnvironment()
	set, err := readSettings(env)
	if err != nil {
		return usageError{err}
	}
	if c.Print {
		_, err := io.WriteString(s.out, env.effective(&set))
		return err
	}
	ctx, stop := untilStopped()
	defer stop()
	failed := 0
	report := func(f finding) {
		if f.status == statusFail {
			failed++
		}
		fmt.Fprintln(s.out, f)
	}
	newCheckup(&set, report).run(ctx)
	for _, name := range env.unknown() {
		report(finding{status: statusFail, name: name, what: "hspbot has no such setting", fix: "Did you mean " + nearestSetting(name) + "?"})
	}
	env.secretFiles(report)
	switch {
	case ctx.Err() != nil:
		return errors.New("stopped before everything was tried")
	case failed == 1:
		return errors.New("1 check failed")
	case failed > 1:
		return fmt.Errorf("%d checks failed", failed)
	}
	return nil
}

// checkStatus is the result of a check in one character.
type checkStatus string

const (
	statusOK   checkStatus = "✓"
	statusFail checkStatus = "✗"
	statusSkip checkStatus = "–" // not used, or not known
	statusWarn checkStatus = "!" // works, and should be made safer
)

// finding is the result of trying one thing.
type finding struct {
	status     checkStatus
	name, what string
	fix        string // how to fix it, if it failed
}

// String is one line.
func (f finding) String() string {
	line := fmt.Sprintf("%s %s: %s", f.status, f.name, f.what)
	if f.fix != "" {
		line += ". " + f.fix
	}
	return strings.Join(strings.Fields(line), " ")
}
