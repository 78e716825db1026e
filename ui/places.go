package ui

import (
	"slices"

	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/screen/activity"
	"hextui/ui/screen/browse"
	"hextui/ui/screen/project"
	"hextui/ui/screen/projects"
	"hextui/ui/screen/run"
	"hextui/ui/screen/thread"
)

// place is a row of the table of screens. A new screen is a file of its own, a row here, and a key in the program's table
// where one goes there by a key.
type place struct {
	name  screen.Place
	build func(env *screen.Env, t screen.Target) screen.Screen
	// action goes there from anywhere, and a path of its own begins there; empty for the screen of one thing.
	action action.ID
	// reason, when not empty, says why one cannot go there in this session.
	reason string
	// bySub is set where Sub names the thing that is shown; elsewhere it is a part of it.
	bySub bool
}

// places returns the table of screens, those that one can go to from anywhere in the order in which they are offered. The
// program begins with the first.
func places(agents *activity.Log, served bool) []place {
	noAgents := ""
	if !served {
		noAgents = "No MCP server runs beside this UI; start with --listen ADDRESS --tui."
	}
	log := func(env *screen.Env, _ screen.Target) screen.Screen { return activity.New(env, agents) }
	return []place{
		{name: screen.Projects, build: projects.New, action: action.GoProjects},
		{name: screen.Groups, build: browse.Groups, action: action.GoGroups},
		{name: screen.Collections, build: browse.Collections, action: action.GoCollections},
		{name: screen.Connections, build: browse.Connections, action: action.GoConnections},
		{name: screen.Users, build: browse.Users, action: action.GoUsers},
		{name: screen.Threads, build: thread.NewList, action: action.GoThreads},
		{name: screen.Ask, build: thread.New, action: action.GoAsk},
		{name: screen.Drafts, build: browse.Drafts, action: action.GoDrafts},
		{name: screen.Activity, build: log, action: action.Activity, reason: noAgents},
		{name: screen.Project, build: project.New},
		{name: screen.Runs, build: run.NewList},
		{name: screen.Run, build: run.New, bySub: true},
		{name: screen.Group, build: browse.Group},
		{name: screen.Collection, build: browse.Collection},
		{name: screen.Thread, build: thread.New},
	}
}

// place is the row of a place. Only a place that has one can be gone to.
func (a *App) place(name screen.Place) place {
	return a.places[slices.IndexFunc(a.places, func(p place) bool { return p.name == name })]
}

// home tells whether a place begins a path of its own.
func (a *App) home(name screen.Place) bool { return a.place(name).action != "" }

// ways offers to go to the places that one can go to from anywhere.
func (a *App) ways() []screen.Offer {
	var out []screen.Offer
	for _, p := range a.places {
		if p.action != "" {
			out = append(out, screen.Offer{Action: p.action, Reason: p.reason, Do: func() { a.Go(screen.Target{Place: p.name}) }})
		}
	}
	return out
}
