// Package quick colours a piece of source for the terminal.
package quick

import (
	"fmt"
	"image/color"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui/lex"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

// Highlight writes a source with the colours of a style that [styles.Register] keeps. The lexer is the name after the
// fence in Markdown; a name that [lex.ByName] does not know, and a style that is not kept, leave the source without
// colours. The colours are written in 24 bits whatever the formatter: the screen brings them down to what the terminal
// can show. It fails only as w does.
func Highlight(w io.Writer, source, lexer, _, style string) error {
	kept := styles.Get(style)
	if kept == nil {
		_, err := io.WriteString(w, source)
		return err
	}
	language := lex.ByName(language(lexer)).Lexer
	looks := looksOf(kept)
	var out strings.Builder
	var spans []lex.Span
	var state lex.State
	for line := range strings.Lines(source) {
		text := strings.TrimRight(line, "\r\n")
		spans, state = language.Line(spans[:0], text, state)
		at := 0
		for _, span := range spans {
			out.WriteString(styled(looks[lex.Text], text[at:span.Start]))
			out.WriteString(styled(looks[span.Kind], text[span.Start:span.End]))
			at = span.End
		}
		out.WriteString(styled(looks[lex.Text], text[at:]))
		out.WriteString(line[len(text):])
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// language is the lexer for a name by which people call one after a fence, where that is not the lexer's own.
func language(name string) string {
	switch name, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(name)), " "); name {
	case "py", "python3", "ipython":
		return "python"
	case "postgres", "postgresql", "mysql", "sqlite", "snowflake", "bigquery", "duckdb":
		return "sql"
	case "yml":
		return "yaml"
	case "md":
		return "markdown"
	}
	return name
}

// styled is a text in its look; an empty one stays empty, so that no line is made of escape sequences alone.
func styled(look ansi.Style, text string) string {
	if text == "" {
		return ""
	}
	return look.Styled(text)
}

// looksOf are the looks of a style by the lexers' kinds.
func looksOf(style *chroma.Style) map[lex.Kind]ansi.Style {
	looks := map[lex.Kind]ansi.Style{}
	for kind, token := range map[lex.Kind]chroma.TokenType{
		lex.Text:     chroma.Text,
		lex.Keyword:  chroma.Keyword,
		lex.Func:     chroma.NameFunction,
		lex.String:   chroma.LiteralString,
		lex.Number:   chroma.LiteralNumber,
		lex.Comment:  chroma.Comment,
		lex.Operator: chroma.Operator,
		lex.Param:    chroma.LiteralStringEscape,
		lex.Type:     chroma.KeywordType,
		lex.Constant: chroma.NameBuiltin,
		lex.Heading:  chroma.GenericSubheading,
		lex.Emphasis: chroma.GenericEmph,
		lex.Link:     chroma.NameTag,
		lex.Key:      chroma.NameAttribute,
	} {
		looks[kind] = look(style.Entries[token])
	}
	return looks
}

// look reads an entry of a style.
func look(entry string) ansi.Style {
	var s ansi.Style
	for word := range strings.FieldsSeq(entry) {
		switch ground, behind := strings.CutPrefix(word, "bg:"); {
		case word == "bold":
			s = s.Bold()
		case word == "italic":
			s = s.Italic(true)
		case word == "underline":
			s = s.Underline(true)
		case behind:
			if c, ok := hue(ground); ok {
				s = s.BackgroundColor(c)
			}
		default:
			if c, ok := hue(word); ok {
				s = s.ForegroundColor(c)
			}
		}
	}
	return s
}

// hue reads a colour such as #00aaff.
func hue(word string) (color.Color, bool) {
	c := color.RGBA{A: 255}
	n, err := fmt.Sscanf(word, "#%02x%02x%02x", &c.R, &c.G, &c.B)
	return c, err == nil && n == 3
}
