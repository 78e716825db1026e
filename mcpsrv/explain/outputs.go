package explain

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"

	"hextui/hex"
)

// outputs reads what cells of the draft's session gave: SQL first, suspects first among them, then code. Only if none of these failed
// the others are asked, which Hex may refuse: charts and the like fail for what cells above no longer give.
func (s *search) outputs(ctx context.Context) error {
	silent := map[string]bool{} // cells without an output, by static id
	for i, c := range s.worthAsking() {
		if sourceless := c.Type != hex.CellSQL && c.Type != hex.CellCode; sourceless && !s.othersWorthAsking() {
			break
		}
		if i >= s.Outputs {
			s.out.OutputsSkipped++
			s.unchecked(c, "its output was not looked at")
			continue
		}
		s.Progress(i+1, s.Outputs, "outputs looked at")
		o, err := s.Hex.GetCellOutput(ctx, c.ID)
		switch {
		case noOutput(err):
			silent[c.StaticID] = true
			s.unchecked(c, "Hex does not tell how "+string(c.Type)+" cells end, but of their errors in the draft's session")
			continue
		case err != nil:
			return err
		}
		s.out.OutputsLooked++
		if o.Error != nil {
			s.failedWith(c, o)
		}
	}
	s.failed = slices.IndexFunc(s.cells, func(c hex.Cell) bool {
		return slices.ContainsFunc(s.out.CellErrors, func(e CellError) bool { return e.CellID == c.ID })
	})
	for i, c := range s.cells {
		if s.failed >= 0 && i > s.failed && c.Type == hex.CellSQL && silent[c.StaticID] {
			above := s.cells[s.failed]
			s.out.NotRun = append(s.out.NotRun, NotRun{CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Type: string(c.Type),
				AfterCellID: above.ID, After: above.Label})
		}
	}
	s.feeding()
	return nil
}

// othersWorthAsking tells whether cells without a source may say more: none with one failed, and the draft has run.
func (s *search) othersWorthAsking() bool {
	return len(s.out.CellErrors) == 0 && (s.out.OutputsLooked > 0 || s.out.Runs.Explained.Draft())
}

// failedWith notes that a cell failed in the draft's session. Its message is told with the cell, and nowhere else.
func (s *search) failedWith(c hex.Cell, o hex.CellOutput) {
	e := ErrorOf(c, o)
	if e.FromThisRun = o.RunID != "" && o.RunID == s.out.Runs.Explained.RunID; e.FromThisRun {
		s.out.Summary = fmt.Sprintf("%s failed%s.", cellName(e.Type, e.Label, e.CellID, e.StaticID), lineWords(e.Line))
	}
	s.out.CellErrors = append(s.out.CellErrors, e)
	s.suspect(c.StaticID, weighsFailed, "it fails in the draft's session"+lineWords(e.Line))
}

// feeding suspects the SQL cell that a failed cell without a source reads, which is the one that can be mended from here: its
// dataframe is named in what went wrong.
func (s *search) feeding() {
	if s.failed < 0 {
		return
	}
	c, e := s.cells[s.failed], s.out.CellErrors[0]
	if hasSource(c) {
		return
	}
	for i, above := range slices.Backward(s.cells[:s.failed]) {
		if name := above.OutputDataframe(); name != "" && hasWord(e.Message+"\n"+e.Traceback, name) {
			s.feeds = i
			s.suspect(above.StaticID, weighsLikely, fmt.Sprintf("it gives %s, which the cell that fails reads: see whether it still "+
				"has what the message names", name))
			return
		}
	}
}

func hasWord(text, word string) bool {
	return regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(word) + `\b`).MatchString(text)
}

// unchecked suspects a cell that may have failed and could not be looked at: code, and in a run of the draft whatever reads data.
func (s *search) unchecked(c hex.Cell, why string) {
	if c.Type == hex.CellCode || c.Type != hex.CellSQL && s.out.Runs.Explained.Draft() {
		s.suspect(c.StaticID, weighsNothing, "it could not be checked: "+why)
	}
}

// worthAsking are the cells of which Hex may have an output, those first of which it says that it has.
func (s *search) worthAsking() []hex.Cell {
	rank := func(c hex.Cell) int {
		named := slices.ContainsFunc(s.suspects, func(x Suspect) bool { return x.StaticID == c.StaticID })
		switch {
		case c.Type == hex.CellSQL && named:
			return 0
		case c.Type == hex.CellSQL:
			return 1
		case c.Type == hex.CellCode && named:
			return 2
		case c.Type == hex.CellCode:
			return 3
		}
		return 4
	}
	asked := slices.DeleteFunc(slices.Clone(s.cells), func(c hex.Cell) bool {
		switch c.Type {
		case hex.CellMarkdown, "TEXT", "INPUT", "CELL_GROUP", "COMPONENT_IMPORT", "BLOCK", "COLLAPSIBLE": // these read no data
			return true
		}
		return false
	})
	slices.SortStableFunc(asked, func(a, b hex.Cell) int { return cmp.Compare(rank(a), rank(b)) })
	return asked
}
