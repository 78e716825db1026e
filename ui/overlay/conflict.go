package overlay

import (
	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/paint"
)

// ConflictInfo is what a [Conflict] shows and whom it tells.
type ConflictInfo struct {
	Title, Note string
	// Base is what both sides began with.
	Base, Mine, Theirs string
	// OnWrite writes the merged text, OnEdit goes on editing it, OnTheirs gives mine up, OnBack is told when nothing is chosen.
	OnWrite  func(text string)
	OnEdit   func(text string)
	OnTheirs func()
	OnBack   func()
}

// Conflict shows yours, what is in Hex now and the merge of both, and has the person choose for each
// part where they differ. Nothing is written before everything is decided.
type Conflict struct {
	base
	info      ConflictInfo
	view      *diff.MergeView
	complaint string
}

// NewConflict returns the dialog.
func NewConflict(info ConflictInfo) *Conflict {
	m := diff.Merge3(info.Base, info.Mine, info.Theirs)
	return &Conflict{info: info, view: diff.NewMergeView(m, [3]string{"yours", "now in Hex", "merged"})}
}

// Scope is the conflict scope.
func (c *Conflict) Scope() action.Scope { return action.Conflict }

// Do chooses, moves and decides.
func (c *Conflict) Do(id action.ID) bool {
	v := c.view
	c.complaint = ""
	switch id {
	case action.Mine:
		v.Choose(diff.TakeMine)
		v.NextUndecided()
	case action.Theirs:
		v.Choose(diff.TakeTheirs)
		v.NextUndecided()
	case action.Write:
		c.write()
	case action.MergeEdit:
		c.edit()
	case action.NextHunk:
		v.Move(1)
	case action.PrevHunk:
		v.Move(-1)
	case action.NextField:
		v.NextPane()
	case action.Back:
		c.done = true
		c.info.OnBack()
	default:
		return look(v, id)
	}
	return true
}

func (c *Conflict) write() {
	text, ok := c.view.Merge().Text()
	if !ok {
		c.complaint = "Decide every part first."
		c.view.NextUndecided()
		return
	}
	c.done = true
	if text == c.info.Theirs {
		c.info.OnTheirs()
		return
	}
	c.info.OnWrite(text)
}

// edit goes on in the editor with the merge; what is not decided stands in it from both sides, between marker lines.
func (c *Conflict) edit() {
	text, _ := c.view.Merge().Text()
	c.done = true
	c.info.OnEdit(text)
}

// Wheel scrolls.
func (c *Conflict) Wheel(n int) { c.view.Scroll(0, n) }

// Side scrolls by columns.
func (c *Conflict) Side(n int) { c.view.Scroll(n, 0) }

// Click selects the part under it.
func (c *Conflict) Click(x, y int) { c.view.Click(x, y) }

// Draw paints the three texts over nearly the whole screen.
func (c *Conflict) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	in := box(s, s.Width()-4, s.Height()-2, c.info.Title, l)
	rest := heading(in, c.view.Summary(), c.info.Note, leastChange+2, t)
	keys := []action.ID{action.Mine, action.Theirs, action.Write, action.Back, action.NextField, action.MergeEdit, action.NextHunk}
	body, foot := rest.SplitBottom(1 + hintRows(rest.Width(), 0, l, action.Conflict, keys...))
	c.view.Draw(body, t, true)
	if c.complaint != "" {
		foot.Text(0, 0, c.complaint, t.Error)
	}
	hints(foot, 0, 1, l, action.Conflict, keys...)
	return nil
}
