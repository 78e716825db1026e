package overlay

import (
	"hextui/ui/action"
	"hextui/ui/paint"
)

// Confirm asks whether something shall be done. Doing nothing is the default where Danger is set.
type Confirm struct {
	base
	scroll
	Title string
	// Body says what will happen, to what, and what will not.
	Body string
	// Yes and No are the words on the buttons; No is "cancel" when empty.
	Yes, No string
	Danger  bool
	OnYes   func()
	OnNo    func()

	started bool
	yes     bool
	buttons [2]paint.Surface
}

// Scope is the dialog scope.
func (c *Confirm) Scope() action.Scope { return action.Dialog }

// Wheel scrolls by lines.
func (c *Confirm) Wheel(n int) { c.scroll.Wheel(n) }

// Do answers, moves between the answers, or scrolls a long question.
func (c *Confirm) Do(id action.ID) bool {
	c.start()
	switch id {
	case action.Yes:
		c.answer(true)
	case action.No, action.Back:
		c.answer(false)
	case action.Accept:
		c.answer(c.yes)
	case action.Left, action.Right, action.NextField, action.PrevField:
		c.yes = !c.yes
	default:
		return c.move(id)
	}
	return true
}

// Click answers with the button under it.
func (c *Confirm) Click(x, y int) {
	if c.buttons[0].Contains(x, y) {
		c.answer(true)
	} else if c.buttons[1].Contains(x, y) {
		c.answer(false)
	}
}

func (c *Confirm) start() {
	if !c.started {
		c.started, c.yes = true, !c.Danger
	}
}

func (c *Confirm) answer(yes bool) {
	if c.done {
		return
	}
	c.done = true
	if yes && c.OnYes != nil {
		c.OnYes()
	} else if !yes && c.OnNo != nil {
		c.OnNo()
	}
}

// Draw paints the question and its two answers.
func (c *Confirm) Draw(s paint.Surface, l Look) *Cursor {
	c.start()
	w := min(max(s.Width()-12, 20), 66)
	lines := folded([]Line{{Text: c.Body}}, w)
	in := box(s, w, min(len(lines)+3, max(s.Height()-2, 3)), c.Title, l)
	body, foot := in.SplitBottom(1)
	if body.Height() > len(lines)+1 {
		_, body = body.SplitTop(1)
	}
	c.draw(body, lines, l.Theme)
	end := c.drawAnswers(foot, l, action.Yes, action.No)
	c.drawPlace(foot, end, l)
	return nil
}

// drawAnswers paints the two answers on one line, each with the key of an action, and returns where they end.
func (c *Confirm) drawAnswers(foot paint.Surface, l Look, agree, decline action.ID) (x int) {
	t := l.Theme
	no := c.No
	if no == "" {
		no = "cancel"
	}
	for i, word := range []string{c.Yes, no} {
		key := l.Keys.Key(agree, action.Dialog)
		if i == 1 {
			key = l.Keys.Key(decline, action.Dialog)
		}
		st := t.Text
		if c.Danger && i == 0 {
			st = t.Danger
		}
		text := " " + key + " " + word + " "
		c.buttons[i] = foot.Sub(x, 0, paint.Width(text), 1)
		end := foot.Text(x, 0, text, st)
		if c.yes == (i == 0) {
			foot.Restyle(x, 0, end-x, t.Selected)
		}
		x = end + 2
	}
	return x
}
