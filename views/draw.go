package views

import (
	"context"
	"html"
	"io"

	"github.com/a-h/templ"
	templruntime "github.com/a-h/templ/runtime"
)

//go:generate go run ./gen

// What follows is what views/gen makes of templ's code. A buffer remembers that
// it could not be written and says so when it is released, so nobody else asks.

// drawContext spares templates the import.
type drawContext = context.Context

// drawComponent is a template: drawn into the buffer of the page around it, or into its own.
func drawComponent(draw func(ctx context.Context, b *templruntime.Buffer, children templ.Component) error) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return buffered(w, func(b *templruntime.Buffer) error {
			ctx := templ.InitializeContext(ctx)
			children := templ.GetChildren(ctx)
			return draw(templ.ClearChildren(ctx), b, children)
		})
	})
}

// drawBlock is what a template hands to another as its children.
func drawBlock(draw func(ctx context.Context, b *templruntime.Buffer) error) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return buffered(w, func(b *templruntime.Buffer) error { return draw(templ.InitializeContext(ctx), b) })
	})
}

func buffered(w io.Writer, draw func(*templruntime.Buffer) error) (err error) {
	b, theirs := templruntime.GetBuffer(w)
	if !theirs {
		defer func() {
			if e := templruntime.ReleaseBuffer(b); err == nil {
				err = e
			}
		}()
	}
	return draw(b)
}

func drawMarkup(b *templruntime.Buffer, s string) { _, _ = b.WriteString(s) }

func drawText[T ~string](b *templruntime.Buffer, v T) {
	drawMarkup(b, html.EscapeString(string(v)))
}

func drawLink[T ~string](b *templruntime.Buffer, url T) {
	safe, ok := any(url).(templ.SafeURL)
	if !ok {
		safe = templ.URL(string(url))
	}
	drawMarkup(b, html.EscapeString(string(safe)))
}
