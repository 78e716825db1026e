package complete

import (
	"slices"
	"strings"
)

// Reads are what the sources of cells take from elsewhere, by the place of the cell: tables and dataframes that a query asks,
// dataframes that code names, and parameters that are filled in, each once, in the order in which they are named.
func Reads(cells []Cell) [][]string {
	frames := map[string]bool{}
	for _, c := range cells {
		if c.Frame != "" {
			frames[c.Frame] = true
		}
	}
	all := make([][]string, len(cells))
	for i, c := range cells {
		var named []string
		switch c.Language.Name {
		case "sql":
			q := readSQL(c.Language.Lexer, c.Source)
			for _, r := range q.refs {
				if !slices.ContainsFunc(q.made, func(name string) bool { return equal(name, r.table) }) {
					named = append(named, r.table)
				}
			}
		case "python":
			for _, t := range tokensOf(c.Language.Lexer, c.Source) {
				first, _, _ := strings.Cut(t.text, ".")
				if t.name && frames[first] && first != c.Frame && !slices.Contains(c.Names, first) {
					named = append(named, first)
				}
			}
		default:
			continue
		}
		parameters := map[string]bool{}
		if c.Language.Name == "sql" {
			parametersOf(c.Source, parameters)
		}
		all[i] = once(append(named, sorted(parameters)...))
	}
	return all
}

// once are names without those that stand before.
func once(names []string) (out []string) {
	for _, name := range names {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
