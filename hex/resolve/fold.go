package resolve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxFolded is the length in bytes of a name of which more is not compared: no title is as long, and a hostile one costs no more.
const maxFolded = 1000

// Fold is a text as it is compared: in lower case and normal width, without accents and invisible characters, and with the letters
// that are more than a letter and an accent written out (ß, ø, æ). It looks at the first 1000 bytes.
func Fold(s string) string {
	if len(s) > maxFolded {
		s = s[:maxFolded]
	}
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
		default:
			r = unicode.ToLower(r)
			if plain := writtenOut(r); plain != "" {
				b.WriteString(plain)
				continue
			}
			b.WriteRune(r)
		}
	}
	return b.String()
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
	}
	return ""
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// cutWord takes the first word off a folded text: letters and digits. It is empty where there is none.
func cutWord(s string) (word, rest string) {
	begin := 0
	for begin < len(s) {
		r, size := rune(s[begin]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[begin:])
		}
		if isWord(r) {
			break
		}
		begin += size
	}
	end := begin
	for end < len(s) {
		r, size := rune(s[end]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[end:])
		}
		if !isWord(r) {
			break
		}
		end += size
	}
	return s[begin:end], s[end:]
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// wordsOf are the words of a folded text, at most so many.
func wordsOf(folded string, most int) []string {
	var all []string
	for len(all) < most {
		word, rest := cutWord(folded)
		if word == "" {
			break
		}
		all, folded = append(all, word), rest
	}
	return all
}

// oneLine is a text without line breaks and runs of space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
