package project

import (
	"strings"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/editor"
	"hextui/ui/lex"
)

// pane is one cell with its source in an editor: to be read, or being edited.
type pane struct {
	cell   hex.Cell
	name   string
	number int
	ed     *editor.Editor
	source string // what Hex has, as the editor was given it last

	editing bool          // the editor takes text
	edit    *drafts.Edit  // the draft, from the first edit on
	base    hex.Snapshot  // what the edit stands on
	saving  hex.SaveState // the step of a save under way, empty else
	noDisk  bool          // drafts cannot be kept for this cell, and that was said

	rendered       string // Markdown as it reads
	renderedFrom   string // … made of this source, for this width and theme
	rendering      bool
	plain          bool // Markdown is shown as source
	renderedTop    int
	renderedHeight int
}

func language(c hex.Cell) lex.Language {
	switch c.Type {
	case hex.CellSQL:
		return lex.ByName("sql")
	case hex.CellCode:
		return lex.ByName("python")
	case hex.CellMarkdown:
		return lex.ByName("markdown")
	}
	return lex.ByName("text")
}

// extension is the ending of a file that holds the cell's source.
func extension(c hex.Cell) string {
	switch c.Type {
	case hex.CellSQL:
		return ".sql"
	case hex.CellCode:
		return ".py"
	}
	return ".md"
}

func newPane(c hex.Cell) *pane {
	p := &pane{ed: editor.New(language(c)), source: "\x00"}
	p.ed.SetReadOnly(true)
	return p
}

// show takes what Hex has now. An edit is not touched: it keeps its base until it is saved.
func (p *pane) show(c hex.Cell, name string, number int) {
	p.cell, p.name, p.number = c, name, number
	if p.edit != nil {
		return
	}
	source, _ := c.Source()
	if source != p.source {
		p.source = source
		at := p.ed.State()
		p.ed.SetSource([]byte(source))
		p.ed.Restore(at)
	}
}

// modified tells whether there is an edit that Hex does not have.
func (p *pane) modified() bool { return p.edit != nil && string(p.ed.Bytes()) != p.base.Source }

// dirty is a cheap form of modified for drawing.
func (p *pane) dirty() bool { return p.edit != nil && p.ed.Modified() }

// state says in a few words how safe what was typed is.
func (p *pane) state() string {
	st := p.edit.State()
	switch {
	case p.saving != "":
		return string(p.saving)
	case st.Err != nil:
		return "NOT KEPT ON DISK"
	case !p.dirty():
		return "as in Hex"
	case st.Pending:
		return "edited"
	}
	return "edited, draft kept"
}

// keep hands what the editor holds to the draft on disk.
func (p *pane) keep() error {
	at := p.ed.State()
	return p.edit.Put(p.ed.Bytes(), drafts.Place{Line: at.Cursor.Line, Col: at.Cursor.Col, Top: at.Top, Left: at.Left})
}

// place is where a draft's editor stood.
func place(at drafts.Place) editor.State {
	c := editor.Pos{Line: at.Line, Col: at.Col}
	return editor.State{Cursor: c, Anchor: c, Top: at.Top, Left: at.Left}
}

// closed tells whether nothing is being edited here; a pane that was never made is closed.
func (p *pane) closed() bool { return p == nil || p.edit == nil }

// scroll moves what is read.
func (p *pane) scroll(n int) {
	if p.showsRendered() {
		p.renderedTop = max(min(p.renderedTop+n, strings.Count(p.rendered, "\n")-p.renderedHeight+1), 0)
		return
	}
	p.ed.Scroll(n)
}

// showsRendered tells whether the pane shows Markdown as it reads.
func (p *pane) showsRendered() bool {
	return p.cell.Type == hex.CellMarkdown && !p.plain && !p.editing && !p.dirty()
}
