package road

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"hextui/hex/agents"
	"hextui/hex/drafts"
	"hextui/hex/emulator"
	"hextui/ui"
)

const (
	project = "/ 'weekly revenue' enter ~'1 of 6'"
	typed   = cell + " e ~'editing' ' ' esc ~'unsaved draft'"
	rows    = cell + " c tab tab ~'whole value'"
	more    = " d ~'what to do with it' "
)

// dialogs are those of the program, by the room that makes them.
func dialogs() []dialog {
	home := func(o *ui.Options) { o.Session, o.Welcome = nil, &ui.Welcome{Why: "There is no token."} }
	return []dialog{
		{made: ".help Help", by: "?", at: "Keys here"},
		{made: ".helpIn Help", by: "L ?", at: "Keys here"},
		{made: ".do Help", welcome: true, fresh: true, start: home, by: "?", at: "Keys here"},
		{made: ".connect Form", welcome: true, fresh: true, start: home, by: "enter", at: "region"},
		{made: ".askToken Form", fresh: true, by: "@", at: "Another token", start: func(o *ui.Options) {
			o.Agents, o.Session.Demo, o.Welcome = false, false, &ui.Welcome{KeptIn: "the keyring"}
		}},
		{made: ".showNotices Text", fresh: true, by: "L", at: "Nothing was said yet"},
		{made: ".showNotices Text", fresh: true, by: "T T T T T L", at: "Messages, times in"},
		{made: ".askPalette Picker", by: ":", at: "Everything"},
		{made: ".askDeeds Picker, deed.Pick Picker", by: "4 d", at: "what to do here"},
		{made: ".askQuit Confirm", fresh: true, by: project + " a ~'people' j l l enter ~'less now' q", at: "Not sent, and lost"},
		{made: ".consent Consent", at: "Delete group", do: func(w *walk) {
			w.do(ui.AskApproval{Question: agents.Question{ID: "1", Title: "Delete group", Tool: "delete_hex_group",
				Target: "group “Finance”",
				Plan:   strings.Repeat("DELETE /api/v1/groups/x\n", 40), Until: w.clock.Now().Add(time.Hour)}, Answer: func(bool) {}})
		}},
		{made: ".opening Plan", at: "Type its title", do: func(w *walk) {
			w.do(ui.AskApproval{Question: agents.Question{ID: "1", Title: "Share a project", Opens: true, Opened: "Weekly revenue",
				Plan: strings.Repeat("PATCH /api/v1/projects/x\n", 40), Until: w.clock.Now().Add(time.Hour)}, Answer: func(bool) {}})
		}},
		{made: ".askTheme Picker", by: ", / 'colours' enter enter", at: "strong colours on black"},
		{made: ".allKeys Help", by: ", / 'your own' enter enter", at: "Keys here"},
		{made: ".SignIn Waiting", by: "9 ctrl+n", at: "/authorize"},

		{made: "deed.InHex Confirm", by: project + " e", at: "Rename “Weekly revenue”?"},
		{made: "deed.Menu Picker", by: project + " d", at: "what to do with it"},
		{made: "deed.prepare Busy", by: "3 ~'9 groups' !D", at: "reading how it is now", busy: true},
		{made: "deed.ask Plan", by: "3 ~'9 groups' D", at: "Delete the group"},
		{made: "deed.ask Plan", by: project + " a ~'people' G right ~'Anyone with the link' enter ~'not sent' ctrl+s", fresh: true,
			at: "Change who may see"},
		{made: "deed.commit Busy", by: "3 ~'9 groups' D ~'y delete' !y", at: "sending", busy: true, fresh: true},
		{made: "deed.over Told", by: "3 ~'9 groups' D ~'y delete' % y", at: "Not done", fresh: true, middle: func(w *walk) {
			w.fault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "DeleteGroup"})
		}},
		{made: "deed.prepare Told", by: "3 ~'9 groups' % D", at: "Nothing was changed.", fresh: true, middle: func(w *walk) {
			w.fault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "GetGroup"})
		}},

		{made: "deed/oncell.pickKind Picker", by: cell + " b", at: "A new cell below"},
		{made: "deed/oncell.fill Form", by: cell + " b ~'A new cell' enter", at: "make it"},
		{made: "deed/oncell.withConnections Busy", by: cell + " !b", at: "reading which there are", busy: true, fresh: true,
			do: func(w *walk) {
				w.fault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "ListDataConnections"})
			}},
		{made: "deed/oncell.connect Picker", by: cell + more + "'have the SQL' enter", at: "What weekly_orders asks"},
		{made: "deed/oncell.rename Form", by: cell + more + "'result another' enter", at: "The result of weekly_orders"},
		{made: "deed/oncell.Restore Picker", fresh: true, do: deletedCell, by: cell + more + "'bring back' enter", at: "deleted"},

		{made: "deed/onfiles.export Form", by: project + more + "'hex.yaml' enter", at: "version"},
		{made: "deed/onfiles.jupyter Form", by: project + more + "'jupyter' enter", at: "Jupyter notebook"},
		{made: "screen.Keep Confirm", by: project + more + "'jupyter' enter ~'Jupyter notebook' enter", at: "Write over the file?",
			do: func(w *walk) { w.must(os.WriteFile("weekly-revenue.ipynb", nil, 0o600)) }},
		{made: "deed/onfiles.askFolder Form", by: project + more + "'folder' enter", at: "Sources of “Weekly revenue” as files"},
		{made: "deed/onfiles.compare Plan", by: project + more + "'folder' enter ~'Sources of' enter",
			at: "The folder holds no project yet"},
		{made: "deed/onfiles.compare Told", by: project + more + "'folder' enter ~'Sources of' enter", at: "Nothing was done.",
			do: noFolder},
		{made: "deed/onfiles.bring Told", fresh: true, by: project + more + "'folder' enter ~'Sources of' enter ~'y do it' % y",
			at: "Not all was done", do: func(w *walk) { w.must(os.RemoveAll("weekly-revenue")) }, middle: noFolder},

		{made: "deed/onproject.Create Form", by: "n", at: "A new project"},
		{made: "deed/onproject.Status Picker", by: project + " t", at: "Status of Weekly revenue"},
		{made: "deed/onproject.nameStatus Form", by: project + " t ~'Status of' 'another' enter", at: "go on"},
		{made: "deed/onproject.Embed Form", by: project + " b", at: "Embed link of"},
		{made: "deed/onproject.makeLink Text", fresh: true, by: project + " b ~'Embed link of' enter ~'make it' y",
			at: "Link that shows"},

		{made: "screen.arrange Arrange", by: "C", at: "Columns"},
		{made: "screen.sortNext Picker", by: "s", at: "Sort by"},
		{made: "screen.open Text", by: "5 ~'Shop warehouse' enter ~'› ' enter", at: "esc close"},

		{made: "screen/activity.details Text", fresh: true, by: "3 ~'9 groups' D ~'y delete' y ~'was deleted' 8 enter", at: "esc close"},
		{made: "screen/activity.details Text", by: "8 enter", at: "esc close", do: func(w *walk) {
			w.do(ui.AgentCall{ID: "1", Tool: "list_hex_groups", At: w.clock.Now(), Outcome: "done"})
		}},
		{made: "screen/activity.review Review", fresh: true, do: agentWrote, by: "8 U", at: "Take back what"},

		{made: "screen/collection.create Form", by: "2 n", at: "New collection"},
		{made: "screen/collection.edit Form", by: "2 e", at: "Edit the collection"},
		{made: "screen/collection.give Several", by: "2 a", at: "Give access to"},
		{made: "screen/collection.askLevel Picker", by: "2 a ~'Give access' 'a' tab enter", at: "What may"},
		{made: "screen/collection.putIn Picker", by: "2 enter p", at: "Put a project into"},
		{made: "screen/collection.askProjectLevel Picker", by: "2 enter p ~'Put a project' enter", at: "do in"},

		{made: "screen/connection.create Picker", by: "5 n", at: "New data connection"},
		{made: "screen/connection.createOf Form", by: "5 n ~'New data' 'snow' enter", at: "New snowflake connection"},
		{made: "screen/connection.edit Form", by: "5 e", at: "see the change"},
		{made: "screen/connection.give Several", by: "5 a", at: "Who may use"},
		{made: "screen/connection.askLevel Picker", by: "5 a ~'Who may use' tab enter", at: "What may"},
		{made: "screen/connection.askRefresh Form", by: "5 f", at: "When the schema of"},
		{made: "screen/connection.endorse Form", by: "5 v", at: "Endorse in"},

		{made: "screen/drafts.openDraft Text", fresh: true, by: "7 ~'eu.hex.tech' enter", at: "of another workspace: eu.hex.tech",
			do: func(w *walk) {
				w.leftBehind("https://eu.hex.tech", "Weekly revenue", "weekly_orders")
			}},
		{made: "screen/drafts.discardDraft Confirm", fresh: true, by: typed + " 7 ~'weekly_orders' D", at: "Throw this draft away?"},

		{made: "screen/guides.upload Form", by: "ctrl+g u", at: "A draft of a guide"},
		{made: "screen/guides.write Form", by: "ctrl+g e", at: "open the editor", start: func(o *ui.Options) { o.Editor = noEditor },
			fresh: true},

		{made: "screen/people.createGroup Form", by: "3 n", at: "New group"},
		{made: "screen/people.askFirstMembers Several", by: "3 n ~'New group' 'x' enter", at: "Members of the new group"},
		{made: "screen/people.editMembers Several", by: "3 m", at: "Members of"},
		{made: "screen/people.renameGroup Form", by: "3 e", at: "Rename the group"},
		{made: "screen/people.addToGroups Picker", by: "4 a", at: "into a group"},

		{made: "screen/project.question Confirm", fresh: true, by: typed + " D", at: "Discard the draft of"},
		{made: "screen/project.question Conflict", fresh: true, by: cell + " e ~'editing' ctrl+end ' ' esc ctrl+s ~'Save weekly' % enter",
			at: "was changed in Hex meanwhile", middle: func(w *walk) {
				w.meanwhile("Weekly revenue", "weekly_orders", "select 1\n-- two\n-- three")
			}},
		{made: "screen/project.review Review", fresh: true, by: typed + " ctrl+s", at: "Save weekly_orders?"},
		{made: "screen/project.askAll Reviews", fresh: true, by: typed + " j e ~'editing' ' ' esc ctrl+w", at: "Save 2 cells?"},
		{made: "screen/project.tellAll Told", fresh: true, by: typed + " j e ~'editing' ' ' esc ctrl+w ~'Save 2 cells' % enter", at: "× ",
			middle: func(w *walk) { w.fault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "UpdateCell"}) }},
		{made: "screen/project.discardLeft Confirm", fresh: true, by: cell + " ~'draft' D", at: "It was left behind",
			do: func(w *walk) { w.leftBehind("demo", "Weekly revenue", "weekly_orders") }},
		{made: "screen/project.askLine Form", by: cell + " e ~'editing' alt+g", at: "Go to a line of"},
		{made: "screen/project.askReplace Form", by: cell + " e ~'editing' alt+h", at: "Replace in"},
		{made: "screen/project.ask Form", by: cell + " A", at: "Ask a model"},
		{made: "screen/project.agree Confirm", by: cell + " A ~'Ask a model' 'shorter' enter", at: "Send this to"},
		{made: "screen/project.answer Answer", fresh: true, do: answer, by: cell + " A ~'Ask a model' 'shorter' enter", at: "line 99"},
		{made: "screen/project.propose Review", fresh: true, do: answer,
			by: cell + " A ~'Ask a model' 'shorter' enter ~'see the change' enter",
			at: "Take the answer"},
		{made: "screen/project.fullError Text", fresh: true, by: "/ 'parcels by carrier' enter enter ~'CELLS' ctrl+r ~'ERROR' f E",
			at: "Why "},

		{made: "screen/project.showValue Text", by: rows + " enter", at: "esc close"},
		{made: "screen/project.copyAs Picker", by: rows + " >", at: "as TSV"},
		{made: "screen/project.saveRows Form", by: rows + " w", at: "Save the result"},
		{made: "screen/project.showRow Text", by: rows + " v", at: "Row 1 of"},
		{made: "screen/project.showChart Text", by: rows + " right right p", at: "esc close"},
		{made: "screen/project.showFigures Text", by: rows + " right right percent", at: "esc close"},
		{made: "screen/project.compare Text", by: rows + " % =", at: "against run", middle: runAgain},

		{made: "screen/projects.saveView Form", by: "v", at: "Save as a view"},
		{made: "screen/runform.newForm Form", by: project + " r", at: "Run Weekly revenue"},
		{made: "screen/runform.Cancel Confirm", fresh: true, do: holding, by: project + " enter ~'CELLS' ctrl+r ~'cancel' x",
			at: "Cancel this run?"},
		{made: "screen/runform.draftRefused Confirm", fresh: true, by: project + " enter ~'CELLS' ctrl+r",
			at: "runs no drafts over the API",
			do: func(w *walk) {
				for _, f := range emulator.RefuseDraftRuns(404) {
					w.fault(f)
				}
			}},
		{made: "screen/sharing.add Picker", by: project + " a ~'people' a", at: "Share Weekly revenue with"},

		{made: "screen/thread.attach Picker", by: "9 ctrl+o", at: "Attach"},
		{made: "screen/thread.tableByID Form", by: "9 ctrl+o ~'Attach' 'by its id' enter", at: "Attach a table"},
		{made: "screen/thread.tables Picker", fresh: true,
			by: "9 ctrl+o ~'Attach' 'weekly revenue' enter ctrl+o ~'Attach' 'tables of' enter", at: "Name a table of"},
		{made: "screen/thread.search Form", fresh: true, do: signedIn, by: "9 ctrl+o ~'Attach' 'search for' enter",
			at: "Search for projects"},
		{made: "screen/thread.found Picker", fresh: true, do: signedIn,
			by: "9 ctrl+o ~'Attach' 'search for' enter ~'Search for' 'revenue' enter", at: "Attach what is about"},
		{made: "screen/thread.save Form", by: "6 / 'what happened' enter enter ~'you  What' w", at: "Save the thread"},
		{made: "screen/thread.chart Picture", fresh: true, by: "9 'revenue by week in the last 2 months?' enter ~'highest' c",
			at: "esc close"},
		{made: "screen/thread.wholeTable Text",
			elsewhere: "Every table that the stand-in for the hosted server gives has a cell to go to."},
	}
}

// noEditor is an editor that nobody starts.
func noEditor(string, int, int) (*exec.Cmd, error) { return nil, errors.ErrUnsupported }

// signedIn is who has an account at the hosted server.
func signedIn(w *walk) {
	w.push("9 ctrl+n ~'waiting'")
	w.until(func() bool { return len(w.pages) > 0 })
	w.consents("allow")
	w.push("~'Questions go by it now' esc 1")
}

// noFolder has a file where the folder of a project would be.
func noFolder(w *walk) {
	w.must(os.RemoveAll("weekly-revenue"))
	w.must(os.WriteFile("weekly-revenue", nil, 0o600))
}

// runAgain runs the cell whose result is looked at once more.
func runAgain(w *walk) {
	read := regexp.MustCompile(`· draft run \w+`) // of a run that is over: while one is under way the rows are said to be "of" another
	w.until(func() bool { return read.MatchString(w.text()) })
	before := read.FindString(w.text())
	w.push("shift+tab shift+tab c tab tab")
	w.until(func() bool { now := read.FindString(w.text()); return now != "" && now != before })
}

// leftBehind leaves a draft as a program that was killed does.
func (w *walk) leftBehind(workspace, title, cell string) {
	s, err := drafts.Open(w.folder, drafts.Options{})
	w.must(err)
	p, c := w.project(title), w.cell(title, cell)
	source, _ := c.Source()
	e, err := s.Begin(drafts.Key{Workspace: workspace, Project: p.ID, Cell: c.StaticID}, drafts.Names{Project: title, Cell: cell},
		drafts.Base{Source: source})
	w.must(err)
	w.must(e.Put([]byte(source+"\n-- elsewhere"), drafts.Place{}))
	w.must(s.Close())
}

// deletedCell is one that was deleted from here.
func deletedCell(w *walk) {
	p := w.project("Weekly revenue")
	_, err := w.kept.KeepDeleted(drafts.Key{Workspace: "demo", Project: p.ID, Cell: "x"}, drafts.Names{Project: p.Title, Cell: "a cell"},
		"select 1", `{"type":"SQL"}`)
	w.must(err)
}

// agentWrote is an agent that has written a cell.
func agentWrote(w *walk) {
	p, c := w.project("Weekly revenue"), w.cell("Weekly revenue", "weekly_orders")
	now, err := w.behind.ReadCell(w.t.Context(), p.ID, c.ID, c.StaticID)
	w.must(err)
	w.do(ui.AgentCall{ID: "1", Tool: "update_hex_cell", Class: "write", At: w.clock.Now(), Outcome: "done", Undo: &agents.Undo{
		ProjectID: p.ID, CellID: c.ID, StaticID: c.StaticID, Label: "weekly_orders", Source: "select 1", NewHash: now.Hash}})
}
