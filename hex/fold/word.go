package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fit is how a word is in a name. Later ones fit worse.
type Fit int

// The ways to fit.
const (
	// Whole: it is a word of the name.
	Whole Fit = iota
	// Starts: a word of the name begins with it.
	Starts
	// Within: it is somewhere in the name.
	Within
	// Not: it is not in the name.
	Not
)

// Word is how a folded word is in a folded name.
func Word(want, name string) Fit {
	best := Not
	for at := 0; ; {
		i := strings.Index(name[at:], want)
		if i < 0 || want == "" {
			return best
		}
		at += i
		end := at + len(want)
		before, _ := utf8.DecodeLastRuneInString(name[:at])
		after, _ := utf8.DecodeRuneInString(name[end:])
		switch begins := at == 0 || !IsWord(before); {
		case begins && (end == len(name) || !IsWord(after)):
			return Whole
		case begins:
			best = Starts
		default:
			best = min(best, Within)
		}
		at = end
	}
}

// IsWord tells whether a character belongs to a word: a letter or a digit.
func IsWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
