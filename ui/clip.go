package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/screen"
)

// Clipboard is the way to the clipboard.
type Clipboard struct {
	// Sequence is what a terminal is sent to take a text to its clipboard, through what stands between.
	Sequence func(text string) string
	// Set hands a text to a tool of the system and says which; nil where there is none. Certain tells that the text is on the
	// clipboard when it ends well; else the tool only hands it on.
	Set     func(ctx context.Context, text string) (tool string, err error)
	Certain bool
}

// maxCopy is the most that is put on the clipboard through the terminal: more than that many terminals cut silently.
const maxCopy = 74_000

// copied is what became of a text that a tool was given.
type copied struct {
	text, what, tool string
	err              error
}

// Copy puts text on the clipboard: by a tool of the system where there is one, and through the terminal, which works over SSH too.
func (a *App) Copy(text, what string) {
	if c := a.opts.Clipboard; c != nil && c.Set != nil {
		ctx := a.ctx
		a.tasks.Add(func() tea.Msg {
			tool, err := c.Set(ctx, text)
			return copied{text, what, tool, err}
		})
		return
	}
	if !a.sendCopy(text) {
		a.tooLong(what)
		return
	}
	a.Notice(screen.OK, "Sent "+what+" to the terminal, for its clipboard.")
}

// copied says what a tool did, as far as that is known.
func (a *App) copied(c copied) {
	sent := a.sendCopy(c.text)
	switch {
	case c.err == nil && a.opts.Clipboard.Certain:
		a.Notice(screen.OK, "Copied "+c.what+".")
	case c.err == nil:
		a.Notice(screen.OK, "Gave "+c.what+" to "+c.tool+", which hands it to the terminal for its clipboard.")
	case sent:
		a.Notice(screen.Warn, c.tool+" did not take "+c.what+" ("+c.err.Error()+"); it was sent to the terminal, for its clipboard.")
	default:
		a.Notice(screen.Error, "Nothing was copied: "+c.tool+" did not take "+c.what+" ("+c.err.Error()+"), and it is too long for the "+
			"terminal.")
	}
}

// sendCopy sends a text to the terminal, if that is not cut on the way.
func (a *App) sendCopy(text string) bool {
	if len(text) > maxCopy {
		return false
	}
	if c := a.opts.Clipboard; c != nil {
		a.tasks.Add(tea.Raw(c.Sequence(text)))
	} else {
		a.tasks.Add(tea.SetClipboard(text))
	}
	return true
}

func (a *App) tooLong(what string) {
	a.Notice(screen.Warn, "Too long to copy through the terminal: "+what+". "+
		"Open it in your own editor ("+a.keys.Way(action.EditOutside, action.Project)+") instead.")
}

// Lent tells whether another program has the terminal. It may be asked from any goroutine, also of no app.
func (a *App) Lent() bool { return a != nil && a.lent.Load() }
