package overlay

import (
	"hextui/ui/action"
	"hextui/ui/paint"
)

// Consent asks whether somebody else may do something. It says all about it, however long that is, and doing nothing is
// the default.
type Consent struct {
	Confirm
	lines []Line
}

// NewConsent returns the question. Answer is called once, unless the question is withdrawn before.
func NewConsent(title, yes, no string, lines []Line, answer func(bool)) *Consent {
	return &Consent{lines: lines, Confirm: Confirm{
		Title: title, Yes: yes, No: no, Danger: true,
		OnYes: func() { answer(true) }, OnNo: func() { answer(false) },
	}}
}

// Withdraw closes the question without an answer.
func (c *Consent) Withdraw() { c.done = true }

// Draw paints as much of what is said as there is room for, and the answers below.
func (c *Consent) Draw(s paint.Surface, l Look) *Cursor {
	c.start()
	w := min(max(s.Width()-8, 20), 100)
	lines := folded(c.lines, w)
	in := box(s, w, min(len(lines)+2, max(s.Height()-2, 3)), c.Title, l)
	body, foot := in.SplitBottom(1)
	c.draw(body, lines, l.Theme)
	end := c.drawAnswers(foot, l, action.Yes, action.No)
	c.drawPlace(foot, end, l)
	return nil
}
