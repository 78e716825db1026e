package explain

import (
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/words"
)

// basis says how the draft that was looked at relates to what ran.
func (s *search) basis() string {
	text, p, r := "Cells, sources and outputs are those of the draft.", s.Project, s.out.Runs.Explained
	switch {
	case r.Draft():
		text += " The run was one of the draft too."
	case p.LastPublishedAt == nil:
		text += " There is no published version."
	case r.RunID == "":
		text += " The run is not known."
	case p.LastEditedAt.After(*p.LastPublishedAt):
		text += fmt.Sprintf(" The run was of published version %s; the draft was edited after the last publishing, so its sources may "+
			"differ from what ran.", r.Version)
	default:
		text += fmt.Sprintf(" The run was of published version %s; the draft was not edited since the last publishing.", r.Version)
	}
	if s.out.OutputsLooked == 0 {
		return text + " No output could be read: the draft has no running session, or its cells have not run in it."
	}
	return text + " Outputs are of the draft's session, unless from_this_run is true."
}

// next is what to do now, and the call that does it.
func (s *search) next() {
	e := s.out
	publish := " A published app changes only when a person publishes."
	if s.out.Runs.Explained.Draft() {
		publish = ""
		s.unseen("Hex's API gives neither the log of a run nor the rows of code cells.")
	} else {
		s.unseen("Hex's API gives neither the output nor the log of a published run, nor the rows of code cells, nor inputs.")
	}
	switch {
	case s.failed >= 0 && !hasSource(s.cells[s.failed]):
		s.nextAbove(publish)
	case s.failed >= 0:
		c := s.cells[s.failed]
		e.Next = fmt.Sprintf("Mend cell %s with update_hex_cell, then run it.%s", strings.TrimSpace(words.OneLine(c.Label)+" "+c.ID),
			publish)
		e.Call = s.RunCell(s.Project.ID, c)
	case s.ranWell != "" && s.mended != "":
		e.Next = fmt.Sprintf("Run %s of the draft completed, and cell %s is not in it what ran: it seems to be mended. A person has to "+
			"publish it.", s.ranWell, s.mended)
	case s.ranWell != "" && !s.out.Runs.Explained.Draft():
		e.Next = fmt.Sprintf("Run %s of the draft completed with the sources that failed: what was wrong outside of the notebook may be "+
			"over. Run it again.", s.ranWell)
		e.Call = words.Call("run_hex_project", "project_id", s.Project.ID, "wait_s", "45")
	case e.OutputsLooked == 0 || !s.out.Runs.Explained.Draft() && e.Runs.NewerSuccess.RunID == "":
		e.Next = "No cell of the draft is known to fail. A run of the draft names the cell, with message and line, if it fails there " +
			"too; it costs what a run costs. Where run_hex_draft is not offered, a person can run it in the browser." + publish
		if e.OutputsLooked > 0 {
			e.Next = "The cells of the draft that were looked at do not fail in its session, which may be older than its sources. " + e.Next
		}
		e.Call = words.Call("run_hex_draft", "project_id", s.Project.ID, "use_cached_sql", "false", "wait_s", "45")
	case len(e.Suspects) > 0 && e.Suspects[0].CellID != "":
		e.Next = "Read the first suspect."
		e.Call = words.Call("get_hex_cell", "cell_id", e.Suspects[0].CellID)
	default:
		e.Next = "Nothing in the cells explains it: look at the run in the browser."
	}
	if e.Runs.NewerSuccess.RunID != "" {
		e.Next = "Nothing has to be mended if the newer success is of what should run. Otherwise: " + e.Next
	}
}

// nextAbove is what to do about a failed cell whose source the API does not have: mend what it reads.
func (s *search) nextAbove(publish string) {
	c := s.cells[s.failed]
	s.out.Next = fmt.Sprintf("The API cannot change %s cells, so that %s has to be mended in the browser, or by giving it again what it "+
		"reads.", c.Type, strings.TrimSpace(words.OneLine(c.Label)+" "+c.ID))
	if s.feeds >= 0 {
		above := s.cells[s.feeds]
		s.out.Next += fmt.Sprintf(" That is made by cell %s: read it, mend it with update_hex_cell, and run the draft.%s",
			strings.TrimSpace(words.OneLine(above.Label)+" "+above.ID), publish)
		s.out.Call = words.Call("get_hex_cell", "cell_id", above.ID)
	}
}

func hasSource(c hex.Cell) bool {
	_, ok := c.Source()
	return ok
}
