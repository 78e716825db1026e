// Package lex cuts source lines into tokens, one line at a time, fast enough for every keystroke.
//
// A lexer is given a line and the [State] in which the line before ended, and gives back the
// tokens and the state for the next line. An editor keeps one state a line and lexes again from
// the changed line until a state comes out as it was. Lexers accept any bytes, never fail and
// never look at another line. The package knows nothing of colours, widgets or Hex.
package lex

import "strings"

// Kind says what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Text Kind = iota
	Keyword
	Func
	String
	Number
	Comment
	Operator
	Param    // a template expression such as {{ start_date }}, or what an f-string fills in
	Type     // a type's name
	Constant // true, NULL, None
	Heading
	Emphasis
	Link
	Key // a key of a mapping
)

// Span is a token: the bytes Start to End of its line. What lies between spans is [Text].
type Span struct {
	Start, End int
	Kind       Kind
}

// State is what one line hands to the next, such as "inside a string". The zero State is the
// start of a source. States of one lexer can be compared with ==.
type State struct {
	mode  uint8  // what is open, in the lexer's own numbering
	inner uint8  // what is open within that: a template expression, a string within it
	depth uint16 // nesting of comments or braces, or a width such as an indent
	tag   uint32 // a hash of the words that close it, such as a dollar quote's tag
}

// Lexer cuts lines into tokens.
type Lexer interface {
	// Line appends the tokens of line, which has no line ending, to spans in ascending order
	// and returns them with the state for the next line. It allocates nothing but room in spans.
	Line(spans []Span, line string, in State) ([]Span, State)
}

// Language is a lexer with what an editor needs to know beside it.
type Language struct {
	// Name is sql, python, markdown, yaml or text.
	Name  string
	Lexer Lexer
	// Comment begins a comment that ends with its line; empty where there is none.
	Comment string
	// Indent is the usual number of spaces a level.
	Indent int
	// Opens are the characters after which, at the end of a line, the next line is indented
	// one level more.
	Opens string
}

// ByName returns the language of that name, in any letter case; an unknown name is plain text.
func ByName(name string) Language {
	switch strings.ToLower(name) {
	case "sql":
		return Language{Name: "sql", Lexer: SQL{}, Comment: "--", Indent: 2, Opens: "("}
	case "python":
		return Language{Name: "python", Lexer: Python{}, Comment: "#", Indent: 4, Opens: ":([{"}
	case "markdown":
		return Language{Name: "markdown", Lexer: Markdown{}, Indent: 2}
	case "yaml":
		return Language{Name: "yaml", Lexer: YAML{}, Comment: "#", Indent: 2, Opens: ":"}
	}
	return Language{Name: "text", Lexer: Plain{}, Indent: 4}
}

// Plain lexes text that has no syntax.
type Plain struct{}

// Line finds no tokens.
func (Plain) Line(spans []Span, _ string, in State) ([]Span, State) { return spans, in }
