package kernel

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"unicode"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/template"
	"hextui/hex/emulator/sqltext"
)

// query is a SQL cell made ready for the database: one SELECT with numbered parameters.
type query struct {
	engine.Statement
	notes []string
	// empty tells a source without any statement.
	empty bool
	// spots maps places in sql to the source, in order.
	spots []spot
}

type spot struct{ sql, source int }

// bindSQL turns a SQL source into a query. Values are bound, never pasted:
//
//   - An output where SQL takes a value becomes a parameter; a list becomes several, with commas between, for use in
//     IN ({{ countries }}), with or without the filter "array".
//   - An output inside a quoted string makes the whole string a parameter. As in Hex, text keeps quotes of its own there:
//     '{{ country }}' is the five characters 'US' with the quotes, and most probably matches nothing. A note says so.
//   - An output inside a SQL comment is evaluated, as Jinja does, and then has no effect.
//   - An output inside a quoted identifier is refused. The filter sqlsafe lets a plain name stand for a column or table.
func bindSQL(ctx context.Context, source string, vars template.Variables, dialect engine.Dialect) (*query, error) {
	if i := strings.IndexByte(source, sqltext.Hole); i >= 0 {
		return nil, template.Errorf(i, "the source has a NUL character on line %d; SQL cannot contain it", template.Line(source, i))
	}
	pieces, err := template.Render(ctx, source, vars)
	if err != nil {
		return nil, err
	}
	b := &binder{source: source, dialect: dialect, q: &query{empty: true}}
	text := b.join(pieces)
	var failed error
	dialect.Rules.Scan(text, func(kind sqltext.Kind, start, end int) {
		if failed == nil {
			failed = b.token(kind, text[start:end], start)
		}
	})
	if failed != nil {
		return nil, failed
	}
	b.q.SQL = b.out.String()
	return b.q, nil
}

// binder puts the query together token by token.
type binder struct {
	source  string
	dialect engine.Dialect
	q       *query
	out     strings.Builder
	values  []template.Piece // in the order of their holes
	places  []spot           // where each piece of text begins, in the joined text
	ended   bool             // by a semicolon
}

// join is the template's text with a hole for every value. Names that passed sqlsafe are text.
func (b *binder) join(pieces []template.Piece) string {
	var text strings.Builder
	for _, p := range pieces {
		b.places = append(b.places, spot{text.Len(), p.Offset})
		name, isName := p.Value.(template.Identifier)
		switch {
		case isName:
			text.WriteString(string(name))
		case p.Output != "" && glued(text.String(), p.Value):
			fmt.Fprint(&text, p.Value)
		case p.Output != "":
			text.WriteByte(sqltext.Hole)
			b.values = append(b.values, p)
		default:
			text.WriteString(p.Text)
		}
	}
	return text.String()
}

// glued tells whether a value is a number that ends a name, as in total_{{ year }}.
func glued(before string, value any) bool {
	n, whole := value.(int64)
	name := before[strings.LastIndexFunc(before, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })+1:]
	return whole && n >= 0 && name != "" && !unicode.IsDigit(rune(name[0]))
}

// sourceOf is the place in the source of a place in a text made of spots.
func sourceOf(spots []spot, at int) int {
	i := sort.Search(len(spots), func(i int) bool { return spots[i].sql > at }) - 1
	if i < 0 {
		return 0
	}
	return spots[i].source + at - spots[i].sql
}

func (b *binder) token(kind sqltext.Kind, text string, at int) error {
	offset := sourceOf(b.places, at)
	if kind == sqltext.Space || kind == sqltext.Comment {
		b.values = b.values[strings.Count(text, string(sqltext.Hole)):]
		b.write(strings.ReplaceAll(text, string(sqltext.Hole), " "), offset)
		return nil
	}
	if b.ended && text != ";" {
		return template.Errorf(offset, "a SQL cell runs one statement; a second one begins on line %d", template.Line(b.source, offset))
	}
	if text == ";" {
		b.ended = !b.q.empty
		return nil // a statement needs none, and an empty one is nothing
	}
	if b.q.empty {
		b.q.empty = false
		if err := b.allowed(kind, text, offset); err != nil {
			return err
		}
	}
	switch {
	case kind == sqltext.Value:
		return b.value()
	case kind == sqltext.Variable:
		return b.foreign(text, offset)
	case kind == sqltext.Quoted && strings.ContainsRune(text, sqltext.Hole):
		return template.Errorf(offset, "{{ %s }} on line %d is inside a quoted name: a parameter is a value, it cannot name a column or "+
			"table; "+
			"use {{ %s | sqlsafe }} without quotes",
			b.values[0].Output, template.Line(b.source, offset), b.values[0].Output)
	case kind == sqltext.String && strings.Count(text, "'")%2 != 0:
		return template.Errorf(offset, "the string that begins on line %d is never closed", template.Line(b.source, offset))
	case kind == sqltext.String && strings.ContainsRune(text, sqltext.Hole):
		return b.quoted(text)
	}
	b.write(text, offset)
	return nil
}

// allowed refuses everything but reading. The connection could not write anyhow; this gives the clearer message, and
// keeps from PRAGMA and ATTACH, which are neither.
func (b *binder) allowed(kind sqltext.Kind, word string, offset int) error {
	upper := strings.ToUpper(word)
	switch upper {
	case "SELECT", "WITH", "VALUES", "EXPLAIN", "FROM", "PIVOT", "UNPIVOT", "TABLE", "SHOW", "DESCRIBE", "SUMMARIZE":
		return nil // not all of them run in each database; it says so
	}
	if kind != sqltext.Word {
		return nil // the database says what is wrong
	}
	switch upper {
	case "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "PRAGMA", "ATTACH", "DETACH", "VACUUM", "REINDEX",
		"ANALYZE", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "MERGE", "TRUNCATE", "COPY", "EXPORT", "IMPORT",
		"INSTALL", "LOAD", "SET", "RESET", "CALL", "CHECKPOINT", "USE", "PREPARE", "EXECUTE", "GRANT", "REVOKE", "DO", "LOCK":
		return template.Errorf(offset, "%s is not allowed: a SQL cell reads; begin with SELECT, WITH, VALUES or EXPLAIN", upper)
	}
	return template.Errorf(offset, "syntax error near %q%s", word, place(b.source, offset))
}

// foreign refuses parameters that are not Jinja's.
func (b *binder) foreign(text string, offset int) error {
	return template.Errorf(offset, "near %q: a parameter is written {{ name }}", text)
}

func (b *binder) write(text string, offset int) {
	b.q.spots = append(b.q.spots, spot{b.out.Len(), offset})
	b.out.WriteString(text)
}

// value binds the next value where SQL takes one.
func (b *binder) value() error {
	p := b.values[0]
	b.values = b.values[1:]
	items, isList := p.Value.([]any)
	if !isList {
		items = []any{p.Value}
	}
	for i, item := range items {
		arg, err := argument(item)
		if err != nil {
			return template.Errorf(p.Offset, "{{ %s }}: %v", p.Output, err)
		}
		if i > 0 {
			b.write(", ", p.Offset)
		}
		if err := b.bind(arg, p.Offset); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) bind(arg any, offset int) error {
	if len(b.q.Args) == b.dialect.MaxParameters {
		return template.Errorf(offset, "the query has more than %d parameters", b.dialect.MaxParameters)
	}
	b.q.Args = append(b.q.Args, arg)
	b.write(" "+b.dialect.Parameter(len(b.q.Args))+" ", offset) // spaces, lest a digit that follows makes another number
	return nil
}

// argument is a value as the driver takes it.
func argument(v any) (any, error) {
	switch v := v.(type) {
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case []any, map[string]any:
		return nil, fmt.Errorf("a %s is not one value", template.TypeName(v))
	}
	return v, nil
}

// quoted binds a string literal that has outputs in it as one parameter.
func (b *binder) quoted(literal string) error {
	inner := strings.TrimPrefix(literal, "'")
	inner = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
	at := b.values[0].Offset
	var text strings.Builder
	for i, part := range strings.Split(inner, string(sqltext.Hole)) {
		if i > 0 {
			p := b.values[0]
			b.values = b.values[1:]
			s, isText := p.Value.(string)
			if isText {
				s = sqltext.Quote(s)
				b.q.notes = append(b.q.notes, fmt.Sprintf(
					"line %d: {{ %s }} stands inside quotes, so its own quotes become part of the text; write it without quotes",
					template.Line(b.source, p.Offset), p.Output))
			} else {
				s = template.Text(p.Value)
			}
			text.WriteString(s)
		}
		text.WriteString(part)
	}
	return b.bind(text.String(), at)
}
