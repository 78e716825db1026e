package editor

import (
	"sort"

	"hextui/ui/lex"
	"hextui/ui/theme"
)

// lexing says which lines' states are known. Those before line from are; from is where lexing
// goes on. An edit may leave the states behind it right after all: as soon as a line at or behind
// to comes out with the state its successor already has, every line is known again.
type lexing struct{ from, to int }

// changed notes that old lines from first on were replaced by fresh ones.
func (l *lexing) changed(first, old, fresh int) {
	if l.from > first {
		l.from = first
	}
	if l.to > first+old {
		l.to += fresh - old
	}
	l.to = max(l.to, first+fresh)
}

// lexedBytes is how much of a line is lexed. The rest of a longer line is drawn as plain text, and
// the line after it begins as this one did: lexing megabytes for every key would freeze the editor.
const lexedBytes = 16 << 10

// lexTo makes the states of the lines up to and including last known.
func (e *Editor) lexTo(last int) {
	for l := &e.lexing; l.from <= last && l.from < len(e.infos)-1; l.from++ {
		var out lex.State
		e.spans, out = e.lexLine(e.spans[:0], l.from)
		if l.from+1 >= l.to && e.infos[l.from+1].state == out {
			l.from, l.to = len(e.infos), 0
			return
		}
		e.infos[l.from+1].state = out
	}
}

// lexLine appends the tokens of line i, whose state must be known, and returns the next line's.
func (e *Editor) lexLine(spans []lex.Span, i int) ([]lex.Span, lex.State) {
	line, in := e.text.line(i), e.infos[i].state
	if len(line) > lexedBytes {
		spans, _ = e.language.Lexer.Line(spans, line[:lexedBytes], in)
		return spans, in
	}
	return e.language.Lexer.Line(spans, line, in)
}

// lineSpans returns the tokens of line i. They are good until the next call.
func (e *Editor) lineSpans(i int) []lex.Span {
	e.lexTo(i)
	e.spans, _ = e.lexLine(e.spans[:0], i)
	return e.spans
}

// kindAt is the kind of the token that covers byte at.
func kindAt(spans []lex.Span, at int) lex.Kind {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > at })
	if i < len(spans) && spans[i].Start <= at {
		return spans[i].Kind
	}
	return lex.Text
}

// Style is the role of a theme for a kind of token, for everything that draws source.
func Style(t *theme.Theme, k lex.Kind) theme.Style {
	switch k {
	case lex.Keyword:
		return t.Keyword
	case lex.Func, lex.Key:
		return t.Func
	case lex.String:
		return t.String
	case lex.Number:
		return t.Number
	case lex.Comment:
		return t.Comment
	case lex.Operator:
		return t.Operator
	case lex.Param:
		return t.Param
	case lex.Type:
		return t.Type
	case lex.Constant:
		return t.Constant
	case lex.Heading:
		return t.Title
	case lex.Emphasis:
		return t.Accent
	case lex.Link:
		return t.Info
	}
	return t.Text
}
