package mcpsrv

import (
	"context"

	"hextui/hex"
)

// The operations that only read. What belongs to a project, collection or connection passes its allow-list; of lists
// only what is allowed is left.

func (g *guard) ProjectURL(projectID string) string { return g.hex.ProjectURL(projectID) }

func (g *guard) Me(ctx context.Context) (hex.Me, error) { return g.hex.Me(ctx) }

// reading is an operation of class Read on things.
func reading(name string, things ...thing) op { return op{name: name, class: Read, things: things} }

func (g *guard) ListProjects(ctx context.Context, q hex.ProjectQuery) (hex.Page[hex.Project], error) {
	page, err := guarded(ctx, g, reading("ListProjects", ofCollection(q.CollectionID)), func() (hex.Page[hex.Project], error) { return g.hex.ListProjects(ctx, q) })
	return kept(ctx, g, aProject, page, err, func(p hex.Project) string { return p.ID })
}

func (g *guard) GetProject(ctx context.Context, projectID string) (hex.Project, error) {
	return guarded(ctx, g, reading("GetProject", ofProject(projectID)), func() (hex.Project, error) { return g.hex.GetProject(ctx, projectID) })
}

func (g *guard) GetQueriedTables(ctx context.Context, projectID string, p hex.Paging) (hex.Page[hex.QueriedTable], error) {
	page, err := guarded(ctx, g, reading("GetQueriedTables", ofProject(projectID)), func() (hex.Page[hex.QueriedTable], error) { return g.hex.GetQueriedTables(ctx, projectID, p) })
	return kept(ctx, g, aConnection, page, err, func(t hex.QueriedTable) string { return t.DataConnectionID })
}

func (g *guard) ExportProject(ctx context.Context, projectID, version string) (hex.Export, error) {
	o := reading("ExportProject", ofProject(projectID))
	o.post = true
	return guarded(ctx, g, o, func() (hex.Export, error) { return g.hex.ExportProject(ctx, projectID, version) })
}

func (g *guard) GetProjectRuns(ctx context.Context, projectID string, q hex.RunQuery) (hex.RunPage, error) {
	return guarded(ctx, g, reading("GetProjectRuns", ofProject(projectID)), func() (hex.RunPage, error) { return g.hex.GetProjectRuns(ctx, projectID, q) })
}

func (g *guard) GetRunStatus(ctx context.Context, projectID, runID string) (hex.Run, error) {
	return guarded(ctx, g, reading("GetRunStatus", ofProject(projectID)), func() (hex.Run, error) { return g.hex.GetRunStatus(ctx, projectID, runID) })
}

// Watch of a run that may not be seen ends before it begins.
func (g *guard) Watch(ctx context.Context, projectID, runID string) *hex.Watch {
	if g.permit(ctx, reading("Watch", ofProject(projectID))) != nil {
		over, cancel := context.WithCancel(ctx)
		cancel()
		ctx = over
	}
	return g.hex.Watch(ctx, projectID, runID)
}

func (g *guard) ListCells(ctx context.Context, q hex.CellQuery) (hex.Page[hex.Cell], error) {
	return guarded(ctx, g, reading("ListCells", ofProject(q.ProjectID)), func() (hex.Page[hex.Cell], error) { return g.hex.ListCells(ctx, q) })
}

func (g *guard) GetCell(ctx context.Context, cellID string) (hex.Cell, error) {
	cell, err := guarded(ctx, g, reading("GetCell"), func() (hex.Cell, error) { return g.hex.GetCell(ctx, cellID) })
	return seen(ctx, g, cell, err, cell.ProjectID)
}

func (g *guard) FindCell(ctx context.Context, projectID, staticID string) (hex.Cell, error) {
	return guarded(ctx, g, reading("FindCell", ofProject(projectID)), func() (hex.Cell, error) { return g.hex.FindCell(ctx, projectID, staticID) })
}

func (g *guard) ReadCell(ctx context.Context, projectID, cellID, staticID string) (hex.Snapshot, error) {
	s, err := guarded(ctx, g, reading("ReadCell", ofProject(projectID)), func() (hex.Snapshot, error) { return g.hex.ReadCell(ctx, projectID, cellID, staticID) })
	return seen(ctx, g, s, err, s.Cell.ProjectID)
}

func (g *guard) GetCellOutput(ctx context.Context, cellID string) (hex.CellOutput, error) {
	if err := g.inAllowedProject(ctx, cellID); err != nil {
		return hex.CellOutput{}, err
	}
	return guarded(ctx, g, reading("GetCellOutput"), func() (hex.CellOutput, error) { return g.hex.GetCellOutput(ctx, cellID) })
}

func (g *guard) GetChartImageFromLogic(ctx context.Context, cellID string, o hex.ImageOptions) (hex.Image, error) {
	if err := g.inAllowedProject(ctx, cellID); err != nil {
		return hex.Image{}, err
	}
	return guarded(ctx, g, reading("GetChartImageFromLogic"), func() (hex.Image, error) { return g.hex.GetChartImageFromLogic(ctx, cellID, o) })
}

func (g *guard) GetChartImageFromRun(ctx context.Context, projectID, runID, staticID string, o hex.ImageOptions) (hex.Image, error) {
	return guarded(ctx, g, reading("GetChartImageFromRun", ofProject(projectID)), func() (hex.Image, error) { return g.hex.GetChartImageFromRun(ctx, projectID, runID, staticID, o) })
}

// everywhere is a reading operation that may show anything of the workspace.
func everywhere(name string) op { return op{name: name, class: Read, everywhere: true} }

func (g *guard) ListThreads(ctx context.Context, q hex.ThreadQuery) (hex.Page[hex.Thread], error) {
	return guarded(ctx, g, everywhere("ListThreads"), func() (hex.Page[hex.Thread], error) { return g.hex.ListThreads(ctx, q) })
}

func (g *guard) GetThread(ctx context.Context, threadID string) (hex.Thread, error) {
	return guarded(ctx, g, everywhere("GetThread"), func() (hex.Thread, error) { return g.hex.GetThread(ctx, threadID) })
}

func (g *guard) GetThreadMessages(ctx context.Context, threadID string, q hex.MessageQuery) (hex.Page[hex.Message], error) {
	return guarded(ctx, g, everywhere("GetThreadMessages"), func() (hex.Page[hex.Message], error) { return g.hex.GetThreadMessages(ctx, threadID, q) })
}

func (g *guard) ListTopics(ctx context.Context, p hex.Paging) (hex.Page[hex.Topic], error) {
	return guarded(ctx, g, everywhere("ListTopics"), func() (hex.Page[hex.Topic], error) { return g.hex.ListTopics(ctx, p) })
}

func (g *guard) ListSuggestions(ctx context.Context, q hex.SuggestionQuery) (hex.Page[hex.Suggestion], error) {
	return guarded(ctx, g, everywhere("ListSuggestions"), func() (hex.Page[hex.Suggestion], error) { return g.hex.ListSuggestions(ctx, q) })
}

func (g *guard) GetSuggestion(ctx context.Context, id string) (hex.Suggestion, error) {
	return guarded(ctx, g, everywhere("GetSuggestion"), func() (hex.Suggestion, error) { return g.hex.GetSuggestion(ctx, id) })
}

func (g *guard) ListUsers(ctx context.Context, q hex.UserQuery) (hex.Page[hex.User], error) {
	return guarded(ctx, g, reading("ListUsers"), func() (hex.Page[hex.User], error) { return g.hex.ListUsers(ctx, q) })
}

func (g *guard) ListGroups(ctx context.Context, q hex.GroupQuery) (hex.Page[hex.Group], error) {
	return guarded(ctx, g, reading("ListGroups"), func() (hex.Page[hex.Group], error) { return g.hex.ListGroups(ctx, q) })
}

func (g *guard) GetGroup(ctx context.Context, groupID string) (hex.Group, error) {
	return guarded(ctx, g, reading("GetGroup"), func() (hex.Group, error) { return g.hex.GetGroup(ctx, groupID) })
}

func (g *guard) ListCollections(ctx context.Context, q hex.CollectionQuery) (hex.Page[hex.Collection], error) {
	page, err := guarded(ctx, g, reading("ListCollections"), func() (hex.Page[hex.Collection], error) { return g.hex.ListCollections(ctx, q) })
	return kept(ctx, g, aCollection, page, err, func(c hex.Collection) string { return c.ID })
}

func (g *guard) GetCollection(ctx context.Context, collectionID string) (hex.Collection, error) {
	return guarded(ctx, g, reading("GetCollection", ofCollection(collectionID)), func() (hex.Collection, error) { return g.hex.GetCollection(ctx, collectionID) })
}

func (g *guard) ListDataConnections(ctx context.Context, q hex.ConnectionQuery) (hex.Page[hex.DataConnection], error) {
	page, err := guarded(ctx, g, reading("ListDataConnections"), func() (hex.Page[hex.DataConnection], error) { return g.hex.ListDataConnections(ctx, q) })
	return kept(ctx, g, aConnection, page, err, func(c hex.DataConnection) string { return c.ID })
}

func (g *guard) GetDataConnection(ctx context.Context, id string) (hex.DataConnection, error) {
	return guarded(ctx, g, reading("GetDataConnection", ofConnection(id)), func() (hex.DataConnection, error) { return g.hex.GetDataConnection(ctx, id) })
}

func (g *guard) ListDraftGuides(ctx context.Context, q hex.GuideQuery) (hex.Page[hex.Guide], error) {
	return guarded(ctx, g, reading("ListDraftGuides"), func() (hex.Page[hex.Guide], error) { return g.hex.ListDraftGuides(ctx, q) })
}
