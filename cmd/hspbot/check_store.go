package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
)

// leastDisk is how many bytes have to be free for the file and its log to grow.
const leastDisk = 256 << 20

// database tries the database without changing it.
func (c *checkup) database(ctx context.Context) {
	if c.set.database != "" {
		schema, err := postgres.Examine(ctx, c.set.database)
		c.examined(schema, err, "HSPBOT_DATABASE_URL",
			"Check host, name, user and password in HSPBOT_DATABASE_URL, that the server lets this machine in, and that the user may create tables and write")
		return
	}
	path, err := c.set.file()
	if err != nil {
		c.wrong("database", err.Error(), "Set HSPBOT_DATA to a file that may be written")
		return
	}
	schema, err := sqlite.Examine(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		c.newFile(path)
		return
	}
	c.examined(schema, err, path, "Check that it is a file of hspbot's, with its directory writable by this user, and that no newer release has written it")
	c.disk(filepath.Dir(path))
}

// examined tells how a database is.
func (c *checkup) examined(schema string, err error, where, mend string) {
	if err != nil {
		c.wrong("database", where+": "+cause(err), mend)
		return
	}
	c.well("database", "%s: reached and writable, %s", where, schema)
}

// newFile tries whether a file can be made where there is none: in the nearest directory
// that is there.
func (c *checkup) newFile(path string) {
	dir := filepath.Dir(path)
	for !isDir(dir) && dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
	}
	f, err := os.CreateTemp(dir, ".hspbot-check-*")
	if err != nil {
		c.wrong("database", path+" cannot be made: "+cause(err), "Make its directory writable by this user, or set HSPBOT_DATA to another file")
		return
	}
	f.Close()
	if err := os.Remove(f.Name()); err != nil {
		c.wrong("database", "what was written beside "+path+" cannot be removed: "+cause(err), "Make its directory writable by this user")
		return
	}
	c.none("database", "%s is not there yet; hspbot serve makes it", path)
	c.disk(dir)
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// disk looks for room.
func (c *checkup) disk(dir string) {
	free, err := freeDisk(dir)
	switch {
	case err != nil:
		c.none("disk", "free space cannot be told: %s", cause(err))
	case free < leastDisk:
		c.wrong("disk", fmt.Sprintf("%d MB are free where the database is", free>>20), fmt.Sprintf("Make room: %d MB at least", leastDisk>>20))
	default:
		c.well("disk", "%d MB are free", free>>20)
	}
}
