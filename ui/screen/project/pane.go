package project

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/edit"
	"hextui/ui/editor"
	"hextui/ui/lex"
)

// pane is one cell with its source in an editor: to be read, or being edited.
type pane struct {
	number  int
	session *edit.Session
	ed      *editor.Editor
	shown   string // the hash of what Hex has as the editor was given it; empty when the editor holds anything else

	rendered       string // Markdown as it reads
	renderedFrom   string // … made of this source, for this width and theme
	wantsRendering string // what the newest frame showed to be not rendered yet
	renderedWidth  int
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

func newPane(keys action.KeyMap, c hex.Cell) *pane {
	p := &pane{session: edit.New(keys), ed: editor.New(language(c))}
	p.ed.SetReadOnly(true)
	return p
}

// show takes what Hex has now.
func (p *pane) show(c hex.Cell, name string, number int, at time.Time) {
	p.number = number
	p.session.Seen(name, c, at)
	p.fill()
}

// fill gives the editor what Hex has, unless it holds an edit, and lets it take text while one is typed.
func (p *pane) fill() {
	p.ed.SetReadOnly(!p.session.Typing())
	b := p.session.Base()
	if p.session.Open() || p.shown == b.Hash {
		return
	}
	p.shown = b.Hash
	at := p.ed.State()
	p.ed.SetSource([]byte(b.Source))
	p.ed.Restore(at)
}

// load gives the editor a draft that was taken up.
func (p *pane) load(l edit.Load) {
	p.shown = ""
	p.ed.SetSource([]byte(l.Base))
	p.set(l.Mine)
	c := editor.Pos{Line: l.At.Line, Col: l.At.Col}
	p.ed.Restore(editor.State{Cursor: c, Anchor: c, Top: l.At.Top, Left: l.At.Left})
}

// set replaces the text as one step that can be undone.
func (p *pane) set(text string) editor.Effect {
	p.ed.SetReadOnly(false)
	return p.ed.Replace([]byte(text))
}

func (p *pane) cell() hex.Cell { return p.session.Base().Cell }

func (p *pane) name() string { return p.session.Name() }

// place is where the person stands in the text.
func (p *pane) place() drafts.Place {
	at := p.ed.State()
	return drafts.Place{Line: at.Cursor.Line, Col: at.Cursor.Col, Top: at.Top, Left: at.Left}
}

// closed tells whether nothing is being edited here; a pane that was never made is closed.
func (p *pane) closed() bool { return p == nil || !p.session.Open() }

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
	return p.cell().Type == hex.CellMarkdown && !p.plain && !p.session.Typing() && !p.session.Modified()
}
