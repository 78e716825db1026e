package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// wordReach is how many bytes, after what both sides begin and end with, are compared word by word.
// Beyond it the whole difference is one mark.
const wordReach = 32 << 10

// Part is a range of bytes of a line, From ≤ byte < To.
type Part struct{ From, To int }

// Words finds the words that changed within a hunk: for each of its lines in base and in mine, the
// parts that differ. Both are nil when the two sides have so little in common that marks would only
// be noise, or when one side is empty.
func (d *Diff) Words(hunk int) (base, mine [][]Part) {
	h := d.Hunks[hunk]
	return words(d.Base[h.Base.From:h.Base.To], d.Mine[h.Mine.From:h.Mine.To])
}

func words(baseLines, mineLines []string) (base, mine [][]Part) {
	if len(baseLines) == 0 || len(mineLines) == 0 {
		return nil, nil
	}
	a, b := strings.Join(baseLines, ""), strings.Join(mineLines, "")
	head, tail := commonEnds(a, b)
	inA, inB, same := compareWords(a[head:len(a)-tail], b[head:len(b)-tail])
	if 4*(head+tail+same) < min(len(a), len(b)) {
		return nil, nil
	}
	return byLine(baseLines, inA, head), byLine(mineLines, inB, head)
}

// commonEnds is how many bytes both texts begin and end with, cut to whole words.
func commonEnds(a, b string) (head, tail int) {
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	for head > 0 && (inWord(a, head) || inWord(b, head)) {
		head--
	}
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for tail > 0 && (inWord(a, len(a)-tail) || inWord(b, len(b)-tail)) {
		tail--
	}
	return head, tail
}

// inWord tells whether a byte of the text continues the word or the character before it.
func inWord(s string, i int) bool {
	if i <= 0 || i >= len(s) {
		return false
	}
	return !utf8.RuneStart(s[i]) || wordByte(s[i]) && wordByte(s[i-1])
}

// wordByte tells whether a byte is part of a word; every byte of a character beyond ASCII counts.
func wordByte(c byte) bool {
	return c == '_' || c >= utf8.RuneSelf || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// compareWords returns the parts of a and of b that differ, and how many bytes they have in common
// that are no space.
func compareWords(a, b string) (inA, inB []Part, same int) {
	if len(a) > wordReach || len(b) > wordReach {
		return []Part{{0, len(a)}}, []Part{{0, len(b)}}, 0
	}
	wa, wb := tokens(a), tokens(b)
	offA, offB := offsets(wa), offsets(wb)
	at := 0
	for _, c := range lcs.DiffLines(wa, wb) {
		between := a[offA[at]:offA[c.Start]]
		same += len(strings.Join(strings.Fields(between), ""))
		pa, pb := Part{offA[c.Start], offA[c.End]}, Part{offB[c.ReplStart], offB[c.ReplEnd]}
		if n := len(inA); n > 0 && strings.TrimSpace(between) == "" {
			inA[n-1].To, inB[n-1].To = pa.To, pb.To // words with only space between are one change
		} else {
			inA, inB = append(inA, pa), append(inB, pb)
		}
		at = c.End
	}
	return inA, inB, same + len(strings.Join(strings.Fields(a[offA[at]:]), ""))
}

// tokens splits a text into words, runs of spaces, and single other characters.
func tokens(s string) []string {
	var found []string
	for len(s) > 0 {
		n := 1
		switch c := s[0]; {
		case c == '\n':
		case wordByte(c):
			for n < len(s) && wordByte(s[n]) {
				n++
			}
			n = script(s[:n])
		case unicode.IsSpace(rune(c)):
			for n < len(s) && s[n] != '\n' && s[n] < utf8.RuneSelf && unicode.IsSpace(rune(s[n])) {
				n++
			}
		}
		found, s = append(found, s[:n]), s[n:]
	}
	return found
}

// script cuts a run of word bytes after its first character where that is no letter or belongs to a
// script that is written without spaces, so that one changed character of a Japanese sentence does
// not mark it all. It returns the length of the token.
func script(run string) int {
	for i, r := range run {
		apart := r >= utf8.RuneSelf && (!unicode.IsLetter(r) && !unicode.IsMark(r) ||
			unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai))
		if apart && i > 0 {
			return i
		}
		if apart {
			_, n := utf8.DecodeRuneInString(run)
			return n
		}
	}
	return len(run)
}

func offsets(words []string) []int {
	at := make([]int, len(words)+1)
	for i, w := range words {
		at[i+1] = at[i] + len(w)
	}
	return at
}

// byLine deals parts of joined lines, moved by head bytes, out to the lines. Line endings are not marked.
func byLine(lines []string, parts []Part, head int) [][]Part {
	found := make([][]Part, len(lines))
	start := -head
	for i, line := range lines {
		end := start + len(content(line))
		for _, p := range parts {
			if from, to := max(p.From, start), min(p.To, end); from < to {
				found[i] = append(found[i], Part{from - start, to - start})
			}
		}
		start += len(line)
	}
	return found
}

// content is a line without its line ending.
func content(line string) string {
	line, ok := strings.CutSuffix(line, "\n")
	if ok {
		line = strings.TrimSuffix(line, "\r")
	}
	return line
}
