// Package onproject is what a person can do with a project beside its cells and runs: give it a status, share it, make a link that
// shows its app, make a new one. What only Hex can do, publishing or deleting, is a sentence here and the way to its page. Every
// screen that has a project selected offers the same.
package onproject

import (
	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/screen"
)

// Offers are the deeds on a project; none is why there is no project to do them on, empty where there is one.
func Offers(env *screen.Env, p hex.Project, none string) []screen.Offer {
	offers := []screen.Offer{
		{Action: action.SetStatus, Reason: none, Do: func() { Status(env, p) }},
		{Action: action.Share, Reason: none, Do: func() {
			env.Host.Go(screen.Target{Place: screen.Sharing, ID: p.ID, Title: p.Title})
		}},
	}
	embed := none
	if none == "" && !p.Published() {
		embed = "“" + p.Title + "” was never published, so there is no app to show. Publishing is done in Hex."
	}
	offers = append(offers, screen.Offer{Action: action.EmbedLink, Reason: embed, Do: func() { Embed(env, p) }})
	for _, what := range [...]action.ID{action.Publish, action.Rename, action.Schedule, action.Archive, action.Delete} {
		offers = append(offers, screen.Offer{Action: what, Reason: none, Do: func() {
			title, says := inHex(p, what)
			deed.InHex(env, title, says, env.API.ProjectURL(p.ID))
		}})
	}
	return offers
}

// Menu is the list of all deeds on a project, which are given, to be found by typing.
func Menu(env *screen.Env, p hex.Project, none string, offers []screen.Offer) screen.Offer {
	return screen.Offer{Action: action.Deeds, Reason: none, Do: func() { deed.Menu(env, action.Projects, p.Title, offers, "") }}
}

// inHex is what Hex's API cannot do with a project, said of the project as it is.
func inHex(p hex.Project, what action.ID) (title, says string) {
	name := "“" + p.Title + "”"
	switch what {
	case action.Rename:
		return "Rename " + name + "?", "Hex's API changes neither the title nor the description of a project: both are changed in Hex, " +
			"at the top of the project."
	case action.Schedule:
		return "When does " + name + " run?", "Hex's API shows schedules and cannot change them: they are made, changed and paused in " +
			"Hex, in the scheduled runs of the project."
	case action.Archive:
		if p.ArchivedAt != nil {
			return "Take " + name + " out of the archive?", "Hex's API cannot do that: it is done in Hex, in the menu of the project."
		}
		return "Archive " + name + "?", "Hex's API cannot archive a project: it is done in Hex, in the menu of the project. What is " +
			"archived is left out of lists and runs no schedule."
	case action.Delete:
		if p.TrashedAt != nil {
			return "Take " + name + " out of the trash?", "It is in the trash. Hex's API can neither take it out nor delete it for good: " +
				"both are done in Hex."
		}
		return "Delete " + name + "?", "Hex's API cannot delete a project: it is put into the trash in Hex, in the menu of the project, " +
			"and can be taken out of it there."
	}
	says = "Hex's API cannot publish: it is done in Hex, with the Publish button of the project. Until then viewers of the app, and runs " +
		"of the published version, have what was published last."
	if !p.Published() {
		says = "It was never published, so nobody sees an app yet. Hex's API cannot publish: it is done in Hex, with the Publish button " +
			"of the project."
	}
	if p.Reviews.Required {
		says += " It needs a review first."
	}
	return "Publish " + name + "?", says
}
