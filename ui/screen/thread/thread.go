package thread

import (
	"cmp"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/lex"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// Screen is one thread, or a new question that is none yet.
type Screen struct {
	screen.Base
	env *screen.Env
	// id is the thread's, empty for a new question; name what it is called as long as nothing else is known.
	id, name string

	question *screen.Question
	ed       *editor.Editor
	writing  bool
	area     paint.Surface // of the editor
	left     bool

	talk  talk
	cites []cite
	cite  int // the marked one
	top   int // the first row that is shown
	rows  int // how many fit
	total int
	held  held
	// marked is set when another of the cites was marked, which is then to be in sight.
	marked bool
	note   time.Time
	// attaching is what the question can point at, as it is being chosen.
	attaching attaching
}

// held is what stays in sight when rows come or go.
type held int

// What is held: the newest turn from its beginning, the end, or what was scrolled to.
const (
	newest held = iota
	end
	place
)

// New returns a thread, or the writing of a question where the target names none.
func New(env *screen.Env, t screen.Target) screen.Screen {
	s := &Screen{env: env, id: t.ID, name: t.Title, question: env.Host.Unsent(t.ID), ed: editor.New(lex.ByName("text"))}
	s.ed.SetSource([]byte(s.question.Text))
	s.ed.Do(editor.MoveDocumentEnd)
	s.writing = t.ID == "" || s.question.Text != ""
	return s
}

// Crumb is the thread's title.
func (s *Screen) Crumb() string {
	if s.id == "" {
		return "Ask"
	}
	return s.title()
}

func (s *Screen) title() string {
	t := s.thread()
	return title(hex.Thread{ID: s.id, Title: cmp.Or(t.Title, s.name), Sensitive: t.Sensitive})
}

// thread is what is known of the thread; its id is empty while that is nothing.
func (s *Screen) thread() hex.Thread {
	if s.id == "" {
		return hex.Thread{}
	}
	return s.env.Store.Thread(s.id).Value
}

// Scopes are the prompt's and the editor's while a question is written, else the thread's.
func (s *Screen) Scopes() []action.Scope {
	if s.writing {
		return []action.Scope{action.Prompt, action.Editor}
	}
	return []action.Scope{action.Thread}
}

// Wants are how the thread stands and what was said in it, and while a question is written what can be attached.
func (s *Screen) Wants() (wants []store.Want) {
	if s.id != "" {
		wants = []store.Want{
			s.env.Store.Keep(store.Thread, s.id, store.ListWithin), s.env.Store.Keep(store.Messages, s.id, store.ListWithin),
		}
		if t := s.thread(); t.Status == hex.ThreadIdle && len(t.Response) > 0 {
			wants = append(wants, store.Once(store.Results, s.id))
		}
	}
	if s.writing {
		wants = append(wants, store.Once(store.Connections, ""))
	}
	if s.attaching.open() {
		wants = append(wants, store.Once(store.Projects, ""))
	}
	return wants
}

// Fresh is the age of the thread.
func (s *Screen) Fresh() screen.Freshness {
	if s.id == "" {
		return screen.Freshness{Note: "nothing asked yet"}
	}
	if since, works := s.env.Host.AskedFor(s.id); works {
		return screen.Freshness{At: s.env.Store.Thread(s.id).At, Note: "answering " + elapsed(s.env.Now().Sub(since))}
	}
	f := s.env.FreshOf(s.Wants()[0])
	switch st := s.env.Store.Status(s.Wants()[1].Thing); {
	case st.Err == nil && !st.Known():
		f.At = time.Time{}
	case f.Err == nil && !hex.IsKind(st.Err, hex.Forbidden):
		f.Err = st.Err
	}
	return f
}

// Settled starts what the frame showed to be needed: rendering, and watching a thread that works.
func (s *Screen) Settled() bool {
	if s.id == "" {
		return false
	}
	if t := s.thread(); t.ID != "" && !ask.Finished(t.Status) {
		if _, works := s.env.Host.AskedFor(s.id); !works && !s.note.Equal(s.env.Store.Thread(s.id).At) {
			s.note = s.env.Store.Thread(s.id).At
			s.env.Host.FollowThread(s.id, s.title(), nil)
		}
	}
	s.render()
	return false
}

// Show looks by which way questions go.
func (s *Screen) Show() { s.env.Host.LookForSignIn() }

// Leave keeps what was typed for the next time.
func (s *Screen) Leave() { s.left = true }

// Typing tells whether a question is written.
func (s *Screen) Typing() bool { return s.writing }

// Key types. An @ where a word begins offers what can be attached.
func (s *Screen) Key(k tea.KeyPressMsg) {
	if !s.writing || k.Text == "" {
		return
	}
	if k.Text == "@" && s.wordBegins() {
		s.attach("@")
		return
	}
	s.typed(s.ed.Insert(k.Text))
}

// wordBegins tells whether what is typed now begins a word.
func (s *Screen) wordBegins() bool {
	line, col := s.ed.Cursor()
	text := []rune(strings.Split(string(s.ed.Bytes()), "\n")[line-1])
	at := min(col-1, len(text))
	return at <= 0 || strings.ContainsRune(" \t(", text[at-1])
}

// Paste inserts a text byte for byte but for its line ends.
func (s *Screen) Paste(text string) {
	if s.writing {
		s.typed(s.ed.Paste(text))
	}
}

// typed follows what was done in the editor.
func (s *Screen) typed(e editor.Effect) {
	if e.Copied != "" {
		s.env.Host.Copy(e.Copied, "the selection")
	}
	if e.LineEnds != "" {
		s.env.Host.Notice(screen.Info, "The lines of what was pasted all end with "+e.LineEnds+" now.")
	}
	if e.Changed {
		s.question.Text = string(s.ed.Bytes())
	}
}

// Do moves.
func (s *Screen) Do(id action.ID) bool {
	if s.writing {
		if cmd, ok := strings.CutPrefix(string(id), action.EditPrefix); ok {
			s.typed(s.ed.Do(editor.Command(cmd)))
			return true
		}
		return false
	}
	switch id {
	case action.Up:
		s.scroll(-1)
	case action.Down:
		s.scroll(1)
	case action.PageUp:
		s.scroll(-max(s.rows-2, 1))
	case action.PageDown:
		s.scroll(max(s.rows-2, 1))
	case action.Top:
		s.scroll(-s.total)
	case action.Bottom:
		s.scroll(s.total)
	case action.FocusBack:
		s.mark(-1)
	default:
		return false
	}
	return true
}

// scroll moves what is read.
func (s *Screen) scroll(n int) {
	last := max(s.total-s.rows, 0)
	s.top, s.held = max(min(s.top+n, last), 0), place
	if n > 0 && s.top == last {
		s.held = end
	}
}

// mark goes to another of the things that the answer comes from.
func (s *Screen) mark(n int) {
	if len(s.cites) > 0 {
		s.cite = (s.cite + n + len(s.cites)) % len(s.cites)
		s.marked = true
	}
}

// Mouse scrolls, and puts the cursor.
func (s *Screen) Mouse(m screen.Mouse) {
	switch {
	case m.Wheel != 0:
		s.scroll(m.Wheel)
	case m.Press && s.area.Contains(m.X, m.Y) && s.cannotAsk() == "":
		s.writing = true
		x, y := s.area.Origin()
		s.ed.Click(m.X-x, m.Y-y)
	}
}

// Offers are what can be done with the question, or with the thread.
func (s *Screen) Offers() []screen.Offer {
	if s.writing {
		return []screen.Offer{
			{Action: action.Send, Reason: s.cannotSend(), Do: s.send},
			{Action: action.Attach, Do: func() { s.attach("") }},
			s.env.SigningIn(),
			{Action: action.EditOutside, Do: s.outside},
			{Action: action.LeaveEditor, Do: s.stop},
		}
	}
	if s.id == "" {
		return []screen.Offer{{Action: action.AskOn, Do: s.write}, s.env.SigningIn()}
	}
	none := ""
	if len(s.cites) == 0 {
		none = "The answer names no cell and no project."
	}
	nothing := ""
	if len(s.talk.turns) == 0 {
		nothing = "Nothing was said yet."
	}
	return []screen.Offer{
		{Action: action.AskOn, Reason: s.cannotAsk(), Do: s.write},
		{Action: action.Open, Reason: none, Do: s.open},
		{Action: action.Focus, Reason: none, Do: func() { s.mark(1) }},
		{Action: action.Chart, Reason: none, Do: s.chart},
		{Action: action.CopySource, Reason: nothing, Do: func() { s.env.Host.Copy(s.Markdown(), "the thread as Markdown") }},
		{Action: action.SaveFile, Reason: nothing, Do: s.save},
		s.env.SigningIn(),
		{Action: action.CopyID, Do: func() { s.env.Host.Copy(s.id, "the thread's id") }},
		{Action: action.OpenWeb, Reason: s.noLink(), Do: func() { s.env.Host.Browse(s.thread().URL) }},
		{Action: action.CopyURL, Reason: s.noLink(), Do: func() { s.env.Host.Copy(s.thread().URL, "the thread's link") }},
	}
}

func (s *Screen) noLink() string {
	if s.thread().URL == "" {
		return "Hex gives no link to this thread."
	}
	return ""
}
