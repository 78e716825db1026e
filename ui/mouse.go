package ui

import (
	"cmp"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/screen"
)

// doubleClick is how soon a second press must follow to count as one with the first.
const doubleClick = 400 * time.Millisecond

// clicks counts presses at one place.
type clicks struct {
	x, y, n int
	at      time.Time
}

func (c *clicks) press(x, y int, now time.Time) int {
	if x != c.x || y != c.y || now.Sub(c.at) > doubleClick || c.n == 3 {
		c.n = 0
	}
	c.x, c.y, c.at, c.n = x, y, now, c.n+1
	return c.n
}

// hotspot is a part of the footer that can be clicked.
type hotspot struct {
	area paint.Surface
	id   action.ID
}

// mouse routes what the mouse did: to the dialog on top, the footer, or the screen.
func (a *App) mouse(m tea.MouseMsg) {
	e := m.Mouse()
	ev := screen.Mouse{X: e.X, Y: e.Y}
	switch m := m.(type) {
	case tea.MouseWheelMsg:
		switch m.Button {
		case tea.MouseWheelUp:
			ev.Wheel = -3
		case tea.MouseWheelDown:
			ev.Wheel = 3
		case tea.MouseWheelLeft:
			ev.Side = -6
		case tea.MouseWheelRight:
			ev.Side = 6
		}
		if e.Mod != 0 { // most mice have one wheel
			ev.Wheel, ev.Side = 0, cmp.Or(ev.Side, 2*ev.Wheel)
		}
	case tea.MouseClickMsg:
		if e.Button != tea.MouseLeft {
			return
		}
		ev.Press = true
		ev.Clicks = a.clicks.press(e.X, e.Y, a.now())
	case tea.MouseMotionMsg:
		if e.Button != tea.MouseLeft {
			return
		}
		ev.Drag = true
	default:
		return
	}
	a.route(ev)
}

func (a *App) route(ev screen.Mouse) {
	if d := a.dialogs.Top(); d != nil {
		switch {
		case ev.Wheel != 0:
			d.Wheel(ev.Wheel / 3)
		case ev.Side != 0:
			d.Side(ev.Side)
		case ev.Press && !a.tooSmall() && !a.swallow():
			if a.dialogs.Click(ev.X, ev.Y) {
				a.helpIn(d)
			}
		}
		return
	}
	if a.welcome != nil {
		if ev.Press {
			a.welcome.click(ev.X, ev.Y)
		}
		return
	}
	if ev.Press {
		for _, h := range a.footer {
			if h.area.Contains(ev.X, ev.Y) {
				a.Do(h.id)
				return
			}
		}
	}
	a.top().Mouse(ev)
}
