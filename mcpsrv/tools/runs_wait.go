package tools

import (
	"context"
	"fmt"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// waitTools wait for what takes time, never longer than a client's patience.
func waitTools() []Spec {
	return []Spec{
		tool[waitRunIn, runWaited]{
			name: "wait_hex_run", title: "Wait for a run", class: policy.Read, toolset: policy.Runs,
			about: "Waits until a run finishes, at most timeout_s, and tells its progress. When finished is false, call again with the " +
				"same ids: nothing is lost. Giving up the wait does not stop the run.",
			advice: answer.Advice{Missing: "List the project's runs with get_hex_project_runs.",
				Check: "The run goes on: call wait_hex_run again with the same ids."},
			target: func(w *Workspace, in waitRunIn) string { return w.names.ofProject(in.ProjectID) },
			run:    (*Workspace).waitRun,
		}.spec(),
	}
}

type waitRunIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	RunID     string `json:"run_id" arg:"required,id=run"`
	TimeoutS  int    `json:"timeout_s" arg:"min=1,max=50,default=45" doc:"Seconds to wait."`
}

type runWaited struct {
	Run      run    `json:"run"`
	Finished bool   `json:"finished"`
	WaitedS  int    `json:"waited_s"`
	Next     string `json:"next,omitempty"`
}

func (r runWaited) Text() string {
	text := fmt.Sprintf("%s\nWaited %d s.", r.Run.Text(), r.WaitedS)
	if r.Next != "" {
		text += " " + r.Next
	}
	return text
}

func (w *Workspace) waitRun(ctx context.Context, in waitRunIn) (runWaited, error) {
	began := w.now()
	h, err := w.follow(ctx, in.ProjectID, in.RunID, in.TimeoutS)
	if err != nil {
		return runWaited{}, err
	}
	r := w.runOf(h)
	out := runWaited{Run: r, Finished: r.Finished, WaitedS: int(w.now().Sub(began).Seconds())}
	switch {
	case !r.Finished:
		out.Next = "It has not finished. Call wait_hex_run again with the same ids."
	case h.Status != hex.RunCompleted:
		out.Next = "To see why: " + words.Call("explain_hex_run", "project_id", h.ProjectID, "run_id", h.RunID)
	case h.Draft():
		out.Next = "Read rows with get_hex_cell_output."
	}
	return out, nil
}

// tellEvery is how often a wait is told of when nothing happens.
const tellEvery = 5 * time.Second

// follow waits for the end of a run with the client's shared watcher, so many seconds at most, and gives the run as it then stands. A
// call that has become a task goes on until the run ends: nobody waits for its answer.
func (w *Workspace) follow(ctx context.Context, projectID, runID string, seconds int) (hex.Run, error) {
	watch := w.hex.Watch(ctx, projectID, runID)
	defer watch.Close()
	bound := w.bound(seconds)
	defer bound.end()
	enough := time.NewTimer(time.Duration(seconds) * time.Second)
	defer enough.Stop()
	beat := time.NewTicker(tellEvery)
	defer beat.Stop()
	began := w.now()
	tell := func() {
		said := "Hex has not yet said how the run stands"
		if u, known := watch.Latest(); known && !u.At.IsZero() {
			said = fmt.Sprintf("%s for %s", u.Run.Status, words.Span(u.Run.Elapsed(w.now())))
		}
		w.progress(int(w.now().Sub(began).Seconds()), bound.seconds, said)
	}
	for {
		select {
		case u, more := <-watch.Updates():
			switch {
			case !more:
				return asItStands(ctx, watch)
			case u.Err != nil && (u.Done || u.At.IsZero() && lasting(u.Err)):
				return hex.Run{}, u.Err
			case u.Done:
				return u.Run, nil
			case u.Err == nil:
				tell()
			}
		case <-beat.C:
			tell()
		case <-enough.C:
			until, ok := bound.extend()
			if !ok {
				return asItStands(ctx, watch)
			}
			enough.Reset(time.Until(until))
		}
	}
}

// lasting tells of an error of a run that it will be the same however often Hex is asked.
func lasting(err error) bool {
	return hex.IsKind(err, hex.NotFound, hex.Forbidden, hex.Invalid, hex.Unprocessable)
}

// asItStands is a run that is not followed any longer, as Hex last said.
func asItStands(ctx context.Context, watch *hex.Watch) (hex.Run, error) {
	last, known := watch.Latest()
	switch {
	case ctx.Err() != nil:
		return hex.Run{}, ctx.Err()
	case known && !last.At.IsZero() && (last.Err == nil || !last.Done):
		return last.Run, nil
	case known && last.Err != nil:
		return hex.Run{}, last.Err
	}
	return hex.Run{}, &answer.Failure{Kind: string(hex.Timeout), Message: "Hex did not say how the run stands within the time to wait.",
		Hint: "The run is not affected. Call wait_hex_run again with the same ids."}
}

// bound is how long a call waits.
type bound struct {
	work *Workspace
	// seconds is how long that is from the beginning; 0 once it is until what is waited for ends.
	seconds int
	back    func()
}

func (w *Workspace) bound(seconds int) *bound {
	return &bound{work: w, seconds: seconds, back: func() {}}
}

// extend lets a call that has become a task wait for as long as a task is kept, without its place among those that run at once. It is
// false for any other call, and the second time.
func (b *bound) extend() (until time.Time, ok bool) {
	until, task := b.work.caller.TaskEnds()
	if !task || b.seconds == 0 {
		return time.Time{}, false
	}
	b.seconds, b.back = 0, b.work.caller.StepAside()
	return until, true
}

// end takes the call's place again.
func (b *bound) end() { b.back() }

// waiting are the arguments of every tool that starts a run.
type waiting struct {
	WaitS int `json:"wait_s" arg:"min=0,max=50" doc:"Seconds to wait for the end."`
}

// ending is how a run that was started went on while it was waited for. It is part of the results of all tools that start one.
type ending struct {
	// Finished is true when the run has ended; Run is then as it ended.
	Finished bool `json:"finished"`
	WaitedS  int  `json:"waited_s,omitempty"`
	Run      *run `json:"run,omitempty"`
	// Output is what a run of the draft gave, Explanation why a run failed.
	Output      *output      `json:"output,omitempty"`
	Explanation *explanation `json:"explanation,omitempty"`
	Next        string       `json:"next"`
}

func (e ending) text() string {
	text := fmt.Sprintf(", finished %v.", e.Finished)
	if e.Run != nil {
		text += fmt.Sprintf("\n%s\nWaited %d s.", e.Run.Text(), e.WaitedS)
	}
	if e.Output != nil {
		text += "\n" + e.Output.Text()
	}
	if e.Explanation != nil {
		text += "\n" + e.Explanation.Text()
	}
	if e.Next != "" {
		text += "\n" + e.Next
	}
	return text
}

// Size is how much of it can be left out.
func (e ending) Size() int {
	switch {
	case e.Output != nil:
		return e.Output.Size()
	case e.Explanation != nil:
		return e.Explanation.Size()
	}
	return 0
}

// first is the ending with no more than n of it.
func (e ending) first(n int) ending {
	switch {
	case e.Output != nil:
		cut := e.Output.First(n).(output)
		e.Output = &cut
	case e.Explanation != nil:
		cut := e.Explanation.First(n).(explanation)
		e.Explanation = &cut
	}
	return e
}

// ended waits for a run that was just started, and says how it went on. The run is started whatever comes of the waiting, so that no
// trouble of it fails the call. Rows are read from the output of a run that completed.
func (w *Workspace) ended(ctx context.Context, projectID, runID string, seconds int, rows func(context.Context) (*output, error)) ending {
	again := words.Call("wait_hex_run", "project_id", projectID, "run_id", runID)
	if seconds == 0 {
		return ending{Next: "To wait for its end: " + again}
	}
	began := w.now()
	h, err := w.follow(ctx, projectID, runID, seconds)
	out := ending{WaitedS: int(w.now().Sub(began).Seconds())}
	if err != nil {
		out.Next = fmt.Sprintf("The run has started, and could not be followed: %v Look again: %s", err, again)
		return out
	}
	r := w.runOf(h)
	out.Run, out.Finished = &r, r.Finished
	switch {
	case !r.Finished:
		out.Next = "It has not finished. Do not start it again; go on waiting: " + again
		return out
	case h.Status == hex.RunCompleted:
		out.Output, err = rows(ctx)
	default:
		var e explanation
		e, err = w.explain(ctx, explainIn{ProjectID: projectID, RunID: runID, Outputs: defaultOutputs})
		e.Run = nil // it stands beside it
		out.Explanation = &e
	}
	if err != nil {
		out.Output, out.Explanation = nil, nil
		more := "Read rows with get_hex_cell_output."
		if h.Status != hex.RunCompleted {
			more = "To see why: " + words.Call("explain_hex_run", "project_id", projectID, "run_id", runID)
		}
		out.Next = fmt.Sprintf("How it ended is known; what came of it could not be read: %v %s", err, more)
	}
	return out
}
