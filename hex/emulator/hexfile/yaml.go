package hexfile

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// mapping is a YAML mapping whose members keep their order.
type mapping []member

type member struct {
	key   string // a plain word
	value any    // string, int, float64, bool, nil, mapping or []any
}

// write appends a value as YAML in block style. The cursor is behind "key:" or
// "-", and indent is that of the lines that follow.
func write(b *strings.Builder, value any, indent int) {
	switch v := value.(type) {
	case mapping:
		if len(v) == 0 {
			b.WriteString(" {}\n")
			return
		}
		b.WriteString("\n")
		for _, m := range v {
			b.WriteString(spaces(indent) + m.key + ":")
			write(b, m.value, indent+2)
		}
	case []any:
		if len(v) == 0 {
			b.WriteString(" []\n")
			return
		}
		b.WriteString("\n")
		for _, item := range v {
			b.WriteString(spaces(indent) + "-")
			// A mapping begins on the line of its dash.
			var inner strings.Builder
			write(&inner, item, indent+2)
			text := inner.String()
			if rest, ok := strings.CutPrefix(text, "\n"+spaces(indent+2)); ok {
				text = " " + rest
			}
			b.WriteString(text)
		}
	case string:
		writeText(b, v, indent)
	case nil:
		b.WriteString(" null\n")
	case bool:
		b.WriteString(" " + strconv.FormatBool(v) + "\n")
	default:
		fmt.Fprintf(b, " %v\n", v)
	}
}

func spaces(n int) string { return strings.Repeat(" ", n) }

// plainText is what needs no quotes; plainNot are the words among it that do.
var (
	plainText = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./]*(?:[ -][A-Za-z0-9_./()]+)*$`)
	})
	plainNot = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$`)
	})
)

func writeText(b *strings.Builder, text string, indent int) {
	switch {
	case plainText().MatchString(text) && !plainNot().MatchString(text):
		b.WriteString(" " + text + "\n")
	case isBlock(text):
		chomp := "-"
		if strings.HasSuffix(text, "\n") {
			chomp, text = "", strings.TrimSuffix(text, "\n")
		}
		b.WriteString(" |" + chomp + "\n")
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" {
				b.WriteString(spaces(indent) + line)
			}
			b.WriteString("\n")
		}
	default:
		b.WriteString(" " + quoted(text) + "\n")
	}
}

// isBlock tells whether a text of several lines can stand as it is: it must not
// begin or end in a way that a reader would take for indentation, nor hold
// characters that YAML admits in quotes only.
func isBlock(text string) bool {
	if !strings.Contains(strings.TrimSuffix(text, "\n"), "\n") || strings.HasSuffix(text, "\n\n") || !utf8.ValidString(text) {
		return false
	}
	for i, line := range strings.Split(text, "\n") {
		if i == 0 && (line == "" || line[0] == ' ' || line[0] == '\t') || line != "" && strings.TrimSpace(line) == "" {
			return false
		}
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && needsEscape(r) })
}

func needsEscape(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// quoted is a text in double quotes, where YAML reads the escapes of JSON.
func quoted(text string) string {
	// Strings always encode; what is no UTF-8 becomes the replacement character.
	encoded, _ := json.Marshal(text)
	var b strings.Builder
	for _, r := range string(encoded) {
		if needsEscape(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
