package explain

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/words"
)

// Cause is something that is known to make runs fail. Certain is only what Hex itself said; likely is what the source
// shows; possible is what cannot be told from here.
type Cause struct {
	Kind      string `json:"kind"`
	Certainty string `json:"certainty"`
	CellID    string `json:"cell_id,omitempty"`
	StaticID  string `json:"static_id,omitempty"`
	Label     string `json:"label,omitempty"`
	Line      int    `json:"line,omitempty"`
	Message   string `json:"message"`
	Do        string `json:"do"`
}

func (c Cause) line() string {
	where := ""
	if c.CellID != "" {
		where = " " + cellName("", c.Label, c.CellID, c.StaticID)
	}
	return fmt.Sprintf("- %s (%s)%s%s: %s %s", c.Kind, c.Certainty, where, lineWords(c.Line), c.Message, c.Do)
}

// causeOf is what the sources show, and the tool that mends it.
func causeOf(f lint.Finding) Cause {
	c := Cause{Kind: string(f.Kind), Certainty: string(f.Certainty), CellID: f.Cell.ID, StaticID: f.Cell.StaticID, Label: f.Cell.Label,
		Line: f.Line, Message: f.Message, Do: f.Do}
	if f.Kind == lint.MissingConnection {
		c.Do += " list_hex_data_connections shows them, update_hex_cell data_connection_id sets one."
	}
	return c
}

// NotRun is a cell that a run did not come to, and the one above it at which it ended.
type NotRun struct {
	CellID   string `json:"cell_id"`
	StaticID string `json:"static_id"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type"`
	// AfterCellID is the cell above that failed, After what it is called.
	AfterCellID string `json:"after_cell_id"`
	After       string `json:"after,omitempty"`
}

func (n NotRun) line() string {
	return fmt.Sprintf("- %s: %s above it failed", cellName(n.Type, n.Label, n.CellID, n.StaticID),
		strings.TrimSpace(words.OneLine(n.After)+" "+n.AfterCellID))
}

// Suspect is a cell that may be why a run failed, and why it is taken for that.
type Suspect struct {
	CellID   string   `json:"cell_id,omitempty"`
	StaticID string   `json:"static_id"`
	Label    string   `json:"label,omitempty"`
	Type     string   `json:"type"`
	Reasons  []string `json:"reasons"`

	weight int
}

func (s Suspect) line() string {
	return fmt.Sprintf("- %s: %s", cellName(s.Type, s.Label, s.CellID, s.StaticID), strings.Join(s.Reasons, "; "))
}

// Explanation says why a run failed, or what is to be done to know.
type Explanation struct {
	Verdict string `json:"verdict"`
	Summary string `json:"summary"`
	// Runs are those that were found; who shows the explanation says how a run looks.
	Runs       Runs        `json:"-"`
	CellErrors []CellError `json:"cell_errors"`
	NotRun     []NotRun    `json:"not_run"`
	Suspects   []Suspect   `json:"suspects"`
	Causes     []Cause     `json:"causes"`
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

// Head is the verdict in a sentence.
func (e Explanation) Head() string { return e.Verdict + ": " + e.Summary }

// Body is all of it but the head and the runs, as text.
func (e Explanation) Body() string {
	var b strings.Builder
	say := func(text string) {
		if text != "" {
			b.WriteString(text + "\n")
		}
	}
	say(e.Changes)
	listed(say, "What failed in the draft:", e.CellErrors, CellError.Text)
	listed(say, "What did not run:", e.NotRun, NotRun.line)
	listed(say, "Suspects, the first first:", e.Suspects, Suspect.line)
	listed(say, "What the sources show:", e.Causes, Cause.line)
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
func (e Explanation) Size() int { return len(e.Causes) + len(e.Suspects) }

// First keeps the first suspects, and with what is left the first causes.
func (e Explanation) First(n int) Explanation {
	suspects := min(n, len(e.Suspects))
	causes := n - suspects
	e.Next = fmt.Sprintf("Not listed: %s and %s. %s", words.Count(len(e.Suspects)-suspects, "suspect"),
		words.Count(len(e.Causes)-causes, "cause"), e.Next)
	e.Suspects, e.Causes = e.Suspects[:suspects], e.Causes[:causes]
	return e
}

// Question is the run to explain, and what that is found out with.
type Question struct {
	Hex     *hex.Client
	Project hex.Project
	// RunID is empty for the newest run that failed.
	RunID string
	// Outputs is of how many cells the output is looked at.
	Outputs int
	// DraftRun is the newest run of the project's draft that was started here, empty for none.
	DraftRun string
	// Cells reads all cells of a project's draft, Connections the kinds of all data connections by their
	// ids: nil where they cannot be listed.
	Cells       func(ctx context.Context, projectID string) ([]hex.Cell, error)
	Connections func(context.Context) map[string]hex.ConnectionType
	// RunCell is the call that runs a cell.
	RunCell func(projectID string, c hex.Cell) string
	// Progress tells how many outputs were looked at.
	Progress func(done, total int, message string)
}

// Answer explains the run.
func (q Question) Answer(ctx context.Context) (Explanation, error) {
	out := Explanation{CellErrors: []CellError{}, NotRun: []NotRun{}, Suspects: []Suspect{}, Causes: []Cause{}}
	var err error
	out.Runs, err = q.runs(ctx)
	h := out.Runs.Explained
	switch {
	case hex.IsKind(err, hex.Unprocessable) || err == nil && h.RunID == "" && !q.Project.Published():
		out.unpublished(q.Project)
	case err != nil:
		return out, err
	case h.RunID == "":
		out.Verdict, out.Summary = "no_failed_run", "None of the newest runs failed."
		out.Next = "List the runs with get_hex_project_runs, and give run_id to look at one of them."
		out.Basis = "Only the list of runs was looked at."
		return out, nil
	default:
		out.judge(h)
	}
	switch out.Verdict {
	case "completed", "not_finished", "killed", "no_kernel":
		out.Basis = "Only the runs were looked at: what they tell is enough."
		return out, nil
	}
	s := search{Question: q, out: &out, failed: -1, feeds: -1}
	err = s.look(ctx) // it writes to out
	return out, err
}
