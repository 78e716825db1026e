package screen

import (
	"slices"
	"strings"
	"unicode"

	"hextui/hex"
	"hextui/hex/resolve"
	"hextui/ui/store"
)

// Titled puts the titles of projects in the place of their ids in what is told of an agent, as far as they are known and not said
// already.
func Titled(s *store.Store, text string) string {
	said := text
	for _, p := range Mentioned(s, text) {
		said = strings.ReplaceAll(said, p.ID, "“"+p.Title+"”")
	}
	return said
}

// Mentioned are the projects whose ids stand in a text that does not have their titles, each once.
func Mentioned(s *store.Store, text string) []hex.Project {
	if s == nil {
		return nil
	}
	var found []hex.Project
	for id := range strings.FieldsFuncSeq(text, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !resolve.IsID(id) {
			continue
		}
		p, ok := s.FindProject(id)
		if ok && !strings.Contains(text, p.Title) && !slices.ContainsFunc(found, func(f hex.Project) bool { return f.ID == p.ID }) {
			found = append(found, p)
		}
	}
	return found
}

// About names what an agent's call was about as people know it: by titles, without ids.
func About(s *store.Store, target string) string {
	if resolve.IsID(target) {
		if p, ok := s.FindProject(target); ok {
			return p.Title
		}
	}
	target = Titled(s, target)
	for from := 0; ; {
		at := strings.Index(target[from:], " (")
		if at < 0 {
			return target
		}
		at += from
		id, rest, closed := strings.Cut(target[at+2:], ")")
		if closed && (resolve.IsID(id) || len(id) == shortID && strings.Trim(id, "0123456789abcdef") == "") {
			target = target[:at] + rest
			continue
		}
		from = at + 2
	}
}

// shortID is how many letters of an id stand behind a title where it is told in short.
const shortID = 8
