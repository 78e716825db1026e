package overlay

import (
	"fmt"
	"strings"

	"hextui/ui/action"
	"hextui/ui/paint"
)

// Consent asks whether somebody else may do something. It says all about it, however long that is, and doing nothing is
// the default.
type Consent struct {
	Confirm
	lines            []Line
	top, rows, total int
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

// Do scrolls what is said, or answers.
func (c *Consent) Do(id action.ID) bool {
	switch id {
	case action.Up:
		c.Wheel(-1)
	case action.Down:
		c.Wheel(1)
	case action.PageUp:
		c.Wheel(-c.rows)
	case action.PageDown:
		c.Wheel(c.rows)
	default:
		return c.Confirm.Do(id)
	}
	return true
}

// Wheel scrolls by lines.
func (c *Consent) Wheel(n int) { c.top = max(min(c.top+n, c.total-c.rows), 0) }

// Draw paints as much of what is said as there is room for, and the answers below.
func (c *Consent) Draw(s paint.Surface, l Look) *Cursor {
	c.start()
	t := l.Theme
	w := min(max(s.Width()-8, 20), 100)
	lines := folded(c.lines, w)
	in := box(s, w, min(len(lines)+2, max(s.Height()-2, 3)), c.Title, l)
	body, foot := in.SplitBottom(1)
	c.rows, c.total = max(body.Height()-1, 1), len(lines)
	c.Wheel(0)
	for i := range min(c.rows, c.total-c.top) {
		line := lines[c.top+i]
		st := t.Text
		if line.Style != nil {
			st = line.Style(t)
		}
		body.Text(0, i, line.Text, st)
	}
	end := c.drawAnswers(foot, l)
	if c.total > c.rows {
		text := fmt.Sprintf("%d–%d of %d  %s %s", c.top+1, min(c.top+c.rows, c.total), c.total, l.Keys.Key(action.Up, action.Dialog), l.Keys.Key(action.Down, action.Dialog))
		if end+paint.Width(text) < foot.Width() {
			foot.Right(foot.Width(), 0, text, t.Faint)
		}
	}
	return nil
}

// folded are lines wrapped to a width.
func folded(all []Line, w int) []Line {
	var lines []Line
	for _, line := range all {
		head, hang := line.Head, paint.Width(line.Head)
		for _, part := range paint.Wrap(line.Text, w-hang) {
			lines = append(lines, Line{Text: head + part, Style: line.Style})
			head = strings.Repeat(" ", hang)
		}
	}
	return lines
}
