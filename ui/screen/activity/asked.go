package activity

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"hextui/ui/deed"
	"hextui/ui/screen"
)

// argument is one of what a call was asked with.
type argument struct{ name, value string }

// argumentsOf are those of a call by name, nil where they are not whole.
func argumentsOf(asked string) []argument {
	var given map[string]json.RawMessage
	if json.Unmarshal([]byte(asked), &given) != nil {
		return nil
	}
	all := make([]argument, 0, len(given))
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value, text := string(given[name]), ""
		if json.Unmarshal(given[name], &text) == nil {
			value = text
		}
		all = append(all, argument{name, value})
	}
	return all
}

// inFull are the arguments of a call in full, line by line, with the titles of projects for their ids.
func (s *Screen) inFull(c entry) (lines []string) {
	if c.given == nil && c.Asked != "" {
		return []string{c.Asked}
	}
	for _, a := range c.given {
		lines = append(lines, strings.Split(a.name+" = "+screen.Titled(s.env.Store, a.value), "\n")...)
	}
	return lines
}

// shortArgument is how much of an argument stands in the list, in bytes: a source is longer.
const shortArgument = 200

// asked is what was asked, in a line: what a call was given, or what a deed made different.
func (s *Screen) asked(c entry) string {
	var all []string
	if c.did != nil {
		for _, line := range deed.Different(c.did) {
			all = append(all, strings.TrimSpace(line.Head)+": "+line.Text)
		}
		return strings.Join(all, " · ")
	}
	if c.given == nil {
		return c.Asked
	}
	for _, a := range c.given {
		if len(a.value) > shortArgument {
			a.value = strings.ToValidUTF8(a.value[:shortArgument], "") + "…"
		}
		if named := screen.About(s.env.Store, a.value); named != a.value && named == screen.About(s.env.Store, c.Target) {
			continue // the column beside it says it
		}
		all = append(all, a.name+" "+screen.Titled(s.env.Store, strings.Join(strings.Fields(a.value), " ")))
	}
	return strings.Join(all, " · ")
}
