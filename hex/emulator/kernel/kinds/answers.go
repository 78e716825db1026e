package kinds

import (
	_ "embed"
	"strings"
)

//go:embed answers.sql
var answers string

//go:embed refused.sql
var refused string

// Answers are statements that SQLite answers in the words of a database, and with its rows. The names of the databases are
// PostgreSQL and DuckDB.
func Answers(database string) []string { return statements(answers, database) }

// Refused are statements that a database refuses, and that SQLite refuses in its place.
func Refused(database string) []string { return statements(refused, database) }

func statements(of, database string) []string {
	var all []string
	databases := ""
	for line := range strings.Lines(of) {
		line = strings.TrimSpace(line)
		if names, comment := strings.CutPrefix(line, "# "); comment {
			databases, _, _ = strings.Cut(names, ":")
		} else if strings.Contains(databases, database) {
			all = append(all, line)
		}
	}
	return all
}
