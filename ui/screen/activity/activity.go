// Package activity is the screen of what agents do: each call that came in over MCP while the UI was running, as it
// happened.
package activity

import (
	"fmt"
	"time"

	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/theme"
)

// Call is one call of an agent.
type Call struct {
	ID     string
	Client string
	Tool   string
	Target string
	At     time.Time
	// Took is how long it took; Running is set while it has not ended.
	Took    time.Duration
	Running bool
	Failed  bool
	// Outcome is a word on how it ended.
	Outcome string
}

// Log is the newest calls, the newest last. Its zero value is empty.
type Log struct{ calls []Call }

// kept is how many calls are remembered.
const kept = 1000

// Note takes a call's start, or its end.
func (l *Log) Note(c Call) {
	for i := len(l.calls) - 1; i >= 0; i-- {
		if l.calls[i].ID == c.ID {
			l.calls[i] = c
			return
		}
	}
	l.calls = append(l.calls, c)
	if len(l.calls) > kept {
		l.calls = append([]Call(nil), l.calls[len(l.calls)-kept:]...)
	}
}

// Len is the number of calls remembered, Running that of those under way.
func (l *Log) Len() int { return len(l.calls) }

// Running is the number of calls under way.
func (l *Log) Running() int {
	n := 0
	for _, c := range l.calls {
		if c.Running {
			n++
		}
	}
	return n
}

// Last is the newest call; ok is false when there was none.
func (l *Log) Last() (c Call, ok bool) {
	if len(l.calls) == 0 {
		return Call{}, false
	}
	return l.calls[len(l.calls)-1], true
}

// Screen shows the log.
type Screen struct {
	screen.Base
	env    *screen.Env
	log    *Log
	up     int // rows scrolled up from the newest
	height int
}

// New returns the screen of a log.
func New(env *screen.Env, log *Log) *Screen { return &Screen{env: env, log: log} }

// Crumb is the place's name.
func (s *Screen) Crumb() string { return "Agent activity" }

// Scopes are those of a list.
func (s *Screen) Scopes() []action.Scope { return []action.Scope{action.List} }

// Show, Reload and Sync have nothing to read: the log is live.
func (s *Screen) Show() {}

// Reload has nothing to read.
func (s *Screen) Reload() {}

// Sync has nothing to read.
func (s *Screen) Sync() {}

// Fresh says that the log is live.
func (s *Screen) Fresh() screen.Freshness { return screen.Freshness{Note: "live"} }

// Offers are none.
func (s *Screen) Offers() []screen.Offer { return nil }

// Do scrolls.
func (s *Screen) Do(id action.ID) bool {
	n := map[action.ID]int{action.Up: 1, action.Down: -1, action.PageUp: s.height, action.PageDown: -s.height, action.Top: s.log.Len(), action.Bottom: -s.log.Len()}[id]
	s.scroll(n)
	return n != 0
}

func (s *Screen) scroll(n int) { s.up = max(min(s.up+n, s.log.Len()-s.height), 0) }

// Mouse scrolls.
func (s *Screen) Mouse(m screen.Mouse) { s.scroll(-m.Wheel) }

// Draw paints the newest calls, the newest at the bottom.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	head, body := a.SplitTop(2)
	head.Text(2, 0, "TIME      TOOK     TOOL", t.Faint)
	s.height = body.Height()
	if s.log.Len() == 0 {
		body.Text(2, 1, "No agent has called yet.", t.Text)
		body.Text(2, 2, "This process serves MCP on its standard input and output when it is started with --mcp --tui.", t.Faint)
		return nil
	}
	s.scroll(0)
	end := s.log.Len() - s.up
	from := max(end-s.height, 0)
	for y, c := range s.log.calls[from:end] {
		s.drawCall(body.Sub(2, y, body.Width()-4, 1), c, t)
	}
	return nil
}

func (s *Screen) drawCall(a paint.Surface, c Call, t *theme.Theme) {
	a.Text(0, 0, c.At.Local().Format("15:04:05"), t.Faint)
	took, st, glyph := fmt.Sprintf("%d ms", c.Took.Milliseconds()), t.OK, t.Glyphs.Check
	switch {
	case c.Running:
		took, st, glyph = present.Elapsed(s.env.Now().Sub(c.At)), t.Running, s.env.Spin()
	case c.Failed:
		st, glyph = t.Error, t.Glyphs.Cross
	}
	a.Right(17, 0, took, t.Faint)
	x := a.Text(19, 0, glyph+" "+c.Tool, st)
	x = a.Text(x+2, 0, c.Target, t.Text)
	x = a.Text(x+2, 0, c.Outcome, t.Faint)
	if w := paint.Width(c.Client); x+2+w < a.Width() {
		a.Right(a.Width(), 0, c.Client, t.Faint)
	}
}
