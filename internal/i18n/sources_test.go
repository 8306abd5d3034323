package i18n

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// source is one Go or templ file that people wrote, without its comments.
type source struct{ path, code string }

// sources reads the module's files from its root down, without tests, what
// templ generates and modules of their own.
func sources(t *testing.T) []source {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(root, "go.mod") {
		if root == filepath.Dir(root) {
			t.Fatal("no go.mod above the tests")
		}
		root = filepath.Dir(root)
	}
	var all []source
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (name[0] == '.' || name == "node_modules" || name == "testdata" || exists(path, "go.mod")) {
				return fs.SkipDir
			}
			return nil
		}
		isGo := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go")
		if !isGo && !strings.HasSuffix(name, ".templ") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		path, err = filepath.Rel(root, path)
		all = append(all, source{filepath.ToSlash(path), withoutComments(string(b))})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// A string is matched first so that a // inside it is no comment. templ's
// text may hold a lone quote, so a string ends with its line.
var stringOrComment = regexp.MustCompile("\"(?:\\\\.|[^\"\\\\\n])*\"|`[^`]*`|'(?:\\\\.|[^'\\\\\n])+'|//[^\n]*|(?s:/\\*.*?\\*/)|(?s:<!--.*?-->)")

func withoutComments(code string) string {
	return stringOrComment.ReplaceAllStringFunc(code, func(s string) string {
		if s[0] == '/' || s[0] == '<' {
			return strings.Repeat("\n", strings.Count(s, "\n"))
		}
		return s
	})
}

// at is the place of a byte of the source, for a complaint.
func (s source) at(offset int) string {
	return fmt.Sprintf("%s:%d", s.path, 1+strings.Count(s.code[:offset], "\n"))
}

var (
	// saidKey is a key, or with a last dot the beginning of a family of keys,
	// handed to T, t or an error's constructor.
	saidKey = regexp.MustCompile(`(?:\b[tT]\((?:ctx|\w+\.Context\(\)|\w+\.ctx), *|[.](?:T|t)\(|\bE\([\w.]+, *|\bBad\([^()"]*(?:"[^"]*")?, *)"([a-z][a-z0-9_]*\.[a-z0-9_.]*)"`)
	// Any literal of the family error is a sentence, however it gets there.
	errorKey = regexp.MustCompile(`"(error\.[a-z0-9_.]*)"`)
	// literal is whatever may be a key or the beginning of a family.
	literal = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*\.?)"`)
)

func TestKeysUsedExistAndExistingAreUsed(t *testing.T) {
	// Until the screens stand, words wait for them. Then set this to true
	// (or run once with STRICT_UNUSED=1).
	const strictUnused = false

	used := map[string]bool{}
	for _, s := range sources(t) {
		if strings.HasPrefix(s.path, "internal/i18n/") {
			continue
		}
		for _, m := range literal.FindAllStringSubmatch(s.code, -1) {
			used[m[1]] = true
		}
		unknown := map[string]string{} // by place, as both shapes may see one
		for _, shape := range []*regexp.Regexp{saidKey, errorKey} {
			for _, m := range shape.FindAllStringSubmatchIndex(s.code, -1) {
				if key := s.code[m[2]:m[3]]; !known(key) {
					unknown[s.at(m[2])] = key
				}
			}
		}
		for _, at := range slices.Sorted(maps.Keys(unknown)) {
			t.Errorf("%s: no such key in the catalogues: %s", at, unknown[at])
		}
	}
	complain := t.Logf
	if strictUnused || os.Getenv("STRICT_UNUSED") != "" {
		complain = t.Errorf
	}
	for _, key := range keys() {
		if !isUsed(used, key) {
			complain("%s: nothing uses %s", catalogue[key].file, key)
		}
	}
}

// known reports whether a key exists or, for "family.", any key of it.
func known(key string) bool {
	if !strings.HasSuffix(key, ".") {
		return KY.Has(key)
	}
	return slices.ContainsFunc(keys(), func(k string) bool { return strings.HasPrefix(k, key) })
}

// isUsed reports whether a key stands in the sources whole or by the
// beginning of its family: "audience." + x.
func isUsed(used map[string]bool, key string) bool {
	for i, c := range key {
		if c == '.' && used[key[:i+1]] {
			return true
		}
	}
	return used[key]
}

// Sentences live in the catalogues alone. Data that are Kyrgyz by nature
// (demo villages, tables of letters) are not sentences.
func TestSourcesHoldNoCyrillic(t *testing.T) {
	for _, s := range sources(t) {
		if mayHoldCyrillic(s.path) {
			continue
		}
		for i, line := range strings.Split(s.code, "\n") {
			if hasCyrillic(line) {
				t.Errorf("%s:%d: words outside the catalogues: %s", s.path, i+1, strings.TrimSpace(line))
			}
		}
	}
}

func mayHoldCyrillic(path string) bool {
	if strings.HasPrefix(path, "internal/i18n/") || path == "internal/civic/names.go" || path == "internal/civic/fold.go" {
		return true
	}
	folders := strings.Split(path, "/")
	folders = folders[:len(folders)-1]
	return slices.Contains(folders, "demo") || slices.Contains(folders, "seed")
}

func TestTheScannerSeesKeys(t *testing.T) {
	code := withoutComments(`
		t(ctx, "a.one") // t(ctx, "a.comment")
		<p>{ i18n.T(ctx, "a.two", "n", 3) }</p> <!-- .T("a.hidden") -->
		l.T("a.three") + s.t("a.four." + x) + c.T(r.Context(), "a.five")
		civic.E(civic.NotFound, "a.six"); Bad("when", "a.seven"); Bad(field, "a.eight")
		/* .T("a.gone") */ href="http://x" title={ t(ctx,"a.nine") }
		cut("a.ten"); import "a.eleven"
	`)
	var got []string
	for _, m := range saidKey.FindAllStringSubmatch(code, -1) {
		got = append(got, m[1])
	}
	want := []string{"a.one", "a.two", "a.three", "a.four.", "a.five", "a.six", "a.seven", "a.eight", "a.nine"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	used := map[string]bool{"a.four.": true, "a.one": true}
	if !isUsed(used, "a.four.x") || !isUsed(used, "a.one") || isUsed(used, "a.on") || isUsed(used, "b.a.one") {
		t.Error("isUsed misjudges")
	}
}
