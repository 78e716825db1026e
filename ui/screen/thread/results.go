package thread

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex/ask"
	"hextui/ui/graphics"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/theme"
)

// shown is a table or a chart of the answer as it reads: the lines of a table, its head first, or a picture, or why there is none.
type shown struct {
	lines   []string
	below   string // what is not shown of it
	picture *paint.Picture
}

// How much of a table, and how large a chart, stands in the thread; the whole of it opens in a dialog.
const (
	mostLines             = 8
	mostWide              = 40 // of a column
	pictureWide, pictHigh = 64, 14
)

// drawn are the results as they read at a width, the tables first, as [citesOf] counts them.
func drawn(r ask.Results, width int) []shown {
	out := make([]shown, 0, len(r.Tables)+len(r.Charts))
	for _, t := range r.Tables {
		most, total := mostLines, max(t.Total, len(t.Rows))
		if total == most+1 {
			most = total // it needs the line that would tell of it
		}
		s := shown{lines: tableLines(t, most, width)}
		if more := total - min(len(t.Rows), most); more > 0 {
			s.below = present.Plural(more, "further row")
		}
		out = append(out, s)
	}
	for _, c := range r.Charts {
		s := shown{below: "no picture came of it"}
		if len(c.Data) > 0 {
			picture, err := graphics.Decode(c.Data)
			if s.below = ""; err != nil {
				s.below = err.Error()
			} else {
				s.picture = paint.NewPicture(picture, min(width, pictureWide), pictHigh)
			}
		}
		out = append(out, s)
	}
	return out
}

// tableLines are the head and the first rows of a table as text: numbers to the right, and columns for which there is no room
// counted at the end of the head.
func tableLines(t ask.Table, most, width int) []string {
	rows := t.Rows[:min(len(t.Rows), most)]
	lines, room := make([]strings.Builder, len(rows)+1), width
	for i, name := range t.Columns {
		head := oneLine(name)
		values, numbers := make([]string, len(rows)), true
		wide := paint.Width(head)
		for j, row := range rows {
			values[j] = valueOf(row, i)
			numbers = numbers && (i >= len(row) || row[i] == nil || number(*row[i]))
			wide = max(wide, paint.Width(values[j]))
		}
		wide = min(wide, mostWide)
		left := fmt.Sprintf("  … %s", present.Plural(len(t.Columns)-i, "further column"))
		if i > 0 && (wide+2 > room || i < len(t.Columns)-1 && wide+2+paint.Width(left) > room) {
			lines[0].WriteString(left)
			break
		}
		gap := 2
		if i == 0 {
			gap = 0
		}
		room -= wide + gap
		for j := range lines {
			text := head
			if j > 0 {
				text = values[j-1]
			}
			lines[j].WriteString(strings.Repeat(" ", gap) + aligned(paint.Cut(text, wide), wide, numbers))
		}
	}
	out := make([]string, len(lines))
	for i := range lines {
		out[i] = strings.TrimRight(lines[i].String(), " ")
	}
	return out
}

// valueOf is the value of a column as it reads.
func valueOf(row []*string, column int) string {
	if column >= len(row) || row[column] == nil {
		return "null"
	}
	return oneLine(*row[column])
}

func aligned(text string, wide int, right bool) string {
	pad := strings.Repeat(" ", max(wide-paint.Width(text), 0))
	if right {
		return pad + text
	}
	return text + pad
}

// oneLine is a text in one line, without what a terminal would act on.
func oneLine(text string) string { return paint.Visible(strings.Join(strings.Fields(text), " ")) }

// number tells whether a value reads as a number.
func number(text string) bool {
	digits := strings.TrimLeft(text, "+-")
	return digits != "" && !strings.ContainsFunc(digits, func(r rune) bool { return !strings.ContainsRune("0123456789.,eE+-%", r) }) &&
		digits[0] >= '0' && digits[0] <= '9' && strings.Count(text, "-") < 2
}

// wholeTable shows all rows of a table that came.
func (s *Screen) wholeTable(t ask.Table) {
	const most = 1000
	lines := tableLines(t, most, 96)
	out := []overlay.Line{{Text: lines[0], Style: func(t *theme.Theme) theme.Style { return t.Title }}}
	for _, line := range lines[1:] {
		out = append(out, overlay.Line{Text: line})
	}
	if more := t.Total - len(t.Rows); more > 0 {
		out = append(out, overlay.Line{Text: "Hex has " + present.Plural(more, "further row") + ", and gave these."})
	}
	s.env.Host.Ask(&overlay.Text{
		Title: oneLine(t.Title), Lines: out, OnCopy: func() { s.env.Host.Copy(tableMarkdown(t), "the table as Markdown") },
	})
}

// tableMarkdown is a table as Markdown.
func tableMarkdown(t ask.Table) string {
	var b strings.Builder
	cell := func(text string) string { return " " + strings.ReplaceAll(oneLine(text), "|", `\|`) + " |" }
	row := func(values []string) {
		b.WriteString("|")
		for _, v := range values {
			b.WriteString(cell(v))
		}
		b.WriteString("\n")
	}
	row(t.Columns)
	b.WriteString("|" + strings.Repeat(" --- |", len(t.Columns)) + "\n")
	for _, r := range t.Rows {
		values := make([]string, len(t.Columns))
		for i := range values {
			values[i] = valueOf(r, i)
		}
		row(values)
	}
	if more := t.Total - len(t.Rows); more > 0 {
		b.WriteString("\n" + present.Plural(more, "further row") + " in Hex.\n")
	}
	return b.String()
}

// results are the tables and charts of the latest answer, as far as they are known.
func (s *Screen) results() ask.Results {
	if s.id == "" || !ask.Finished(s.thread().Status) {
		return ask.Results{}
	}
	return s.env.Store.Results(s.id).Value
}

// withResults gives the cells and projects of an answer its tables and charts, and those of no cell that is named a place of their own.
func withResults(cites []cite, r ask.Results) []cite {
	add := func(i int, c cite) {
		at := slices.IndexFunc(cites, func(have cite) bool { return c.cell != "" && have.cell == c.cell && have.result == 0 })
		if at < 0 {
			cites = append(cites, c)
			at = len(cites) - 1
		}
		cites[at].result = i + 1
	}
	for i, t := range r.Tables {
		add(i, cite{cell: t.Cell, label: t.Title, kind: "table"})
	}
	for i, c := range r.Charts {
		add(len(r.Tables)+i, cite{cell: c.Cell, label: c.Title, kind: "chart"})
	}
	return cites
}
