package road

import (
	"os"

	"hextui/hex/emulator"
	"hextui/ui/action"
)

// cell are the keys to the second cell of a project.
const cell = "/ 'weekly revenue' enter ~'1 of 6' enter ~'sql   refunds' g j ~'▌  2  sql'"

// motions are the presses of a scope whose rows are moved about in.
func motions() []press {
	return []press{{id: action.Bottom}, {id: action.Top}, {id: action.Down}, {id: action.Up}, {id: action.PageDown}, {id: action.PageUp}}
}

// scenes are the places, and what is pressed there.
func scenes() []scene {
	return []scene{
		{scope: action.Projects, by: "/ 'weekly revenue' enter", at: "1 of 6", presses: []press{
			{id: action.Open, sees: "CELLS", then: "esc"},
			{id: action.RunForm, sees: "Run Weekly revenue", then: "esc"},
			{id: action.Runs, sees: "› Runs", then: "esc"},
			{id: action.NextView}, {id: action.PrevView},
			{id: action.Star}, {id: action.SaveView, then: "esc"}, {id: action.DropView, then: "esc"}, {id: action.Preview},
			{id: action.SetStatus, sees: "7 of 7", then: "esc"},
			{id: action.Share, sees: "Shared with", then: "esc"},
			{id: action.NewProject, sees: "A new project", then: "esc"},
			{id: action.Deeds, sees: "what to do with it", then: "esc"},
			{id: action.EmbedLink, sees: "Embed link of", then: "esc"},
			{id: action.UndoWrite, sees: "Nothing was changed here yet"},
			{id: action.Publish, sees: "Publish “Weekly revenue”?", then: "n"},
			{id: action.Rename, sees: "Rename “Weekly revenue”?", then: "n"},
			{id: action.Schedule, sees: "When does “Weekly revenue” run?", then: "n"},
			{id: action.Archive, sees: "Archive “Weekly revenue”?", then: "n"},
			{id: action.Delete, sees: "Delete “Weekly revenue”?", then: "n"},
			{id: action.ExportFile, sees: "esc cancel", then: "esc"}, {id: action.ExportJupyter, sees: "esc cancel", then: "esc"},
			{id: action.SyncFolder, sees: "Sources of “Weekly revenue” as files", then: "esc"},
			{id: action.RunPublished, sees: "Run Weekly revenue", then: "esc"}, {id: action.RunDraft},
		}},
		{scope: action.List, at: "69 projects", presses: append(motions(),
			press{id: action.HalfDown}, press{id: action.HalfUp},
			press{id: action.Find, sees: "title:", then: "esc"}, press{id: action.Sort, sees: "Sort by", then: "esc"},
			press{id: action.Columns, sees: "Columns", then: "esc"}, press{id: action.SortTurn},
		)},
		{scope: action.Filter, by: "/ 'e'", at: " of 69", presses: []press{
			{id: action.Down}, {id: action.Up}, {id: action.PageDown}, {id: action.PageUp},
			{id: action.Accept}, {id: action.Clear, first: "/", sees: "-of 69"},
		}},
		{scope: action.Global, at: "69 projects", presses: []press{
			{id: action.Help, sees: "Keys here", then: "esc"},
			{id: action.Palette, sees: "Everything", then: "esc"},
			{id: action.Deeds, first: "4", sees: "what to do here", then: "esc"},
			{id: action.Back, sees: "69 projects"},
			{id: action.Refresh}, {id: action.OpenWeb, sees: "Opening "}, {id: action.CopyID, sees: "!tea.setClipboardMsg"},
			{id: action.CopyURL, sees: "!tea.setClipboardMsg"},
			{id: action.GoAllRuns, sees: "Failed since yesterday"}, {id: action.GoSettings, sees: "order of letters"},
			{id: action.EnterToken, sees: "The demo needs no token.", first: "1"},
			{id: action.GoCollections, sees: "WHO MAY"}, {id: action.GoGroups, sees: "9 groups"}, {id: action.GoUsers, sees: "LAST LOGIN"},
			{id: action.GoConnections, sees: "Shop warehouse"}, {id: action.GoThreads, sees: "8 threads"},
			{id: action.GoDrafts}, {id: action.Activity, sees: "OUTCOME"}, {id: action.GoAsk, sees: "Ask Hex about the data", then: "esc"},
			{id: action.GoGuides}, {id: action.GoHome, sees: "RUNNING"}, {id: action.GoProjects, sees: "69 projects"},
			{id: action.Messages, sees: "Messages", then: "esc"},
			{id: action.ThemeNext}, {id: action.Mouse, sees: "The mouse is the terminal's now"},
			{id: action.Redraw, sees: "!tea.clearScreenMsg"},
			{id: action.Suspend, sees: "!tea.SuspendMsg"},
		}},
		{scope: action.Global, fresh: true, at: "69 projects", presses: []press{ // before a run ends
			{id: action.OpenTold, sees: "No thread answered and no run ended"},
		}},
		{scope: action.Project, by: cell, at: "▌", presses: []press{
			{id: action.Open, then: "esc"},
			{id: action.Edit, sees: "editing", then: "esc"},
			{id: action.RunForm, sees: "Run Weekly revenue", then: "esc"},
			{id: action.Focus}, {id: action.FocusBack},
			{id: action.Fold}, {id: action.Wrap, sees: "go on in the next row"}, {id: action.Wrap},
			{id: action.LineDown}, {id: action.LineUp}, {id: action.NextSection}, {id: action.PrevSection},
			{id: action.Runs, sees: "› Runs", then: "esc"},
			{id: action.Ask, sees: "Ask a model", then: "esc"},
			{id: action.UndoWrite, sees: "Nothing was"},
			{id: action.EditOutside, sees: "No editor is set", then: "esc"},
			{id: action.CopySource, sees: "!tea.setClipboardMsg"},
			{id: action.RunPublished, sees: "Run Weekly revenue", then: "esc"},
			{id: action.SetStatus, sees: "Needs review", then: "esc"},
			{id: action.Share, sees: "Shared with", then: "esc"},
			{id: action.Deeds, sees: "what to do with it", then: "esc"},
			{id: action.EmbedLink, sees: "Embed link of", then: "esc"},
			{id: action.Search, then: "'e' enter"}, {id: action.SearchNext}, {id: action.SearchPrev, then: "esc"},
			{id: action.RunCell}, {id: action.RunDraft},
		}},
		{scope: action.Project, by: cell, at: "▌", presses: []press{
			{id: action.CellBelow, sees: "A new cell below", then: "esc"}, {id: action.CellAbove, sees: "A new cell above", then: "esc"},
			{id: action.DeleteCell, sees: "Delete weekly_orders?", then: "n"},
			{id: action.Duplicate, sees: "Another cell like weekly_orders", then: "esc"},
			{id: action.Connect, sees: "What weekly_orders asks", then: "esc"},
			{id: action.RenameResult, sees: "The result of weekly_orders", then: "esc"},
			{id: action.Label, sees: "Change the label of weekly_orders?", then: "n"},
			{id: action.BringBack, sees: "No cell of this project that was deleted here is kept.", then: "esc"},
			{id: action.RunStatement, sees: "Hex runs a cell whole", then: "esc"},
			{id: action.ExportFile, sees: "esc cancel", then: "esc"}, {id: action.ExportJupyter, sees: "esc cancel", then: "esc"},
			{id: action.SyncFolder, sees: "Sources of “Weekly revenue” as files", then: "esc"},
		}},
		{scope: action.Project, by: "/ 'weekly revenue' enter ~'1 of 6' enter ~'CELLS' G", at: "Weeks start on", presses: []press{
			{id: action.Render},
		}},
		{scope: action.Project, by: cell + " e ' ' esc",
			at: "● unsaved draft",
			presses: []press{
				{id: action.SaveAll, sees: "Save 1 cell?", then: "esc"},
				{id: action.Save, sees: "Save weekly_orders", then: "esc"}, {id: action.DiscardDraft, then: "y"},
			}},
		{scope: action.Project, by: "/ 'parcels by carrier' enter enter ctrl+r", fresh: true, at: "▌  3  sql   parcels", presses: []press{
			{id: action.Failure, first: "g"}, {id: action.FullError, sees: "Why ", then: "esc"},
		}},
		{scope: action.Project, do: holding, by: "/ 'weekly revenue' enter ~'1 of 6' enter ctrl+r", at: "x cancel", presses: []press{
			{id: action.Cancel, sees: "Cancel", then: "y"},
		}},
		{scope: action.Editor, by: cell + " e", fresh: true, at: "editing", presses: []press{
			{id: action.RunCell, then: "esc"},
		}},
		{scope: action.Replacing, by: cell + " e ctrl+home alt+h 'o' tab '0' tab right enter", fresh: true,
			at: "Replace “o” by “0”?", presses: []press{
				{id: action.ReplaceThis}, {id: action.SkipThis}, {id: action.Back, sees: "-Replace “o”"},
				{id: action.ReplaceRest, first: "ctrl+home alt+h 'a' tab '4' tab right enter", sees: "-Replace “a”"},
			}},
		{scope: action.Review, by: cell + " e ' ' esc j e ' ' esc ctrl+w", fresh: true, at: "Save 2 cells?", presses: []press{
			{id: action.NextSection}, {id: action.PrevSection},
		}},
		{scope: action.Vim, by: cell + " e", fresh: true, vim: true, at: "NORMAL", presses: []press{
			{id: action.RunDraft}, {id: action.LeaveEditor, sees: "-NORMAL"},
		}},
		{scope: action.Result, by: cell + " c tab tab",
			at: "whole value", do: released,
			presses: []press{
				{id: action.Open, sees: "esc close", then: "esc"}, {id: action.CopySource},
				{id: action.CopyAs, sees: "as TSV", then: "esc"},
				{id: action.SaveFile, sees: "Save the result", then: "esc"}, {id: action.Record, sees: "Row 1 of", then: "esc"},
				{id: action.Chart, first: "right right", sees: "esc close", then: "esc"},
				{id: action.Figures, sees: "esc close", then: "esc"},
				{id: action.Compare, then: "esc"},
			}},
		{scope: action.List, by: cell + " c tab tab", at: "whole value",
			presses: []press{
				{id: action.Right}, {id: action.Left},
			}},
		{scope: action.Run, by: "W ] ~'×' enter", at: "started", presses: []press{
			{id: action.Cancel}, {id: action.RunForm, sees: "○ draft", then: "esc"}, {id: action.Open, sees: "CELLS"},
		}},
		{scope: action.Run, by: "W enter", at: "started", presses: []press{{id: action.WatchEnd}, {id: action.RunDraft}}},
		{scope: action.Browse, by: "/ 'weekly revenue' enter H", at: "› Runs", presses: []press{
			{id: action.RunForm, sees: "Run Weekly revenue", then: "esc"}, {id: action.Cancel, then: "n"}, {id: action.Open},
		}},
		{scope: action.Browse, by: cell + " e ' ' esc 7", at: "weekly_orders",
			presses: []press{
				{id: action.CopySource}, {id: action.DiscardDraft, then: "y"},
			}},
		{scope: action.Browse, by: "8", at: "OUTCOME", presses: []press{{id: action.UndoWrite}}},
		{scope: action.Groups, by: "3", at: "9 groups", presses: []press{
			{id: action.Open, sees: "› Groups ›", then: "esc"}, {id: action.Create, sees: "New group", then: "esc"},
			{id: action.Members, sees: "Members of", then: "esc"}, {id: action.Edit, sees: "Rename the group", then: "esc"},
			{id: action.DeleteThis, sees: "Delete the group", then: "n"}, {id: action.UndoWrite, sees: "could be taken back"},
		}},
		{scope: action.Group, by: "3 enter", at: "member", presses: []press{
			{id: action.Members, sees: "Members of", then: "esc"}, {id: action.Edit, sees: "Rename the group", then: "esc"},
			{id: action.TakeOut, sees: "Change the members", then: "n"},
			{id: action.DeleteThis, sees: "Delete the group", then: "n"}, {id: action.UndoWrite, sees: "could be taken back"},
			{id: action.Open},
		}},
		{scope: action.Users, by: "4", at: "22 users", presses: []press{
			{id: action.Open, then: "esc"}, {id: action.AddTo, sees: "into a group", then: "esc"},
			{id: action.Create, sees: "Invite somebody?", then: "n"}, {id: action.Edit, sees: "Change the name or role of", then: "n"},
			{id: action.UndoWrite, sees: "could be taken back"},
			{id: action.Deactivate, first: "j", sees: "Deactivate", then: "n"},
		}},
		{scope: action.User, by: "4 j enter", at: "last login", presses: []press{
			{id: action.AddTo, sees: "into a group", then: "esc"}, {id: action.TakeOut, then: "n"},
			{id: action.Deactivate, sees: "Deactivate", then: "n"}, {id: action.Edit, sees: "Change the name or role of", then: "n"},
			{id: action.UndoWrite, sees: "could be taken back"}, {id: action.Open},
		}},
		{scope: action.Collections, by: "2", at: "WHO MAY", presses: []press{
			{id: action.Open, then: "esc"}, {id: action.Create, sees: "New collection", then: "esc"},
			{id: action.Edit, sees: "Edit the collection", then: "esc"}, {id: action.GiveAccess, then: "esc"},
			{id: action.DeleteThis, sees: "Delete the collection", then: "n"}, {id: action.UndoWrite, sees: "could be taken back"},
		}},
		{scope: action.Collection, by: "2 enter", at: "projects", presses: []press{
			{id: action.PutIn, then: "esc"}, {id: action.GiveAccess, then: "esc"}, {id: action.SetAccess, then: "esc"},
			{id: action.TakeOut, then: "n"}, {id: action.Edit, sees: "Edit the collection", then: "esc"},
			{id: action.DeleteThis, sees: "Delete the collection", then: "n"}, {id: action.UndoWrite, sees: "could be taken back"},
			{id: action.Open},
		}},
		{scope: action.Connections, by: "5", at: "Shop warehouse", presses: []press{
			{id: action.Open, then: "esc"}, {id: action.Create, then: "esc"}, {id: action.Edit, then: "esc"},
			{id: action.GiveAccess, then: "esc"}, {id: action.SchemaTimes, then: "esc"}, {id: action.Endorse, then: "esc"},
			{id: action.ReadSchema, then: "n"}, {id: action.DeleteThis, then: "n"}, {id: action.UndoWrite, sees: "could be taken back"},
		}},
		{scope: action.Connection, by: "5 enter", at: "› ", presses: []press{
			{id: action.Edit, then: "esc"}, {id: action.GiveAccess, then: "esc"}, {id: action.SetAccess, then: "esc"},
			{id: action.TakeOut, then: "n"}, {id: action.SchemaTimes, then: "esc"}, {id: action.Endorse, then: "esc"},
			{id: action.ReadSchema, then: "n"}, {id: action.DeleteThis, then: "n"}, {id: action.UndoWrite, sees: "could be taken back"},
			{id: action.Open},
		}},
		{scope: action.Sharing, by: "/ 'weekly revenue' enter a", at: "people", presses: []press{
			{id: action.SetLevel, first: "j l l", sees: "less now"}, {id: action.DropEdit, sees: "-less now"},
			{id: action.AddWho, then: "esc"}, {id: action.TakeAway}, {id: action.ReviewAll, then: "n"},
			{id: action.Focus}, {id: action.ReadPeople, then: "tab"}, {id: action.UndoWrite, sees: "could be taken back"},
		}},
		{scope: action.Home, by: "0", at: "RUNNING", each: "0", presses: []press{
			{id: action.Open}, {id: action.RunForm, then: "esc"}, {id: action.Cancel, then: "n"}, {id: action.Runs},
		}},
		{scope: action.AllRuns, by: "W", at: "Failed since yesterday", presses: []press{
			{id: action.NextView}, {id: action.PrevView},
			{id: action.RunForm, first: "right", sees: "Run ", then: "esc"}, {id: action.Cancel}, {id: action.WatchEnd},
			{id: action.Runs, then: "esc"}, {id: action.Open, then: "esc"}, {id: action.RunDraft},
		}},
		{scope: action.Threads, by: "6", at: "8 threads", presses: []press{
			{id: action.Open, then: "esc"}, {id: action.AskOn, sees: "Ask Hex about the data", then: "esc 6"},
			{id: action.SignIn, sees: "waiting", then: "esc"},
		}},
		{scope: action.Thread, by: "6 / 'what happened' enter enter", at: "What happened", presses: append(motions(),
			press{id: action.Focus}, press{id: action.FocusBack}, press{id: action.Left}, press{id: action.Right},
			press{id: action.CopySource, sees: "!tea.setClipboardMsg"},
			press{id: action.SaveFile, sees: "Save the thread", then: "esc"}, press{id: action.SignIn, sees: "waiting", then: "esc"},
			press{id: action.AskOn, then: "esc"}, press{id: action.Open},
		)},
		{scope: action.Thread, by: "6 / 'what happened' enter enter", at: "Was it one channel only?", presses: []press{{id: action.Chart}}},
		{scope: action.Prompt, by: "9 'how many'", at: "how many", presses: []press{
			{id: action.Attach, sees: "Attach", then: "esc"}, {id: action.EditOutside, sees: "No editor is set"},
			{id: action.SignIn, sees: "waiting", then: "esc"}, {id: action.LeaveEditor, then: "9"},
			{id: action.Send, sees: "you  how many"},
		}},
	}
}

// holding keeps runs from going on, released lets them.
func holding(w *walk) { w.hold(emulator.HeldRunning) }

func released(w *walk) {
	for _, release := range w.release {
		release()
	}
	w.release = nil
}

// guide writes a guide to the folder that the program runs in.
func guide(w *walk) { w.must(os.WriteFile("guide.md", []byte("Revenue is in euros."), 0o600)) }
