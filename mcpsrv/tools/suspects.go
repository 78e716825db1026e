package tools

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/words"
)

// notRun is a cell that a run did not come to, and the one above it at which it ended.
type notRun struct {
	CellID   string `json:"cell_id"`
	StaticID string `json:"static_id"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type"`
	// AfterCellID is the cell above that failed, After what it is called.
	AfterCellID string `json:"after_cell_id"`
	After       string `json:"after,omitempty"`
}

func (n notRun) line() string {
	return fmt.Sprintf("- %s: %s above it failed", cellName(n.Type, n.Label, n.CellID, n.StaticID),
		strings.TrimSpace(words.OneLine(n.After)+" "+n.AfterCellID))
}

// suspect is a cell that may be why a run failed, and why it is taken for that.
type suspect struct {
	CellID   string   `json:"cell_id,omitempty"`
	StaticID string   `json:"static_id"`
	Label    string   `json:"label,omitempty"`
	Type     string   `json:"type"`
	Reasons  []string `json:"reasons"`

	weight int
}

func (s suspect) line() string {
	return fmt.Sprintf("- %s: %s", cellName(s.Type, s.Label, s.CellID, s.StaticID), strings.Join(s.Reasons, "; "))
}

// How much a reason weighs: each more than all lighter ones together.
const (
	weighsNothing = 1 << iota // only that nobody could look
	weighsPossible
	weighsLikely
	weighsFailed
	weighsChanged
)

// mostSuspects is how many suspects are named.
const mostSuspects = 10

// search looks for why a run failed.
type search struct {
	*Workspace
	in      explainIn
	project hex.Project
	runs    runsAround
	out     *explanation

	cells    []hex.Cell
	suspects []suspect
	// failed is the place among the cells of the first that failed in the draft's session, -1 for none.
	failed int
	// feeds is the place of the cell that gives what the failed one reads, if that one has no source to mend; else -1.
	feeds int
	// mended is the first cell whose source in the draft is not what ran, empty for none.
	mended string
	// ranWell is the newest run of the draft that was started here, if it completed.
	ranWell string
}

// look compares versions, looks at sources and outputs, and says what follows.
func (s *search) look(ctx context.Context) error {
	var err error
	if s.cells, err = s.allCells(ctx, s.in.ProjectID); err != nil {
		return err
	}
	s.out.CellsLooked, s.failed = len(s.cells), -1
	s.feeds = -1
	s.versions(ctx)
	s.out.Causes = append(s.out.Causes, each(lint.Cells(s.cells, s.visibleConnections(ctx)), causeOf)...)
	for _, c := range s.out.Causes {
		s.suspect(c.StaticID, map[string]int{"likely": weighsLikely, "possible": weighsPossible}[c.Certainty], c.Kind+lineWords(c.Line))
	}
	if err := s.outputs(ctx); err != nil {
		return err
	}
	s.draftRun(ctx)
	slices.SortStableFunc(s.suspects, func(a, b suspect) int { return cmp.Compare(b.weight, a.weight) })
	s.out.Suspects = append(s.out.Suspects, s.suspects[:min(len(s.suspects), mostSuspects)]...)
	s.out.Basis = s.basis()
	s.next()
	return nil
}

// suspect adds a reason to suspect a cell.
func (s *search) suspect(staticID string, weight int, reason string) {
	if staticID == "" || weight == 0 {
		return
	}
	at := slices.IndexFunc(s.suspects, func(x suspect) bool { return x.StaticID == staticID })
	if at < 0 {
		at = len(s.suspects)
		s.suspects = append(s.suspects, suspect{StaticID: staticID})
		if i := slices.IndexFunc(s.cells, func(c hex.Cell) bool { return c.StaticID == staticID }); i >= 0 {
			c := s.cells[i]
			s.suspects[at].CellID, s.suspects[at].Label, s.suspects[at].Type = c.ID, c.Label, string(c.Type)
		}
	}
	s.suspects[at].weight |= weight
	s.suspects[at].Reasons = append(s.suspects[at].Reasons, reason)
}

// versionCell is a cell as an export has it.
type versionCell struct {
	Type   string         `yaml:"cellType"`
	ID     string         `yaml:"cellId"`
	Label  string         `yaml:"cellLabel"`
	Config map[string]any `yaml:"config"`
}

// ran is what of a cell can make a run fail or not, as one text.
func (c versionCell) ran() string {
	counts := c.Config
	switch c.Type {
	case string(hex.CellSQL), string(hex.CellCode), string(hex.CellMarkdown):
		counts = map[string]any{}
		for _, name := range []string{"source", "dataConnectionId", "resultVariableName", "dataFrameCell"} {
			counts[name] = c.Config[name]
		}
	}
	raw, err := json.Marshal(counts)
	if err != nil {
		return fmt.Sprint(counts)
	}
	return string(raw)
}

// versionCells are the cells of a version by static id, from its export.
func (w *Workspace) versionCells(ctx context.Context, projectID, version string) (map[string]versionCell, error) {
	file, err := w.hex.ExportProject(ctx, projectID, version)
	if err != nil {
		return nil, err
	}
	var content struct {
		Cells []versionCell `yaml:"cells"`
	}
	if err := yaml.Unmarshal([]byte(file.Content), &content); err != nil {
		return nil, fmt.Errorf("the export of version %s cannot be read: %w", version, err)
	}
	cells := map[string]versionCell{}
	for _, c := range content.Cells {
		cells[c.ID] = c
	}
	return cells, nil
}

// versions compares what ran with the last success, and with the draft.
func (s *search) versions(ctx context.Context) {
	failed, good := s.runs.explained, s.runs.last
	if failed.RunID == "" || failed.Draft() || failed.Version == "" {
		return
	}
	ran, err := s.versionCells(ctx, s.in.ProjectID, string(failed.Version))
	if err != nil {
		s.unseen(fmt.Sprintf("Version %s could not be exported, so that what ran is not known: %v", failed.Version, err))
	}
	switch {
	case good.RunID == "":
		s.out.Changes = fmt.Sprintf("No run of the %d newest succeeded before it.", runsListed)
	case good.Version == failed.Version:
		s.out.Changes = fmt.Sprintf("Version %s succeeded before, and no cell of it has changed since: what changed is outside of the "+
			"notebook, such as a table, its data, a data connection, an input or a package.", failed.Version)
	case ran != nil:
		s.changed(ctx, ran, good)
	}
	if ran == nil {
		return
	}
	for _, c := range s.cells {
		source, ok := c.Source()
		if was, there := ran[c.StaticID]; ok && there && was.Config["source"] != any(source) {
			s.mended = cmp.Or(s.mended, strings.TrimSpace(words.OneLine(c.Label)+" "+c.ID))
			s.suspect(c.StaticID, weighsPossible, fmt.Sprintf("its source in the draft is not what ran in version %s: it may be mended "+
				"already, and wait to be published", failed.Version))
		}
	}
}

// changed suspects the cells that are not what they were in the version of the last success.
func (s *search) changed(ctx context.Context, ran map[string]versionCell, good hex.Run) {
	before, err := s.versionCells(ctx, s.in.ProjectID, string(good.Version))
	if err != nil {
		s.unseen(fmt.Sprintf("Version %s, which succeeded, could not be exported, so that what changed since is not known: %v",
			good.Version, err))
		return
	}
	count := 0
	since := fmt.Sprintf("since version %s, which succeeded", good.Version)
	for _, id := range sortedKeys(ran) {
		was, there := before[id]
		weight := weighsChanged
		if ran[id].Type == string(hex.CellMarkdown) {
			weight = weighsPossible
		}
		switch {
		case !there:
			s.suspect(id, weight, "it was added "+since)
		case was.ran() != ran[id].ran():
			s.suspect(id, weight, "it was changed "+since)
		default:
			continue
		}
		count++
	}
	for _, id := range sortedKeys(before) {
		if _, there := ran[id]; !there {
			count++
			s.suspect(id, weighsPossible, "it was taken out "+since)
		}
	}
	s.out.Changes = fmt.Sprintf("Between version %s, which succeeded, and version %s, which failed, %s changed.", good.Version,
		s.runs.explained.Version, words.Count(count, "cell"))
	for i := range s.suspects {
		// not in the draft
		if of := cmp.Or(ran[s.suspects[i].StaticID].Type, before[s.suspects[i].StaticID].Type); s.suspects[i].Type == "" {
			s.suspects[i].Type = of
			s.suspects[i].Label = cmp.Or(ran[s.suspects[i].StaticID].Label, before[s.suspects[i].StaticID].Label)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (s *search) unseen(text string) {
	s.out.Unseen = strings.TrimSpace(s.out.Unseen + " " + text)
}

// visibleConnections are the ids of the data connections, nil when they cannot be listed.
func (w *Workspace) visibleConnections(ctx context.Context) map[string]bool {
	all, err := walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.DataConnection], error) {
		return w.hex.ListDataConnections(ctx, hex.ConnectionQuery{Paging: p})
	})
	if err != nil {
		return nil
	}
	ids := map[string]bool{}
	for _, c := range all {
		ids[c.ID] = true
	}
	return ids
}

// outputs reads what cells of the draft's session gave: SQL first, suspects first among them, then code. Only if none of these failed
// the others are asked, which Hex may refuse: charts and the like fail for what cells above no longer give.
func (s *search) outputs(ctx context.Context) error {
	silent := map[string]bool{} // cells without an output, by static id
	for i, c := range s.worthAsking() {
		if sourceless := c.Type != hex.CellSQL && c.Type != hex.CellCode; sourceless && !s.othersWorthAsking() {
			break
		}
		if i >= s.in.Outputs {
			s.out.OutputsSkipped++
			s.unchecked(c, "its output was not looked at")
			continue
		}
		s.progress(i+1, s.in.Outputs, "outputs looked at")
		o, err := s.hex.GetCellOutput(ctx, c.ID)
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
		return slices.ContainsFunc(s.out.CellErrors, func(e cellError) bool { return e.CellID == c.ID })
	})
	for i, c := range s.cells {
		if s.failed >= 0 && i > s.failed && c.Type == hex.CellSQL && silent[c.StaticID] {
			above := s.cells[s.failed]
			s.out.NotRun = append(s.out.NotRun, notRun{CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Type: string(c.Type),
				AfterCellID: above.ID, After: above.Label})
		}
	}
	s.feeding()
	return nil
}

// othersWorthAsking tells whether cells without a source may say more: none with one failed, and the draft has run.
func (s *search) othersWorthAsking() bool {
	return len(s.out.CellErrors) == 0 && (s.out.OutputsLooked > 0 || s.runs.explained.Draft())
}

// failedWith notes that a cell failed in the draft's session. Its message is told with the cell, and nowhere else.
func (s *search) failedWith(c hex.Cell, o hex.CellOutput) {
	e := cellErrorOf(c, o)
	if e.FromThisRun = s.out.Run != nil && o.RunID == s.out.Run.RunID; e.FromThisRun {
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
	if c.Type == hex.CellCode || c.Type != hex.CellSQL && s.runs.explained.Draft() {
		s.suspect(c.StaticID, weighsNothing, "it could not be checked: "+why)
	}
}

// worthAsking are the cells of which Hex may have an output, those first of which it says that it has.
func (s *search) worthAsking() []hex.Cell {
	rank := func(c hex.Cell) int {
		named := slices.ContainsFunc(s.suspects, func(x suspect) bool { return x.StaticID == c.StaticID })
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

// draftRun looks how the newest run of the draft that was started here ended. Where Hex does not tell, nothing is known of it.
func (s *search) draftRun(ctx context.Context) {
	runID := s.names.draftRun(s.in.ProjectID)
	if runID == "" || runID == s.runs.explained.RunID {
		return
	}
	if h, err := s.hex.GetRunStatus(ctx, s.in.ProjectID, runID); err == nil && h.Status == hex.RunCompleted {
		s.ranWell = runID
	}
}

// basis says how the draft that was looked at relates to what ran.
func (s *search) basis() string {
	text, p, r := "Cells, sources and outputs are those of the draft.", s.project, s.runs.explained
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
	if s.runs.explained.Draft() {
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
		e.Call = s.runCall(s.in.ProjectID, c)
	case s.ranWell != "" && s.mended != "":
		e.Next = fmt.Sprintf("Run %s of the draft completed, and cell %s is not in it what ran: it seems to be mended. A person has to "+
			"publish it.", s.ranWell, s.mended)
	case s.ranWell != "" && !s.runs.explained.Draft():
		e.Next = fmt.Sprintf("Run %s of the draft completed with the sources that failed: what was wrong outside of the notebook may be "+
			"over. Run it again.", s.ranWell)
		e.Call = callText("run_hex_project", "project_id", s.in.ProjectID, "wait_s", "45")
	case e.OutputsLooked == 0 || !s.runs.explained.Draft() && e.NewerSuccess == nil:
		e.Next = "No cell of the draft is known to fail. A run of the draft names the cell, with message and line, if it fails there " +
			"too; it costs what a run costs. Where run_hex_draft is not offered, a person can run it in the browser." + publish
		if e.OutputsLooked > 0 {
			e.Next = "The cells of the draft that were looked at do not fail in its session, which may be older than its sources. " + e.Next
		}
		e.Call = callText("run_hex_draft", "project_id", s.in.ProjectID, "use_cached_sql", "false", "wait_s", "45")
	case len(e.Suspects) > 0 && e.Suspects[0].CellID != "":
		e.Next = "Read the first suspect."
		e.Call = callText("get_hex_cell", "cell_id", e.Suspects[0].CellID)
	default:
		e.Next = "Nothing in the cells explains it: look at the run in the browser."
	}
	if e.NewerSuccess != nil {
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
		s.out.Call = callText("get_hex_cell", "cell_id", above.ID)
	}
}

func hasSource(c hex.Cell) bool {
	_, ok := c.Source()
	return ok
}
