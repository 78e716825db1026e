package mcpsrv

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
)

// waitTools wait for what takes time, never longer than a client's patience.
func waitTools() []spec {
	return []spec{
		tool[waitRunIn, runWaited]{
			name: "wait_hex_run", title: "Wait for a run", class: policy.Read, toolset: policy.Runs,
			about:  "Waits until a run finishes, at most timeout_s, and tells its progress. When finished is false, call again with the same ids: nothing is lost. Giving up the wait does not stop the run.",
			advice: answer.Advice{Missing: "List the project's runs with get_hex_project_runs.", Check: "The run goes on: call wait_hex_run again with the same ids."},
			target: func(s *Workspace, in waitRunIn) string { return s.names.ofProject(in.ProjectID) },
			run:    (*Workspace).waitRun,
		}.spec(),
	}
}

type waitRunIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"required,id=run"`
	TimeoutS  int    `json:"timeout_s" arg:"min=1,max=50,default=45"`
}

type runWaited struct {
	Run      run    `json:"run"`
	Finished bool   `json:"finished"`
	WaitedS  int    `json:"waited_s"`
	Next     string `json:"next,omitempty"`
}

func (r runWaited) Text() string {
	text := fmt.Sprintf("Run %s is %s after %g s.", r.Run.RunID, r.Run.Status, r.Run.ElapsedS)
	if r.Next != "" {
		text += " " + r.Next
	}
	return text
}

var errWaitedEnough = errors.New("the time to wait is over")

// waitRun follows the run with the client's shared watcher.
func (s *Workspace) waitRun(ctx context.Context, in waitRunIn) (runWaited, error) {
	began := s.now()
	bounded, cancel := context.WithTimeoutCause(ctx, time.Duration(in.TimeoutS)*time.Second, errWaitedEnough)
	defer cancel()
	watch := s.hex.Watch(bounded, in.ProjectID, in.RunID)
	defer watch.Close()

	for u := range watch.Updates() {
		switch {
		case u.Err != nil && (u.Done || u.At.IsZero() && hex.IsKind(u.Err, hex.NotFound, hex.Forbidden, hex.Invalid, hex.Unprocessable)):
			return runWaited{}, u.Err
		case u.Done:
			return s.waited(u.Run, began), nil
		case u.Err == nil:
			s.progress(int(s.now().Sub(began).Seconds()), in.TimeoutS, fmt.Sprintf("%s for %s", u.Run.Status, u.Run.Elapsed(s.now()).Round(time.Second)))
		}
	}
	last, known := watch.Latest()
	switch {
	case ctx.Err() != nil:
		return runWaited{}, ctx.Err()
	case known && last.Done && last.Err == nil:
		return s.waited(last.Run, began), nil
	case known && !last.At.IsZero():
		return s.waited(last.Run, began), nil
	case known && last.Err != nil:
		return runWaited{}, last.Err
	}
	return runWaited{}, &answer.Failure{Kind: string(hex.Timeout), Message: "Hex did not say how the run stands within the time to wait.",
		Hint: "The run is not affected. Call wait_hex_run again with the same ids."}
}

func (s *Workspace) waited(h hex.Run, began time.Time) runWaited {
	r := s.runOf(h)
	out := runWaited{Run: r, Finished: r.Finished, WaitedS: int(s.now().Sub(began).Seconds())}
	switch {
	case !r.Finished:
		out.Next = "It has not finished. Call wait_hex_run again with the same ids."
	case h.Status != hex.RunCompleted:
		out.Next = "Call explain_hex_run with both ids to see why."
	}
	return out
}
