package overlay

import (
	"slices"
	"strings"

	"hextui/ui/action"
	"hextui/ui/theme"
)

// NewHelp returns a dialog with the keys of the scopes, innermost first: of an outer scope those that mean nothing else
// in an inner one, and while text is typed none that types something. Works tells which actions can be done now, and why one that
// is known cannot be; without it the scopes are places beside each other, of which all keys are shown.
func NewHelp(keys action.KeyMap, scopes []action.Scope, typing bool, works func(action.ID) (reason string, known bool)) *Text {
	var lines []Line
	widest := 0
	for i, scope := range scopes {
		title := len(lines)
		for _, b := range keys.In(scope) {
			reach := slices.DeleteFunc(slices.Clone(b.Keys), func(key string) bool {
				_, taken := keys.Match(key, scopes[:i]...)
				return taken && works != nil || typing && action.Types(key)
			})
			reason, known := "", true
			if works != nil {
				reason, known = works(b.Action)
			}
			if len(reach) == 0 || !known {
				continue
			}
			line := Line{Head: spelled(keys, reach), Text: b.Long, Action: b.Action}
			widest = min(max(widest, len([]rune(line.Head))), mostHead)
			if reason != "" {
				line.Text += " – " + reason
				line.Style = faint
			}
			lines = append(lines, line)
		}
		if len(lines) > title {
			heading := Line{Text: strings.ToUpper(string(scope)), Heading: true,
				Style: func(t *theme.Theme) theme.Style { return t.Accent }}
			lines = append(slices.Insert(lines, title, heading), Line{})
		}
	}
	for i := range lines {
		if lines[i].Head != "" {
			lines[i].Hang = widest + 2
		}
	}
	mouse := "Hold Shift to select text with the mouse in most terminals."
	if works != nil {
		mouse = "A click on a line does what it says. " + mouse
	}
	return &Text{Title: "Keys here", keys: true, Columns: true, Lines: append(lines, Line{Text: mouse, Style: faint})}
}

// mostHead is the most columns that keys take before what they do.
const mostHead = 20

func faint(t *theme.Theme) theme.Style { return t.Faint }

func spelled(m action.KeyMap, keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = m.Spell(k)
	}
	return strings.Join(out, " ")
}
