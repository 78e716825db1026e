package main

import (
	"slices"

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
		bind(action.Projects, action.Runs, "runs", "show the project's runs", "h"),
		bind(action.Projects, action.NextView, "view", "next view: all, mine, scheduled, …", "right", "]"),
		quiet(bind(action.Projects, action.PrevView, "view", "previous view", "left", "[")),
		quiet(bind(action.Projects, action.Preview, "details", "show the project's details on a narrow screen", "tab")),
		quiet(bind(action.Projects, action.RunDraft, "run draft", "run the draft now", "ctrl+r")),
		quiet(bind(action.Projects, action.RunPublished, "run published", "run the published version", "P")),

		bind(action.Project, action.Open, "read", "go to the source", "enter"),
		bind(action.Project, action.Edit, "edit", "edit the cell", "e"),
		bind(action.Project, action.RunForm, "run", "run the draft or the published version, with inputs", "r"),
		bind(action.Project, action.RunDraft, "run draft", "run the draft now", "ctrl+r"),
		danger(bind(action.Project, action.Cancel, "cancel run", "cancel the draft's run", "x")),
		bind(action.Project, action.Failure, "failed cell", "go to the cell that failed", "f"),
		bind(action.Project, action.Focus, "next pane", "next pane: cells, source, result", "tab"),
		quiet(bind(action.Project, action.FocusBack, "previous pane", "previous pane", "shift+tab")),
		bind(action.Project, action.Runs, "runs", "show the project's runs", "h"),
		bind(action.Project, action.RunCell, "run cell", "run this cell and what it stands on", "c"),
		bind(action.Project, action.Ask, "ask", "ask a language model about the cell: write, fix, explain", "A"),
		bind(action.Project, action.Render, "source", "show Markdown as source, or as it reads", "m"),
		bind(action.Project, action.FullError, "error", "show the whole error", "E"),
		bind(action.Project, action.Save, "save", "review the unsaved draft and save it", "ctrl+s"),
		danger(bind(action.Project, action.DiscardDraft, "discard", "throw the unsaved draft away", "D")),
		quiet(bind(action.Project, action.UndoWrite, "undo write", "take the last write to Hex back", "U")),
		quiet(bind(action.Project, action.Search, "find", "find in the source", "ctrl+f")),
		quiet(bind(action.Project, action.SearchNext, "next", "next match", "n", "f3")),
		quiet(bind(action.Project, action.SearchPrev, "previous", "previous match", "N", "shift+f3")),
		quiet(bind(action.Project, action.EditOutside, "$EDITOR", "edit in your own editor", "ctrl+e")),
		quiet(bind(action.Project, action.CopySource, "copy source", "copy the source", "y")),
		quiet(bind(action.Project, action.RunPublished, "run published", "run the published version", "P")),

		bind(action.Run, action.Cancel, "cancel", "cancel the run", "x"),
		bind(action.Run, action.WatchEnd, "tell me", "ring the terminal when the run ends", "n"),
		bind(action.Run, action.RunForm, "run again", "run the project again", "r"),
		bind(action.Run, action.Open, "project", "go to the project", "enter"),
		quiet(bind(action.Run, action.RunDraft, "run draft", "run the draft, which tells why a cell fails", "ctrl+r")),

		bind(action.Browse, action.Open, "open", "open it", "enter"),
		bind(action.Browse, action.RunForm, "run", "run the project", "r"),
		danger(bind(action.Browse, action.Cancel, "cancel run", "cancel the run", "x")),
		danger(bind(action.Browse, action.DiscardDraft, "throw away", "throw the draft away", "D")),
		quiet(bind(action.Browse, action.CopySource, "copy", "copy it", "y")),
		quiet(bind(action.Browse, action.UndoWrite, "undo write", "take an agent's write of a cell back", "U")),

		bind(action.Threads, action.Open, "open", "open the thread", "enter"),
		bind(action.Threads, action.AskOn, "ask", "ask Hex about the data", "a"),

		bind(action.Thread, action.AskOn, "ask on", "ask a further question", "a"),
		bind(action.Thread, action.Open, "open", "open the cell or project that the answer comes from", "enter"),
		bind(action.Thread, action.Focus, "next source", "mark the next cell or project of the answer", "tab"),
		quiet(bind(action.Thread, action.FocusBack, "previous source", "mark the previous cell or project of the answer", "shift+tab")),
		bind(action.Thread, action.Chart, "chart", "show the chart of the answer", "c"),
		bind(action.Thread, action.CopySource, "copy", "copy the thread as Markdown", "y"),
		bind(action.Thread, action.SaveFile, "save", "save the thread as Markdown to a file", "w"),

		bind(action.Prompt, action.Send, "ask", "ask Hex", "enter", "ctrl+s"),
		bind(action.Prompt, action.Attach, "attach", "attach a project or a data connection, or take it off", "ctrl+o"),
		bind(action.Prompt, action.EditOutside, "$EDITOR", "write in your own editor", "ctrl+e"),
		bind(action.Prompt, action.LeaveEditor, "leave, text stays", "leave the question; the text stays", "esc"),

		bind(action.List, action.Find, "filter", "filter: words, !not, column:word, ~fuzzy", "/"),
		bind(action.List, action.Sort, "sort", "sort by a column", "s"),
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
		bind(action.Editor, action.EditOutside, "$EDITOR", "edit in your own editor", "ctrl+e"),
		bind(action.Editor, action.Ask, "ask", "ask a language model to write or fix the cell", "ctrl+o"),
		bind(action.Editor, action.Search, "find", "find in the source", "ctrl+f"),
		bind(action.Editor, action.Focus, "result", "go to the result", "ctrl+t", "f6"),
		bind(action.Editor, action.LeaveEditor, "leave, draft stays", "leave the editor; the draft stays", "esc"),
		quiet(danger(bind(action.Editor, action.Cancel, "cancel run", "cancel the draft's run", "alt+x"))),
		quiet(danger(bind(action.Editor, action.DiscardDraft, "discard", "throw the unsaved draft away", "alt+r"))),

		bind(action.Dialog, action.Yes, "yes", "yes", "y"),
		bind(action.Dialog, action.No, "no", "no", "n", "esc", "ctrl+c"),
		bind(action.Dialog, action.Accept, "choose", "choose the marked answer", "enter"),
		quiet(bind(action.Dialog, action.Left, "left", "the other answer", "left", "right", "tab")),
		quiet(bind(action.Dialog, action.Up, "up", "up in a long question", "up", "k")),
		quiet(bind(action.Dialog, action.Down, "down", "down in a long question", "down", "j")),
		quiet(bind(action.Dialog, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Dialog, action.PageDown, "page down", "a page down", "pgdown", "space")),

		bind(action.Form, action.Accept, "send", "send the form", "enter", "ctrl+s"),
		bind(action.Form, action.NextField, "next field", "next field", "tab", "down"),
		quiet(bind(action.Form, action.PrevField, "previous field", "previous field", "shift+tab", "up")),
		quiet(bind(action.Form, action.Left, "previous choice", "previous choice", "left")),
		bind(action.Form, action.Right, "change", "change a choice", "right"),
		quiet(bind(action.Form, action.Toggle, "change", "change a choice", "space")),
		bind(action.Form, action.Back, "cancel", "leave the form", "esc", "ctrl+c"),

		bind(action.Picker, action.Accept, "pick", "pick it", "enter"),
		quiet(bind(action.Picker, action.Up, "up", "up", "up", "ctrl+p")),
		quiet(bind(action.Picker, action.Down, "down", "down", "down", "ctrl+n")),
		quiet(bind(action.Picker, action.PageUp, "page up", "a page up", "pgup")),
		quiet(bind(action.Picker, action.PageDown, "page down", "a page down", "pgdown")),
		bind(action.Picker, action.Back, "close", "close", "esc", "ctrl+c"),

		bind(action.Review, action.Write, "write", "write the kept changes", "enter", "ctrl+s"),
		bind(action.Review, action.Toggle, "keep or drop", "keep or drop this change", "space"),
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

		bind(action.Answer, action.Accept, "see the change", "see what it changes, and take it or not", "enter"),
		bind(action.Answer, action.CopySource, "copy", "copy the answer", "y", "c"),
		bind(action.Answer, action.Back, "drop", "drop the answer; nothing changes", "esc", "q", "ctrl+c"),

		quiet(bind(action.Welcome, action.Up, "up", "up", "up", "k")),
		quiet(bind(action.Welcome, action.Down, "down", "down", "down", "j")),
		bind(action.Welcome, action.Open, "choose", "choose", "enter"),

		bind(action.Global, action.Help, "keys", "the keys that work here", "?", "f1"),
		bind(action.Global, action.Palette, "command", "find any action, place or project", ":", "ctrl+p"),
		quiet(bind(action.Global, action.Back, "back", "one step back", "esc", "backspace")),
		quiet(bind(action.Global, action.Refresh, "refresh", "read everything here anew", "R", "f5")),
		quiet(bind(action.Global, action.OpenWeb, "in Hex", "open it in Hex, in the browser", "o")),
		quiet(bind(action.Global, action.CopyID, "copy id", "copy the id", "i")),
		quiet(bind(action.Global, action.CopyURL, "copy link", "copy the link", "Y")),
		quiet(bind(action.Global, action.GoProjects, "projects", "go to the projects", "1")),
		quiet(bind(action.Global, action.GoCollections, "collections", "go to the collections", "2")),
		quiet(bind(action.Global, action.GoGroups, "groups", "go to the groups", "3")),
		quiet(bind(action.Global, action.GoUsers, "users", "go to the users", "4")),
		quiet(bind(action.Global, action.GoConnections, "connections", "go to the data connections", "5")),
		quiet(bind(action.Global, action.GoThreads, "threads", "go to the threads", "6")),
		quiet(bind(action.Global, action.GoDrafts, "drafts", "go to the drafts on this computer", "7")),
		quiet(bind(action.Global, action.Activity, "agents", "show what agents do", "8")),
		quiet(bind(action.Global, action.GoAsk, "ask", "ask Hex about the data", "9")),
		quiet(bind(action.Global, action.Messages, "messages", "show everything that was said", "L")),
		quiet(bind(action.Global, action.ThemeNext, "colours", "next colours: dark, light, contrast, mono", "T")),
		quiet(bind(action.Global, action.Mouse, "mouse", "give the mouse to the terminal, or take it back", "M")),
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
