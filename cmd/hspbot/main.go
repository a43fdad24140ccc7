// Command hspbot asks a person about themselves and scores them on Japan's points table for
// Highly Skilled Professionals. Each subcommand reads flags and the environment, puts the
// parts together, runs them and stops them: a file each. Nothing is decided here.
//
// The exit status is 0 on success, 1 if something failed or some lines could not be scored, and 2
// for invalid flags, files or settings; one line on standard error says why.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// The exit statuses.
const (
	statusFailed = 1
	statusUsage  = 2
)

// commands are the subcommands with their flags.
type commands struct {
	Chat     chatCommand     `cmd:"" help:"Answer the questions here, in the terminal."`
	Serve    serveCommand    `cmd:"" help:"Run the bot on Telegram, on Slack, as a website, or as several of them."`
	Check    checkCommand    `cmd:"" help:"Try the settings of serve, and say how to fix what is wrong."`
	Ready    readyCommand    `cmd:"" help:"Ask a running process whether it is ready."`
	Backup   backupCommand   `cmd:"" help:"Copy the SQLite database while the bot runs."`
	Restore  restoreCommand  `cmd:"" help:"Put a copy in the place of the SQLite database."`
	Reseal   resealCommand   `cmd:"" help:"Encrypt the database anew, with the first key of HSPBOT_KEYS."`
	Verify   verifyCommand   `cmd:"" help:"Read a SQLite database or a copy through."`
	Person   personCommand   `cmd:"" help:"Show, export or erase what is stored of a person."`
	Stats    statsCommand    `cmd:"" help:"Print how many conversations began and finished."`
	Partners partnersCommand `cmd:"" help:"Check the file of partners, or make a key of the API."`
	Link     linkCommand     `cmd:"" help:"Print a link that opens the bot."`
	Score    scoreCommand    `cmd:"" help:"Score profiles given as JSON."`
	Rules    rulesCommand    `cmd:"" help:"Print the points table with its sources."`
	Licences licencesCommand `cmd:"" help:"Print the licences of what the program is made from."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

const about = `Scores people on Japan's points table for Highly Skilled Professionals (高度専門職), in English, Japanese and Chinese. An estimate, not legal advice.`

// streams are the program's input and outputs.
type streams struct {
	in        io.Reader
	out, errs io.Writer
}

// usageError reports an invalid use of the program: wrong flags, files or settings. Exit status 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// loggedError has been written to the log already.
type loggedError struct{ error }

func (e loggedError) Unwrap() error { return e.error }

// run is the program. It returns the exit status.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var c commands
	stopped := false // help has been printed
	parser, err := kong.New(&c, kong.Name("hspbot"), kong.Description(about), kong.Writers(out, errs), languages(),
		kong.Exit(func(int) { stopped = true }))
	if err != nil {
		panic(err) // the struct above is wrong
	}
	ctx, err := parser.Parse(args)
	if stopped {
		return 0
	}
	if err != nil {
		return fail(errs, usageError{err})
	}
	return fail(errs, ctx.Run(&streams{in: in, out: out, errs: errs}))
}

// untilStopped returns a context that ends with Ctrl-C or SIGTERM. A second signal kills the program.
func untilStopped() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// fail reports an error on one line and returns the exit status. A closed output is not an error.
func fail(errs io.Writer, err error) int {
	if err == nil || errors.Is(err, syscall.EPIPE) {
		return 0
	}
	if !errors.As(err, new(loggedError)) {
		fmt.Fprintf(errs, "hspbot: %s\n", oneLine(err))
	}
	if errors.As(err, new(usageError)) {
		return statusUsage
	}
	return statusFailed
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", " ") }
