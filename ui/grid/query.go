package grid

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/sahilm/fuzzy"

	"hextui/hex/fold"
)

// fuzzyReach is how much of a cell, in bytes, fuzzy words look at.
const fuzzyReach = 4096

// term is one word of a filter.
type term struct {
	col    int    // the column it looks at; -1 for any
	needle string // folded, not empty
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
		if t.fuzzy && t.col < 0 {
			t.col = first(cols)
		}
		if t.needle = fold.Text(strings.ReplaceAll(word, `"`, "")); t.needle != "" {
			terms = append(terms, t)
		}
	}
	return terms
}

// first is the column that fuzzy words without one look at: the first that words are looked for in.
func first(cols []Column) int {
	return max(slices.IndexFunc(cols, func(c Column) bool { return !c.NoFilter }), 0)
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

// noColumn is the first word before a colon in a filter that was meant for a column and names none, or empty. What is no name, as
// in 12:30 or https://, was not.
func noColumn(query string, cols []Column) string {
	for word := range words(query) {
		name, value, ok := strings.Cut(strings.TrimPrefix(word, "!"), ":")
		letter := func(r rune) bool { return unicode.IsLetter(r) || r == '-' || r == '_' }
		if ok && name != "" && !strings.HasPrefix(value, "//") && named(cols, name) < 0 &&
			!strings.ContainsFunc(name, func(r rune) bool { return !letter(r) }) {
			return name
		}
	}
	return ""
}

// matches tells whether the row has what the term looks for, its negation left aside.
func (t term) matches(src *snapshot, cols []Column, row int) bool {
	if t.fuzzy {
		return len(fuzzy.FindNoSort(t.needle, []string{fold.Text(reach(src.text(row, t.col)))})) > 0
	}
	if t.col >= 0 {
		return fold.Contains(src.text(row, t.col), t.needle)
	}
	for col := range cols {
		if !cols[col].NoFilter && fold.Contains(src.text(row, col), t.needle) {
			return true
		}
	}
	return false
}

// rank keeps the rows that a fuzzy term matches, in their order, and adds its score for each row.
func (t term) rank(ctx context.Context, src *snapshot, rows []int32, scores []int) ([]int32, error) {
	texts := func(yield func(string) bool) {
		for i, row := range rows {
			if i%pulse == 0 && ctx.Err() != nil || !yield(fold.Text(reach(src.text(int(row), t.col)))) {
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
	folded := fold.Of(text)
	for _, t := range terms {
		switch {
		case t.not || t.col >= 0 && t.col != col || t.col < 0 && !plain:
		case t.fuzzy:
			for _, m := range fuzzy.FindNoSort(t.needle, []string{folded.Text}) {
				for _, i := range m.MatchedIndexes {
					from, to := folded.Span(i, i+1)
					found = append(found, Span{From: from, To: to})
				}
			}
		default:
			for from, to := range folded.All(t.needle) {
				found = append(found, Span{From: from, To: to})
			}
		}
	}
	slices.SortFunc(found, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	return found
}
