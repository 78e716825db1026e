package explain

import (
	"context"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/mcpsrv/words"
)

// Runs are the run that is explained, the newest that completed after it and the last one before it; without an id for none.
type Runs struct{ Explained, NewerSuccess, LastSuccess hex.Run }

// runsListed is how many of the newest runs are looked at.
const runsListed = 100

// runs finds the run that is asked about, or the newest that failed, and its neighbours.
func (q Question) runs(ctx context.Context) (Runs, error) {
	var out Runs
	if q.RunID != "" {
		h, err := q.Hex.GetRunStatus(ctx, q.Project.ID, q.RunID)
		if err != nil || h.Draft() || !h.Status.Finished() || h.Status == hex.RunCompleted {
			return Runs{Explained: h}, err
		}
		out.Explained = h
	}
	page, err := q.Hex.GetProjectRuns(ctx, q.Project.ID, hex.RunQuery{Limit: runsListed})
	if err != nil {
		if out.Explained.RunID != "" && hex.IsKind(err, hex.NotFound, hex.Forbidden, hex.Unprocessable) {
			return out, nil // its neighbours are not known then
		}
		return out, err
	}
	at := slices.IndexFunc(page.Runs, func(r hex.Run) bool { // where the run is, from the newest; -1: older than all that are listed
		return r.RunID == q.RunID || q.RunID == "" && r.Status.Finished() && r.Status != hex.RunCompleted
	})
	if q.RunID == "" {
		if at < 0 {
			return Runs{}, nil
		}
		out.Explained = page.Runs[at]
	}
	for i, r := range page.Runs {
		switch older := at >= 0 && i > at; {
		case r.Status != hex.RunCompleted:
		case !older && out.NewerSuccess.RunID == "":
			out.NewerSuccess = r
		case older && out.LastSuccess.RunID == "":
			out.LastSuccess = r
		}
	}
	return out, nil
}

// unpublished says that there is no version that could have run, or that Hex says so.
func (e *Explanation) unpublished(p hex.Project) {
	e.Verdict = "unpublished"
	e.Summary = "The project has no published version: run_hex_project and its runs need one, and Hex refuses them with 422."
	e.Causes = append(e.Causes, Cause{Kind: "unpublished", Certainty: "certain", Message: "There is no published version.",
		Do: "A person has to publish it in the browser; run_hex_draft runs the draft where the workspace offers it."})
	if p.Published() {
		e.Verdict, e.Causes = "refused", []Cause{}
		e.Summary = "Hex refuses to tell of this run (422), although the project is published."
	}
}

// judge says what the run's status alone tells.
func (e *Explanation) judge(r hex.Run) {
	switch r.Status {
	case hex.RunCompleted:
		e.Verdict, e.Summary = "completed", "The run completed: there is nothing to explain."
	case hex.RunErrored:
		e.Verdict, e.Summary = "errored", "A cell failed. Hex's API does not say which: what follows is found by comparing versions and "+
			"looking at the draft."
	case hex.RunKilled:
		e.Verdict, e.Summary = "killed", "The run was stopped: somebody cancelled it, or it went on for 24 hours."
		e.Next, e.Call = "Start it again if that was not meant.", words.Call("run_hex_project", "project_id", r.ProjectID, "wait_s", "45")
	case hex.RunNoKernel:
		e.Verdict, e.Summary = "no_kernel", "Hex had no free machine for the run: nothing in the project is wrong. A user may have 25 "+
			"at once."
		e.Causes = append(e.Causes, Cause{Kind: "no_kernel", Certainty: "certain", Message: "No machine was free.",
			Do: "Wait until other runs have finished, then run it again."})
		e.Next, e.Call = "Run it again when others have finished.", words.Call("run_hex_project", "project_id", r.ProjectID, "wait_s", "45")
	case hex.RunPending, hex.RunRunning:
		e.Verdict, e.Summary = "not_finished", "The run has not finished."
		e.Next, e.Call = "Wait for its end.", words.Call("wait_hex_run", "project_id", r.ProjectID, "run_id", r.RunID)
	default:
		e.Verdict, e.Summary = "unknown_status", fmt.Sprintf("The run has the status %s, which is not known here: it is not taken for "+
			"finished.", words.Quoted(string(r.Status)))
	}
	if e.Runs.NewerSuccess.RunID != "" {
		e.Summary = fmt.Sprintf("Run %s succeeded after it, so that nothing may be left to mend. ", e.Runs.NewerSuccess.RunID) + e.Summary
	}
}
