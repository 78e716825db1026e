package main

import (
	"slices"

	settings "hextui/hex/config/cli"
	"hextui/ui/action"
	"hextui/ui/editor"
)

// bindings is the one table of keys: action, scope, keys, the footer's word, the help's sentence. Screens know actions
// only; the footer, the help, the palette, the page of keys and the tests all read this.
//
// Every action has at least one key that the oldest terminals can send.
func bindings() []action.Binding {
	table := []action.Binding{
		bind(action.Projects, action.Open, "open", "open the project", "enter"),
		bind(action.Projects, action.RunForm, "run", "run the draft or the published version, with inputs", "r"),
		bind(action.Projects, action.Runs, "runs", "show the project's runs", "H"),
		bind(action.Projects, action.NextView, "view", "next view: all, mine, scheduled, …", "right", "]", "l"),
		quiet(bind(action.Projects, action.PrevView, "view", "previous view", "left", "[", "h")),
		bind(action.Projects, action.Star, "star", "give the project a star, or take it away", "*"),
		quiet(bind(action.Projects, action.SaveView, "save view", "keep the filter and the order as a view of your own", "v")),
		quiet(bind(action.Projects, action.DropView, "forget view", "forget a view of your own", "V")),
		quiet(bind(action.Projects, action.Preview, "details", "show the project's details on a narrow screen", "tab")),
		quiet(bind(action.Projects, action.RunDraft, "run draft", "run the draft now", "ctrl+r")),
		quiet(bind(action.Projects, action.RunPublished, "run published", "run the published version", "P")),

		bind(action.Projects, action.SetStatus, "status", "set the project's status", "t"),
		bind(action.Projects, action.Share, "sharing", "see and change who may see and edit the project", "a"),
		bind(action.Projects, action.NewProject, "new", "create a project", "n"),
		bind(action.Projects, action.Deeds, "more", "everything that can be done with the project", "d"),
		quiet(bind(action.Projects, action.EmbedLink, "embed link", "make a link that shows the app once, without a login", "b")),
		quiet(bind(action.Projects, action.UndoWrite, "take back", "take back what was changed last", "U")),
		quiet(bind(action.Projects, action.Publish, "publish", "publish the project (in Hex)")),
		quiet(bind(action.Projects, action.Rename, "rename", "rename the project or describe it (in Hex)", "e")),
		quiet(bind(action.Projects, action.Schedule, "schedule", "change when the project runs by itself (in Hex)")),
		quiet(bind(action.Projects, action.Archive, "archive", "archive the project, or take it back (in Hex)")),
		quiet(bind(action.Projects, action.Delete, "delete", "put the project into the trash, or take it back (in Hex)", "D")),
		quiet(bind(action.Projects, action.ExportFile, "export", "write the project to a .hex.yaml file: draft, published, a version")),
		quiet(bind(action.Projects, action.ExportJupyter, "Jupyter", "write the draft as a Jupyter notebook")),
		quiet(bind(action.Projects, action.SyncFolder, "folder", "sources as files in a folder: write them, take edited ones as drafts")),

		bind(action.Project, action.Open, "read", "go to the source", "enter"),
		bind(action.Project, action.Edit, "edit", "edit the cell", "e"),
		bind(action.Project, action.RunForm, "run", "run the draft or the published version, with inputs", "r"),
		bind(action.Project, action.RunDraft, "run draft", "run the draft now", "ctrl+r"),
		danger(bind(action.Project, action.Cancel, "cancel run", "cancel the draft's run", "x")),
		bind(action.Project, action.Failure, "failed cell", "go to the cell that failed", "f"),
		bind(action.Project, action.Focus, "next pane", "next pane: cells, source, result", "tab", "ctrl+t", "f6"),
		quiet(bind(action.Project, action.Fold, "fold", "all lines of the cell or the first ones; a source or result on the whole screen",
			"z")),
		quiet(bind(action.Project, action.Wrap, "wrap", "have long lines of the source go on in the next row, or not", "alt+z")),
		quiet(bind(action.Project, action.LineDown, "scroll down", "a line further down", "J")),
		quiet(bind(action.Project, action.LineUp, "scroll up", "a line further up", "K")),
		quiet(bind(action.Project, action.NextSection, "next section", "next heading", "]")),
		quiet(bind(action.Project, action.PrevSection, "previous section", "previous heading", "[")),
		quiet(bind(action.Project, action.FocusBack, "previous pane", "previous pane: from the cells to the result at once", "shift+tab")),
		bind(action.Project, action.Runs, "runs", "show the project's runs", "H"),
		bind(action.Project, action.RunCell, "run cell", "run this cell and what it stands on", "c"),
		quiet(bind(action.Project, action.RunStatement, "run statement", "run one statement of the cell (Hex runs it whole)")),
		bind(action.Project, action.Ask, "ask", "ask a language model about the cell: write, fix, explain", "A"),
		bind(action.Project, action.Render, "source", "show Markdown as source, or as it reads", "m"),
		bind(action.Project, action.FullError, "error", "show the whole error, and what is marked in the source", "E"),
		bind(action.Project, action.Save, "save", "review the unsaved draft and save it", "ctrl+s"),
		bind(action.Project, action.SaveAll, "save all", "review all unsaved drafts of the project, and save them", "ctrl+w"),
		danger(bind(action.Project, action.DiscardDraft, "discard", "throw the unsaved draft away", "D")),
		quiet(bind(action.Project, action.UndoWrite, "undo write", "take the last write to Hex back", "U", "u")),
		quiet(bind(action.Project, action.Search, "find", "find in the source", "ctrl+f")),
		quiet(bind(action.Project, action.SearchNext, "next", "next match", "n", "f3")),
		quiet(bind(action.Project, action.SearchPrev, "previous", "previous match", "N", "shift+f3")),
		quiet(bind(action.Project, action.EditOutside, "$EDITOR", "edit in your own editor", "ctrl+e")),
		quiet(bind(action.Project, action.CopySource, "copy source", "copy the source", "y")),
		quiet(bind(action.Project, action.RunPublished, "run published", "run the published version", "P")),
		bind(action.Project, action.SetStatus, "status", "set the project's status", "t"),
		bind(action.Project, action.Share, "sharing", "see and change who may see and edit the project", "V"),
		bind(action.Project, action.CellBelow, "new cell", "make a cell below this one", "b"),
		quiet(bind(action.Project, action.CellAbove, "new above", "make a cell above this one", "a")),
		bind(action.Project, action.Deeds, "more", "everything that can be done with the cell and the project", "d"),
		danger(quiet(bind(action.Project, action.DeleteCell, "delete", "delete the cell; its source is kept on this computer", "delete"))),
		quiet(bind(action.Project, action.Duplicate, "duplicate", "make another cell like this one, below it")),
		quiet(bind(action.Project, action.Connect, "connection", "have the SQL cell ask another data connection")),
		quiet(bind(action.Project, action.RenameResult, "result", "give the SQL cell's result another name")),
		quiet(bind(action.Project, action.Label, "label", "change the cell's label (in Hex)")),
		quiet(bind(action.Project, action.BringBack, "bring back", "bring back a cell that was deleted here")),
		quiet(bind(action.Project, action.EmbedLink, "embed link", "make a link that shows the app once, without a login", "B")),
		quiet(bind(action.Project, action.ExportFile, "export", "write the project to a .hex.yaml file: draft, published, a version")),
		quiet(bind(action.Project, action.ExportJupyter, "Jupyter", "write the draft as a Jupyter notebook")),
		quiet(bind(action.Project, action.SyncFolder, "folder", "sources as files in a folder: write them, take edited ones as drafts")),

		bind(action.Sharing, action.SetLevel, "set", "give the level under the cursor, to be reviewed", "enter"),
		bind(action.Sharing, action.AddWho, "add", "add a user, a group or a collection", "a"),
		bind(action.Sharing, action.TakeAway, "take away", "take the access away, to be reviewed", "x", "delete"),
		bind(action.Sharing, action.ReviewAll, "review and send", "review what is changed and send it", "ctrl+s"),
		bind(action.Sharing, action.DropEdit, "drop the change", "leave the access as it is in Hex", "z"),
		bind(action.Sharing, action.Focus, "people", "who reaches the project, and how, or what it is shared with", "tab"),
		quiet(bind(action.Sharing, action.ReadPeople, "read on", "read on who is behind groups and collections", "f")),
		quiet(bind(action.Sharing, action.UndoWrite, "take back", "take back what was changed last", "U")),

		bind(action.Guides, action.UploadGuide, "upload", "write a draft of a guide from a file on this computer", "u"),
		bind(action.Guides, action.WriteGuide, "write", "write a draft of a guide in your own editor", "e"),
		bind(action.Guides, action.PublishGuide, "publish", "publish the draft: Hex's analyst follows it then", "p"),
		bind(action.Guides, action.PublishGuides, "publish all", "publish all drafts", "P"),
		danger(bind(action.Guides, action.DropGuide, "drop", "drop the draft; what is published stays", "x", "delete")),
		quiet(bind(action.Guides, action.UndoWrite, "take back", "take back what was changed last", "U")),

		bind(action.Result, action.Open, "whole value", "show the whole value", "enter"),
		bind(action.Result, action.CopySource, "copy", "copy the value", "y"),
		bind(action.Result, action.CopyAs, "copy as", "copy the row, the column or all rows as TSV, CSV, JSON, Markdown or SQL", ">"),
		bind(action.Result, action.SaveFile, "save", "save the rows to a file", "w"),
		bind(action.Result, action.Record, "row", "show the row, a value a line", "v"),
		bind(action.Result, action.Chart, "chart", "draw a chart of the column", "p"),
		bind(action.Result, action.Figures, "figures", "figures of the column: least, greatest, mean, how many", "%"),
		bind(action.Result, action.Compare, "compare", "compare with the result before", "="),

		bind(action.Run, action.Cancel, "cancel", "cancel the run", "x"),
		bind(action.Run, action.WatchEnd, "tell me", "ring the terminal when the run ends", "n"),
		bind(action.Run, action.RunForm, "run again", "run the project again", "r"),
		bind(action.Run, action.Open, "project", "go to the project", "enter"),
		quiet(bind(action.Run, action.RunDraft, "run draft", "run the draft, which tells why a cell fails", "ctrl+r")),

		bind(action.AllRuns, action.Open, "open", "open the run, or the project that will run", "enter"),
		bind(action.AllRuns, action.RunForm, "run again", "run the project again", "r"),
		danger(bind(action.AllRuns, action.Cancel, "cancel", "cancel the run", "x")),
		bind(action.AllRuns, action.NextView, "view", "next view: running, failed, next, today", "right", "]", "l"),
		quiet(bind(action.AllRuns, action.PrevView, "view", "previous view", "left", "[", "h")),
		bind(action.AllRuns, action.WatchEnd, "tell me", "ring the terminal when the run ends", "n"),
		quiet(bind(action.AllRuns, action.Runs, "runs", "show the project's runs", "H")),
		quiet(bind(action.AllRuns, action.RunDraft, "run draft", "run the draft, which tells why a cell fails", "ctrl+r")),

		bind(action.Home, action.Open, "go", "go there", "enter"),
		bind(action.Home, action.RunForm, "run", "run the project", "r"),
		danger(bind(action.Home, action.Cancel, "cancel", "cancel the run", "x")),
		quiet(bind(action.Home, action.Runs, "runs", "show the project's runs", "H")),

		bind(action.Browse, action.Open, "open", "open it", "enter"),
		bind(action.Browse, action.RunForm, "run", "run the project", "r"),
		danger(bind(action.Browse, action.Cancel, "cancel run", "cancel the run", "x")),
		danger(bind(action.Browse, action.DiscardDraft, "throw away", "throw the draft away", "D")),
		quiet(bind(action.Browse, action.CopySource, "copy", "copy it", "y")),
		bind(action.Browse, action.UndoWrite, "take back", "take back what was done", "U"),

		bind(action.Groups, action.Open, "open", "open the group", "enter"),
		bind(action.Groups, action.Create, "new", "create a group", "n"),
		bind(action.Groups, action.Members, "members", "choose who is in the group", "m"),
		bind(action.Groups, action.Edit, "rename", "rename the group", "e"),
		danger(bind(action.Groups, action.DeleteThis, "delete", "delete the group; its users stay", "D")),
		quiet(bind(action.Groups, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Group, action.Open, "open", "open the user, collection or connection", "enter"),
		bind(action.Group, action.Members, "members", "choose who is in the group", "m"),
		bind(action.Group, action.TakeOut, "take out", "take the selected member out", "x"),
		bind(action.Group, action.Edit, "rename", "rename the group", "e"),
		danger(bind(action.Group, action.DeleteThis, "delete", "delete the group; its users stay", "D")),
		quiet(bind(action.Group, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Users, action.Open, "open", "open the user", "enter"),
		bind(action.Users, action.AddTo, "add to group", "put the user into a group", "a"),
		danger(bind(action.Users, action.Deactivate, "deactivate", "deactivate the user", "D")),
		quiet(bind(action.Users, action.Create, "invite", "invite somebody (in Hex)", "n")),
		quiet(bind(action.Users, action.Edit, "role", "change the name or role (in Hex)", "e")),
		quiet(bind(action.Users, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.User, action.Open, "open", "open the group, project or collection", "enter"),
		bind(action.User, action.AddTo, "add to group", "put the user into a group", "a"),
		bind(action.User, action.TakeOut, "take out", "take the user out of the selected group", "x"),
		danger(bind(action.User, action.Deactivate, "deactivate", "deactivate the user", "D")),
		quiet(bind(action.User, action.Edit, "role", "change the name or role (in Hex)", "e")),
		quiet(bind(action.User, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Collections, action.Open, "open", "open the collection", "enter"),
		bind(action.Collections, action.Create, "new", "create a collection", "n"),
		bind(action.Collections, action.Edit, "edit", "edit name and description", "e"),
		bind(action.Collections, action.GiveAccess, "give access", "give groups and users access", "a"),
		quiet(bind(action.Collections, action.DeleteThis, "delete", "delete the collection (in Hex)", "D")),
		quiet(bind(action.Collections, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Collection, action.Open, "open", "open the project, group or user", "enter"),
		bind(action.Collection, action.PutIn, "put in", "put a project into the collection", "p"),
		bind(action.Collection, action.GiveAccess, "give access", "give groups and users access", "a"),
		bind(action.Collection, action.SetAccess, "access", "change what the selected group or user may", "t"),
		bind(action.Collection, action.TakeOut, "take out", "take the project out, or the access away", "x"),
		bind(action.Collection, action.Edit, "edit", "edit name and description", "e"),
		quiet(bind(action.Collection, action.DeleteThis, "delete", "delete the collection (in Hex)", "D")),
		quiet(bind(action.Collection, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Connections, action.Open, "open", "open the data connection", "enter"),
		bind(action.Connections, action.Create, "new", "create a data connection", "n"),
		bind(action.Connections, action.Edit, "edit", "edit its settings and secrets", "e"),
		bind(action.Connections, action.GiveAccess, "give access", "let groups or everybody use it", "a"),
		bind(action.Connections, action.SchemaTimes, "schema", "when its schema is read, and by whom", "f"),
		bind(action.Connections, action.Endorse, "endorse", "endorse tables, schemas and databases", "v"),
		quiet(bind(action.Connections, action.ReadSchema, "read schema", "have the schema read now (in Hex)", "F")),
		quiet(bind(action.Connections, action.DeleteThis, "delete", "delete the connection (in Hex)", "D")),
		quiet(bind(action.Connections, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Connection, action.Open, "open", "open the group, or show the row in full", "enter"),
		bind(action.Connection, action.Edit, "edit", "edit its settings and secrets", "e"),
		bind(action.Connection, action.GiveAccess, "give access", "let groups or everybody use it", "a"),
		bind(action.Connection, action.SetAccess, "access", "change what the selected ones may", "t"),
		bind(action.Connection, action.TakeOut, "take access", "take the access of the selected ones away", "x"),
		bind(action.Connection, action.SchemaTimes, "schema", "when its schema is read, and by whom", "f"),
		bind(action.Connection, action.Endorse, "endorse", "endorse tables, schemas and databases", "v"),
		quiet(bind(action.Connection, action.ReadSchema, "read schema", "have the schema read now (in Hex)", "F")),
		quiet(bind(action.Connection, action.DeleteThis, "delete", "delete the connection (in Hex)", "D")),
		quiet(bind(action.Connection, action.UndoWrite, "undo", "take the last change back", "U")),

		bind(action.Threads, action.Open, "open", "open the thread", "enter"),
		bind(action.Threads, action.AskOn, "ask", "ask Hex about the data", "a"),
		quiet(bind(action.Threads, action.SignIn, "sign in", "sign in to Hex's hosted server, by which questions go then", "N")),

		bind(action.Thread, action.AskOn, "ask on", "ask a further question", "a"),
		bind(action.Thread, action.Open, "open", "open the cell or project that the answer comes from", "enter"),
		bind(action.Thread, action.Focus, "next source", "mark the next cell or project of the answer", "tab"),
		quiet(bind(action.Thread, action.FocusBack, "previous source", "mark the previous cell or project of the answer", "shift+tab")),
		bind(action.Thread, action.Chart, "chart", "show the chart of the answer", "c"),
		bind(action.Thread, action.CopySource, "copy", "copy the thread as Markdown", "y"),
		bind(action.Thread, action.SaveFile, "save", "save the thread as Markdown to a file", "w"),
		quiet(bind(action.Thread, action.SignIn, "sign in", "sign in to Hex's hosted server, by which questions go then", "N")),

		bind(action.Prompt, action.Send, "ask", "ask Hex", "enter", "ctrl+s"),
		bind(action.Prompt, action.Attach, "attach", "attach projects, tables or a data connection, or take them off", "ctrl+o"),
		bind(action.Prompt, action.EditOutside, "$EDITOR", "write in your own editor", "ctrl+e"),
		quiet(bind(action.Prompt, action.SignIn, "sign in", "sign in to Hex's hosted server, by which questions go then", "ctrl+n")),
		bind(action.Prompt, action.LeaveEditor, "leave, text stays", "leave the question; the text stays", "esc"),

		bind(action.List, action.Find, "filter", "filter: words, !not, column:word, ~fuzzy", "/"),
		bind(action.List, action.Sort, "sort", "sort by a column", "s"),
		quiet(bind(action.List, action.Columns, "columns", "show, hide and move columns", "C")),
		quiet(bind(action.List, action.SortTurn, "turn", "turn the order round", "S")),
		quiet(bind(action.List, action.HalfUp, "half a page up", "half a page up", "ctrl+u")),
		quiet(bind(action.List, action.HalfDown, "half a page down", "half a page down", "ctrl+d")),

		bind(action.Filter, action.Accept, "keep the filter", "keep the filter and go to the rows", "enter"),
		bind(action.Filter, action.Clear, "clear", "take the filter away", "esc", "ctrl+c"),
		quiet(bind(action.Filter, action.Up, "up", "up", "up")),
		quiet(bind(action.Filter, action.Down, "down", "down", "down")),
		quiet(bind(action.Filter, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Filter, action.PageDown, "page down", "a page down", "pgdown")),

		bind(action.Editor, action.Save, "review and save", "review what changed and save it", "ctrl+s"),
		bind(action.Editor, action.RunDraft, "save, run draft", "save and run the draft", "ctrl+r"),
		bind(action.Editor, action.RunCell, "save, run cell", "save the cell and run it, with what it stands on", "alt+c"),
		bind(action.Editor, action.EditOutside, "$EDITOR", "edit in your own editor", "ctrl+e"),
		bind(action.Editor, action.Ask, "ask", "ask a language model to write or fix the cell", "ctrl+o"),
		bind(action.Editor, action.Search, "find", "find in the source", "ctrl+f"),
		quiet(bind(action.Editor, action.ReplaceAll, "replace",
			"replace everywhere or in the selected lines, at once or one by one", "alt+h")),
		quiet(bind(action.Editor, action.GoToLine, "line", "go to a line", "alt+g")),
		bind(action.Editor, action.Focus, "result", "go to the result", "ctrl+t", "f6"),
		quiet(bind(action.Editor, action.Fold, "whole screen", "give the source the whole screen, or take it back", "alt+o")),
		quiet(bind(action.Editor, action.Wrap, "wrap", "have long lines go on in the next row, or not", "alt+z")),
		bind(action.Editor, action.LeaveEditor, "leave, draft stays", "leave the editor; the draft stays", "esc"),
		quiet(danger(bind(action.Editor, action.Cancel, "cancel run", "cancel the draft's run", "alt+x"))),
		quiet(danger(bind(action.Editor, action.DiscardDraft, "discard", "throw the unsaved draft away", "alt+r"))),

		bind(action.Vim, action.RunDraft, "save, run draft", "save and run the draft, as :run does", "f9"),
		bind(action.Vim, action.LeaveEditor, "leave, draft stays", "leave the editor, as :q does; the draft stays", "alt+q"),

		bind(action.Replacing, action.ReplaceThis, "replace", "replace this one", "y"),
		bind(action.Replacing, action.SkipThis, "leave", "leave this one as it is", "n"),
		bind(action.Replacing, action.ReplaceRest, "all the rest", "replace this one and all that follow", "a"),
		bind(action.Replacing, action.Back, "stop", "stop here; what was replaced stays", "esc", "q", "ctrl+c"),

		bind(action.Dialog, action.Yes, "yes", "yes", "y"),
		bind(action.Dialog, action.No, "no", "no", "n", "esc", "ctrl+c"),
		bind(action.Dialog, action.Accept, "choose", "choose the marked answer", "enter"),
		quiet(bind(action.Dialog, action.Left, "left", "the other answer", "left", "right", "tab", "h", "l")),
		quiet(bind(action.Dialog, action.Up, "up", "up in a long question", "up", "k")),
		quiet(bind(action.Dialog, action.Down, "down", "down in a long question", "down", "j")),
		quiet(bind(action.Dialog, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Dialog, action.PageDown, "page down", "a page down", "pgdown", "space")),

		bind(action.Form, action.Accept, "send", "send the form", "enter", "ctrl+s"),
		bind(action.Form, action.NextField, "next field", "next field", "tab", "down"),
		quiet(bind(action.Form, action.PrevField, "previous field", "previous field", "shift+tab", "up")),
		quiet(bind(action.Form, action.Left, "previous choice", "previous choice", "left", "h")),
		bind(action.Form, action.Right, "change", "change a choice", "right", "l"),
		quiet(bind(action.Form, action.Toggle, "change", "change a choice", "space")),
		bind(action.Form, action.Back, "cancel", "leave the form", "esc", "ctrl+c"),

		bind(action.Picker, action.Accept, "pick", "pick it", "enter"),
		quiet(bind(action.Picker, action.Up, "up", "up", "up", "ctrl+p")),
		quiet(bind(action.Picker, action.Down, "down", "down", "down", "ctrl+n")),
		quiet(bind(action.Picker, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Picker, action.PageDown, "page down", "a page down", "pgdown")),
		bind(action.Picker, action.Back, "close", "close", "esc", "ctrl+c"),

		bind(action.Several, action.Accept, "done", "take it as it is marked", "enter", "ctrl+s"),
		bind(action.Several, action.Toggle, "mark", "mark it, or take the mark away", "tab"),
		bind(action.Several, action.ToggleAll, "mark all", "mark all that are found, or none of them", "ctrl+a"),
		quiet(bind(action.Several, action.Up, "up", "up", "up", "ctrl+p")),
		quiet(bind(action.Several, action.Down, "down", "down", "down", "ctrl+n")),
		quiet(bind(action.Several, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Several, action.PageDown, "page down", "a page down", "pgdown")),
		bind(action.Several, action.Back, "cancel", "leave it as it was", "esc", "ctrl+c"),

		bind(action.Review, action.Write, "write", "write the kept changes", "enter", "ctrl+s"),
		bind(action.Review, action.Toggle, "keep or drop", "keep or drop this change", "space"),
		quiet(bind(action.Review, action.ToggleAll, "all of it", "keep or drop all changes of the cell", "a")),
		quiet(bind(action.Review, action.NextSection, "next cell", "next cell, where several are reviewed", "]")),
		quiet(bind(action.Review, action.PrevSection, "previous cell", "previous cell, where several are reviewed", "[")),
		bind(action.Review, action.NextHunk, "next change", "next change", "n", "tab"),
		quiet(bind(action.Review, action.PrevHunk, "previous change", "previous change", "p", "shift+tab")),
		bind(action.Review, action.Split, "side by side", "one column or two", "u"),
		bind(action.Review, action.KeepEdit, "back to editing", "back to editing", "e"),
		bind(action.Review, action.Back, "cancel", "cancel; nothing is written", "esc", "ctrl+c"),

		bind(action.Conflict, action.Mine, "take mine", "take mine for this part", "m"),
		bind(action.Conflict, action.Theirs, "take theirs", "take what is in Hex for this part", "t"),
		bind(action.Conflict, action.NextHunk, "next part", "next part", "n"),
		quiet(bind(action.Conflict, action.PrevHunk, "previous part", "previous part", "p")),
		bind(action.Conflict, action.NextField, "next text", "show the next of the three texts on a narrow screen", "tab"),
		bind(action.Conflict, action.MergeEdit, "edit the merge", "edit the merged text", "e"),
		bind(action.Conflict, action.Write, "write", "write the merged text", "enter"),
		bind(action.Conflict, action.Back, "cancel", "cancel; nothing is written, the draft stays", "esc", "ctrl+c"),

		bind(action.Text, action.CopySource, "copy", "copy it", "y", "c"),
		bind(action.Text, action.Back, "close", "close", "esc", "q", "enter", "ctrl+c"),
		quiet(bind(action.Text, action.Find, "find", "show the lines with some words only", "/")),

		bind(action.Answer, action.Accept, "see the change", "see what it changes, and take it or not", "enter"),
		bind(action.Answer, action.CopySource, "copy", "copy the answer", "y", "c"),
		bind(action.Answer, action.Back, "drop", "drop the answer; nothing changes", "esc", "q", "ctrl+c"),

		bind(action.Consent, action.CopyURL, "copy the link", "copy the link of the sign-in", "y", "c"),
		bind(action.Consent, action.Back, "give up", "give the sign-in up", "esc", "ctrl+c"),
		quiet(bind(action.Consent, action.Up, "up", "up", "up", "k")),
		quiet(bind(action.Consent, action.Down, "down", "down", "down", "j")),
		quiet(bind(action.Consent, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Consent, action.PageDown, "page down", "a page down", "pgdown", "space")),

		quiet(bind(action.Welcome, action.Up, "up", "up", "up", "k")),
		quiet(bind(action.Welcome, action.Down, "down", "down", "down", "j")),
		bind(action.Welcome, action.Open, "choose", "choose", "enter"),

		bind(action.Global, action.Help, "keys", "the keys that work here", "?", "f1"),
		bind(action.Global, action.Palette, "command", "find any action, place or project", ":", "ctrl+p"),
		quiet(bind(action.Global, action.Deeds, "more", "everything that can be done here", "d")),
		quiet(bind(action.Global, action.Back, "back", "one step back", "esc", "backspace")),
		quiet(bind(action.Global, action.Refresh, "refresh", "read everything here anew", "R", "f5")),
		quiet(bind(action.Global, action.OpenWeb, "in Hex", "open it in Hex, in the browser", "o")),
		quiet(bind(action.Global, action.CopyID, "copy id", "copy the id", "i")),
		quiet(bind(action.Global, action.CopyURL, "copy link", "copy the link", "Y")),
		quiet(bind(action.Global, action.GoHome, "home", "go home: what runs, failed, and needs you", "0")),
		quiet(bind(action.Global, action.GoAllRuns, "all runs", "go to the runs of the workspace", "W")),
		quiet(bind(action.Global, action.GoSettings, "settings", "go to the settings: profiles, token, colours, keys, limits", ",")),
		quiet(bind(action.Global, action.EnterToken, "token", "enter another token for this workspace", "@")),
		quiet(bind(action.Global, action.GoProjects, "projects", "go to the projects", "1")),
		quiet(bind(action.Global, action.GoCollections, "collections", "go to the collections", "2")),
		quiet(bind(action.Global, action.GoGroups, "groups", "go to the groups", "3")),
		quiet(bind(action.Global, action.GoUsers, "users", "go to the users", "4")),
		quiet(bind(action.Global, action.GoConnections, "connections", "go to the data connections", "5")),
		quiet(bind(action.Global, action.GoThreads, "threads", "go to the threads", "6")),
		quiet(bind(action.Global, action.GoDrafts, "drafts", "go to the drafts on this computer", "7")),
		quiet(bind(action.Global, action.Activity, "activity", "show what was done in this session, by you and by agents", "8")),
		quiet(bind(action.Global, action.GoAsk, "ask", "ask Hex about the data", "9")),
		quiet(bind(action.Global, action.GoGuides, "guides", "go to the drafts of guides for Hex's analyst", "ctrl+g")),
		quiet(bind(action.Global, action.OpenTold, "what was told", "open the thread or run that was told of last", "f4", ".")),
		quiet(bind(action.Global, action.Messages, "messages", "show everything that was said", "L")),
		quiet(bind(action.Global, action.ThemeNext, "colours", "next colours: dark, light, contrast, colourblind, mono", "T")),
		quiet(bind(action.Global, action.Mouse, "mouse", "give the mouse to the terminal, or take it back", "M")),
		quiet(bind(action.Global, action.Redraw, "draw anew", "draw the whole screen anew, after another program wrote on it", "ctrl+l")),
		quiet(bind(action.Global, action.Suspend, "suspend", "suspend the program", "ctrl+z")),
		quiet(bind(action.Global, action.Quit, "quit", "quit", "q", "ctrl+c")),
	}
	table = append(table, motion(action.List)...)
	for _, scope := range []action.Scope{action.Text, action.Answer, action.Review, action.Conflict, action.Thread} {
		table = append(table, free(table, motion(scope))...)
	}
	for _, b := range editor.Bindings() {
		table = append(table, quiet(bind(action.Editor, action.EditPrefix+action.ID(b.Command), b.Help, b.Help, b.Keys...)))
	}
	return table
}

func bind(scope action.Scope, id action.ID, help, long string, keys ...string) action.Binding {
	return action.Binding{Action: id, Scope: scope, Keys: keys, Help: help, Long: long}
}

// quiet keeps a binding out of the footer.
func quiet(b action.Binding) action.Binding {
	b.Quiet = true
	return b
}

// danger marks a binding whose action cannot simply be taken back.
func danger(b action.Binding) action.Binding {
	b.Dangerous = true
	return b
}

// motion is the keys that move in whatever has rows.
func motion(scope action.Scope) []action.Binding {
	return []action.Binding{
		quiet(bind(scope, action.Up, "up", "up", "up", "k")),
		quiet(bind(scope, action.Down, "down", "down", "down", "j")),
		quiet(bind(scope, action.Left, "left", "left", "left", "h")),
		quiet(bind(scope, action.Right, "right", "right", "right", "l")),
		quiet(bind(scope, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(scope, action.PageDown, "page down", "a page down", "pgdown", "space")),
		quiet(bind(scope, action.Top, "first", "to the first", "home", "g")),
		quiet(bind(scope, action.Bottom, "last", "to the last", "end", "G")),
	}
}

// free drops the keys of more that the table has in the same scope already.
func free(table, more []action.Binding) []action.Binding {
	taken := map[string]bool{}
	for _, b := range table {
		if len(more) > 0 && b.Scope == more[0].Scope {
			for _, k := range b.Keys {
				taken[k] = true
			}
		}
	}
	for i := range more {
		more[i].Keys = slices.DeleteFunc(slices.Clone(more[i].Keys), func(k string) bool { return taken[k] })
	}
	return more
}

// keysOfConfig is what may stand under keys in config.toml.
func keysOfConfig() settings.Keys {
	k := settings.Keys{Check: func(own map[string][]string) (faults []settings.KeyFault) {
		_, err := action.WithOwn(bindings(), own)
		for _, wrong := range action.OwnErrors(err) {
			faults = append(faults, settings.KeyFault{Action: wrong.Name, Says: wrong.Error()})
		}
		return faults
	}}
	k.Actions = func() (names []string) {
		for _, b := range bindings() {
			names = append(names, string(b.Action), string(b.Scope)+"/"+string(b.Action))
		}
		return names
	}
	return k
}
