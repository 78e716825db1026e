package ui

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/resolve"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/activity"
)

// Go opens a screen. A place that is open already is gone back to; a list of the workspace replaces the path.
func (a *App) Go(t screen.Target) {
	to := a.place(t.Place)
	for i, open := range slices.Backward(a.path) {
		if open.Place == t.Place && open.ID == t.ID && (open.Sub == t.Sub || !to.bySub) {
			a.cut(i + 1)
			if v, ok := a.top().(screen.Visitor); ok {
				v.Visit(t)
			}
			a.marked(t)
			a.top().Show()
			return
		}
	}
	if to.action != "" {
		a.cut(1)
	}
	a.push(t)
}

func (a *App) push(t screen.Target) {
	a.stack = append(a.stack, a.place(t.Place).build(a.env, t))
	a.path = append(a.path, t)
	a.marked(t)
	a.top().Show()
}

// marked selects the item of a list that a target names.
func (a *App) marked(t screen.Target) {
	if l, ok := a.top().(interface{ Select(id string) }); ok && t.Sub != "" {
		l.Select(t.Sub)
	}
}

// cut closes the screens behind the first n.
func (a *App) cut(n int) {
	for len(a.stack) > n {
		a.top().Leave()
		a.pictures.Drop()
		a.stack, a.path = a.stack[:len(a.stack)-1], a.path[:len(a.path)-1]
	}
}

// Back closes the screen and shows the one before.
func (a *App) Back() {
	if len(a.stack) > 1 {
		a.cut(len(a.stack) - 1)
		a.top().Show()
	}
}

// Ask opens a dialog.
func (a *App) Ask(o overlay.Overlay) {
	a.opened.note()
	a.asked = a.notice.number
	a.dialogs.Push(o)
}

// Interrupt opens a dialog that nobody asked for in this moment.
func (a *App) Interrupt(o overlay.Overlay) {
	a.opened.note()
	a.asked = a.notice.number
	a.dialogs.PushUnasked(o, a.now())
}

// Answered is the dialog that has the keys.
func (a *App) Answered() overlay.Overlay { return a.dialogs.Top() }

// Browse opens a link of the workspace; a link to elsewhere is only shown.
func (a *App) Browse(url string) {
	if !a.ownLink(url) {
		a.Notice(screen.Warn, "This link leads out of the workspace and is not opened: "+url)
		return
	}
	if a.opts.OpenURL == nil {
		a.Notice(screen.Info, url)
		return
	}
	open := a.opts.OpenURL
	a.tasks.Add(func() tea.Msg {
		if err := open(url); err != nil {
			return Trouble("The browser could not be opened: " + err.Error() + ". The link is " + url)
		}
		return nil
	})
	a.Notice(screen.Info, "Opening "+url)
}

// External lends a source to the person's own editor.
func (a *App) External(source []byte, ext string, line, col int, done func([]byte, error)) {
	if a.opts.Editor == nil {
		a.Notice(screen.Warn, "No editor is set: set EDITOR, or edit here.")
		return
	}
	dir, err := os.MkdirTemp("", "hextui-")
	if err != nil {
		done(nil, err)
		return
	}
	path := filepath.Join(dir, "cell"+ext)
	if err := os.WriteFile(path, source, 0o600); err != nil {
		done(nil, err)
		return
	}
	cmd, err := a.opts.Editor(path, line, col)
	if err == nil {
		err = cmd.Err
	}
	if err == nil {
		_, err = exec.LookPath(cmd.Path)
	}
	if err != nil {
		a.Notice(screen.Error, "Your editor cannot be started: "+err.Error()+". Set EDITOR, or edit here.")
		return
	}
	a.away = true
	a.outside = true
	a.lent.Store(true)
	a.tasks.Add(tea.ExecProcess(cmd, func(err error) tea.Msg { return editorClosed{dir, path, source, err, done} }))
}

// editorClosed is the end of the person's own editor.
type editorClosed struct {
	dir, path string
	source    []byte // as it was lent
	err       error
	done      func([]byte, error)
}

// editorClosed takes what the editor left. An empty file is an answer; a failed editor, or bytes that are no text, are none, and the
// file stays.
func (a *App) editorClosed(m editorClosed) {
	a.away, a.outside = false, false
	a.lent.Store(false)
	a.takeEdited(m)
	held := a.held
	a.held = nil
	for _, msg := range held {
		a.input(msg)
	}
}

func (a *App) takeEdited(m editorClosed) {
	if m.err != nil {
		a.Notice(screen.Error, "The editor ended with an error ("+m.err.Error()+"); what it wrote is in "+m.path)
		return
	}
	left, err := os.ReadFile(m.path)
	if err != nil {
		m.done(nil, err)
		return
	}
	text, note, err := edited(m.source, left)
	if err != nil {
		a.Notice(screen.Error, "What your editor left was not taken: "+err.Error()+". It is kept in "+m.path)
		return
	}
	if note != "" {
		a.Notice(screen.Info, note)
	}
	m.done(text, nil)
	if err := os.RemoveAll(m.dir); err != nil {
		a.Notice(screen.Warn, "The editor's file was not removed: "+err.Error())
	}
}

// notice is a sentence that was said.
type notice struct {
	number int
	level  screen.Level
	text   string
	at     time.Time
	opens  screen.Target // what it tells of, if that can be opened
}

// keptNotices is how many sentences the log holds.
const keptNotices = 500

// Notice shows a sentence for a while and keeps it in the log.
func (a *App) Notice(l screen.Level, text string) {
	n := 1
	if len(a.notices) > 0 {
		n = a.notices[len(a.notices)-1].number + 1
	}
	a.notice = notice{n, l, text, a.now(), screen.Target{}}
	a.notices = append(a.notices, a.notice)
	if len(a.notices) > keptNotices {
		a.notices = append([]notice(nil), a.notices[1:]...)
	}
	if l != screen.Error {
		a.tasks.Add(tea.Tick(readingTime(text), func(time.Time) tea.Msg { return noticeOver(n) }))
	}
}

// readingTime is how long a sentence is shown.
func readingTime(text string) time.Duration {
	return 4*time.Second + time.Duration(len(text))*30*time.Millisecond
}

// stays tells whether the newest sentence waits for somebody to be there: an error, and the end of what went on by itself, unless
// what came of it is on the screen.
func (a *App) stays() bool {
	of := a.notice.opens
	return a.notice.level == screen.Error || of.Place != "" && !a.shows(of)
}

// tell says what came of something that went on by itself, and which key opens it.
func (a *App) tell(l screen.Level, text string, of screen.Target) {
	a.Notice(l, text)
	a.notice.opens, a.told = of, of
}

// toOpen is the end of the newest sentence: the key that opens what it tells of, where a key does that now.
func (a *App) toOpen() string {
	of := a.notice.opens
	if of.Place == "" || a.dialogs.Len() > 0 || a.welcome != nil || a.shows(of) {
		return ""
	}
	if key := a.keyOf(action.OpenTold, a.screenScopes()); key != "" {
		return "  " + key + " opens it."
	}
	return ""
}

// openTold goes to what was told of last.
func (a *App) openTold() screen.Offer {
	o := screen.Offer{Action: action.OpenTold, Do: func() { a.Go(a.told) }}
	if a.told.Place == "" {
		o.Reason = "No thread answered and no run ended since the program began."
	}
	return o
}

// shows tells whether something is what is on the screen.
func (a *App) shows(t screen.Target) bool {
	at := a.path[len(a.path)-1]
	return at.Place == t.Place && at.ID == t.ID && (at.Sub == t.Sub || !a.place(t.Place).bySub)
}

// Begin takes away what was said of the deed before: a sentence belongs to what it names. The log keeps it.
func (a *App) Begin() { a.notice = notice{} }

// readNotice takes a sentence that stays away with the first key after it could be read.
func (a *App) readNotice() {
	read := 3 * time.Second
	if a.notice.level != screen.Error {
		read = readingTime(a.notice.text) // it did not come of a key, and may be met in the middle of others
	}
	if a.stays() && a.now().Sub(a.notice.at) > read {
		a.notice = notice{}
	}
}

// leftNotice takes a sentence away that was said before the person went from the screen that it was said on, unless it stays.
func (a *App) leftNotice(said int, on screen.Screen) {
	if a.notice.number == said && !a.stays() && a.top() != on {
		a.notice = notice{}
	}
}

// waiting is a call of the client that waits, for the header.
type waiting struct {
	until time.Time
	why   string
}

func (w waiting) left(now time.Time) time.Duration { return max(w.until.Sub(now), 0) }

// clientEvent notes that a call waits.
func (a *App) clientEvent(e ClientEvent) {
	if e.Kind == hex.EventWaiting {
		a.waiting = waiting{e.At.Add(e.Wait), e.Why}
	}
}

// agentCalled takes a call of an agent into the log.
func (a *App) agentCalled(c AgentCall) {
	a.agents.Note(activity.Call(c))
	if c.Running {
		return
	}
	said := "Agent: " + c.Tool
	if c.Target != "" {
		about := screen.Titled(a.store, c.Target)
		if resolve.IsID(about) { // nobody here has read yet what it stands for
			about = present.ShortID(about)
		}
		said += " " + about
	}
	if c.Failed {
		a.Notice(screen.Warn, said+": "+c.Outcome)
		return
	}
	a.Notice(screen.Info, said)
}

// agentsGone says that no agent is served any more; the UI goes on.
func (a *App) agentsGone(m AgentsGone) {
	a.agentsOver = true
	if m.Err != nil {
		a.Notice(screen.Error, "Agents are no longer served: "+m.Err.Error())
		return
	}
	a.Notice(screen.Info, "The agent has closed its side; nothing is served over MCP any more.")
}
