package overlay

import (
	"fmt"

	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/paint"
)

// Reviews shows the changes of several texts before they are written one after the other, and lets single ones, and single parts of
// each, be left out.
type Reviews struct {
	base
	// Title asks whether so many of the texts are to be written.
	Title func(chosen int) string
	// Note says where the changes go.
	Note  string
	Parts []Reviewed
	// OnWrite gets the texts with what is kept of them, in order, without those of which nothing is; OnEdit goes to one of the parts
	// to edit it; OnBack is told that nothing was chosen.
	OnWrite func(chosen []Kept)
	OnEdit  func(part int)
	OnBack  func()

	at, top   int
	narrow    bool
	complaint string
	list      paint.Surface
}

// Reviewed is one text of several: what it is called, what is to be known of it, and its change.
type Reviewed struct {
	Name, Said string
	View       *diff.View
}

// Kept is what is to be written of a part: its number, and the text.
type Kept struct {
	Part int
	Text string
}

// kept counts the changes of a part that are kept.
func (p Reviewed) kept() (n, of int) {
	of = len(p.View.Diff().Hunks)
	for i := range of {
		if p.View.Kept(i) {
			n++
		}
	}
	return n, of
}

// Scope is the review scope.
func (r *Reviews) Scope() action.Scope { return action.Review }

// Do moves among the texts and their changes, keeps or drops them, and decides.
func (r *Reviews) Do(id action.ID) bool {
	v := r.Parts[r.at].View
	r.complaint = ""
	switch id {
	case action.Write:
		r.write()
	case action.KeepEdit:
		r.done = true
		r.OnEdit(r.at)
	case action.Back:
		r.done = true
		r.OnBack()
	case action.Toggle:
		v.Toggle()
	case action.ToggleAll:
		n, _ := r.Parts[r.at].kept()
		v.Keep(n == 0)
	case action.NextHunk:
		r.step(1)
	case action.PrevHunk:
		r.step(-1)
	case action.NextSection:
		r.turn(1)
	case action.PrevSection:
		r.turn(-1)
	case action.Split:
		if r.narrow {
			r.complaint = "Side by side needs a wider terminal."
			return true
		}
		for split, i := !v.Split(), 0; i < len(r.Parts); i++ {
			r.Parts[i].View.SetSplit(split)
		}
	default:
		return look(v, id)
	}
	return true
}

// chosen are the texts of which something is kept.
func (r *Reviews) chosen() (parts []int) {
	for i, p := range r.Parts {
		if n, _ := p.kept(); n > 0 {
			parts = append(parts, i)
		}
	}
	return parts
}

// write decides for what is kept.
func (r *Reviews) write() {
	var chosen []Kept
	for _, i := range r.chosen() {
		chosen = append(chosen, Kept{i, r.Parts[i].View.Text()})
	}
	if len(chosen) == 0 {
		r.complaint = "Every change is left out: there is nothing to write."
		return
	}
	r.done = true
	r.OnWrite(chosen)
}

// step goes to the next change, into the next text behind the last one, or with -1 back.
func (r *Reviews) step(by int) {
	v := r.Parts[r.at].View
	if to := v.Hunk() + by; to >= 0 && to < len(v.Diff().Hunks) {
		v.MoveHunk(by)
		return
	}
	if to := r.at + by; to < 0 || to >= len(r.Parts) {
		return
	}
	r.turn(by)
	v = r.Parts[r.at].View
	v.MoveHunk(-by * len(v.Diff().Hunks))
}

// turn goes to the next text, or with -1 to the one before.
func (r *Reviews) turn(by int) { r.at = min(max(r.at+by, 0), len(r.Parts)-1) }

// Wheel scrolls the change.
func (r *Reviews) Wheel(n int) { r.Parts[r.at].View.Scroll(0, n) }

// Side scrolls the change by columns.
func (r *Reviews) Side(n int) { r.Parts[r.at].View.Scroll(n, 0) }

// Click goes to the text under it, or selects the change.
func (r *Reviews) Click(x, y int) {
	if !r.list.Contains(x, y) {
		r.Parts[r.at].View.Click(x, y)
		return
	}
	_, top := r.list.Origin()
	if i := r.top + y - top; i < len(r.Parts) {
		r.at = i
	}
}

const (
	reviewsList = 34 // columns of the list of texts beside the change
	reviewsRows = 5  // rows of it above the change at the most, where there is no room beside it
)

// Draw paints the list of texts, and the change of one of them, over nearly the whole screen.
func (r *Reviews) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	chosen := len(r.chosen())
	in := box(s, s.Width()-4, s.Height()-2, r.Title(chosen), l)
	rest := heading(in, fmt.Sprintf("%d of %d chosen", chosen, len(r.Parts)), r.Note, 1+leastChange+2, t)
	keys := []action.ID{action.Write, action.Back, action.Toggle, action.ToggleAll, action.KeepEdit, action.NextHunk, action.NextSection,
		action.Split}
	body, foot := rest.SplitBottom(1 + hintRows(rest.Width(), 0, l, action.Review, keys...))
	if body.Width() >= sideBySide {
		r.list, body = body.SplitLeft(reviewsList)
		body = body.Inset(1, 0)
	} else {
		spare := body.Height() - leastChange
		rows := max(min(len(r.Parts), reviewsRows, spare), 1)
		r.list, body = body.SplitTop(rows)
		_, body = body.SplitTop(min(max(spare-rows, 0), 1))
	}
	v := r.Parts[r.at].View
	r.narrow = body.Width() < sideBySide
	if r.narrow {
		v.SetSplit(false)
	}
	r.drawList(l)
	v.Draw(body, t, true)
	foot.Text(0, 0, r.complaint, t.Warn)
	hints(foot, 0, 1, l, action.Review, keys...)
	return nil
}

func (r *Reviews) drawList(l Look) {
	t, a := l.Theme, r.list
	r.top = max(min(r.top, r.at), r.at-a.Height()+1, 0)
	for y := range min(a.Height(), len(r.Parts)-r.top) {
		p := r.Parts[r.top+y]
		n, of := p.kept()
		sign, st := t.Glyphs.Check, t.OK
		if n == 0 {
			sign, st = "–", t.Faint
		}
		count := fmt.Sprintf("%d/%d", n, of)
		x := a.Text(2, y, sign+" ", st)
		x = a.Text(x, y, paint.Cut(p.Name, max(a.Width()-x-paint.Width(count)-3, 4)), t.Text)
		if room := a.Width() - x - paint.Width(count) - 5; p.Said != "" && room > 6 {
			a.Text(x+2, y, paint.Cut(p.Said, room), t.Warn)
		}
		a.Right(a.Width()-2, y, count, t.Faint)
		if r.top+y == r.at {
			a.Text(0, y, t.Glyphs.Bar, t.Bar)
			a.Restyle(1, y, a.Width()-1, t.Selected)
		}
	}
}
