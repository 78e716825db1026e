package home

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/overview"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// block is some lines of one kind.
type block struct {
	title, count, note string
	lines              []line
	// empty is what stands in place of lines.
	empty string
	// right puts it into the second column, where there are two.
	right bool
}

// line is something to go to.
type line struct {
	key, mark, name, says, end string
	style                      paint.Style
	open                       func()
	project                    *hex.Project
	run                        *hex.Run
}

// mostLines is how many lines of a kind are shown; the last of more leads to the others.
const mostLines = 6

// make makes the blocks of what is known, as they stand below each other in one column.
func (s *Screen) make() []block {
	return []block{s.running(), s.failed(), s.next(), s.unsaved(), s.starred(), s.recent(), s.agentsBlock()}
}

// shorten keeps as many lines as are shown, the last of which leads to the rest.
func (b *block) shorten(rest func()) {
	if more := len(b.lines) - mostLines + 1; more > 1 {
		b.lines = append(b.lines[:mostLines-1:mostLines-1], line{key: b.title + " more", name: present.Count(more) + " more", open: rest})
	}
}

// known says in how many projects was looked for runs, and what looks into the others; empty where all were looked at.
func (s *Screen) known() string {
	if s.all.Unread == 0 {
		return ""
	}
	return fmt.Sprintf("in %s of %s projects, %s: all", present.Count(s.all.Published-s.all.Unread), present.Count(s.all.Published),
		s.env.Keys.Way(action.GoAllRuns, action.Global))
}

// nothing says that there is no run of a kind, and where nobody looked.
func (s *Screen) nothing(says string) string {
	if s.all.Unread > 0 {
		says += " in those that were looked at"
	}
	return says
}

func (s *Screen) runs(view string) func() {
	return func() { s.env.Host.Go(screen.Target{Place: screen.AllRuns, Sub: view}) }
}

func (s *Screen) running() block {
	b := block{title: "RUNNING", count: present.Count(len(s.all.Running)), note: s.known(), empty: s.nothing("nothing runs now")}
	for i := range s.all.Running {
		r := &s.all.Running[i]
		st := present.Run(r.Status, s.env.Theme)
		took := present.Elapsed(r.Elapsed(s.env.Now()))
		if usual := s.env.Store.Usual(r.Project.ID, r.Run); usual > 0 {
			took += " of about " + present.Elapsed(usual)
		}
		b.lines = append(b.lines, s.ofRun(r, "running "+r.RunID, line{mark: st.Glyph, style: st.Style, says: s.by(r), end: took}))
	}
	b.shorten(s.runs("Running"))
	return b
}

func (s *Screen) failed() block {
	b := block{title: "FAILED SINCE YESTERDAY", count: present.Count(len(s.all.Failed)), note: s.known(),
		empty: s.nothing("nothing failed"), right: true}
	for i := range s.all.Failed {
		r := &s.all.Failed[i]
		st := present.Run(r.Status, s.env.Theme)
		says := s.by(r)
		switch {
		case r.Since != nil:
			says += ", fine since"
		case r.InARow > 1:
			says += fmt.Sprintf(", %d× in a row", r.InARow)
		}
		b.lines = append(b.lines, s.ofRun(r, failedAs(r), line{mark: st.Glyph, style: st.Style, says: says, end: s.ago(r.EndTime)}))
	}
	b.shorten(s.runs("Failed since yesterday"))
	return b
}

// failedAs is what a failure is known by, so that the cursor stays on what fails when it fails again.
func failedAs(r *overview.Run) string {
	return fmt.Sprint("failed ", r.Project.ID, r.Trigger, r.Draft())
}

// ofRun is a line of a run, which leads to it.
func (s *Screen) ofRun(r *overview.Run, key string, l line) line {
	l.key, l.name, l.project, l.run = key, r.Project.Title, r.Project, &r.Run
	l.open = func() {
		s.env.Host.Go(screen.Target{Place: screen.Run, ID: r.Project.ID, Sub: r.RunID, Title: r.Project.Title})
	}
	return l
}

// by says in a word what started a run.
func (s *Screen) by(r *overview.Run) string {
	return screen.StartedBy(s.env, r.Run, present.TriggerWord)
}

func (s *Screen) ago(at *time.Time) string {
	if at == nil {
		return ""
	}
	return present.Ago(*at, s.env.Now())
}

func (s *Screen) next() block {
	b := block{title: "NEXT BY SCHEDULE", count: present.Count(len(s.all.Next)), empty: "no schedule starts a run"}
	for i := range s.all.Next[:min(len(s.all.Next), mostLines+1)] {
		due := &s.all.Next[i]
		b.lines = append(b.lines, s.ofProject(due.Project, fmt.Sprint("next ", i), line{
			mark: s.env.Theme.Glyphs.Pending, style: s.env.Theme.Pending, says: present.Schedule(due.Rule, s.env.Now()),
			end: "in " + present.Span(due.At.Sub(s.env.Now())),
		}))
	}
	if len(b.lines) > mostLines {
		b.lines = append(b.lines[:mostLines-1], line{key: b.title + " more", name: present.Count(len(s.all.Next)-mostLines+1) + " more",
			open: s.runs("Next")})
	}
	return b
}

// ofProject is a line of a project, which leads to it.
func (s *Screen) ofProject(p *hex.Project, in string, l line) line {
	l.key, l.name, l.project = in+" "+p.ID, p.Title, p
	l.open = func() { s.env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title}) }
	return l
}

func (s *Screen) starred() block {
	b := block{title: "STARRED", empty: "nothing yet: a star is given in the list of projects"}
	s.projects(&b, s.env.State.State().Stars, s.env.Theme.Glyphs.Star)
	b.shorten(func() { s.env.Host.Go(screen.Target{Place: screen.Projects, Sub: "Starred"}) })
	return b
}

func (s *Screen) recent() block {
	b := block{title: "RECENT", empty: "nothing was opened yet"}
	s.projects(&b, s.env.State.State().Recent, s.env.Theme.Glyphs.Dot)
	b.lines = b.lines[:min(len(b.lines), mostLines)]
	return b
}

// projects lists those of the ids that are still there.
func (s *Screen) projects(b *block, ids []string, mark string) {
	for _, id := range ids {
		p, ok := s.env.Store.Projects.Get(id)
		if !ok {
			continue
		}
		says := cmp.Or(p.StatusName(), "no status")
		if run := s.env.Store.LastRun(id).Value; run != nil {
			says += " · " + present.Run(run.Status, s.env.Theme).Word
		}
		b.lines = append(b.lines, s.ofProject(&p, b.title, line{mark: mark, style: s.env.Theme.Warn, says: says,
			end: "edited " + present.Ago(p.LastEditedAt, s.env.Now())}))
	}
	b.count = present.Count(len(b.lines))
}

func (s *Screen) unsaved() block {
	b := block{title: "YOUR DRAFTS", count: present.Count(len(s.drafts)), empty: "all that was typed is saved", right: true}
	for _, d := range s.drafts {
		lines, first := changed(d)
		says := present.Plural(lines, "line")
		if first != "" {
			says += ": " + first
		}
		b.lines = append(b.lines, line{
			key: "draft " + d.ID, mark: s.env.Theme.Glyphs.Dot, style: s.env.Theme.Warn,
			name: d.Names.Cell + " in " + d.Names.Project, says: says, end: present.Ago(d.Edited, s.env.Now()),
			open: func() {
				s.env.Host.Go(screen.Target{Place: screen.Project, ID: d.Key.Project, Sub: d.Key.Cell, Title: d.Names.Project, Edit: true})
			},
		})
	}
	b.shorten(func() { s.env.Host.Go(screen.Target{Place: screen.Drafts}) })
	return b
}

// changed counts the lines of a draft that its base has not, and returns the first of them.
func changed(d drafts.Draft) (n int, first string) {
	had := map[string]int{}
	for line := range strings.SplitSeq(d.Base.Source, "\n") {
		had[line]++
	}
	for line := range strings.SplitSeq(d.Mine, "\n") {
		if had[line]--; had[line] >= 0 {
			continue
		}
		if n++; n == 1 {
			first = strings.TrimSpace(line)
		}
	}
	if n == 0 {
		for _, left := range had {
			n += max(left, 0)
		}
	}
	return n, first
}

func (s *Screen) agentsBlock() block {
	a := s.agents()
	b := block{title: "AGENTS", empty: "none is served: start with --listen ADDRESS --tui", right: true}
	if !a.Served {
		return b
	}
	says := present.Plural(a.Calls, "call")
	if a.Last != "" {
		says += ", the last " + a.Last
	}
	if a.Waiting > 0 {
		says += ", waiting for you: " + present.Count(a.Waiting)
	}
	mark, style := s.env.Theme.Glyphs.Circle, s.env.Theme.Faint
	if a.Running > 0 {
		mark, style = s.env.Theme.Glyphs.Running, s.env.Theme.Running
	}
	b.lines = []line{{key: "agents", mark: mark, style: style, name: "what agents do", says: says,
		open: func() { s.env.Host.Go(screen.Target{Place: screen.Activity}) }}}
	return b
}
