package onproject

import (
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/resolve"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// Status lets a status be picked for a project and sets it. The API has no list of a workspace's statuses: those that projects have
// are offered, and any other by its name.
func Status(env *screen.Env, p hex.Project) {
	now := p.StatusName()
	var choices []overlay.Choice
	for _, name := range statuses(env) {
		c := overlay.Choice{Title: name, Detail: present.Plural(using(env, name), "project"), Do: func() { setStatus(env, p, name) }}
		if name == now {
			c.Reason = "It has this status now."
		}
		choices = append(choices, c)
	}
	none := overlay.Choice{Title: "no status", Name: "none clear", Detail: "take its status away", Do: func() { setStatus(env, p, "") }}
	if now == "" {
		none.Reason = "It has no status now."
	}
	choices = append(choices, none, overlay.Choice{
		Title: "another, by its name", Name: "other new", Detail: "one that no project has yet", Do: func() { nameStatus(env, p) },
	})
	deed.Pick(env, "Status of "+p.Title, "a status", waiting(env), choices)
}

func waiting(env *screen.Env) string {
	if env.Store.Projects.At.IsZero() {
		return "still reading which there are"
	}
	return ""
}

// statuses are those that projects of the workspace have, as they sort.
func statuses(env *screen.Env) []string {
	var all []string
	for i := range env.Store.Projects.Len() {
		if name := env.Store.Projects.Item(i).StatusName(); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(resolve.Fold(a), resolve.Fold(b)) })
	return all
}

// using counts the projects of a status.
func using(env *screen.Env, name string) int {
	n := 0
	for i := range env.Store.Projects.Len() {
		if env.Store.Projects.Item(i).StatusName() == name {
			n++
		}
	}
	return n
}

// nameStatus asks for the name of a status.
func nameStatus(env *screen.Env, p hex.Project) {
	name := &overlay.Entry{Name: "name", Label: "status", Hint: "Endorsed",
		Note: "A status is made by an admin, in the settings of the workspace; its name counts letter by letter."}
	env.Host.Ask(overlay.NewForm("Status of "+p.Title, "go on", []*overlay.Entry{name}, func(f *overlay.Form) string {
		typed := strings.TrimSpace(f.Field("name").Value())
		if typed == "" {
			return "Type the name of a status."
		}
		setStatus(env, p, typed)
		return ""
	}))
}

func setStatus(env *screen.Env, p hex.Project, name string) {
	d := deed.Deed{
		Change: change.SetStatus{ProjectID: p.ID, Status: name},
		Title:  "Set the status of “" + p.Title + "”?", Yes: "set it", Said: "“" + p.Title + "” has the status " + name + ".",
	}
	if name == "" {
		d.Title, d.Yes, d.Said = "Take the status of “"+p.Title+"” away?", "take it away", "“"+p.Title+"” has no status any more."
	}
	d.Says = func(now *change.Prepared) []string { return Truths(env, now.Was) }
	deed.Do(env, d)
}

// Truths say of a project what one would not expect of one that something is done with: that it is archived, or in the trash.
func Truths(env *screen.Env, was any) []string {
	p, ok := was.(hex.Project)
	if !ok {
		return nil
	}
	var all []string
	if p.TrashedAt != nil {
		all = append(all, "It is in the trash, since "+present.Ago(*p.TrashedAt, env.Now())+": lists in Hex leave it out.")
	}
	if p.ArchivedAt != nil {
		all = append(all, "It is archived, since "+present.Ago(*p.ArchivedAt, env.Now())+": lists in Hex leave it out.")
	}
	return all
}
