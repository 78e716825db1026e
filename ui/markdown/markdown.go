// Package markdown renders Markdown for the terminal: headings, lists, tables, and code in the colours of its language. It is
// the one room that knows how, and knows nothing of screens or Hex.
package markdown

import (
	"fmt"
	"strings"

	"charm.land/glamour/v2"
	gansi "charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"
	"github.com/charmbracelet/x/ansi"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// codeColours are the colours of fenced code by the style around it. Each style names one, since what Glamour would make of
// a style's own is kept under a single name by the first that is drawn, and then serves dark and light alike.
var codeColours = map[string]string{styles.DarkStyle: "github-dark", styles.LightStyle: "github", styles.NoTTYStyle: ""}

// Style names the style of a theme, for [Render].
func Style(t *theme.Theme) string {
	switch {
	case t.Name == "mono", t.Name == "neutral":
		return styles.NoTTYStyle
	case t.Dark:
		return styles.DarkStyle
	}
	return styles.LightStyle
}

// Prose tells whether a source is a paragraph that reads as it is written, so that nothing need be rendered: it holds no sign that
// could mean something in Markdown, as far as one can tell from its signs alone.
func Prose(source string) bool {
	return !strings.ContainsAny(source, "\n*_`#<>[]|~\\&\t") && !strings.Contains(source, "://") && !strings.Contains(source, "www.") &&
		!strings.Contains(source, "@") && !begins.MatchString(source) && !item.MatchString(source)
}

// Render renders a source at a width in columns, as text with the escape sequences of styles, for [paint.Surface.Styled].
// It has no empty lines at its ends, and nothing is left of the source that could act on the terminal. It takes milliseconds:
// beside the update loop, please.
func Render(source, style string, width int) (string, error) {
	var safe strings.Builder
	for i, line := range strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n") {
		if i > 0 {
			safe.WriteByte('\n')
		}
		safe.WriteString(paint.Visible(strings.ReplaceAll(line, "\t", "    ")))
	}
	known, ok := styles.DefaultStyles[style]
	if !ok {
		return "", fmt.Errorf("there is no style %q for Markdown", style)
	}
	look := *known
	if style == styles.NoTTYStyle {
		// Glamour leaves the stars of the source there; what has no colours can show weight and slant all the same.
		yes := true
		look.Strong, look.Emph = gansi.StylePrimitive{Bold: &yes}, gansi.StylePrimitive{Italic: &yes}
	}
	look.CodeBlock.Chroma, look.CodeBlock.Theme = nil, codeColours[style]
	var drawn []string
	for _, p := range parts(safe.String()) {
		wide := width
		if p.wide > 0 {
			wide = min(width, p.wide)
		}
		text, err := draw(flowing(p.source), look, wide)
		if err != nil {
			return "", err
		}
		if lines := trimmed(text); len(lines) > 0 {
			drawn = append(drawn, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(drawn, "\n\n"), nil
}

func draw(source string, look gansi.StyleConfig, width int) (string, error) {
	// The screen brings 24 bits of colour down to what the terminal can show.
	r, err := glamour.NewTermRenderer(glamour.WithStyles(look), glamour.WithChromaFormatter("terminal16m"),
		glamour.WithWordWrap(max(width-2, 20)))
	if err != nil {
		return "", err
	}
	return r.Render(source)
}

// trimmed are the lines of a rendered text, without the empty ones at both ends.
func trimmed(text string) []string {
	empty := func(line string) bool { return strings.TrimSpace(ansi.Strip(line)) == "" }
	lines := strings.Split(text, "\n")
	for len(lines) > 0 && empty(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && empty(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// Text is a source and how it is rendered, see [Render]: two that are equal read the same.
type Text struct {
	Source, Style string
	Width         int
}

// Lines are the lines of a rendered text, without the empty ones at both ends.
func (t Text) Lines() ([]string, error) {
	text, err := Render(t.Source, t.Style, t.Width)
	if err != nil {
		return nil, err
	}
	return trimmed(text), nil
}

// Opening are at most so many of the first lines of a rendered text, without its margin; cut is the last one where there are more.
func (t Text) Opening(most int, cut string) ([]string, error) {
	const margin = "  "
	wide := t
	wide.Width += len(margin)
	lines, err := wide.Lines()
	if err != nil {
		return nil, err
	}
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, margin)
	}
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], cut)
	}
	return lines, nil
}
