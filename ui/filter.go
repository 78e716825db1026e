package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelFrame is the time in which turns of the wheel become one.
const wheelFrame = 16 * time.Millisecond

// Filter returns the filter of the program's messages: it drops the motion of a mouse that drags nothing, and the part
// of a wheel's burst that comes faster than frames are drawn, so that a flick never queues up before a key.
func Filter() func(tea.Model, tea.Msg) tea.Msg {
	var last time.Time
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch m := msg.(type) {
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
