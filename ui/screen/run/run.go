package run

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/store"
	"hextui/ui/theme"
)

// Screen is one run.
type Screen struct {
	screen.Base
	env     *screen.Env
	project string
	id      string
	title   string
	top     int
	height  int
	total   int
}

// New returns the screen of a run.
func New(env *screen.Env, t screen.Target) screen.Screen {
	return &Screen{env: env, project: t.ID, id: t.Sub, title: t.Title}
}

// watchedWithin is how often a run that goes on is looked at, at the least.
const watchedWithin = 10 * time.Second

// Crumb names the run.
func (s *Screen) Crumb() string { return s.title + " › Run " + present.ShortID(s.id) }

// Scopes are the run's.
func (s *Screen) Scopes() []action.Scope { return []action.Scope{action.Run, action.List} }

// Wants are the project's other runs, which the estimate needs, and why a draft's run failed.
func (s *Screen) Wants() []store.Want {
	var wants []store.Want
	if p, ok := s.env.Store.FindProject(s.project); ok && p.Published() {
		wants = append(wants, s.env.Store.Keep(store.Runs, s.project, store.ListWithin))
	}
	if r, ok := s.run(); ok && r.Draft() && r.Status == hex.RunErrored {
		wants = append(wants, store.Want{Thing: store.Thing{Kind: store.Failure, ID: s.id, Of: s.project}})
	}
	return wants
}

// Show watches the run.
func (s *Screen) Show() {
	if r, ok := s.run(); !ok || !r.Status.Finished() || len(r.Events) == 0 {
		s.env.Host.Follow(s.project, s.id, s.title)
	}
}

// Reload looks at the run now.
func (s *Screen) Reload() {
	s.env.Host.Follow(s.project, s.id, s.title)
	s.env.Host.Nudge(s.id)
}

// run is the newest that is known of the run.
func (s *Screen) run() (hex.Run, bool) {
	if u, ok := s.env.Host.Watched(s.id); ok && u.Run.RunID != "" {
		return u.Run, true
	}
	return s.env.Store.Runs(s.project).Get(s.id)
}

// Fresh is when Hex last spoke of the run.
func (s *Screen) Fresh() screen.Freshness {
	u, ok := s.env.Host.Watched(s.id)
	if !ok {
		return screen.Freshness{Loading: true}
	}
	f := screen.Freshness{At: u.At, Err: u.Err}
	if !u.Run.Status.Finished() {
		f.Within = watchedWithin
	}
	return f
}

// Offers are what can be done with the run.
func (s *Screen) Offers() []screen.Offer {
	r, known := s.run()
	over := ""
	if known && r.Status.Finished() {
		over = "This run is over: " + present.Run(r.Status, s.env.Theme).Word + "."
	}
	word := "tell me at the end"
	if s.env.Host.Notifying(s.id) {
		word = "do not tell me"
	}
	offers := []screen.Offer{
		{Action: action.Cancel, Reason: over, Do: func() { runform.Cancel(s.env, s.project, s.id, s.title) }},
		{Action: action.WatchEnd, Reason: over, Word: word, Do: func() { s.env.Host.NotifyEnd(s.id) }},
		{Action: action.RunForm, Do: func() { again(s.env, s.project) }},
		{Action: action.Open, Do: func() { s.env.Host.Go(screen.Target{Place: screen.Project, ID: s.project, Title: s.title}) }},
		{Action: action.CopyID, Do: func() { s.env.Host.Copy(s.id, "the run's id") }},
	}
	if r.URL != "" {
		offers = append(offers, screen.Offer{Action: action.OpenWeb, Do: func() { s.env.Host.Browse(r.URL) }})
	}
	if known && r.Status == hex.RunErrored && !r.Draft() {
		offers = append(offers, screen.Offer{Action: action.RunDraft, Reason: *s.env.NoDraftRuns, Do: func() {
			if p, ok := s.env.Store.FindProject(s.project); ok {
				runform.StartDraft(s.env, p)
			}
		}})
	}
	return offers
}

// Do scrolls.
func (s *Screen) Do(id action.ID) bool {
	n := map[action.ID]int{
		action.Up: -1, action.Down: 1, action.PageUp: -s.height, action.PageDown: s.height, action.Top: -s.total, action.Bottom: s.total,
	}[id]
	if n == 0 {
		return false
	}
	s.top = max(min(s.top+n, s.total-s.height), 0)
	return true
}

// Mouse scrolls.
func (s *Screen) Mouse(m screen.Mouse) { s.top = max(min(s.top+m.Wheel, s.total-s.height), 0) }

// Sync has nothing to do: all that is drawn is drawn from what is known.
func (s *Screen) Sync() {}

type line struct {
	text  string
	style theme.Style
}

// Draw paints the state of the run, how far it is, and what is known of its end.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	t := s.env.Theme
	in := a.Inset(2, 0)
	r, ok := s.run()
	if !ok {
		in.Text(0, 1, s.env.Spin()+" looking for the run", t.Faint)
		if u, seen := s.env.Host.Watched(s.id); seen && u.Err != nil {
			for i, l := range paint.Wrap(u.Err.Error(), in.Width()) {
				in.Text(0, 3+i, l, t.Error)
			}
		}
		return nil
	}
	s.drawState(in, r)
	body := in.Sub(0, 4, in.Width(), in.Height()-4)
	lines := s.lines(r, body.Width())
	s.height, s.total = body.Height(), len(lines)
	s.top = max(min(s.top, s.total-s.height), 0)
	for y := range min(body.Height(), len(lines)-s.top) {
		body.Text(0, y, lines[s.top+y].text, lines[s.top+y].style)
	}
	return nil
}

// drawState is the line that matters: state, time, and how long it is likely to take.
func (s *Screen) drawState(a paint.Surface, r hex.Run) {
	t := s.env.Theme
	st := present.Run(r.Status, t)
	if r.Status == hex.RunRunning {
		st.Glyph = s.env.Spin()
	}
	elapsed := r.Elapsed(s.env.Now())
	x := screen.DrawStatus(a, 0, 1, st, t)
	x = a.Text(x+2, 1, present.Elapsed(elapsed), t.Title)
	usual := s.env.Store.Usual(s.project, r)
	switch {
	case !r.Status.Finished() && usual > 0:
		x = a.Text(x+1, 1, "of about "+present.Elapsed(usual), t.Faint)
		s.drawBar(a, x+3, float64(elapsed)/float64(usual))
	case r.Status.Finished() && usual > 0:
		a.Text(x+1, 1, "· usually about "+present.Elapsed(usual), t.Faint)
	}
	what := "published version " + string(r.Version)
	if r.Draft() {
		what = "DRAFT"
	}
	a.Text(0, 2, what+" of "+s.title, t.Text)
}

// drawBar draws how far the run is, as an estimate that never says that it is done.
func (s *Screen) drawBar(a paint.Surface, x int, share float64) {
	t := s.env.Theme
	w := min(a.Width()-x-12, 30)
	if w < 8 {
		return
	}
	share = min(share, 0.99)
	full := int(share * float64(w))
	a.Repeat(x, 1, full, "█", t.Running)
	a.Repeat(x+full, 1, w-full, "░", t.Rule)
	a.Text(x+w+1, 1, fmt.Sprintf("about %d %%", int(share*100)), t.Faint)
}

// lines is everything else that is known of the run.
func (s *Screen) lines(r hex.Run, width int) []line {
	t := s.env.Theme
	var out []line
	add := func(st theme.Style, text string) {
		for _, l := range paint.Wrap(text, width) {
			out = append(out, line{l, st})
		}
	}
	out = append(out, s.outcome(r, width)...)
	add(t.Text, "")
	for _, odd := range r.Odd {
		add(t.Warn, "odd        "+odd)
	}
	now := s.env.Now()
	if r.StartTime != nil {
		by := screen.StartedBy(s.env, r, present.Trigger)
		add(t.Text, "started    "+present.Ago(*r.StartTime, now)+", "+present.Exact(*r.StartTime)+", by "+by)
	}
	if r.EndTime != nil {
		add(t.Text, "ended      "+present.Ago(*r.EndTime, now)+", "+present.Exact(*r.EndTime))
	}
	if text := s.inputs(r); text != "" {
		add(t.Text, "inputs     "+text)
	}
	if text := s.sinceSuccess(r); text != "" {
		add(t.Text, "compare    "+text)
	}
	add(t.Faint, "run        "+r.RunID)
	if r.TraceID != "" {
		add(t.Faint, "trace      "+r.TraceID)
	}
	if bars := s.history(r.Draft()); bars != "" {
		add(t.Text, "last runs  "+bars)
	}
	if len(r.Events) > 0 {
		add(t.Text, "")
		add(t.Faint, "WHAT HEX SAYS OF IT")
		for _, e := range r.Events {
			add(t.Text, clock(e.Timestamp)+"  "+strings.TrimSpace(e.Type+" "+e.Value))
		}
	}
	return out
}

// inputs are what a run was given, as far as that is known: Hex's API does not tell it.
func (s *Screen) inputs(r hex.Run) string {
	given, here := s.env.Store.Inputs(r.RunID)
	switch {
	case r.Draft() || !here && r.Trigger != hex.TriggerAPI:
		return ""
	case !here:
		return "not told: Hex's API does not say what a run was given"
	case len(given) == 0:
		return "all left to the app"
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(given)) {
		all = append(all, fmt.Sprintf("%s = %v", name, given[name]))
	}
	return strings.Join(all, " · ")
}

// sinceSuccess says of a failed run what is another thing than in the last success, as far as the runs tell it.
func (s *Screen) sinceSuccess(r hex.Run) string {
	if r.Draft() || r.StartTime == nil || r.Status != hex.RunErrored {
		return ""
	}
	known := s.env.Store.KnownRuns(s.project)
	at := slices.IndexFunc(known, func(o hex.Run) bool {
		return o.Status == hex.RunCompleted && !o.Draft() && o.StartTime != nil && o.StartTime.Before(*r.StartTime)
	})
	switch {
	case at < 0 && len(known) < 2:
		return ""
	case at < 0:
		return "no success is known before it"
	}
	ok := known[at]
	when := present.Ago(*ok.StartTime, s.env.Now())
	if ok.Version == r.Version {
		return fmt.Sprintf("the same version succeeded %s: its cells did not change; look at the data, the connection, the inputs", when)
	}
	return fmt.Sprintf("version %s succeeded %s, this is version %s: its cells may have changed", ok.Version, when, r.Version)
}

// outcome says how the run ended, or what the API does not tell.
func (s *Screen) outcome(r hex.Run, width int) []line {
	t := s.env.Theme
	var out []line
	add := func(st theme.Style, text string) {
		for _, l := range paint.Wrap(text, width) {
			out = append(out, line{l, st})
		}
	}
	switch {
	case r.Status == hex.RunErrored && r.Draft():
		s.failure(r, add)
	case r.Status == hex.RunErrored:
		add(t.Error, "The run failed.")
		add(t.Text, "The API does not say in which cell or why for runs of a published version. "+
			s.env.Keys.Way(action.RunDraft, action.Run)+" runs the draft, which tells; "+
			s.env.Keys.Way(action.OpenWeb)+" opens the run in Hex.")
	case r.Status == hex.RunNoKernel:
		add(t.Error, "No kernel could be had for this run: nothing was run. Others of your runs may be holding the 25 that Hex gives "+
			"each user.")
	case r.Status == hex.RunKilled:
		add(t.Text, "The run was cancelled before it ended.")
	case r.Status == hex.RunCompleted && r.Draft():
		add(t.Text, "Results are beside their cells: "+s.env.Keys.Way(action.Open, action.Run)+" opens the project.")
	case r.Status == hex.RunCompleted:
		add(t.Text, "Done. The API gives no results of published runs; "+
			s.env.Keys.Way(action.OpenWeb)+" shows the app, a draft run shows rows here.")
	default:
		add(t.Faint, "The API gives no progress of single cells; the share of time is an estimate from the last runs.")
	}
	return out
}

func (s *Screen) failure(r hex.Run, add func(theme.Style, string)) {
	t := s.env.Theme
	f := s.env.Store.Failure(r.RunID)
	switch {
	case f.Loading:
		add(t.Faint, s.env.Spin()+" looking for the cell that failed")
	case f.Err != nil:
		add(t.Error, "The run failed; which cell did could not be found out. "+f.Err.Error())
	case f.Value.Cell != nil:
		add(t.Error, present.CellName(*f.Value.Cell, 0)+" failed: "+f.Value.Error.Message)
		add(t.Faint, f.Value.Error.Traceback)
	case f.Known():
		add(t.Error, "The run failed, but no SQL cell did: the error is in a cell whose output the API does not give. "+
			s.env.Keys.Way(action.OpenWeb)+" opens it in Hex.")
	}
}

// history draws the last ten runs of the same kind, the newest last: drafts and published versions are two things.
func (s *Screen) history(draft bool) string {
	runs := s.env.Store.Runs(s.project)
	last := present.Last(runs.Len(), runs.Item, draft, s.env.Now())
	if len(last.Took) < 2 {
		return ""
	}
	return last.Say(s.env.Theme)
}

// clock shortens a timestamp of Hex to the time of day, in the local zone, where it can be read.
func clock(ts string) string {
	if at, err := time.Parse(time.RFC3339, ts); err == nil {
		return present.Clock(at)
	}
	return ts
}
