package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"hspbot/bot"
)

// What the driver and the database say may hold the address, a key or what is stored, so
// it goes nowhere: an error of this package is made of words of its own and a code.

// databaseError is something that went wrong in the database or on the way to it.
type databaseError struct {
	words string
	code  string // SQLSTATE, empty where the database did not answer
}

func (e *databaseError) Error() string {
	if e.code == "" {
		return e.words
	}
	return e.words + " (" + e.code + ")"
}

// Is reports whether the database says that its files are damaged.
func (e *databaseError) Is(target error) bool {
	return target == bot.ErrDamaged && (e.code == "XX001" || e.code == "XX002")
}

// errDisconnected says that the connection broke.
var errDisconnected = &databaseError{words: "database cannot be reached"}

// wordsOf says what the codes mean, the longest that fits first.
var wordsOf = []struct{ code, words string }{
	{"28", "database refuses the user or the password"},
	{"3D000", "there is no such database"},
	{"42501", "database denies permission"},
	{"3F000", "database has no schema that this user may use"},
	{"25006", "database is read-only"},
	{"53100", "database's disk is full"},
	{"53300", "database has no connection left"},
	{"53", "database lacks resources"},
	{"57014", "database took too long"},
	{"57P", "database is stopping or starting"},
	{"40", "another transaction was in the way"},
	{"58", "database's disk fails"},
	{"XX", "database is damaged"},
}

// describe puts what went wrong into plain words. Errors of ours, of a change and of a context
// stay as they are.
func describe(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		for _, s := range wordsOf {
			if strings.HasPrefix(e.Code, s.code) {
				return &databaseError{s.words, e.Code}
			}
		}
		return &databaseError{"database refuses", e.Code}
	}
	if f, ok := errors.AsType[*databaseError](err); ok {
		return f
	}
	if isDisconnected(err) {
		return errDisconnected
	}
	return err
}

// isDisconnected reports whether the connection broke, or took too long.
func isDisconnected(err error) bool {
	if sqlState(err) == "57P01" { // the database ends the session
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	for _, e := range []error{errDisconnected, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, context.DeadlineExceeded} {
		if errors.Is(err, e) {
			return true
		}
	}
	return err != nil && pgconn.SafeToRetry(err)
}

// sqlState returns the SQLSTATE of an error, or "".
func sqlState(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	if f, ok := errors.AsType[*databaseError](err); ok {
		return f.code
	}
	return ""
}

// isConflict reports whether the same may succeed when it is tried again at once: another
// transaction was in the way, and this one has certainly not been committed.
func isConflict(err error) bool {
	c := sqlState(err)
	return c == "40001" || c == "40P01" || c == "23505"
}

// isCommitUnknown reports whether an error of a commit leaves open what became of it: only an
// answer of the database that lives on afterwards says that it was refused.
func isCommitUnknown(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return !ok || e.Severity == "FATAL" || e.Severity == "PANIC" || strings.HasPrefix(e.Code, "57P")
}
