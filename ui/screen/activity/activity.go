// Package activity is the screen of what agents do: each call that came in over MCP while the UI was running, as it
// happened, and the way to take a write of a cell back.
package activity

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// Screen shows the log, the newest call first.
type Screen struct {
	screen.Base
	env    *screen.Env
	log    *Log
	table  *screen.Table
	fields []grid.Field[Call]
	made   int
}

// New returns the screen of a log.
func New(env *screen.Env, log *Log) *Screen {
	s := &Screen{env: env, log: log, made: -1}
	s.fields = s.columns()
	s.table = screen.NewTable(env, "activity", grid.Config{
		Columns: grid.Columns(s.fields),
		Empty:   grid.Message{Title: "No agent has called yet.", Hint: "This process serves agents over MCP while it runs; what they do is listed here."},
	})
	return s
}

func (s *Screen) columns() []grid.Field[Call] {
	plain := func(id, title string, minimum, weight, priority int, get func(Call) string) grid.Field[Call] {
		return grid.Field[Call]{
			Column: grid.Column{ID: id, Title: title, MinWidth: minimum, Weight: weight, Priority: priority},
			Cell:   func(c Call) grid.Cell { return grid.Cell{Text: get(c)} },
			Text:   get,
		}
	}
	clock := func(c Call) string { return c.At.Local().Format("15:04:05") }
	faint := func(get func(Call) string) func(Call) grid.Cell {
		return func(c Call) grid.Cell { return grid.Cell{Text: get(c), Style: s.env.Theme.Faint} }
	}
	at := plain("time", "TIME", 8, 0, 0, clock)
	at.Descending, at.Cell, at.Compare = true, faint(clock), func(a, b Call) int { return a.At.Compare(b.At) }
	took := plain("took", "TOOK", 8, 0, 3, func(c Call) string { return fmt.Sprint(c.Took.Milliseconds()) })
	took.Right, took.Descending, took.Cell, took.Compare = true, true, faint(s.took), func(a, b Call) int { return int(a.Took - b.Took) }
	tool := plain("tool", "TOOL", 18, 1, 0, func(c Call) string { return c.Tool })
	tool.Cell = func(c Call) grid.Cell {
		glyph, st := s.mark(c)
		return grid.Pieces(grid.Piece{Text: glyph + " ", Style: st}, grid.Piece{Text: c.Tool, Style: s.env.Theme.Text})
	}
	class := plain("class", "CLASS", 9, 0, 4, func(c Call) string { return c.Class })
	class.Cell = func(c Call) grid.Cell { return grid.Cell{Text: c.Class, Style: classStyle(c.Class, s.env.Theme)} }
	outcome := plain("outcome", "OUTCOME", 20, 3, 1, summary)
	outcome.Cell = func(c Call) grid.Cell {
		text := summary(c)
		if s.log.undone[c.ID] {
			text = "taken back"
		}
		_, st := s.mark(c)
		return grid.Cell{Text: text, Style: st}
	}
	client := plain("client", "CLIENT", 10, 1, 5, func(c Call) string { return c.Client })
	client.Cell = faint(func(c Call) string { return c.Client })
	return []grid.Field[Call]{at, took, tool, class, plain("target", "TARGET", 14, 3, 0, func(c Call) string { return c.Target }), outcome, client}
}

// took is how long a call took, or goes on already.
func (s *Screen) took(c Call) string {
	if c.Running {
		return present.Elapsed(s.env.Now().Sub(c.At))
	}
	if c.Took >= 10*time.Second {
		return present.Elapsed(c.Took)
	}
	return fmt.Sprintf("%d ms", c.Took.Milliseconds())
}

// mark is the sign before a call and the style of how it ended.
func (s *Screen) mark(c Call) (string, theme.Style) {
	t := s.env.Theme
	switch {
	case c.Waiting:
		return t.Glyphs.Pending, t.Warn
	case c.Running:
		return s.env.Spin(), t.Running
	case c.Failed:
		return t.Glyphs.Cross, t.Error
	}
	return t.Glyphs.Check, t.OK
}

// summary is how a call ended, or where it is, in a few words.
func summary(c Call) string {
	switch {
	case c.Waiting && c.Running:
		return "waiting for approval"
	case c.Waiting:
		return "asked for approval"
	case c.Running:
		return "running"
	case c.Failed:
		return c.Outcome
	case c.Outcome != "":
		return c.Outcome
	case c.Decision != "" && c.Decision != "allowed":
		return c.Decision
	}
	return "done"
}

func classStyle(class string, t *theme.Theme) theme.Style {
	switch class {
	case "destroy", "access", "secret":
		return t.Warn
	case "read":
		return t.Faint
	}
	return t.Text
}

// Crumb is the place's name.
func (s *Screen) Crumb() string { return "Agent activity" }

// Scopes are those of a list.
func (s *Screen) Scopes() []action.Scope { return s.table.Scopes(action.Browse) }

// Show has nothing to read: the log is live.
func (s *Screen) Show() {}

// Reload has nothing to read.
func (s *Screen) Reload() {}

// Fresh says that the log is live.
func (s *Screen) Fresh() screen.Freshness { return screen.Freshness{Note: "live"} }

// Typing tells whether the filter has the keys.
func (s *Screen) Typing() bool { return s.table.Typing() }

// Key edits the filter.
func (s *Screen) Key(k tea.KeyPressMsg) { s.table.Key(k) }

// Paste inserts into the filter.
func (s *Screen) Paste(text string) { s.table.Paste(text) }

// Mouse moves in the list; a double click shows the call.
func (s *Screen) Mouse(m screen.Mouse) {
	if s.table.Mouse(m) {
		s.open()
	}
}

// Sync makes the rows anew when the log has changed. Who looks at the newest call goes on looking at the newest.
func (s *Screen) Sync() {
	if s.made == s.log.version {
		return
	}
	s.made = s.log.version
	g := s.table.Grid
	by, _ := g.Sort()
	newest := by == "" && g.Position() <= 0
	g.SetSource(grid.List[Call]{Items: s.log.newestFirst(), Key: func(c Call) string { return c.ID }, Fields: s.fields})
	s.table.Settle()
	if newest {
		g.Home()
	}
	g.SetMessages(grid.Message{Title: "No agent has called yet.", Hint: "This process serves agents over MCP while it runs; what they do is listed here."},
		grid.Message{Title: "No call matches.", Hint: "esc takes the filter away"})
}

// Offers are what can be done with the selected call.
func (s *Screen) Offers() []screen.Offer {
	c, ok := s.log.find(s.table.Grid.Selected())
	none := ""
	if !ok {
		none = "No call is selected."
	}
	offers := []screen.Offer{
		{Action: action.Open, Reason: none, Word: "details", Do: s.open},
		{Action: action.UndoWrite, Reason: s.cannotUndo(c, ok), Do: func() { s.undo(c) }},
	}
	offers = append(offers, s.table.Offers()...)
	if ok {
		offers = append(offers, screen.Offer{Action: action.CopyID, Do: func() { s.env.Host.Copy(c.ID, "the call's id, as the audit log has it") }})
	}
	return offers
}

// Do moves, filters and sorts.
func (s *Screen) Do(id action.ID) bool {
	if id == action.Back && s.table.Filtered() {
		s.table.SetFilter("")
		return true
	}
	return s.table.Do(id)
}

// open shows all that is known of the selected call.
func (s *Screen) open() {
	c, ok := s.log.find(s.table.Grid.Selected())
	if !ok {
		return
	}
	var lines []overlay.Line
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, overlay.Line{Head: name + strings.Repeat(" ", max(12-len(name), 1)), Text: text})
		}
	}
	add("tool", c.Tool+" ("+c.Class+")")
	add("target", c.Target)
	add("started", present.Exact(c.At))
	add("took", s.took(c))
	add("outcome", summary(c))
	for _, n := range c.Notes {
		add("", n)
	}
	add("hint", c.Hint)
	add("decision", c.Decision)
	add("sent", strings.Join(c.Operations, ", "))
	add("client", c.Client)
	add("session", c.Session)
	add("arguments", c.Digest)
	add("call", c.ID)
	switch {
	case s.log.undone[c.ID]:
		add("undo", "The write was taken back.")
	case s.cannotUndo(c, true) == "":
		add("undo", s.env.Keys.Key(action.UndoWrite, action.Browse)+" in the list takes the write to "+cellName(c.Undo)+" back.")
	}
	s.env.Host.Ask(&overlay.Text{Title: c.Tool, Lines: lines, OnCopy: func() { s.env.Host.Copy(c.ID, "the call's id, as the audit log has it") }})
}

// Draw paints the calls.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	top, body := a.SplitTop(2)
	x := top.Text(2, 0, s.Crumb(), t.Title) + 3
	cursor := s.table.DrawFilter(top.Sub(x, 0, top.Width()-x-2, 1), "calls")
	s.table.Grid.Draw(body, t, true)
	return cursor
}
