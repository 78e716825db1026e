package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hextui/hex/agents"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

type (
	// AskApproval is a question of an agent's call to the person: may it be carried out?
	AskApproval struct {
		agents.Question
		// Answer gets the answer, once; it must not block.
		Answer func(yes bool)
	}
	// WithdrawApproval ends a question that needs no answer any more; it gets none.
	WithdrawApproval struct{ ID string }
)

// approvals are the questions that wait, the oldest first. One is shown at a time.
type approvals struct {
	waiting []AskApproval
	shown   interface {
		overlay.Overlay
		Withdraw()
	}
}

// askApproval takes a question.
func (a *App) askApproval(q AskApproval) {
	a.approvals.waiting = append(a.approvals.waiting, q)
	a.tasks.Add(tea.Raw("\a"))
	a.nextApproval()
}

// nextApproval shows the oldest question, if none is shown.
func (a *App) nextApproval() {
	p := &a.approvals
	if p.shown != nil || len(p.waiting) == 0 {
		return
	}
	q := p.waiting[0]
	if p.shown = a.consent(q); q.Opens {
		p.shown = a.opening(q)
	}
	a.Interrupt(p.shown)
}

// answerApproval takes the answer to the question that is shown.
func (a *App) answerApproval(yes bool) {
	p := &a.approvals
	q := p.waiting[0]
	p.waiting, p.shown = p.waiting[1:], nil
	q.Answer(yes)
	a.nextApproval()
}

// withdrawApproval ends a question without an answer.
func (a *App) withdrawApproval(id string) {
	p := &a.approvals
	for i, q := range p.waiting {
		if q.ID != id {
			continue
		}
		if i == 0 && p.shown != nil {
			p.shown.Withdraw()
			p.shown = nil
		}
		p.waiting = append(p.waiting[:i:i], p.waiting[i+1:]...)
		a.nextApproval()
		return
	}
}

// declineApprovals answers every question that waits with no: the person goes.
func (a *App) declineApprovals() {
	waiting := a.approvals.waiting
	a.approvals.waiting = nil
	if a.approvals.shown != nil {
		a.approvals.shown.Withdraw()
		a.approvals.shown = nil
	}
	for _, q := range waiting {
		q.Answer(false)
	}
}

// consent is the dialog of a question.
func (a *App) consent(q AskApproval) *overlay.Consent {
	return overlay.NewConsent(a.questionTitle(q), "approve", "decline", a.questionLines(q), a.answerApproval)
}

// opening is the dialog of a question after which the world sees more: as for a person's own deed, the title has to be typed.
func (a *App) opening(q AskApproval) *overlay.Plan {
	dialog := overlay.NewPlan(a.questionTitle(q), "approve", true, a.questionLines(q), a.answerApproval)
	dialog.No = "decline"
	deed.NeedTitle(dialog, q.Opened)
	return dialog
}

// questionLines say what a question is about. What matters most stands first: it is what a small screen shows.
func (a *App) questionLines(q AskApproval) []overlay.Line {
	strong := func(t *theme.Theme) theme.Style { return t.Title }
	line := func(head, text string) overlay.Line { return overlay.Line{Head: head, Text: paint.Visible(text)} }
	target := line("target   ", a.withTitles(q.Target))
	target.Style = strong
	if q.Target == "" {
		target.Text = "the workspace"
	}
	lines := []overlay.Line{target}
	for _, id := range q.IDs {
		name, value, both := strings.Cut(id, " ")
		if !both {
			name, value = "id", id
		}
		if !strings.Contains(q.Target, value) {
			lines = append(lines, line("id       ", a.withTitles(value)+" ("+name+")"))
		}
	}
	lines = append(lines,
		line("tool     ", fmt.Sprintf("%s, of class %s", q.Tool, q.Class)),
		line("asked by ", q.Client+", as it names itself"),
	)
	if !q.Until.IsZero() {
		lines = append(lines, line("until    ", present.Clock(q.Until)+"; without an answer nothing is done"))
	}
	if q.Plan != "" {
		lines = append(lines, overlay.Line{}, overlay.Line{Text: "What would be sent and changed:", Style: strong})
		for text := range strings.SplitSeq(q.Plan, "\n") {
			lines = append(lines, overlay.Line{Head: "  ", Text: paint.Visible(text), Style: planStyle(text)})
		}
	}
	return lines
}

// questionTitle is what a question is in a few words.
func (a *App) questionTitle(q AskApproval) string {
	title := "An agent asks: " + paint.Visible(q.Title)
	if more := len(a.approvals.waiting) - 1; more > 0 {
		title += " (waiting beside it: " + present.Count(more) + ")"
	}
	return title
}

// withTitles puts titles and names before their ids, as far as they are known and not said already. An id stays: a name may be that of
// another, too.
func (a *App) withTitles(text string) string {
	said := text
	for _, n := range screen.Mentioned(a.store, text) {
		said = strings.ReplaceAll(said, n.ID, "“"+n.Name+"” ("+n.ID+")")
	}
	return said
}

// planStyle colours the lines of a unified diff.
func planStyle(line string) func(*theme.Theme) theme.Style {
	return func(t *theme.Theme) theme.Style {
		switch {
		case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "---"), strings.HasPrefix(line, "@@"):
			return t.Faint
		case strings.HasPrefix(line, "+"):
			return t.Added
		case strings.HasPrefix(line, "-"):
			return t.Removed
		}
		return t.Text
	}
}
