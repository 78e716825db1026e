package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/paint"
	"hextui/ui/present"
)

// status is what the terminal or multiplexer around the program may show of it (the Program Status Protocol, OSC 7501),
// the most urgent first: an agent's write that waits for the person, a run that is watched, a question that is, a run that failed
// and was not looked at yet. Once the program ends nobody works for it and nobody waits; that a run failed stays.
func (a *App) status() *tea.ProgramStatus {
	s := &tea.ProgramStatus{State: tea.ProgramStateIdle, App: "hextui"}
	switch f, n := a.newest(); {
	case len(a.approvals.waiting) > 0 && !a.over:
		s.State, s.Kind = tea.ProgramStateBlocked, tea.ProgramStatusKindPermission
		s.Message = "An agent asks: " + paint.Visible(a.approvals.waiting[0].Title)
	case n > 0 && !a.over:
		s.State = tea.ProgramStateWorking
		s.Message = "running " + paint.Visible(f.title)
		if n > 1 {
			s.Message = fmt.Sprintf("%s runs, the newest of %s", present.Count(n), paint.Visible(f.title))
		}
		s.Progress, s.HasProgress = a.share(f)
	case a.asking() > 0 && !a.over:
		s.State, s.Message = tea.ProgramStateWorking, "asking Hex"
	case a.failed != "":
		s.State, s.Message = tea.ProgramStateError, paint.Visible(a.failed)
	}
	return s
}

// newest is the run of those that are watched which began last, and how many there are.
func (a *App) newest() (*follow, int) {
	var newest *follow
	n := 0
	for _, f := range a.follows {
		if f.over {
			continue
		}
		n++
		if newest == nil || f.number > newest.number {
			newest = f
		}
	}
	return newest, n
}

// share is how far a run is in percent, as an estimate that never says that it is done; ok is false where nothing is known to
// estimate by.
func (a *App) share(f *follow) (percent int, ok bool) {
	if !f.known || f.last.Run.Status != hex.RunRunning {
		return 0, false
	}
	usual := a.store.Usual(f.project, f.last.Run)
	if usual == 0 {
		return 0, false
	}
	return min(int(100*f.last.Run.Elapsed(a.now())/usual), 99), true
}
