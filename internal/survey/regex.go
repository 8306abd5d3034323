package survey

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
)

// regexPair is a pattern for Go and the same for JavaScript: the dialects differ, so the second is
// written anew from what the first was understood as. Both match the whole text.
func regexPair(pattern string) (forGo, forJS string, err error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", "", err
	}
	forGo = "^(?:" + pattern + ")$"
	if _, err := regexp.Compile(forGo); err != nil {
		return "", "", err
	}
	var b strings.Builder
	b.WriteString("^(?:")
	rewrite(&b, tree)
	b.WriteString(")$")
	return forGo, b.String(), nil
}

func rewrite(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpNoMatch:
		b.WriteString(`[^\s\S]`)
	case syntax.OpEmptyMatch:
		b.WriteString("(?:)")
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if re.Flags&syntax.FoldCase == 0 {
				fmt.Fprintf(b, `\u{%x}`, r)
				continue
			}
			b.WriteByte('[')
			for f, n := r, 0; n == 0 || f != r; f, n = unicode.SimpleFold(f), n+1 {
				fmt.Fprintf(b, `\u{%x}`, f)
			}
			b.WriteByte(']')
		}
	case syntax.OpCharClass:
		b.WriteByte('[')
		for i := 0; i < len(re.Rune); i += 2 {
			fmt.Fprintf(b, `\u{%x}-\u{%x}`, re.Rune[i], re.Rune[i+1])
		}
		b.WriteByte(']')
	case syntax.OpAnyCharNotNL:
		b.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		b.WriteString(`[\s\S]`)
	case syntax.OpBeginLine:
		b.WriteString(`(?<![^\n])`)
	case syntax.OpEndLine:
		b.WriteString(`(?![^\n])`)
	case syntax.OpBeginText:
		b.WriteString(`(?<![\s\S])`)
	case syntax.OpEndText:
		b.WriteString(`(?![\s\S])`)
	case syntax.OpWordBoundary:
		b.WriteString(`\b`)
	case syntax.OpNoWordBoundary:
		b.WriteString(`\B`)
	case syntax.OpCapture:
		rewriteIn(b, re.Sub[0], "")
	case syntax.OpStar:
		rewriteIn(b, re.Sub[0], "*")
	case syntax.OpPlus:
		rewriteIn(b, re.Sub[0], "+")
	case syntax.OpQuest:
		rewriteIn(b, re.Sub[0], "?")
	case syntax.OpRepeat:
		most := ""
		if re.Max >= 0 {
			most = fmt.Sprint(re.Max)
		}
		rewriteIn(b, re.Sub[0], fmt.Sprintf("{%d,%s}", re.Min, most))
	case syntax.OpConcat:
		for _, s := range re.Sub {
			rewriteIn(b, s, "")
		}
	case syntax.OpAlternate:
		for i, s := range re.Sub {
			if i > 0 {
				b.WriteByte('|')
			}
			rewriteIn(b, s, "")
		}
	}
}

// rewriteIn leaves out greed: a whole match is the same with and without.
func rewriteIn(b *strings.Builder, re *syntax.Regexp, after string) {
	b.WriteString("(?:")
	rewrite(b, re)
	b.WriteString(")" + after)
}
