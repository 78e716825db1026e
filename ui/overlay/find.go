package overlay

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hextui/hex/fold"
)

// names is what a choice is found by, folded: its title, its name, which counts as much, and what stands beside, which counts less.
type names struct {
	title, name, beside string
	minor               int // 1 for what comes behind others
}

func namesOf(choices []Choice) []names {
	all := make([]names, len(choices))
	for i, c := range choices {
		all[i] = names{title: fold.Text(c.Title), name: fold.Text(c.Name)}
		if c.Minor {
			all[i].minor = 1
		} else {
			all[i].beside = fold.Text(c.Detail)
		}
	}
	return all
}

// match is a choice that a query found: the number of the choice, and how well it fits, 0 best.
type match struct {
	index, class int
	unnamed      int  // 1 where the words are not all of its name
	apart        bool // its letters are in the title, not its words
}

// The classes after those of [fold.Fit]: the title as a whole is what was typed; its letters stand in it in their order.
const (
	isAll  = -1
	inPart = int(fold.Within)
	apart  = int(fold.Not)
)

// rank finds the choices that have every word of the query, in any order: those first of which all are whole words, then
// beginnings of words, then parts. What fits alike comes with those first whose name it is, then with shorter titles. At last come
// those with the beginnings of whose words the letters can be read; with their letters in order, where nothing else is found.
func rank(query string, of []names) []match {
	folded := fold.Text(query)
	words := strings.Fields(folded)
	if len(words) == 0 {
		return all(len(of))
	}
	var found []match
	var others []int // that do not have every word
	for i, n := range of {
		class := n.fit(words)
		if n.title == folded {
			class = isAll
		}
		if class == apart {
			others = append(others, i)
			continue
		}
		found = append(found, match{index: i, class: class, unnamed: n.unnamed(words)})
	}
	loose := strings.Join(words, "")
	for _, reads := range []func(letters, title string) []int{initials, inOrder} {
		for _, i := range others {
			if reads(loose, of[i].title) != nil {
				found = append(found, match{index: i, class: apart, apart: true})
			}
		}
		if len(found) > 0 {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(of[a.index].minor, of[b.index].minor),
			cmp.Compare(a.unnamed, b.unnamed), cmp.Compare(len(of[a.index].title), len(of[b.index].title)))
	})
	return found
}

// fit is how the word fits that fits worst. What is only beside the title and the name is worth less than a part of them.
func (n names) fit(words []string) int {
	worst := 0
	for _, w := range words {
		in := min(int(fold.Word(w, n.title)), int(fold.Word(w, n.name)))
		if beside := int(fold.Word(w, n.beside)); in == apart && beside < apart {
			in = min(beside+1, inPart)
		}
		worst = max(worst, in)
	}
	return worst
}

// unnamed is 0 where all the words begin a word of the name, 1 elsewhere.
func (n names) unnamed(words []string) int {
	for _, w := range words {
		if fold.Word(w, n.name) >= fold.Within {
			return 1
		}
	}
	return 0
}

func all(n int) []match {
	found := make([]match, n)
	for i := range found {
		found[i].index = i
	}
	return found
}

// mostLetters is how many letters are read as beginnings of words.
const mostLetters = 32

// initials are where the letters stand that can be read as beginnings of words in their order, each of one letter or more: wrev is
// read in Weekly revenue. It is nil where they cannot.
func initials(letters, title string) []int {
	n := len(letters)
	if n > mostLetters {
		return nil
	}
	var ends, before [mostLetters + 1]int // where so many letters end that are read as early as can be, and how many before their word
	for read := range n {
		if read > 0 && ends[read] == 0 {
			continue
		}
		for at := ends[read]; at < len(title); at++ {
			if title[at] != letters[read] || !begins(title, at) {
				continue
			}
			for i := 0; read+i < n && at+i < len(title) && letters[read+i] == title[at+i]; i++ {
				if end := &ends[read+i+1]; *end == 0 || at+i+1 < *end {
					*end, before[read+i+1] = at+i+1, read
				}
			}
		}
	}
	if ends[n] == 0 {
		return nil
	}
	var all []int
	for read := n; read > 0; read = before[read] {
		for i := range read - before[read] {
			all = append(all, ends[read]-1-i)
		}
	}
	return all
}

// begins tells whether a word begins at a place of a title.
func begins(title string, at int) bool {
	last, _ := utf8.DecodeLastRuneInString(title[:at])
	return at == 0 || !fold.IsWord(last) && utf8.RuneStart(title[at])
}

// inOrder are where the letters stand in their order, the first where a word begins; nil where they do not.
func inOrder(letters, title string) []int {
	first, size := utf8.DecodeRuneInString(letters)
	for from, r := range title {
		if r != first || !begins(title, from) {
			continue
		}
		at, rest := []int{from}, letters[size:]
		for i, r := range title[from:] {
			if next, size := utf8.DecodeRuneInString(rest); i > 0 && rest != "" && r == next {
				at, rest = append(at, from+i), rest[size:]
			}
		}
		if rest == "" {
			return at
		}
		return nil // what begins later has less of the title
	}
	return nil
}

// marks are the bytes of a title that a query found.
func (m match) marks(query, title string) (spans [][2]int) {
	folded := fold.Of(title)
	words := strings.Fields(fold.Text(query))
	if m.apart {
		loose := strings.Join(words, "")
		at := initials(loose, folded.Text)
		if at == nil {
			at = inOrder(loose, folded.Text)
		}
		for _, i := range at {
			from, to := folded.Span(i, i+1)
			spans = append(spans, [2]int{from, to})
		}
		return spans
	}
	for _, w := range words {
		for from, to := range folded.All(w) {
			spans = append(spans, [2]int{from, to})
		}
	}
	return spans
}
