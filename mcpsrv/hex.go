package mcpsrv

import (
	"context"

	"hextui/hex"
)

// Hex is what the tools ask of a workspace: *hex.Client, or something before it that narrows what may be done.
// Every method mirrors the client's method of its name.
//
// It names every operation there is, and the guard that stands before the client ([policy_guard.go]) has to write out
// each of them. So an operation that is added here does not compile before somebody has said what class it is of and
// which allow-lists it has to pass.
type Hex interface {
	ProjectURL(projectID string) string
	Me(ctx context.Context) (hex.Me, error)

	ListProjects(ctx context.Context, q hex.ProjectQuery) (hex.Page[hex.Project], error)
	GetProject(ctx context.Context, projectID string) (hex.Project, error)
	GetQueriedTables(ctx context.Context, projectID string, p hex.Paging) (hex.Page[hex.QueriedTable], error)
	ExportProject(ctx context.Context, projectID, version string) (hex.Export, error)
	CreateProject(ctx context.Context, title, description string) (hex.Project, error)
	UpdateProject(ctx context.Context, projectID, status string) (hex.Project, error)

	EditProjectSharingUsers(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error)
	EditProjectSharingGroups(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error)
	EditProjectSharingCollections(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error)
	EditProjectSharingOrgAndPublic(ctx context.Context, projectID string, workspace, publicWeb hex.Access) (hex.Project, error)
	CreatePresignedUrl(ctx context.Context, projectID string, e hex.Embed) (hex.Secret, error)

	RunProject(ctx context.Context, projectID string, r hex.RunRequest) (hex.RunHandle, error)
	RunDraft(ctx context.Context, projectID string, r hex.DraftRunRequest) (hex.DraftRun, error)
	RunCell(ctx context.Context, cellID string, dryRun bool) (hex.DraftRun, error)
	GetProjectRuns(ctx context.Context, projectID string, q hex.RunQuery) (hex.RunPage, error)
	GetRunStatus(ctx context.Context, projectID, runID string) (hex.Run, error)
	CancelRun(ctx context.Context, projectID, runID string) error
	Watch(ctx context.Context, projectID, runID string) *hex.Watch

	ListCells(ctx context.Context, q hex.CellQuery) (hex.Page[hex.Cell], error)
	GetCell(ctx context.Context, cellID string) (hex.Cell, error)
	FindCell(ctx context.Context, projectID, staticID string) (hex.Cell, error)
	ReadCell(ctx context.Context, projectID, cellID, staticID string) (hex.Snapshot, error)
	Save(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error)
	CreateCell(ctx context.Context, n hex.NewCell) (hex.Cell, error)
	DeleteCell(ctx context.Context, cellID string) error
	GetCellOutput(ctx context.Context, cellID string) (hex.CellOutput, error)
	GetChartImageFromLogic(ctx context.Context, cellID string, o hex.ImageOptions) (hex.Image, error)
	GetChartImageFromRun(ctx context.Context, projectID, runID, staticID string, o hex.ImageOptions) (hex.Image, error)

	ListThreads(ctx context.Context, q hex.ThreadQuery) (hex.Page[hex.Thread], error)
	GetThread(ctx context.Context, threadID string) (hex.Thread, error)
	GetThreadMessages(ctx context.Context, threadID string, q hex.MessageQuery) (hex.Page[hex.Message], error)
	CreateThread(ctx context.Context, n hex.NewThread) (hex.ThreadHandle, error)
	ContinueThread(ctx context.Context, threadID string, p hex.Prompt) (hex.ThreadHandle, error)
	ListTopics(ctx context.Context, p hex.Paging) (hex.Page[hex.Topic], error)

	ListUsers(ctx context.Context, q hex.UserQuery) (hex.Page[hex.User], error)
	DeactivateUser(ctx context.Context, userID string) (hex.User, error)
	ListGroups(ctx context.Context, q hex.GroupQuery) (hex.Page[hex.Group], error)
	GetGroup(ctx context.Context, groupID string) (hex.Group, error)
	CreateGroup(ctx context.Context, name string, memberIDs []string) (hex.Group, error)
	EditGroup(ctx context.Context, groupID string, e hex.GroupEdit) (hex.Group, error)
	DeleteGroup(ctx context.Context, groupID string) error

	ListCollections(ctx context.Context, q hex.CollectionQuery) (hex.Page[hex.Collection], error)
	GetCollection(ctx context.Context, collectionID string) (hex.Collection, error)
	CreateCollection(ctx context.Context, n hex.NewCollection) (hex.Collection, error)
	EditCollection(ctx context.Context, collectionID string, e hex.CollectionEdit) (hex.Collection, error)

	ListDataConnections(ctx context.Context, q hex.ConnectionQuery) (hex.Page[hex.DataConnection], error)
	GetDataConnection(ctx context.Context, id string) (hex.DataConnection, error)
	CreateDataConnection(ctx context.Context, n hex.NewDataConnection) (hex.DataConnection, error)
	EditDataConnection(ctx context.Context, id string, e hex.DataConnectionEdit) (hex.DataConnection, error)
	UpdateDataConnectionSchema(ctx context.Context, id string, updates []hex.StatusUpdate) (hex.SchemaUpdated, error)

	ListDraftGuides(ctx context.Context, q hex.GuideQuery) (hex.Page[hex.Guide], error)
	UpsertGuideDraft(ctx context.Context, files []hex.GuideFile, force bool) (hex.GuideDrafts, error)
	PublishGuideDrafts(ctx context.Context, ids []string, all bool) (hex.PublishedGuides, error)
	DeleteGuideDraft(ctx context.Context, guideID string) error
	ListSuggestions(ctx context.Context, q hex.SuggestionQuery) (hex.Page[hex.Suggestion], error)
	GetSuggestion(ctx context.Context, id string) (hex.Suggestion, error)
	UpdateSemanticProject(ctx context.Context, semanticProjectID string, updates []hex.StatusUpdate) (hex.SemanticUpdated, error)
}

var _ Hex = (*hex.Client)(nil)
