package ui

import (
	"cmp"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/config/state"
	"hextui/ui/screen"
)

// remember opens what is remembered of a workspace, and takes the colours from it unless they were asked for.
func (a *App) remember(s Session) {
	a.state = state.New()
	if a.opts.Remember != nil {
		st, err := a.opts.Remember(cmp.Or(s.Profile, s.DraftsOf))
		if err != nil {
			a.Notice(screen.Warn, err.Error())
		}
		if st != nil {
			a.state = st
		}
	}
	if t := a.state.State().Theme; !a.opts.ThemeAsked && t.Name != "" && t.Over == a.opts.Theme {
		a.themeName = strings.TrimSuffix(t.Name, "auto")
		a.pickTheme()
	}
}

// lastPlace is where the person was when they left, as far as one can go there.
func (a *App) lastPlace() (screen.Target, bool) {
	p := a.state.State().Place
	i := slices.IndexFunc(a.places, func(row place) bool { return row.name == screen.Place(p.Name) })
	if i < 0 {
		return screen.Target{}, false
	}
	return screen.Target{Place: screen.Place(p.Name), ID: p.ID, Sub: p.Sub, Title: p.Title}, true
}

// notePlace remembers where the person is, and what was opened.
func (a *App) notePlace() {
	if len(a.path) == 0 {
		return
	}
	t := a.path[len(a.path)-1]
	now := state.Place{Name: string(t.Place), ID: t.ID, Sub: t.Sub, Title: t.Title}
	if now == a.state.State().Place {
		return
	}
	a.state.Change(func(s *state.State) {
		s.Place = now
		if t.Place == screen.Project {
			s.Opened(t.ID)
		}
	})
}

// keepState writes what is to be remembered, beside the update loop.
func (a *App) keepState() {
	if a.state == nil || a.saving || !a.state.Unsaved() {
		return
	}
	a.saving = true
	st := a.state
	a.tasks.Add(func() tea.Msg { return stateSaved{st.Save()} })
}

// spare has memory given back sooner the larger the workspace is: the program would else take many times what it holds.
func (a *App) spare() {
	percent := 0
	switch n := a.store.Projects.Len(); {
	case n > 20_000:
		percent = 40
	case n > 2_000:
		percent = 100
	}
	if percent != 0 && percent != a.percent && os.Getenv("GOGC") == "" {
		a.percent = percent
		debug.SetGCPercent(percent)
	}
}

// stateSaved is the message that what is remembered was written.
type stateSaved struct{ err error }

func (a *App) stateSaved(m stateSaved) {
	a.saving = false
	if m.err != nil && !a.saidState {
		a.saidState = true // it will hardly be possible the next time
		a.Notice(screen.Warn, m.err.Error())
	}
}
