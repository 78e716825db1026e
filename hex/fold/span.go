package fold

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// Folded is a folded text that knows where each part of it stood.
type Folded struct {
	// Text is the folded text.
	Text   string
	source string
	origin []int32 // where the character of each byte began; nil where the places are the same
}

// Of folds a text and keeps where its parts stood.
func Of(s string) Folded {
	if isASCII(s) {
		return Folded{Text: strings.ToLower(s), source: s}
	}
	folded, origin := make([]byte, 0, len(s)), make([]int32, 0, len(s)+1)
	for i, r := range s {
		if r < utf8.RuneSelf {
			folded = append(folded, lower(byte(r)))
		} else {
			folded = appendRune(folded, r)
		}
		for len(origin) < len(folded) {
			origin = append(origin, int32(i))
		}
	}
	return Folded{string(folded), s, append(origin, int32(len(s)))}
}

// Span is where in the text the folded bytes from ≤ i < to stood, whole characters with the marks on them.
func (f Folded) Span(from, to int) (begin, end int) {
	if f.origin == nil {
		return from, to
	}
	begin, end = int(f.origin[from]), int(f.origin[to])
	if to > from && f.origin[to] == f.origin[to-1] { // half of a letter that is written out
		_, n := utf8.DecodeRuneInString(f.source[end:])
		end += n
	}
	return begin, end
}

// All are the places of the text, in order and not overlapping, in which a folded one is.
func (f Folded) All(folded string) iter.Seq2[int, int] {
	return func(yield func(begin, end int) bool) {
		last := 0
		for at := 0; folded != ""; {
			i := strings.Index(f.Text[at:], folded)
			if i < 0 {
				return
			}
			at += i + len(folded)
			begin, end := f.Span(at-len(folded), at)
			if begin < last {
				continue // the other half of the same letter
			}
			if last = end; !yield(begin, end) {
				return
			}
		}
	}
}
