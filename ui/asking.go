package ui

import (
	"context"
	"iter"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
)

// asking is a thread that is watched until it has answered, whatever is shown meanwhile.
type asking struct {
	title string
	since time.Time
	over  bool
}

// FollowThread watches a thread until it has answered.
func (a *App) FollowThread(id, title string, before *hex.Thread) {
	if f := a.asks[id]; f != nil && !f.over {
		return
	}
	f := &asking{title: title, since: a.now()}
	a.asks[id] = f
	if t := a.store.Thread(id).Value; before == nil && t.UpdatedAt != nil && t.UpdatedAt.Before(f.since) {
		f.since = *t.UpdatedAt
	}
	task.Each(a.tasks, "follow thread "+id, func(ctx context.Context) iter.Seq2[ask.Seen, error] {
		return func(yield func(ask.Seen, error) bool) {
			seen := func(s ask.Seen) bool { return yield(s, nil) }
			if _, err := (ask.Waiting{Now: a.now, Pause: a.pause, Seen: seen}).Wait(ctx, a.session.Road, id, before); err != nil {
				yield(ask.Seen{}, err)
			}
		}
	}, func(s ask.Seen, err error, last bool) {
		if last {
			f.over = true
			a.unwatched(f, err)
			return
		}
		a.thought(f, s)
	})
}

// pause waits by the clock of the program.
func (a *App) pause(ctx context.Context, d time.Duration) error {
	select {
	case <-a.opts.After(d):
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// thought takes what is newly known of a thread.
func (a *App) thought(f *asking, s ask.Seen) {
	if s.Old || f.over || s.ID == "" {
		return
	}
	a.store.NoteThread(s.Thread.Thread)
	if !s.Done {
		return
	}
	f.over = true
	a.poll.touch([]store.Thing{{Kind: store.Messages, ID: s.ID}})
	if len(s.Tables)+len(s.Charts) > 0 {
		a.store.NoteResults(s.ID, s.Results)
	} else {
		a.poll.touch([]store.Thing{{Kind: store.Results, ID: s.ID}})
	}
	level, said := screen.OK, "Hex has answered “"+f.title+"”."
	if got := ask.Judge(s, nil); got.Failure != nil {
		level, said = screen.Error, "Hex has no answer to “"+f.title+"”. "+got.Failure.Error()
	}
	thread := screen.Target{Place: screen.Thread, ID: s.ID, Title: f.title}
	a.tell(level, said, thread)
	if a.blurred || !a.shows(thread) {
		a.tasks.Add(tea.Raw("\a"))
	}
}

// unwatched says that a thread is no longer watched, if it has not answered.
func (a *App) unwatched(f *asking, err error) {
	if err != nil && a.ctx.Err() == nil {
		a.Notice(screen.Error, "The thread “"+f.title+"” is no longer watched; it goes on in Hex. "+err.Error())
	}
}

// AskedFor is since when a thread works that is watched.
func (a *App) AskedFor(id string) (since time.Time, ok bool) {
	f := a.asks[id]
	if f == nil || f.over {
		return time.Time{}, false
	}
	return f.since, true
}

// Unsent is what was typed of a question and not sent.
func (a *App) Unsent(threadID string) *screen.Question {
	if a.unsent[threadID] == nil {
		a.unsent[threadID] = &screen.Question{}
	}
	return a.unsent[threadID]
}

// asking is the number of threads that are watched now.
func (a *App) asking() int {
	n := 0
	for _, f := range a.asks {
		if !f.over {
			n++
		}
	}
	return n
}

// writing tells whether something was typed of a question that was not sent.
func (a *App) writing() bool {
	for _, q := range a.unsent {
		if strings.TrimSpace(q.Text) != "" {
			return true
		}
	}
	return false
}
