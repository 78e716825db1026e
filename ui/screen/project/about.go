package project

import (
	"context"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/schedule"
	"hextui/ui/markdown"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/store"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// description is that of the project as it reads.
type description struct {
	wanted, made markdown.Text // what the newest frame shows, the zero value for nothing, and what lines are of
	lines        []string      // with the escape sequences of styles
	busy         bool
}

// What of a project stands above its cells at the most: lines of its description, of which no more is rendered, and of the facts.
const (
	mostDescribed     = 3
	mostAboutRendered = 4000
	mostFacts         = 2
)

// headLine is a line above the cells.
type headLine struct {
	text   string
	style  theme.Style
	styled bool // the text carries its own styles
}

func (l headLine) draw(a paint.Surface, t *theme.Theme) {
	if l.styled {
		a.Styled(l.text, 0)
		return
	}
	a.Text(0, 0, paint.Cut(l.text, a.Width()), l.style)
}

// head is what stands above the cells: title, description, and who, when, for whom and how.
func (s *Screen) head(w int) []headLine {
	t := s.env.Theme
	s.doc.about.wanted = markdown.Text{}
	p, ok := s.project()
	if !ok {
		return []headLine{{text: s.title, style: t.Title}}
	}
	lines := append([]headLine{{text: p.Title, style: t.Title}}, s.describe(p, w)...)
	for _, line := range joined(s.facts(p), w, mostFacts) {
		lines = append(lines, headLine{text: line, style: t.Faint})
	}
	return lines
}

// describe is the description, as plain text until it is rendered.
func (s *Screen) describe(p hex.Project, w int) (lines []headLine) {
	d, t := &s.doc.about, s.env.Theme
	source := strings.TrimSpace(p.Description)
	if source == "" || w <= 0 {
		return nil
	}
	source = strings.ToValidUTF8(source[:min(len(source), mostAboutRendered)], "")
	d.wanted = markdown.Text{Source: source, Style: markdown.Style(t), Width: w}
	if d.made == d.wanted {
		for _, l := range d.lines {
			lines = append(lines, headLine{text: l, styled: true})
		}
		return lines
	}
	plain := paint.Wrap(strings.Join(strings.Fields(source), " "), w)
	for _, l := range plain[:min(len(plain), mostDescribed)] {
		lines = append(lines, headLine{text: l, style: t.Text})
	}
	return lines
}

// settleAbout renders the description that the newest frame showed, beside the loop.
func (s *Screen) settleAbout() {
	d := &s.doc.about
	if d.wanted == (markdown.Text{}) || d.wanted == d.made || d.busy {
		return
	}
	d.busy = true
	wanted, ellipsis := d.wanted, s.env.Theme.Glyphs.Ellipsis
	task.Do(s.env.Tasks, "describe "+s.id, func(context.Context) ([]string, error) {
		return wanted.Opening(mostDescribed, ellipsis)
	}, func(lines []string, err error) {
		d.busy = false
		if err != nil {
			lines = paint.Wrap(wanted.Source, wanted.Width)
			lines = lines[:min(len(lines), mostDescribed)]
		}
		d.made, d.lines = wanted, lines
	})
}

// facts are whether it is out of the lists, status, owner, schedule, the last run and edit, and who else may see it: the longest,
// which is cut.
func (s *Screen) facts(p hex.Project) (facts []string) {
	t, now := s.env.Theme, s.env.Now()
	facts = append(facts, present.Away(p, now)...)
	if name := p.StatusName(); name != "" {
		facts = append(facts, present.Label(name, t).String())
	}
	facts = append(facts, p.Owner.Email)
	for _, sch := range p.Schedules {
		text := present.Schedule(sch, s.env.Now())
		if at, ok := schedule.Next(sch, now); ok {
			text += ", in " + present.Span(at.Sub(now))
		}
		facts = append(facts, text)
	}
	switch last := s.env.Store.LastRun(s.id); {
	case !p.Published():
		facts = append(facts, "never published")
	case last.Value != nil && last.Value.EndTime != nil:
		facts = append(facts, "last run "+present.Run(last.Value.Status, t).String()+ended(*last.Value, now))
	}
	if run, ok := s.env.Store.LastDraft(s.id); ok && run.Status.Finished() {
		what := "draft run "
		if s.env.Store.CellRun(run.RunID) != "" {
			what = "run of a cell "
		}
		facts = append(facts, what+present.Run(run.Status, t).String()+ended(run, now))
	}
	facts = append(facts, "edited "+present.Ago(p.LastEditedAt, now))
	if shared := present.Shared(p.Sharing, p.Owner.Email); len(shared) > 0 {
		facts = append(facts, strings.Join(shared, ", "))
	}
	return facts
}

// ended says when a run ended, behind how.
func ended(run hex.Run, now time.Time) string {
	if run.EndTime == nil {
		return ""
	}
	return " " + present.Ago(*run.EndTime, now)
}

// lastRunWanted is the newest run, which the head names.
func (s *Screen) lastRunWanted() store.Want {
	return s.env.Store.Keep(store.LastRun, s.id, store.ListWithin).Maybe()
}

// joined are facts in at most so many lines of a width, parted by points; what there is no room for is cut.
func joined(facts []string, w, most int) (lines []string) {
	line := ""
	for _, f := range facts {
		switch {
		case line == "":
			line = f
		case paint.Width(line)+3+paint.Width(f) > w && len(lines) < most-1:
			lines = append(lines, line)
			line = f
		default:
			line += " · " + f
		}
	}
	return append(lines, line)
}
