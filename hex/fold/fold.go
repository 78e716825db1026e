// Package fold is the one way in which texts are compared that people typed: in lower case and normal width, composed or not,
// without accents and invisible characters, and with the letters that are more than a letter and an accent written out (ß, ø,
// æ). The filter of lists, the palette, and what people say to agents all find by it, so that a name is found everywhere or
// nowhere. It knows neither Hex nor who searches.
package fold

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is a text as it is compared.
func Text(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return string(Append(make([]byte, 0, len(s)), s))
}

// Append appends a text as it is compared.
func Append(to []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			to = append(to, lower(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		to = appendRune(to, r)
		i += n
	}
	return to
}

// Contains tells whether a text has a folded one in it.
func Contains(text, folded string) bool {
	if folded == "" {
		return true
	}
	first, upper := folded[0], folded[0]
	if 'a' <= first && first <= 'z' {
		upper -= 'a' - 'A'
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			var room [256]byte
			return bytes.Contains(Append(room[:0], text), []byte(folded))
		case (c == first || c == upper) && begins(text[i:], folded):
			return true
		}
	}
	return false
}

// begins tells whether a text begins with a folded one, as far as both are ASCII.
func begins(text, folded string) bool {
	if len(folded) > len(text) {
		return false
	}
	for i := 1; i < len(folded); i++ {
		if text[i] >= utf8.RuneSelf || lower(text[i]) != folded[i] {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// tabled is the first letter that no table holds: those before it are what most texts with accents are made of.
const tabled = 0x250

// latin are the letters below tabled, folded.
var latin = sync.OnceValue(func() *[tabled]string {
	var all [tabled]string
	for r := range rune(tabled) {
		all[r] = string(appendFolded(nil, r))
	}
	return &all
})

func appendRune(to []byte, r rune) []byte {
	if r < tabled {
		return append(to, latin()[r]...)
	}
	return appendFolded(to, r)
}

// appendFolded folds one character. Since marks are left out, what stands beside it makes no difference.
func appendFolded(to []byte, r rune) []byte {
	if hanFirst <= r && r <= hanLast {
		return utf8.AppendRune(to, r)
	}
	if syllables <= r && r < syllables+leading*following {
		return appendHangul(to, r-syllables)
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	parts := norm.NFKD.Properties(buf[:n]).Decomposition()
	if parts == nil {
		return appendPlain(to, r)
	}
	for len(parts) > 0 {
		part, n := utf8.DecodeRune(parts)
		to, parts = appendPlain(to, part), parts[n:]
	}
	return to
}

// The characters of Han that most texts are made of, which are what they are.
const hanFirst, hanLast = 0x4e00, 0x9fff

// How the syllables of Hangul are made of letters: by reckoning, not by a table.
const (
	syllables, leads, vowels, tails = 0xac00, 0x1100, 0x1161, 0x11a7
	leading, following, lasting     = 19, 21 * 28, 28
)

func appendHangul(to []byte, nr rune) []byte {
	to = utf8.AppendRune(to, leads+nr/following)
	to = utf8.AppendRune(to, vowels+nr%following/lasting)
	if tail := nr % lasting; tail > 0 {
		to = utf8.AppendRune(to, tails+tail)
	}
	return to
}

// appendPlain appends a character that has no parts, unless it is a mark or invisible.
func appendPlain(to []byte, r rune) []byte {
	if r == utf8.RuneError || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) {
		return to
	}
	r = unicode.ToLower(r)
	if plain := writtenOut(r); plain != "" {
		return append(to, plain...)
	}
	return utf8.AppendRune(to, r)
}

// writtenOut is a letter that has no decomposition as people type it without its key, or empty.
func writtenOut(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return ""
}
