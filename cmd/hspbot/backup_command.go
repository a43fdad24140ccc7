package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"hspbot/bot/store/sqlite"
)

// backupCommand copies the SQLite file while the bot goes on.
type backupCommand struct {
	Data string `help:"Database file to copy. Default: HSPBOT_DATA, or that of serve." placeholder:"FILE"`
	To   string `arg:"" name:"dest" help:"File to write, or a directory, in which the file is named after the time (UTC)."`
}

// Help is the help of the subcommand, in addition to its flags.
func (backupCommand) Help() string {
	return `Copies the conversations as of one moment; the bot may be running. Only you can read the copy, and it is complete or not there at all. No file is overwritten. Prints the name of the copy.

To restore: stop the bot, run hspbot restore COPY, start the bot. If HSPBOT_KEYS was set, the copy needs the same keys.

A copy still contains people who use /forget later: keep copies for days, not for years.

A PostgreSQL database is copied with pg_dump --format=custom.

Examples:

    hspbot backup /var/backups/hspbot/
    hspbot backup --data serve.db before-the-update.db`
}

// Run is the subcommand.
func (c backupCommand) Run(s *streams) error {
	from, err := sqliteFile(c.Data, processEnvironment(), "copy that database with pg_dump")
	if err != nil {
		return err
	}
	ctx, stop := untilStopped()
	defer stop()
	to := destination(c.To, time.Now())
	err = sqlite.Backup(ctx, from, to)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(from+copiedEnding, []byte(time.Now().UTC().Format(time.RFC3339)+"\n"), 0o600); err != nil {
		return fmt.Errorf("the copy is made, but not noted for hspbot_backup_last_success_timestamp_seconds: %w", err)
	}
	_, err = fmt.Fprintln(s.out, to)
	return err
}

// copiedEnding is that of the file beside a database that was written when it was last copied.
const copiedEnding = ".copied"

// sqliteFile returns the database file that --data names, or the settings of serve. Instead says
// what to do with a PostgreSQL database.
func sqliteFile(data string, env environment, instead string) (string, error) {
	if data != "" {
		return data, nil
	}
	var set databaseSettings
	if err := env.read(&set); err != nil {
		return "", usageError{err}
	}
	if set.Database != "" {
		return "", usageError{fmt.Errorf("HSPBOT_DATABASE_URL is set: %s, or name a file with --data", instead)}
	}
	return set.file()
}

// destination is the file to write: to, or one in it that is named by the time.
func destination(to string, now time.Time) string {
	if info, err := os.Stat(to); err != nil || !info.IsDir() {
		return to
	}
	return filepath.Join(to, now.UTC().Format("hspbot-20060102T150405Z.db"))
}
