package editor

import (
	"fmt"
	"iter"
	"regexp"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Range is a stretch of text, From before To.
type Range struct{ From, To Pos }

// finder goes over the matches in a line, which are never empty and do not overlap.
type finder func(line string) iter.Seq2[int, int]

// search is what is being looked for, with what was found in the text of one version.
type search struct {
	begun   bool
	query   string
	find    finder
	origin  caret // where the person was when the search began
	version uint64
	all     []Range
}

// Search looks for query and goes to the first match at or behind the place where the search
// began, going on at the start of the text. Given again with another query it begins at that place
// again, so it can be called for every key typed. Letter case matters only if query has an
// upper-case letter. An empty query goes back to where the search began. The result is false if
// nothing matches.
func (e *Editor) Search(query string) bool {
	e.start(query, literal(query))
	return e.first()
}

// SearchRegexp is [Editor.Search] for a regular expression in Go's syntax, matched line by line.
// An expression that is not well formed is an error, and then nothing is marked.
func (e *Editor) SearchRegexp(expr string) (bool, error) {
	prefix := "(?i)"
	if hasUpper(escapes().ReplaceAllString(expr, "")) {
		prefix = ""
	}
	re, err := regexp.Compile(prefix + expr)
	if err != nil {
		e.start(expr, nil)
		return false, fmt.Errorf("the pattern %q cannot be searched for; mend it: %w", expr, err)
	}
	e.start(expr, pattern(re))
	return e.first(), nil
}

// escapes are the classes and marks of an expression whose letters do not stand for themselves.
var escapes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\.`) })

// EndSearch ends the search and unmarks its matches. The cursor stays.
func (e *Editor) EndSearch() { e.search = search{} }

// CancelSearch ends the search and goes back to where it began.
func (e *Editor) CancelSearch() {
	if e.search.begun {
		e.Select(e.search.origin.anchor, e.search.origin.cursor)
	}
	e.EndSearch()
}

// Query is what is being looked for, empty outside a search.
func (e *Editor) Query() string { return e.search.query }

func (e *Editor) start(query string, find finder) {
	s := search{query: query, find: find, origin: e.search.origin, begun: true}
	if !e.search.begun {
		s.origin = e.caret
	}
	e.search = s
}

func (e *Editor) first() bool {
	origin := e.search.origin
	e.Select(origin.anchor, origin.cursor)
	if e.search.find == nil {
		return false
	}
	from, _ := e.Selected()
	return e.show(e.forward(from))
}

// Next goes to the next match behind the cursor, Previous to the last one before it; both go on at
// the other end of the text. They return false if there is no match.
func (e *Editor) Next() bool {
	from, to := e.Selected()
	if from != to {
		from.Col++
	}
	return e.show(e.forward(from))
}

// Previous is described at [Editor.Next].
func (e *Editor) Previous() bool {
	from, _ := e.Selected()
	return e.show(e.backward(from))
}

func (e *Editor) show(r Range, ok bool) bool {
	if ok {
		e.Select(r.From, r.To)
	}
	return ok
}

// forward finds the first match that begins at or behind p, going on at the start of the text.
func (e *Editor) forward(p Pos) (Range, bool) {
	if e.search.find == nil {
		return Range{}, false
	}
	n := len(e.text.lines)
	for k := range n + 1 {
		i, from := (p.Line+k)%n, 0
		if k == 0 {
			from = min(p.Col, len(e.text.line(i)))
		}
		for start, end := range e.search.find(e.text.line(i)) {
			if start >= from {
				return Range{Pos{i, start}, Pos{i, end}}, true
			}
		}
	}
	return Range{}, false
}

// backward finds the last match that begins before p, going on at the end of the text.
func (e *Editor) backward(p Pos) (last Range, ok bool) {
	if e.search.find == nil {
		return last, false
	}
	n := len(e.text.lines)
	for k := 0; k <= n && !ok; k++ {
		i := (p.Line - k + n) % n
		for start, end := range e.search.find(e.text.line(i)) {
			if k == 0 && start >= p.Col {
				break
			}
			last, ok = Range{Pos{i, start}, Pos{i, end}}, true
		}
	}
	return last, ok
}

// maxMatches is how many matches are counted.
const maxMatches = 10_000

// Matches returns which match is selected, counted from 1 and 0 if none is, and how many there are.
// The count ends at 10,000.
func (e *Editor) Matches() (current, total int) {
	s := &e.search
	if s.find == nil {
		return 0, 0
	}
	if s.version != e.version || s.all == nil {
		s.all, s.version = make([]Range, 0, 16), e.version
		for i := 0; i < len(e.text.lines) && len(s.all) < maxMatches; i++ {
			for start, end := range s.find(e.text.line(i)) {
				s.all = append(s.all, Range{Pos{i, start}, Pos{i, end}})
				if len(s.all) == maxMatches {
					break
				}
			}
		}
	}
	from, to := e.Selected()
	k := sort.Search(len(s.all), func(k int) bool { return !s.all[k].From.before(from) })
	if k < len(s.all) && s.all[k] == (Range{from, to}) {
		current = k + 1
	}
	return current, len(s.all)
}

// literal finds query as it is, or in any letter case if it has no upper-case letter.
func literal(query string) finder {
	index := indexFold
	switch {
	case query == "":
		return nil
	case hasUpper(query) || !utf8.ValidString(query):
		index = strings.Index
	case !isASCII(query):
		return pattern(regexp.MustCompile("(?i)" + regexp.QuoteMeta(query)))
	}
	return func(line string) iter.Seq2[int, int] {
		return func(yield func(int, int) bool) {
			for at := 0; ; at += len(query) {
				n := index(line[at:], query)
				if n < 0 || !yield(at+n, at+n+len(query)) {
					return
				}
				at += n
			}
		}
	}
}

// pattern finds what an expression matches, at most [maxMatches] times a line. What it found in
// the last long line is kept: drawing asks for it with every frame.
func pattern(re *regexp.Regexp) finder {
	var last string
	var found [][]int
	return func(line string) iter.Seq2[int, int] {
		hits := found
		if last == "" || line != last {
			hits = re.FindAllStringIndex(line, maxMatches)
			if len(line) > longLine {
				last, found = line, hits
			}
		}
		return func(yield func(int, int) bool) {
			for _, h := range hits {
				if h[0] < h[1] && !yield(h[0], h[1]) {
					return
				}
			}
		}
	}
}

// indexFold is strings.Index for a lower-case ASCII query in text of any letter case.
func indexFold(s, query string) int {
	c := query[0]
	for i := 0; i+len(query) <= len(s); i++ {
		if b := s[i]; (b == c || b == upper(c)) && foldEqual(s[i:i+len(query)], query) {
			return i
		}
	}
	return -1
}

func foldEqual(s, lower string) bool {
	for i := range len(lower) {
		if s[i] != lower[i] && s[i] != upper(lower[i]) {
			return false
		}
	}
	return true
}

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

func hasUpper(s string) bool { return strings.ContainsFunc(s, unicode.IsUpper) }

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// MarkMatches marks all matches of an expression, as a search for it does, and leaves the cursor where it is.
func (e *Editor) MarkMatches(re *regexp.Regexp) { e.start(re.String(), pattern(re)) }
