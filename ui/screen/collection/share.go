package collection

import (
	"cmp"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// give asks who else gets access, then which.
func give(env *screen.Env, c hex.Collection) {
	has := map[string]bool{}
	for _, g := range grants(env, c) {
		has[g.kind+" "+g.id] = true
	}
	var items []overlay.Item
	add := func(kind, id, name, detail string) {
		if !has[kind+" "+id] {
			items = append(items, overlay.Item{ID: kind + " " + id, Name: name, Title: name, Detail: detail})
		}
	}
	add(everyone, workspace, "everyone in the workspace", "")
	for i := range env.Store.Groups.Len() {
		g := env.Store.Groups.Item(i)
		add(group, g.ID, g.Name, "group")
	}
	for i := range env.Store.Users.Len() {
		u := env.Store.Users.Item(i)
		add(user, u.ID, personName(u), u.Email)
	}
	if len(items) == 0 {
		env.Host.Notice(screen.Warn, "There is nobody else: who the workspace's users and groups are is not known, or all have access.")
		return
	}
	deed.Mark(env, overlay.NewSeveral("Give access to "+c.Name, "groups, users", "choose what they may", items,
		func(added, _ []overlay.Item) string {
			who := make([]grant, len(added))
			for i, it := range added {
				kind, id, _ := strings.Cut(it.ID, " ")
				who[i] = grant{kind: kind, id: id, name: it.Name}
			}
			askLevel(env, c, who, "")
			return ""
		}))
}

// setAccess asks what one shall be allowed who has access.
func setAccess(env *screen.Env, c hex.Collection, r screen.Row) {
	askLevel(env, c, []grant{{kind: r.Part, id: r.ID, name: r.Name}}, r.Value)
}

// askLevel asks what some may, who may what a word says now: nothing is an answer for those who may something.
func askLevel(env *screen.Env, c hex.Collection, who []grant, now string) {
	title := "What may " + listed(namesOf(who)) + " do with " + c.Name + "?"
	choice := func(word, level string) overlay.Choice {
		return deed.Level(word, now, func() { share(env, c, who, level) })
	}
	choices := []overlay.Choice{}
	for _, level := range levels {
		choices = append(choices, choice(hex.CollectionWords(level), level))
	}
	if now != "" {
		choices = append(choices, choice("nothing", string(hex.AccessNone)))
	}
	deed.Pick(env, title, "what they may", "", choices)
}

// listed are the first of some names in a title.
func listed(names []string) string {
	if len(names) > 2 {
		return names[0] + " and " + present.Count(len(names)-1) + " more"
	}
	return strings.Join(names, " and ")
}

// share gives everybody of some one level of access.
func share(env *screen.Env, c hex.Collection, who []grant, level string) {
	s := hex.CollectionSharing{}
	var names []change.Who
	for _, g := range append(slices.Clone(who), others(env, c, who)...) {
		names = known(env, names, g)
	}
	for _, g := range who {
		switch g.kind {
		case everyone:
			s.Workspace = toEveryone(level).Workspace
		case group:
			s.Groups = append(s.Groups, hex.CollectionGrant{ID: g.id, Access: level})
		case user:
			s.Users = append(s.Users, hex.CollectionGrant{ID: g.id, Access: level})
		}
	}
	deed.Do(env, deed.Deed{
		Change: change.EditCollection{ID: c.ID, Edit: hex.CollectionEdit{Sharing: &s}, Known: names},
		Title:  "Change who may use the collection " + quoted(c.Name) + "?", Yes: "change the access", Name: field,
		Said: "The collection " + quoted(c.Name) + ": " + listed(namesOf(who)) + " " +
			cmp.Or(hex.CollectionWords(level), "has no access of its own") + " now.",
	})
}

func namesOf(who []grant) []string {
	names := make([]string, len(who))
	for i, g := range who {
		names[i] = g.name
	}
	return names
}

// others are those with access who are not named by a change: what is read of them is told by names, too.
func others(env *screen.Env, c hex.Collection, but []grant) []grant {
	return slices.DeleteFunc(grants(env, c), func(g grant) bool {
		return slices.ContainsFunc(but, func(b grant) bool { return b.id == g.id })
	})
}

// known adds those to some who are known by name: a user by the e-mail address, which is theirs alone. Of others changes find out.
func known(env *screen.Env, all []change.Who, g grant) []change.Who {
	name := ""
	switch g.kind {
	case group:
		k, _ := env.Store.Groups.Get(g.id)
		name = k.Name
	case user:
		u, _ := env.Store.Users.Get(g.id)
		name = cmp.Or(u.Email, u.Name)
	}
	if name == "" {
		return all
	}
	return append(all, change.Who{ID: g.id, Name: name})
}

func toEveryone(level string) (s hex.CollectionSharing) {
	s.Workspace = &struct {
		Members string `json:"members"`
	}{level}
	return s
}

// takeOut takes access away from one, or a project out of the collection.
func takeOut(env *screen.Env, c hex.Collection, r screen.Row) {
	if r.Part != project {
		share(env, c, []grant{{kind: r.Part, id: r.ID, name: r.Name}}, string(hex.AccessNone))
		return
	}
	shareProject(env, c, r.ID, r.Name, hex.AccessNone)
}

// putIn asks which project to put into the collection, then what its people may do in the project.
func putIn(env *screen.Env, c hex.Collection) {
	in := env.Store.Shelf(c.ID)
	var choices []overlay.Choice
	for i := range env.Store.Projects.Len() {
		p := env.Store.Projects.Item(i)
		if _, is := in.Get(p.ID); is {
			continue
		}
		choices = append(choices, overlay.Choice{Title: p.Title, Detail: p.Owner.Email, Do: func() { askProjectLevel(env, c, p) }})
	}
	if len(choices) == 0 {
		env.Host.Notice(screen.Warn, "There is no other project that this token sees.")
		return
	}
	deed.Pick(env, "Put a project into "+c.Name, "a project", "", choices)
}

func askProjectLevel(env *screen.Env, c hex.Collection, p hex.Project) {
	var choices []overlay.Choice
	for _, level := range []hex.Access{hex.AccessAppOnly, hex.AccessView, hex.AccessEdit, hex.AccessFull} {
		choices = append(choices, overlay.Choice{Title: level.Words(), Do: func() { shareProject(env, c, p.ID, p.Title, level) }})
	}
	deed.Pick(env, "What may people of "+c.Name+" do in "+p.Title+"?", "what they may", "", choices)
}

// shareProject puts a project into the collection, or takes it out.
func shareProject(env *screen.Env, c hex.Collection, id, title string, level hex.Access) {
	grant := change.Grant{Who: change.Who{ID: c.ID, Name: c.Name}, Access: level}
	d := deed.Deed{
		Change: change.ShareWithCollections{ProjectID: id, Grants: []change.Grant{grant}},
		Title:  "Put " + quoted(title) + " into the collection " + quoted(c.Name) + "?", Yes: "put it in",
		Said: quoted(title) + " is in the collection " + quoted(c.Name) + " now.",
	}
	if level == hex.AccessNone {
		d.Title, d.Yes = "Take "+quoted(title)+" out of the collection "+quoted(c.Name)+"?", "take it out"
		d.Said = quoted(title) + " was taken out of the collection " + quoted(c.Name) + "."
	}
	deed.Do(env, d)
}
