// Package complete says how a word that is being typed in a cell may go on: keywords, tables and columns that other cells ask for or
// gave, dataframes and names that earlier cells make.
//
// It is pure: [Learn] reads the cells of a project once, [Known.Offer] looks at the text around the caret, and both can be called beside
// the loop that takes keys. It knows no screen, no keys and no network; what is not in the cells it is given it does not know.
package complete

import (
	"cmp"
	"slices"
	"strings"

	"hextui/ui/lex"
)

// Kind says what a candidate is.
type Kind uint8

// The kinds of candidates.
const (
	Column Kind = iota
	Alias       // of a table in the same statement, or the name of a common table expression
	Table
	Frame     // a dataframe that a cell makes
	Name      // a name that a code cell gives, or a parameter
	Word      // a keyword or a function
	Other     // a word that stands elsewhere in the text
	Condition // how a table that is joined fits to those before it
	Expansion // the columns that a star stands for
)

// String is the word for a kind.
func (k Kind) String() string {
	return [...]string{"column", "in this query", "table", "dataframe", "name", "", "in this cell", "by their names", "all columns"}[k]
}

// Candidate is one way for a word to go on.
type Candidate struct {
	Text string
	Kind Kind
	// Of is the table that a column is of, and Type its type, where they are known.
	Of, Type string
}

// Context is the text around the caret.
type Context struct {
	Language lex.Language
	// Text is the source or a part of it, and At the byte at which the caret is.
	Text string
	At   int
	// Cell is the number of the cell in the order of the project, from 0: names of later cells are not offered.
	Cell int
	// Quoted says that the caret is in a string or a comment.
	Quoted bool
}

// Most is how many candidates are offered.
const Most = 50

// Offer returns how the word before the caret may go on, best first, and that word, which may be empty behind a dot. There are no
// candidates where the word is one already, where it has fewer than two letters and no dot before it, and in strings and comments.
func (k *Known) Offer(c Context) (list []Candidate, word string) {
	before := c.Text[:c.At]
	word = before[wordStart(before):]
	before = before[:len(before)-len(word)]
	dotted := strings.HasSuffix(before, ".")
	if word == "" && c.Language.Name == "sql" && !c.Quoted && !inTemplate(before) {
		if list, word, ok := k.pieces(c, before); ok {
			return list, word
		}
	}
	if len([]rune(word)) < 2 && !dotted || word != "" && word[0] >= '0' && word[0] <= '9' {
		return nil, word
	}
	offers := offers{Known: k, context: c, before: before}
	switch {
	case inTemplate(before):
		offers.names(c.Cell)
	case c.Language.Name == "python":
		offers.python(dotted)
	case c.Quoted:
	case c.Language.Name == "sql":
		offers.sql(dotted)
	}
	return Narrow(offers.list, word), word
}

// Asks tells whether the caret is where columns of tables are offered without a letter: behind the dot of one, and behind the "on " of a
// join. Where nothing is offered there, too little is known of the tables.
func (c Context) Asks() bool {
	before := c.Text[:c.At]
	switch {
	case c.Language.Name != "sql" || c.Quoted || inTemplate(before):
		return false
	case strings.HasSuffix(before, "."):
		return path(before) != ""
	}
	return joins(before)
}

// Tables are the names of the tables that the text asks, without what is before their last dot.
func (c Context) Tables() (names []string) {
	for _, r := range readSQL(c.Language.Lexer, c.Text).refs {
		names = append(names, lastPart(r.table))
	}
	return once(names)
}

// joins tells whether text ends behind the "on " of a join.
func joins(text string) bool { return strings.HasSuffix(text, " ") && equal(lastWord(text), "on") }

// pieces offers more than a word: the condition of a join behind "on ", and the columns that a star stands for, which is the word then.
func (k *Known) pieces(c Context, before string) (list []Candidate, word string, ok bool) {
	switch {
	case joins(before):
		for _, condition := range k.conditions(readSQL(c.Language.Lexer, before)) {
			list = append(list, Candidate{Text: condition, Kind: Condition})
		}
	case strings.HasSuffix(before, "*"):
		columns, star := k.expansion(readSQL(c.Language.Lexer, c.Text), before)
		if word = star; columns != "" {
			list = append(list, Candidate{Text: columns, Kind: Expansion})
		}
	}
	return list, word, len(list) > 0
}

// offers collects candidates, the most fitting kinds first.
type offers struct {
	*Known
	context Context
	before  string // what is before the word
	list    []Candidate
}

func (o *offers) add(k Kind, of string, words ...string) {
	for _, w := range words {
		o.list = append(o.list, Candidate{Text: w, Kind: k, Of: of, Type: o.types[ofTable{fold(of), fold(w)}]})
	}
}

// names are what earlier cells give, and the parameters that cells are written with.
func (o *offers) names(before int) {
	for _, f := range o.frames {
		if f.cell < before {
			o.add(Frame, "", f.name)
		}
	}
	for _, n := range o.given {
		if n.cell < before {
			o.add(Name, "", n.name)
		}
	}
	o.add(Name, "", o.parameters...)
}

func (o *offers) python(dotted bool) {
	before := o.before
	name, quoted := subscripted(before)
	if dotted {
		name = before[wordStart(before[:len(before)-1]) : len(before)-1]
	}
	switch {
	case dotted || quoted:
		if columns, ok := o.columns[fold(name)]; ok && (dotted != o.context.Quoted || quoted) {
			o.add(Column, name, columns...)
		}
	case !o.context.Quoted:
		o.names(o.context.Cell)
		for _, d := range o.defined {
			if d.cell < o.context.Cell {
				o.add(Name, "", d.name)
			}
		}
		o.add(Other, "", o.words()...)
		o.add(Word, "", o.keywords["python"]...)
	}
}

// subscripted is the name before [" or [' at the end of before.
func subscripted(before string) (name string, ok bool) {
	if s := strings.TrimRight(before, `"'`); len(s) == len(before)-1 && strings.HasSuffix(s, "[") {
		s = s[:len(s)-1]
		return s[wordStart(s):], true
	}
	return "", false
}

func (o *offers) sql(dotted bool) {
	q := readSQL(o.context.Language.Lexer, o.context.Text)
	if dotted {
		o.qualified(q, path(o.before[:len(o.before)-1]))
		return
	}
	if wantsTable(lastWord(o.before)) {
		o.add(Alias, "", q.made...)
		o.add(Table, "", o.tables...)
		for _, f := range o.frames {
			if f.cell < o.context.Cell {
				o.add(Frame, "", f.name)
			}
		}
		return
	}
	for _, r := range q.refs {
		o.add(Column, r.table, o.columns[fold(r.table)]...)
	}
	for _, r := range q.refs {
		if r.alias != "" {
			o.add(Alias, "", r.alias)
		}
	}
	o.add(Word, "", o.keywords["sql"]...)
	o.add(Table, "", o.tables...)
	o.add(Other, "", o.words()...)
}

// qualified are what may follow the name of a table or its alias, or the first parts of one.
func (o *offers) qualified(q query, name string) {
	for _, r := range q.refs {
		if r.called(name) {
			o.add(Column, r.table, o.columns[fold(r.table)]...)
		}
	}
	if len(o.list) == 0 {
		o.add(Column, name, o.columns[fold(name)]...)
	}
	for _, t := range o.tables {
		if len(t) > len(name)+1 && equal(t[:len(name)], name) && t[len(name)] == '.' {
			part, _, _ := strings.Cut(t[len(name)+1:], ".")
			o.add(Table, "", part)
		}
	}
}

// words are those of the text but for the one that is being typed.
func (o *offers) words() []string {
	text := o.before
	for i := o.context.At; i < len(o.context.Text); i++ {
		if !letter(o.context.Text[i]) {
			text += o.context.Text[i:]
			break
		}
	}
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && !letter(byte(r)) }) {
		if len(w) > 3 && (w[0] < '0' || w[0] > '9') {
			words = append(words, w)
		}
	}
	return words
}

// Narrow keeps the candidates that a word can go on as, best first: those that begin with it, then those a part of which does, such as
// created_at for at. Keywords take over the letter case of the word. What is the word itself is none: then there are no candidates.
func Narrow(list []Candidate, word string) []Candidate {
	type ranked struct {
		Candidate
		at int // 0 where it begins with the word
	}
	var fits []ranked
	seen := make(map[string]bool, len(list))
	for _, c := range list {
		if c.Kind == Word && word != "" && word[0] >= 'A' && word[0] <= 'Z' {
			c.Text = strings.ToUpper(c.Text)
		}
		at := fit(c.Text, word)
		key := fold(c.Text)
		if at < 0 || seen[key] {
			continue
		}
		if len(c.Text) == len(word) && c.Kind != Other {
			return nil
		}
		if seen[key] = true; len(c.Text) > len(word) {
			fits = append(fits, ranked{c, min(at, 1)})
		}
	}
	slices.SortStableFunc(fits, func(a, b ranked) int {
		if c := cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.Kind, b.Kind)); c != 0 || a.Kind == Word {
			return c
		}
		return cmp.Or(cmp.Compare(len(a.Text), len(b.Text)), cmp.Compare(a.Text, b.Text))
	})
	out := make([]Candidate, 0, min(len(fits), Most))
	for _, f := range fits[:min(len(fits), Most)] {
		out = append(out, f.Candidate)
	}
	return out
}

// fit is where in text a part of it begins with word, in any letter case; -1 for nowhere. Parts begin at the start and behind _ and dots.
func fit(text, word string) int {
	for at := 0; at+len(word) <= len(text); at++ {
		if (at == 0 || text[at-1] == '_' || text[at-1] == '.') && equal(text[at:at+len(word)], word) {
			return at
		}
	}
	return -1
}

// inTemplate tells whether a {{ or {% is open at the end of text.
func inTemplate(text string) bool {
	open := max(strings.LastIndex(text, "{{"), strings.LastIndex(text, "{%"))
	return open >= 0 && open > max(strings.LastIndex(text, "}}"), strings.LastIndex(text, "%}"))
}

// wordStart is where the word at the end of text begins.
func wordStart(text string) int {
	i := len(text)
	for i > 0 && letter(text[i-1]) {
		i--
	}
	return i
}

// lastWord is the last word of text, blanks behind it or not.
func lastWord(text string) string {
	text = strings.TrimRight(text, " \t\r\n")
	return text[wordStart(text):]
}

// path is the dotted name at the end of text, without its quotes.
func path(text string) string {
	i := len(text)
	for i > 0 && (letter(text[i-1]) || strings.IndexByte(".\"`[]", text[i-1]) >= 0) {
		i--
	}
	return unquoted(text[i:])
}

func unquoted(name string) string { return strings.Trim(quotes.Replace(name), ".") }

var quotes = strings.NewReplacer(`"`, "", "`", "", "[", "", "]", "")

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// letter takes every byte beyond ASCII for a letter, as names in any script have.
func letter(c byte) bool {
	return c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func fold(name string) string  { return strings.ToLower(name) }
func equal(a, b string) bool   { return strings.EqualFold(a, b) }
func wantsTable(w string) bool { return slices.Contains(beforeTables, fold(w)) }

var beforeTables = []string{"from", "join", "into", "update", "table"}
