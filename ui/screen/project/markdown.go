package project

import (
	"fmt"
	"strings"

	"charm.land/glamour/v2"
	"charm.land/glamour/v2/styles"

	"hextui/ui/paint"
)

// codeColours are the colours of fenced code by the style around it. Each style names one, since what Glamour would make of
// a style's own is kept under a single name by the first that is drawn, and then serves dark and light alike.
var codeColours = map[string]string{styles.DarkStyle: "github-dark", styles.LightStyle: "github", styles.NoTTYStyle: ""}

// markdown renders a source in which nothing is left that could act on the terminal.
func markdown(source, style string, width int) (string, error) {
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
