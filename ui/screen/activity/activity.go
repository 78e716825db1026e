// Package activity is the screen of what agents do: each call that came in over MCP while the UI was running, as it
// happened, and the way to take a write of a cell back.
package activity

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// Screen shows the log, the newest call first.
type Screen struct {
	*screen.List[Call]
	env *screen.Env
	log *Log
}

// New returns the screen of a log.
func New(env *screen.Env, log *Log) *Screen {
	s := &Screen{env: env, log: log}
	s.List = screen.NewList(env, screen.Listing[Call]{
		Title: "Agent activity", Noun: "calls", Rows: rows{s}, Newest: true,
		ID:     func(c Call) string { return c.ID },
		Fields: s.columns(),
		Open:   s.details, OpenWord: "details",
		Offers: func(c Call, ok bool, none string) []screen.Offer {
			return []screen.Offer{{Action: action.UndoWrite, Reason: cmp.Or(none, s.cannotUndo(c)), Do: func() { s.undo(c) }}}
		},
		Empty: func() grid.Message {
			return grid.Message{
				Title: "No agent has called yet.", Hint: "This process serves agents over MCP while it runs; what they do is listed here.",
			}
		},
	})
	return s
}

// rows are the calls of the log, as they come.
type rows struct{ *Screen }

func (r rows) State() any  { return r.log.version }
func (r rows) All() []Call { return r.log.newestFirst() }

func (r rows) Odd() []hex.Odd { return nil }

func (r rows) Fresh() screen.Freshness {
	return screen.Freshness{At: r.env.Now(), Note: "live"}
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
	target := plain("target", "TARGET", 14, 3, 0, func(c Call) string { return c.Target })
	return []grid.Field[Call]{at, took, tool, class, target, outcome, client}
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

// details shows all that is known of a call.
func (s *Screen) details(c Call) {
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
	case s.cannotUndo(c) == "":
		add("undo", s.env.Keys.Key(action.UndoWrite, action.Browse)+" in the list takes the write to "+cellName(c.Undo)+" back.")
	}
	copyID := func() { s.env.Host.Copy(c.ID, "the call's id, as the audit log has it") }
	s.env.Host.Ask(&overlay.Text{Title: c.Tool, Lines: lines, OnCopy: copyID})
}
