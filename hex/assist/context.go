package assist

import (
	"slices"
	"strings"

	"hextui/hex"
)

// The bounds of what of a project goes along with a question, in bytes: of one source, and of all.
const (
	mostOfSource  = 8 << 10
	mostOfSources = 48 << 10
)

// dataframes is the dialect of SQL over dataframes, which Hex runs in DuckDB.
const dataframes = "DuckDB, over the dataframes of the cells above"

// About makes the question about one cell of a project; the cells are the project's in order. Of the cells
// above, the nearest are taken where not all fit.
func About(deed Deed, cells []hex.Cell, staticID string) Question {
	q := Question{Deed: deed}
	end := len(cells)
	for i, c := range cells {
		if c.StaticID == staticID {
			end = i
			if deed != Summarise {
				q.Cell = shown(c)
				source, _ := c.Source()
				q.Cell.Source, q.Cell.Cut = source, false // it is what is written anew: never a part of it
			}
		}
	}
	if deed == Summarise {
		end = len(cells)
	}
	room := mostOfSources
	for i := end - 1; i >= 0; i-- {
		c := shown(cells[i])
		if room -= len(c.Source); room < 0 {
			q.Left = i + 1
			break
		}
		q.Above = append(q.Above, c)
	}
	slices.Reverse(q.Above)
	return q
}

// shown is a cell as a model is shown it, its source cut.
func shown(c hex.Cell) Cell {
	source, _ := c.Source()
	out := Cell{Label: c.Label, Language: language(c.Type), Source: source, Makes: c.OutputDataframe()}
	if len(source) > mostOfSource {
		out.Source, out.Cut = strings.ToValidUTF8(source[:mostOfSource], ""), true
	}
	if c.Type != hex.CellSQL {
		return out
	}
	if out.Connection = c.DataConnectionID; out.Connection == "" {
		out.Dialect = dataframes
	}
	return out
}

// SpeakFor names the dialects of the cells whose data connections' types are found.
func (q *Question) SpeakFor(find func(connectionID string) (hex.ConnectionType, bool)) {
	name := func(c *Cell) {
		if c.Connection == "" {
			return
		}
		if t, ok := find(c.Connection); ok {
			c.Dialect = string(t)
		}
	}
	name(&q.Cell)
	for i := range q.Above {
		name(&q.Above[i])
	}
}

func language(t hex.CellType) string {
	if t == hex.CellCode {
		return "python"
	}
	return strings.ToLower(string(t))
}
