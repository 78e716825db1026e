package store

import (
	"context"
	"fmt"
	"iter"
	"time"

	"hextui/hex"
	"hextui/ui/task"
)

// Message is one message of a thread.
type Message struct {
	ID   string
	Text string
	// At is nil where the workspace does not tell.
	At *time.Time
}

// LoadMe reads who the token acts as.
func (s *Store) LoadMe() {
	s.Me.Loading = true
	task.Do(s.tasks, "me", s.api.Me, func(m hex.Me, err error) { s.Me.set(m, err, s.now()) })
}

// LoadProjects reads the list of all projects and components.
func (s *Store) LoadProjects() {
	load(s, "projects", &s.Projects, func(p hex.Project) string { return p.ID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.Project], error] {
		return s.api.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, IncludeComponents: true, SortBy: hex.SortEdited, SortDirection: hex.Descending})
	})
}

// LoadProject reads one project with its sharing.
func (s *Store) LoadProject(id string) {
	e := s.Project(id)
	e.Loading = true
	task.Do(s.tasks, "project "+id, func(ctx context.Context) (hex.Project, error) { return s.api.GetProject(ctx, id) }, func(p hex.Project, err error) {
		e.set(p, err, s.now())
		if err == nil {
			if _, listed := s.Projects.Get(id); listed {
				s.Projects.Put(id, p)
			}
		}
	})
}

// LoadCells reads the draft of a project.
func (s *Store) LoadCells(projectID string) {
	load(s, "cells "+projectID, s.Cells(projectID), func(c hex.Cell) string { return c.StaticID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.Cell], error] {
		return s.api.CellPages(ctx, hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: projectID})
	})
}

// LoadRuns reads the newest runs of a project, up to a hundred.
func (s *Store) LoadRuns(projectID string) {
	l := s.Runs(projectID)
	l.begin()
	task.Do(s.tasks, "runs "+projectID, func(ctx context.Context) (hex.RunPage, error) {
		return s.api.GetProjectRuns(ctx, projectID, hex.RunQuery{Limit: 100})
	}, func(p hex.RunPage, err error) {
		var drafts []hex.Run
		for _, id := range l.ids {
			if r := l.byID[id]; r.Draft() {
				drafts = append(drafts, r)
			}
		}
		l.add(append(drafts, p.Runs...), func(r hex.Run) string { return r.RunID })
		l.end(err, s.now())
		if err == nil {
			s.setLastRun(projectID, p.Runs, nil)
		}
	})
}

// LoadLastRuns reads the newest run of each of the projects that it is not known of, one after the other, after a
// short rest so that scrolling past asks for nothing. A new call overtakes the one before. It stops when
// fewer than spare requests of the budget are left: what a person does comes first.
func (s *Store) LoadLastRuns(projectIDs []string, spare int) {
	type answer struct {
		project string
		page    hex.RunPage
		err     error
	}
	task.Each(s.tasks, "last runs", func(ctx context.Context) iter.Seq2[answer, error] {
		return func(yield func(answer, error) bool) {
			if rest(ctx, 150*time.Millisecond) != nil {
				return
			}
			for _, id := range projectIDs {
				if b := s.api.Budget(); b.Limit > 0 && b.Left < spare {
					return
				}
				page, err := s.api.GetProjectRuns(ctx, id, hex.RunQuery{Limit: 1})
				if ctx.Err() != nil || !yield(answer{id, page, err}, nil) {
					return
				}
			}
		}
	}, func(a answer, _ error, last bool) {
		if !last {
			s.setLastRun(a.project, a.page.Runs, a.err)
		}
	})
}

// LoadPreview reads a project's sharing, newest runs and cells after a short rest, as far as they are not known. A new
// call overtakes the one before.
func (s *Store) LoadPreview(projectID string, published bool) {
	task.Do(s.tasks, "preview", func(ctx context.Context) (struct{}, error) {
		return struct{}{}, rest(ctx, 150*time.Millisecond)
	}, func(_ struct{}, err error) {
		if err != nil {
			return
		}
		if e := s.Project(projectID); !e.Known() && !e.Loading {
			s.LoadProject(projectID)
		}
		if l := s.Runs(projectID); published && !l.Known() && !l.Loading {
			s.LoadRuns(projectID)
		}
		if l := s.Cells(projectID); !l.Known() && !l.Loading {
			s.LoadCells(projectID)
		}
	})
}

func rest(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (s *Store) setLastRun(projectID string, runs []hex.Run, err error) {
	var newest *hex.Run
	if len(runs) > 0 {
		newest = &runs[0]
	}
	s.LastRun(projectID).set(newest, err, s.now())
	s.RunsVersion++
}

// ForgetLastRuns makes the newest runs be read again where they are shown.
func (s *Store) ForgetLastRuns() {
	for _, e := range s.lastRun {
		if !e.Loading {
			e.At = time.Time{}
		}
	}
}

// LoadOutput reads the result of a cell in the draft's session.
func (s *Store) LoadOutput(staticID string) {
	e := s.Output(staticID)
	e.Loading = true
	task.Do(s.tasks, "output "+staticID, func(ctx context.Context) (hex.CellOutput, error) { return s.api.GetCellOutput(ctx, staticID) }, func(o hex.CellOutput, err error) {
		e.set(o, err, s.now())
	})
}

// LoadUsers reads all users.
func (s *Store) LoadUsers() {
	load(s, "users", &s.Users, userID, func(ctx context.Context) iter.Seq2[hex.Page[hex.User], error] {
		return s.api.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}})
	})
}

func userID(u hex.User) string { return u.ID }

// LoadGroups reads all groups.
func (s *Store) LoadGroups() {
	load(s, "groups", &s.Groups, func(g hex.Group) string { return g.ID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.Group], error] {
		return s.api.GroupPages(ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 500}, SortBy: "NAME"})
	})
}

// LoadMembers reads the users of a group.
func (s *Store) LoadMembers(groupID string) {
	load(s, "members "+groupID, s.Members(groupID), userID, func(ctx context.Context) iter.Seq2[hex.Page[hex.User], error] {
		return s.api.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}, GroupID: groupID})
	})
}

// LoadCollections reads all collections.
func (s *Store) LoadCollections() {
	load(s, "collections", &s.Collections, func(c hex.Collection) string { return c.ID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.Collection], error] {
		return s.api.CollectionPages(ctx, hex.CollectionQuery{Paging: hex.Paging{Limit: 100}, SortBy: "NAME"})
	})
}

// LoadShelf reads the projects of a collection.
func (s *Store) LoadShelf(collectionID string) {
	load(s, "shelf "+collectionID, s.Shelf(collectionID), func(p hex.Project) string { return p.ID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.Project], error] {
		return s.api.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, CollectionID: collectionID, IncludeComponents: true})
	})
}

// LoadConnections reads all data connections.
func (s *Store) LoadConnections() {
	load(s, "connections", &s.Connections, func(c hex.DataConnection) string { return c.ID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.DataConnection], error] {
		return s.api.DataConnectionPages(ctx, hex.ConnectionQuery{Paging: hex.Paging{Limit: 100}})
	})
}

// LoadThreads reads the threads; Hex shows them to managers only.
func (s *Store) LoadThreads() {
	load(s, "threads", &s.Threads, func(t hex.Thread) string { return t.ID }, func(ctx context.Context) iter.Seq2[hex.Page[hex.Thread], error] {
		return s.api.ThreadPages(ctx, hex.ThreadQuery{Paging: hex.Paging{Limit: 100}})
	})
}

// LoadMessages reads the newest messages of a thread, oldest first.
func (s *Store) LoadMessages(threadID string) {
	l := s.Messages(threadID)
	l.begin()
	task.Do(s.tasks, "messages "+threadID, func(ctx context.Context) (hex.Page[hex.Message], error) {
		return s.api.GetThreadMessages(ctx, threadID, hex.MessageQuery{Paging: hex.Paging{Limit: 50}})
	}, func(p hex.Page[hex.Message], err error) {
		var all []Message
		for i, m := range p.Items {
			all = append(all, Message{ID: fmt.Sprint(i), Text: m.Text, At: m.CreatedAt})
		}
		l.add(all, func(m Message) string { return m.ID })
		l.end(err, s.now())
	})
}
