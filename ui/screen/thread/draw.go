package thread

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// margin is where what is said begins; before it stands who says it. Rendered Markdown has blanks of its own before it.
const (
	margin   = 7
	rendered = 2
)

// row is a line of what is shown of a thread.
type row struct {
	head, text string
	style      theme.Style
	styled     bool // text carries escape sequences of styles
	cite       int  // from 1, 0 for none
}

// Draw paints what was said, and below it the question that is written.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	var cursor *overlay.Cursor
	s.area = paint.Surface{}
	if s.writing {
		var foot paint.Surface
		a, foot = a.SplitBottom(min(s.ed.Lines(), 8, max(a.Height()/2-2, 1)) + 2)
		cursor = s.drawQuestion(foot)
	}
	if s.id == "" {
		s.drawIntroduction(a)
		return cursor
	}
	_, a = a.SplitTop(screen.DrawOdd(a.Inset(2, 0), s.env.Theme, s.env.Store.Messages(s.id).Odd))
	s.talk.width = max(a.Width()-margin-2, 10)
	rows := s.compose()
	s.total, s.rows = len(rows), a.Height()
	last := max(s.total-s.rows, 0)
	if s.top = min(s.top, last); s.stick {
		s.top = last
	}
	for y := range min(s.rows, len(rows)-s.top) {
		s.drawRow(a.Sub(0, y, a.Width(), 1), rows[s.top+y])
	}
	return cursor
}

func (s *Screen) drawRow(a paint.Surface, r row) {
	t := s.env.Theme
	a.Text(2, 0, r.head, t.Title)
	switch {
	case r.styled:
		a.Sub(margin-rendered, 0, a.Width()-margin+rendered, 1).Styled(r.text, 0)
	default:
		a.Text(margin, 0, paint.Cut(r.text, a.Width()-margin-1), r.style)
	}
	if r.cite > 0 && r.cite-1 == s.cite && !s.writing {
		a.Text(margin-2, 0, t.Glyphs.Bar, t.Bar)
		a.Restyle(margin-1, 0, a.Width()-margin, t.Selected)
	}
}

// compose are all rows of the thread.
func (s *Screen) compose() (rows []row) {
	t := s.env.Theme
	if len(s.talk.turns) == 0 {
		return []row{{}, {text: s.nothing(), style: t.Faint}}
	}
	blocks := s.talk.blocks
	if s.talk.from == "" {
		blocks = nil
		for _, turn := range s.talk.turns { // until it is rendered
			turn.Role = "user"
			blocks = append(blocks, reads(turn, "", s.talk.width))
		}
	}
	for i, b := range blocks {
		head, style := "hex", t.Text
		if i < len(s.talk.turns) && s.talk.turns[i].Role == "user" || b.turn.Role == "user" && s.talk.from != "" {
			head, style = "you", t.Accent
		}
		if b.turn.Failure != nil {
			style = t.Error
		}
		rows = append(rows, row{})
		for j, line := range b.lines {
			r := row{text: line, style: style, styled: b.styled}
			if j == 0 {
				r.head = head
			}
			rows = append(rows, r)
		}
	}
	return append(rows, s.after()...)
}

// nothing says why there is nothing to read.
func (s *Screen) nothing() string {
	e := s.env.Store.Thread(s.id)
	switch {
	case e.Err != nil && !e.Known():
		return "The thread could not be read. " + e.Err.Error()
	case e.Known() && e.Value.Sensitive:
		return "This thread is private: Hex shows others that it is there, and nothing of it."
	case e.Known() && ask.Finished(e.Value.Status):
		return "Nothing was said here."
	}
	return s.env.Spin() + " reading the thread"
}

// after are the rows below what was said: what the answer comes from, what to mind, and how far the analyst is.
func (s *Screen) after() (rows []row) {
	t, th := s.env.Theme, s.thread()
	for i, c := range s.cites {
		if i == 0 {
			rows = append(rows, row{})
		}
		rows = append(rows, row{text: c.glyph(t) + " " + c.name(s.env), style: t.Faint, cite: i + 1})
	}
	for _, w := range th.Warnings {
		for i, line := range paint.Wrap(strings.Join(strings.Fields(w.Summary), " "), s.talk.width-2) {
			head := "  "
			if i == 0 {
				head = "! "
				rows = append(rows, row{})
			}
			rows = append(rows, row{text: head + line, style: t.Warn})
		}
	}
	since, works := s.env.Host.AskedFor(s.id)
	if !works {
		return append(rows, row{})
	}
	doing := ""
	for _, p := range th.Response {
		if p.Type == "task" && !ask.Finished(th.Status) {
			doing = " · " + strings.Join(strings.Fields(p.Title), " ")
		}
	}
	if th.Status != hex.ThreadRunning && th.Status != "" && !ask.Finished(th.Status) {
		doing += " · " + spaced(string(th.Status))
	}
	back := ""
	if key := s.env.Keys.Key(action.Back, action.Global); key != "" {
		back = "   " + key + " leaves it running"
	}
	return append(rows, row{}, row{text: s.env.Spin() + " answering " + elapsed(s.env.Now().Sub(since)) + doing + back, style: t.Running})
}

func elapsed(d time.Duration) string { return present.Elapsed(max(d, 0)) }

// drawQuestion paints what is written, and over it what it points at.
func (s *Screen) drawQuestion(a paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	a.Repeat(0, 0, a.Width(), t.Glyphs.Rule, t.Rule)
	x := a.Text(2, 1, "with ", t.Faint)
	if len(s.question.Attached) == 0 {
		a.Text(x, 1, "all of the workspace; @ attaches a project or a data connection", t.Faint)
	}
	for i, at := range s.question.Attached {
		kind := "project "
		if at.Connection {
			kind = "connection "
		}
		if i > 0 {
			x = a.Text(x, 1, " · ", t.Faint)
		}
		x = a.Text(a.Text(x, 1, kind, t.Faint), 1, at.Title, t.Accent)
	}
	if s.question.Sending {
		a.Right(a.Width()-2, 1, s.env.Spin()+" sending", t.Running)
	}
	s.area = a.Sub(2, 2, a.Width()-4, a.Height()-2)
	s.ed.Draw(s.area, t, true)
	if x, y, ok := s.ed.ScreenCursor(); ok {
		ox, oy := s.area.Origin()
		return &overlay.Cursor{X: ox + x, Y: oy + y}
	}
	return nil
}

// drawIntroduction says what a question is, where none was asked yet.
func (s *Screen) drawIntroduction(a paint.Surface) {
	t := s.env.Theme
	a.Text(2, 1, "Ask Hex about the data", t.Title)
	y := 3
	for _, sentence := range []string{
		"Say in plain words what is to be found out, with exact names and the time that is meant. Hex's analyst reads the " +
			"workspace, runs queries, and answers with text, tables and charts. SQL that reads is passed on word for word.",
		"It takes minutes, and may cost credits. It goes on while you do other things, and a notice says when it has answered.",
	} {
		for _, line := range paint.Wrap(sentence, min(a.Width()-4, 100)) {
			a.Text(2, y, line, t.Text)
			y++
		}
		y++
	}
	if key := s.env.Keys.Key(action.GoThreads); key != "" {
		a.Text(2, y, key+" lists what was asked before.", t.Faint)
	}
}
