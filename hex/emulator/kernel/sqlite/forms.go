package sqlite

import (
	"slices"
	"sort"
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// token is a token of a statement that means something, and what is to stand in its place.
type token struct {
	kind  sqltext.Kind
	text  string
	at    int    // where it begins in the statement
	lead  string // the space and the comments before it
	say   string // what stands for it
	open  string // what is to stand before it, and behind it
	close string
}

func (t token) is(signs ...string) bool {
	return t.kind == sqltext.Symbol && slices.Contains(signs, t.text)
}

func (t token) word(words ...string) bool {
	return t.kind == sqltext.Word && slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, t.text) })
}

func (t token) number() bool {
	return t.kind == sqltext.Word && (t.text[0] >= '0' && t.text[0] <= '9' || t.text[0] == '.')
}

// statement is a statement as SQLite takes it, made of one in the dialect of a connection.
type statement struct {
	sql   string
	spots []spot
	spans func(column int, name string) (is bool, ordered int) // see [phrase.isSpan]
	holds func(column int, name string) kind                   // see [phrase.gives]
}

// spot is where a token begins in the statement, with what was put before it, and in its source, and how long it is in both.
type spot struct{ at, before, size, source, length int }

// sourceOf is the place in the source of a place in the statement.
func (s statement) sourceOf(at int) int {
	i := sort.Search(len(s.spots), func(i int) bool { return s.spots[i].at > at }) - 1
	if i < 0 {
		return 0
	}
	return s.spots[i].source + min(max(0, at-s.spots[i].at-s.spots[i].before), s.spots[i].length)
}

// written is a piece of the statement as its source has it: SQLite names a column after the expression that it is.
func (s statement) written(source, piece string) string {
	at := strings.Index(s.sql, piece)
	if at < 0 || strings.Contains(source, piece) {
		return piece
	}
	begin, end := -1, -1
	for _, p := range s.spots {
		if p.at+p.size > at && p.at < at+len(piece) {
			if begin < 0 {
				begin = p.source
			}
			end = p.source + p.length
		}
	}
	if begin < 0 || begin >= end {
		return piece
	}
	return source[begin:end]
}

// say puts a statement of the dialect into SQLite's words, as far as that takes no more than to know where an operand begins
// and ends. What SQLite would answer otherwise than the dialect, or cannot answer, is an *[engine.Error].
//
// args are the values of its parameters: what they are compared with depends on what they are. tables are those that there
// are, and functions the names of those; they are called where that matters.
func (d dialect) say(sql string, args []any, tables func() []table, functions func() map[string]bool) (s statement, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *engine.Error:
			err = r
		default:
			panic(r)
		}
	}()
	p := d.settled(sql, args, tables, functions)
	s = p.join()
	s.spans, s.holds = p.isSpan, p.gives
	return s, nil
}

// join writes the statement.
func (p *phrase) join() statement {
	var b strings.Builder
	var s statement
	for _, t := range p.tokens {
		b.WriteString(t.lead)
		at := b.Len()
		b.WriteString(t.open + t.say + t.close)
		s.spots = append(s.spots, spot{at, len(t.open), b.Len() - at, t.at, len(t.text)})
	}
	s.sql = b.String()
	return s
}

// signs are the symbols of more than one character.
const signs = "|| :: -> ->> <= >= <> != == !~ ~* !~* << >> // ** => #> #>> "

// rules are those of SQLite, but for casts, and for texts between $$.
func (d dialect) rules() sqltext.Rules { return sqltext.Rules{Casts: true, Dollar: !d.plain} }

// cut cuts a statement into tokens, with numbers and symbols whole.
func (d dialect) cut(sql string) []token {
	var all []token
	lead := ""
	d.rules().Scan(sql, func(kind sqltext.Kind, start, end int) {
		text := sql[start:end]
		if kind == sqltext.Space || kind == sqltext.Comment {
			lead += text
			return
		}
		if n := len(all); n > 0 && lead == "" && all[n-1].at+len(all[n-1].text) == start && joins(all, kind, text) {
			last := &all[n-1]
			if last.text += text; last.text[0] == '.' || last.number() {
				last.kind = sqltext.Word
			}
			last.say = last.text
			return
		}
		say := text
		if kind == sqltext.String && text[0] == '$' {
			say = sqltext.Quote(unquoted(text))
		}
		all = append(all, token{kind: kind, text: text, at: start, lead: lead, say: say})
		lead = ""
	})
	if lead != "" {
		all = append(all, token{kind: sqltext.Symbol, text: "", at: len(sql), lead: lead})
	}
	return all
}

// joins tells whether what comes belongs to the last token.
func joins(all []token, kind sqltext.Kind, text string) bool {
	last := all[len(all)-1]
	digit := kind == sqltext.Word && text[0] >= '0' && text[0] <= '9'
	switch {
	case kind == sqltext.Symbol && last.kind == sqltext.Symbol:
		return strings.Contains(signs, last.text+text+" ")
	case last.is("."):
		before := token{}
		if len(all) > 1 {
			before = all[len(all)-2]
		}
		named := before.kind == sqltext.Quoted || before.kind == sqltext.Word
		return digit && !named && !before.is(")")
	case !last.number():
		return false
	case text == ".":
		return !strings.ContainsAny(last.text, ".eE")
	case kind == sqltext.Symbol:
		return (text == "-" || text == "+") && strings.HasSuffix(strings.ToLower(last.text), "e")
	}
	return digit && strings.ContainsAny(last.text[len(last.text)-1:], ".+-")
}

// phrase is a statement that is being put into SQLite's words.
type phrase struct {
	dialect
	tokens    []token
	args      []any
	known     map[string]column // what its names for columns were found to be before
	found     map[string]column // what they are found to be
	tables    func() schema     // the columns of tables
	functions func() map[string]bool
	depth     int
	late      *engine.Error   // why the statement is refused once its names are known
	first     bool            // nothing is known of names yet
	bare      bool            // the next parenthesis has an order that SQLite does not know
	lasting   map[int]bool    // the columns of the outermost SELECT that are lengths of time
	lastingBy map[string]bool // what they are called
	ordering  map[int]int     // where ORDER BY has the number of one, if it has * among them
	starry    bool            // it has * among them
	answer    []operand       // the columns of the outermost SELECT, of several the first
}

// deepest is how many levels of parentheses are followed.
const deepest = 400

// refuse gives up, with the form that works here.
func (p *phrase) refuse(i int, what string) {
	panic(&engine.Error{Message: what, Offset: p.tokens[min(i, len(p.tokens)-1)].at})
}

// elsewhere says where all of SQL runs.
const elsewhere = "; the DuckDB build (go build -tags duckdb) and a Postgres connection run it as it stands"

func (p *phrase) peek(i int) token {
	if i >= 0 && i < len(p.tokens) {
		return p.tokens[i]
	}
	return token{kind: sqltext.Symbol}
}

// drop leaves tokens out.
func (p *phrase) drop(from, to int) {
	for i := from; i < to; i++ {
		p.tokens[i].say, p.tokens[i].open, p.tokens[i].close = "", "", ""
	}
}

// wrap puts a call around tokens; last is the last of them.
func (p *phrase) wrap(first, last int, open, close string) {
	p.tokens[first].open = open + p.tokens[first].open
	p.tokens[last].close += close
}
