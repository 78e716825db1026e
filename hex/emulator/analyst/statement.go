package analyst

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"hextui/hex/emulator/sqltext"
)

// statement is the SQL that a prompt asks to run: all of it, what stands in a fence of Markdown, or what follows a colon or begins a
// line. Words of the language stand in prose too, so it counts only if it goes on like SQL and reads a table that there is.
func statement(prompt string) string {
	at := selects().FindStringSubmatchIndex(prompt)
	if at == nil {
		return ""
	}
	sql := prompt[at[2]:]
	for _, end := range []string{"```", "\n\nContext:\n"} {
		sql, _, _ = strings.Cut(sql, end)
	}
	sql = strings.TrimRight(sql, "; \t\r\n")
	if !slices.ContainsFunc(sqltext.Tables(sql), known) {
		return ""
	}
	return sql
}

var selects = sync.OnceValue(func() *regexp.Regexp {
	const value = "(?:[\\w.\"`]+\\s*(?:[,(+*/|-]|from\\b|as\\b)|[*('\"\\d]|case\\b)"
	return regexp.MustCompile(`(?im)(?:^|: )\s*(select\s+(?:distinct\s+)?` + value + `|with\s+(?:recursive\s+)?\w+\s+as\s*\()`)
})

func known(table string) bool { return slices.Contains(knownTables[:], strings.ToLower(table)) }

// ofStatement is the question that a statement is.
func ofStatement(sql string) (Question, error) {
	for _, table := range sqltext.Tables(sql) {
		if !known(table) {
			return Question{}, noTable(table)
		}
	}
	return Question{SQL: sql}, nil
}

// shown is the result of a statement as Markdown: one value alone, else the first rows as a table.
func shown(r Rows) (text string, found bool) {
	value := func(v *string) string {
		if v == nil {
			return "null"
		}
		return strings.ReplaceAll(strings.Join(strings.Fields(*v), " "), "|", `\|`)
	}
	switch {
	case len(r.Rows) == 0:
		return "The query gives no rows.", false
	case len(r.Rows) == 1 && len(r.Columns) == 1:
		return fmt.Sprintf("%s: **%s**.", r.Columns[0], value(r.Rows[0][0])), true
	}
	var b strings.Builder
	line := func(values []string) { b.WriteString("| " + strings.Join(values, " | ") + " |\n") }
	line(r.Columns)
	b.WriteString("|" + strings.Repeat(" --- |", len(r.Columns)) + "\n")
	for _, row := range r.Rows[:min(len(r.Rows), 10)] {
		values := make([]string, len(row))
		for i, v := range row {
			values[i] = value(v)
		}
		line(values)
	}
	if more := len(r.Rows) - 10; more > 0 {
		fmt.Fprintf(&b, "\nThe table has %d more.", more)
	}
	return strings.TrimSpace(b.String()), true
}
