package store

import (
	"context"
	"database/sql/driver"
	"errors"
)

// preparing connects to SQLite through connections that keep their statements.
type preparing struct{ driver.Connector }

// Connect is that of driver.Connector.
func (p preparing) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := conn.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver of SQLite lacks a method"), conn.Close())
	}
	return &preparedConn{sqliteConn: inner, statements: make(map[string]*preparedStmt)}, nil
}

// sqliteConn is what database/sql asks of a connection of the driver.
type sqliteConn interface {
	driver.Conn
	driver.Pinger
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// sqliteStmt is a statement of the driver.
type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// maxStatements bounds how many statements a connection keeps; the program and its
// queue have some hundred.
const maxStatements = 500

// preparedConn is a connection to SQLite that prepares each statement once: to read
// and plan one takes several times as long as to do it.
//
// Within a transaction a statement is not interrupted when its context ends, since
// watching for that costs a goroutine for each. One whose context has ended is not
// begun.
type preparedConn struct {
	sqliteConn
	statements map[string]*preparedStmt
	inTx       bool
}

// preparedStmt is a statement that is kept.
type preparedStmt struct {
	sqliteStmt
	reading bool // its rows are being read
}

// ExecContext is that of driver.ExecerContext.
func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(c.watched(ctx), args)
}

// QueryContext is that of driver.QueryerContext.
func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.prepared(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(c.watched(ctx), args)
	if err != nil {
		return nil, err
	}
	s.reading = true
	return preparedRows{rows, s}, nil
}

// prepared returns the statement of a text, or nil where it cannot be kept or its
// rows are still being read.
func (c *preparedConn) prepared(ctx context.Context, query string) (*preparedStmt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s := c.statements[query]; s != nil {
		if s.reading {
			return nil, nil
		}
		return s, nil
	}
	if len(c.statements) >= maxStatements {
		return nil, nil
	}
	made, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	inner, ok := made.(sqliteStmt)
	if !ok {
		return nil, made.Close()
	}
	s := &preparedStmt{sqliteStmt: inner}
	c.statements[query] = s
	return s, nil
}

// watched is the context that a statement is done with.
func (c *preparedConn) watched(ctx context.Context) context.Context {
	if c.inTx {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// BeginTx is that of driver.ConnBeginTx.
func (c *preparedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	t, err := c.sqliteConn.BeginTx(ctx, opts)
	if err != nil {
		return nil, err
	}
	c.inTx = true
	return preparedTx{t, c}, nil
}

// Close is that of driver.Conn.
func (c *preparedConn) Close() error {
	var all error
	for _, s := range c.statements {
		all = errors.Join(all, s.Close())
	}
	clear(c.statements)
	return errors.Join(all, c.sqliteConn.Close())
}

// preparedTx is a transaction of a preparedConn.
type preparedTx struct {
	driver.Tx
	conn *preparedConn
}

// Commit is that of driver.Tx.
func (t preparedTx) Commit() error {
	t.conn.inTx = false
	return t.Tx.Commit()
}

// Rollback is that of driver.Tx.
func (t preparedTx) Rollback() error {
	t.conn.inTx = false
	return t.Tx.Rollback()
}

// preparedRows are the rows of a statement that is kept.
type preparedRows struct {
	driver.Rows
	of *preparedStmt
}

// Close is that of driver.Rows.
func (r preparedRows) Close() error {
	r.of.reading = false
	return r.Rows.Close()
}
