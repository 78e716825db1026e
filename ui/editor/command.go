package editor

import "strings"

// Command names one thing the editor can do. Its text is stable: settings and key tables use it.
type Command string

// Moves. Each has a twin that extends the selection on the way.
const (
	MoveLeft          Command = "move-left"
	MoveRight         Command = "move-right"
	MoveUp            Command = "move-up"
	MoveDown          Command = "move-down"
	MoveWordLeft      Command = "move-word-left"
	MoveWordRight     Command = "move-word-right"
	MoveLineStart     Command = "move-line-start"
	MoveLineEnd       Command = "move-line-end"
	MovePageUp        Command = "move-page-up"
	MovePageDown      Command = "move-page-down"
	MoveBlockUp       Command = "move-block-up"
	MoveBlockDown     Command = "move-block-down"
	MoveDocumentStart Command = "move-document-start"
	MoveDocumentEnd   Command = "move-document-end"
	MoveBracket       Command = "move-bracket"

	SelectLeft          Command = "select-left"
	SelectRight         Command = "select-right"
	SelectUp            Command = "select-up"
	SelectDown          Command = "select-down"
	SelectWordLeft      Command = "select-word-left"
	SelectWordRight     Command = "select-word-right"
	SelectLineStart     Command = "select-line-start"
	SelectLineEnd       Command = "select-line-end"
	SelectPageUp        Command = "select-page-up"
	SelectPageDown      Command = "select-page-down"
	SelectBlockUp       Command = "select-block-up"
	SelectBlockDown     Command = "select-block-down"
	SelectDocumentStart Command = "select-document-start"
	SelectDocumentEnd   Command = "select-document-end"
	SelectBracket       Command = "select-bracket"
)

// Selections, beside those by moving.
const (
	SelectAll  Command = "select-all"
	SelectWord Command = "select-word"
	SelectLine Command = "select-line"
	// SetMark begins a selection that every following move extends, for terminals that send no
	// shifted arrows; given again, it ends it.
	SetMark Command = "set-mark"
	// Deselect ends the selection.
	Deselect Command = "deselect"
)

// Edits. A read-only editor refuses them.
const (
	NewLine           Command = "new-line"
	Indent            Command = "indent"
	Dedent            Command = "dedent"
	DeleteLeft        Command = "delete-left"
	DeleteRight       Command = "delete-right"
	DeleteWordLeft    Command = "delete-word-left"
	DeleteWordRight   Command = "delete-word-right"
	DeleteToLineStart Command = "delete-to-line-start"
	DeleteToLineEnd   Command = "delete-to-line-end"
	DeleteLine        Command = "delete-line"
	DuplicateLine     Command = "duplicate-line"
	RaiseLine         Command = "raise-line"
	LowerLine         Command = "lower-line"
	ToggleComment     Command = "toggle-comment"
	Cut               Command = "cut"
	Paste             Command = "paste"
	Undo              Command = "undo"
	Redo              Command = "redo"
)

// Commands that neither edit nor move the cursor, and those of the search.
const (
	Copy         Command = "copy"
	ScrollUp     Command = "scroll-up"
	ScrollDown   Command = "scroll-down"
	CenterCursor Command = "center-cursor"
	FindNext     Command = "find-next"
	FindPrevious Command = "find-previous"
)

// Do carries out a command. A command that has nothing to do, and an unknown one, has no effect.
func (e *Editor) Do(c Command) Effect {
	before, scroll := e.caret, e.view.top
	effect := e.do(c)
	effect.Moved = effect.Moved || e.caret != before || e.view.top != scroll
	return effect
}

func (e *Editor) do(c Command) Effect {
	if name, ok := strings.CutPrefix(string(c), "move-"); ok && e.move(name, e.marking) {
		return Effect{}
	}
	if name, ok := strings.CutPrefix(string(c), "select-"); ok && e.move(name, true) {
		return Effect{}
	}
	if edit, ok := edits[c]; ok {
		return e.edit(edit.kind, func() { edit.change(e) })
	}
	e.history.seal()
	switch c {
	case SelectAll:
		e.selectAll()
	case SelectWord:
		e.selectWord(e.cursor)
	case SelectLine:
		e.selectLine(e.cursor)
	case SetMark:
		e.setMark()
	case Deselect:
		e.anchor, e.reach, e.marking = e.cursor, Between, false
	case Copy:
		e.clip = e.copied()
		return Effect{Copied: e.clip}
	case Cut:
		return e.cut()
	case Undo, Redo:
		return e.travel(c)
	case ScrollUp:
		e.Scroll(-1)
	case ScrollDown:
		e.Scroll(1)
	case CenterCursor:
		e.center()
	case FindNext:
		e.Next()
	case FindPrevious:
		e.Previous()
	}
	return Effect{}
}

// edits are the commands that change the text, and how they join in the undo history.
var edits = map[Command]struct {
	kind   stepKind
	change func(*Editor)
}{
	NewLine:           {single, (*Editor).newLine},
	Indent:            {single, (*Editor).indent},
	Dedent:            {single, (*Editor).dedent},
	DeleteLeft:        {erasing, (*Editor).deleteLeft},
	DeleteRight:       {deleting, (*Editor).deleteRight},
	DeleteWordLeft:    {erasing, (*Editor).deleteWordLeft},
	DeleteWordRight:   {deleting, (*Editor).deleteWordRight},
	DeleteToLineStart: {single, (*Editor).deleteToLineStart},
	DeleteToLineEnd:   {single, (*Editor).deleteToLineEnd},
	DeleteLine:        {single, (*Editor).deleteLine},
	DuplicateLine:     {single, (*Editor).duplicateLine},
	RaiseLine:         {single, (*Editor).raiseLine},
	LowerLine:         {single, (*Editor).lowerLine},
	ToggleComment:     {single, (*Editor).toggleComment},
	Paste:             {single, (*Editor).paste},
}

func (e *Editor) travel(c Command) Effect {
	switch {
	case e.readOnly:
		return Effect{Refused: true}
	case c == Undo:
		return e.undo()
	}
	return e.redo()
}

// Edits tells whether c is a command that changes text, which a read-only editor refuses.
func (c Command) Edits() bool {
	_, ok := edits[c]
	return ok || c == Cut || c == Undo || c == Redo
}
