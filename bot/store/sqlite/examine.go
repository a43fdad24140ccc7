package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
)

// Examine says which schema the file at path has, after it has tried whatever [OpenSealed] and
// the work after it need: that the keys open what is sealed, that a row can be written, that
// there is room on the disk, and that no page is damaged. It changes nothing, and others may
// have the file open. Where there is no file it returns fs.ErrNotExist.
func Examine(ctx context.Context, path string, keys *seal.Ring) (schema string, err error) {
	if info, err := os.Stat(path); err != nil {
		return "", err
	} else if info.IsDir() {
		return "", errors.New("is a directory")
	}
	if err := writable(path); err != nil {
		return "", err
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return "", describe(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return "", describe(err)
	}
	defer conn.Close()
	version, err := versionOf(ctx, conn)
	if err != nil {
		return "", describe(err)
	}
	if version == 0 {
		return "no tables yet; serve makes them", nil
	}
	form := codec.NewForm(codec.Options{Keys: keys})
	if err := tryRow(ctx, conn, form); err != nil {
		return "", describe(err)
	}
	counted, err := byKey(ctx, conn)
	if err == nil {
		err = form.CheckKeys(counted)
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("schema %d, %s", version, form.Report(counted)), VerifyQuickly(ctx, path)
}

// tryRow reads the record of the keys and writes a row, which is not kept.
func tryRow(ctx context.Context, conn *sql.Conn, form codec.Form) (err error) {
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		_, ended := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		err = errors.Join(err, ended)
	}()
	var check []byte
	err = conn.QueryRowContext(ctx, recordQuery, codec.CheckKind, codec.CheckID).Scan(&check)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := form.Opens(check); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `INSERT INTO record (kind, id, body) VALUES ('examine', 'examine', x'00')`)
	return err
}

// roomNeeded is what is written beside the file to see whether there is room.
const roomNeeded = 1 << 20

// writable writes another file beside it: what SQLite does in a transaction that is rolled back
// need not reach the disk.
func writable(path string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".examine-*") // for this user only
	if err != nil {
		return bot.WithoutPath(err)
	}
	_, written := f.Write(make([]byte, roomNeeded))
	err = errors.Join(written, f.Sync(), f.Close(), os.Remove(f.Name()))
	if err != nil {
		return bot.WithoutPath(err)
	}
	return nil
}
