package hex

import (
	"context"
	"errors"
	"iter"
)

// Collection is a named set of projects with its own sharing.
type Collection struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Creator     *CollectionOwner  `json:"creator"`
	Sharing     CollectionSharing `json:"sharing"`
}

// CollectionOwner is who made a collection.
type CollectionOwner struct {
	ID    string `json:"id"`
	Email string `json:"email"`
}

// CollectionSharing says who may use a collection. Access values are the workspace's words (MEMBER, MANAGER).
type CollectionSharing struct {
	Users     []CollectionGrant `json:"users,omitempty"`
	Groups    []CollectionGrant `json:"groups,omitempty"`
	Workspace *struct {
		Members string `json:"members"`
	} `json:"workspace,omitempty"`
}

// CollectionGrant is the access of one user or group.
type CollectionGrant struct {
	ID     string `json:"id"`
	Access string `json:"access"`
}

func (s *CollectionSharing) names() (all []Ref) {
	if s == nil {
		return nil
	}
	for _, g := range s.Users {
		all = append(all, Ref{RefUser, g.ID})
	}
	for _, g := range s.Groups {
		all = append(all, Ref{RefGroup, g.ID})
	}
	return all
}

// CollectionQuery chooses collections.
type CollectionQuery struct {
	Paging
	// SortBy is NAME or empty.
	SortBy string
}

// ListCollections returns one page of collections. Hex: ListCollections. Up to 100 a page.
func (c *Client) ListCollections(ctx context.Context, q CollectionQuery) (Page[Collection], error) {
	v := q.Paging.values()
	v.text("sortBy", q.SortBy)
	return getPage[Collection](ctx, c, route{op: "ListCollections", path: "/collections", query: v})
}

// CollectionPages walks all pages of collections, as they come. Hex: ListCollections.
func (c *Client) CollectionPages(ctx context.Context, q CollectionQuery) iter.Seq2[Page[Collection], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Collection], error) {
		q.Paging = p
		return c.ListCollections(ctx, q)
	})
}

// GetCollection returns a collection. Hex: GetCollection. Its projects are those of ListProjects with its id.
func (c *Client) GetCollection(ctx context.Context, collectionID string) (Collection, error) {
	return call[Collection](ctx, c, route{op: "GetCollection", path: "/collections/{}", ids: refs(RefCollection, collectionID)})
}

func (c *Collection) missing() string { return firstMissing("collection id", c.ID) }

// NewCollection is what CreateCollection needs: a name.
type NewCollection struct {
	Name        string             `json:"name"`
	Description string             `json:"description,omitempty"`
	Sharing     *CollectionSharing `json:"sharing,omitempty"`
}

// CreateCollection makes a collection. Hex: CreateCollection. Sharing with groups and the workspace needs an admin.
func (c *Client) CreateCollection(ctx context.Context, n NewCollection) (Collection, error) {
	var wrong error
	if n.Name == "" {
		wrong = errors.New("a collection needs a name")
	}
	return call[Collection](ctx, c, route{
		op: "CreateCollection", method: "POST", path: "/collections", body: n, wrong: wrong, names: n.Sharing.names(),
	})
}

// CollectionEdit is what EditCollection changes; what is empty stays as it is.
type CollectionEdit struct {
	Name        string
	Description *string
	// Sharing adds and changes access (NONE takes it away); those not named keep theirs.
	Sharing *CollectionSharing
}

// EditCollection changes a collection. Hex: EditCollection. A collection cannot be deleted through the API.
func (c *Client) EditCollection(ctx context.Context, collectionID string, e CollectionEdit) (Collection, error) {
	body := map[string]any{}
	putText(body, "name", e.Name)
	if e.Description != nil {
		body["description"] = e.Description
	}
	if e.Sharing != nil {
		body["sharing"] = map[string]any{"upsert": e.Sharing}
	}
	var wrong error
	if len(body) == 0 {
		wrong = errors.New("there is nothing to change")
	}
	return call[Collection](ctx, c, route{
		op: "EditCollection", method: "PATCH", path: "/collections/{}", ids: refs(RefCollection, collectionID), body: body, wrong: wrong,
		names: e.Sharing.names(),
	})
}
