// Package markdown renders Markdown for the terminal: headings, lists, tables, and code in the colours of its language. It is
// the one room that knows how, and knows nothing of screens or Hex.
package markdown

import (
	"fmt"
	"strings"

	"charm.land/glamour/v2"
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
	case t.Name == "mono":
		return styles.NoTTYStyle
	case t.Dark:
		return styles.DarkStyle
	}
	return styles.LightStyle
}

// Render renders a source at a width in columns, as text with the escape sequences of styles, for [paint.Surface.Styled].
// Nothing is left of the source that could act on the terminal. It takes milliseconds: beside the update loop, please.
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
	look.CodeBlock.Chroma, look.CodeBlock.Theme = nil, codeColours[style]
	// The screen brings 24 bits of colour down to what the terminal can show.
	r, err := glamour.NewTermRenderer(glamour.WithStyles(look), glamour.WithChromaFormatter("terminal16m"),
		glamour.WithWordWrap(max(width-2, 20)))
	if err != nil {
		return "", err
	}
	return r.Render(safe.String())
}

// Lines are the lines of a rendered source, without the empty ones at both ends.
func Lines(source, style string, width int) ([]string, error) {
	text, err := Render(source, style, width)
	if err != nil {
		return nil, err
	}
	empty := func(line string) bool { return strings.TrimSpace(ansi.Strip(line)) == "" }
	lines := strings.Split(text, "\n")
	for len(lines) > 0 && empty(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && empty(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines, nil
}
