package ui

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// tickEvery is how often the spinner moves while something is under way, tickStill how often times are counted on where nothing moves.
const (
	tickEvery = 150 * time.Millisecond
	tickStill = time.Second
)

// Update takes a message, in a fixed order: what the terminal is, results of work, the dialog on top, the text that has
// the keys, the screen, everything else. Then it draws.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer a.opened.handled()
	a.stepped = false
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		m = believable(m)
		a.width, a.height = m.Width, m.Height
		a.canvas.Resize(m.Width, m.Height)
		a.pictures.Replace()
	case tea.BackgroundColorMsg:
		a.background = LightBackground
		if m.IsDark() {
			a.background = DarkBackground
		}
		a.pickTheme()
	case tea.ColorProfileMsg:
		a.noColour = m.Profile <= colorprofile.ASCII
		a.pickTheme()
	case tea.ModeReportMsg:
		a.modeReported(m)
	case tea.FocusMsg:
		a.focused(true)
	case tea.BlurMsg:
		a.focused(false)
	case task.Result:
		a.tasks.Apply(m)
	case tickMsg:
		a.tick++
		a.ticking = false
		if !a.stirs && !a.moving() {
			return a, nil // what moved has come to its end since, and was drawn then
		}
	case wake:
		if int(m) != a.wakes {
			return a, nil // overtaken
		}
		a.waking = time.Time{}
	case restful:
		if m.to != a.poll {
			return a, nil // of the workspace that was shown before
		}
		if left := a.poll.rest(); left != nil {
			return a, left
		}
		return a, a.goOn() // what is read from here on is not seen yet
	case Wrote:
		a.wrote(m)
	case tea.ResumeMsg:
		a.away = false
		a.pictures.Forget()
	case tea.TerminalVersionMsg:
		if cmd := raw(a.opts.Pictures.Named(m.Name)); cmd != nil {
			a.tasks.Add(cmd)
		}
	case pictureClosed:
		a.pictureClosed(m)
	case draftsChanged:
		a.tasks.Add(a.draftsChange())
		if top := a.top(); top != nil && !top.Typing() { // a list of drafts that was gone to before the last letters were on the disk
			top.Show()
		}
	case noticeOver:
		if int(m) == a.notice.number && !a.stays() {
			a.notice = notice{}
		}
	case AgentCall:
		a.agentCalled(m)
	case AskApproval:
		a.askApproval(m)
	case WithdrawApproval:
		a.withdrawApproval(m.ID)
	case AgentClients:
		a.agentClients += int(m)
	case AgentsAt:
		a.Notice(screen.Info, "Agents are served at "+string(m)+".")
	case ClientEvent:
		a.clientEvent(m)
	case AgentsGone:
		a.agentsGone(m)
	case Trouble:
		a.Notice(screen.Error, string(m))
	case copied:
		a.copied(m)
	case stateSaved:
		a.stateSaved(m)
	case editorClosed:
		a.editorClosed(m)
		a.pictures.Forget()
	case Terminate:
		return a.quit(true)
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		a.input(m)
	default:
		a.opts.Pictures.Heard(m)
	}
	if a.quitting {
		return a.quit(false)
	}
	return a, a.settle()
}

// input takes what a person does. What is done between the end of their own editor and the word of it is kept until the
// editor's text is in its place, which it would else be lost with.
func (a *App) input(msg tea.Msg) {
	if a.outside {
		a.held = append(a.held, msg)
		return
	}
	said, on := a.notice.number, a.top()
	defer func() { a.leftNotice(said, on) }()
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		a.failed = ""
		a.away = false // keys come from nowhere else
		a.readNotice()
		a.key(m)
	case tea.PasteMsg:
		a.paste(m.Content)
	case tea.MouseMsg:
		a.mouse(m)
	}
}

// quit writes what was typed to disk and ends the program. When that fails it stays once, so that the text can still
// be copied; asked again, or made to, it ends all the same.
func (a *App) quit(must bool) (tea.Model, tea.Cmd) {
	a.quitting = false
	if a.opts.Drafts != nil && !must && !a.warnedQuit {
		if err := a.opts.Drafts.Flush(); err != nil {
			a.warnedQuit = true
			a.Notice(screen.Error, "Not everything you typed is on disk: "+err.Error()+" Quit again to leave all the same.")
			return a, a.settle()
		}
	}
	a.declineApprovals()
	if a.state != nil {
		if err := a.state.Save(); err != nil && !a.saidState {
			a.Notice(screen.Warn, err.Error())
		}
	}
	a.over = true
	a.draw()
	a.pictures.Drop()
	if clear := raw(a.pictures.Flush()); clear != nil {
		return a, tea.Sequence(clear, tea.Quit)
	}
	return a, tea.Quit
}

// settle is the tail of every update: widgets are brought in step, the frame is drawn, what it showed to be missing or old is
// read, and what was started runs.
func (a *App) settle() tea.Cmd {
	a.dialogs.Sweep()
	top := a.top()
	a.syncPalette()
	if top != nil {
		a.notePlace()
		a.spare()
		if !a.stepped {
			a.env.News++
		}
		a.poll.land() // or the frame would say of what has come that it is being read
		top.Sync()
		a.sayFailure(top.Fresh())
	}
	a.draw()
	if top != nil && top.Settled() {
		top.Sync()
		a.draw()
	}
	return a.goOn()
}

// goOn starts what the newest frame calls for.
func (a *App) goOn() tea.Cmd {
	a.sendPictures()
	a.keepFresh()
	a.keepState()
	if !a.ticking && (a.stirs || a.moving()) {
		a.ticking = true
		every := tickEvery
		if a.opts.Still {
			every = tickStill
		}
		a.tasks.Add(tea.Tick(every, func(time.Time) tea.Msg { return tickMsg{} }))
	}
	return a.tasks.Take()
}

// moving tells whether something on the screen moves by itself. Following a run counts as long as it is not over.
func (a *App) moving() bool {
	if a.width == 0 || a.blurred {
		return false
	}
	return a.following() > 0 || a.asking() > 0 || a.loading() || a.agents.Running() > 0 || a.waiting.left(a.now()) > 0
}

// loading tells whether something that the person waits for is under way.
func (a *App) loading() bool {
	if a.welcome != nil {
		return a.welcome.busy
	}
	return a.top() != nil && a.overdue() || a.tasks.Busy() > a.following()+a.asking()+a.poll.quiet()
}

// focused tells that the terminal's window got or lost the focus. What is shown is read again when it is no longer fresh.
func (a *App) focused(on bool) {
	a.blurred = !on
	if !on {
		return
	}
	for _, f := range a.follows {
		f.nudge()
	}
	if top := a.top(); top != nil {
		top.Show()
	}
	a.tasks.Add(tea.RequestBackgroundColor)
}

// key routes a key.
func (a *App) key(k tea.KeyPressMsg) {
	k = byLetter(k)
	name := k.String()
	if id, _ := a.keys.Match(name, action.Global); id == action.Redraw && !a.ownKey(name) {
		a.redraw()
		return
	}
	if a.welcome != nil && a.dialogs.Len() == 0 {
		a.welcome.key(k, name)
		return
	}
	if a.tooSmall() { // what cannot be seen is not answered
		if id, _ := a.keys.Match(name, action.Global); id == action.Quit {
			a.quitting = true
		}
		return
	}
	if d := a.dialogs.Top(); d != nil {
		a.dialogKey(d, k, name)
		return
	}
	top := a.top()
	if m, ok := top.(screen.Modal); ok && m.Takes(name) {
		top.Key(k)
		return
	}
	scopes := a.Scopes()
	id, ok := a.keys.Match(name, scopes...)
	if ok && top.Typing() && k.Text != "" {
		// A letter is text while text is typed, whatever it means elsewhere.
		ok = false
	}
	if ok && a.Do(id) {
		return
	}
	if top.Typing() {
		top.Key(k)
	} else if !ok {
		if !a.sayAside(name) {
			a.sayLayout(k)
		}
	} else if !id.Moves() {
		b, _ := a.keys.Binding(id, scopes...)
		a.Notice(screen.Info, a.keys.Spell(name)+" ("+b.Long+") does nothing here; "+a.keyOf(action.Help, scopes)+" shows what does.")
	}
}

// Scopes are where the meaning of a key is looked for now, innermost first: those of the first screen, of the dialog on top, or of
// the screen that is shown.
func (a *App) Scopes() []action.Scope {
	switch d := a.dialogs.Top(); {
	case d != nil:
		return []action.Scope{d.Scope()}
	case a.welcome != nil:
		return []action.Scope{action.Welcome, action.Global}
	}
	return a.screenScopes()
}

// screenScopes are those of the screen that is shown, whatever dialog is over it.
func (a *App) screenScopes() []action.Scope { return append(a.top().Scopes(), action.Global) }

// swallow tells whether what is pressed now was under way when a dialog opened, and says so once, or who was quick waits.
func (a *App) swallow() bool {
	swallowed, first := a.dialogs.Swallow(a.now())
	if first {
		a.Notice(screen.Info, "That was pressed as the question opened, and answers nothing. Press it again.")
	}
	return swallowed
}

func (a *App) dialogKey(d overlay.Overlay, k tea.KeyPressMsg, name string) {
	if a.swallow() {
		return
	}
	id, ok := a.keys.Match(name, d.Scope())
	if ok && d.Typing() && k.Text != "" && id != action.Accept {
		ok = false
	}
	if ok && d.Do(id) {
		return
	}
	switch id, _ := a.keys.Match(name, action.Global); {
	case d.Typing() && (k.Text != "" || id != action.Help):
		d.Key(k)
	case id == action.Back:
		d.Do(action.Back)
	case id == action.Help:
		if !d.Do(action.Help) { // the keys that are shown already go again
			a.helpIn(d)
		}
	default:
		a.sayLayout(k)
	}
}

// helpIn shows the keys of a dialog.
func (a *App) helpIn(d overlay.Overlay) {
	a.Ask(overlay.NewHelp(a.keys, []action.Scope{d.Scope()}, d.Typing(), nil))
}

// Do carries out an action: an offer of the screen, its motion, or what works everywhere. It tells whether
// anybody knew the action.
func (a *App) Do(id action.ID) bool {
	top := a.top()
	if top != nil {
		if id.Moves() && top.Do(id) { // which is not offered, and comes most often: what is offered need not be made for it
			a.stepped = true
			return true
		}
		for _, o := range top.Offers() {
			if o.Action != id {
				continue
			}
			if o.Reason != "" {
				a.Notice(screen.Warn, o.Reason)
			} else {
				o.Do()
			}
			return true
		}
		if top.Do(id) {
			return true
		}
	}
	for _, o := range a.global() {
		if o.Action == id {
			if o.Reason != "" {
				a.Notice(screen.Warn, o.Reason)
			} else {
				o.Do()
			}
			return true
		}
	}
	return false
}

// failure is why a reading failed, so that the same trouble is told once however often it is met.
type failure struct {
	kind hex.Kind
	text string
}

func failureOf(err error) failure {
	var e *hex.Error
	switch {
	case errors.As(err, &e):
		return failure{kind: e.Kind}
	case err != nil:
		return failure{text: err.Error()}
	}
	return failure{}
}

// sayFailure says once why what is shown could not be read anew.
func (a *App) sayFailure(f screen.Freshness) {
	said := a.failure
	if a.failure = failureOf(f.Err); a.failure == said {
		return
	}
	if f.Err == nil || f.At.IsZero() || errors.Is(f.Err, context.Canceled) {
		return
	}
	what := "This could not be read anew; what is shown is from " + present.Clock(f.At) + ". "
	if hex.IsKind(f.Err, hex.NotFound) {
		what += "It was deleted, or you may no longer see it; what you typed is kept. "
	}
	if hex.IsKind(f.Err, hex.Unauthorized) && a.noToken() == "" {
		what += a.keys.Way(action.EnterToken, action.Global) + " enters another token. "
	}
	a.Notice(screen.Warn, what+f.Err.Error())
}

// paste gives pasted text to what takes text, or says that nothing does.
func (a *App) paste(text string) {
	if !strings.Contains(text, "\n") {
		// Many terminals, and tmux, send the line ends of a paste as the Enter key does.
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	switch {
	case a.dialogs.Top() != nil:
		if d := a.dialogs.Top(); d.Typing() {
			d.Paste(text)
		} else {
			a.Notice(screen.Info, "This dialog takes no pasted text; its keys are below it.")
		}
	case a.welcome != nil:
		a.welcome.paste(text)
	case a.top().Typing():
		a.top().Paste(text)
		if strings.ContainsFunc(text, func(r rune) bool {
			return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0x7f || r == utf8.RuneError
		}) {
			a.Notice(screen.Warn, "What was pasted is not plain text: it holds control characters, shown as ␀, and the terminal may "+
				"have left bytes out. "+a.keys.Way(action.EditPrefix+"undo")+" takes it back.")
		}
	default:
		a.Notice(screen.Info, "Nothing here takes pasted text. "+a.keys.Way(action.Edit, action.Project)+" edits a cell, "+
			a.keys.Way(action.Find, action.List)+" filters.")
	}
}
