package assist

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"

	"hextui/hex/resolve"
)

// Named is something of the workspace whose name a person's words have: a project, or a cell that is not above. Its URL is where it
// is looked at.
type Named struct {
	// Kind is "project" or "cell", About the description of a project, or the project of a cell. About may be empty.
	Kind, Title, About, URL string
}

// The bounds of what is named: how many, and how many bytes of what is said about each.
const (
	mostNamed = 8
	mostAbout = 300
)

// Naming are those of all whose names the words have, the best first, at most eight: all words of a name, or two of them. Words may
// differ in their ends.
func Naming(words string, all iter.Seq[Named]) []Named {
	type fit struct {
		Named
		hits, of int
	}
	said := wordsOf(words)
	var fits []fit
	for n := range all {
		name := wordsOf(n.Title)
		hits, letters := 0, 0
		for _, w := range name {
			if slices.ContainsFunc(said, func(s string) bool { return alike(s, w) }) {
				hits, letters = hits+1, letters+len(w)
			}
		}
		if letters > 3 && (hits == len(name) || hits > 1) {
			fits = append(fits, fit{n, hits, len(name)})
		}
	}
	slices.SortStableFunc(fits, func(a, b fit) int {
		return cmp.Or(cmp.Compare(b.hits*a.of, a.hits*b.of), cmp.Compare(b.hits, a.hits))
	})
	var out []Named
	for _, f := range fits[:min(len(fits), mostNamed)] {
		if len(f.About) > mostAbout {
			f.About = strings.ToValidUTF8(f.About[:mostAbout], "") + "…"
		}
		out = append(out, f.Named)
	}
	return out
}

// wordsOf are the words of a text as they are compared, each once. Those of one or two letters say nothing.
func wordsOf(text string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(resolve.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) > 2 && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// alike tells whether two words are the same but for an end such as that of a plural.
func alike(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) > 3 && len(b)-len(a) < 3 && strings.HasPrefix(b, a)
}
