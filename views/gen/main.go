// Command gen makes what templ generates small: templ asks after every tag
// whether it could be written, though a buffer remembers that by itself, and
// repeats in every component how one begins. A third of the binary was that.
package main

import (
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// id begins every name that templ makes up.
const id = "templ_7745c5c3_"

// written are templ's phrases, and what views/draw.go has for them; V is a
// variable, X an expression, and any space is any space.
var written = []struct{ long, short string }{
	{`return templruntime.GeneratedTemplate(func(_Input templruntime.GeneratedComponentInput) (_Err error) {
		_W, ctx := _Input.Writer, _Input.Context
		if _CtxErr := ctx.Err(); _CtxErr != nil {
			return _CtxErr
		}
		_Buffer, _IsBuffer := templruntime.GetBuffer(_W)
		if !_IsBuffer {
			defer func() {
				_BufErr := templruntime.ReleaseBuffer(_Buffer)
				if _Err == nil {
					_Err = _BufErr
				}
			}()
		}
		ctx = templ.InitializeContext(ctx)
		V := templ.GetChildren(ctx)
		if V == nil {
			V = templ.NopComponent
		}
		ctx = templ.ClearChildren(ctx)`,
		`return drawComponent(func(ctx drawContext, _Buffer *templruntime.Buffer, $1 templ.Component) (_Err error) {`},
	{`V := templruntime.GeneratedTemplate(func(_Input templruntime.GeneratedComponentInput) (_Err error) {
		_W, ctx := _Input.Writer, _Input.Context
		_Buffer, _IsBuffer := templruntime.GetBuffer(_W)
		if !_IsBuffer {
			defer func() {
				_BufErr := templruntime.ReleaseBuffer(_Buffer)
				if _Err == nil {
					_Err = _BufErr
				}
			}()
		}
		ctx = templ.InitializeContext(ctx)`,
		`$1 := drawBlock(func(ctx drawContext, _Buffer *templruntime.Buffer) (_Err error) {`},
	{`_Err = templruntime.WriteString(_Buffer, N, X)
		if _Err != nil {
			return _Err
		}`,
		`drawMarkup(_Buffer, $1)`},
	{`var V string
		V, _Err = templ.JoinStringErrs(X)
		if _Err != nil {
			return templ.Error{Err: _Err, FileName: X, Line: N, Col: N}
		}
		_, _Err = _Buffer.WriteString(templ.EscapeString(V))
		if _Err != nil {
			return _Err
		}`,
		`drawText(_Buffer, $3)`},
	{`var V templ.SafeURL
		V, _Err = templ.JoinURLErrs(X)
		if _Err != nil {
			return templ.Error{Err: _Err, FileName: X, Line: N, Col: N}
		}
		_, _Err = _Buffer.WriteString(templ.EscapeString(V))
		if _Err != nil {
			return _Err
		}`,
		`drawLink(_Buffer, $3)`},
}

// left is in no file where every phrase was met.
var left = []string{"templruntime.WriteString(", "templruntime.GeneratedTemplate(", "templ.JoinStringErrs(", "templ.JoinURLErrs(", "templruntime.GetBuffer("}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "views/gen:", err)
		os.Exit(1)
	}
}

func run() error {
	names, err := filepath.Glob("*_templ.go")
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		short, err := shorten(string(b))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(name, []byte(short), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func shorten(code string) (string, error) {
	for _, w := range written {
		code = phrase(w.long).ReplaceAllString(code, named(w.short))
	}
	for _, l := range left {
		if strings.Contains(code, l) {
			return "", fmt.Errorf("templ writes %s otherwise than it did", l)
		}
	}
	b, err := format.Source([]byte(code))
	return string(b), err
}

// phrase finds what is written in any indentation.
func phrase(long string) *regexp.Regexp {
	p := strings.Join(strings.Fields(regexp.QuoteMeta(long)), `\s+`)
	p = regexp.MustCompile(`\bV\b`).ReplaceAllString(p, `(`+id+`Var\d+)`)
	p = regexp.MustCompile(`\bN\b`).ReplaceAllString(p, `\d+`)
	p = regexp.MustCompile(`\bX\b`).ReplaceAllString(p, `((?s:.+?))`)
	return regexp.MustCompile(named(p))
}

var short = regexp.MustCompile(`(^|[^\w])_([A-Z])`)

// named gives templ's names back their beginning.
func named(s string) string { return short.ReplaceAllString(s, "${1}"+id+"${2}") }
