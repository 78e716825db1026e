package mcpsrv

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"hextui/hex"
)

// sheet is where a rehearsal writes down the requests that it would have sent.
type sheet struct {
	mu       sync.Mutex
	requests []PlannedRequest
}

type sheetKey struct{}

// sheetOf is the sheet of a rehearsal, nil when the call is meant.
func sheetOf(ctx context.Context) *sheet {
	sheet, _ := ctx.Value(sheetKey{}).(*sheet)
	return sheet
}

func (s *sheet) write(q PlannedRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, q)
}

// written are the requests so far; never nil.
func (s *sheet) written() []PlannedRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]PlannedRequest{}, s.requests...)
}

// writer is the workspace for the writes of a call: the real one, or in a rehearsal one that sends nothing.
func (s *Server) writer(ctx context.Context) Hex {
	if sheetOf(ctx) == nil {
		return s.hex
	}
	return rehearsal{Hex: s.hex, paper: s.paper}
}

// paperClient is a client whose requests are written on the sheet in their context, and never sent.
func paperClient() *hex.Client {
	c, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1", Limits: hex.NoLimits, RetryFor: -1, Transport: paper{}})
	if err != nil {
		panic(err) // the options are good
	}
	return c
}

// paper is the network of a rehearsal.
type paper struct{}

// paperAnswer holds what the answers of writes must have, so that a write of several requests goes on to the next.
const paperAnswer = `{"id":"the-new-id","name":"-","title":"-","project":{"id":"the-new-id","title":"-"}}`

func (paper) RoundTrip(r *http.Request) (*http.Response, error) {
	sheet := sheetOf(r.Context())
	if sheet == nil || r.Method == http.MethodGet {
		return nil, errors.New("a rehearsal reads nothing and has a sheet")
	}
	q := PlannedRequest{Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/api")}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if len(body) > 0 {
			q.Body = withoutSecrets(body)
		}
	}
	sheet.write(q)
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader([]byte(paperAnswer))), Request: r,
	}, nil
}

// rehearsal reads from the workspace and writes on paper.
type rehearsal struct {
	Hex
	paper *hex.Client
}

// Save writes what the client would write over base, without its looks before and after.
func (r rehearsal) Save(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error) {
	if !changes(base.Cell, e) {
		return hex.Saved{Cell: base.Cell, Snapshot: base, Previous: base.Source}, nil
	}
	u := hex.CellUpdate{OutputDataframe: e.OutputDataframe, DataConnectionID: e.DataConnectionID}
	switch base.Cell.Type {
	case hex.CellSQL:
		u.SQL = &e.Source
	case hex.CellCode:
		u.Code = &e.Source
	case hex.CellMarkdown:
		u.Markdown = &e.Source
	}
	_, err := r.paper.UpdateCell(ctx, base.Cell.ID, u)
	return hex.Saved{Cell: base.Cell, Snapshot: base, Previous: base.Source, Changed: true}, err
}

func (r rehearsal) ExportProject(ctx context.Context, projectID, version string) (hex.Export, error) {
	return r.paper.ExportProject(ctx, projectID, version)
}

func (r rehearsal) CreateProject(ctx context.Context, title, description string) (hex.Project, error) {
	return r.paper.CreateProject(ctx, title, description)
}

func (r rehearsal) UpdateProject(ctx context.Context, projectID, status string) (hex.Project, error) {
	return r.paper.UpdateProject(ctx, projectID, status)
}

func (r rehearsal) EditProjectSharingUsers(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error) {
	return r.paper.EditProjectSharingUsers(ctx, projectID, grants)
}

func (r rehearsal) EditProjectSharingGroups(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error) {
	return r.paper.EditProjectSharingGroups(ctx, projectID, grants)
}

func (r rehearsal) EditProjectSharingCollections(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error) {
	return r.paper.EditProjectSharingCollections(ctx, projectID, grants)
}

func (r rehearsal) EditProjectSharingOrgAndPublic(ctx context.Context, projectID string, workspace, publicWeb hex.Access) (hex.Project, error) {
	return r.paper.EditProjectSharingOrgAndPublic(ctx, projectID, workspace, publicWeb)
}

func (r rehearsal) CreatePresignedUrl(ctx context.Context, projectID string, e hex.Embed) (hex.Secret, error) {
	return r.paper.CreatePresignedUrl(ctx, projectID, e)
}

func (r rehearsal) RunProject(ctx context.Context, projectID string, q hex.RunRequest) (hex.RunHandle, error) {
	return r.paper.RunProject(ctx, projectID, q)
}

func (r rehearsal) RunDraft(ctx context.Context, projectID string, q hex.DraftRunRequest) (hex.DraftRun, error) {
	return r.paper.RunDraft(ctx, projectID, q)
}

func (r rehearsal) RunCell(ctx context.Context, cellID string, dryRun bool) (hex.DraftRun, error) {
	return r.paper.RunCell(ctx, cellID, dryRun)
}

func (r rehearsal) CancelRun(ctx context.Context, projectID, runID string) error {
	return r.paper.CancelRun(ctx, projectID, runID)
}

func (r rehearsal) CreateCell(ctx context.Context, n hex.NewCell) (hex.Cell, error) {
	return r.paper.CreateCell(ctx, n)
}

func (r rehearsal) DeleteCell(ctx context.Context, cellID string) error {
	return r.paper.DeleteCell(ctx, cellID)
}

func (r rehearsal) CreateThread(ctx context.Context, n hex.NewThread) (hex.ThreadHandle, error) {
	return r.paper.CreateThread(ctx, n)
}

func (r rehearsal) ContinueThread(ctx context.Context, threadID string, p hex.Prompt) (hex.ThreadHandle, error) {
	return r.paper.ContinueThread(ctx, threadID, p)
}

func (r rehearsal) DeactivateUser(ctx context.Context, userID string) (hex.User, error) {
	return r.paper.DeactivateUser(ctx, userID)
}

func (r rehearsal) CreateGroup(ctx context.Context, name string, memberIDs []string) (hex.Group, error) {
	return r.paper.CreateGroup(ctx, name, memberIDs)
}

func (r rehearsal) EditGroup(ctx context.Context, groupID string, e hex.GroupEdit) (hex.Group, error) {
	return r.paper.EditGroup(ctx, groupID, e)
}

func (r rehearsal) DeleteGroup(ctx context.Context, groupID string) error {
	return r.paper.DeleteGroup(ctx, groupID)
}

func (r rehearsal) CreateCollection(ctx context.Context, n hex.NewCollection) (hex.Collection, error) {
	return r.paper.CreateCollection(ctx, n)
}

func (r rehearsal) EditCollection(ctx context.Context, collectionID string, e hex.CollectionEdit) (hex.Collection, error) {
	return r.paper.EditCollection(ctx, collectionID, e)
}

func (r rehearsal) CreateDataConnection(ctx context.Context, n hex.NewDataConnection) (hex.DataConnection, error) {
	return r.paper.CreateDataConnection(ctx, n)
}

func (r rehearsal) EditDataConnection(ctx context.Context, id string, e hex.DataConnectionEdit) (hex.DataConnection, error) {
	return r.paper.EditDataConnection(ctx, id, e)
}

func (r rehearsal) UpdateDataConnectionSchema(ctx context.Context, id string, updates []hex.StatusUpdate) (hex.SchemaUpdated, error) {
	return r.paper.UpdateDataConnectionSchema(ctx, id, updates)
}

func (r rehearsal) UpdateSemanticProject(ctx context.Context, semanticProjectID string, updates []hex.StatusUpdate) (hex.SemanticUpdated, error) {
	return r.paper.UpdateSemanticProject(ctx, semanticProjectID, updates)
}

func (r rehearsal) UpsertGuideDraft(ctx context.Context, files []hex.GuideFile, force bool) (hex.GuideDrafts, error) {
	return r.paper.UpsertGuideDraft(ctx, files, force)
}

func (r rehearsal) PublishGuideDrafts(ctx context.Context, ids []string, all bool) (hex.PublishedGuides, error) {
	return r.paper.PublishGuideDrafts(ctx, ids, all)
}

func (r rehearsal) DeleteGuideDraft(ctx context.Context, guideID string) error {
	return r.paper.DeleteGuideDraft(ctx, guideID)
}
