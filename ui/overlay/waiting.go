package overlay

import (
	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Waiting says what a person has to do elsewhere, and waits for it until it is closed or given up.
type Waiting struct {
	base
	scroll
	Title string
	Lines []Line
	// Doing is what is waited for, Spin the picture of it.
	Doing func() string
	Spin  func() string
	// OnCopy puts the link on the clipboard; OnGiveUp is called when the person does not want to wait any more.
	OnCopy, OnGiveUp func()
}

// Scope is the consent scope.
func (w *Waiting) Scope() action.Scope { return action.Consent }

// Close closes it: what was waited for is there, or will not come.
func (w *Waiting) Close() { w.done = true }

// Wheel scrolls by lines.
func (w *Waiting) Wheel(n int) { w.scroll.Wheel(n) }

// Do copies the link, gives up, or scrolls.
func (w *Waiting) Do(id action.ID) bool {
	switch id {
	case action.CopyURL:
		w.OnCopy()
	case action.Back:
		w.done = true
		w.OnGiveUp()
	default:
		return w.move(id)
	}
	return true
}

// Draw paints what is to be done, and that it is waited for.
func (w *Waiting) Draw(s paint.Surface, l Look) *Cursor {
	width := min(max(s.Width()-8, 20), 100)
	faint := func(t *theme.Theme) theme.Style { return t.Faint }
	lines := folded(append(w.Lines[:len(w.Lines):len(w.Lines)], Line{}, Line{Text: w.Spin() + " " + w.Doing(), Style: faint}), width)
	in := box(s, width, roomFor(len(lines), s), w.Title, l)
	body, foot := in.SplitBottom(1)
	w.draw(body, lines, l.Theme)
	hints(foot, 0, 0, l, action.Consent, action.CopyURL, action.Back)
	foot.Right(foot.Width(), 0, w.place(), l.Theme.Faint)
	return nil
}
