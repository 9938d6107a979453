package store

import "testing"

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
