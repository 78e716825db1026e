package project

import (
	"context"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/edit"
	"hextui/ui/editor"
	"hextui/ui/editor/vim"
	"hextui/ui/lex"
	"hextui/ui/markdown"
	"hextui/ui/paint"
	"hextui/ui/task"
)

// pane is one cell with its source in an editor: to be read, or being edited.
type pane struct {
	number  int
	session *edit.Session
	ed      *editor.Editor
	vim     *vim.Machine // of an edit where keys are commands as in vim, else nil
	over    bool         // :wq was typed: the editor is left once the save is done
	alone   bool         // the run that the save under way is for is of this cell, not of the draft
	shown   string       // the hash of what Hex has as the editor was given it; empty when the editor holds anything else

	speaks string // the kind of connection whose SQL is coloured

	faults uint64    // the number of the faults that the marks tell of
	typed  typedName // what of them is not told yet
	// lettered is the version of the text that a letter which was typed made.
	lettered uint64
	told     string // the run and the error that they tell of
	edited   editedLines

	rendered       string        // Markdown as it reads
	renderedFrom   markdown.Text // … made of this
	wantsRendering markdown.Text // what the newest frame showed to be not rendered yet, the zero value for nothing
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

// speak colours SQL as a kind of data connection speaks it.
func (p *pane) speak(connection string) {
	if p.cell().Type == hex.CellSQL && p.speaks != connection {
		p.speaks = connection
		p.ed.SetLanguage(lex.SQLOf(connection))
	}
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
	p.ed.SetWrap(c.Type == hex.CellMarkdown)
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
	p.faults, p.told = 0, "" // marks begin anew with the text
}

// load gives the editor a draft that was taken up.
func (p *pane) load(l edit.Load) {
	p.shown = ""
	p.ed.SetSource([]byte(l.Base))
	p.faults, p.told = 0, ""
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

// showsRendered tells whether the pane shows Markdown as it reads, a draft of it too.
func (p *pane) showsRendered() bool {
	return p.cell().Type == hex.CellMarkdown && !p.plain && !p.session.Typing()
}

// markdown is the Markdown as it is here: a draft, or what Hex has.
func (p *pane) markdown() string {
	if p.session.Modified() {
		return string(p.ed.Bytes())
	}
	return p.session.Base().Source
}

// drawRendered shows Markdown as it reads; until it is rendered, as source.
func (s *Screen) drawRendered(a paint.Surface, p *pane) {
	s.wantRendering(p, a.Width())
	if p.rendered == "" {
		p.ed.Draw(a, s.env.Theme, false)
		return
	}
	p.renderedHeight = a.Height()
	a.Styled(p.rendered, p.renderedTop)
}

// wantRendering notes what of a pane is to be rendered, for a width, unless it is so already.
func (s *Screen) wantRendering(p *pane, width int) {
	p.wantsRendering = markdown.Text{}
	if text := (markdown.Text{Source: p.markdown(), Style: markdown.Style(s.env.Theme), Width: width}); p.renderedFrom != text {
		p.wantsRendering = text
	}
}

// render makes the text that the frame showed to be missing, beside the loop.
func (s *Screen) render(p *pane) {
	wanted := p.wantsRendering
	if wanted == (markdown.Text{}) || p.rendering {
		return
	}
	p.wantsRendering, p.rendering = markdown.Text{}, true
	work := func(context.Context) (string, error) {
		lines, err := wanted.Lines()
		return strings.Join(lines, "\n"), err
	}
	task.Do(s.env.Tasks, "render "+p.cell().StaticID, work, func(text string, err error) {
		p.rendering = false
		if id := p.cell().StaticID; p.rendered != "" && id == s.cells.Grid.Selected() {
			s.doc.reveal = id // it may be longer than it was
		}
		p.renderedFrom, p.rendered = wanted, text
		if err != nil {
			p.plain = true
		}
	})
}
