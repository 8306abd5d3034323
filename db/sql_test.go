package db

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The same SQL is meant to run on PostgreSQL one day, and mattn numbers
// parameters by their first appearance, so $1, $2 … must first appear in order.
func TestSQLIsPortable(t *testing.T) {
	param := regexp.MustCompile(`\$(\d+)`)
	statement := regexp.MustCompile(`(?is)^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)
	forbidden := map[string]*regexp.Regexp{
		"INSERT OR":          regexp.MustCompile(`(?i)\bINSERT\s+OR\b`),
		"group_concat":       regexp.MustCompile(`(?i)group_concat`),
		"ILIKE":              regexp.MustCompile(`(?i)\bILIKE\b`),
		"a bare ? parameter": regexp.MustCompile(`\?`),
		"LastInsertId":       regexp.MustCompile(`(?i)last_insert_rowid`),
		"double quotes":      regexp.MustCompile(`"`),
		"rowid":              regexp.MustCompile(`(?i)\browid\b`),
		"IFNULL":             regexp.MustCompile(`(?i)\bIFNULL\b`),
	}
	seen := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == "backup.go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			sql, ok := literal(n)
			if !ok || !statement.MatchString(sql) {
				return true
			}
			seen++
			for what, re := range forbidden {
				if re.MatchString(sql) {
					t.Errorf("%s: %s in %.80q", path, what, sql)
				}
			}
			next := 1
			for _, m := range param.FindAllStringSubmatch(sql, -1) {
				number, _ := strconv.Atoi(m[1])
				if number > next {
					t.Errorf("%s: $%d before $%d in %.120q", path, number, next, sql)
					break
				}
				if number == next {
					next++
				}
			}
			return false
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 20 {
		t.Fatalf("only %d statements found: the scan is broken", seen)
	}
}

// literal is the text of a string literal or of a sum of them; what is not
// literal (a column list) counts as nothing.
func literal(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(n.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		if n.Op != token.ADD {
			return "", false
		}
		a, okA := literal(n.X)
		b, okB := literal(n.Y)
		return a + b, okA || okB
	}
	return "", false
}
