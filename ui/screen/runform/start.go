package runform

import (
	"context"
	"errors"

	"hextui/hex"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// startPublished runs the published version and shows the run.
func startPublished(env *screen.Env, p hex.Project, r hex.RunRequest) {
	env.Host.Notice(screen.Info, "Starting the published version of “"+p.Title+"”.")
	form, _ := env.Host.Answered().(*overlay.Form)
	start := func(ctx context.Context) (hex.RunHandle, error) { return env.API.RunProject(ctx, p.ID, r) }
	task.Do(env.Tasks, "", start, func(h hex.RunHandle, err error) {
		if err != nil {
			notStarted(env, form, "The published version of “"+p.Title+"” was not started.", err)
			return
		}
		env.Store.NoteRun(hex.Run{
			ProjectID: p.ID, RunID: h.RunID, Version: h.Version, URL: h.URL, Status: hex.RunPending, Trigger: hex.TriggerAPI,
			TraceID: h.TraceID,
		})
		env.Store.NoteInputs(h.RunID, r.Inputs)
		env.Host.Follow(p.ID, h.RunID, p.Title)
		env.Host.Go(screen.Target{Place: screen.Run, ID: p.ID, Sub: h.RunID, Title: p.Title})
	})
}

// StartDraft runs a project's draft with the inputs of its own cells.
func StartDraft(env *screen.Env, p hex.Project) { startDraft(env, p, hex.DraftRunRequest{}) }

func startDraft(env *screen.Env, p hex.Project, r hex.DraftRunRequest) {
	env.Host.Notice(screen.Info, "Starting the draft of “"+p.Title+"”.")
	task.Do(env.Tasks, "", func(ctx context.Context) (hex.DraftRun, error) {
		return offered(ctx, env, p.ID, func() (hex.DraftRun, error) { return env.API.RunDraft(ctx, p.ID, r) })
	}, func(d hex.DraftRun, err error) { draftStarted(env, p, "", d, err) })
}

// StartCell runs one cell of a draft and what it stands on.
func StartCell(env *screen.Env, p hex.Project, c hex.Cell) {
	env.Host.Begin()
	task.Do(env.Tasks, "", func(ctx context.Context) (hex.DraftRun, error) {
		return offered(ctx, env, p.ID, func() (hex.DraftRun, error) { return runCell(ctx, env, p.ID, c) })
	}, func(d hex.DraftRun, err error) { draftStarted(env, p, c.StaticID, d, err) })
}

// runCell runs a cell by the id that it has now: a cell that was written meanwhile has another.
func runCell(ctx context.Context, env *screen.Env, projectID string, c hex.Cell) (hex.DraftRun, error) {
	d, err := env.API.RunCell(ctx, c.ID, false)
	if !hex.IsKind(err, hex.NotFound) {
		return d, err
	}
	now, gone := env.API.FindCell(ctx, projectID, c.StaticID)
	switch {
	case gone != nil:
		return d, cellGone{gone}
	case now.ID == c.ID:
		return d, err
	}
	return env.API.RunCell(ctx, now.ID, false)
}

// cellGone is the error of a cell that is no longer in its project, which is no word on the draft routes.
type cellGone struct{ cause error }

func (c cellGone) Error() string { return "The cell is no longer in this project. " + c.cause.Error() }

// refused is the error of a workspace that does not offer draft runs over the API.
type refused struct{ cause error }

func (r refused) Error() string { return r.cause.Error() }
func (r refused) Unwrap() error { return r.cause }

// offered tells a workspace without the draft routes from a project that is gone: both answer not found.
func offered(ctx context.Context, env *screen.Env, projectID string, start func() (hex.DraftRun, error)) (hex.DraftRun, error) {
	d, err := start()
	if !hex.IsKind(err, hex.NotFound, hex.Forbidden) || errors.As(err, new(cellGone)) {
		return d, err
	}
	if _, gone := env.API.GetProject(ctx, projectID); gone != nil {
		return d, err
	}
	return d, refused{err}
}

func draftStarted(env *screen.Env, p hex.Project, cell string, d hex.DraftRun, err error) {
	if r, ok := err.(refused); ok {
		draftRefused(env, p, r)
		return
	}
	if err != nil {
		failed(env, "The draft of “"+p.Title+"” was not started.", err)
		return
	}
	status := d.Status
	if status == "" {
		status = hex.RunPending
	}
	env.Store.SetDraftRun(p.ID, d.RunID, cell)
	env.Store.NoteRun(hex.Run{
		ProjectID: p.ID, RunID: d.RunID, Version: "draft", URL: d.URL, Status: status, Trigger: hex.TriggerAPI, TraceID: d.TraceID,
	})
	env.Host.Follow(p.ID, d.RunID, p.Title)
	env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title})
}

// draftRefused says once that this workspace runs no drafts over the API, and offers what there is instead.
func draftRefused(env *screen.Env, p hex.Project, r refused) {
	*env.NoDraftRuns = "This workspace does not run drafts over the API; run them in Hex."
	c := &overlay.Confirm{
		Title: "This workspace runs no drafts over the API",
		Body: "The route that runs a draft is one that Hex's own tools use and is not part of the published API; " +
			"here it was refused (" + r.Error() + "). It will not be offered again in this session.",
		Yes: "open the project in Hex", No: "stay",
		OnYes: func() { env.Host.Browse(env.API.ProjectURL(p.ID)) },
	}
	if p.Published() {
		c.Body += "\n\nThe published version can be run instead. It does not contain what was changed in the draft since it was published."
		c.Yes = "run the published version"
		c.OnYes = func() { Ask(env, p, Published) }
	}
	env.Host.Interrupt(c)
}

// notStarted shows why a run was not started. Where that is certain, the form with its inputs is there again.
func notStarted(env *screen.Env, form *overlay.Form, what string, err error) {
	failed(env, what, err)
	var e *hex.Error
	if form == nil || errors.As(err, &e) && e.MayHaveHappened {
		return
	}
	env.Host.Ask(form.Again())
	form.Complain(what + " " + err.Error())
}

// failed shows why something was not done.
func failed(env *screen.Env, what string, err error) {
	env.Host.Notice(screen.Error, what+" "+err.Error())
}

// Cancel asks before a run is stopped.
func Cancel(env *screen.Env, projectID, runID, title string) {
	env.Host.Begin()
	env.Host.Ask(&overlay.Confirm{
		Title: "Cancel this run?",
		Body: "The run " + present.ShortID(runID) + " of “" + title + "” is stopped where it is. " +
			"What it has already done in the warehouse stays done.",
		Yes: "cancel the run", No: "let it run", Danger: true,
		OnYes: func() {
			task.Do(env.Tasks, "", func(ctx context.Context) (struct{}, error) {
				return struct{}{}, env.API.CancelRun(ctx, projectID, runID)
			}, func(_ struct{}, err error) {
				if err != nil {
					failed(env, "The run was not cancelled.", err)
					return
				}
				env.Host.Notice(screen.OK, "The run was told to stop.")
				env.Host.Nudge(runID)
			})
		},
	})
}
