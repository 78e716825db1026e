package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// explainTools say why a run failed.
func explainTools() []Spec {
	return []Spec{
		tool[explainIn, explanation]{
			name: "explain_hex_run", title: "Explain a failed run", class: policy.Read, toolset: policy.Runs,
			about: "Explains why a run failed: newer successes, what changed since the last one, the draft's failing cells, suspects " +
				"in order, the call that tells more.",
			advice: answer.Advice{Missing: "List the project's runs with get_hex_project_runs; find the project with search_hex_projects."},
			target: func(w *Workspace, in explainIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).explain,
		}.spec(),
	}
}

// defaultOutputs is how many outputs are looked at where nobody says how many.
const defaultOutputs = 10

type explainIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"id=run" doc:"None: the newest that failed."`
	Outputs   int    `json:"outputs" arg:"min=0,max=25,default=10" doc:"Cells whose output is looked at."`
}

// cellError is what a cell of the draft says that went wrong.
type cellError struct {
	CellID   string `json:"cell_id"`
	StaticID string `json:"static_id"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type,omitempty"`
	Message  string `json:"message"`
	Line     int    `json:"line,omitempty"`
	// Source are the numbered lines around Line, Means is what such a message usually means.
	Source    string `json:"source,omitempty"`
	Means     string `json:"means,omitempty"`
	Traceback string `json:"traceback,omitempty"`
	// FromThisRun is false when the output is of the draft's session and not of the run that is explained.
	FromThisRun bool `json:"from_this_run"`
}

func cellErrorOf(c hex.Cell, h hex.CellOutput) cellError {
	e := cellError{
		CellID: c.ID, StaticID: c.StaticID, Label: c.Label, Type: string(c.Type), Message: words.Shortened(h.Error.Message, 1000),
		Means: lint.Meaning(h.Error.Message), Traceback: tail(untold(h.Error.Traceback, h.Error.Message), maxTraceback),
	}
	if source, ok := c.Source(); ok {
		e.Line = lint.Line(source, h.Error.Message, h.Error.Traceback)
		e.Source = excerpt(source, e.Line)
	}
	return e
}

// untold is what a traceback says besides the message, with which it mostly ends.
func untold(traceback, message string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(traceback), strings.TrimSpace(message)))
}

// excerpt are the numbered lines around one of a source, which is marked; empty for no line.
func excerpt(source string, line int) string {
	if line == 0 {
		return ""
	}
	const around = 2
	lines := strings.Split(source, "\n")
	var b strings.Builder
	for n := max(1, line-around); n <= min(len(lines), line+around); n++ {
		sign := " "
		if n == line {
			sign = ">"
		}
		fmt.Fprintf(&b, "%s %d %s\n", sign, n, words.Shortened(strings.TrimRight(lines[n-1], "\r"), maxMatchText))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (e cellError) line() string {
	where := "of an earlier run of the draft or another one"
	if e.FromThisRun {
		where = "of this run"
	}
	text := fmt.Sprintf("- %s failed (%s)%s: %s", cellName(e.Type, e.Label, e.CellID, e.StaticID), where, lineWords(e.Line), e.Message)
	for _, part := range []string{e.Source, e.Means, e.Traceback} {
		if part != "" {
			text += "\n" + part
		}
	}
	return text
}

func cellName(kind, label, id, staticID string) string {
	if label != "" {
		label = " " + words.Quoted(words.OneLine(label))
	}
	return strings.TrimSpace(fmt.Sprintf("%s cell%s %s (static_id %s)", kind, label, id, staticID))
}

func lineWords(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf(" line %d", line)
}

// cause is something that is known to make runs fail. Certain is only what Hex itself said; likely is what the source
// shows; possible is what cannot be told from here.
type cause struct {
	Kind      string `json:"kind"`
	Certainty string `json:"certainty"`
	CellID    string `json:"cell_id,omitempty"`
	StaticID  string `json:"static_id,omitempty"`
	Label     string `json:"label,omitempty"`
	Line      int    `json:"line,omitempty"`
	Message   string `json:"message"`
	Do        string `json:"do"`
}

func (c cause) line() string {
	where := ""
	if c.CellID != "" {
		where = " " + cellName("", c.Label, c.CellID, c.StaticID)
	}
	return fmt.Sprintf("- %s (%s)%s%s: %s %s", c.Kind, c.Certainty, where, lineWords(c.Line), c.Message, c.Do)
}

// causeOf is what the sources show, and the tool that mends it.
func causeOf(f lint.Finding) cause {
	c := cause{Kind: string(f.Kind), Certainty: string(f.Certainty), CellID: f.Cell.ID, StaticID: f.Cell.StaticID, Label: f.Cell.Label,
		Line: f.Line, Message: f.Message, Do: f.Do}
	if f.Kind == lint.MissingConnection {
		c.Do += " list_hex_data_connections shows them, update_hex_cell data_connection_id sets one."
	}
	return c
}

// explanation says why a run failed, or what is to be done to know.
type explanation struct {
	Verdict string `json:"verdict"`
	Summary string `json:"summary"`
	Run     *run   `json:"run,omitempty"`
	// NewerSuccess is the newest run that completed after this one, LastSuccess the last before it.
	NewerSuccess *run        `json:"newer_success,omitempty"`
	LastSuccess  *run        `json:"last_success,omitempty"`
	CellErrors   []cellError `json:"cell_errors"`
	NotRun       []notRun    `json:"not_run"`
	Suspects     []suspect   `json:"suspects"`
	Causes       []cause     `json:"causes"`
	// Changes says what changed between the last success and this run, Basis what cells and outputs were looked at, and how they
	// relate to what ran, Unseen what could not be looked at.
	Changes        string `json:"changes,omitempty"`
	Basis          string `json:"basis"`
	Unseen         string `json:"unseen,omitempty"`
	CellsLooked    int    `json:"cells_looked_at"`
	OutputsLooked  int    `json:"outputs_looked_at"`
	OutputsSkipped int    `json:"outputs_skipped"`
	Next           string `json:"next,omitempty"`
	// Call is the call that tells more.
	Call string `json:"call,omitempty"`
}

// Text is all of it, what ends the search first.
func (e explanation) Text() string {
	var b strings.Builder
	say := func(text string) {
		if text != "" {
			b.WriteString(text + "\n")
		}
	}
	if e.NewerSuccess != nil {
		say("A newer run succeeded. " + e.NewerSuccess.Text())
	}
	say(e.Verdict + ": " + e.Summary)
	if e.Run != nil {
		say(e.Run.Text())
	}
	if e.LastSuccess != nil {
		say("The last success before it: " + e.LastSuccess.Text())
	}
	say(e.Changes)
	listed(say, "What failed in the draft:", e.CellErrors, cellError.line)
	listed(say, "What did not run:", e.NotRun, notRun.line)
	listed(say, "Suspects, the first first:", e.Suspects, suspect.line)
	listed(say, "What the sources show:", e.Causes, cause.line)
	say(e.Basis)
	say(fmt.Sprintf("Looked at: %s, %s; outputs left out: %d.", words.Count(e.CellsLooked, "cell"), words.Count(e.OutputsLooked, "output"),
		e.OutputsSkipped))
	say(e.Unseen)
	say(e.Next)
	if e.Call != "" {
		say("The call: " + e.Call)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func listed[T any](say func(string), head string, all []T, line func(T) string) {
	if len(all) > 0 {
		say(words.Lines(head, all, line, ""))
	}
}

// Size counts causes and suspects: the causes are left out first.
func (e explanation) Size() int { return len(e.Causes) + len(e.Suspects) }

// First keeps the first suspects, and with what is left the first causes.
func (e explanation) First(n int) answer.Result {
	suspects := min(n, len(e.Suspects))
	causes := n - suspects
	e.Next = fmt.Sprintf("Not listed: %s and %s. %s", words.Count(len(e.Suspects)-suspects, "suspect"),
		words.Count(len(e.Causes)-causes, "cause"), e.Next)
	e.Suspects, e.Causes = e.Suspects[:suspects], e.Causes[:causes]
	return e
}

// callText is a call as it can be made: the tool and its arguments, names and values in turn. Values that are numbers are written so.
func callText(tool string, arguments ...string) string {
	var b strings.Builder
	b.WriteString(tool + " {")
	for i := 0; i+1 < len(arguments); i += 2 {
		if i > 0 {
			b.WriteString(", ")
		}
		value := arguments[i+1]
		if _, err := strconv.Atoi(value); err != nil && value != "true" && value != "false" {
			raw, _ := json.Marshal(value) // a text always can
			value = string(raw)
		}
		fmt.Fprintf(&b, "%q: %s", arguments[i], value)
	}
	return b.String() + "}"
}

func (w *Workspace) explain(ctx context.Context, in explainIn) (explanation, error) {
	out := explanation{CellErrors: []cellError{}, NotRun: []notRun{}, Suspects: []suspect{}, Causes: []cause{}}
	p, err := w.hex.GetProject(ctx, in.ProjectID)
	if err != nil {
		return out, err
	}
	w.names.project(p)
	runs, err := w.runsAround(ctx, in)
	h := runs.explained
	switch {
	case hex.IsKind(err, hex.Unprocessable) || err == nil && h.RunID == "" && !p.Published():
		out.unpublished(p)
	case err != nil:
		return out, err
	case h.RunID == "":
		out.Verdict, out.Summary = "no_failed_run", "None of the newest runs failed."
		out.Next = "List the runs with get_hex_project_runs, and give run_id to look at one of them."
		out.Basis = "Only the list of runs was looked at."
		return out, nil
	default:
		r := w.runOf(h)
		out.Run = &r
		out.NewerSuccess, out.LastSuccess = w.runPointer(runs.newer), w.runPointer(runs.last)
		out.judge(h)
	}
	switch out.Verdict {
	case "completed", "not_finished", "killed", "no_kernel":
		out.Basis = "Only the runs were looked at: what they tell is enough."
		return out, nil
	}
	search := search{Workspace: w, in: in, project: p, runs: runs, out: &out}
	return out, search.look(ctx)
}

func (w *Workspace) runPointer(h hex.Run) *run {
	if h.RunID == "" {
		return nil
	}
	r := w.runOf(h)
	return &r
}

// runsAround are the run that is explained, the newest success after it and the last one before it; without an id for none.
type runsAround struct{ explained, newer, last hex.Run }

// runsListed is how many of the newest runs are looked at.
const runsListed = 100

// runsAround finds the run of the call, or the newest that failed, and its neighbours.
func (w *Workspace) runsAround(ctx context.Context, in explainIn) (runsAround, error) {
	var out runsAround
	if in.RunID != "" {
		h, err := w.hex.GetRunStatus(ctx, in.ProjectID, in.RunID)
		if err != nil || h.Draft() || !h.Status.Finished() || h.Status == hex.RunCompleted {
			return runsAround{explained: h}, err
		}
		out.explained = h
	}
	page, err := w.hex.GetProjectRuns(ctx, in.ProjectID, hex.RunQuery{Limit: runsListed})
	if err != nil {
		if out.explained.RunID != "" && hex.IsKind(err, hex.NotFound, hex.Forbidden, hex.Unprocessable) {
			return out, nil // its neighbours are not known then
		}
		return out, err
	}
	at := -1 // where the run is, from the newest
	for i, r := range page.Runs {
		switch {
		case in.RunID == r.RunID, in.RunID == "" && at < 0 && r.Status.Finished() && r.Status != hex.RunCompleted:
			at = i
			if in.RunID == "" {
				out.explained = r
			}
		}
	}
	for i, r := range page.Runs {
		if r.Status != hex.RunCompleted {
			continue
		}
		older := i > at
		if at < 0 { // it is older than all that are listed
			older = false
		}
		switch {
		case !older && out.newer.RunID == "":
			out.newer = r
		case older && out.last.RunID == "":
			out.last = r
		}
	}
	if out.explained.RunID == "" {
		return runsAround{}, nil
	}
	return out, nil
}

func (e *explanation) unpublished(p hex.Project) {
	e.Verdict = "unpublished"
	e.Summary = "The project has no published version: run_hex_project and its runs need one, and Hex refuses them with 422."
	e.Causes = append(e.Causes, cause{Kind: "unpublished", Certainty: "certain", Message: "There is no published version.",
		Do: "A person has to publish it in the browser; run_hex_draft runs the draft where the workspace offers it."})
	if p.Published() {
		e.Verdict, e.Causes = "refused", []cause{}
		e.Summary = "Hex refuses to tell of this run (422), although the project is published."
	}
}

// judge says what the run's status alone tells.
func (e *explanation) judge(r hex.Run) {
	switch r.Status {
	case hex.RunCompleted:
		e.Verdict, e.Summary = "completed", "The run completed: there is nothing to explain."
	case hex.RunErrored:
		e.Verdict, e.Summary = "errored", "A cell failed. Hex's API does not say which: what follows is found by comparing versions and "+
			"looking at the draft."
	case hex.RunKilled:
		e.Verdict, e.Summary = "killed", "The run was stopped: somebody cancelled it, or it went on for 24 hours."
		e.Next, e.Call = "Start it again if that was not meant.", callText("run_hex_project", "project_id", r.ProjectID, "wait_s", "45")
	case hex.RunNoKernel:
		e.Verdict, e.Summary = "no_kernel", "Hex had no free machine for the run: nothing in the project is wrong. A user may have 25 "+
			"at once."
		e.Causes = append(e.Causes, cause{Kind: "no_kernel", Certainty: "certain", Message: "No machine was free.",
			Do: "Wait until other runs have finished, then run it again."})
		e.Next, e.Call = "Run it again when others have finished.", callText("run_hex_project", "project_id", r.ProjectID, "wait_s", "45")
	case hex.RunPending, hex.RunRunning:
		e.Verdict, e.Summary = "not_finished", "The run has not finished."
		e.Next, e.Call = "Wait for its end.", callText("wait_hex_run", "project_id", r.ProjectID, "run_id", r.RunID)
	default:
		e.Verdict, e.Summary = "unknown_status", fmt.Sprintf("The run has the status %s, which is not known here: it is not taken for "+
			"finished.", words.Quoted(string(r.Status)))
	}
	if e.NewerSuccess != nil {
		e.Summary = fmt.Sprintf("Run %s succeeded after it, so that nothing may be left to mend. ", e.NewerSuccess.RunID) + e.Summary
	}
}
