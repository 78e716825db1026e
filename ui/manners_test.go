package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/screen"
	"hextui/ui/uitest"
)

// testKeys is a table of keys like the program's, as far as the tests here press them.
func testKeys(t testing.TB) action.KeyMap {
	t.Helper()
	bind := func(scope action.Scope, id action.ID, keys ...string) action.Binding {
		return action.Binding{Action: id, Scope: scope, Keys: keys, Help: string(id), Long: string(id)}
	}
	table := []action.Binding{
		bind(action.Global, action.Help, "?", "f1"), bind(action.Global, action.Back, "esc"), bind(action.Global, action.CopyURL, "Y"),
		bind(action.Global, action.GoUsers, "4"), bind(action.Global, action.GoDrafts, "7"), bind(action.Global, action.Activity, "8"),
		bind(action.Global, action.Messages, "L"), bind(action.Global, action.Redraw, "ctrl+l"), bind(action.Global, action.Refresh,
			"R"), bind(action.Global, action.Quit, "q"), bind(action.Global, action.Palette, ":"),
		bind(action.Picker, action.Accept, "enter"), bind(action.Picker, action.Back, "esc"),

		bind(action.List, action.Up, "up"), bind(action.List, action.Down, "down"), bind(action.List, action.Left, "left", "h"),
		bind(action.List, action.Right, "right"), bind(action.List, action.Find, "/"), bind(action.List, action.Sort, "s"),
		bind(action.List, action.SortTurn, "S"),
		bind(action.Filter, action.Accept, "enter"), bind(action.Filter, action.Clear, "esc"),
		bind(action.Projects, action.Open, "enter"), bind(action.Projects, action.RunForm, "r"), bind(action.Projects, action.Runs, "h"),
		bind(action.Browse, action.Open, "enter"), bind(action.Browse, action.RunForm, "r"), bind(action.Browse, action.UndoWrite, "U"),
		bind(action.Users, action.Open, "enter"), bind(action.Users, action.RunForm, "r"), bind(action.Users, action.Deactivate, "D"),
		bind(action.User, action.TakeOut, "x"),

		bind(action.Project, action.Open, "enter"), bind(action.Project, action.Edit, "e"), bind(action.Project, action.Focus, "tab"),
		bind(action.Project, action.RunForm, "r"), bind(action.Project, action.Search, "ctrl+f"),
		bind(action.Project, action.SearchNext, "n"),
		bind(action.Project, action.Save, "ctrl+s"),
		bind(action.Project, action.DiscardDraft, "D"), bind(action.Project, action.UndoWrite, "U"),
		bind(action.Editor, action.Save, "ctrl+s"), bind(action.Editor, action.LeaveEditor, "esc"),
		bind(action.Editor, action.Search, "ctrl+f"), bind(action.Editor, action.GoToLine, "alt+g"),
		bind(action.Editor, action.ReplaceAll, "alt+h"), bind(action.Replacing, action.ReplaceThis, "y"),
		bind(action.Replacing, action.SkipThis, "n"), bind(action.Replacing, action.ReplaceRest, "a"),
		bind(action.Replacing, action.Back, "esc"),
		bind(action.Form, action.Accept, "enter"), bind(action.Form, action.NextField, "tab"), bind(action.Form, action.Right, "right"),
		bind(action.Form, action.Back, "esc"),

		bind(action.Dialog, action.Yes, "y"), bind(action.Dialog, action.No, "n", "esc"), bind(action.Dialog, action.Accept, "enter"),
		bind(action.Dialog, action.Down, "down"), bind(action.Dialog, action.PageDown, "pgdown"),
		bind(action.Review, action.Write, "enter"), bind(action.Review, action.Back, "esc"),
		bind(action.Text, action.Back, "q", "esc"), bind(action.Text, action.CopySource, "y"), bind(action.Text, action.Bottom, "G"),
	}
	for _, b := range editor.Bindings() {
		table = append(table, bind(action.Editor, action.EditPrefix+action.ID(b.Command), b.Keys...))
	}
	keys, err := action.NewKeyMap(table)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// open opens Weekly revenue and goes to its cell weekly_orders.
func (w *watching) open() {
	w.t.Helper()
	w.Press("/")
	w.Type("weekly rev\n")
	w.WaitFor("1 of 69")
	w.Press("enter")
	w.WaitFor("select date_trunc")
}

// edit opens the cell in the editor.
func (w *watching) edit() {
	w.t.Helper()
	w.Press("e")
	w.WaitFor("editing")
}

func lastRow(w *watching) string { return w.Row(w.Frame().Height - 1) }

// A key that means something elsewhere says that it does nothing here, and the help names only keys that work.
func TestKeysThatDoNothingSaySo(t *testing.T) {
	w := watch(t)
	w.Press("4")
	w.WaitFor("Aiko Tanaka")
	w.Press("r")
	w.Want("r (run) does nothing here; ? shows what does.")
	w.Press("Y")
	w.Want("Y (copy-link) does nothing here")
	w.Press("S")
	w.Want("The rows are as Hex gives them; s sorts them by a column.")
	w.Press("?")
	w.Want("open", "LIST", "filter")
	w.WantNo("copy-link", "undo-write", "PROJECT")
	w.Press("esc", "esc")

	w.WaitFor("69 projects")
	w.Press("?")
	screen := strings.Join(strings.Fields(w.Screen()), " ")
	if !strings.Contains(screen, "│ h runs") || !strings.Contains(screen, "│ ← left") {
		t.Errorf("the help has not what h and ← do\n%s", w.Screen())
	}
	if strings.Contains(screen, "│ h left") || strings.Contains(screen, "← h") {
		t.Errorf("the help promises h for two things\n%s", w.Screen())
	}
}

// The help says why an action that is known here cannot be carried out now.
func TestTheHelpSaysWhyNot(t *testing.T) {
	w := watch(t)
	w.open()
	w.Press("?")
	w.Want("undo-write – Nothing was written here in this session.")
	w.WantNo("discard-draft") // nothing was typed
}

// The footer names keys that do what it says: none that is text while text is typed.
func TestTheFooterWhileTyping(t *testing.T) {
	w := watch(t)
	w.open()
	w.Press("/")
	if got := lastRow(w); !strings.Contains(got, "enter accept   esc clear-filter") || !strings.Contains(got, "f1 keys") ||
		strings.Contains(got, " r ") {
		t.Errorf("over the filter the footer says %q", got)
	}
	w.Press("esc")
	w.edit()
	if got := lastRow(w); strings.Contains(got, "? keys") || !strings.Contains(got, "f1 keys") {
		t.Errorf("over the editor the footer says %q", got)
	}
	w.Press("f1")
	w.Want("Keys here", "EDITOR")
	w.Press("esc", "ctrl+f")
	if got := lastRow(w); !strings.Contains(got, "enter to the match   esc where I was") {
		t.Errorf("over the search the footer says %q", got)
	}
	w.Type("no such words\n")
	w.Want("“no such words” is not in weekly_orders.")
	w.Press("esc", "n")
	w.Want("Nothing is searched for yet; ^f finds in the source.")
}

// Who comes back finds what ended meanwhile: its sentence stays until a key after it could be read. What is on the screen needs none.
func TestWhatEndedMeanwhileIsToldToWhoComesBack(t *testing.T) {
	w := watch(t, uitest.Size(100, 30))
	end := func(of screen.Target) {
		w.Do(func(tea.Model) { w.app.tell(screen.OK, "Hex has answered.", of) })
		w.Message(poke{})
		w.WaitFor("Hex has answered.")
		n := 0
		w.Do(func(tea.Model) { n = w.app.notice.number })
		w.Message(noticeOver(n)) // its time is over
	}
	end(screen.Target{Place: screen.Thread, ID: "t", Title: "How much?"})
	w.idle()
	w.Want("Hex has answered.")
	w.Press("down")
	w.Want("Hex has answered.")
	w.clock.Move(10 * time.Second)
	w.Press("down")
	w.WaitGone("Hex has answered.")
	end(screen.Target{Place: screen.Projects})
	w.WaitGone("Hex has answered.")
}

// What was said before a dialog opened does not hide it, and is there again when it is closed.
func TestAnOldSentenceDoesNotHideAQuestion(t *testing.T) {
	w := watch(t, uitest.Size(60, 15))
	w.Press("esc")
	w.Want("There is nothing to go back to")
	w.Press("?")
	w.Want("Keys here", "q")
	w.WantNo("There is nothing to go back to")
	w.Press("esc")
	w.Want("There is nothing to go back to")
}

// A sentence stands where nobody types.
func TestASentenceDoesNotHideWhatIsTyped(t *testing.T) {
	w := watch(t, uitest.Size(60, 15))
	w.open()
	w.edit()
	w.Type("x")
	w.Press("esc")
	w.Want("The draft of weekly_orders stays")
	w.Press("ctrl+f")
	w.Type("orders")
	w.Want("find orders", "The draft of weekly_orders stays")
}

// A text that cannot be copied does not offer to be.
func TestOnlyWhatCanBeCopiedSaysSo(t *testing.T) {
	w := watch(t)
	w.Press("?")
	w.WantNo("y copy-source")
	w.Press("esc", "esc", "L")
	w.Want("Messages", "y copy-source", "There is nothing to go back to")
	w.Press("y")
	w.WaitUntil("the messages are copied", func(uitest.Frame) bool {
		return strings.Contains(w.Clipboard(),
			"There is nothing to go back to")
	})
}

// Lines that go on beyond the edge say so, where source is read and where a change is reviewed; ← and → move there.
func TestLongLinesSayThatTheyGoOn(t *testing.T) {
	w := watch(t, uitest.Size(50, 20))
	w.open()
	w.Press("enter")
	w.Want("created_at)::dat…")
	for range 20 {
		w.Press("right")
	}
	w.Want("as week,")
	w.WantNo("select date")
	for range 20 {
		w.Press("left")
	}
	w.Want("select date")
	w.edit()
	w.Type("x")
	w.Press("ctrl+s")
	w.WaitFor("Save weekly_orders?")
	for _, sign := range []string{"1 -", "1 +"} {
		_, y, ok := w.Frame().Find(sign)
		if !ok || !strings.Contains(w.Row(y), "…") {
			t.Errorf("the line with %q does not say that it goes on\n%s", sign, w.Screen())
		}
	}
}

// After a save in the editor the sentence does not promise a key that would be typed there; a draft that is thrown away
// says where it went, and the list of drafts knows at once.
func TestWhereDraftsGo(t *testing.T) {
	w := watch(t)
	w.Press("7")
	w.WaitFor("No drafts")
	w.Press("esc")
	w.open()
	w.edit()
	w.Type("-")
	w.Press("ctrl+s")
	w.WaitFor("Save weekly_orders?")
	w.Press("enter")
	w.WaitFor("weekly_orders saved to the draft (esc, then U takes it back).")
	w.Type("-")
	w.Press("esc", "D")
	w.WaitFor("Discard the draft of weekly_orders?")
	w.Want("(7 lists it)")
	w.Press("y")
	w.WaitFor("The draft of weekly_orders is thrown away; 7 lists it for some days.")
	w.Press("7")
	w.WaitFor("thrown away  ")
}

// A user has a page, and a view of the projects can be clicked.
func TestUsersAndViewsOpen(t *testing.T) {
	w := watch(t)
	w.ClickOn("Scheduled")
	w.Want("31 projects")
	w.ClickOn("All")
	w.Want("69 projects")
	w.Press("4")
	w.WaitFor("Aiko Tanaka")
	w.Press("enter")
	w.Want("› Aiko Tanaka", "manager · aiko@acme.example", fmt.Sprint(w.clock.Now().Year()), "last login")
	w.WaitFor("Growth") // one of the groups that are looked into
}

// The path is not cut as long as there is something else in the header to leave out.
func TestThePathIsKeptWhole(t *testing.T) {
	w := watch(t)
	w.open()
	for width := 60; width <= 140; width++ {
		w.Resize(width, 20)
		if !strings.Contains(w.Row(0), "Projects › Weekly revenue ") {
			t.Errorf("%d wide the header says %q", width, w.Row(0))
		}
	}
}

// Lines that are pasted stay lines, also where the terminal sends their ends as the Enter key does.
func TestPastedLinesStayLines(t *testing.T) {
	w := watch(t)
	w.open()
	w.edit()
	w.Paste("select 1\r  from one\r")
	w.Want("1 select 1", "2   from one", "3 select date")
	w.Paste("a\r\nb\rc\n") // all characters are there, so they are kept; its lines end as the cell's do
	w.Want("b␍c", "The lines of what was pasted all end with LF now.")
	w.WantNo("a␍")
}

// A line is gone to by its number, and a text replaced everywhere as one step.
func TestLinesAndReplacing(t *testing.T) {
	w := watch(t)
	w.open()
	w.edit()
	w.Paste("one\ntwo one\nOne\n")
	w.Press("alt+g")
	w.Type("x\n")
	w.Want("That is no line")
	w.Press("backspace")
	w.Type("2:5\n")
	w.WaitGone("Go to a line")
	w.Type("_")
	w.Want("two _one")
	w.Press("alt+h")
	w.Type("one")
	w.Press("tab")
	w.Type("six\n")
	w.Want("3 places replaced", "1 six", "2 two _six", "3 six")
	w.Press("ctrl+z")
	w.Want("1 one", "2 two _one", "3 One")
}

// Matches are replaced one by one: yes, no, all the rest; each is a step, and Escape keeps what was done.
func TestReplacingOneByOne(t *testing.T) {
	w := watch(t)
	w.open()
	w.edit()
	w.Press("ctrl+a")
	w.Paste("one\ntwo one\none one\n")
	ask := func(old, text string) {
		w.Press("ctrl+home", "alt+h", "ctrl+u")
		w.Type(old)
		w.Press("tab")
		w.Type(text)
		w.Press("tab", "right", "enter")
	}
	ask("one", "six")
	w.Want("Replace “one” by “six”?", "0 places replaced", "replace-this", "skip-this")
	w.Press("y", "n", "x", "y")
	w.Want("1 six", "2 two one", "3 six one", "2 places replaced")
	w.Press("esc")
	w.Want("2 places replaced.")
	w.WantNo("Replace “one”")
	w.Press("ctrl+z")
	w.Want("1 six", "3 one one")
	ask("one", "1")
	w.Press("y", "a")
	w.Want("2 two 1", "3 1 1", "3 places replaced.")
	ask("seven", "7")
	w.Want("“seven” is not there.")
}

// The end of a run that was over long before it was looked at is no news.
func TestAnOldRunIsNoNews(t *testing.T) {
	w := watch(t)
	w.Press("/")
	w.Type("weekly rev\n")
	w.WaitFor("1 of 69")
	w.Press("h")
	w.WaitFor("its schedule")
	w.Press("enter")
	w.WaitUntil("the run is read", func(f uitest.Frame) bool {
		return strings.Contains(f.Row(0), "› Run ") && strings.Contains(f.Row(0), "● now")
	})
	w.WantNo("The run of “Weekly revenue”")

	const link = "Net revenue retention" // of which no runs are listed: somebody pasted the run's link
	projects, err := w.client.ListProjects(t.Context(), hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})
	if err != nil {
		t.Fatal(err)
	}
	p := projects.Items[slices.IndexFunc(projects.Items, func(p hex.Project) bool { return p.Title == link })]
	runs, err := w.client.GetProjectRuns(t.Context(), p.ID, hex.RunQuery{Limit: 1})
	if err != nil || !runs.Runs[0].Status.Finished() {
		t.Fatal(err)
	}
	w.Do(func(tea.Model) {
		w.app.store.LastRun(p.ID).Value = nil
		w.app.Go(screen.Target{Place: screen.Run, ID: p.ID, Sub: runs.Runs[0].RunID, Title: p.Title})
	})
	w.Message(poke{})
	w.WaitUntil("the run is read", func(f uitest.Frame) bool {
		return strings.Contains(f.Row(0), link) && strings.Contains(f.Row(0), "● now")
	})
	w.WantNo("The run of “" + link)
	w.Press("L")
	w.Want("Nothing was said yet.")
}
