package lint

import (
	"fmt"
	"strings"

	"hextui/hex"
)

// spanKind is what a part of a source is.
type spanKind int

const (
	literal    spanKind = iota // 'text' of SQL
	comment                    // -- or /* */ of SQL, or {# #}
	expression                 // {{ }}
	statement                  // {% %}
)

// span is a part of a source, from its first byte to the one behind its last.
type span struct {
	kind     spanKind
	from, to int
	// open is true where nothing closes it.
	open bool
	// within is the literal that an expression stands in; nil outside of one.
	within *span
}

func (s span) text(source string) string { return source[s.from:s.to] }

// scan finds what is not plain text: templates, and in SQL, as a dialect writes it, texts and comments too. A literal comes behind the
// templates in it. Without a dialect it is not SQL.
func scan(source string, sql *dialect) []span {
	var all []span
	for at := 0; at < len(source); {
		rest := source[at:]
		if sql != nil && !isTemplate(rest) {
			if spans, to, ok := sql.piece(source, at); ok {
				all, at = append(all, spans...), to
				continue
			}
		}
		switch {
		case isTemplate(rest):
			s := template(source, at)
			all = append(all, s)
			at = s.to
			if s.kind == statement && blockName(s.text(source)) == "raw" { // nothing in it is a template
				if end := endRaw().FindStringIndex(source[at:]); end != nil {
					at += end[1]
					all = append(all, span{kind: statement, from: at - (end[1] - end[0]), to: at})
				}
			}
		default:
			at++
		}
	}
	return all
}

func isTemplate(s string) bool {
	return strings.HasPrefix(s, "{{") || strings.HasPrefix(s, "{%") || strings.HasPrefix(s, "{#")
}

func template(source string, at int) span {
	switch source[at+1] {
	case '{':
		return until(expression, source, at, 2, "}}")
	case '%':
		return until(statement, source, at, 2, "%}")
	}
	return until(comment, source, at, 2, "#}")
}

// until is a span that begins at a place with so many bytes, and ends behind a sign or with the source.
func until(kind spanKind, source string, at, begins int, sign string) span {
	if n := strings.Index(source[at+begins:], sign); n >= 0 {
		return span{kind: kind, from: at, to: at + begins + n + len(sign)}
	}
	return span{kind: kind, from: at, to: len(source), open: sign != "\n"}
}

// quotedText is the text of SQL that begins at a place with so many bytes, and the templates in it. It ends with a sign; two of a
// quote are one in it, and so is a quote behind a backslash, where these escape.
func quotedText(source string, from, begins int, ends string, backslash bool) (inside []span, text span) {
	text = span{kind: literal, from: from, to: len(source), open: true}
	for at := from + begins; at < len(source); {
		rest := source[at:]
		switch {
		case isTemplate(rest):
			s := template(source, at)
			inside = append(inside, s)
			at = s.to
		case backslash && rest[0] == '\\':
			at += 2
		case len(ends) == 1 && strings.HasPrefix(rest, ends+ends):
			at += 2
		case strings.HasPrefix(rest, ends):
			text.to, text.open = at+len(ends), false
			at = len(source)
		default:
			at++
		}
	}
	for i := range inside {
		inside[i].within = &text
	}
	return inside, text
}

// plain is a query with spaces in place of its texts, comments and templates, so that places stay what they are.
func plain(source string, spans []span) string {
	b := []byte(source)
	for _, s := range spans {
		for i := s.from; i < s.to; i++ {
			if b[i] != '\n' {
				b[i] = ' '
			}
		}
	}
	return string(b)
}

var (
	endRaw = pattern(`\{%[-+]?\s*endraw\s*[-+]?%\}`)
	// emptyTemplate is {{ }} with nothing in it.
	emptyTemplate = pattern(`^\{\{[-+]?\s*[-+]?\}\}$`)
	blockWord     = pattern(`^\{%[-+]?\s*(\w+)`)
)

// blockName is the first word of a statement.
func blockName(statement string) string {
	if m := blockWord().FindStringSubmatch(statement); m != nil {
		return m[1]
	}
	return ""
}

// opens tells whether a statement begins a block, which needs its end.
func opens(name, text string) bool {
	switch name {
	case "if", "for", "macro", "call", "filter", "raw", "block", "with", "autoescape":
		return true
	case "set":
		return !strings.Contains(text, "=")
	}
	return false
}

// templates finds what is not closed, and what is empty.
func templates(source string, spans []span) []Finding {
	var found []Finding
	add := func(k Kind, at int, message, do string) {
		found = append(found, Finding{Kind: k, Certainty: Likely, Line: lineAt(source, at), Message: message, Do: do})
	}
	type block struct {
		name string
		at   int
	}
	var blocks []block
	for _, s := range spans {
		text := s.text(source)
		switch name := blockName(text); {
		case s.open && isTemplate(text):
			add(UnbalancedTemplate, s.from, fmt.Sprintf("Nothing closes this %s.", text[:2]),
				fmt.Sprintf("Close it with %s.", closing(text)))
		case s.kind == expression && emptyTemplate().MatchString(text):
			add(StrayTemplate, s.from, "There is an empty {{ }}.", "Name a variable in it, or take it out.")
		case s.kind != statement:
		case opens(name, text):
			blocks = append(blocks, block{name, s.from})
		case strings.HasPrefix(name, "end"):
			if n := len(blocks); n > 0 && "end"+blocks[n-1].name == name {
				blocks = blocks[:n-1]
				continue
			}
			add(UnbalancedTemplate, s.from, fmt.Sprintf("{%% %s %%} ends no block that is open here.", name),
				"Take it out, or begin the block.")
		}
	}
	for _, b := range blocks {
		add(UnbalancedTemplate, b.at, fmt.Sprintf("The block {%% %s %%} has no end.", b.name),
			fmt.Sprintf("End it with {%% end%s %%}.", b.name))
	}
	return found
}

func closing(text string) string {
	switch text[1] {
	case '{':
		return "}}"
	case '%':
		return "%}"
	}
	return "#}"
}

// quoted finds parameters in the texts of a query.
func quoted(source string, spans []span) []Finding {
	var found []Finding
	for _, s := range spans {
		if s.kind != expression || s.open || s.within == nil || s.within.open || strings.Contains(s.text(source), "sqlsafe") {
			continue
		}
		found = append(found, Finding{Kind: QuotedParameter, Certainty: Likely, Line: lineAt(source, s.from),
			Message: fmt.Sprintf("A parameter stands in quotes: %s. Hex fills parameters in as values.",
				hex.OneLine(s.within.text(source), mostQuoted)),
			Do: "Take the quotes away; join texts with || or concat."})
	}
	return found
}

// mostQuoted is how many characters of a source a message repeats.
const mostQuoted = 60
