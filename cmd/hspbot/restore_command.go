package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"hspbot/bot/store/sqlite"
)

// restoreCommand puts a copy in the place of the SQLite file.
type restoreCommand struct {
	Data string `help:"Database file to replace. Default: HSPBOT_DATA, or that of serve." placeholder:"FILE"`
	Copy string `arg:"" help:"Copy made by hspbot backup."`
}

// Help is the help of the subcommand, in addition to its flags.
func (restoreCommand) Help() string {
	return `Stop the bot first: a database in use is refused, and so is a copy that is damaged. The present database is kept under another name, which is printed, together with the files of its log; delete them when they are not needed any more. The new one belongs to the owner of the old one. Conversations continue from when the copy was made: who used /forget since is in it again.

A PostgreSQL database is restored with pg_restore --clean --if-exists.

Example:

    systemctl stop hspbot && hspbot restore --data /var/lib/hspbot/serve.db /var/backups/hspbot/hspbot-20261129T030000Z.db && systemctl start hspbot`
}

// Run is the subcommand.
func (c restoreCommand) Run(s *streams) error {
	to, err := sqliteFile(c.Data, processEnvironment(), "restore that database with pg_restore")
	if err != nil {
		return err
	}
	old, err := sqlite.Restore(context.Background(), c.Copy, to, time.Now())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usageError{err}
	case errors.Is(err, sqlite.ErrInUse):
		return fmt.Errorf("%s is in use: stop the bot first", to)
	case err != nil:
		return err
	case old == "":
		_, err = fmt.Fprintf(s.out, "restored: %s\n", to)
	default:
		_, err = fmt.Fprintf(s.out, "restored: %s\nbefore:   %s\n", to, old)
	}
	return err
}
