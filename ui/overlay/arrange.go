package overlay

import (
	"slices"

	"hextui/ui/action"
	"hextui/ui/paint"
)

// Part is one of the things that an [Arrange] puts in order.
type Part struct {
	ID, Title string
	On        bool
}

// Arrange lets a person choose which of a few things are shown, and in which order.
type Arrange struct {
	base
	Title string
	Parts []Part
	// OnDone gets the parts as they were arranged.
	OnDone func([]Part)
	// OnUsual gets back to the usual arrangement.
	OnUsual func()

	at, top int
	rows    paint.Surface
}

// Scope is that of forms.
func (a *Arrange) Scope() action.Scope { return action.Form }

// Wheel moves the mark.
func (a *Arrange) Wheel(n int) { a.at = max(min(a.at+n, len(a.Parts)), 0) }

// Click shows or hides what is under it.
func (a *Arrange) Click(x, y int) {
	_, top := a.rows.Origin()
	if i := a.top + y - top; a.rows.Contains(x, y) && i <= len(a.Parts) {
		a.at = i
		a.turn()
	}
}

// Do moves, shows, hides and orders.
func (a *Arrange) Do(id action.ID) bool {
	switch id {
	case action.PrevField, action.Up:
		a.Wheel(-1)
	case action.NextField, action.Down:
		a.Wheel(1)
	case action.Left:
		a.move(-1)
	case action.Right:
		a.move(1)
	case action.Toggle:
		a.turn()
	case action.Accept:
		if a.done = true; a.at == len(a.Parts) {
			a.OnUsual()
			break
		}
		a.OnDone(a.Parts)
	case action.Back:
		a.done = true
	default:
		return false
	}
	return true
}

func (a *Arrange) turn() {
	if a.at == len(a.Parts) {
		a.done = true
		a.OnUsual()
		return
	}
	a.Parts[a.at].On = !a.Parts[a.at].On
	if !slices.ContainsFunc(a.Parts, func(p Part) bool { return p.On }) {
		a.Parts[a.at].On = true // something must be shown
	}
}

func (a *Arrange) move(by int) {
	if to := a.at + by; a.at < len(a.Parts) && to >= 0 && to < len(a.Parts) {
		a.Parts[a.at], a.Parts[to] = a.Parts[to], a.Parts[a.at]
		a.at = to
	}
}

// Draw paints the parts in their order.
func (a *Arrange) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	in := box(s, min(max(s.Width()-8, 20), 56), min(len(a.Parts)+4, max(s.Height()-4, 5)), a.Title, l)
	a.rows, _ = in.SplitBottom(2)
	a.top = max(min(a.top, a.at), a.at-a.rows.Height()+1)
	for y := range min(a.rows.Height(), len(a.Parts)+1-a.top) {
		line := a.rows.Sub(0, y, a.rows.Width(), 1)
		if i := a.top + y; i == len(a.Parts) {
			line.Text(2, 0, "back to the usual ones", t.Faint)
		} else {
			sign, style := "[ ] ", t.Faint
			if a.Parts[i].On {
				sign, style = "[x] ", t.Text
			}
			line.Text(2, 0, sign+a.Parts[i].Title, style)
		}
		if a.top+y == a.at {
			line.Text(0, 0, t.Glyphs.Bar, t.Bar)
			line.Restyle(1, 0, line.Width()-1, t.Selected)
		}
	}
	x, y := 0, in.Height()-1
	for _, h := range []struct {
		id   action.ID
		word string
	}{{action.Toggle, "show"}, {action.Left, ""}, {action.Right, "move"}, {action.Accept, "take"}, {action.Back, "cancel"}} {
		from := x
		x = in.Text(x, y, l.Keys.Key(h.id, action.Form), t.Key)
		if h.word != "" {
			x = in.Text(x+1, y, h.word, t.Faint)
		}
		l.hot(in.Sub(from, y, x-from, 1), h.id)
		if x++; h.word != "" {
			x += 2
		}
	}
	return nil
}
