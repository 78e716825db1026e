package kinds

import (
	_ "embed"
	"strings"
)

//go:embed answers.sql
var answers string

// Answers are statements that SQLite answers in the words of a database, and with its rows. The names of the databases are
// PostgreSQL and DuckDB.
func Answers(database string) []string {
	var all []string
	of := ""
	for line := range strings.Lines(answers) {
		line = strings.TrimSpace(line)
		if names, comment := strings.CutPrefix(line, "# "); comment {
			of = names
		} else if strings.Contains(of, database) {
			all = append(all, line)
		}
	}
	return all
}
