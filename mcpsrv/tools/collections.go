package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// collectionTools show collections and change them.
func collectionTools() []Spec {
	known := answer.Advice{Missing: "List the collections with list_hex_collections.",
		Check: "Look at get_hex_collection what was done, before calling again."}
	return []Spec{
		tool[listCollectionsIn, collectionPage]{
			name: "list_hex_collections", title: "List collections", class: policy.Read, toolset: policy.Collections,
			about: "Lists collections. Their projects: list_hex_projects with collection_id.",
			check: func(in listCollectionsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[collectionRow](in.View))
			},
			run: (*Workspace).listCollections,
		}.spec(),
		tool[collectionIn, collectionShown]{
			name: "get_hex_collection", title: "Get a collection", class: policy.Read, toolset: policy.Collections,
			about:  "Shows a collection and who may see it.",
			advice: known,
			target: func(w *Workspace, in collectionIn) string { return w.names.ofOther(in.CollectionID) },
			run:    (*Workspace).getCollection,
		}.spec(),
		tool[createCollectionIn, collectionShown]{
			name: "create_hex_collection", title: "Create a collection", class: policy.Write, toolset: policy.Collections,
			about: "Makes a collection and shares it. Groups and workspace need an admin. Cannot be deleted.",
			advice: answer.Advice{Missing: "Find users and groups by name or e-mail with resolve_hex.",
				Check: "Look with list_hex_collections whether it was made."},
			target: func(_ *Workspace, in createCollectionIn) string { return in.Name },
			change: func(_ *Workspace, in createCollectionIn) (change.Change, error) {
				return change.CreateCollection{
					Collection: hex.NewCollection{Name: in.Name, Description: in.Description, Sharing: in.Sharing.sharing()},
				}, nil
			},
			done: entity(func(w *Workspace, _ createCollectionIn, c hex.Collection) collectionShown { return w.collectionOf(c) }),
		}.spec(),
		tool[updateCollectionIn, collectionShown]{
			name: "update_hex_collection", title: "Change a collection", class: policy.Access, toolset: policy.Collections,
			about:  "Changes a collection's name, description or sharing; who is not named keeps access.",
			advice: known,
			target: func(w *Workspace, in updateCollectionIn) string { return w.names.ofOther(in.CollectionID) },
			check:  (updateCollectionIn).check,
			change: func(w *Workspace, in updateCollectionIn) (change.Change, error) {
				return change.EditCollection{
					ID: in.CollectionID, Known: w.names.known(in.Sharing.ids()),
					Edit: hex.CollectionEdit{Name: in.Name, Description: in.Description, Sharing: in.Sharing.sharing()},
				}, nil
			},
			done: func(w *Workspace, _ context.Context, _ updateCollectionIn, d deed) (collectionShown, error) {
				if d.err != nil {
					return collectionShown{}, d.err
				}
				out := w.collectionOf(d.result.Entity.(hex.Collection))
				out.Access = accessChanges(d.prepared, d.result.Changed)
				return out, nil
			},
		}.spec(),
	}
}

type listCollectionsIn struct {
	Limit   int     `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	SortBy  string  `json:"sort_by" arg:"enum=NAME" doc:"What to sort by."`
	Turning turning `json:",inline"`
	View    view    `json:",inline"`
}

type collectionRow struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Creator     string `json:"creator,omitempty"`
	Description string `json:"description,omitempty"`
}

func (w *Workspace) collectionRow(h hex.Collection, full bool) collectionRow {
	w.names.other(h.ID, h.Name)
	row := collectionRow{ID: h.ID, Name: h.Name}
	if h.Creator != nil {
		row.Creator = h.Creator.Email
	}
	if full {
		row.Description = h.Description
	}
	return row
}

func (r collectionRow) line() string {
	return words.With(r.ID+" "+words.OneLine(r.Name), r, "id", "name")
}

type collectionPage struct {
	Collections []collectionRow `json:"collections"`
	onward
}

func (p collectionPage) Text() string {
	head := words.Count(len(p.Collections), "collection") + "."
	return words.Lines(head, p.Collections, rowText(p.onward.fields, collectionRow.line), p.onward.end())
}

func (p collectionPage) Size() int { return len(p.Collections) }

func (p collectionPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Collections))
	p.Collections = p.Collections[:n]
	return p
}

func (w *Workspace) listCollections(ctx context.Context, in listCollectionsIn) (collectionPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return collectionPage{}, refused
	}
	var items []hex.Collection
	var onward onward
	if w.few(schema.Collection) && at.raw == "" {
		all, err := given(ctx, w, schema.Collection, w.hex.GetCollection)
		if err != nil {
			return collectionPage{}, err
		}
		slices.SortStableFunc(all.Items, func(a, b hex.Collection) int { return strings.Compare(a.Name, b.Name) })
		items, onward = portion(all, at, in.Limit, in.View)
	} else {
		page, err := w.hex.ListCollections(ctx, hex.CollectionQuery{Paging: at.paging(in.Limit, 100), SortBy: in.SortBy})
		if err != nil {
			return collectionPage{}, err
		}
		items, onward = got(page, at, in.View)
	}
	rows := each(items, func(h hex.Collection) collectionRow { return w.collectionRow(h, in.View.full()) })
	return collectionPage{Collections: chosen(rows, in.View.Fields), onward: onward}, nil
}

type collectionIn struct {
	CollectionID string `json:"collection_id" arg:"required,id=collection"`
}

type collectionGrant struct {
	ID     string `json:"id" arg:"hidden,required,id=user or group"`
	Access string `json:"access" arg:"hidden,required,enum=MEMBER|MANAGER|NONE,not=APP_ONLY:MEMBER|CAN_VIEW:MEMBER|CAN_EDIT:MANAGER|FULL_ACCESS:MANAGER"`
}

// collectionShown is a collection with its sharing; the names of users and groups are not in Hex's answer.
type collectionShown struct {
	Collection collectionRow `json:"collection"`
	// Access is what a change made different.
	Access          []accessChange    `json:"access,omitempty"`
	SharingUsers    []collectionGrant `json:"sharing_users"`
	SharingGroups   []collectionGrant `json:"sharing_groups"`
	WorkspaceAccess string            `json:"workspace_access,omitempty"`
	Next            string            `json:"next,omitempty"`
}

func (c collectionShown) Text() string {
	text := words.Lines(c.Collection.line(), c.Access, accessChange.line, "")
	if c.WorkspaceAccess != "" {
		text += "\nworkspace: " + c.WorkspaceAccess
	}
	text += fmt.Sprintf("\nshared with %s and %s", words.Count(len(c.SharingUsers), "user"), words.Count(len(c.SharingGroups), "group"))
	text = words.Lines(text, c.SharingUsers, func(g collectionGrant) string { return "user: " + g.ID + " " + g.Access }, "")
	return words.Lines(text, c.SharingGroups, func(g collectionGrant) string { return "group: " + g.ID + " " + g.Access }, c.Next)
}

func (c collectionShown) Size() int { return len(c.SharingUsers) }

func (c collectionShown) First(n int) answer.Result {
	c.Next = fmt.Sprintf("Only %d of %d users are shown.", n, len(c.SharingUsers))
	c.SharingUsers = c.SharingUsers[:n]
	return c
}

func (w *Workspace) collectionOf(h hex.Collection) collectionShown {
	grants := func(all []hex.CollectionGrant) []collectionGrant {
		return each(all, func(g hex.CollectionGrant) collectionGrant { return collectionGrant(g) })
	}
	out := collectionShown{Collection: w.collectionRow(h, true), SharingUsers: grants(h.Sharing.Users),
		SharingGroups: grants(h.Sharing.Groups)}
	if h.Sharing.Workspace != nil {
		out.WorkspaceAccess = h.Sharing.Workspace.Members
	}
	return out
}

func (w *Workspace) getCollection(ctx context.Context, in collectionIn) (collectionShown, error) {
	h, err := w.hex.GetCollection(ctx, in.CollectionID)
	if err != nil {
		return collectionShown{}, err
	}
	return w.collectionOf(h), nil
}

// collectionSharing are the arguments that share a collection.
type collectionSharing struct {
	SharingUsers    []collectionGrant `json:"sharing_users" doc:"[{id, access: MEMBER|MANAGER|NONE}]"`
	SharingGroups   []collectionGrant `json:"sharing_groups" doc:"[{id, access: MEMBER|MANAGER|NONE}]"`
	WorkspaceAccess string            `json:"workspace_access" arg:"enum=MEMBER|MANAGER|NONE,not=APP_ONLY:MEMBER|CAN_VIEW:MEMBER|CAN_EDIT:MANAGER|FULL_ACCESS:MANAGER" doc:"Access of everybody."`
}

// sharing is what Hex is sent, nil for nothing.
func (in collectionSharing) sharing() *hex.CollectionSharing {
	if len(in.SharingUsers) == 0 && len(in.SharingGroups) == 0 && in.WorkspaceAccess == "" {
		return nil
	}
	grants := func(all []collectionGrant) []hex.CollectionGrant {
		return each(all, func(g collectionGrant) hex.CollectionGrant { return hex.CollectionGrant(g) })
	}
	out := &hex.CollectionSharing{Users: grants(in.SharingUsers), Groups: grants(in.SharingGroups)}
	if in.WorkspaceAccess != "" {
		out.Workspace = &struct {
			Members string `json:"members"`
		}{in.WorkspaceAccess}
	}
	return out
}

// ids are those of whom it is shared with.
func (in collectionSharing) ids() []string {
	return each(slices.Concat(in.SharingUsers, in.SharingGroups), func(g collectionGrant) string { return g.ID })
}

type createCollectionIn struct {
	Name        string            `json:"name" arg:"required" doc:"Its name."`
	Description string            `json:"description" doc:"What it is for."`
	Sharing     collectionSharing `json:",inline"`
}

type updateCollectionIn struct {
	CollectionID string            `json:"collection_id" arg:"required,id=collection"`
	Name         string            `json:"name" doc:"New name."`
	Description  *string           `json:"description" doc:"New description."`
	Sharing      collectionSharing `json:",inline"`
}

func (in updateCollectionIn) check() *answer.Failure {
	if in.Name == "" && in.Description == nil && in.Sharing.sharing() == nil {
		return answer.Refuse("There is nothing to update.", "Give name, description, sharing_users, sharing_groups or workspace_access.")
	}
	return nil
}
