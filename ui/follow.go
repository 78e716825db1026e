package ui

import (
	"context"
	"iter"
	"net/url"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// follow is a run that is watched, for every screen that shows it.
type follow struct {
	number  int // of those that were ever followed
	project string
	title   string
	watch   *hex.Watch
	last    hex.RunUpdate
	known   bool
	over    bool
	notify  bool
	// past is set until the run is known not to be over: the end of one that was over before it was watched is no news.
	past bool
}

func (f *follow) nudge() {
	if f.watch != nil && !f.over {
		f.watch.Nudge()
	}
}

// Follow watches a run until it ends. One watcher serves all screens, and agents too.
func (a *App) Follow(projectID, runID, title string) {
	if f := a.follows[runID]; f != nil && (!f.over || f.last.Err == nil) {
		return
	}
	a.watches++
	known, listed := a.store.Runs(projectID).Get(runID)
	f := &follow{number: a.watches, project: projectID, title: title, past: !listed || known.Status.Finished()}
	a.follows[runID] = f
	f.watch = a.session.Client.Watch(a.ctx, projectID, runID)
	task.Each(a.tasks, "follow "+runID, func(ctx context.Context) iter.Seq2[hex.RunUpdate, error] {
		return func(yield func(hex.RunUpdate, error) bool) {
			defer f.watch.Close()
			for {
				select {
				case u, ok := <-f.watch.Updates():
					if !ok || !yield(u, nil) {
						return
					}
				case <-ctx.Done():
					return
				}
			}
		}
	}, func(u hex.RunUpdate, _ error, last bool) {
		if last {
			f.over = true
			return
		}
		a.followed(f, u)
	})
}

// followed takes what is newly known of a run.
func (a *App) followed(f *follow, u hex.RunUpdate) {
	f.last, f.known = u, true
	a.store.NoteRun(u.Run)
	if !u.Done {
		f.past = f.past && (u.At.IsZero() || u.Run.Status.Finished())
		return
	}
	f.over = true
	if u.Err != nil {
		a.Notice(screen.Error, "The run of “"+f.title+"” is no longer watched. "+u.Err.Error())
		return
	}
	if f.past {
		return
	}
	level := screen.OK
	switch u.Run.Status {
	case hex.RunErrored, hex.RunNoKernel:
		level = screen.Error
	case hex.RunKilled:
		level = screen.Warn
	}
	which := "The run of “"
	if u.Run.Draft() {
		which = "The draft run of “"
	}
	said := which + f.title + "” " + present.Ended(u.Run.Status, &a.theme) + " after " + present.Elapsed(u.Run.Elapsed(a.now())) + "."
	a.failed = ""
	if level == screen.Error {
		a.failed = said
	}
	a.tell(level, said, f.target(u.Run))
	if f.notify || a.blurred {
		a.tasks.Add(tea.Raw("\a"))
	}
}

// target is where a run that ended is shown: a draft run in its project.
func (f *follow) target(r hex.Run) screen.Target {
	if r.Draft() {
		return screen.Target{Place: screen.Project, ID: f.project, Title: f.title}
	}
	return screen.Target{Place: screen.Run, ID: f.project, Sub: r.RunID, Title: f.title}
}

// Watched is the newest that is known of a followed run.
func (a *App) Watched(runID string) (hex.RunUpdate, bool) {
	f := a.follows[runID]
	if f == nil || !f.known {
		return hex.RunUpdate{}, false
	}
	return f.last, true
}

// Nudge looks at a followed run now.
func (a *App) Nudge(runID string) {
	if f := a.follows[runID]; f != nil {
		f.nudge()
	}
}

// NotifyEnd turns the bell at the end of a run on or off.
func (a *App) NotifyEnd(runID string) {
	if f := a.follows[runID]; f != nil {
		f.notify = !f.notify
		if f.notify {
			a.Notice(screen.OK, "The terminal will ring when this run ends.")
		} else {
			a.Notice(screen.OK, "The terminal will not ring for this run.")
		}
	}
}

// Notifying tells whether the terminal will ring when the run ends.
func (a *App) Notifying(runID string) bool {
	f := a.follows[runID]
	return f != nil && f.notify
}

// ownLink tells whether a link leads to the workspace itself.
func (a *App) ownLink(link string) bool {
	u, err := url.Parse(link)
	base, baseErr := url.Parse(a.session.Client.BaseURL())
	return err == nil && baseErr == nil && u.Scheme == base.Scheme && u.Host == base.Host
}

// following is the number of runs that are watched now.
func (a *App) following() int {
	_, n := a.newest()
	return n
}
