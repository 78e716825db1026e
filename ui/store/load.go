package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
)

// Message is one message of a thread.
type Message struct {
	ID   string
	Text string
	// At is nil where the workspace does not tell.
	At *time.Time
}

// loadMe reads who the token acts as.
func (s *Store) loadMe() {
	s.Me.begin()
	do(s, Thing{Kind: Me}, s.api.Me, func(m hex.Me, err error) { s.Me.set(m, err, s.now()) })
}

// loadProjects reads the list of all projects and components, with their sharing: it is the same request, and saves one for each
// project that is looked at.
func (s *Store) loadProjects() {
	load(s, Thing{Kind: Projects}, &s.Projects, projectID, func(ctx context.Context) iter.Seq2[hex.Page[hex.Project], error] {
		return slim(s.api.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, IncludeComponents: true,
			IncludeSharing: true, SortBy: hex.SortEdited, SortDirection: hex.Descending}))
	})
}

// loadAway reads the projects that were archived, or are in the trash. Hex gives them only among all others.
func (s *Store) loadAway() {
	load(s, Thing{Kind: Away}, &s.Away, projectID, func(ctx context.Context) iter.Seq2[hex.Page[hex.Project], error] {
		return away(slim(s.api.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, IncludeComponents: true,
			IncludeArchived: true, IncludeTrashed: true, IncludeSharing: true, SortBy: hex.SortEdited, SortDirection: hex.Descending})))
	})
}

func projectID(p hex.Project) string { return p.ID }

// away are the projects of pages that are archived or in the trash.
func away(pages iter.Seq2[hex.Page[hex.Project], error]) iter.Seq2[hex.Page[hex.Project], error] {
	return func(yield func(hex.Page[hex.Project], error) bool) {
		for page, err := range pages {
			page.Items = slices.DeleteFunc(page.Items, func(p hex.Project) bool { return p.ArchivedAt == nil && p.TrashedAt == nil })
			page.Odd = nil // they are told of where all projects are
			if !yield(page, err) {
				return
			}
		}
	}
}

// loadProject reads one project with its sharing.
func (s *Store) loadProject(id string) {
	e := s.Project(id)
	e.begin()
	do(s, Thing{Kind: Project, ID: id}, func(ctx context.Context) (hex.Project, error) { return s.api.GetProject(ctx, id) },
		func(p hex.Project, err error) {
			e.set(p, err, s.now())
			if err == nil {
				if _, listed := s.Projects.Get(id); listed {
					s.Projects.Put(id, p)
				}
			}
		})
}

// loadCells reads the draft of a project.
func (s *Store) loadCells(projectID string) {
	load(s, Thing{Kind: Cells, ID: projectID}, s.Cells(projectID), func(c hex.Cell) string { return c.StaticID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.Cell], error] {
			return s.api.CellPages(ctx, hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: projectID})
		})
}

// loadRuns reads the newest runs of a project, up to a hundred.
func (s *Store) loadRuns(projectID string) {
	l := s.Runs(projectID)
	l.begin()
	do(s, Thing{Kind: Runs, ID: projectID}, func(ctx context.Context) (hex.RunPage, error) {
		return s.api.GetProjectRuns(ctx, projectID, hex.RunQuery{Limit: 100})
	}, func(p hex.RunPage, err error) { s.takeRuns(projectID, p, err) })
}

// takeRuns takes the newest runs of a project, beside which its draft's stay.
func (s *Store) takeRuns(projectID string, p hex.RunPage, err error) {
	l := s.Runs(projectID)
	var drafts []hex.Run
	for _, id := range l.ids {
		if r := l.byID[id]; r.Draft() {
			drafts = append(drafts, *r)
		}
	}
	runs := s.notBefore(projectID, p.Runs)
	l.add(append(drafts, runs...), p.Odd, func(r hex.Run) string { return r.RunID })
	l.end(err, s.now())
	if err == nil {
		s.setLastRun(projectID, runs, nil)
	}
}

// notBefore are runs that were read, those that are known to have ended as they ended: an answer may be older than the word of the end,
// which came while it was on its way.
func (s *Store) notBefore(projectID string, read []hex.Run) []hex.Run {
	runs := slices.Clone(read)
	for i, r := range runs {
		if known, ok := s.Runs(projectID).Get(r.RunID); ok && known.Status.Finished() && !r.Status.Finished() {
			runs[i] = known
		}
	}
	return runs
}

// recentRuns is how many of a project's newest runs are read at a time: one request, whatever their number.
const recentRuns = 10

// loadLastRun reads the newest runs of a project.
func (s *Store) loadLastRun(projectID string) {
	s.LastRun(projectID).begin()
	do(s, Thing{Kind: LastRun, ID: projectID}, func(ctx context.Context) (hex.RunPage, error) {
		return s.api.GetProjectRuns(ctx, projectID, hex.RunQuery{Limit: recentRuns})
	}, func(p hex.RunPage, err error) {
		if len(p.Runs) == 0 && len(p.Odd) > 0 {
			err = errors.New(p.Odd[0].String())
		}
		s.setLastRun(projectID, s.notBefore(projectID, p.Runs), err)
	})
}

// setLastRun takes the newest runs of a project.
func (s *Store) setLastRun(projectID string, runs []hex.Run, err error) {
	var newest *hex.Run
	if len(runs) > 0 {
		newest = &runs[0]
	}
	s.LastRun(projectID).set(newest, err, s.now())
	if err != nil {
		return
	}
	before := s.recent[projectID]
	if len(runs) < min(len(before), recentRuns) || !slices.EqualFunc(before[:min(len(before), len(runs))], runs, sameRun) {
		s.RunsVersion++
	}
	s.recent[projectID] = runs
	at := slices.IndexFunc(runs, func(r hex.Run) bool { return r.Trigger == hex.TriggerScheduled })
	switch {
	case at >= 0:
		s.LastScheduled(projectID).set(&runs[at], nil, s.now())
	case len(runs) < recentRuns: // there are no others
		s.LastScheduled(projectID).set(nil, nil, s.now())
	}
}

// sameRun tells whether nothing new was learnt of a run.
func sameRun(a, b hex.Run) bool { return a.RunID == b.RunID && a.Status == b.Status }

// loadLastScheduled reads the newest run that a project's schedule started.
func (s *Store) loadLastScheduled(projectID string) {
	e := s.LastScheduled(projectID)
	e.begin()
	do(s, Thing{Kind: LastScheduled, ID: projectID}, func(ctx context.Context) (hex.RunPage, error) {
		return s.api.GetProjectRuns(ctx, projectID, hex.RunQuery{Limit: 1, Trigger: hex.TriggerScheduled})
	}, func(p hex.RunPage, err error) {
		var newest *hex.Run
		if runs := s.notBefore(projectID, p.Runs); len(runs) > 0 {
			newest = &runs[0]
		}
		e.set(newest, err, s.now())
		s.RunsVersion++
	})
}

// loadOutput reads the result of a cell in the draft's session.
func (s *Store) loadOutput(staticID string) {
	e := s.Output(staticID)
	e.begin()
	do(s, Thing{Kind: Output, ID: staticID}, func(ctx context.Context) (hex.CellOutput, error) {
		return s.api.GetCellOutput(ctx, staticID)
	}, func(o hex.CellOutput, err error) {
		if err != nil {
			e.set(o, err, s.now())
			return
		}
		s.takeOutput(staticID, o)
	})
}

// The size in pixels in which charts are asked for: as much as is seen of one in a terminal, and twice as wide as it is high.
const (
	pictureWidth  = 960
	pictureHeight = 480
)

// loadPicture reads the picture of a chart cell.
func (s *Store) loadPicture(t Thing) {
	e := s.Picture(t.ID)
	e.begin()
	do(s, t, func(ctx context.Context) (hex.Image, error) {
		return s.api.GetChartImageFromLogic(ctx, t.Of, hex.ImageOptions{Width: pictureWidth, Height: pictureHeight})
	}, func(m hex.Image, err error) { e.set(m, err, s.now()) })
}

// loadUsers reads all users.
func (s *Store) loadUsers() {
	load(s, Thing{Kind: Users}, &s.Users, userID, func(ctx context.Context) iter.Seq2[hex.Page[hex.User], error] {
		return s.api.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}})
	})
}

func userID(u hex.User) string { return u.ID }

// loadGroups reads all groups.
func (s *Store) loadGroups() {
	load(s, Thing{Kind: Groups}, &s.Groups, func(g hex.Group) string { return g.ID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.Group], error] {
			return s.api.GroupPages(ctx, hex.GroupQuery{Paging: hex.Paging{Limit: 500}, SortBy: "NAME"})
		})
}

// loadMembers reads the users of a group.
func (s *Store) loadMembers(groupID string) {
	load(s, Thing{Kind: Members, ID: groupID}, s.Members(groupID), userID, func(ctx context.Context) iter.Seq2[hex.Page[hex.User], error] {
		return s.api.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}, GroupID: groupID})
	})
}

// loadCollections reads all collections.
func (s *Store) loadCollections() {
	load(s, Thing{Kind: Collections}, &s.Collections, func(c hex.Collection) string { return c.ID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.Collection], error] {
			return s.api.CollectionPages(ctx, hex.CollectionQuery{Paging: hex.Paging{Limit: 100}, SortBy: "NAME"})
		})
}

// loadShelf reads the projects of a collection.
func (s *Store) loadShelf(collectionID string) {
	load(s, Thing{Kind: Shelf, ID: collectionID}, s.Shelf(collectionID), func(p hex.Project) string { return p.ID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.Project], error] {
			return s.api.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, CollectionID: collectionID,
				IncludeComponents: true})
		})
}

// loadConnections reads all data connections.
func (s *Store) loadConnections() {
	load(s, Thing{Kind: Connections}, &s.Connections, func(c hex.DataConnection) string { return c.ID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.DataConnection], error] {
			return s.api.DataConnectionPages(ctx, hex.ConnectionQuery{Paging: hex.Paging{Limit: 100}})
		})
}

// loadThreads reads the threads; Hex shows them to managers only.
func (s *Store) loadThreads() {
	load(s, Thing{Kind: Threads}, &s.Threads, func(t hex.Thread) string { return t.ID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.Thread], error] {
			return s.api.ThreadPages(ctx, hex.ThreadQuery{Paging: hex.Paging{Limit: 100}})
		})
}

// loadGuides reads the drafts of guides.
func (s *Store) loadGuides() {
	load(s, Thing{Kind: Guides}, &s.Guides, func(g hex.Guide) string { return g.ID },
		func(ctx context.Context) iter.Seq2[hex.Page[hex.Guide], error] {
			return s.api.DraftGuidePages(ctx, hex.GuideQuery{Paging: hex.Paging{Limit: 100}})
		})
}

// loadThread reads how a thread stands, and its latest answer.
func (s *Store) loadThread(id string) {
	e := s.Thread(id)
	e.begin()
	do(s, Thing{Kind: Thread, ID: id}, func(ctx context.Context) (hex.Thread, error) {
		t, err := s.road.Get(ctx, id)
		return t.Thread, err
	}, func(t hex.Thread, err error) {
		t.ID = id // also of a reading that failed
		s.setThread(t, err)
	})
}

// loadResults reads the tables and charts of a thread's latest answer.
func (s *Store) loadResults(threadID string) {
	e, t := s.Results(threadID), ask.Thread{Thread: s.Thread(threadID).Value}
	t.ID = threadID
	e.begin()
	do(s, Thing{Kind: Results, ID: threadID}, func(ctx context.Context) (ask.Results, error) { return ask.ResultsOf(ctx, s.road, t) },
		func(r ask.Results, err error) { e.set(r, err, s.now()) })
}

// newestMessages is how many pages of a thread's messages are read, back from the newest.
const newestMessages = 4

// loadMessages reads the newest messages of a thread, oldest first.
func (s *Store) loadMessages(threadID string) {
	l := s.Messages(threadID)
	l.begin()
	do(s, Thing{Kind: Messages, ID: threadID}, func(ctx context.Context) (hex.Page[hex.Message], error) {
		return s.readMessages(ctx, threadID)
	}, func(p hex.Page[hex.Message], err error) {
		var all []Message
		for i, m := range p.Items {
			all = append(all, Message{ID: fmt.Sprint(i), Text: m.Text, At: m.CreatedAt})
		}
		l.add(all, p.Odd, func(m Message) string { return m.ID })
		l.end(err, s.now())
	})
}

// readMessages are the messages of some pages as one, oldest first.
func (s *Store) readMessages(ctx context.Context, threadID string) (all hex.Page[hex.Message], err error) {
	pages := 0
	for page, err := range s.api.ThreadMessagePages(ctx, threadID, hex.MessageQuery{Paging: hex.Paging{Limit: 50}}) {
		if err != nil {
			return all, err
		}
		all.Items, all.Odd = append(page.Items, all.Items...), append(page.Odd, all.Odd...)
		if pages++; pages == newestMessages {
			break
		}
	}
	return all, nil
}
