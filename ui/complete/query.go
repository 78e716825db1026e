package complete

import (
	"slices"
	"strings"

	"hextui/ui/lex"
)

// query is what an SQL text says of tables and columns. It is read as a person skims it, not parsed: what is typed is seldom whole.
type query struct {
	refs    []ref
	made    []string // names of common table expressions
	columns []column
	shared  []column // by which tables are joined with "using", each with the table itself
	own     []string // names that the query gives to columns
}

// ref is a table that is asked, with its alias in the query, if any.
type ref struct {
	table, alias string
	said         string // what it is called before a dot, in its quotes
	scope        int    // which SELECT asks it
}

// column is a name with the table or alias before its dot, if any.
type column struct{ of, name string }

// token is a word with what quotes it left out and dotted names joined, or a single sign.
type token struct {
	text string
	kind lex.Kind
	name bool   // a word, and no keyword
	said string // a name as it is written
}

// readSQL skims a text.
func readSQL(l lex.Lexer, text string) query {
	var q query
	tokens := tokensOf(l, text)
	peek := func(i int) token {
		if i < len(tokens) {
			return tokens[i]
		}
		return token{}
	}
	scopes, last := []int{0}, 0 // the SELECT that is read, and those around it
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch {
		case t.text == "(":
			last++
			scopes = append(scopes, last)
		case t.text == ")" && len(scopes) > 1:
			scopes = scopes[:len(scopes)-1]
		case t.kind == lex.Keyword && equal(t.text, "select"):
			last++
			scopes[len(scopes)-1] = last
		case t.kind == lex.Keyword && slices.Contains(beforeTables[:4], fold(t.text)):
			i = q.readTables(tokens, i+1, scopes[len(scopes)-1]) - 1
		case t.kind == lex.Keyword && equal(t.text, "using") && peek(i+1).text == "(":
			i = q.readUsing(tokens, i+2)
		case t.name && equal(peek(i+1).text, "as") && peek(i+2).text == "(":
			q.made = append(q.made, t.text)
		case t.name && i > 0 && equal(tokens[i-1].text, "as"):
			q.own = append(q.own, t.text)
		case t.name && (i > 0 && tokens[i-1].text == "::" || peek(i+1).text == "(" || peek(i+1).kind == lex.String):
			// a type behind a cast, a function, or the type before a text: date '2026-01-01'
		case t.name:
			of, name := "", t.text
			if at := strings.LastIndexByte(t.text, '.'); at >= 0 {
				of, name = t.text[:at], t.text[at+1:]
			}
			if name != "" {
				q.columns = append(q.columns, column{of, name})
			}
		}
	}
	return q
}

// readTables reads the tables from a place on, with commas between them, and returns where it stopped.
func (q *query) readTables(tokens []token, i, scope int) int {
	for i < len(tokens) && tokens[i].name {
		r := ref{table: strings.TrimSuffix(tokens[i].text, "."), said: lastPart(tokens[i].said), scope: scope}
		i++
		if i < len(tokens) && tokens[i].text == "(" { // a function
			return i
		}
		if i+1 < len(tokens) && equal(tokens[i].text, "as") && tokens[i+1].name {
			i++
		}
		if i < len(tokens) && tokens[i].name {
			r.alias, r.said = tokens[i].text, tokens[i].said
			i++
		}
		q.refs = append(q.refs, r)
		if i >= len(tokens) || tokens[i].text != "," {
			break
		}
		i++
	}
	return i
}

// readUsing reads the columns by which the newest table is joined, up to the bracket that closes them, whose place it returns. Where there
// are several tables before it, it is open which of them has them too.
func (q *query) readUsing(tokens []token, i int) int {
	for ; i < len(tokens) && tokens[i].text != ")"; i++ {
		if !tokens[i].name {
			continue
		}
		for at := len(q.refs) - 1; at >= 0 && (at == len(q.refs)-1 || len(q.refs) == 2); at-- {
			q.shared = append(q.shared, column{q.refs[at].table, tokens[i].text})
		}
	}
	return i
}

// tableOf is the table that a name before a dot stands for; without a name, the only table there is.
func (q query) tableOf(name string) string {
	for _, r := range q.refs {
		switch {
		case name == "" && r.table != q.refs[0].table:
			return ""
		case name != "" && r.called(name):
			return r.table
		}
	}
	if name == "" && len(q.refs) > 0 {
		return q.refs[0].table
	}
	return ""
}

// called tells whether a table goes by a name: its alias, its whole name or the last part of it.
func (r ref) called(name string) bool {
	return equal(r.alias, name) || equal(r.table, name) || equal(lastPart(r.table), name)
}

// tokensOf are the words, texts and signs of a text without its numbers, comments and templates.
func tokensOf(l lex.Lexer, text string) []token {
	var tokens []token
	var spans []lex.Span
	var st lex.State
	for line := range strings.SplitSeq(text, "\n") {
		spans, st = l.Line(spans[:0], line, st)
		at, rest := 0, spans
		for at < len(line) {
			for len(rest) > 0 && rest[0].End <= at {
				rest = rest[1:]
			}
			kind, end := lex.Text, len(line)
			if len(rest) > 0 && rest[0].Start <= at {
				kind, end = rest[0].Kind, rest[0].End
			} else if len(rest) > 0 {
				end = rest[0].Start
			}
			switch kind {
			case lex.Text, lex.Type:
				tokens = namesIn(tokens, line[at:end])
			case lex.Keyword, lex.Func, lex.String, lex.Operator:
				tokens = append(tokens, token{text: line[at:end], kind: kind})
			}
			at = end
		}
	}
	return tokens
}

// namesIn appends the names and signs of plain text.
func namesIn(tokens []token, text string) []token {
	for i := 0; i < len(text); {
		n := i
		for n < len(text) && (letter(text[n]) || strings.IndexByte(".\"`[]", text[n]) >= 0) {
			if end := strings.IndexByte(text[n+1:], text[n]); end >= 0 && (text[n] == '"' || text[n] == '`') { // whatever is in it
				n += end + 1
			}
			n++
		}
		switch {
		case n > i:
			name := quotes.Replace(text[i:n])
			if strings.Trim(name, ".") != "" {
				tokens = append(tokens, token{text: name, name: true, said: text[i:n]})
			}
			i = n
		case text[i] == ' ' || text[i] == '\t' || text[i] == '\r':
			i++
		default:
			tokens = append(tokens, token{text: text[i : i+1]})
			i++
		}
	}
	return tokens
}
