package change

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"hextui/hex"
)

// InWords is a field in people's words: who may do what, with levels of access as Hex's screens call them.
func (f Field) InWords() Field {
	if !f.Access() {
		return f
	}
	f.Before, f.After = levelWords(f.Before), levelWords(f.After)
	switch f.Name {
	case WorkspaceFact:
		f.Name = "everyone in the workspace"
		return f
	case WebFact:
		f.Name = "anyone with the link"
		return f
	}
	for _, prefix := range []string{UserFact, GroupFact, CollectionFact} {
		if rest, ok := strings.CutPrefix(f.Name, prefix); ok {
			f.Name = rest
			if prefix != UserFact {
				f.Name += " (" + strings.TrimSpace(prefix) + ")"
			}
			return f
		}
	}
	return f
}

// levelWords is what a level of whatever access is called.
func levelWords(access string) string {
	switch {
	case slices.Contains(ladders[1], access):
		return hex.ConnectionAccess(access).Words()
	case slices.Contains(ladders[2], access):
		return hex.CollectionWords(access)
	}
	return hex.Access(access).Words()
}

// LevelsInWords is a sentence whose levels of access are as Hex's screens call them. What stands in quotes is somebody's name for
// something, and stays.
func LevelsInWords(text string) string {
	text = levelNames().ReplaceAllStringFunc(text, func(found string) string {
		if found[0] != ' ' {
			return found
		}
		return " “" + levelWords(found[1:]) + "”"
	})
	return strings.ReplaceAll(text, " NONE instead", " nothing instead")
}

// levelNames are those of all levels, where they stand by themselves, and what is quoted.
var levelNames = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`“[^”]*”|"[^"]*"| (?:` + strings.Join(slices.Concat(ladders[0], ladders[1], ladders[2]), "|") + `)\b`)
})
