package mcpsrv

import (
	"context"

	"hextui/hex"
)

// The operations that have an effect, each with its class. A tool of any class but Read may use them; those of class
// Access, Destroy and Secret only once the call was confirmed.

// done makes an operation without a value fit guarded.
func done(do func() error) func() (struct{}, error) {
	return func() (struct{}, error) { return struct{}{}, do() }
}

func writing(name string, class Class, things ...thing) op {
	return op{name: name, class: class, things: things}
}

func (g *guard) CreateProject(ctx context.Context, title, description string) (hex.Project, error) {
	return guarded(ctx, g, op{name: "CreateProject", class: Write, makes: aProject}, func() (hex.Project, error) { return g.hex.CreateProject(ctx, title, description) })
}

func (g *guard) UpdateProject(ctx context.Context, projectID, status string) (hex.Project, error) {
	return guarded(ctx, g, writing("UpdateProject", Overwrite, ofProject(projectID)), func() (hex.Project, error) { return g.hex.UpdateProject(ctx, projectID, status) })
}

func (g *guard) EditProjectSharingUsers(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error) {
	return guarded(ctx, g, writing("EditProjectSharingUsers", Access, ofProject(projectID)), func() (hex.Project, error) { return g.hex.EditProjectSharingUsers(ctx, projectID, grants) })
}

func (g *guard) EditProjectSharingGroups(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error) {
	return guarded(ctx, g, writing("EditProjectSharingGroups", Access, ofProject(projectID)), func() (hex.Project, error) { return g.hex.EditProjectSharingGroups(ctx, projectID, grants) })
}

func (g *guard) EditProjectSharingCollections(ctx context.Context, projectID string, grants []hex.Grant) (hex.Project, error) {
	o := writing("EditProjectSharingCollections", Access, append(grantees(aCollection, grants), ofProject(projectID))...)
	return guarded(ctx, g, o, func() (hex.Project, error) { return g.hex.EditProjectSharingCollections(ctx, projectID, grants) })
}

func (g *guard) EditProjectSharingOrgAndPublic(ctx context.Context, projectID string, workspace, publicWeb hex.Access) (hex.Project, error) {
	return guarded(ctx, g, writing("EditProjectSharingOrgAndPublic", Access, ofProject(projectID)), func() (hex.Project, error) {
		return g.hex.EditProjectSharingOrgAndPublic(ctx, projectID, workspace, publicWeb)
	})
}

func (g *guard) CreatePresignedUrl(ctx context.Context, projectID string, e hex.Embed) (hex.Secret, error) {
	return guarded(ctx, g, writing("CreatePresignedUrl", Secret, ofProject(projectID)), func() (hex.Secret, error) { return g.hex.CreatePresignedUrl(ctx, projectID, e) })
}

// running is an operation that starts a run, or asks whether Hex would.
func running(name string, dryRun bool, things ...thing) op {
	if dryRun {
		return op{name: name, class: Read, post: true, things: things}
	}
	return op{name: name, class: Execute, spends: true, things: things}
}

func (g *guard) RunProject(ctx context.Context, projectID string, r hex.RunRequest) (hex.RunHandle, error) {
	return guarded(ctx, g, running("RunProject", r.DryRun, ofProject(projectID)), func() (hex.RunHandle, error) { return g.hex.RunProject(ctx, projectID, r) })
}

func (g *guard) RunDraft(ctx context.Context, projectID string, r hex.DraftRunRequest) (hex.DraftRun, error) {
	return guarded(ctx, g, running("RunDraft", false, ofProject(projectID)), func() (hex.DraftRun, error) { return g.hex.RunDraft(ctx, projectID, r) })
}

func (g *guard) RunCell(ctx context.Context, cellID string, dryRun bool) (hex.DraftRun, error) {
	if err := g.inAllowedProject(ctx, cellID); err != nil {
		return hex.DraftRun{}, err
	}
	return guarded(ctx, g, running("RunCell", dryRun), func() (hex.DraftRun, error) { return g.hex.RunCell(ctx, cellID, dryRun) })
}

func (g *guard) CancelRun(ctx context.Context, projectID, runID string) error {
	_, err := guarded(ctx, g, writing("CancelRun", Destroy, ofProject(projectID)), done(func() error { return g.hex.CancelRun(ctx, projectID, runID) }))
	return err
}

// Save keeps the source that it replaces, for undo.
func (g *guard) Save(ctx context.Context, base hex.Snapshot, e hex.Edit) (hex.Saved, error) {
	o := writing("Save", Overwrite, append(connectionsOf(base.Cell.DataConnectionID, e.DataConnectionID), ofProject(base.Cell.ProjectID))...)
	o.before = undoOf(base.Cell)
	o.before.NewHash = hex.SourceHash(e.Source)
	saved, err := guarded(ctx, g, o, func() (hex.Saved, error) { return g.hex.Save(ctx, base, e) })
	if err == nil && saved.Changed {
		callOf(ctx).canUndo(*o.before)
	}
	return saved, err
}

func (g *guard) CreateCell(ctx context.Context, n hex.NewCell) (hex.Cell, error) {
	return guarded(ctx, g, writing("CreateCell", Write, ofProject(n.ProjectID), ofConnection(n.DataConnectionID)), func() (hex.Cell, error) { return g.hex.CreateCell(ctx, n) })
}

// DeleteCell keeps the source of the cell in the audit log: nothing else does. It costs a request more.
func (g *guard) DeleteCell(ctx context.Context, cellID string) error {
	if err := g.permit(ctx, writing("DeleteCell", Destroy)); err != nil {
		return err
	}
	cell, err := g.place(ctx, cellID)
	if err != nil {
		return err
	}
	o := writing("DeleteCell", Destroy, ofProject(cell.ProjectID))
	o.before = undoOf(cell)
	_, err = guarded(ctx, g, o, done(func() error { return g.hex.DeleteCell(ctx, cellID) }))
	return err
}

func (g *guard) CreateThread(ctx context.Context, n hex.NewThread) (hex.ThreadHandle, error) {
	o := op{name: "CreateThread", class: Execute, spends: true, everywhere: true, things: []thing{ofProject(n.ProjectID)}}
	return guarded(ctx, g, o, func() (hex.ThreadHandle, error) { return g.hex.CreateThread(ctx, n) })
}

func (g *guard) ContinueThread(ctx context.Context, threadID string, p hex.Prompt) (hex.ThreadHandle, error) {
	o := op{name: "ContinueThread", class: Execute, spends: true, everywhere: true}
	return guarded(ctx, g, o, func() (hex.ThreadHandle, error) { return g.hex.ContinueThread(ctx, threadID, p) })
}

func (g *guard) DeactivateUser(ctx context.Context, userID string) (hex.User, error) {
	return guarded(ctx, g, writing("DeactivateUser", Destroy), func() (hex.User, error) { return g.hex.DeactivateUser(ctx, userID) })
}

func (g *guard) CreateGroup(ctx context.Context, name string, memberIDs []string) (hex.Group, error) {
	return guarded(ctx, g, writing("CreateGroup", Write), func() (hex.Group, error) { return g.hex.CreateGroup(ctx, name, memberIDs) })
}

// EditGroup changes access when it changes who is in the group.
func (g *guard) EditGroup(ctx context.Context, groupID string, e hex.GroupEdit) (hex.Group, error) {
	class := Overwrite
	if len(e.Add)+len(e.Remove) > 0 {
		class = Access
	}
	return guarded(ctx, g, writing("EditGroup", class), func() (hex.Group, error) { return g.hex.EditGroup(ctx, groupID, e) })
}

func (g *guard) DeleteGroup(ctx context.Context, groupID string) error {
	_, err := guarded(ctx, g, writing("DeleteGroup", Destroy), done(func() error { return g.hex.DeleteGroup(ctx, groupID) }))
	return err
}

func (g *guard) CreateCollection(ctx context.Context, n hex.NewCollection) (hex.Collection, error) {
	return guarded(ctx, g, op{name: "CreateCollection", class: Write, makes: aCollection}, func() (hex.Collection, error) { return g.hex.CreateCollection(ctx, n) })
}

// EditCollection changes access when it changes the sharing: who sees a collection sees what is in it.
func (g *guard) EditCollection(ctx context.Context, collectionID string, e hex.CollectionEdit) (hex.Collection, error) {
	class := Overwrite
	if e.Sharing != nil {
		class = Access
	}
	return guarded(ctx, g, writing("EditCollection", class, ofCollection(collectionID)), func() (hex.Collection, error) { return g.hex.EditCollection(ctx, collectionID, e) })
}

func (g *guard) CreateDataConnection(ctx context.Context, n hex.NewDataConnection) (hex.DataConnection, error) {
	return guarded(ctx, g, op{name: "CreateDataConnection", class: Secret, makes: aConnection}, func() (hex.DataConnection, error) { return g.hex.CreateDataConnection(ctx, n) })
}

func (g *guard) EditDataConnection(ctx context.Context, id string, e hex.DataConnectionEdit) (hex.DataConnection, error) {
	return guarded(ctx, g, writing("EditDataConnection", Secret, ofConnection(id)), func() (hex.DataConnection, error) { return g.hex.EditDataConnection(ctx, id, e) })
}

func (g *guard) UpdateDataConnectionSchema(ctx context.Context, id string, updates []hex.StatusUpdate) (hex.SchemaUpdated, error) {
	return guarded(ctx, g, writing("UpdateDataConnectionSchema", Overwrite, ofConnection(id)), func() (hex.SchemaUpdated, error) { return g.hex.UpdateDataConnectionSchema(ctx, id, updates) })
}

func (g *guard) UpdateSemanticProject(ctx context.Context, id string, updates []hex.StatusUpdate) (hex.SemanticUpdated, error) {
	return guarded(ctx, g, writing("UpdateSemanticProject", Overwrite), func() (hex.SemanticUpdated, error) { return g.hex.UpdateSemanticProject(ctx, id, updates) })
}

func (g *guard) UpsertGuideDraft(ctx context.Context, files []hex.GuideFile, force bool) (hex.GuideDrafts, error) {
	return guarded(ctx, g, writing("UpsertGuideDraft", Overwrite), func() (hex.GuideDrafts, error) { return g.hex.UpsertGuideDraft(ctx, files, force) })
}

func (g *guard) PublishGuideDrafts(ctx context.Context, ids []string, all bool) (hex.PublishedGuides, error) {
	return guarded(ctx, g, writing("PublishGuideDrafts", Overwrite), func() (hex.PublishedGuides, error) { return g.hex.PublishGuideDrafts(ctx, ids, all) })
}

func (g *guard) DeleteGuideDraft(ctx context.Context, guideID string) error {
	_, err := guarded(ctx, g, writing("DeleteGuideDraft", Destroy), done(func() error { return g.hex.DeleteGuideDraft(ctx, guideID) }))
	return err
}
