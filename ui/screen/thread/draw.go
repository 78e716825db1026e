package thread

import (
	"slices"
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
	picture    *paint.Picture
	line       int // of the picture
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
	s.place(rows)
	for y := range min(s.rows, len(rows)-s.top) {
		s.drawRow(a.Sub(0, y, a.Width(), 1), rows[s.top+y])
	}
	return cursor
}

// place finds the first row that is shown.
func (s *Screen) place(rows []row) {
	last := max(s.total-s.rows, 0)
	switch s.held {
	case end:
		s.top = last
	case newest:
		s.top = 0
		for i, r := range rows {
			if r.head != "" && i > 0 {
				s.top = i - 1 // with the empty row before
			}
		}
	}
	s.top = min(s.top, last)
	if at := slices.IndexFunc(rows, func(r row) bool { return r.cite == s.cite+1 }); s.marked && at >= 0 {
		s.held, s.marked = place, false
		until := at + 1 // with its table or chart
		for until < len(rows) && rows[until].cite == 0 && (rows[until].text != "" || rows[until].picture != nil) {
			until++
		}
		s.top = min(max(s.top, until-s.rows), at)
	}
}

func (s *Screen) drawRow(a paint.Surface, r row) {
	t := s.env.Theme
	a.Text(2, 0, r.head, t.Title)
	switch {
	case r.picture != nil:
		r.picture.DrawRow(a.Sub(margin+2, 0, a.Width()-margin-2, 1), r.line, t.Name != "mono", t.Text)
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
	for i, turn := range s.talk.turns {
		b := s.talk.block(i, turn)
		head, style := "hex", t.Text
		if b.turn.Role == "user" {
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
		rows = append(rows, s.result(c.result)...)
	}
	if st := s.env.Store.Results(s.id); st.Err != nil && !st.Known() && ask.Finished(th.Status) {
		rows = append(rows, row{text: "! The tables and charts could not be read. " + st.Err.Error(), style: t.Warn})
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
	back := "   " + s.env.Keys.Way(action.Back, action.Global) + " leaves it running"
	working := s.env.Spin() + " answering " + elapsed(s.env.Now().Sub(since)) + s.by() + doing
	if paint.Width(working+back) <= s.talk.width {
		working += back
	}
	return append(rows, row{}, row{text: working, style: t.Running})
}

// by says by which way the thread goes, where there are two.
func (s *Screen) by() string {
	if way := s.way(); way != "" {
		return " " + way
	}
	return ""
}

// result are the rows of a table or chart of the answer, none before it is rendered.
func (s *Screen) result(i int) (rows []row) {
	t := s.env.Theme
	if i == 0 || i > len(s.talk.results) {
		return nil
	}
	shown := s.talk.results[i-1]
	for j, line := range shown.lines {
		style := t.Text
		if j == 0 {
			style = t.Title
		}
		rows = append(rows, row{text: "  " + line, style: style})
	}
	if shown.picture != nil {
		for line := range shown.picture.High {
			rows = append(rows, row{picture: shown.picture, line: line})
		}
	}
	if shown.below != "" {
		rows = append(rows, row{text: "  " + shown.below, style: t.Faint})
	}
	return append(rows, row{})
}

func elapsed(d time.Duration) string { return present.Elapsed(max(d, 0)) }

// drawQuestion paints what is written, and over it what it points at.
func (s *Screen) drawQuestion(a paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	a.Repeat(0, 0, a.Width(), t.Glyphs.Rule, t.Rule)
	x := a.Text(2, 1, "with ", t.Faint)
	if len(s.question.Attached) == 0 {
		x = a.Text(x, 1, "all of the workspace; @ narrows it", t.Faint)
	}
	for i, at := range s.question.Attached {
		if i > 0 {
			x = a.Text(x, 1, " · ", t.Faint)
		}
		x = a.Text(a.Text(x, 1, string(at.Kind)+" ", t.Faint), 1, at.Title, t.Accent)
	}
	if way := s.way(); s.question.Sending {
		a.Right(a.Width()-2, 1, s.env.Spin()+" sending", t.Running)
	} else if x+paint.Width(way)+4 <= a.Width() {
		a.Right(a.Width()-2, 1, way, t.Faint)
	}
	s.area = a.Sub(2, 2, a.Width()-4, a.Height()-2)
	s.ed.Draw(s.area, t, true)
	if x, y, ok := s.ed.ScreenCursor(); ok {
		ox, oy := s.area.Origin()
		return &overlay.Cursor{X: ox + x, Y: oy + y}
	}
	return nil
}

// ways says by which way questions go, and how they would go by the other.
func (s *Screen) ways() string {
	if s.env.Account == nil {
		return "Questions go by the API, with your token."
	}
	key := s.env.Keys.Way(action.SignIn, action.Prompt)
	switch st := s.env.Account.Standing(); {
	case st.In && st.Who != "":
		return "Questions go by Hex's hosted server " + st.Server + ", signed in as " + st.Who +
			"; with something attached by the API, with your token."
	case st.In:
		return "Questions go by Hex's hosted server " + st.Server + ", where you are signed in; with something attached by the API, with " +
			"your token."
	case st.Over != "":
		return "Your sign-in to " + st.Server + " is over: " + st.Over + ". Questions go by the API, with your token, until " + key +
			" signs in again."
	default:
		return "Questions go by the API, with your token. " + key + " signs in to Hex's hosted server " + st.Server +
			", by which they go then."
	}
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
		s.ways(),
	} {
		for _, line := range paint.Wrap(sentence, min(a.Width()-4, 100)) {
			a.Text(2, y, line, t.Text)
			y++
		}
		y++
	}
	a.Text(2, y, s.env.Keys.Way(action.GoThreads)+" lists what was asked before.", t.Faint)
}
