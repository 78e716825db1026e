package overlay

import (
	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Plan is the dialog of a change, in one of three forms. While something is under way ([NewBusy]) it says what, and can be left.
// Then it asks ([NewPlan]): it says what would be different, however long that is, and is answered by yes or no; with
// [Plan.NeedText] yes needs a text to be typed, too. At the end it may tell ([NewTold]) what came of it, and is only closed.
type Plan struct {
	Confirm
	lines []Line
	form  planForm
	spin  func() string
	early bool // somebody agreed to what is not asked yet

	ask       string // says what is to be typed
	fits      func(typed string) bool
	typed     *field.Field
	complaint string
}

type planForm int

const (
	planBusy planForm = iota
	planAsks
	planTells
)

// NewBusy says that something is under way, beside a picture that moves. Leave is called when a person leaves it, not when it is
// withdrawn.
func NewBusy(title, says string, spin func() string, leave func()) *Plan {
	return &Plan{form: planBusy, spin: spin, lines: []Line{{Text: says}}, Confirm: Confirm{Title: title, No: "leave", OnNo: leave}}
}

// NewPlan asks for a change to be carried out; yes is the word for that. With danger doing nothing is the default. Answer is called
// once, unless the dialog is withdrawn before.
func NewPlan(title, yes string, danger bool, lines []Line, answer func(bool)) *Plan {
	return &Plan{form: planAsks, lines: lines, Confirm: Confirm{
		Title: title, Yes: yes, Danger: danger, OnYes: func() { answer(true) }, OnNo: func() { answer(false) },
	}}
}

// NewTold says what came of a change. Closed may be nil.
func NewTold(title string, lines []Line, closed func()) *Plan {
	return &Plan{form: planTells, lines: lines, Confirm: Confirm{Title: title, No: "close", OnNo: closed}}
}

// NeedText makes yes need a text. Ask says which in a sentence, hint shows it, fits tells it from others.
func (p *Plan) NeedText(ask, hint string, fits func(typed string) bool) *Plan {
	p.ask, p.fits, p.typed = ask, fits, field.New(hint)
	p.started, p.yes = true, true // the text is what guards it
	return p
}

// Withdraw closes the dialog without an answer.
func (p *Plan) Withdraw() { p.done = true }

// Typing tells whether a text is asked for.
func (p *Plan) Typing() bool { return p.typed != nil }

// Key edits the text that is asked for.
func (p *Plan) Key(k tea.KeyPressMsg) {
	if p.typed != nil && p.typed.Key(k) {
		p.complaint = ""
	}
}

// Paste inserts into the text that is asked for.
func (p *Plan) Paste(text string) {
	if p.typed != nil && p.typed.Paste(text) {
		p.complaint = ""
	}
}

// Do scrolls what is said, or answers.
func (p *Plan) Do(id action.ID) bool {
	agrees := id == action.Yes || id == action.Accept
	switch {
	case agrees && p.form == planBusy: // there is nothing to agree to
		p.early = true
	case agrees && p.form == planTells:
		p.answer(false)
	case agrees && p.typed != nil:
		p.agree()
	case p.typed != nil && (id == action.Left || id == action.Right):
		return false // they move in the text
	default:
		return p.Confirm.Do(id)
	}
	return true
}

// agree is yes, once what is asked for is typed.
func (p *Plan) agree() {
	if p.typed != nil && !p.fits(p.typed.Value()) {
		p.complaint = "That is not it: nothing was done."
		return
	}
	p.answer(true)
}

// Click answers with the button under it.
func (p *Plan) Click(x, y int) {
	switch {
	case p.buttons[0].Contains(x, y):
		p.agree()
	case p.buttons[1].Contains(x, y):
		p.answer(false)
	}
}

// Draw paints as much of what is said as there is room for, what is to be typed, and the answers.
func (p *Plan) Draw(s paint.Surface, l Look) *Cursor {
	p.start()
	w := min(max(s.Width()-8, 20), 84)
	lines := folded(p.lines, w)
	if p.form == planBusy {
		lines[0].Text = p.spin() + " " + lines[0].Text
	}
	if p.early {
		lines = append(lines, folded([]Line{{Text: "Nothing is agreed to by a key before this is over.", Style: faint}}, w)...)
	}
	ask := p.asking(w)
	in := box(s, w, roomFor(len(lines)+len(ask), s), p.Title, l)
	rest, foot := in.SplitBottom(1)
	body, line := rest.SplitBottom(len(ask))
	p.scroll.draw(body, lines, l.Theme)
	cursor := p.drawText(line, ask, l.Theme)
	end := p.drawButtons(foot, l)
	p.drawPlace(foot, end, l)
	return cursor
}

// asking is what stands between what is said and the buttons: what is to be typed, a line for it, and what is wrong with that.
func (p *Plan) asking(w int) []Line {
	if p.typed == nil {
		return nil
	}
	wrong := Line{Text: p.complaint, Style: func(t *theme.Theme) theme.Style { return t.Error }}
	return append(folded([]Line{{Text: p.ask}}, w), Line{}, wrong)
}

func (p *Plan) drawText(s paint.Surface, ask []Line, t *theme.Theme) *Cursor {
	for i, line := range ask {
		st := t.Text
		if line.Style != nil {
			st = line.Style(t)
		}
		s.Text(0, i, line.Text, st)
	}
	if p.typed == nil {
		return nil
	}
	y := len(ask) - 2
	s.Text(0, y, "›", t.Accent)
	line := s.Sub(2, y, s.Width()-2, 1)
	x := p.typed.Draw(line, t)
	ox, oy := line.Origin()
	return &Cursor{X: ox + x, Y: oy}
}

// drawButtons paints the answers that there are now, and returns where they end.
func (p *Plan) drawButtons(foot paint.Surface, l Look) int {
	switch {
	case p.form == planAsks && p.typed != nil:
		return p.drawAnswers(foot, l, action.Accept, action.Back)
	case p.form == planAsks:
		return p.drawAnswers(foot, l, action.Yes, action.No)
	}
	p.buttons[0] = paint.Surface{}
	text := " " + l.Keys.Key(action.Back, action.Text) + " " + p.No + " "
	p.buttons[1] = foot.Sub(0, 0, paint.Width(text), 1)
	return foot.Text(0, 0, text, l.Theme.Text)
}
