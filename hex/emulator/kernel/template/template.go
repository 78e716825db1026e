// Package template renders Jinja: text, {{ output }}, {% statements %} and {# comments #}. It keeps every output apart from
// the text around it, so that whoever puts the pieces together can bind values instead of pasting them. It knows neither
// cells nor databases.
//
// It has if, for, set, raw and comments, tests (defined, none, string, …), arithmetic, and the filters array, sqlsafe,
// default, length, join, first, last, upper, lower, trim, int, float, string and tojson.
package template

import (
	"fmt"
	"strings"
)

// Error is Jinja that cannot be read or rendered.
type Error struct {
	// Offset is where in the source, in bytes.
	Offset int
	// Message is one sentence without the place.
	Message string
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Errorf is an error at a place of the source.
func Errorf(offset int, format string, args ...any) error {
	return &Error{offset, fmt.Sprintf(format, args...)}
}

// tagKind tells the segments of a template apart.
type tagKind int

const (
	textTag tagKind = iota
	outputTag
	statementTag
)

// tag is one segment. For text, body is the text; else what stands between the delimiters.
type tag struct {
	kind   tagKind
	body   string
	offset int // of body in the source
}

// splitTemplate cuts a source into its segments. Comments are dropped, raw blocks are text, and "-" next to a delimiter takes
// the white space on that side, as in Jinja. With an error it returns what came before it.
func splitTemplate(source string) ([]tag, error) {
	var tags []tag
	pos, trim := 0, false
	text := func(from, to int) {
		body := source[from:to]
		if trim {
			from += len(body) - len(strings.TrimLeft(body, " \t\r\n"))
		}
		trim = false
		if from < to {
			tags = append(tags, tag{textTag, source[from:to], from})
		}
	}
	for {
		open := findOpen(source, pos)
		if open < 0 {
			text(pos, len(source))
			return tags, nil
		}
		textEnd := open
		inner := open + 2
		if inner < len(source) && (source[inner] == '-' || source[inner] == '+') {
			if source[inner] == '-' {
				textEnd = pos + len(strings.TrimRight(source[pos:open], " \t\r\n"))
			}
			inner++
		}
		text(pos, textEnd)
		end := findClose(source, open, inner)
		if end < 0 {
			return tags, Errorf(open, "unexpected end of template: %q on line %d is never closed", source[open:open+2], Line(source, open))
		}
		pos = end + 2
		body := source[inner:end]
		if strings.HasSuffix(body, "-") {
			body, trim = body[:len(body)-1], true
		} else {
			body = strings.TrimSuffix(body, "+")
		}
		switch source[open+1] {
		case '#':
			continue
		case '{':
			tags = append(tags, tag{outputTag, body, inner})
			continue
		}
		if strings.TrimSpace(body) != "raw" {
			tags = append(tags, tag{statementTag, body, inner})
			continue
		}
		rawEnd, after := findEndraw(source, pos)
		if rawEnd < 0 {
			return tags, Errorf(open, "unexpected end of template: the raw block on line %d is never closed", Line(source, open))
		}
		text(pos, rawEnd)
		pos = after
	}
}

// findOpen is where the next delimiter opens, or -1.
func findOpen(source string, from int) int {
	for i := from; i+1 < len(source); i++ {
		if source[i] == '{' && (source[i+1] == '{' || source[i+1] == '%' || source[i+1] == '#') {
			return i
		}
	}
	return -1
}

// findClose is where the delimiter that opened at open closes, or -1. Strings and, in outputs, brackets are respected.
func findClose(source string, open, from int) int {
	kind := source[open+1]
	if kind == '#' {
		if i := strings.Index(source[from:], "#}"); i >= 0 {
			return from + i
		}
		return -1
	}
	depth := 0
	for i := from; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\'' || c == '"':
			if i = endOfString(source, i); i < 0 {
				return -1
			}
		case c == '{' && kind == '{':
			depth++
		case c == '}' && kind == '{' && depth > 0:
			depth--
		case i+1 < len(source) && source[i+1] == '}' && (c == '}' && kind == '{' || c == '%' && kind == '%'):
			return i
		}
	}
	return -1
}

// endOfString is the index of the quote that ends the string which starts at i, or -1.
func endOfString(s string, i int) int {
	quote := s[i]
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case quote:
			return i
		}
	}
	return -1
}

// findEndraw is where the next {% endraw %} begins and what follows it, or -1.
func findEndraw(source string, from int) (start, after int) {
	for at := from; ; {
		i := strings.Index(source[at:], "{%")
		if i < 0 {
			return -1, -1
		}
		i += at
		at = i + 2
		j := strings.Index(source[at:], "%}")
		if j < 0 {
			return -1, -1
		}
		if strings.TrimSpace(strings.Trim(source[at:at+j], "-+")) == "endraw" {
			return i, at + j + 2
		}
	}
}

// Line is the line, from 1, on which an offset lies.
func Line(source string, offset int) int {
	return 1 + strings.Count(source[:min(max(offset, 0), len(source))], "\n")
}

// Parameters is the names of the variables that a SQL or MARKDOWN source needs from outside, in order of first
// appearance: those in {{ outputs }} and {% statements %}, but not the loop and set variables of the template itself, nor
// names in Jinja's own strings, comments and raw blocks. Quotes and comments of SQL mean nothing to Jinja, so a name in
// them counts. Of a source that is only half typed, the part that can be read counts. A name may turn out to be a variable
// of a CODE cell rather than an input parameter; the source alone does not tell.
func Parameters(source string) []string {
	var names []string
	scope := map[string]int{"loop": 0}
	seen := map[string]bool{}
	use := func(e expr) {
		walkNames(e, func(name string) {
			if !seen[name] && scope[name] == 0 {
				seen[name] = true
				names = append(names, name)
			}
		})
	}
	var loops [][]string
	tags, _ := splitTemplate(source) // what came before an error still counts
	for _, t := range tags {
		if t.kind == textTag {
			continue
		}
		st, err := parseTag(t)
		if err != nil {
			continue
		}
		switch st := st.(type) {
		case outputStmt:
			use(st.value)
		case ifStmt:
			use(st.cond)
		case setStmt:
			use(st.value)
			scope[st.name]++
		case forStmt:
			use(st.list)
			vars := append([]string{"loop"}, st.vars...)
			loops = append(loops, vars)
			for _, v := range vars {
				scope[v]++
			}
		case endStmt:
			if n := len(loops); st.word == "endfor" && n > 0 {
				for _, v := range loops[n-1] {
					scope[v]--
				}
				loops = loops[:n-1]
			}
		}
	}
	return names
}
