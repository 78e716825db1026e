package overlay

import (
	"slices"
	"strings"

	"hextui/ui/action"
	"hextui/ui/theme"
)

// NewHelp returns a dialog with the keys of the scopes, innermost first: of an outer scope those that mean nothing else
// in an inner one. Works tells which actions can be done now, and why one that is known cannot be; without it the scopes
// are places beside each other, of which all keys are shown.
func NewHelp(keys action.KeyMap, scopes []action.Scope, works func(action.ID) (reason string, known bool)) *Text {
	var lines []Line
	for i, scope := range scopes {
		title := len(lines)
		for _, b := range keys.In(scope) {
			reach := slices.DeleteFunc(slices.Clone(b.Keys), func(key string) bool {
				_, taken := keys.Match(key, scopes[:i]...)
				return taken && works != nil
			})
			reason, known := "", true
			if works != nil {
				reason, known = works(b.Action)
			}
			if len(reach) == 0 || !known {
				continue
			}
			line := Line{Head: pad(spelled(keys, reach), 22), Text: b.Long}
			if reason != "" {
				line.Text += " – " + reason
				line.Style = faint
			}
			lines = append(lines, line)
		}
		if len(lines) > title {
			heading := Line{Text: strings.ToUpper(string(scope)), Style: func(t *theme.Theme) theme.Style { return t.Accent }}
			lines = append(slices.Insert(lines, title, heading), Line{})
		}
	}
	return &Text{Title: "Keys here", Lines: append(lines, Line{Text: "Hold Shift to select text with the mouse in most terminals.",
		Style: faint})}
}

func faint(t *theme.Theme) theme.Style { return t.Faint }

func spelled(m action.KeyMap, keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = m.Spell(k)
	}
	return strings.Join(out, " ")
}

func pad(s string, w int) string {
	if n := len([]rune(s)); n < w {
		return s + strings.Repeat(" ", w-n)
	}
	return s + " "
}
