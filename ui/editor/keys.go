package editor

// Binding is a command with the keys that usually stand for it, spelled as Bubble Tea names key
// presses, and a few words of help. Every command has a key that the oldest terminals send.
type Binding struct {
	Command Command
	Keys    []string
	Help    string
}

// Bindings returns the default keys of every command, in the order a help page lists them. Typed
// characters have none: they go to [Editor.Insert].
func Bindings() []Binding {
	return []Binding{
		{MoveLeft, []string{"left"}, "character left"},
		{MoveRight, []string{"right"}, "character right"},
		{MoveUp, []string{"up"}, "line up"},
		{MoveDown, []string{"down"}, "line down"},
		{MoveWordLeft, []string{"ctrl+left", "alt+left", "alt+b"}, "word left"},
		{MoveWordRight, []string{"ctrl+right", "alt+right", "alt+f"}, "word right"},
		{MoveLineStart, []string{"home", "alt+a"}, "start of line"},
		{MoveLineEnd, []string{"end", "alt+e"}, "end of line"},
		{MovePageUp, []string{"pgup"}, "page up"},
		{MovePageDown, []string{"pgdown"}, "page down"},
		{MoveBlockUp, []string{"ctrl+up"}, "empty line above"},
		{MoveBlockDown, []string{"ctrl+down"}, "empty line below"},
		{MoveDocumentStart, []string{"ctrl+home", "alt+<"}, "start of source"},
		{MoveDocumentEnd, []string{"ctrl+end", "alt+>"}, "end of source"},
		{MoveBracket, []string{"ctrl+]"}, "matching bracket"},

		{SelectLeft, []string{"shift+left"}, "select left"},
		{SelectRight, []string{"shift+right"}, "select right"},
		{SelectUp, []string{"shift+up"}, "select up"},
		{SelectDown, []string{"shift+down"}, "select down"},
		{SelectWordLeft, []string{"ctrl+shift+left", "alt+shift+left"}, "select word left"},
		{SelectWordRight, []string{"ctrl+shift+right", "alt+shift+right"}, "select word right"},
		{SelectLineStart, []string{"shift+home"}, "select to start of line"},
		{SelectLineEnd, []string{"shift+end"}, "select to end of line"},
		{SelectPageUp, []string{"shift+pgup"}, "select page up"},
		{SelectPageDown, []string{"shift+pgdown"}, "select page down"},
		{SelectBlockUp, []string{"ctrl+shift+up"}, "select to empty line above"},
		{SelectBlockDown, []string{"ctrl+shift+down"}, "select to empty line below"},
		{SelectDocumentStart, []string{"ctrl+shift+home"}, "select to start of source"},
		{SelectDocumentEnd, []string{"ctrl+shift+end"}, "select to end of source"},
		{SelectBracket, []string{"alt+m"}, "select to matching bracket"},
		{SelectAll, []string{"ctrl+a"}, "select all"},
		{SelectWord, []string{"alt+s"}, "select word"},
		{SelectLine, []string{"alt+v"}, "select line"},
		{SetMark, []string{"ctrl+space"}, "start or end selecting"},
		{Deselect, []string{"ctrl+g"}, "select nothing"},

		{NewLine, []string{"enter", "shift+enter", "ctrl+j"}, "new line"},
		{Indent, []string{"tab", "alt+."}, "indent"},
		{Dedent, []string{"shift+tab", "alt+,"}, "dedent"},
		{DeleteLeft, []string{"backspace", "shift+backspace", "ctrl+h"}, "delete left"},
		{DeleteRight, []string{"delete", "ctrl+d"}, "delete right"},
		{DeleteWordLeft, []string{"ctrl+backspace", "alt+backspace", "ctrl+w"}, "delete word left"},
		{DeleteWordRight, []string{"ctrl+delete", "alt+delete", "alt+d"}, "delete word right"},
		{DeleteToLineStart, []string{"ctrl+u"}, "delete to start of line"},
		{DeleteToLineEnd, []string{"ctrl+k"}, "delete to end of line"},
		{DeleteLine, []string{"ctrl+shift+k", "alt+k"}, "delete line"},
		{DuplicateLine, []string{"alt+shift+down", "ctrl+shift+d"}, "duplicate line"},
		{RaiseLine, []string{"alt+up"}, "move line up"},
		{LowerLine, []string{"alt+down"}, "move line down"},
		{ToggleComment, []string{"ctrl+/", "ctrl+_", "alt+;"}, "comment or uncomment"},
		{Undo, []string{"ctrl+z"}, "undo"},
		{Redo, []string{"ctrl+y", "ctrl+shift+z"}, "redo"},

		{Copy, []string{"ctrl+c", "ctrl+insert", "alt+w"}, "copy"},
		{Cut, []string{"ctrl+x", "shift+delete"}, "cut"},
		{Paste, []string{"ctrl+v", "shift+insert"}, "paste"},
		{FindNext, []string{"f3", "alt+n"}, "next match"},
		{FindPrevious, []string{"shift+f3", "alt+p"}, "previous match"},
		{ScrollUp, []string{"alt+pgup"}, "scroll up"},
		{ScrollDown, []string{"alt+pgdown"}, "scroll down"},
		{CenterCursor, []string{"alt+l"}, "cursor to the middle"},
	}
}
