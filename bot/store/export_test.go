package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Exec runs a statement, for tests that change what no method does.
func (d *DB) Exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := d.engine.pool().ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Ready tells how many jobs wait for nothing but a worker.
func (d *DB) Ready(t *testing.T) (n int) {
	t.Helper()
	row := d.engine.pool().QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE state = 'available'")
	if err := row.Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// QueryRow reads one row.
func (d *DB) QueryRow(t *testing.T, query string, into ...any) {
	t.Helper()
	if err := d.engine.pool().QueryRowContext(t.Context(), query).Scan(into...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// DownTo takes the tables back to an earlier version.
func (d *DB) DownTo(t *testing.T, version int64) {
	t.Helper()
	back, ok := d.engine.(interface {
		downTo(ctx context.Context, version int64) error
	})
	if !ok {
		t.Fatalf("a %T cannot go back", d.engine)
	}
	if err := back.downTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
}

func (b *base[T]) downTo(ctx context.Context, version int64) error {
	_, err := b.goose.DownTo(ctx, version)
	return err
}

// Hold runs a statement in a transaction that then does nothing until it is
// released.
func (d *DB) Hold(t *testing.T, statement string) (release func()) {
	t.Helper()
	open, err := d.engine.pool().BeginTx(t.Context(), nil)
	if err == nil {
		_, err = open.ExecContext(t.Context(), statement)
	}
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return func() { _ = open.Rollback() }
}

// Leases of jobs.
const (
	LeaseTime  = leaseTime
	RenewEvery = renewEvery
)

// ErrLeaseLost is why the context of a job ended that others may do by now.
var ErrLeaseLost = errLeaseLost

// Hands are the jobs that a process is doing.
type Hands struct{ hands }

// Take is hands.take.
func (h *Hands) Take(ctx context.Context, id int64) (context.Context, func()) { return h.take(ctx, id) }

// GiveUp is hands.giveUp.
func (h *Hands) GiveUp(now time.Time) { h.giveUp(now) }

// Begun writes a time as the queue notes when a job was begun.
func (d *DB) Begun(at time.Time) string {
	if d.address.postgres {
		return at.UTC().Format("'2006-01-02 15:04:05.000+00'")
	}
	return at.UTC().Format("'2006-01-02 15:04:05.000'")
}

// Client writes who has begun a job, as the queue notes it.
func (d *DB) Client(name string) string {
	if d.address.postgres {
		return "ARRAY['" + name + "']"
	}
	return `jsonb('["` + name + `"]')`
}

// ForgetAfter is how long after its end a job is deleted that was given up.
const ForgetAfter = forgetAfter

// ForgetEnded deletes jobs that ended long ago.
func (d *DB) ForgetEnded(ctx context.Context) error {
	return d.engine.(interface{ forgetEnded(context.Context) error }).forgetEnded(ctx) //nolint:forcetypeassert // every engine does
}

// Nested adds 1 to what a query of numbers returns once more for each of its rows, all
// read in one transaction.
func (d *DB) Nested(t *testing.T, query string) (sum int) {
	t.Helper()
	open, err := d.engine.pool().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = open.Rollback() }()
	each := func(do func(n int)) {
		found, err := open.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = found.Close() }()
		for rows := 0; found.Next(); rows++ {
			if rows > 100 {
				t.Fatal("the rows never end")
			}
			var n int
			if err := found.Scan(&n); err != nil {
				t.Fatal(err)
			}
			do(n)
		}
		if err := found.Err(); err != nil {
			t.Fatal(err)
		}
	}
	each(func(int) { each(func(n int) { sum += n }) })
	return sum + 1
}

// Prepared tells how many statements of a text SQLite's connection keeps.
func (d *DB) Prepared(t *testing.T, query string) (n int) {
	t.Helper()
	conn, err := d.engine.pool().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(c any) error {
		for text := range c.(*preparedConn).statements { //nolint:forcetypeassert // SQLite's connections are
			if text == query {
				n++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// WorkspaceTables are the tables whose rows DeleteRows deletes.
func WorkspaceTables() []string { return workspaceTables() }

// Columns lists the columns of all tables that are ours: table, column, type.
func (d *DB) Columns(t *testing.T) (all [][3]string) {
	t.Helper()
	query := `SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.cid`
	if d.address.postgres {
		query = `SELECT table_name, column_name, data_type FROM information_schema.columns
			WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`
	}
	for _, row := range d.query(t, query) {
		all = append(all, [3]string{fmt.Sprint(row[0]), fmt.Sprint(row[1]), strings.ToUpper(fmt.Sprint(row[2]))})
	}
	return all
}

// Dump is every row of a table, as text.
func (d *DB) Dump(t *testing.T, table string) string {
	t.Helper()
	var b strings.Builder
	for _, row := range d.query(t, "SELECT * FROM "+table) {
		fmt.Fprintf(&b, "%s\n", row)
	}
	return b.String()
}

// query reads rows; bytes are text.
func (d *DB) query(t *testing.T, query string) (all [][]any) {
	t.Helper()
	found, err := d.engine.pool().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for found.Next() {
		row := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range row {
			if raw, ok := v.([]byte); ok {
				row[i] = string(raw)
			}
		}
		all = append(all, row)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// WithoutNewFileSchema has an SQLite file made by the migrations, one after the other.
func (d *DB) WithoutNewFileSchema(t *testing.T) {
	t.Helper()
	b, ok := d.engine.(*base[*sql.Tx])
	if !ok {
		t.Fatalf("the engine is a %T, want SQLite's", d.engine)
	}
	b.fill = nil
}

// Schema is what an SQLite file's tables are made by, and the rows that migrations
// store, as statements.
func (d *DB) Schema(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, row := range d.query(t, `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`) {
		fmt.Fprintf(&b, "%s;\n\n", row[0])
	}
	for _, insert := range []string{
		`SELECT 'INSERT INTO goose_db_version (version_id, is_applied) VALUES (' || version_id || ', ' || is_applied || ')' FROM goose_db_version ORDER BY id`,
		`SELECT 'INSERT INTO river_migration (line, version) VALUES (' || quote(line) || ', ' || version || ')' FROM river_migration ORDER BY line, version`,
		`SELECT 'INSERT INTO compatibility (one, oldest) VALUES (' || one || ', ' || oldest || ')' FROM compatibility`,
	} {
		for _, row := range d.query(t, insert) {
			fmt.Fprintf(&b, "%s;\n", row[0])
		}
	}
	return b.String()
}
