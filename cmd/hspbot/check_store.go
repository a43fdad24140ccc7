package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
)

// minDisk is how many bytes must be free, so that the file and its log can grow.
const minDisk = 256 << 20

// database tries the database without changing it.
func (c *checkup) database(ctx context.Context) {
	if c.set.Database != "" {
		schema, err := postgres.Examine(ctx, string(c.set.Database), c.set.Keys.Ring)
		c.examined(schema, err, "HSPBOT_DATABASE_URL",
			"Check host, name, user and password in HSPBOT_DATABASE_URL, that the server accepts connections from this machine, and that the user may create tables and write")
		return
	}
	path, err := c.set.file()
	if err != nil {
		c.fail("database", err.Error(), "Set HSPBOT_DATA to a file that this user may write")
		return
	}
	schema, err := sqlite.Examine(ctx, path, c.set.Keys.Ring)
	if errors.Is(err, fs.ErrNotExist) {
		c.newFile(path)
		return
	}
	c.examined(schema, err, path, "Check that it is a database of hspbot, that this user may write its directory, and that no newer release has used it")
	c.disk(filepath.Dir(path))
}

// examined reports what was found of a database.
func (c *checkup) examined(schema string, err error, where, fix string) {
	switch {
	case err == nil:
		c.ok("database", "%s: reached and writable, %s", where, schema)
		return
	case errors.Is(err, seal.ErrNoKey):
		fix = "Put the key that the database is encrypted with into HSPBOT_KEYS; without it nobody can read the database"
	case errors.Is(err, bot.ErrDamaged):
		fix = "Stop the bot and put a copy in its place: hspbot restore COPY"
	case errors.Is(err, syscall.ENOSPC):
		fix = "Make room on its disk"
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		fix = "Make the file and its directory writable by the user that hspbot runs as"
	default:
		err = bot.WithoutPath(err)
	}
	c.fail("database", where+": "+err.Error(), fix)
}

// newFile tries whether a file that does not exist can be created: in the nearest directory
// that exists.
func (c *checkup) newFile(path string) {
	dir := filepath.Dir(path)
	for !isDir(dir) && dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
	}
	f, err := os.CreateTemp(dir, ".hspbot-check-*")
	if err != nil {
		c.fail("database", path+" cannot be created: "+bot.WithoutPath(err).Error(), "Make its directory writable by this user, or set HSPBOT_DATA to another file")
		return
	}
	f.Close()
	if err := os.Remove(f.Name()); err != nil {
		c.fail("database", "a file written next to "+path+" cannot be removed: "+bot.WithoutPath(err).Error(), "Make its directory writable by this user")
		return
	}
	c.skip("database", "%s does not exist yet; hspbot serve creates it", path)
	c.disk(dir)
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// disk compares the free space with what is needed.
func (c *checkup) disk(dir string) {
	free, err := freeDisk(dir)
	switch {
	case err != nil:
		c.skip("disk", "free space is not known: %s", bot.WithoutPath(err))
	case free < minDisk:
		c.fail("disk", fmt.Sprintf("only %d MB are free on the disk of the database", free>>20), fmt.Sprintf("Free at least %d MB", minDisk>>20))
	default:
		c.ok("disk", "%d MB are free", free>>20)
	}
}
