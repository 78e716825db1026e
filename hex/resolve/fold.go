package resolve

import (
	"strings"
	"unicode/utf8"

	"hextui/hex/fold"
)

// maxFolded is the length in bytes of a name of which more is not compared: no title is as long, and a hostile one costs no more.
const maxFolded = 1000

// Fold is [fold.Text] of the first 1000 bytes of a text.
func Fold(s string) string { return fold.Text(s[:min(len(s), maxFolded)]) }

// cutWord takes the first word off a folded text: letters and digits. It is empty where there is none.
func cutWord(s string) (word, rest string) {
	begin := 0
	for begin < len(s) {
		r, size := rune(s[begin]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[begin:])
		}
		if fold.IsWord(r) {
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
		if !fold.IsWord(r) {
			break
		}
		end += size
	}
	return s[begin:end], s[end:]
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
