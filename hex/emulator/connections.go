package emulator

import (
	"encoding/json"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
)

func connectionOperations() []operation {
	read, write := []Scope{ReadConnections}, []Scope{WriteConnections}
	return []operation{
		{name: "ListDataConnections", method: "GET", path: "/v1/data-connections", group: groupAPI, older: true, scopes: read,
			do: listConnections},
		{name: "GetDataConnection", method: "GET", path: "/v1/data-connections/{dataConnectionId}", group: groupAPI, older: true,
			scopes: read, do: getConnection},
		{name: "CreateDataConnection", method: "POST", path: "/v1/data-connections", shape: older, scopes: write, role: "ADMIN",
			success: 201, do: createConnection},
		{name: "EditDataConnection", method: "PATCH", path: "/v1/data-connections/{dataConnectionId}", shape: older, scopes: write,
			role: "ADMIN", success: 201, do: editConnection},
		{name: "UpdateDataConnectionSchema", method: "PATCH", path: "/v1/data-connections/{dataConnectionId}/schema", shape: older,
			scopes: write, role: "ADMIN", do: updateConnectionSchema},
	}
}

// basicConnection is what everybody sees of a data connection.
type basicConnection struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Type        string `json:"type"`
	Description string `json:"description,omitempty"`
}

// connectionBody is what an administrator sees of it; never a secret.
type connectionBody struct {
	basicConnection
	ConnectionDetails     map[string]json.RawMessage `json:"connectionDetails"`
	ConnectViaSSH         bool                       `json:"connectViaSsh"`
	IncludeMagic          bool                       `json:"includeMagic"`
	AllowWritebackCells   bool                       `json:"allowWritebackCells"`
	SchemaFilters         json.RawMessage            `json:"schemaFilters,omitempty"`
	SchemaRefreshSchedule json.RawMessage            `json:"schemaRefreshSchedule,omitempty"`
	SchemaRefreshAccess   string                     `json:"schemaRefreshAccess"`
	Sharing               connectionSharing          `json:"sharing"`
}

type connectionSharing struct {
	Workspace *connectionAudience `json:"workspace,omitempty"`
	Groups    []connectionGroup   `json:"groups,omitempty"`
}

type connectionAudience struct {
	Members string `json:"members,omitempty"`
	Guests  string `json:"guests,omitempty"`
	Public  string `json:"public,omitempty"`
}

type connectionGroup struct {
	Group  namedBody `json:"group"`
	Access string    `json:"access"`
}

type namedBody struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func listConnections(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByCreated, store.ByName}, times: []string{store.ByCreated}}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	found, err := c.store.Connections(c.ctx(), c.who.principals, page)
	if err != nil {
		return nil, err
	}
	bodies, err := c.connectionBodies(found.Items)
	return listed[any]{bodies, ends(found, order, page.Sort)}, err
}

func getConnection(c *call) (any, error) {
	id, err := c.id("dataConnectionId")
	if err != nil {
		return nil, err
	}
	found, err := c.store.Connection(c.ctx(), id)
	if err != nil {
		return nil, missing(err, "data connection", id)
	}
	if !c.who.principals.All {
		level, err := c.granted(id)
		if err != nil {
			return nil, err
		}
		if level == "" {
			return nil, notFound("There is no data connection %s, or you have no access to it", id)
		}
		return nil, forbidden("Only administrators may read a data connection in full")
	}
	bodies, err := c.connectionBodies([]store.Connection{found})
	if err != nil {
		return nil, err
	}
	return bodies[0], nil
}

// connectionBodies shows connections as fully as the caller may see them.
func (c *call) connectionBodies(connections []store.Connection) ([]any, error) {
	if !c.who.principals.All {
		return mapped(connections, func(found store.Connection) any { return basic(found) }), nil
	}
	grants, err := c.store.Grants(c.ctx(), mapped(connections, func(found store.Connection) string { return found.ID })...)
	if err != nil {
		return nil, err
	}
	names, err := c.store.PrincipalNames(c.ctx(), grants)
	if err != nil {
		return nil, err
	}
	sharing := map[string]*connectionSharing{}
	for _, found := range connections {
		sharing[found.ID] = &connectionSharing{Workspace: &connectionAudience{}}
	}
	for _, g := range grants {
		switch body := sharing[g.Object]; g.Kind {
		case store.ToGroup:
			body.Groups = append(body.Groups, connectionGroup{namedBody{g.Principal, names[g.Principal]}, g.Level})
		case store.ToWorkspace:
			body.Workspace.Members = g.Level
		case store.ToGuests:
			body.Workspace.Guests = g.Level
		case store.ToPublic:
			body.Workspace.Public = g.Level
		}
	}
	return mapped(connections, func(found store.Connection) any {
		if found.ID == executor.LocalConnection { // the document knows no details of its kind
			return basic(found)
		}
		body := connectionBody{
			basicConnection: basic(found), ConnectViaSSH: found.SSH, IncludeMagic: found.Magic, AllowWritebackCells: found.Writeback,
			SchemaFilters: found.Filters, SchemaRefreshSchedule: found.Refresh, SchemaRefreshAccess: found.RefreshAccess,
			Sharing: *sharing[found.ID],
		}
		if len(found.Details) > 0 {
			body.ConnectionDetails = map[string]json.RawMessage{found.Type: found.Details}
		}
		return body
	}), nil
}

func basic(c store.Connection) basicConnection {
	body := basicConnection{c.ID, c.Name, c.Type, c.Description}
	if c.ID == executor.LocalConnection {
		body.Type = "postgres" // of the types that the document has, the one whose SQL is nearest to DuckDB's
	}
	return body
}
