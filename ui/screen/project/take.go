package project

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"hextui/hex"
	res "hextui/hex/result"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// part is some of a result, with the words for it.
type part struct {
	words         string
	rows, columns []int // nil for all
}

// parts are what can be taken of the result as it is shown.
func (s *Screen) parts() []part {
	g := s.result.grid.Grid
	row, _ := g.Row()
	column := g.Column()
	shown := present.Plural(g.Len(), "row")
	if g.Len() < g.Total() {
		shown = present.Count(g.Len()) + " of " + present.Plural(g.Total(), "row")
	}
	return []part{
		{shown, g.Rows(), nil},
		{"this row", []int{row}, nil},
		{"the column " + s.result.table.Columns[column].Name, g.Rows(), []int{column}},
	}
}

// copyAs offers what of the result is copied, and in which form.
func (s *Screen) copyAs() {
	t := s.result.table
	var choices []overlay.Choice
	for _, p := range s.parts() {
		for _, f := range res.Formats {
			choices = append(choices, overlay.Choice{Title: p.words + " as " + string(f), Do: func() { s.copyPart(t, p, f) }})
		}
	}
	s.env.Host.Ask(overlay.NewPicker("Copy", "csv, json, row …", choices))
}

func (s *Screen) copyPart(t *hex.ResultTable, p part, f res.Format) {
	work := func(context.Context) (string, error) {
		var b strings.Builder
		err := res.Write(&b, res.Part(t, p.rows, p.columns), f)
		return b.String(), err
	}
	task.Do(s.env.Tasks, "copy a result", work, func(text string, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "Nothing was copied. "+err.Error())
			return
		}
		s.env.Host.Copy(text, p.words+" as "+string(f))
	})
}

// endings are the forms of a file by the ending of its name.
var endings = map[string]res.Format{".csv": res.CSV, ".tsv": res.TSV, ".txt": res.TSV, ".json": res.JSON, ".md": res.Markdown,
	".sql": res.SQL}

// saveRows writes the rows that are shown to a file that there is not yet.
func (s *Screen) saveRows() {
	p, t := s.parts()[0], s.result.table
	note := "csv, tsv, json, md or sql, by the ending. " + p.words + "."
	if t.TotalKind != hex.TotalExact || t.TotalRows > len(t.Rows) {
		note += " These are the " + resultTitle(t) + " that Hex gives."
	}
	where := (&overlay.Entry{Name: "file", Label: "file", Note: note}).Preset(screen.FileName(s.pane().name(), "result") + ".csv")
	s.env.Host.Ask(overlay.NewForm("Save the result", "save", []*overlay.Entry{where}, func(*overlay.Form) string {
		path := strings.TrimSpace(where.Value())
		f, known := endings[strings.ToLower(filepath.Ext(path))]
		switch {
		case path == "":
			return "Say where to."
		case !known:
			return "The ending of the name says which form: .csv, .tsv, .json, .md or .sql."
		}
		return s.writeRows(path, t, p, f)
	}))
}

func (s *Screen) writeRows(path string, t *hex.ResultTable, p part, f res.Format) (complaint string) {
	rows := screen.Ready(func(w io.Writer) error { return res.Write(w, res.Part(t, p.rows, p.columns), f) })
	return screen.Keep(s.env, path, rows, func(path string, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "The result was not saved: "+err.Error()+".")
			return
		}
		s.env.Host.Notice(screen.OK, "Saved "+p.words+" to "+path+".")
	})
}

// showRow shows a row with a value a line; left and right turn to the rows beside it.
func (s *Screen) showRow() {
	text := &overlay.Text{}
	fill := func() {
		row, _ := s.result.grid.Grid.Row()
		g := s.result.grid.Grid
		text.Title = fmt.Sprintf("Row %s of %s", present.Count(g.Position()+1), present.Count(g.Len()))
		text.Lines, _ = record(s.result.table, row)
	}
	fill()
	text.Turn = func(step int) {
		s.result.grid.Grid.Move(step)
		fill()
	}
	text.OnCopy = func() { s.copyPart(s.result.table, s.parts()[1], res.TSV) }
	s.env.Host.Ask(text)
}

// cannotCompare says why the result cannot be compared, or "".
func (s *Screen) cannotCompare() string {
	if s.result.before != nil {
		return ""
	}
	return "No earlier result of this cell was seen here; after the next run (" + s.env.Keys.Way(action.RunDraft, action.Project) +
		") the two can be compared."
}

// mostCompared is how many rows of each kind a comparison lists.
const mostCompared = 200

// compare shows what is not as in the result before.
func (s *Screen) compare() {
	before, after := s.result.before, s.result.table
	title := "Run " + present.ShortID(s.result.run) + " against run " + present.ShortID(s.result.beforeRun)
	work := func(context.Context) ([]overlay.Line, error) {
		return compared(before, after, res.Compare(before, after)), nil
	}
	task.Do(s.env.Tasks, "compare results", work, func(lines []overlay.Line, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "The results could not be compared. "+err.Error())
			return
		}
		s.env.Host.Ask(&overlay.Text{Title: title, Lines: lines})
	})
}

func compared(before, after *hex.ResultTable, d res.Difference) []overlay.Line {
	lines := []overlay.Line{{Text: d.Say()}}
	for _, t := range []*hex.ResultTable{before, after} {
		if t.TotalKind != hex.TotalExact || t.TotalRows > len(t.Rows) {
			lines = append(lines, overlay.Line{Text: "Of one of them only the " + resultTitle(t) + " are known.", Style: warn})
			break
		}
	}
	for _, name := range d.NewColumns {
		lines = append(lines, overlay.Line{Head: "+ ", Text: "column " + name, Style: added})
	}
	for _, name := range d.LostColumns {
		lines = append(lines, overlay.Line{Head: "- ", Text: "column " + name, Style: removed})
	}
	lines = append(lines, overlay.Line{})
	for _, c := range d.Changed[:min(len(d.Changed), mostCompared)] {
		text := ""
		for i := range d.Key {
			text += said(res.Value(after, c.After, position(after, d.Key[i]))) + "  "
		}
		for _, name := range c.Columns {
			text += " " + name + " " + said(res.Value(before, c.Before, position(before, name))) + " → " +
				said(res.Value(after, c.After, position(after, name)))
		}
		lines = append(lines, overlay.Line{Head: "~ ", Text: text})
	}
	lines = append(lines, whole("+ ", after, d.Added, added)...)
	lines = append(lines, whole("- ", before, d.Gone, removed)...)
	if left := max(len(d.Changed)-mostCompared, 0) + max(len(d.Added)-mostCompared, 0) + max(len(d.Gone)-mostCompared, 0); left > 0 {
		lines = append(lines, overlay.Line{Text: "… and " + present.Plural(left, "row") + " more."})
	}
	return lines
}

func faint(t *theme.Theme) theme.Style   { return t.Faint }
func warn(t *theme.Theme) theme.Style    { return t.Warn }
func added(t *theme.Theme) theme.Style   { return t.Added }
func removed(t *theme.Theme) theme.Style { return t.Removed }

// widestCompared is how much of a value is shown where rows are compared.
const widestCompared = 40

// whole are rows with all their values, those of a column below each other and below its name.
func whole(head string, t *hex.ResultTable, rows []int, style func(*theme.Theme) theme.Style) (lines []overlay.Line) {
	rows = rows[:min(len(rows), mostCompared)]
	if len(rows) == 0 {
		return nil
	}
	shown := make([][]string, len(rows)+1)
	widths := make([]int, len(t.Columns))
	for n := range shown {
		for i, c := range t.Columns {
			value := c.Name
			if n > 0 {
				value = said(res.Value(t, rows[n-1], i))
			}
			value = paint.Cut(paint.Visible(value), widestCompared)
			shown[n] = append(shown[n], value)
			widths[i] = max(widths[i], paint.Width(value))
		}
	}
	for n, values := range shown {
		for i, value := range values {
			room := strings.Repeat(" ", widths[i]-paint.Width(value))
			if values[i] = value + room; res.Numeric(t.Columns[i].Type) {
				values[i] = room + value
			}
		}
		line := overlay.Line{Head: head, Text: strings.TrimRight(strings.Join(values, "  "), " "), Style: style}
		if n == 0 {
			line.Head, line.Style = "  ", faint
		}
		lines = append(lines, line)
	}
	return lines
}

func said(v *string) string {
	if v == nil {
		return null
	}
	return *v
}

func position(t *hex.ResultTable, column string) int {
	for i, c := range t.Columns {
		if c.Name == column {
			return i
		}
	}
	return len(t.Columns) // a value that is none
}
