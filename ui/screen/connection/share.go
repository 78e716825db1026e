package connection

import (
	"cmp"
	"slices"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// give asks who else may use a connection, then for what.
func give(env *screen.Env, c hex.DataConnection) {
	has := map[string]bool{}
	for _, g := range grants(c) {
		has[g.id] = true
	}
	var items []overlay.Item
	groups := map[string]bool{}
	for _, g := range everybody() {
		if !has[g.id] {
			items = append(items, overlay.Item{ID: g.id, Name: g.name, Title: g.name})
		}
	}
	for i := range env.Store.Groups.Len() {
		g := env.Store.Groups.Item(i)
		if groups[g.ID] = true; !has[g.ID] {
			items = append(items, overlay.Item{ID: g.ID, Name: g.Name, Title: g.Name, Detail: "group"})
		}
	}
	if len(items) == 0 {
		env.Host.Notice(screen.Warn, "All groups may use it already. Hex shares connections with groups, not with single users.")
		return
	}
	deed.Mark(env, overlay.NewSeveral("Who may use "+c.Name, "groups; Hex shares connections with no single users",
		"choose what they may", items, func(added, _ []overlay.Item) string {
			who := make([]grant, len(added))
			for i, it := range added {
				who[i] = grant{id: it.ID, name: it.Name, group: groups[it.ID]}
			}
			askLevel(env, c, who, "")
			return ""
		}))
}

// setAccess asks what one may who may something now.
func setAccess(env *screen.Env, c hex.DataConnection, r screen.Row) {
	askLevel(env, c, []grant{{id: r.ID, name: r.Name, group: r.Part == partGroup}}, r.Value)
}

// askLevel asks what some may, who may what a word says now: nothing is an answer for those who may something. On the web nobody
// queries.
func askLevel(env *screen.Env, c hex.DataConnection, who []grant, now string) {
	onWeb := slices.ContainsFunc(who, func(g grant) bool { return !g.group && g.id == public })
	choice := func(word string, level hex.ConnectionAccess) overlay.Choice {
		return deed.Level(word, now, func() { share(env, c, who, level) })
	}
	query := choice("queries it", hex.ConnectionAccessQuery)
	if onWeb {
		query.Reason = "On the web only results can be seen."
	}
	choices := []overlay.Choice{choice("sees results", hex.ConnectionAccessViewResults), query}
	if now != "" {
		choices = append(choices, choice("nothing", hex.ConnectionAccessNone))
	}
	deed.Pick(env, "What may "+listed(who)+" do with "+c.Name+"?", "what they may", "", choices)
}

// share gives everybody of some one level of access.
func share(env *screen.Env, c hex.DataConnection, who []grant, level hex.ConnectionAccess) {
	var e hex.DataConnectionEdit
	for _, g := range who {
		if g.group {
			one := hex.ConnectionGrant{Access: level}
			one.Group.ID = g.id
			e.Groups = append(e.Groups, one)
			continue
		}
		if e.Workspace == nil {
			e.Workspace = &hex.WorkspaceConnectionAccess{}
		}
		switch g.id {
		case members:
			e.Workspace.Members = level
		case guests:
			e.Workspace.Guests = level
		case public:
			e.Workspace.Public = level
		}
	}
	deed.Do(env, deed.Deed{
		Change: change.EditConnection{ID: c.ID, Edit: e}, Title: "Change who may use the data connection " + quoted(c.Name) + "?",
		Yes: "change the access", Name: field,
		Said: "The data connection " + quoted(c.Name) + ": " + listed(who) + " " +
			cmp.Or(level.Words(), "no longer has access of its own") + " now.",
	})
}

// listed are the first of some names in a sentence.
func listed(who []grant) string {
	switch len(who) {
	case 1:
		return who[0].name
	case 2:
		return who[0].name + " and " + who[1].name
	}
	return who[0].name + " and " + present.Count(len(who)-1) + " more"
}
