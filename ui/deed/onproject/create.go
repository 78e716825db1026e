package onproject

import (
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// Create asks for the title of a new project, makes it and goes there.
func Create(env *screen.Env) {
	env.Host.Ask(overlay.NewForm("A new project", "go on", []*overlay.Entry{
		{Name: "title", Label: "title", Hint: "Revenue by region"},
		{Name: "description", Label: "description", Hint: "may be left empty",
			Note: "Title and description are changed in Hex later: its API cannot."},
	}, func(f *overlay.Form) string {
		title := strings.TrimSpace(f.Field("title").Value())
		if title == "" {
			return "A project needs a title."
		}
		create(env, title, strings.TrimSpace(f.Field("description").Value()))
		return ""
	}))
}

func create(env *screen.Env, title, description string) {
	d := deed.Deed{
		Change: change.CreateProject{Title: title, Description: description},
		Title:  "Create “" + title + "”?", Yes: "create it", Said: "“" + title + "” was created.",
		Done: func(r change.Result, err error) {
			if p, ok := r.Entity.(hex.Project); ok && err == nil {
				env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title})
			}
		},
	}
	if n := called(env, title); n > 0 {
		d.Says = func(*change.Prepared) []string {
			return []string{"There is a project of this title already. Titles need not be unique; both can be told apart by owner and " +
				"time."}
		}
	}
	deed.Do(env, d)
}

// called counts the projects of a title, as far as they are known.
func called(env *screen.Env, title string) int {
	n := 0
	for i := range env.Store.Projects.Len() {
		if env.Store.Projects.Item(i).Title == title {
			n++
		}
	}
	return n
}
