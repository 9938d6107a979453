package remindertest

import "maps"

// table is rows that are shared between transactions until one changes them.
type table[K comparable, V any] struct {
	rows map[K]V
	own  bool // rows are this transaction's alone
}

// shared returns the table for another transaction.
func (t table[K, V]) shared() table[K, V] { return table[K, V]{rows: t.rows} }

func (t *table[K, V]) put(key K, v V) {
	t.mine()[key] = v
}

func (t *table[K, V]) drop(key K) {
	delete(t.mine(), key)
}

// mine returns the rows, to be changed.
func (t *table[K, V]) mine() map[K]V {
	switch {
	case t.rows == nil:
		t.rows, t.own = make(map[K]V), true
	case !t.own:
		t.rows, t.own = maps.Clone(t.rows), true
	}
	return t.rows
}
