package overlay

import (
	"strings"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Answer shows a text while it comes, and offers what can be done with it once it is there.
type Answer struct {
	base
	scroll
	Title string
	// Spin is the picture of something under way.
	Spin func() string
	// OnCopy gets the text. OnClose, if set, is called when the dialog closes, whether or not the answer is there.
	OnCopy  func(text string)
	OnClose func()

	text  strings.Builder
	end   []Line
	ended bool
	take  func()
	read  bool // the person scrolls by themselves
}

// Add appends what has come.
func (a *Answer) Add(text string) { a.text.WriteString(text) }

// End says that all is there. What is said then stands below it; take, if not nil, is what accepting does.
func (a *Answer) End(said []Line, take func()) { a.ended, a.end, a.take = true, said, take }

// Scope is the answer scope.
func (a *Answer) Scope() action.Scope { return action.Answer }

// Wheel scrolls by lines.
func (a *Answer) Wheel(n int) {
	a.read = true
	a.scroll.Wheel(n)
}

// Do takes the answer, copies it, scrolls or closes.
func (a *Answer) Do(id action.ID) bool {
	switch id {
	case action.Accept:
		if a.ended {
			a.close()
			if a.take != nil {
				a.take()
			}
		}
	case action.CopySource:
		if a.OnCopy != nil && a.text.Len() > 0 {
			a.OnCopy(a.text.String())
		}
	case action.Back:
		a.close()
	default:
		a.read = true
		return a.move(id)
	}
	return true
}

func (a *Answer) close() {
	a.done = true
	if a.OnClose != nil {
		a.OnClose()
	}
}

// Draw paints what is there, its end as long as more comes and nobody scrolls.
func (a *Answer) Draw(s paint.Surface, l Look) *Cursor {
	w := min(max(s.Width()-8, 20), 100)
	lines := Plain(a.text.String())
	if a.ended {
		lines = append(lines, a.end...)
	} else {
		lines = append(lines, Line{Text: a.Spin() + " answering", Style: func(t *theme.Theme) theme.Style { return t.Faint }})
	}
	lines = folded(lines, w)
	in := box(s, w, roomFor(max(len(lines), 4), s), a.Title, l)
	body, foot := in.SplitBottom(1)
	if !a.read && !a.ended {
		a.top = len(lines) // drawing brings it back to the last page
	}
	a.draw(body, lines, l.Theme)
	keys := []action.ID{action.Back}
	if a.text.Len() > 0 {
		keys = append([]action.ID{action.CopySource}, keys...)
	}
	if a.take != nil {
		keys = append([]action.ID{action.Accept}, keys...)
	}
	hints(foot, 0, 0, l, action.Answer, keys...)
	foot.Right(foot.Width(), 0, a.place(), l.Theme.Faint)
	return nil
}
