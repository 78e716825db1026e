package words

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Moment is a time to the second, or nil for none: more digits only cost room.
func Moment(t *time.Time) *time.Time {
	if t == nil || t.IsZero() {
		return nil
	}
	short := t.UTC().Truncate(time.Second)
	return &short
}

// OneLine is a text without line breaks and runs of space.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Lines is a text of a head, a line for each item, and an end where there is one.
func Lines[T any](head string, items []T, line func(T) string, end string) string {
	var b strings.Builder
	b.WriteString(head)
	for _, item := range items {
		b.WriteString("\n" + line(item))
	}
	if end != "" {
		b.WriteString("\n" + end)
	}
	return b.String()
}

// Count is a number of things: 1 row, 2 rows.
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Shortened is a text of at most so many characters, and a sign where it was longer.
func Shortened(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// CutLines cuts a text at a line and says how much there is behind.
func CutLines(text string, most int) string {
	if len(text) <= most {
		return text
	}
	cut := strings.LastIndexByte(text[:most], '\n') + 1
	return fmt.Sprintf("%s[%d more lines]\n", text[:cut], strings.Count(text[cut:], "\n"))
}

// Quoted is a given value for a sentence, cut where it is long.
func Quoted(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// Named is a thing for a person who has to be sure which one is meant: kind, title and whole id.
func Named(kind, title, id string) string {
	if OneLine(title) == "" {
		return fmt.Sprintf("%s %s", kind, id)
	}
	return fmt.Sprintf("%s %q (%s)", kind, OneLine(title), id)
}

// Titled is a thing for a person: its title and the beginning of its id, or the whole id.
func Titled(title, id string) string {
	if title == "" {
		return id
	}
	return fmt.Sprintf("%s (%.8s)", title, id)
}

// Labelled is a text, and behind it what is known: pairs of a word and what it is, where that is not empty.
func Labelled(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			text += fmt.Sprintf(", %s %s", pairs[i], pairs[i+1])
		}
	}
	return text
}

// Stamp is a time as JSON has it, or empty for none.
func Stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Call is a call as it can be made: the tool and its arguments, names and values in turn. Values that are numbers are written so.
func Call(tool string, arguments ...string) string {
	var b strings.Builder
	b.WriteString(tool + " {")
	for i := 0; i+1 < len(arguments); i += 2 {
		if i > 0 {
			b.WriteString(", ")
		}
		value := arguments[i+1]
		if _, err := strconv.Atoi(value); err != nil && value != "true" && value != "false" {
			raw, _ := json.Marshal(value) // a text always can
			value = string(raw)
		}
		fmt.Fprintf(&b, "%q: %s", arguments[i], value)
	}
	return b.String() + "}"
}
