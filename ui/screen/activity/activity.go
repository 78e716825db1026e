// Package activity is the screen of what was done in this session: each change of the workspace that the person made, and each call
// of an agent that came in over MCP while the UI was running, as it happened, with the way to take it back.
package activity

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/theme"
)

// Screen shows what was done, the newest first.
type Screen struct {
	*screen.List[entry]
	env *screen.Env
	log *Log
}

// New returns the screen of a log.
func New(env *screen.Env, log *Log) *Screen {
	s := &Screen{env: env, log: log}
	s.List = screen.NewList(env, screen.Listing[entry]{
		Title: "Activity", Noun: "deeds", Rows: rows{s}, Newest: true,
		ID:     func(c entry) string { return c.ID },
		Fields: s.columns(),
		Open:   s.details, OpenWord: "details",
		Offers: func(c entry, ok bool, none string) []screen.Offer {
			return []screen.Offer{{Action: action.UndoWrite, Reason: cmp.Or(none, s.cannotUndo(c)), Do: func() { s.undo(c) }}}
		},
		Empty: func() grid.Message {
			return grid.Message{Title: "Nothing was done in this session yet.", Hint: "What you change in the workspace is listed here, " +
				"with the way to take it back, and what agents do that this program serves over MCP (--listen ADDRESS --tui)."}
		},
	})
	return s
}

// Wants are the lists whose titles and names stand for the ids that were given.
func (s *Screen) Wants() []store.Want {
	if s.log.Len() == 0 {
		return nil
	}
	all := []store.Want{store.Once(store.Projects, "").Maybe()}
	for _, kind := range s.log.kinds {
		all = append(all, store.Once(kind, "").Maybe())
	}
	return all
}

// rows are what was done, as it comes.
type rows struct{ *Screen }

// state is what rows are made of.
type state struct {
	calls int
	deeds uint64
}

func (r rows) State() any   { return state{r.log.version, r.env.Deeds.Version} }
func (r rows) All() []entry { return entries(r.log, r.env.Deeds) }

func (r rows) Odd() []hex.Odd { return nil }

func (r rows) Fresh() screen.Freshness {
	return screen.Freshness{At: r.env.Now(), Note: "live"}
}

func (s *Screen) columns() []grid.Field[entry] {
	plain := func(id, title string, minimum, weight, priority int, get func(entry) string) grid.Field[entry] {
		return grid.Field[entry]{
			Column: grid.Column{ID: id, Title: title, MinWidth: minimum, Weight: weight, Priority: priority},
			Cell:   func(c entry) grid.Cell { return grid.Cell{Text: get(c)} },
			Text:   get,
		}
	}
	date := func(c entry) string { return c.At.Format(time.DateOnly) }
	ago := func(c entry) string { return present.Ago(c.At, s.env.Now()) }
	faint := func(get func(entry) string) func(entry) grid.Cell {
		return func(c entry) grid.Cell { return grid.Cell{Text: get(c), Style: s.env.Theme.Faint} }
	}
	at := plain("time", "WHEN", 8, 0, 2, date)
	at.Descending, at.Cell, at.Compare = true, faint(ago), func(a, b entry) int { return a.At.Compare(b.At) }
	took := plain("took", "TOOK", 8, 0, 6, func(c entry) string { return fmt.Sprint(c.Took.Milliseconds()) })
	took.Right, took.Descending, took.Cell, took.Compare = true, true, faint(s.took), func(a, b entry) int { return int(a.Took - b.Took) }
	tool := plain("tool", "TOOL", 22, 3, 0, func(c entry) string { return c.Tool })
	tool.Cell = func(c entry) grid.Cell {
		glyph, st := s.mark(c)
		return grid.Pieces(grid.Piece{Text: glyph + " ", Style: st}, grid.Piece{Text: c.Tool, Style: s.env.Theme.Text})
	}
	class := plain("class", "CLASS", 9, 0, 7, func(c entry) string { return c.Class })
	class.Cell = func(c entry) grid.Cell { return grid.Cell{Text: c.Class, Style: classStyle(c.Class, s.env.Theme)} }
	outcome := plain("outcome", "OUTCOME", 16, 1, 0, summary)
	outcome.Cell = func(c entry) grid.Cell {
		text := summary(c)
		if s.undone(c) {
			text = "taken back"
		}
		return grid.Cell{Text: text, Style: s.env.Theme.Text}
	}
	client := plain("client", "CLIENT", 10, 1, 4, func(c entry) string { return c.Client })
	client.Cell = faint(func(c entry) string { return c.Client })
	target := plain("target", "TARGET", 14, 3, 1, func(c entry) string { return screen.About(s.env.Store, c.Target) })
	asked := plain("asked", "ASKED", 16, 4, 5, s.asked)
	asked.Cell = faint(s.asked)
	return []grid.Field[entry]{at, took, tool, class, target, asked, outcome, client}
}

// took is how long a call took, or goes on already.
func (s *Screen) took(c entry) string {
	if c.Running {
		return present.Elapsed(s.env.Now().Sub(c.At))
	}
	if c.Took >= 10*time.Second {
		return present.Elapsed(c.Took)
	}
	if c.Took >= time.Second {
		return fmt.Sprintf("%.1f s", c.Took.Seconds())
	}
	return fmt.Sprintf("%d ms", c.Took.Milliseconds())
}

// mark is the sign before a call and the style of how it ended.
func (s *Screen) mark(c entry) (string, theme.Style) {
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
func summary(c entry) string {
	switch {
	case c.Waiting && c.Running:
		return "waiting for approval"
	case c.Waiting:
		return "asked for approval"
	case c.Running:
		return "running"
	case c.Failed && c.Decision == "declined":
		return c.Decision
	case c.Failed:
		return c.Outcome
	case c.Outcome != "":
		return c.Outcome
	case c.Decision != "" && c.Decision != "allowed" && !strings.HasPrefix(c.Decision, "confirmed"):
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

// details shows all that is known of an entry.
func (s *Screen) details(c entry) {
	if c.did != nil {
		s.env.Host.Ask(&overlay.Text{Title: c.Tool, Lines: deed.Told(s.env, c.did)})
		return
	}
	var lines []overlay.Line
	add := func(name, text string) {
		if text != "" {
			lines = append(lines, overlay.Line{Head: name + strings.Repeat(" ", max(12-len(name), 1)), Text: text})
		}
	}
	add("tool", c.Tool+" ("+c.Class+")")
	add("target", screen.Titled(s.env.Store, c.Target))
	for i, text := range s.inFull(c) {
		add([]string{"asked", ""}[min(i, 1)], text)
	}
	add("started", present.Exact(c.At))
	add("took", s.took(c))
	add("outcome", cmp.Or(c.Outcome, summary(c)))
	for _, n := range c.Notes {
		add("", n)
	}
	add("hint", c.Hint)
	add("decision", c.Decision)
	add("sent", strings.Join(c.Operations, ", "))
	add("client", c.Client)
	add("session", c.Session)
	add("call", c.ID)
	switch {
	case s.undone(c):
		add("undo", "The write was taken back.")
	case s.cannotUndo(c) == "":
		add("undo", s.env.Keys.Way(action.UndoWrite, action.Browse)+" in the list takes it back.")
	}
	copyID := func() { s.env.Host.Copy(c.ID, "the call's id, as the audit log has it") }
	s.env.Host.Ask(&overlay.Text{Title: c.Tool, Lines: lines, OnCopy: copyID})
}
