package grid

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"
)

// fuzzyReach is how much of a cell, in bytes, fuzzy words look at.
const fuzzyReach = 4096

// term is one word of a filter.
type term struct {
	col    int    // the column it looks at; -1 for any
	needle string // lower case, not empty
	fuzzy  bool
	not    bool
}

// parse reads a filter as [Grid.SetFilter] describes it. A word before a colon that names no column
// is plain text. What is not finished yet, such as owner: or !, matches everything.
func parse(query string, cols []Column) []term {
	var terms []term
	for word := range words(query) {
		t := term{col: -1}
		word, t.not = strings.CutPrefix(word, "!")
		if name, value, ok := strings.Cut(word, ":"); ok {
			if col := named(cols, name); col >= 0 {
				t.col, word = col, value
			}
		}
		if rest, ok := strings.CutPrefix(word, "~"); ok {
			word, t.fuzzy = rest, true
		}
		if t.needle = strings.ToLower(strings.ReplaceAll(word, `"`, "")); t.needle != "" {
			terms = append(terms, t)
		}
	}
	return terms
}

// words splits a query at the spaces outside of quotes.
func words(query string) iter.Seq[string] {
	quoted := false
	return strings.FieldsFuncSeq(query, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && unicode.IsSpace(r)
	})
}

// named finds the column of that id or title, or the only one whose id begins so; -1 when there is none.
func named(cols []Column, name string) int {
	found := -1
	for i, c := range cols {
		if strings.EqualFold(c.ID, name) || strings.EqualFold(c.Title, name) {
			return i
		}
		if len(name) >= 2 && len(c.ID) > len(name) && strings.EqualFold(c.ID[:len(name)], name) {
			if found >= 0 {
				found = -2
				continue
			}
			found = i
		}
	}
	return max(found, -1)
}

// matches tells whether the row has what the term looks for, its negation left aside.
func (t term) matches(src *snapshot, cols []Column, row int) bool {
	if t.fuzzy {
		return len(fuzzy.FindNoSort(t.needle, []string{reach(src.text(row, max(t.col, 0)))})) > 0
	}
	if t.col >= 0 {
		return contains(src.text(row, t.col), t.needle)
	}
	for col := range cols {
		if !cols[col].NoFilter && contains(src.text(row, col), t.needle) {
			return true
		}
	}
	return false
}

// rank keeps the rows that a fuzzy term matches, in their order, and adds its score for each row.
func (t term) rank(ctx context.Context, src *snapshot, rows []int32, scores []int) ([]int32, error) {
	texts := func(yield func(string) bool) {
		for i, row := range rows {
			if i%pulse == 0 && ctx.Err() != nil || !yield(reach(src.text(int(row), max(t.col, 0)))) {
				return
			}
		}
	}
	found := fuzzy.FindFromIterNoSort(t.needle, texts)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	kept := rows[:0]
	for _, m := range found {
		row := rows[m.Index]
		kept = append(kept, row)
		scores[row] += m.Score
	}
	return kept, nil
}

func reach(text string) string { return text[:min(len(text), fuzzyReach)] }

// narrows tells whether whatever matches now also matched before, so that a filter can go on from
// what is shown.
func narrows(now, before []term) bool {
	for _, old := range before {
		if !slices.ContainsFunc(now, func(t term) bool { return t.implies(old) }) {
			return false
		}
	}
	return true
}

// implies tells whether whatever matches t matches old too.
func (t term) implies(old term) bool {
	switch {
	case t == old:
		return true
	case t.not != old.not || t.fuzzy != old.fuzzy || t.col != old.col:
		return false
	case t.fuzzy:
		return !t.not && strings.HasPrefix(t.needle, old.needle)
	case t.not:
		return strings.Contains(old.needle, t.needle)
	}
	return strings.Contains(t.needle, old.needle)
}

func scored(terms []term) bool {
	return slices.ContainsFunc(terms, func(t term) bool { return t.fuzzy && !t.not })
}

// highlight appends the parts of a cell's text that the terms found, in order and not overlapping.
func highlight(found []Span, terms []term, text string, col int, plain bool) []Span {
	for _, t := range terms {
		switch {
		case t.not || t.col >= 0 && t.col != col || t.col < 0 && !t.fuzzy && !plain || t.col < 0 && t.fuzzy && col != 0:
		case t.fuzzy:
			for _, m := range fuzzy.FindNoSort(t.needle, []string{text}) {
				for _, i := range m.MatchedIndexes {
					_, n := utf8.DecodeRuneInString(text[i:])
					found = append(found, Span{From: i, To: i + n})
				}
			}
		default:
			for from, to := indexFold(text, t.needle, 0); from >= 0; from, to = indexFold(text, t.needle, to) {
				found = append(found, Span{From: from, To: to})
			}
		}
	}
	slices.SortFunc(found, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	return found
}

func contains(text, needle string) bool {
	from, _ := indexFold(text, needle, 0)
	return from >= 0
}

// indexFold finds the lower-case needle in text at or after the byte start, whatever the case of the
// text, and returns the bytes it takes there; from is -1 when it is not there.
func indexFold(text, needle string, start int) (from, to int) {
	if needle == "" {
		return start, start
	}
	first := needle[0]
	upper := first
	if 'a' <= first && first <= 'z' {
		upper -= 'a' - 'A'
	}
	for i := start; i < len(text); i++ {
		c := text[i]
		if c != first && c != upper && (c < utf8.RuneSelf || first < utf8.RuneSelf || !utf8.RuneStart(c)) {
			continue
		}
		if n := prefixFold(text[i:], needle); n >= 0 {
			return i, i + n
		}
	}
	return -1, -1
}

// prefixFold returns how many bytes of text the lower-case prefix takes, or -1.
func prefixFold(text, prefix string) int {
	i := 0
	for j := 0; j < len(prefix); {
		if i >= len(text) {
			return -1
		}
		a, b := prefix[j], text[i]
		if a < utf8.RuneSelf || b < utf8.RuneSelf {
			if 'A' <= b && b <= 'Z' {
				b += 'a' - 'A'
			}
			if a != b {
				return -1
			}
			i, j = i+1, j+1
			continue
		}
		ra, na := utf8.DecodeRuneInString(prefix[j:])
		rb, nb := utf8.DecodeRuneInString(text[i:])
		if ra != unicode.ToLower(rb) {
			return -1
		}
		i, j = i+nb, j+na
	}
	return i
}
