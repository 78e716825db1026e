package ui

import (
	"slices"

	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/screen/activity"
	"hextui/ui/screen/collection"
	"hextui/ui/screen/connection"
	"hextui/ui/screen/drafts"
	"hextui/ui/screen/guides"
	"hextui/ui/screen/home"
	"hextui/ui/screen/people"
	"hextui/ui/screen/project"
	"hextui/ui/screen/projects"
	"hextui/ui/screen/run"
	"hextui/ui/screen/runs"
	"hextui/ui/screen/settings"
	"hextui/ui/screen/sharing"
	"hextui/ui/screen/thread"
)

// place is a row of the table of screens. A new screen is a file of its own, a row here, and a key in the program's table
// where one goes there by a key.
type place struct {
	name  screen.Place
	build func(env *screen.Env, t screen.Target) screen.Screen
	// action goes there from anywhere, and a path of its own begins there; empty for the screen of one thing.
	action action.ID
	// bySub is set where Sub names the thing that is shown; elsewhere it is a part of it.
	bySub bool
}

// table returns the table of screens, those that one can go to from anywhere in the order in which they are offered. The
// program begins with the first.
func (a *App) table() []place {
	log := func(env *screen.Env, _ screen.Target) screen.Screen { return activity.New(env, &a.agents) }
	atHome := func(env *screen.Env, _ screen.Target) screen.Screen { return home.New(env, a.agentsNow) }
	set := func(env *screen.Env, _ screen.Target) screen.Screen { return settings.New(env, a.settingRows) }
	return []place{
		{name: screen.Projects, build: projects.New, action: action.GoProjects},
		{name: screen.Home, build: atHome, action: action.GoHome},
		{name: screen.AllRuns, build: runs.New, action: action.GoAllRuns},
		{name: screen.Groups, build: people.Groups, action: action.GoGroups},
		{name: screen.Collections, build: collection.NewList, action: action.GoCollections},
		{name: screen.Connections, build: connection.NewList, action: action.GoConnections},
		{name: screen.Users, build: people.Users, action: action.GoUsers},
		{name: screen.Threads, build: thread.NewList, action: action.GoThreads},
		{name: screen.Ask, build: thread.New, action: action.GoAsk},
		{name: screen.Guides, build: guides.New, action: action.GoGuides},
		{name: screen.Drafts, build: drafts.New, action: action.GoDrafts},
		{name: screen.Activity, build: log, action: action.Activity},
		{name: screen.Settings, build: set, action: action.GoSettings},
		{name: screen.Project, build: project.New},
		{name: screen.Sharing, build: sharing.New},
		{name: screen.Runs, build: run.NewList},
		{name: screen.Run, build: run.New, bySub: true},
		{name: screen.Group, build: people.Group},
		{name: screen.User, build: people.User},
		{name: screen.Collection, build: collection.New},
		{name: screen.Connection, build: connection.New},
		{name: screen.Thread, build: thread.New},
	}
}

// Places are all that one can go to.
func Places() []screen.Place {
	var names []screen.Place
	for _, p := range (&App{}).table() {
		names = append(names, p.name)
	}
	return names
}

// place is the row of a place. Only a place that has one can be gone to.
func (a *App) place(name screen.Place) place {
	return a.places[slices.IndexFunc(a.places, func(p place) bool { return p.name == name })]
}

// agentsNow is what agents do.
func (a *App) agentsNow() home.Agents {
	now := home.Agents{Served: a.opts.Agents && !a.agentsOver, Calls: a.agents.Len(), Running: a.agents.Running(),
		Waiting: len(a.approvals.waiting)}
	if c, ok := a.agents.Last(); ok {
		now.Last = c.Tool
	}
	return now
}

// home tells whether a place begins a path of its own.
func (a *App) home(name screen.Place) bool { return a.place(name).action != "" }

// ways offers to go to the places that one can go to from anywhere.
func (a *App) ways() []screen.Offer {
	var out []screen.Offer
	for _, p := range a.places {
		if p.action != "" {
			out = append(out, screen.Offer{Action: p.action, Do: func() { a.Go(screen.Target{Place: p.name}) }})
		}
	}
	return out
}
