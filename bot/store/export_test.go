package store

import "testing"

// Exec runs a statement, for tests that change what no method does.
func (d *DB) Exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := d.engine.pool().ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
