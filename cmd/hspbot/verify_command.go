package main

import (
	"errors"
	"fmt"
	"io/fs"

	"hspbot/bot/store/sqlite"
)

// verifyCommand reads a SQLite file through.
type verifyCommand struct {
	File string `arg:"" optional:"" help:"File to read: a copy, or the database in use. Default: HSPBOT_DATA, or that of serve."`
}

// Help is the help of the subcommand, in addition to its flags.
func (verifyCommand) Help() string {
	return `Reads every page and every row; the bot may be running. Exit status 0 if all of it can be read, 1 if something is damaged. A database in use that is damaged is replaced with hspbot restore.

Example:

    hspbot verify /var/backups/hspbot/hspbot-20261129T030000Z.db`
}

// Run is the subcommand.
func (c verifyCommand) Run(s *streams) error {
	path, err := sqliteFile(c.File, processEnvironment(), "PostgreSQL verifies its files with pg_amcheck and its checksums")
	if err != nil {
		return err
	}
	ctx, stop := untilStopped()
	defer stop()
	err = sqlite.Verify(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return usageError{err}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	_, err = fmt.Fprintf(s.out, "%s: intact\n", path)
	return err
}
