package kernel

import (
	"context"
	"fmt"
	"sort"
	"strings"
)

// query is a SQL cell made ready for the database: one SELECT with numbered parameters.
type query struct {
	sql   string
	args  []any // nil, int64, float64 and string
	notes []string
	// empty tells a source without any statement.
	empty bool
	// spots maps places in sql to the source, in order.
	spots []spot
}

type spot struct{ sql, source int }

// maxArgs is SQLite's limit of parameters in a statement.
const maxArgs = 32_000

// bindSQL turns a SQL source into a query. Values are bound, never pasted:
//
//   - An output where SQL takes a value becomes a parameter; a list becomes several, with commas between, for use in
//     IN ({{ countries }}), with or without the filter "array".
//   - An output inside a quoted string makes the whole string a parameter. As in Hex, text keeps quotes of its own there:
//     '{{ country }}' is the five characters 'US' with the quotes, and most probably matches nothing. A note says so.
//   - An output inside a SQL comment is evaluated, as Jinja does, and then has no effect.
//   - An output inside a quoted identifier is refused. The filter sqlsafe lets a plain name stand for a column or table.
func bindSQL(ctx context.Context, source string, vars variables) (*query, error) {
	if i := strings.IndexByte(source, hole); i >= 0 {
		return nil, failAt(i, "the source has a NUL character on line %d; SQL cannot contain it", lineOf(source, i))
	}
	pieces, err := render(ctx, source, vars)
	if err != nil {
		return nil, err
	}
	b := &binder{source: source, q: &query{empty: true}}
	text := b.join(pieces)
	var failed error
	scanSQL(text, func(kind sqlKind, start, end int) {
		if failed == nil {
			failed = b.token(kind, text[start:end], start)
		}
	})
	if failed != nil {
		return nil, failed
	}
	b.q.sql = b.out.String()
	return b.q, nil
}

// binder puts the query together token by token.
type binder struct {
	source string
	q      *query
	out    strings.Builder
	values []piece // in the order of their holes
	places []spot  // where each piece of text begins, in the joined text
	ended  bool    // by a semicolon
}

// join is the template's text with a hole for every value. Names that passed sqlsafe are text.
func (b *binder) join(pieces []piece) string {
	var text strings.Builder
	for _, p := range pieces {
		b.places = append(b.places, spot{text.Len(), p.offset})
		name, isName := p.value.(identifier)
		switch {
		case isName:
			text.WriteString(string(name))
		case p.output != "":
			text.WriteByte(hole)
			b.values = append(b.values, p)
		default:
			text.WriteString(p.text)
		}
	}
	return text.String()
}

// sourceOf is the place in the source of a place in a text made of spots.
func sourceOf(spots []spot, at int) int {
	i := sort.Search(len(spots), func(i int) bool { return spots[i].sql > at }) - 1
	if i < 0 {
		return 0
	}
	return spots[i].source + at - spots[i].sql
}

func (b *binder) token(kind sqlKind, text string, at int) error {
	offset := sourceOf(b.places, at)
	if kind == sqlSpace || kind == sqlComment {
		b.values = b.values[strings.Count(text, string(hole)):]
		b.write(strings.ReplaceAll(text, string(hole), " "), offset)
		return nil
	}
	if b.ended && text != ";" {
		return failAt(offset, "a SQL cell runs one statement; a second one begins on line %d", lineOf(b.source, offset))
	}
	if text == ";" {
		b.ended = !b.q.empty
		return nil // a statement needs none, and an empty one is nothing
	}
	if b.q.empty {
		b.q.empty = false
		if err := allowed(kind, text, offset); err != nil {
			return err
		}
	}
	switch {
	case kind == sqlHole:
		return b.value()
	case kind == sqlVariable:
		return b.foreign(text, at, offset)
	case kind == sqlQuoted && strings.ContainsRune(text, hole):
		return failAt(offset, "{{ %s }} on line %d is inside a quoted name: a parameter is a value, it cannot name a column or table; use {{ %s | sqlsafe }} without quotes",
			b.values[0].output, lineOf(b.source, offset), b.values[0].output)
	case kind == sqlString && strings.Count(text, "'")%2 != 0:
		return failAt(offset, "the string that begins on line %d is never closed", lineOf(b.source, offset))
	case kind == sqlString && strings.ContainsRune(text, hole):
		return b.quoted(text)
	}
	b.write(text, offset)
	return nil
}

// allowed refuses everything but reading. The connection could not write anyhow; this gives the clearer message, and
// keeps from PRAGMA and ATTACH, which are neither.
func allowed(kind sqlKind, word string, offset int) error {
	upper := strings.ToUpper(word)
	switch upper {
	case "SELECT", "WITH", "VALUES", "EXPLAIN":
		return nil
	}
	if kind != sqlWord {
		return nil // the database says what is wrong
	}
	switch upper {
	case "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "PRAGMA", "ATTACH", "DETACH", "VACUUM", "REINDEX",
		"ANALYZE", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE":
		return failAt(offset, "%s is not allowed: a SQL cell reads; begin with SELECT, WITH, VALUES or EXPLAIN", upper)
	}
	return failAt(offset, "near %q: syntax error", word)
}

// foreign refuses parameters that are not Jinja's.
func (b *binder) foreign(text string, at, offset int) error {
	if strings.HasPrefix(text, ":") && strings.HasSuffix(b.out.String(), ":") {
		return failAt(offset, "near \":%s\": a type cast is written CAST(value AS type) here", text)
	}
	return failAt(offset, "near %q: a parameter is written {{ name }}", text)
}

func (b *binder) write(text string, offset int) {
	b.q.spots = append(b.q.spots, spot{b.out.Len(), offset})
	b.out.WriteString(text)
}

// value binds the next value where SQL takes one.
func (b *binder) value() error {
	p := b.values[0]
	b.values = b.values[1:]
	items, isList := p.value.([]any)
	if !isList {
		items = []any{p.value}
	}
	for i, item := range items {
		arg, err := argument(item)
		if err != nil {
			return failAt(p.offset, "{{ %s }}: %v", p.output, err)
		}
		if i > 0 {
			b.write(", ", p.offset)
		}
		if err := b.bind(arg, p.offset); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) bind(arg any, offset int) error {
	if len(b.q.args) == maxArgs {
		return failAt(offset, "the query has more than %d parameters", maxArgs)
	}
	b.q.args = append(b.q.args, arg)
	b.write(fmt.Sprintf(" ?%d ", len(b.q.args)), offset) // spaces, lest a digit that follows makes another number
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
		return nil, fmt.Errorf("a %s is not one value", typeName(v))
	}
	return v, nil
}

// quoted binds a string literal that has outputs in it as one parameter.
func (b *binder) quoted(literal string) error {
	inner := strings.TrimPrefix(literal, "'")
	inner = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
	at := b.values[0].offset
	var text strings.Builder
	for i, part := range strings.Split(inner, string(hole)) {
		if i > 0 {
			p := b.values[0]
			b.values = b.values[1:]
			s, isText := p.value.(string)
			if isText {
				s = quoteSQL(s)
				b.q.notes = append(b.q.notes, fmt.Sprintf("line %d: {{ %s }} stands inside quotes, so its own quotes become part of the text; write it without quotes",
					lineOf(b.source, p.offset), p.output))
			} else {
				s = plainText(p.value)
			}
			text.WriteString(s)
		}
		text.WriteString(part)
	}
	return b.bind(text.String(), at)
}
