package hex

import (
	"context"
	"encoding/json"
	"errors"
)

// NewDataConnection is what CreateDataConnection needs. Name, Type and Details are required; of Details exactly the member
// of the type, with its secrets.
type NewDataConnection struct {
	Name        string         `json:"name"`
	Type        ConnectionType `json:"type"`
	Description string         `json:"description,omitempty"`

	Details             ConnectionDetails      `json:"connectionDetails"`
	ConnectViaSSH       bool                   `json:"connectViaSsh,omitempty"`
	IncludeMagic        *bool                  `json:"includeMagic,omitempty"`
	AllowWritebackCells bool                   `json:"allowWritebackCells,omitempty"`
	SchemaFilters       *SchemaFilters         `json:"schemaFilters,omitempty"`
	SchemaRefresh       *SchemaRefreshSchedule `json:"schemaRefreshSchedule,omitempty"`
	SchemaRefreshAccess SchemaRefreshAccess    `json:"schemaRefreshAccess,omitempty"`
	Sharing             *ConnectionSharing     `json:"sharing,omitempty"`
}

// CreateDataConnection makes a data connection. Hex: CreateDataConnection. Needs an admin.
func (c *Client) CreateDataConnection(ctx context.Context, n NewDataConnection) (DataConnection, error) {
	var wrong error
	if n.Name == "" || n.Type == "" {
		wrong = errors.New("a data connection needs a name and a type")
	}
	r := route{op: "CreateDataConnection", method: "POST", path: "/data-connections", body: n, wrong: wrong}
	if n.Sharing != nil {
		r.names = grantedGroups(n.Sharing.Groups)
	}
	return call[DataConnection](ctx, c, r)
}

// DataConnectionEdit is what EditDataConnection changes; what is nil or empty stays as it is. The type cannot be changed.
type DataConnectionEdit struct {
	Name        string
	Description *string
	// Details change single members of the connection's type; a secret is only sent where it is set.
	Details             *ConnectionDetails
	ConnectViaSSH       *bool
	IncludeMagic        *bool
	AllowWritebackCells *bool
	SchemaFilters       *SchemaFilters
	// SchemaRefresh replaces the schedule; NoSchemaRefresh takes it away.
	SchemaRefresh       *SchemaRefreshSchedule
	NoSchemaRefresh     bool
	SchemaRefreshAccess SchemaRefreshAccess
	Workspace           *WorkspaceConnectionAccess
	// Groups are added or changed; NONE takes a group's access away. Others stay.
	Groups []ConnectionGrant
}

func (e DataConnectionEdit) body() map[string]any {
	b := map[string]any{}
	set := func(name string, there bool, value any) {
		if there {
			b[name] = value
		}
	}
	set("name", e.Name != "", e.Name)
	set("description", e.Description != nil, e.Description)
	set("connectionDetails", e.Details != nil, e.Details)
	set("connectViaSsh", e.ConnectViaSSH != nil, e.ConnectViaSSH)
	set("includeMagic", e.IncludeMagic != nil, e.IncludeMagic)
	set("allowWritebackCells", e.AllowWritebackCells != nil, e.AllowWritebackCells)
	set("schemaFilters", e.SchemaFilters != nil, e.SchemaFilters)
	set("schemaRefreshSchedule", e.SchemaRefresh != nil, e.SchemaRefresh)
	set("schemaRefreshSchedule", e.NoSchemaRefresh, nil)
	set("schemaRefreshAccess", e.SchemaRefreshAccess != "", e.SchemaRefreshAccess)
	sharing := map[string]any{}
	if e.Workspace != nil {
		sharing["workspace"] = e.Workspace
	}
	if len(e.Groups) > 0 {
		sharing["groups"] = map[string]any{"upsert": e.Groups}
	}
	set("sharing", len(sharing) > 0, sharing)
	return b
}

// EditDataConnection changes a data connection. Hex: EditDataConnection. Needs an admin.
func (c *Client) EditDataConnection(ctx context.Context, id string, e DataConnectionEdit) (DataConnection, error) {
	body := e.body()
	var wrong error
	if len(body) == 0 {
		wrong = errors.New("there is nothing to change")
	}
	return call[DataConnection](ctx, c, route{
		op: "EditDataConnection", method: "PATCH", path: "/data-connections/{}", ids: refs(RefConnection, id), body: body, wrong: wrong,
		names: grantedGroups(e.Groups),
	})
}

func grantedGroups(grants []ConnectionGrant) (all []Ref) {
	for _, g := range grants {
		all = append(all, Ref{RefGroup, g.Group.ID})
	}
	return all
}

// StatusUpdate gives a part of a schema or of a semantic project a status of the workspace, by names.
type StatusUpdate struct {
	// Type is DATABASE, SCHEMA or TABLE; DATASET or VIEW in a semantic project.
	Type string `json:"type"`
	// Name is simple for a database, qualified for schemas and tables.
	Name string `json:"name"`
	// Status is empty to take the status away.
	Status NullText `json:"status"`
}

// StatusOf is a status as it is after an update; empty is none.
type StatusOf struct {
	Name   string `json:"name"`
	Status string `json:"status"`
}

// SchemaUpdated is what UpdateDataConnectionSchema changed.
type SchemaUpdated struct {
	Databases []StatusOf `json:"databases"`
	Schemas   []StatusOf `json:"schemas"`
	Tables    []StatusOf `json:"tables"`
}

// UpdateDataConnectionSchema sets the statuses of databases, schemas and tables. Hex: UpdateDataConnectionSchema. All of
// them or none: what is wrong with which is in the error's Issues.
func (c *Client) UpdateDataConnectionSchema(ctx context.Context, id string, updates []StatusUpdate) (SchemaUpdated, error) {
	a, err := call[struct {
		Updated SchemaUpdated `json:"updated"`
	}](ctx, c, route{
		op: "UpdateDataConnectionSchema", method: "PATCH", path: "/data-connections/{}/schema", ids: refs(RefConnection, id),
		body: map[string]any{"updates": updates}, wrong: needSome(len(updates), "update"),
	})
	return a.Updated, err
}

// NullText is a text that is sent as null when it is empty: where null clears a value.
type NullText string

// MarshalJSON writes null for the empty text.
func (t NullText) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

func needSome(n int, what string) error {
	if n == 0 {
		return errors.New("there is no " + what + " in it")
	}
	return nil
}
