package tools

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// outlineTools show a notebook without its sources, find places in them, and faults.
func outlineTools() []Spec {
	missing := answer.Advice{Missing: "Find the project with search_hex_projects."}
	return []Spec{
		tool[outlineIn, outline]{
			name: "get_hex_outline", title: "Get a notebook's outline", class: policy.Read, toolset: policy.Cells,
			about: "Shows a project's draft at a glance: every cell in order with type, label, length, first words, headings and the " +
				"names of results.",
			advice: missing,
			target: func(w *Workspace, in outlineIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).outline,
		}.spec(),
		tool[searchCellsIn, cellMatches]{
			name: "search_hex_cells", title: "Search in cells", class: policy.Read, toolset: policy.Cells,
			about:  "Searches the sources of a project's cells for text or a regular expression (RE2), line by line.",
			advice: missing,
			target: func(w *Workspace, in searchCellsIn) string { return w.names.ofProject(in.ProjectID) },
			check:  (searchCellsIn).check,
			run:    (*Workspace).searchCells,
		}.spec(),
		tool[lintIn, lintOut]{
			name: "lint_hex_project", title: "Look for faults before a run", class: policy.Read, toolset: policy.Cells,
			about: "Looks at the sources of a project's draft, without running it, for what makes runs fail or gives what nobody meant: " +
				"a parameter in quotes, templates not closed, names made too late or nowhere, SQL without its data connection.",
			advice: answer.Advice{Missing: "Find the project with search_hex_projects."},
			target: func(w *Workspace, in lintIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).lint,
		}.spec(),
	}
}

type outlineIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	Offset    int    `json:"offset" arg:"min=0" doc:"Cells to skip."`
}

type outlineRow struct {
	Position         int      `json:"position"`
	ID               string   `json:"id"`
	StaticID         string   `json:"static_id"`
	Type             string   `json:"type"`
	Label            string   `json:"label,omitempty"`
	Lines            int      `json:"lines,omitempty"`
	Begins           string   `json:"begins,omitempty"`
	Headings         []string `json:"headings,omitempty"`
	OutputDataframe  string   `json:"output_dataframe,omitempty"`
	DataConnectionID string   `json:"data_connection_id,omitempty"`
}

func (r outlineRow) line() string {
	head := strings.TrimSpace(fmt.Sprintf("%d. %s %s", r.Position, r.Type, words.OneLine(r.Label)))
	return words.With(head, r, "position", "type", "label")
}

type outline struct {
	ProjectID string       `json:"project_id"`
	Cells     []outlineRow `json:"cells"`
	Total     int          `json:"total_cells"`
	HasMore   bool         `json:"has_more"`
	Next      string       `json:"next,omitempty"`
	Odd       []oddRow     `json:"odd,omitempty" doc:"Cells that cannot be understood."`

	offset int
}

func (o outline) Text() string {
	rest := o
	rest.Cells = nil
	head := words.With(fmt.Sprintf("%s of %d", words.Count(len(o.Cells), "cell"), o.Total), rest, "cells", "total_cells", "next")
	return words.Lines(head+".", o.Cells, outlineRow.line, o.Next)
}

func (o outline) Size() int { return len(o.Cells) }

func (o outline) First(n int) answer.Result {
	o.HasMore, o.Next = true, nextOffset(o.offset, n, len(o.Cells))
	o.Cells = o.Cells[:n]
	return o
}

func (w *Workspace) outline(ctx context.Context, in outlineIn) (outline, error) {
	all, err := w.cellsAndOdd(ctx, in.ProjectID)
	if err != nil {
		return outline{}, err
	}
	out := outline{ProjectID: in.ProjectID, Cells: []outlineRow{}, Total: len(all.Items) + len(all.Odd), offset: in.Offset,
		Odd: oddRows(all.Odd)}
	for i, c := range all.Items {
		if i >= in.Offset {
			out.Cells = append(out.Cells, outlineRowOf(i+1, c))
		}
	}
	return out, nil
}

// maxHeadings bounds the headings of one cell, maxBegins the letters of its first line.
const (
	maxHeadings = 8
	maxBegins   = 80
)

func outlineRowOf(position int, c hex.Cell) outlineRow {
	row := outlineRow{Position: position, ID: c.ID, StaticID: c.StaticID, Type: string(c.Type), Label: c.Label,
		OutputDataframe: c.OutputDataframe(), DataConnectionID: c.DataConnectionID}
	source, ok := c.Source()
	if !ok || source == "" {
		return row
	}
	row.Lines = lineCount(source)
	for line := range strings.Lines(source) {
		line = words.OneLine(line)
		if row.Begins == "" {
			row.Begins = words.Shortened(line, maxBegins)
		}
		if c.Type != hex.CellMarkdown {
			if row.Begins != "" {
				break
			}
			continue
		}
		if strings.HasPrefix(line, "#") && len(row.Headings) < maxHeadings {
			row.Headings = append(row.Headings, words.Shortened(line, maxBegins))
		}
	}
	return row
}

// pattern are the arguments of a search in sources.
type pattern struct {
	Find      string   `json:"find" arg:"required" doc:"What to find."`
	Regex     bool     `json:"regex" doc:"find is a regular expression."`
	MatchCase bool     `json:"match_case" doc:"Case matters."`
	WholeWord bool     `json:"whole_word" doc:"Whole words only."`
	CellTypes []string `json:"cell_types" arg:"enum=SQL|CODE|MARKDOWN" doc:"Only these types."`
}

func (p pattern) compile() (*regexp.Regexp, error) {
	text := p.Find
	if !p.Regex {
		text = regexp.QuoteMeta(text)
	}
	if p.WholeWord {
		text = `\b(?:` + text + `)\b`
	}
	if !p.MatchCase {
		text = "(?i:" + text + ")"
	}
	return regexp.Compile("(?m)" + text)
}

func (p pattern) check() *answer.Failure {
	re, err := p.compile()
	if err != nil {
		return answer.Refuse(fmt.Sprintf("find %s is not a regular expression: %s.", words.Quoted(p.Find),
			strings.TrimPrefix(err.Error(), "error parsing regexp: ")),
			`Put \ before ( ) [ ] + * ? . to mean the character, or leave regex out.`)
	}
	if re.MatchString("") {
		return answer.Refuse(fmt.Sprintf("find %s matches nothing at all, and so everywhere.", words.Quoted(p.Find)),
			"Give an expression that needs at least one character.")
	}
	return nil
}

// takes tells whether a cell is looked at, and gives its source.
func (p pattern) takes(c hex.Cell) (string, bool) {
	source, ok := c.Source()
	return source, ok && (len(p.CellTypes) == 0 || hasName(p.CellTypes, string(c.Type)))
}

type searchCellsIn struct {
	ProjectID string  `json:"project_id" arg:"required,id=project"`
	Pattern   pattern `json:",inline"`
	Limit     int     `json:"limit" arg:"min=1,max=1000,default=100" doc:"Lines."`
	Offset    int     `json:"offset" arg:"min=0" doc:"Lines to skip."`
}

func (in searchCellsIn) check() *answer.Failure { return in.Pattern.check() }

type lineMatch struct {
	CellID string `json:"cell_id"`
	Label  string `json:"label,omitempty"`
	Type   string `json:"type"`
	Line   int    `json:"line"`
	Text   string `json:"text"`
}

func (m lineMatch) line() string {
	return fmt.Sprintf("%s %s %s line %d: %s", m.CellID, m.Type, words.OneLine(m.Label), m.Line, m.Text)
}

type cellMatches struct {
	Matches      []lineMatch `json:"matches"`
	TotalLines   int         `json:"total_lines"`
	CellsMatched int         `json:"cells_matched"`
	CellsLooked  int         `json:"cells_searched"`
	HasMore      bool        `json:"has_more"`
	Next         string      `json:"next,omitempty"`
	Odd          []oddRow    `json:"odd,omitempty" doc:"Cells that cannot be understood."`

	offset int
}

func (m cellMatches) Text() string {
	head := fmt.Sprintf("%s in %d of %s match, has_more %v.",
		words.Count(m.TotalLines, "line"), m.CellsMatched, words.Count(m.CellsLooked, "cell"), m.HasMore)
	return words.Lines(head, m.Matches, lineMatch.line, strings.TrimSpace(oddText(m.Odd)+"\n"+m.Next))
}

func (m cellMatches) Size() int { return len(m.Matches) }

func (m cellMatches) First(n int) answer.Result {
	m.HasMore, m.Next = true, nextOffset(m.offset, n, len(m.Matches))
	m.Matches = m.Matches[:n]
	return m
}

// maxMatchText is how many characters of a matching line are shown.
const maxMatchText = 200

func (w *Workspace) searchCells(ctx context.Context, in searchCellsIn) (cellMatches, error) {
	out := cellMatches{Matches: []lineMatch{}, offset: in.Offset}
	re, err := in.Pattern.compile()
	if err != nil {
		return out, err
	}
	all, err := w.cellsAndOdd(ctx, in.ProjectID)
	if err != nil {
		return out, err
	}
	out.Odd = oddRows(all.Odd)
	for _, c := range all.Items {
		source, ok := in.Pattern.takes(c)
		if !ok {
			continue
		}
		out.CellsLooked++
		before := out.TotalLines
		for _, at := range matchingLines(re, source) {
			out.TotalLines++
			if out.TotalLines > in.Offset && len(out.Matches) < in.Limit {
				out.Matches = append(out.Matches, lineMatch{CellID: c.ID, Label: c.Label, Type: string(c.Type), Line: at.number,
					Text: at.text})
			}
		}
		if out.TotalLines > before {
			out.CellsMatched++
		}
	}
	if end := in.Offset + len(out.Matches); end < out.TotalLines {
		out.HasMore, out.Next = true, fmt.Sprintf("Call again with offset %d.", end)
	}
	return out, nil
}

type numbered struct {
	number int
	text   string
}

// matchingLines are the lines in which a match begins, with what is around the first match of each.
func matchingLines(re *regexp.Regexp, source string) []numbered {
	var found []numbered
	line, start := 1, 0 // the line that begins at start
	for _, m := range re.FindAllStringIndex(source, -1) {
		between := source[start:m[0]]
		line += strings.Count(between, "\n")
		if i := strings.LastIndexByte(between, '\n'); i >= 0 {
			start += i + 1
		}
		if len(found) > 0 && found[len(found)-1].number == line {
			continue
		}
		whole, _, _ := strings.Cut(source[start:], "\n")
		found = append(found, numbered{line, around(whole, m[0]-start)})
	}
	return found
}

// around is a line, or where it is long the part around a byte of it.
func around(line string, at int) string {
	line = strings.TrimSuffix(line, "\r")
	if len(line) <= maxMatchText {
		return line
	}
	from := max(0, min(at, len(line))-maxMatchText/4)
	to := min(len(line), from+maxMatchText)
	text := strings.ToValidUTF8(line[from:to], "")
	if from > 0 {
		text = "…" + text
	}
	if to < len(line) {
		text += "…"
	}
	return text
}

type lintIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	Offset    int    `json:"offset" arg:"min=0" doc:"Findings to skip."`
}

type lintRow struct {
	CellID    string `json:"cell_id"`
	StaticID  string `json:"static_id"`
	Label     string `json:"label,omitempty"`
	Type      string `json:"type"`
	Line      int    `json:"line,omitempty" doc:"From 1; missing for the whole cell."`
	Kind      string `json:"kind"`
	Certainty string `json:"certainty" doc:"likely, or possible where the source alone cannot tell."`
	Message   string `json:"message"`
	Do        string `json:"do"`
}

func (r lintRow) line() string {
	where := r.CellID + " " + r.Type + " " + words.OneLine(r.Label)
	if r.Line > 0 {
		where += fmt.Sprintf(" line %d", r.Line)
	}
	return fmt.Sprintf("%s: %s (%s) %s", where, r.Message, r.Certainty, r.Do)
}

type lintOut struct {
	ProjectID string    `json:"project_id"`
	Findings  []lintRow `json:"findings"`
	Total     int       `json:"total_findings"`
	Cells     int       `json:"cells_looked_at"`
	HasMore   bool      `json:"has_more"`
	Next      string    `json:"next,omitempty"`
	Odd       []oddRow  `json:"odd,omitempty" doc:"Cells that cannot be understood."`

	offset int
}

func (o lintOut) Text() string {
	rest := o
	rest.Findings = nil
	head := words.With(fmt.Sprintf("%s of %d in %s", words.Count(len(o.Findings), "finding"), o.Total, words.Count(o.Cells, "cell")), rest,
		"findings", "total_findings", "cells_looked_at", "next")
	return words.Lines(head+".", o.Findings, lintRow.line, o.Next)
}

func (o lintOut) Size() int { return len(o.Findings) }

func (o lintOut) First(n int) answer.Result {
	o.HasMore, o.Next = true, nextOffset(o.offset, n, len(o.Findings))
	o.Findings = o.Findings[:n]
	return o
}

func (w *Workspace) lint(ctx context.Context, in lintIn) (lintOut, error) {
	all, err := w.cellsAndOdd(ctx, in.ProjectID)
	if err != nil {
		return lintOut{}, err
	}
	found := lint.Cells(all.Items, w.visibleConnections(ctx))
	out := lintOut{ProjectID: in.ProjectID, Findings: []lintRow{}, Total: len(found), Cells: len(all.Items), Odd: oddRows(all.Odd),
		offset: in.Offset}
	for _, f := range found[min(in.Offset, len(found)):] {
		out.Findings = append(out.Findings, lintRow{CellID: f.Cell.ID, StaticID: f.Cell.StaticID, Label: f.Cell.Label,
			Type: string(f.Cell.Type), Line: f.Line, Kind: string(f.Kind), Certainty: string(f.Certainty), Message: f.Message, Do: f.Do})
	}
	return out, nil
}
