package ui

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// The smallest screen that anything useful fits on.
const (
	minWidth  = 40
	minHeight = 10
)

// View returns the frame that the last update drew.
func (a *App) View() tea.View { return a.frame }

func (a *App) tooSmall() bool { return a.width < minWidth || a.height < minHeight }

// draw composes the frame: header, the screen, footer, and dialogs over them.
func (a *App) draw() {
	v := tea.View{AltScreen: true, ReportFocus: true, WindowTitle: a.windowTitle(), ProgramStatus: a.status()}
	v.KeyboardEnhancements.ReportAlternateKeys = true // what Ctrl and a letter of another alphabet mean
	if !a.mouseOff {
		v.MouseMode = tea.MouseModeCellMotion
	}
	defer func() { a.frame = v }()
	if a.width == 0 || a.height == 0 {
		return
	}
	a.stirs = a.moving()
	a.canvas.Clear()
	a.pictures.Begin()
	all := a.canvas.Surface()
	a.footer = a.footer[:0]
	var cursor *overlay.Cursor
	switch {
	case a.tooSmall():
		a.drawTooSmall(all)
	case a.welcome != nil:
		a.welcome.draw(all)
	default:
		cursor = a.drawScreen(all)
	}
	if a.dialogs.Len() > 0 && !a.tooSmall() {
		_, below := all.SplitTop(1)
		middle, _ := below.SplitBottom(1)
		cursor = a.dialogs.Draw(middle, overlay.Look{Theme: &a.theme, Keys: a.keys})
		if a.notice.number > a.asked { // what was said before would hide the question
			a.drawNotice(middle, cursor)
		}
	}
	if cursor != nil {
		v.Cursor = tea.NewCursor(cursor.X, cursor.Y)
		if v.Cursor.Shape = tea.CursorBar; cursor.Block {
			v.Cursor.Shape = tea.CursorBlock
		}
	}
	v.Content = a.canvas.String()
}

func (a *App) windowTitle() string {
	if a.session == nil {
		return "hextui"
	}
	title := paint.Visible("hextui · " + a.top().Crumb())
	if a.opts.ASCII {
		return paint.ASCII(title)
	}
	return title
}

func (a *App) drawTooSmall(s paint.Surface) {
	why := fmt.Sprintf("Too small: %d×%d of %d×%d. Enlarge, or %s to quit.", a.width, a.height, minWidth, minHeight,
		a.keys.Way(action.Quit, action.Global))
	for i, line := range paint.Wrap(why, s.Width()) {
		s.Text(0, i, line, a.theme.Text)
	}
}

func (a *App) drawScreen(all paint.Surface) *overlay.Cursor {
	t := &a.theme
	head, rest := all.SplitTop(2)
	body, foot := rest.SplitBottom(2)
	a.drawHeader(head.Sub(0, 0, head.Width(), 1))
	head.Repeat(0, 1, head.Width(), t.Glyphs.Rule, t.Rule)
	cursor := a.top().Draw(body)
	foot.Repeat(0, 0, foot.Width(), t.Glyphs.Rule, t.Rule)
	if a.dialogs.Len() == 0 {
		a.drawFooter(foot.Sub(0, 1, foot.Width(), 1))
		above, _ := all.SplitBottom(2) // the rule over the footer stays
		a.drawNotice(above, cursor)
	}
	return cursor
}

// drawHeader says where we are, how fresh it is, what is left of the budget, and who we are. What is least missed goes
// first where there is no room.
func (a *App) drawHeader(s paint.Surface) {
	t := &a.theme
	var crumbs []string
	for _, sc := range a.stack {
		crumbs = append(crumbs, sc.Crumb())
	}
	for i := len(crumbs) - 1; i > 0; i-- {
		// A run says which project it is of, unless the path has just said so.
		crumbs[i] = strings.TrimPrefix(crumbs[i], strings.TrimSuffix(crumbs[i-1], " › Runs")+" › ")
	}
	if len(a.path) > 1 && a.home(a.path[1].Place) {
		crumbs = crumbs[1:]
	}
	path := strings.Join(crumbs, " › ")
	right := a.headerFacts(false)
	program, name := "hextui  ", a.session.Name+" › "
	room := s.Width() - 4
	width := func() int {
		n := 0
		for _, f := range right {
			n += paint.Width(f.text) + 3
		}
		return n
	}
	// Where we are and in which workspace is more than anything beside it.
	for brief := false; paint.Width(program+name+path)+width() > room; {
		switch {
		case program != "" && len(right) <= 3:
			program = ""
		case len(right) == 2 && !brief:
			right, brief = a.headerFacts(true), true
		case len(right) > 1:
			right = right[:len(right)-1]
		case name != "":
			name = ""
		}
		if name == "" {
			break
		}
	}
	x := s.Text(2, 0, program+name, t.Faint)
	path = paint.CutMiddle(path, max(room+2-x-width(), 8))
	if at := strings.LastIndex(path, " › "); at >= 0 {
		x = s.Text(x, 0, path[:at+len(" › ")], t.Faint)
		path = path[at+len(" › "):]
	}
	s.Text(x, 0, path, t.Title)
	at := s.Width() - 2
	for i := len(right) - 1; i >= 0; i-- {
		s.Right(at, 0, right[i].text, right[i].style)
		at -= paint.Width(right[i].text) + 3
	}
}

// fact is a part of the header.
type fact struct {
	text  string
	style paint.Style
}

// headerFacts are the header's right parts, the most important first; brief, for where there is no room for all, without reasons.
func (a *App) headerFacts(brief bool) []fact {
	t := &a.theme
	fresh, _ := a.freshness()
	facts := []fact{fresh}
	if w := a.waiting.left(a.now()); w > 0 {
		text := fmt.Sprintf("waiting %ds", int(w/time.Second)+1)
		if !brief {
			text += ": " + a.waiting.why
		}
		facts = append(facts, fact{text, t.Warn})
	}
	if a.session.Demo {
		word := "demo"
		if a.session.Python {
			word = "demo, python"
		}
		facts = append(facts, fact{word, t.Badge})
	}
	if n := a.following(); n > 0 {
		facts = append(facts, fact{fmt.Sprintf("%s %d", t.Glyphs.Running, n), t.Running})
	}
	if n := a.asking(); n > 0 {
		facts = append(facts, fact{a.spin() + " asking " + present.Count(n), t.Running})
	}
	if a.opts.Agents {
		text, st := "agent: none yet", t.Faint
		if a.agentClients > 0 {
			text = "agent: connected"
		}
		if c, ok := a.agents.Last(); ok {
			text = "agent: " + c.Tool
			if c.Running {
				text, st = a.spin()+" "+text, t.Running
			}
		}
		if a.agentsOver {
			text, st = "agent gone", t.Faint
		}
		facts = append(facts, fact{text, st})
	}
	if b := a.session.Client.Budget(); b.Limit > 0 {
		st := t.Faint
		if b.Left < b.Limit/4 {
			st = t.Warn
		}
		facts = append(facts, fact{fmt.Sprintf("%d/%d req", b.Left, b.Limit), st})
	}
	switch me := a.store.Me; {
	case me.Known() && me.Value.WorkspaceToken():
		facts = append(facts, fact{"workspace token", t.Faint})
	case me.Known():
		facts = append(facts, fact{me.Value.Email, t.Faint})
	case me.Err != nil && hex.IsKind(me.Err, hex.Unauthorized):
		facts = append(facts, fact{"token refused", t.Error})
	}
	return facts
}

// staleAfter is how many times older than it should be something is when it is called stale.
const staleAfter = 3

// overdue tells whether the person sees that something is being read: it is not known yet, they asked for it, or what is
// shown is older than it should be by far.
func (a *App) overdue() bool {
	f := a.top().Fresh()
	switch {
	case f.Note != "":
		return false
	case f.At.IsZero():
		return f.Err == nil
	case a.awaited():
		return true
	}
	return f.Loading && f.Err == nil && old(f, a.now())
}

func old(f screen.Freshness, now time.Time) bool {
	return f.Within > 0 && now.Sub(f.At) > staleAfter*f.Within
}

// freshness says how old what is shown is, and until when that is true, zero where it stays so. Nobody wakes to count the
// age while the window has no focus: a clock time then stays true however long it is looked at.
func (a *App) freshness() (says fact, until time.Time) {
	t := &a.theme
	f, now := a.top().Fresh(), a.now()
	switch {
	case f.Note != "" && f.Err == nil:
		return fact{t.Glyphs.Dot + " " + f.Note, t.OK}, time.Time{}
	case f.At.IsZero() && f.Err != nil && !a.awaited():
		return fact{t.Glyphs.Cross + " not read", t.Error}, time.Time{}
	case f.At.IsZero(), a.awaited():
		return fact{a.spin() + " reading", t.Faint}, time.Time{}
	case a.blurred && f.Err != nil:
		return fact{t.Glyphs.Cross + " stale, read " + present.Clock(f.At), t.Warn}, time.Time{}
	case a.blurred:
		return fact{t.Glyphs.Circle + " read " + present.Clock(f.At), t.Faint}, time.Time{}
	}
	age, until := present.About(f.At, now)
	if a.opts.Still && now.Sub(f.At) < time.Minute {
		age, until = "< 1m", f.At.Add(time.Minute)
	}
	if at := f.At.Add(staleAfter*f.Within + time.Millisecond); f.Within > 0 && at.After(now) && at.Before(until) {
		until = at
	}
	switch {
	case f.Err == nil && old(f, now) && f.Loading:
		return fact{a.spin() + " " + age, t.Faint}, until
	case f.Err != nil, old(f, now):
		if age != "now" {
			age += " ago"
		}
		return fact{t.Glyphs.Cross + " stale, read " + age, t.Warn}, until
	}
	return fact{t.Glyphs.Dot + " " + age, t.OK}, until
}

// mostHints are as many keys as a footer names: more are not read.
const mostHints = 10

// drawFooter shows the keys that matter here, as many as fit. The way out of a text that is typed keeps its room.
func (a *App) drawFooter(s paint.Surface) {
	t := &a.theme
	top := a.top()
	scopes := a.screenScopes()
	help := a.keyOf(action.Help, scopes)
	end := s.Width() - paint.Width(help) - 10 // three blanks before it, two behind
	x, shown := 2, 0
	clear(a.named)
	fits := func(offers []screen.Offer) bool {
		out, full := a.wayOut(offers, scopes), false
		for _, o := range offers {
			if a.named[o.Action] {
				continue
			}
			a.named[o.Action] = true
			key, word := a.hint(o, scopes)
			if key == "" {
				continue
			}
			w, kept := paint.Width(key)+1+paint.Width(word), out
			if o.Action == action.LeaveEditor {
				kept = 0
			}
			full = full || x+w+kept > end || shown == mostHints
			if full && out == 0 { // all is said that there is room for, and that must be
				return false
			}
			if full && (o.Action != action.LeaveEditor || x+w > end) {
				continue
			}
			if o.Action == action.LeaveEditor {
				out = 0
			}
			a.footer = append(a.footer, hotspot{s.Sub(x, 0, w, 1), o.Action})
			x = s.Text(x, 0, key, t.Key)
			x = s.Text(x+1, 0, word, t.Footer) + 3
			shown++
		}
		return !full
	}
	if fits(top.Offers()) && fits(a.scopeOffers(scopes[0])) && !top.Typing() {
		fits(a.global()) // most screens fill the row with their own
	}
	if w := paint.Width(help) + 5; help != "" && x+w <= s.Width()-2 {
		a.footer = append(a.footer, hotspot{s.Sub(s.Width()-2-w, 0, w, 1), action.Help})
		s.Right(s.Width()-2, 0, "keys", t.Footer)
		s.Right(s.Width()-7, 0, help, t.Key)
	}
}

// hint is the key of an offer and its word in the footer, empty where it is not named there.
func (a *App) hint(o screen.Offer, scopes []action.Scope) (key, word string) {
	b, ok := a.keys.Binding(o.Action, scopes...)
	if !ok || b.Quiet || o.Reason != "" || o.Action == action.Help {
		return "", ""
	}
	return a.keyOf(o.Action, scopes), cmp.Or(o.Word, b.Help)
}

// wayOut is the room that the way out of a text that is typed takes in the footer, 0 where there is none.
func (a *App) wayOut(offers []screen.Offer, scopes []action.Scope) int {
	for _, o := range offers {
		if o.Action != action.LeaveEditor {
			continue
		}
		if key, word := a.hint(o, scopes); key != "" {
			return 3 + paint.Width(key) + 1 + paint.Width(word)
		}
	}
	return 0
}

// keyOf is the first key that does the action here and now, as people write it: none of an outer scope that means
// something else in an inner one, and none that is text while text is typed.
func (a *App) keyOf(id action.ID, scopes []action.Scope) string {
	b, _ := a.keys.Binding(id, scopes...)
	typing := a.top().Typing()
	for _, key := range b.Keys {
		if means, ok := a.keys.Match(key, scopes...); ok && means == id && !(typing && action.Types(key)) {
			return a.keys.Spell(key)
		}
	}
	return ""
}

// scopeOffers are the actions of scopes that are no screen's: those of the filter line.
func (a *App) scopeOffers(s action.Scope) []screen.Offer {
	if s != action.Filter {
		return nil
	}
	var out []screen.Offer
	for _, b := range a.keys.In(s) {
		out = append(out, screen.Offer{Action: b.Action})
	}
	return out
}

// drawNotice shows the newest sentence on the last line of s, on more lines when it is long; where somebody types
// there, below the header.
func (a *App) drawNotice(s paint.Surface, typing *overlay.Cursor) {
	if a.notice.text == "" || s.Width() < 10 {
		return
	}
	t := &a.theme
	lines := paint.Wrap(paint.Visible(strings.ReplaceAll(a.notice.text, "\n", " ")+a.toOpen()), s.Width()-6)
	if most := max(s.Height()/3, 1); len(lines) > most {
		lines = append(lines[:most-1], paint.Cut(lines[most-1]+" …  ("+a.keys.Way(action.Messages)+" shows all)", s.Width()-4))
	}
	above := s
	if typing != nil {
		above, _ = s.SplitBottom(typing.Below)
	}
	_, area := above.SplitBottom(len(lines))
	if typing != nil && area.Contains(typing.X, typing.Y) {
		_, area = s.SplitTop(2)
		area, _ = area.SplitTop(len(lines))
	}
	area.Fill(t.Overlay)
	st := levelStyle(a.notice.level, t)
	for i, line := range lines {
		area.Text(4, i, line, st)
	}
	glyph := map[screen.Level]string{screen.Info: "·", screen.OK: t.Glyphs.Check, screen.Warn: "!",
		screen.Error: t.Glyphs.Cross}[a.notice.level]
	area.Text(2, 0, glyph, st)
}

// graphemes is the mode of terminals that measure a character of several, such as an emoji family, by the whole.
const graphemes = 2027

// modeReported takes what the terminal says of a mode that it was asked about. What it knows and can switch on, Bubble Tea switches on.
func (a *App) modeReported(m tea.ModeReportMsg) {
	if m.Mode.Mode() == graphemes && !m.Value.IsNotRecognized() && !m.Value.IsPermanentlyReset() {
		a.canvas.Clusters(true)
	}
}
