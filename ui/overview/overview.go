// Package overview tells what goes on in the workspace, as far as it is known: which runs are under way, which failed, what runs
// next, and of which projects the runs should be looked up first. Hex lists runs by project only, so that looking at all of them
// costs a request each: this room asks for nothing itself, and says what it does not know.
package overview

import (
	"cmp"
	"slices"
	"time"

	"hextui/hex"
	"hextui/hex/schedule"
	"hextui/ui/store"
)

// Run is a run with its project.
type Run struct {
	hex.Run
	Project *hex.Project
	// InARow counts the failures of runs that were started in the same way, this one the last; More tells that there may have been
	// others before.
	InARow int
	More   bool
	// OK is the newest success before it of a run that was started in the same way, Since the newest one after it; nil where none
	// is known.
	OK, Since *hex.Run
}

// Due is a run that a schedule will start.
type Due struct {
	Project *hex.Project
	At      time.Time
	Rule    hex.Schedule
}

// Overview is what is known.
type Overview struct {
	// Running are the newest first, Failed those since yesterday, one of each project and way of starting it, first those that had no
	// success since, Today all that ended or runs today.
	Running, Failed, Today []Run
	// Next are the soonest first.
	Next []Due
	// Published is how many projects can have runs, Unread of how many nobody looked.
	Published, Unread int
	// Look are the projects whose runs should be looked up, the most urgent first: their schedule has started one since they were
	// looked at, or they never were.
	Look []string

	made made
}

// made is what an overview was made of.
type made struct {
	projects, runs uint64
	minute         time.Time
}

// Sync brings the overview in step with what is known, and tells whether it is another now.
func (o *Overview) Sync(s *store.Store, now time.Time) bool {
	m := made{s.Projects.Version, s.RunsVersion, now.Truncate(time.Minute)}
	if m == o.made {
		return false
	}
	*o = Overview{made: m}
	var look []looked
	today, yesterday := midnight(now, 0), midnight(now, -1)
	for i := range s.Projects.Len() {
		p := s.Projects.Ref(i)
		o.runs(s.KnownRuns(p.ID), p, today, yesterday)
		for _, rule := range p.Schedules {
			if at, ok := schedule.Next(rule, now); ok {
				o.Next = append(o.Next, Due{p, at, rule})
			}
		}
		if p.Published() {
			o.Published++
			look = o.look(s, p, now, yesterday, look)
		}
	}
	newest := func(a, b Run) int { return began(b.Run).Compare(began(a.Run)) }
	slices.SortStableFunc(o.Running, newest)
	slices.SortStableFunc(o.Failed, func(a, b Run) int { return cmp.Or(rank(a)-rank(b), newest(a, b)) })
	slices.SortStableFunc(o.Today, newest)
	slices.SortStableFunc(o.Next, func(a, b Due) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(look, func(a, b looked) int {
		return cmp.Or(cmp.Compare(a.urgency, b.urgency), b.at.Compare(a.at))
	})
	for _, l := range look {
		o.Look = append(o.Look, l.id)
	}
	return true
}

// rank puts what goes on failing before what has been well since.
func rank(r Run) int {
	if r.Since != nil {
		return 1
	}
	return 0
}

// midnight is the beginning of a day in the local zone, so many days from now.
func midnight(now time.Time, days int) time.Time {
	y, m, d := now.Local().Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, time.Local)
}

// began is when a run began; what has not begun yet is the newest of all.
func began(r hex.Run) time.Time {
	if r.StartTime == nil {
		return time.Unix(1<<40, 0)
	}
	return *r.StartTime
}

// ended is when a run ended, or when it began where that is all that is known.
func ended(r hex.Run) time.Time {
	if r.EndTime != nil {
		return *r.EndTime
	}
	return began(r)
}

// Failed tells whether a run ended because something was wrong.
func Failed(r hex.Run) bool { return r.Status == hex.RunErrored || r.Status == hex.RunNoKernel }

// runs takes the runs of a project, the newest first.
func (o *Overview) runs(runs []hex.Run, p *hex.Project, today, yesterday time.Time) {
	var failed []hex.Run // the newest failure of each way of starting
	for i, r := range runs {
		one := Run{Run: r, Project: p}
		if Failed(r) {
			one.InARow, one.More, one.OK = inARow(runs[i:])
			one.Since = since(runs[:i], r)
		}
		if !r.Status.Finished() {
			o.Running = append(o.Running, one)
		}
		if Failed(r) && !ended(r).Before(yesterday) && !slices.ContainsFunc(failed, func(n hex.Run) bool { return alike(n, r) }) {
			failed = append(failed, r)
			o.Failed = append(o.Failed, one)
		}
		if !r.Status.Finished() || !ended(r).Before(today) {
			o.Today = append(o.Today, one)
		}
	}
}

// alike tells whether two runs of a project were started in the same way: how those of one way end says nothing of the other.
func alike(a, b hex.Run) bool { return a.Trigger == b.Trigger && a.Draft() == b.Draft() }

// inARow counts the failures that follow each other among the runs that were started as the first was, and finds the success
// before them. Runs that somebody cancelled say nothing.
func inARow(runs []hex.Run) (n int, more bool, ok *hex.Run) {
	for i, r := range runs {
		if !alike(r, runs[0]) {
			continue
		}
		switch {
		case Failed(r):
			n++
		case r.Status == hex.RunCompleted:
			return n, false, &runs[i]
		}
	}
	return n, len(runs) > 1, nil
}

// since is the newest success among later runs that were started as one was.
func since(later []hex.Run, r hex.Run) *hex.Run {
	for i, o := range later {
		if o.Status == hex.RunCompleted && alike(o, r) {
			return &later[i]
		}
	}
	return nil
}

// looked is a project whose runs are to be looked up.
type looked struct {
	id      string
	urgency int
	at      time.Time
}

// The urgencies: a schedule has started a run that nobody looked at; nobody looked at all, and it runs by itself; or it does not.
const (
	fired = iota
	unreadScheduled
	unread
)

func (o *Overview) look(s *store.Store, p *hex.Project, now, yesterday time.Time, all []looked) []looked {
	last, _ := s.KnownLast(p.ID)
	if !last.Known() {
		o.Unread++
	}
	if last.Err != nil && !last.Known() {
		return all
	}
	since, read := last.At, last.Known()
	if !read {
		since = yesterday
	}
	at := p.LastEditedAt
	if v := p.Analytics.LastViewedAt; v != nil && v.After(at) {
		at = *v
	}
	due, ok := schedule.Soonest(p.Schedules, since)
	switch {
	case ok && !due.After(now):
		return append(all, looked{p.ID, fired, due})
	case read:
		return all
	case len(p.Schedules) > 0:
		return append(all, looked{p.ID, unreadScheduled, at})
	}
	return append(all, looked{p.ID, unread, at})
}
