package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelFrame is the time in which turns of the wheel become one.
const wheelFrame = 16 * time.Millisecond

// Filter returns the filter of the program's messages: it drops the motion of a mouse that drags nothing, and the part
// of a wheel's burst that comes faster than frames are drawn, so that a flick never queues up before a key; and the keys that were
// under way when the app's newest dialog opened, which nobody can have meant for it. The app may be nil. Read tells when the
// key that is taken came from the terminal, zero where that is not known; it may be nil too.
func Filter(a *App, read func() time.Time) func(tea.Model, tea.Msg) tea.Msg {
	var last time.Time
	if read == nil {
		read = func() time.Time { return time.Time{} }
	}
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch m := msg.(type) {
		case tea.WindowSizeMsg:
			return believable(m)
		case tea.KeyPressMsg:
			if a != nil && a.underWay(time.Now(), read()) {
				return nil
			}
		case tea.MouseMotionMsg:
			if m.Button == tea.MouseNone {
				return nil
			}
		case tea.MouseWheelMsg:
			now := time.Now()
			if now.Sub(last) < wheelFrame {
				return nil
			}
			last = now
		}
		return msg
	}
}

// The largest screen that is drawn on, in cells. Every cell takes memory several times over, and no screen that a person reads is larger.
const (
	mostWidth  = 1000
	mostHeight = 400
)

// believable is a size that a terminal may have, whatever it says.
func believable(m tea.WindowSizeMsg) tea.WindowSizeMsg {
	return tea.WindowSizeMsg{Width: min(max(m.Width, 0), mostWidth), Height: min(max(m.Height, 0), mostHeight)}
}
