// Package editor is the code editor: text with a cursor, a selection, an undo history, search and
// highlighting, drawn into a surface of any size.
//
// Its source is bytes: whatever [Editor.SetSource] was given, [Editor.Bytes] gives back, but for
// what a person changed. Tabs, mixed line endings, a missing last newline, control characters and
// bytes that are no UTF-8 stay as they are; they are only drawn differently.
//
// The editor receives commands, not keys, and draws with roles of a theme. It knows no cells, no
// network, no drafts, no dialogs and no clipboard but its own: the screen around it joins those.
// All methods belong to one goroutine.
package editor

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hextui/ui/lex"
	"hextui/ui/paint"
)

// Editor is one open source. Use [New].
type Editor struct {
	text     buffer
	language lex.Language
	unit     string // one level of indentation
	readOnly bool
	wrap     bool // long lines go on in the next row
	wrapped  wrapping

	caret
	reach   Reach // of the selection beyond its ends
	goal    int   // the column that moves up and down aim at, -1 after any other move
	marking bool  // moves extend the selection

	history   history
	version   uint64
	saved     []string // the lines of the save point
	savedSize int
	clip      string

	infos  []lineInfo // one for every line of text
	lexing lexing
	spans  []lex.Span // room used again by every line drawn

	search search
	marks  []Mark
	view   view
	held   held
}

// lineInfo is what is known of a line beside its text.
type lineInfo struct {
	state lex.State // of the lexer where the line begins, if lexing says that it is known
	ruler paint.Ruler
}

// New returns an empty editor for a language.
func New(language lex.Language) *Editor {
	e := &Editor{language: language}
	e.SetSource(nil)
	return e
}

// SetSource replaces everything by source: the text, the undo history, the marks and the save
// point. The cursor goes to the start and the search ends.
func (e *Editor) SetSource(source []byte) {
	e.text = newBuffer(string(source))
	e.infos = make([]lineInfo, len(e.text.lines))
	e.lexing = lexing{from: 0, to: len(e.infos)}
	e.unit = indentUnit(e.text.lines, e.language)
	e.caret, e.reach, e.goal, e.marking = caret{}, Between, -1, false
	e.history, e.marks, e.search = history{}, nil, search{}
	e.view.top, e.view.left, e.view.skip, e.view.follow = 0, 0, 0, withMargin
	e.version++
	e.MarkSaved()
}

// Bytes returns the source, in a slice that is the caller's.
func (e *Editor) Bytes() []byte { return e.text.bytes() }

// Len is the length of the source in bytes, without making a copy of it.
func (e *Editor) Len() int { return e.text.size }

// Lines is the number of lines; an empty source has one.
func (e *Editor) Lines() int { return len(e.text.lines) }

// Language returns the language the editor highlights.
func (e *Editor) Language() lex.Language { return e.language }

// SetLanguage changes what the editor highlights; the text stays.
func (e *Editor) SetLanguage(l lex.Language) {
	e.language = l
	e.unit = indentUnit(e.text.lines, l)
	e.lexing = lexing{from: 0, to: len(e.infos)}
}

// SetReadOnly says whether edits are refused. Moving, selecting, copying and searching are not.
func (e *Editor) SetReadOnly(on bool) { e.readOnly = on }

// ReadOnly tells whether edits are refused.
func (e *Editor) ReadOnly() bool { return e.readOnly }

// Version grows with every change of the text, also by undo and by [Editor.SetSource].
func (e *Editor) Version() uint64 { return e.version }

// MarkSaved makes the text as it is the save point.
func (e *Editor) MarkSaved() {
	e.saved = append(e.saved[:0:0], e.text.lines...)
	e.savedSize = e.text.size
	e.history.seal()
}

// Modified tells whether the text differs from the save point; undoing or typing back to it makes
// the text unmodified again.
func (e *Editor) Modified() bool {
	if e.text.size != e.savedSize || len(e.text.lines) != len(e.saved) {
		return true
	}
	for i, l := range e.text.lines {
		if l != e.saved[i] {
			return true
		}
	}
	return false
}

// Effect is what a command or an insertion did.
type Effect struct {
	// Changed says that the text is another one now.
	Changed bool
	// Moved says that the cursor, the selection or the view is another one now.
	Moved bool
	// Refused says that an edit was asked of a read-only editor.
	Refused bool
	// Copied is the text that was copied or cut, for the system's clipboard; empty otherwise.
	Copied string
	// LineEnds is what the line ends of what was pasted were made, "LF" or "CR LF"; empty where they are as they came.
	LineEnds string
}

// Insert puts text in place of the selection, or at the cursor, byte for byte. A single character
// joins the run of typing before it; more than that, such as a paste, is one undo step of its own.
// No text has no effect.
func (e *Editor) Insert(text string) Effect {
	if text == "" {
		return Effect{}
	}
	if e.selected() {
		e.history.seal()
	}
	kind := single
	if _, n := utf8.DecodeRuneInString(text); n == len(text) && text != "\n" {
		kind = typing
	}
	return e.edit(kind, func() { e.put(text) })
}

// Paste puts text that comes from elsewhere in place of the selection, as one undo step. Its lines end as those of the text around do, or
// of the text that it takes the place of, for two kinds of line ends in one text are seen by nobody; where neither has any, as most of its
// own do. Nothing else of it is changed, and nothing is indented.
func (e *Editor) Paste(text string) Effect {
	if text == "" {
		return Effect{}
	}
	end := cmp.Or(e.endAround(), commonEnd(e.text.slice(e.Selected())), commonEnd(text))
	fitted := text
	if end != "" {
		fitted = withEnds(text, end)
	}
	e.history.seal()
	effect := e.edit(single, func() { e.put(fitted) })
	if effect.Changed && fitted != text {
		effect.LineEnds = endName(end)
	}
	return effect
}

// endAround is how the line behind the selection or, if it is the last one, the line before it ends; empty where neither does.
func (e *Editor) endAround() string {
	from, to := e.Selected()
	if end := ending(e.text.lines[to.Line]); end != "" || from.Line == 0 {
		return end
	}
	return ending(e.text.lines[from.Line-1])
}

// edit runs change as one step of the undo history.
func (e *Editor) edit(kind stepKind, change func()) Effect {
	if e.readOnly {
		return Effect{Refused: true}
	}
	version, caret := e.version, e.caret
	e.history.begin(kind, caret)
	change()
	e.cursor, e.anchor = e.text.clamp(e.cursor), e.text.clamp(e.anchor)
	e.history.end(e.caret)
	if e.version != version {
		e.marking, e.reach = false, Between
	}
	e.touched()
	return Effect{Changed: e.version != version, Moved: e.caret != caret}
}

// put replaces the selection by text; the cursor ends behind it.
func (e *Editor) put(text string) {
	from, to := e.Selected()
	e.reach = Between
	e.replace(from, to, text)
	e.cursor = after(from, text)
	e.anchor = e.cursor
}

// replace changes the text within a step. The cursor and the other end of the selection stay with
// the text they stood at; inside what is replaced, they go behind the new text.
func (e *Editor) replace(from, to Pos, text string) {
	removed := e.text.slice(from, to)
	if removed == text {
		return
	}
	e.history.record(change{from, removed, text})
	end := e.substitute(from, to, text)
	e.cursor, e.anchor = moved(e.cursor, from, to, end), moved(e.anchor, from, to, end)
}

// moved is where a place goes when the text between from and to becomes one that ends at end.
func moved(p, from, to, end Pos) Pos {
	switch {
	case p.before(from):
		return p
	case p.before(to):
		return end
	case p.Line == to.Line:
		return Pos{end.Line, end.Col + p.Col - to.Col}
	}
	return Pos{p.Line + end.Line - to.Line, p.Col}
}

// substitute changes the text, brings everything kept beside it in step, and returns where the new text ends.
func (e *Editor) substitute(from, to Pos, text string) Pos {
	ended := e.endsAt(from)
	end := e.text.replace(from, to, text)
	e.version++
	old, fresh := to.Line-from.Line+1, end.Line-from.Line+1
	e.infos[from.Line].ruler.Changed(from.Col)
	if old > 1 || fresh > 1 {
		e.infos = slices.Replace(e.infos, from.Line+1, to.Line+1, make([]lineInfo, fresh-1)...)
	}
	e.lexing.changed(from.Line, old, fresh)
	e.moveMarks(from, to, end, ended && e.endsAt(from))
	return end
}

// touched notes that the cursor may stand elsewhere: the view follows it, and the column aimed at
// by moves up and down is measured again.
func (e *Editor) touched() {
	e.goal = -1
	e.view.follow = withMargin
}

// undo takes the last step back; redo does it again.
func (e *Editor) undo() Effect {
	s, ok := e.history.undo()
	for i := len(s.changes) - 1; i >= 0; i-- {
		c := s.changes[i]
		e.play(c.at, c.inserted, c.removed)
	}
	return e.restored(s.before, ok)
}

func (e *Editor) redo() Effect {
	s, ok := e.history.redo()
	for _, c := range s.changes {
		e.play(c.at, c.removed, c.inserted)
	}
	return e.restored(s.after, ok)
}

// play replaces old, which stands at from, by text, past the history.
func (e *Editor) play(from Pos, old, text string) {
	e.substitute(from, after(from, old), text)
}

func (e *Editor) restored(c caret, ok bool) Effect {
	if !ok {
		return Effect{}
	}
	e.caret, e.reach, e.marking = c, Between, false
	e.touched()
	return Effect{Changed: true, Moved: true}
}

// Cursor returns where the cursor is as databases count: line and character from 1, a character
// being a code point and a tab one character.
func (e *Editor) Cursor() (line, col int) {
	text := e.text.line(e.cursor.Line)[:e.cursor.Col]
	return e.cursor.Line + 1, utf8.RuneCountInString(text) + 1
}

// GoTo moves the cursor to the start of a line, counted from 1; beyond the text it goes to the
// nearest line.
func (e *Editor) GoTo(line int) { e.GoToColumn(line, 1) }

// GoToColumn moves the cursor to a line and a character in it, both counted from 1 as database
// errors do.
func (e *Editor) GoToColumn(line, col int) {
	p := e.text.clamp(Pos{Line: line - 1})
	p.Col = runeOffset(e.text.line(p.Line), col-1)
	e.jump(p)
}

// runeOffset is the byte at which character n of s, counted from 0, begins.
func runeOffset(s string, n int) int {
	for i := range s {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(s)
}

// jump puts the cursor at p and ends the selection and the typing run.
func (e *Editor) jump(p Pos) {
	e.cursor, e.anchor, e.reach, e.marking = p, p, Between, false
	e.history.seal()
	e.touched()
}

// State is where a person is in a source, to be kept with a draft.
type State struct {
	Cursor, Anchor Pos // Anchor is the other end of the selection
	Top, Left      int // the first line and column shown
}

// State returns where the person is.
func (e *Editor) State() State {
	return State{Cursor: e.cursor, Anchor: e.anchor, Top: e.view.top, Left: e.view.left}
}

// Restore goes back to s, or as near as the text and the room on the screen allow.
func (e *Editor) Restore(s State) {
	e.jump(e.text.clamp(s.Cursor))
	e.anchor = e.text.clamp(s.Anchor)
	e.view.top, e.view.left, e.view.skip = min(max(s.Top, 0), len(e.text.lines)-1), max(s.Left, 0), 0
	e.view.follow = still
}

// indentUnit is one level of indentation as the text has it: a tab if the first indented line
// begins with one, its number of spaces if that is 2, 4 or 8, else what is usual in the language.
func indentUnit(lines []string, l lex.Language) string {
	for _, line := range lines[:min(len(lines), 200)] {
		if strings.HasPrefix(line, "\t") {
			return "\t"
		}
		n := len(line) - len(strings.TrimLeft(line, " "))
		if n == 2 || n == 4 || n == 8 {
			return strings.Repeat(" ", n)
		}
	}
	return strings.Repeat(" ", max(l.Indent, 1))
}
