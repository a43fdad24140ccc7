package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
)

// link is a connection for one goroutine. It goes past database/sql, whose care for
// pools and types costs more than SQLite's own work on a small row.
type link struct{ conn driver.Conn }

// connect opens a connection with the driver of a pool.
func connect(pool *sql.DB, dsn string) (*link, error) {
	conn, err := pool.Driver().Open(dsn)
	if err != nil {
		return nil, err
	}
	return &link{conn}, nil
}

func (l *link) close() error { return l.conn.Close() }

// statement is one that is run again and again, with the room for its arguments.
type statement struct {
	statementer
	args []driver.NamedValue
}

type statementer interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

func (l *link) prepare(text string) (*statement, error) {
	s, err := l.conn.Prepare(text)
	if err != nil {
		return nil, err
	}
	return &statement{statementer: s.(statementer)}, nil
}

// bind takes int64 and string.
func (s *statement) bind(args []any) []driver.NamedValue {
	s.args = s.args[:0]
	for i, a := range args {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return s.args
}

// exec runs the statement and returns the rows it changed and the last one inserted.
func (s *statement) exec(args ...any) (changed, inserted int64, err error) {
	result, err := s.ExecContext(context.Background(), s.bind(args))
	if err != nil {
		return 0, 0, err
	}
	changed, err = result.RowsAffected()
	if err != nil {
		return 0, 0, err
	}
	inserted, err = result.LastInsertId()
	return changed, inserted, err
}

// row reads the first row into values, or returns sql.ErrNoRows.
func (s *statement) row(values []driver.Value, args ...any) error {
	rows, err := s.QueryContext(context.Background(), s.bind(args))
	if err != nil {
		return err
	}
	err = rows.Next(values)
	if errors.Is(err, io.EOF) {
		err = sql.ErrNoRows
	}
	return errors.Join(err, rows.Close())
}

// once runs a statement that is not worth keeping.
func (l *link) once(text string) error {
	s, err := l.prepare(text)
	if err != nil {
		return err
	}
	_, _, err = s.exec()
	return errors.Join(err, s.Close())
}
