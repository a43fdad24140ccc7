package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
)

// Examine says which tables the database that url names has, after it has tried that they
// can be written and that the keys open what is sealed. It changes nothing, and no replica
// notices. No error holds the address.
func Examine(ctx context.Context, url string, keys *seal.Ring) (schema string, err error) {
	o := Options{}.withDefaults()
	config, err := configure(url, o)
	if err != nil {
		return "", err
	}
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig)
	if err != nil {
		return "", describe(err)
	}
	defer closeConn(conn)
	var version string
	var there, creates, standby bool
	err = conn.QueryRow(ctx, `SELECT current_setting('server_version'), to_regclass('session') IS NOT NULL,
		coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), pg_is_in_recovery()`).Scan(&version, &there, &creates, &standby)
	switch {
	case err != nil:
		return "", describe(err)
	case standby:
		return "", errors.New("the database is a standby: it can only be read")
	case !creates:
		return "", errors.New("the user may not create tables")
	case !there:
		return fmt.Sprintf("PostgreSQL %s, no tables yet; serve makes them", version), nil
	}
	tx, err := conn.Begin(ctx)
	if err != nil {
		return "", describe(err)
	}
	defer tx.Rollback(ctx) // always: nothing is to stay
	if _, err := tx.Exec(ctx, `INSERT INTO record (kind, id, body) VALUES ('\x00', '\x00', '') ON CONFLICT (kind, id) DO NOTHING`); err != nil {
		return "", describe(err)
	}
	var check []byte
	err = tx.QueryRow(ctx, `SELECT body FROM record WHERE kind = convert_to($1, 'UTF8') AND id = convert_to($2, 'UTF8')`, codec.CheckKind, codec.CheckID).Scan(&check)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", describe(err)
	}
	form := codec.NewForm(codec.Options{Keys: keys})
	if err := form.Opens(check); err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, `SELECT `+codec.Columns+` FROM session LIMIT 0`); err != nil {
		if sqlState(err) == "42703" {
			return fmt.Sprintf("PostgreSQL %s, tables of an older release; serve brings them up to date", version), nil
		}
		return "", describe(err)
	}
	counted, err := byKey(ctx, tx.Conn())
	if err != nil {
		return "", describe(err)
	}
	return fmt.Sprintf("PostgreSQL %s, %s", version, form.Report(counted)), form.CheckKeys(counted)
}
