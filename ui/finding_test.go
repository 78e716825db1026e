package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/hex"
	"hextui/hex/config/state"
	"hextui/ui/action"
	"hextui/ui/screen"
	"hextui/ui/screen/projects"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// known returns the program, 120×40, on a workspace of which everything is known already and nothing can be read.
func known(t *testing.T, o Options) *App {
	t.Helper()
	client, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1:1", Token: "none", Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	bind := func(scope action.Scope, id action.ID, long string, keys ...string) action.Binding {
		return action.Binding{Action: id, Scope: scope, Keys: keys, Help: string(id), Long: long}
	}
	o.Keys, err = action.NewKeyMap([]action.Binding{
		bind(action.Global, action.Palette, "find", ":"), bind(action.Global, action.ThemeNext, "next colours", "T"),
		bind(action.Global, action.GoUsers, "go to the users", "4"), bind(action.Global, action.Back, "back", "esc"),
		bind(action.List, action.Sort, "sort by a column", "s"), bind(action.List, action.SortTurn, "turn", "S"),
		bind(action.List, action.Down, "down", "down"), bind(action.List, action.Find, "filter", "/"),
		bind(action.List, action.Columns, "columns", "C"), bind(action.Picker, action.Accept, "pick", "enter"),
		bind(action.Picker, action.Back, "close", "esc"),
		bind(action.Filter, action.Accept, "keep", "enter"), bind(action.Filter, action.Clear, "clear", "esc"),
		bind(action.Projects, action.Star, "star", "*"), bind(action.Projects, action.NextView, "view", "right"),
		bind(action.Projects, action.SaveView, "save view", "v"), bind(action.Projects, action.Open, "open", "enter"),
		bind(action.Form, action.Accept, "take", "enter"), bind(action.Form, action.Toggle, "show or hide", "space"),
		bind(action.Form, action.NextField, "next", "down"),
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Theme = "dark"
	o.Session, o.Now = &Session{Client: client, Name: "test", DraftsOf: "test"}, func() time.Time { return noon }
	o.After = func(time.Duration) <-chan time.Time { return nil }
	a := New(t.Context(), o)
	a.store.Projects.Fill(someProjects(), func(p hex.Project) string { return p.ID }, nil, noon)
	a.store.Users.Put("u1", hex.User{ID: "u1", Name: "Zoë Müller", Email: "zoe@acme.example"})
	a.store.Groups.Fill([]hex.Group{{ID: "g1", Name: "Finance"}}, func(g hex.Group) string { return g.ID }, nil, noon)
	a.store.Collections.Fill([]hex.Collection{{ID: "c1", Name: "Board pack"}}, func(c hex.Collection) string { return c.ID }, nil, noon)
	a.store.Connections.Put("d1", hex.DataConnection{ID: "d1", Name: "Shop warehouse"})
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	return a
}

func someProjects() []hex.Project {
	shared := func(public hex.Access, groups ...string) *hex.Sharing {
		s := &hex.Sharing{PublicWeb: hex.AccessGrant{Access: public}}
		for _, g := range groups {
			s.Groups = append(s.Groups, struct {
				Group  hex.Label  `json:"group"`
				Access hex.Access `json:"access"`
			}{hex.Label{Name: g}, hex.AccessEdit})
		}
		return s
	}
	projects := []hex.Project{
		{ID: "p1", Title: "Umsatz Zürich", Sharing: shared(hex.AccessNone, "Finance"), Owner: hex.Person{Email: "maya@acme.example"}},
		{ID: "p2", Title: "item10", Sharing: shared(hex.AccessAppOnly)},
		{ID: "p3", Title: "item2", LastPublishedAt: ago(9), Sharing: shared(hex.AccessNone),
			Schedules: []hex.Schedule{{Enabled: true, Cadence: "DAILY", Daily: &hex.ScheduleTime{Hour: 14, Timezone: "+00:00"}}}},
		{ID: "p4", Title: "Order mart", Type: hex.TypeComponent, Sharing: shared(hex.AccessNone, "Growth")},
	}
	for i := range projects {
		if projects[i].Type == "" {
			projects[i].Type = hex.TypeProject
		}
		projects[i].LastEditedAt = noon.Add(-time.Duration(i) * time.Hour)
	}
	return projects
}

// types presses keys, by their names where they have some.
func (a *App) types(keys ...string) {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "down": tea.KeyDown, "right": tea.KeyRight, "space": tea.KeySpace}
	for _, k := range keys {
		if code, ok := named[k]; ok {
			a.Update(tea.KeyPressMsg{Code: code})
			continue
		}
		for _, r := range k {
			a.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

// sees is what the newest frame shows, without its looks.
func (a *App) sees() string { return ansi.Strip(a.View().Content) }

func wantSeen(t *testing.T, a *App, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(a.sees(), text) {
			t.Errorf("%q is not on the screen:\n%s", text, a.sees())
		}
	}
}

// titles are those of the projects that are shown, in their order.
func (a *App) titles() (all []string) {
	g := a.top().(*projects.Screen).Grid
	for i := range g.Len() {
		g.Home()
		g.Move(i)
		p, ok := a.store.Projects.Get(g.Selected())
		if !ok {
			p, _ = a.store.Away.Get(g.Selected())
		}
		all = append(all, p.Title)
	}
	return all
}

func TestThePaletteFindsActionsByTheirIDAndWhatTheWorkspaceHas(t *testing.T) {
	a := known(t, Options{})
	for query, want := range map[string]string{
		"theme": "next colours", "go-users": "go to the users", "zurich": "Umsatz Zürich", "zoe@acme": "Zoë Müller",
		"muller zoe": "Zoë Müller",
		"finance":    "Finance  group", "board": "Board pack  collection", "warehouse": "Shop warehouse  data connection",
		"p4": "Order mart",
		"https://app.hex.tech/acme/hex/8c1f7bb6-9e3c-4f7e-9a51-0f2f6c1d2e3f": "go to project",
	} {
		a.types(":", query)
		if line := strings.Split(a.sees(), "\n"); !slices.ContainsFunc(line, func(l string) bool {
			return strings.Contains(l, "▌ ") && strings.Contains(l, want)
		}) {
			t.Errorf("%q marks not %q:\n%s", query, want, a.sees())
		}
		a.types("esc")
	}
	a.types(":", "theme", "enter")
	if a.theme.Name != "light" {
		t.Errorf("the colours are %s", a.theme.Name)
	}
	a.types(":", "muller", "enter")
	if at := a.path[len(a.path)-1]; at.Place != screen.User || at.ID != "u1" {
		t.Errorf("the palette leads to %+v", at)
	}
}

func TestThePaletteFindsTheCellsThatWereRead(t *testing.T) {
	a := known(t, Options{})
	cells := []hex.Cell{{ID: "k1", StaticID: "s1", ProjectID: "p1", Type: hex.CellSQL, Label: "weekly orders"},
		{ID: "k2", StaticID: "s2", ProjectID: "p1", Type: hex.CellSQL, Label: "Umsatz"}}
	a.store.Cells("p1").Fill(cells, func(c hex.Cell) string { return c.StaticID }, nil, noon)
	a.types(":", "weekly or")
	wantSeen(t, a, "weekly orders  SQL cell of Umsatz Zürich")
	a.types("enter")
	if at := a.path[len(a.path)-1]; at.Place != screen.Project || at.ID != "p1" || at.Sub != "s1" {
		t.Errorf("the palette leads to %+v", at)
	}
	a.types(":", "umsat")
	wantSeen(t, a, "▌ Umsatz Zürich  project", "Umsatz  SQL cell of Umsatz Zürich", "2 of ") // not the cells of that project
}

func TestArchivedProjectsAreFoundByAWord(t *testing.T) {
	a := known(t, Options{})
	gone := []hex.Project{
		{ID: "a1", Title: "Old wall", Type: hex.TypeProject, ArchivedAt: ago(30)},
		{ID: "a2", Title: "test test", Type: hex.TypeProject, TrashedAt: ago(20)},
	}
	a.store.Away.Fill(gone, func(p hex.Project) string { return p.ID }, nil, noon)
	for query, want := range map[string]string{
		"archived:yes": "Old wall", "trashed:yes": "test test", "archived:no": "test test", "archived:2026-11": "Old wall",
		"archived:": "Old wall|test test",
	} {
		a.types("/", query)
		if got := strings.Join(a.titles(), "|"); got != want {
			t.Errorf("%q shows %s, want %s", query, got, want)
		}
		a.types("esc")
	}
}

func TestThePaletteTakesInWhatComesWhileItIsOpen(t *testing.T) {
	a := known(t, Options{})
	a.types(":", "noor")
	a.store.Users.Put("u2", hex.User{ID: "u2", Name: "Noor Haddad", Email: "noor@acme.example"})
	a.Update(nil)
	wantSeen(t, a, "› noor", "Noor Haddad  user")
}

func TestProjectsAreFilteredByWhatTheirColumnsSay(t *testing.T) {
	a := known(t, Options{})
	for query, want := range map[string]string{
		"zurich umsatz": "Umsatz Zürich", "Zu\u0308rich": "Umsatz Zürich", "shared:finance": "Umsatz Zürich", "public:yes": "item10",
		"schedule:daily": "item2", "type:component": "Order mart", "!shared:growth item": "item10|item2", "owner:maya": "Umsatz Zürich",
	} {
		a.types("/", query)
		if got := strings.Join(a.titles(), "|"); got != want {
			t.Errorf("%q shows %s, want %s", query, got, want)
		}
		a.types("esc")
	}
	a.types("/", "sh")
	wantSeen(t, a, "shared:")
	a.types("esc", "/", "last:errored")
	wantSeen(t, a, "there is no column last: ", "There is no column last.")
}

func TestTheListIsNaturalInItsOrder(t *testing.T) {
	a := known(t, Options{})
	a.types("s", "title", "enter")
	if got := strings.Join(a.titles(), "|"); got != "item2|item10|Order mart|Umsatz Zürich" {
		t.Errorf("sorted by title: %s", got)
	}
}

func TestThePreviewIsFilledFrom120ColumnsOn(t *testing.T) {
	a := known(t, Options{})
	a.store.NoteRun(ended("r1", "p3", hex.RunErrored, hex.TriggerScheduled, 22))
	a.store.NoteRun(ended("r2", "p3", hex.RunCompleted, hex.TriggerAppRefresh, 1))
	a.types("/", "item2", "enter")
	wantSeen(t, a, "× schedule 22h", "daily "+noon.Add(2*time.Hour).Local().Format("15:04 MST"),
		"in 2h 0m", "× errored 22h ago", "√ completed 1h ago, by")
	a.Update(tea.WindowSizeMsg{Width: 110, Height: 40})
	if strings.Contains(a.sees(), "daily 14:00") {
		t.Errorf("the preview is shown at 110 columns:\n%s", a.sees())
	}
	a.types("esc", "/", "run:errored", "enter")
	if got := a.titles(); !slices.Equal(got, []string{"item2"}) {
		t.Errorf("by its failed schedule are found %v", got)
	}
}

// ended is a run of a project that ended so many hours ago.
func ended(id, project string, status hex.RunStatus, by hex.RunTrigger, hours int) hex.Run {
	return hex.Run{RunID: id, ProjectID: project, Status: status, Trigger: by, StartTime: ago(hours), EndTime: ago(hours)}
}

func ago(hours int) *time.Time {
	at := noon.Add(-time.Duration(hours) * time.Hour)
	return &at
}

func TestHowAPersonLooksAtAWorkspaceIsRememberedForTheProfile(t *testing.T) {
	dir := t.TempDir()
	start := func() *App {
		return known(t, Options{Theme: "dark", Remember: func(profile string) (*state.Store, error) { return state.Open(dir, profile) }})
	}
	a := start()
	a.types("T", "s", "title", "enter", "*")
	a.types("/", "item", "enter", "v", "s", "enter") // the view is called items
	wantSeen(t, a, "items ", "/ item ", "2 of 4")
	a.types("C", "down", "down", "space", "enter") // without the status
	if strings.Contains(a.sees(), "STATUS") {
		t.Errorf("the status is shown:\n%s", a.sees())
	}
	a.types("4")
	a.Update(nil)
	a.quit(true)

	b := start()
	if b.theme.Name != "light" || b.path[len(b.path)-1].Place != screen.Users {
		t.Errorf("it begins with %s at %v", b.theme.Name, b.path)
	}
	b.Back()
	b.Update(nil)
	wantSeen(t, b, "items ", "/ item ", "2 of 4")
	if strings.Contains(b.sees(), "STATUS") {
		t.Errorf("the status is shown:\n%s", b.sees())
	}
	if got := strings.Join(b.titles(), "|"); got != "item2|item10" {
		t.Errorf("the projects are %s", got)
	}
	b.types("right")
	wantSeen(t, b, "*")
	if got := strings.Join(b.titles(), "|"); got != "item2|item10|Order mart|Umsatz Zürich" {
		t.Errorf("the next view shows %s", got)
	}
}

func TestHomeAndRunsShowWhatIsKnownAndAskForLittle(t *testing.T) {
	a := known(t, Options{})
	var many []hex.Project
	for i := range 40 {
		published := noon.Add(-time.Hour)
		many = append(many, hex.Project{ID: fmt.Sprint("m", i), Title: fmt.Sprint("Report ", i), Type: hex.TypeProject,
			LastPublishedAt: &published, LastEditedAt: published,
			Schedules: []hex.Schedule{{Enabled: true, Hourly: &hex.ScheduleTime{Minute: i, Timezone: "+00:00"}}}})
	}
	a.store.Projects.Fill(many, func(p hex.Project) string { return p.ID }, nil, noon)
	a.store.NoteRun(ended("r1", "m1", hex.RunErrored, hex.TriggerScheduled, 3))
	a.store.NoteRun(hex.Run{RunID: "r2", ProjectID: "m2", Status: hex.RunRunning, Trigger: hex.TriggerAPI, StartTime: ago(1)})
	a.Go(screen.Target{Place: screen.Home})
	a.Update(nil)
	wantSeen(t, a, "RUNNING 1", "FAILED SINCE YESTERDAY 1", "× Report 1", "► Report 2", "NEXT BY SCHEDULE 40", "in 1m",
		"in 2 of 40 projects, ")
	asked := 0
	for _, w := range a.top().Wants() {
		if w.Guess {
			asked++
		}
	}
	if asked > 5 {
		t.Errorf("home asks for the runs of %d projects", asked)
	}
	a.Go(screen.Target{Place: screen.AllRuns, Sub: "Failed since yesterday"})
	a.Update(nil)
	wantSeen(t, a, "Running 1+", "Failed since yesterday 1+", "Next 40", "Today 2+", "× Report 1", "its schedule",
		"not known: the API does not say why", "runs of 2 of 40 published projects are known")
	for _, w := range a.top().Wants()[1:] {
		if !w.Guess {
			t.Errorf("the runs want %v whatever the budget", w)
		}
	}
}
