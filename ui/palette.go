package ui

import (
	"cmp"
	"slices"
	"strings"

	"hextui/hex/resolve"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// palette is the dialog that finds everything, with what it was made of.
type palette struct {
	*overlay.Picker
	made [6]uint64
}

// askPalette offers every action that there is here, every place, and what is known of the workspace. Lists that were not read
// yet are read now, while the budget has room, and come in while the person types.
func (a *App) askPalette() {
	p := &palette{made: a.paletteState()}
	p.Picker = overlay.NewPicker("Everything", "an action, a place, a project, a person, a link", a.paletteChoices())
	p.OnReason = func(reason string) { a.Notice(screen.Warn, reason) }
	p.Literal = a.literally
	a.palette = p
	a.Ask(p)
}

// paletteState is another whenever the choices are.
func (a *App) paletteState() [6]uint64 {
	s := a.store
	return [6]uint64{s.Projects.Version, s.Users.Version, s.Groups.Version, s.Collections.Version, s.Connections.Version, s.CellsVersion}
}

// syncPalette brings in what was learnt since the palette was opened.
func (a *App) syncPalette() {
	if a.palette == nil {
		return
	}
	if a.palette.Done() {
		a.palette = nil
		return
	}
	if now := a.paletteState(); now != a.palette.made {
		a.palette.made = now
		a.palette.Offer(a.paletteChoices())
	}
}

// paletteWants are the lists that the palette finds names in.
func (a *App) paletteWants() (wants []store.Want) {
	if a.palette == nil {
		return nil
	}
	for _, kind := range []store.Kind{store.Projects, store.Collections, store.Users, store.Groups, store.Connections} {
		wants = append(wants, store.Once(kind, "").Maybe())
	}
	return wants
}

// paletteChoices are the actions first, then what the workspace has.
func (a *App) paletteChoices() []overlay.Choice {
	choices := a.actionChoices()
	add := func(title, name, detail string, t screen.Target) {
		choices = append(choices, overlay.Choice{Title: title, Name: name, Detail: detail, Do: func() { a.Go(t) }})
	}
	s := a.store
	for i := range s.Projects.Len() {
		p := s.Projects.Ref(i)
		to := screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title}
		add(p.Title, p.ID, cmp.Or(strings.ToLower(string(p.Type)), "project"), to)
	}
	for i := range s.Collections.Len() {
		c := s.Collections.Ref(i)
		add(c.Name, c.ID, "collection", screen.Target{Place: screen.Collection, ID: c.ID, Title: c.Name})
	}
	for i := range s.Groups.Len() {
		g := s.Groups.Ref(i)
		add(g.Name, g.ID, "group", screen.Target{Place: screen.Group, ID: g.ID, Title: g.Name})
	}
	for i := range s.Users.Len() {
		u := s.Users.Ref(i)
		add(cmp.Or(u.Name, u.Email), u.Email+" "+u.ID, "user", screen.Target{Place: screen.User, ID: u.ID, Title: cmp.Or(u.Name, u.Email)})
	}
	for i := range s.Connections.Len() {
		c := s.Connections.Ref(i)
		add(c.Name, c.ID, "data connection", screen.Target{Place: screen.Connection, ID: c.ID, Title: c.Name})
	}
	for id, cells := range s.Drafts() {
		p, ok := s.FindProject(id)
		if !ok {
			continue
		}
		for i := range cells.Len() {
			if c := cells.Ref(i); c.Label != "" {
				_, kind := present.Cell(c.Type)
				to := screen.Target{Place: screen.Project, ID: id, Sub: c.StaticID, Title: p.Title}
				choices = append(choices, overlay.Choice{
					Title: c.Label, Name: c.OutputDataframe() + " " + c.ID, Detail: kind + " cell of " + p.Title,
					Minor: true, Do: func() { a.Go(to) },
				})
			}
		}
	}
	return choices
}

// actionChoices are the actions that there are here.
func (a *App) actionChoices() []overlay.Choice {
	var choices []overlay.Choice
	seen, scopes := map[action.ID]bool{}, a.screenScopes()
	for _, o := range append(a.top().Offers(), a.global()...) {
		b, ok := a.keys.Binding(o.Action, scopes...)
		if !ok || seen[o.Action] || o.Action == action.Palette {
			continue
		}
		seen[o.Action] = true
		key := ""
		if len(b.Keys) > 0 {
			key = a.keys.Spell(b.Keys[0])
		}
		name := strings.ReplaceAll(string(o.Action), "-", " ") + " " + string(o.Action) + " " + b.Help + " " + o.Word
		choices = append(choices, overlay.Choice{Title: b.Long, Name: name, Key: key, Reason: o.Reason, Do: o.Do})
	}
	return choices
}

// asInVim is what :q and :w mean where a cell is read, to whoever edits cells as in vim: one step back, where there is one, and the
// review of a draft. Without this the first match of q is to quit the program.
func (a *App) asInVim(query string) []overlay.Choice {
	if !a.env.Vim || !slices.Contains([]string{"q", "q!", "w", "wq", "x"}, query) {
		return nil
	}
	if strings.ContainsAny(query, "wx") {
		for _, o := range a.top().Offers() {
			if o.Action == action.Save && o.Reason == "" {
				return []overlay.Choice{{Title: "review the unsaved draft and save it", Detail: "as in vim", Do: o.Do}}
			}
		}
	}
	if query == "w" || len(a.stack) < 2 {
		return nil
	}
	return []overlay.Choice{{Title: "one step back", Detail: "as :" + query + " in vim; drafts stay", Do: func() {
		if !a.top().Do(action.Back) {
			a.Back()
		}
	}}}
}

// literally are the things that a pasted id or link means.
func (a *App) literally(query string) []overlay.Choice {
	query = strings.TrimSpace(query)
	if own := a.asInVim(query); own != nil {
		return own
	}
	link, ok := resolve.ParseLink(query)
	if !ok && resolve.IsID(query) {
		link, ok = resolve.Link{Kind: resolve.Project, ID: strings.ToLower(query)}, true
		if _, known := a.store.FindProject(link.ID); !known {
			return nil // an id of what is known is found by it
		}
	}
	if !ok || link.ID == "" {
		return nil
	}
	t := screen.Target{ID: link.ID}
	switch link.Kind {
	case resolve.Project:
		t.Place = screen.Project
	case resolve.Run:
		t = screen.Target{Place: screen.Run, ID: link.ProjectID, Sub: link.ID}
	case resolve.Cell:
		t = screen.Target{Place: screen.Project, ID: link.ProjectID, Sub: link.ID}
	case resolve.Collection:
		t.Place = screen.Collection
	case resolve.Group:
		t.Place = screen.Group
	default:
		return nil
	}
	if t.ID == "" {
		return nil
	}
	t.Title = "project"
	if p, known := a.store.FindProject(t.ID); known {
		t.Title = p.Title
	}
	detail := string(link.Kind)
	if link.Host != "" && !a.ownLink(query) {
		detail += ", of " + link.Host + ": ids of another workspace are not found here"
	}
	return []overlay.Choice{{Title: "go to " + t.Title, Detail: detail, Do: func() { a.Go(t) }}}
}

// askDeeds offers everything that can be done with what is shown and selected, found by typing. What moves about, finds and
// sorts is in the help. A deed without a key of its own here is carried out all the same.
func (a *App) askDeeds() {
	top := a.top()
	scopes := a.screenScopes()
	var choices []overlay.Choice
	for _, o := range top.Offers() {
		b, ok := a.keys.Binding(o.Action, scopes...)
		if !ok || b.Scope == action.List || o.Action.Moves() || o.Action == action.Deeds {
			continue
		}
		key := ""
		if len(b.Keys) > 0 && slices.Contains(scopes, b.Scope) {
			key = a.keys.Spell(b.Keys[0])
		}
		choices = append(choices,
			overlay.Choice{Title: b.Long, Name: string(o.Action) + " " + o.Word, Key: key, Reason: o.Reason, Do: o.Do})
	}
	deed.Pick(a.env, top.Crumb(), "what to do here", "", choices)
}
