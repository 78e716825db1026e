package overlay

import (
	"strings"

	"hextui/ui/action"
	"hextui/ui/theme"
)

// NewHelp returns a dialog with the keys of the scopes, innermost first.
func NewHelp(keys action.KeyMap, scopes []action.Scope, about string) *Text {
	var lines []Line
	if about != "" {
		lines = append(lines, Plain(about)...)
		lines = append(lines, Line{})
	}
	for _, scope := range scopes {
		in := keys.In(scope)
		if len(in) == 0 {
			continue
		}
		lines = append(lines, Line{Text: strings.ToUpper(string(scope)), Style: func(t *theme.Theme) theme.Style { return t.Accent }})
		for _, b := range in {
			if len(b.Keys) == 0 {
				continue
			}
			lines = append(lines, Line{Head: pad(spelled(b.Keys), 22), Text: b.Long})
		}
		lines = append(lines, Line{})
	}
	lines = append(lines, Line{Text: "Hold Shift to select text with the mouse in most terminals.", Style: func(t *theme.Theme) theme.Style { return t.Faint }})
	return &Text{Title: "Keys here", Lines: lines}
}

func spelled(keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = action.Spell(k)
	}
	return strings.Join(out, " ")
}

func pad(s string, w int) string {
	if n := len([]rune(s)); n < w {
		return s + strings.Repeat(" ", w-n)
	}
	return s + " "
}
