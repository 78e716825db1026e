package screen

import (
	"slices"
	"strings"
	"unicode"

	"hextui/hex/resolve"
	"hextui/ui/store"
)

// Titled puts titles and names in the place of ids in what is told of an agent, as far as they are known and not said already.
func Titled(s *store.Store, text string) string {
	said := text
	for _, n := range Mentioned(s, text) {
		said = strings.ReplaceAll(said, n.ID, "“"+n.Name+"”")
	}
	return said
}

// Mentioned is what the ids in a text stand for whose names it does not have, each once.
func Mentioned(s *store.Store, text string) []store.Named {
	if s == nil {
		return nil
	}
	var found []store.Named
	for id := range strings.FieldsFuncSeq(text, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !resolve.IsID(id) {
			continue
		}
		n, ok := s.Named(id)
		if ok && !strings.Contains(text, n.Name) && !slices.Contains(found, n) {
			found = append(found, n)
		}
	}
	return found
}

// About names what an agent's call was about as people know it: by titles, without ids.
func About(s *store.Store, target string) string {
	if resolve.IsID(target) {
		if n, ok := s.Named(target); ok {
			return n.Name
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
