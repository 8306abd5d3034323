package db

import (
	"context"
	"testing"
)

// Throwing a practice session away must take every row that names it along:
// each table with a session in it says ON DELETE CASCADE.
func TestEverythingOfASessionGoesWithIt(t *testing.T) {
	s := open(t)
	var tables []string
	err := s.each(context.Background(), `SELECT name FROM sqlite_master WHERE type = 'table'`, nil, func(r scanner) error {
		var name string
		err := r.Scan(&name)
		tables = append(tables, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// What names a session goes with it, and what names that. A reference
	// between two rows that both go may be plain: it is checked afterwards.
	gone := map[string]bool{"sessions": true}
	var plain [][2]string
	for range 4 {
		plain = nil
		for _, table := range tables {
			err := s.each(context.Background(), `SELECT "table", on_delete FROM pragma_foreign_key_list('`+table+`')`, nil, func(r scanner) error {
				var parent, onDelete string
				err := r.Scan(&parent, &onDelete)
				switch {
				case err != nil || !gone[parent] || onDelete == "SET NULL":
				case onDelete == "CASCADE":
					gone[table] = true
				default:
					plain = append(plain, [2]string{table, parent})
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, p := range plain {
		if !gone[p[0]] {
			t.Errorf("%s names %s and keeps it from going", p[0], p[1])
		}
	}
	if len(gone) < 5 {
		t.Fatalf("only %v found: the scan is broken", gone)
	}
}
