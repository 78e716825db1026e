package projects

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/schedule"
	"hextui/ui/markdown"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// drawPreview says what is known of the selected project.
func (s *Screen) drawPreview(a paint.Surface) {
	s.about.wanted = markdown.Text{}
	r, ok := s.Selected()
	if !ok {
		return
	}
	p := *r.Project
	if full := s.env.Store.Project(p.ID); full.Known() && p.Sharing == nil {
		p = full.Value
	}
	t := s.env.Theme
	w := &page{a: a, t: t}
	w.say(p.Title, t.Title)
	s.drawDescription(w, p)
	w.y++
	w.status("status", present.Label(p.StatusName(), t), "")
	if p.Type == hex.TypeComponent {
		w.fact("type", "component", t.Text)
	}
	w.fact("owner", p.Owner.Email, t.Text)
	w.fact("away", strings.Join(present.Away(p, s.env.Now()), ", "), t.Warn)
	w.fact("edited", w.age(p.LastEditedAt, s.env.Now()), t.Text)
	switch {
	case p.Published():
		w.fact("published", w.age(*p.LastPublishedAt, s.env.Now()), t.Text)
	default:
		w.fact("published", "never: only its draft can be run", t.Warn)
	}
	s.drawRuns(w, p)
	w.facts("in", names(p.Categories))
	w.facts("shared", present.Shared(p.Sharing, p.Owner.Email))
	w.fact("id", paint.CutMiddle(p.ID, a.Width()-margin), t.Faint)
	s.drawCells(w, p.ID)
}

// page is what is written on from top to bottom.
type page struct {
	a paint.Surface
	t *theme.Theme
	y int
}

// say writes a text over as many lines as it takes.
func (w *page) say(text string, st paint.Style) {
	for _, l := range paint.Wrap(text, w.a.Width()) {
		w.a.Text(0, w.y, l, st)
		w.y++
	}
}

// margin is where what is said of a fact begins, behind its name.
const margin = 11

func (w *page) fact(name, value string, st paint.Style) {
	if value == "" {
		return
	}
	w.a.Text(0, w.y, name, w.t.Faint)
	for _, l := range paint.Wrap(value, w.a.Width()-margin) {
		w.a.Text(margin, w.y, l, st)
		w.y++
	}
}

// status writes a status and more about it: the colour is the glyph's.
func (w *page) status(name string, st present.Status, more string) {
	y := w.y
	w.fact(name, st.String()+more, w.t.Text)
	w.a.Text(margin, y, st.Glyph, st.Style)
}

// age says how long ago something was, and where there is room for it, when.
func (w *page) age(at, now time.Time) string {
	text := present.Ago(at, now)
	if exact := text + ", " + present.Exact(at); paint.Width(exact) <= w.a.Width()-margin {
		return exact
	}
	return text
}

// facts writes several values, as many on a line as there is room for.
func (w *page) facts(name string, values []string) {
	line := ""
	for i, v := range values {
		switch {
		case line == "":
			line = v
		case paint.Width(line)+3+paint.Width(v) > w.a.Width()-margin:
			w.fact(name, line, w.t.Text)
			name, line = "", v
		default:
			line += " · " + v
		}
		if i == len(values)-1 {
			w.fact(name, line, w.t.Text)
		}
	}
}

// described are the descriptions of projects as they read, the wanted one and those that were rendered before it: rendering one
// costs as much as drawing the screen, and a person goes to and fro.
type described struct {
	wanted markdown.Text // the zero value for nothing
	made   map[markdown.Text][]string
	busy   bool
}

// mostMade is how many rendered descriptions are kept.
const mostMade = 64

// mostDescribed is how many lines of a description are shown, mostRendered the longest in bytes that is rendered.
const (
	mostDescribed = 8
	mostRendered  = 20_000
)

// drawDescription paints the description as it reads: prose as it is written, and so what is not rendered yet.
func (s *Screen) drawDescription(w *page, p hex.Project) {
	text := strings.TrimSpace(p.Description)
	if text == "" {
		return
	}
	d := &s.about
	d.wanted = markdown.Text{}
	if !markdown.Prose(text) {
		d.wanted = markdown.Text{Source: text, Style: markdown.Style(s.env.Theme), Width: w.a.Width()}
	}
	made, ok := d.made[d.wanted]
	if !ok {
		lines := paint.Wrap(text, w.a.Width())
		if len(lines) > mostDescribed {
			lines = append(lines[:mostDescribed-1], s.env.Theme.Glyphs.Ellipsis)
		}
		for _, l := range lines {
			w.a.Text(0, w.y, l, w.t.Text)
			w.y++
		}
		return
	}
	for _, l := range made {
		w.a.Sub(0, w.y, w.a.Width(), 1).Styled(l, 0)
		w.y++
	}
}

// render renders the description that the frame showed.
func (s *Screen) render() {
	d := &s.about
	if _, ok := d.made[d.wanted]; ok || d.wanted == (markdown.Text{}) || d.busy || len(d.wanted.Source) > mostRendered {
		return
	}
	d.busy = true
	wanted, ellipsis := d.wanted, s.env.Theme.Glyphs.Ellipsis
	task.Do(s.env.Tasks, "describe", func(context.Context) ([]string, error) {
		return wanted.Opening(mostDescribed, ellipsis)
	}, func(lines []string, err error) {
		d.busy = false
		if err != nil {
			lines = paint.Wrap(wanted.Source, wanted.Width)
			lines = lines[:min(len(lines), mostDescribed)]
		}
		if d.made == nil || len(d.made) == mostMade {
			d.made = map[markdown.Text][]string{}
		}
		d.made[wanted] = lines
	})
}

// drawRuns says when a project runs next, and how its last runs went: that of its schedule apart from others.
func (s *Screen) drawRuns(w *page, p hex.Project) {
	t, now := s.env.Theme, s.env.Now()
	for _, sch := range p.Schedules {
		text := present.Schedule(sch, now)
		if at, ok := schedule.Next(sch, now); ok {
			in := "in " + present.Span(at.Sub(now))
			if paint.Width(text+", "+in) <= w.a.Width()-margin {
				text += ", " + in
			} else {
				text += "\n" + in
			}
		}
		w.fact("runs at", text, t.Text)
	}
	last := s.env.Store.LastRun(p.ID)
	if len(p.Schedules) > 0 {
		s.drawRun(w, "scheduled", s.env.Store.LastScheduled(p.ID))
	}
	if run := last.Value; run != nil && (run.Trigger != hex.TriggerScheduled || len(p.Schedules) == 0) {
		s.drawRun(w, "last run", last)
	}
	if last.Known() && last.Value == nil {
		w.fact("last run", "none yet", t.Faint)
	}
	if run, ok := s.env.Store.LastDraft(p.ID); ok {
		s.drawRun(w, "draft run", &store.Entry[*hex.Run]{Value: &run})
	}
	w.facts("history", s.history(p))
}

// drawRun says how a run went, when, and what started it.
func (s *Screen) drawRun(w *page, name string, e *store.Entry[*hex.Run]) {
	t := s.env.Theme
	if e.Value == nil {
		if e.Known() {
			w.fact(name, "has not run yet", t.Faint)
		}
		return
	}
	st := present.Run(e.Value.Status, t)
	text := ""
	if at := runTime(row{run: e.Value}); !at.IsZero() {
		text += " " + present.Ago(at, s.env.Now())
	}
	if e.Value.Trigger != hex.TriggerScheduled && !e.Value.Draft() {
		text += ", by " + screen.StartedBy(s.env, *e.Value, present.Trigger)
	}
	w.status(name, st, text)
}

// drawCells lists the cells with the beginning of their sources, as many as there is room for.
func (s *Screen) drawCells(w *page, projectID string) {
	cells := s.env.Store.Cells(projectID)
	if !cells.Known() || cells.Len() == 0 {
		w.facts("cells", s.contents(projectID))
		return
	}
	w.facts("cells", s.contents(projectID))
	room := w.a.Height() - w.y - 1
	if room < 2 {
		return
	}
	w.y++
	for i := range min(cells.Len(), room) {
		c := cells.Ref(i)
		kind, _ := present.Cell(c.Type)
		if i == room-1 && cells.Len() > room {
			w.a.Text(0, w.y, present.Plural(cells.Len()-i, "more cell"), w.t.Faint)
			return
		}
		w.a.Text(0, w.y, kind, w.t.Faint)
		source, ok := c.Source()
		named := w.a.Width() - 7
		if ok {
			named = max(w.a.Width()/2-7, 8)
		}
		x := w.a.Text(7, w.y, paint.Cut(present.CellName(*c, i+1), named), w.t.Text)
		if ok {
			w.a.Text(x+2, w.y, paint.Cut(firstLine(source), w.a.Width()-x-2), w.t.Faint)
		}
		w.y++
	}
}

// firstLine is the first line of a source that says something.
func firstLine(source string) string {
	for line := range strings.Lines(source) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

func names(labels []hex.Label) []string {
	var out []string
	for _, l := range labels {
		out = append(out, l.Name)
	}
	return out
}

// history draws the last ten published runs' durations and counts how they ended.
func (s *Screen) history(p hex.Project) []string {
	runs := s.env.Store.Recent(p.ID)
	last := present.Last(len(runs), func(i int) hex.Run { return runs[i] }, false, s.env.Now())
	if len(last.Took) < 2 {
		return nil
	}
	return last.Parts(s.env.Theme)
}

// contents counts a draft's cells by kind.
func (s *Screen) contents(projectID string) []string {
	cells := s.env.Store.Cells(projectID)
	if !cells.Known() {
		return nil
	}
	var kinds []string
	count := map[string]int{}
	for i := range cells.Len() {
		_, w := present.Cell(cells.Ref(i).Type)
		if count[w] == 0 {
			kinds = append(kinds, w)
		}
		count[w]++
	}
	for i, k := range kinds {
		switch k {
		case "SQL":
			kinds[i] = fmt.Sprintf("%d SQL", count[k])
		case "Code":
			kinds[i] = fmt.Sprintf("%d code", count[k])
		default:
			kinds[i] = present.Plural(count[k], strings.ToLower(k))
		}
	}
	return kinds
}
