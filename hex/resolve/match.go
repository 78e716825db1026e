package resolve

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hextui/hex/fold"
)

// How says in which way a name fits a text. Later ones fit worse.
type How int

// The ways to fit, best first.
const (
	// ByID: the text is the id of the thing, or a link with it.
	ByID How = iota
	// Exact: the name is the text, in any case.
	Exact
	// Same: it is the same words, but for accents, width and punctuation.
	Same
	// Begins: the name begins with the text.
	Begins
	// Has: the name has the text in it, from the beginning of a word on.
	Has
	// Words: the name has every word of the text.
	Words
	// Starts: every word of the text begins a word of the name.
	Starts
	// Within: every word of the text is somewhere in the name.
	Within
	// Typos: every word of the text is in the name, but for typos.
	Typos
	// Most: all words of the text but one are in the name.
	Most
)

// String says it as the end of a sentence on the name.
func (h How) String() string {
	switch h {
	case ByID:
		return "id"
	case Exact:
		return "exact name"
	case Same:
		return "same but for accents or punctuation"
	case Begins:
		return "name begins with it"
	case Has:
		return "name contains it"
	case Words:
		return "name has all words"
	case Starts:
		return "words of the name begin with it"
	case Within:
		return "parts of the name"
	case Typos:
		return "written alike"
	}
	return "all words but one"
}

// Match is how a name fits a text.
type Match struct {
	How How
	// Typos is how many letters are wrong.
	Typos int
}

// Score is how well it fits, 0 to 100: 100 is the same.
func (m Match) Score() int {
	return []int{100, 100, 95, 85, 75, 70, 60, 50, 40, 25}[m.How] - 5*m.Typos
}

// String says why it fits.
func (m Match) String() string {
	switch {
	case m.How == Typos && m.Typos == 1:
		return "written alike, 1 letter is wrong"
	case m.How == Typos && m.Typos > 1:
		return fmt.Sprintf("written alike, %d letters are wrong", m.Typos)
	}
	return m.How.String()
}

// maxWords is how many words of a text are looked for.
const maxWords = 12

// query is a text that names are compared with.
type query struct {
	text, folded, joined string
	words                []string
	// letters are those of each word, all those of all of them.
	letters []uint64
	all     uint64
}

func newQuery(text string) query {
	q := query{text: oneLine(norm.NFC.String(text)), folded: oneLine(Fold(text))}
	q.words = wordsOf(q.folded, maxWords)
	q.joined = strings.Join(q.words, "")
	for _, w := range q.words {
		q.letters = append(q.letters, letters(w))
	}
	q.all = letters(q.joined)
	return q
}

// called is a name of the item at a place.
type called struct {
	at           int
	name, folded string
	// letters are those of the folded name: what has others is not in it.
	letters uint64
}

// match is how a name fits without typos and with every word.
func (q query) match(c called) (Match, bool) {
	if len(q.words) == 0 {
		return Match{How: Exact}, q.text != "" && q.same(c.name)
	}
	if q.all&^c.letters != 0 {
		return Match{}, false
	}
	worst := Words
	for _, w := range q.words {
		at := fits(w, c.folded)
		if at > Within {
			return Match{}, false
		}
		worst = max(worst, at)
	}
	return Match{How: min(worst, q.whole(c.name, c.folded))}, true
}

func (q query) same(name string) bool {
	return strings.EqualFold(oneLine(norm.NFC.String(name)), q.text)
}

// whole is how the text fits as it stands, or Most where it does not.
func (q query) whole(name, folded string) How {
	if q.same(name) {
		return Exact
	}
	if same(folded, q.words) {
		return Same
	}
	for at := 0; ; {
		i := strings.Index(folded[at:], q.folded)
		if i < 0 {
			return Most
		}
		at += i
		if at == 0 {
			return Begins
		}
		if before, _ := utf8.DecodeLastRuneInString(folded[:at]); !fold.IsWord(before) {
			return Has
		}
		at += len(q.folded)
	}
}

// same tells whether a folded name has just these words.
func same(folded string, words []string) bool {
	for _, want := range words {
		word, rest := cutWord(folded)
		if word != want {
			return false
		}
		folded = rest
	}
	word, _ := cutWord(folded)
	return word == ""
}

// fits is how a word is in a folded name: Words, Starts or Within, or Most where it is not.
func fits(want, folded string) How {
	switch fold.Word(want, folded) {
	case fold.Whole:
		return Words
	case fold.Starts:
		return Starts
	case fold.Within:
		return Within
	}
	return Most
}

// alike is how a name fits with typos. Words that were written as one, or one that was written as two, have none.
func (q query) alike(c called) (Match, bool) {
	if len(q.joined) >= 4 && q.all&^c.letters == 0 && strings.Contains(strings.Join(wordsOf(c.folded, 2*maxWords), ""), q.joined) {
		return Match{How: Typos}, true
	}
	all := 0
	for i, w := range q.words {
		wrong := 0
		if q.letters[i]&^c.letters != 0 || fits(w, c.folded) > Within {
			if wrong = nearest(w, q.letters[i], c); wrong > typosIn(len(w)) {
				return Match{}, false
			}
		}
		all += wrong
	}
	return Match{How: Typos, Typos: all}, len(q.words) > 0 && all <= 4
}

// nearest is the number of typos between a word and that of a folded name which is most like it.
func nearest(want string, in uint64, c called) int {
	most, folded := typosIn(len(want)), c.folded
	best := most + 1
	for most > 0 && bits.OnesCount64(in&^c.letters) <= most {
		word, rest := cutWord(folded)
		if word == "" {
			break
		}
		best = min(best, typos(want, in, word, most))
		folded = rest
	}
	return best
}

// most is how a name fits that lacks one word of three or more. Of an e-mail no part can be missing: all of a workspace end alike.
func (q query) most(c called) (Match, bool) {
	if len(q.words) < 3 || strings.Contains(q.text, "@") {
		return Match{}, false
	}
	missing := 0
	for i, w := range q.words {
		if q.letters[i]&^c.letters != 0 || fits(w, c.folded) > Starts {
			if missing++; missing > 1 {
				return Match{}, false
			}
		}
	}
	return Match{How: Most}, true
}

// Ranked is an item with how its name fits.
type Ranked[T any] struct {
	Item T
	Match
}

// Index is items with names, folded once to be searched often.
type Index[T any] struct {
	items []T
	names []called
}

// NewIndex is an index of items by their names.
func NewIndex[T any](items []T, names func(T) []string) Index[T] {
	x := Index[T]{items: items, names: make([]called, 0, len(items))}
	for at, item := range items {
		for _, name := range names(item) {
			folded := Fold(name)
			x.names = append(x.names, called{at, name, folded, letters(folded)})
		}
	}
	return x
}

// Rank is [Index.Rank] of an index that is needed once.
func Rank[T any](text string, items []T, names func(T) []string) []Ranked[T] {
	return NewIndex(items, names).Rank(text)
}

// Rank is those of the items of which a name fits a text, best first; among those that fit alike, the shorter name, then the order
// that they came in. Names that fit only with typos count where none fits without, those that lack a word where none fits at all.
// It takes a time that is linear in the length of the names.
func (x Index[T]) Rank(text string) []Ranked[T] {
	q := newQuery(text)
	for _, by := range []func(called) (Match, bool){q.match, q.alike, q.most} {
		if found := x.fitting(by); len(found) > 0 {
			return found
		}
	}
	return []Ranked[T]{}
}

// fitting is those of the items that fit by one of their names, sorted.
func (x Index[T]) fitting(by func(called) (Match, bool)) []Ranked[T] {
	type fit struct {
		at, length int
		match      Match
	}
	var found []fit
	for _, c := range x.names {
		m, ok := by(c)
		last := len(found) - 1
		switch {
		case !ok:
		case last < 0 || found[last].at != c.at:
			found = append(found, fit{c.at, len(c.name), m})
		case m.Score() > found[last].match.Score():
			found[last] = fit{c.at, len(c.name), m}
		}
	}
	slices.SortStableFunc(found, func(a, b fit) int {
		return cmp.Or(cmp.Compare(b.match.Score(), a.match.Score()), cmp.Compare(a.length, b.length))
	})
	ranked := make([]Ranked[T], len(found))
	for i, f := range found {
		ranked[i] = Ranked[T]{x.items[f.at], f.match}
	}
	return ranked
}
