package mcpsrv

import (
	"context"
	"encoding/json"
	"fmt"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// connectionTools show data connections and change them.
func connectionTools() []spec {
	known := answer.Advice{Missing: "List the connections with list_hex_data_connections.", Check: "Look at get_hex_data_connection what was done, before calling again."}
	return []spec{
		tool[listConnectionsIn, connectionPage]{
			name: "list_hex_data_connections", title: "List data connections", class: policy.Read, toolset: policy.Connections,
			about: "Lists the warehouses and databases that the token may see.",
			check: func(in listConnectionsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[connectionRow](in.View))
			},
			run: (*Workspace).listConnections,
		}.spec(),
		tool[connectionIn, connection]{
			name: "get_hex_data_connection", title: "Get a data connection", class: policy.Read, toolset: policy.Connections,
			about:  "Shows a data connection with its address, schema filters, refresh and sharing. Secrets are never shown.",
			advice: known,
			target: func(s *Workspace, in connectionIn) string { return s.names.ofOther(in.ConnectionID) },
			run:    (*Workspace).getConnection,
		}.spec(),
		tool[createConnectionIn, connection]{
			name: "create_hex_data_connection", title: "Create a data connection", class: policy.Secret, toolset: policy.Connections,
			about:  "Makes a data connection of one type, with connection_details as Hex names them, such as hostname, port, database, username and password. Needs an admin.",
			advice: answer.Advice{Check: "Look with list_hex_data_connections whether it was made."},
			target: func(_ *Workspace, in createConnectionIn) string { return in.Name },
			check: func(in createConnectionIn) *answer.Failure {
				_, f := in.request()
				return f
			},
			effect: func(_ *Workspace, _ context.Context, in createConnectionIn) (effect, error) {
				return effect{target: fmt.Sprintf("a new %s connection %s", in.Type, words.Quoted(in.Name)), note: "Secrets are sent, and not shown here."}, nil
			},
			run: (*Workspace).createConnection,
		}.spec(),
		tool[updateConnectionIn, connection]{
			name: "update_hex_data_connection", title: "Change a data connection", class: policy.Secret, toolset: policy.Connections,
			about:  "Changes members of a data connection; what is not given stays. The type cannot be changed. schema_refresh_schedule {} takes the schedule away. Needs an admin.",
			advice: known,
			target: func(s *Workspace, in updateConnectionIn) string { return s.names.ofOther(in.ConnectionID) },
			check:  (updateConnectionIn).check,
			effect: (*Workspace).updateConnectionEffect,
			run:    (*Workspace).updateConnection,
		}.spec(),
	}
}

type listConnectionsIn struct {
	Limit         int     `json:"limit" arg:"min=1,max=100,default=25"`
	SortBy        string  `json:"sort_by" arg:"enum=CREATED_AT|NAME"`
	SortDirection string  `json:"sort_direction" arg:"enum=ASC|DESC"`
	Turning       turning `json:",inline"`
	View          view    `json:",inline"`
}

type connectionRow struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Type        string `json:"type,omitempty"`
	Description string `json:"description,omitempty"`
	Writeback   bool   `json:"allow_writeback_cells,omitempty"`
}

func (s *Workspace) connectionRow(h hex.DataConnection, full bool) connectionRow {
	s.names.other(h.ID, h.Name)
	row := connectionRow{ID: h.ID, Name: h.Name, Type: string(h.Type)}
	if full {
		row.Description, row.Writeback = h.Description, h.AllowWritebackCells
	}
	return row
}

func (r connectionRow) line() string {
	return fmt.Sprintf("%s %s [%s]", r.ID, words.OneLine(r.Name), r.Type)
}

type connectionPage struct {
	Connections []connectionRow `json:"connections"`
	onward
}

func (p connectionPage) Text() string {
	return words.Lines(words.Count(len(p.Connections), "connection")+".", p.Connections, rowText(p.onward.fields, connectionRow.line), p.onward.Next)
}

func (p connectionPage) Size() int { return len(p.Connections) }

func (p connectionPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Connections))
	p.Connections = p.Connections[:n]
	return p
}

func (s *Workspace) listConnections(ctx context.Context, in listConnectionsIn) (connectionPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return connectionPage{}, refused
	}
	page, err := s.hex.ListDataConnections(ctx, hex.ConnectionQuery{Paging: at.paging(in.Limit, 100), SortBy: in.SortBy, SortDirection: hex.SortDirection(in.SortDirection)})
	if err != nil {
		return connectionPage{}, err
	}
	items, onward := got(page, at, in.View)
	rows := each(items, func(h hex.DataConnection) connectionRow { return s.connectionRow(h, in.View.full()) })
	return connectionPage{Connections: chosen(rows, in.View.Fields), onward: onward}, nil
}

type connectionIn struct {
	ConnectionID string `json:"connection_id" arg:"required,id=connection"`
}

// connection is a data connection; what only some may see is nil for others.
type connection struct {
	ID                  string          `json:"id"`
	Name                string          `json:"name"`
	Type                string          `json:"type"`
	Description         string          `json:"description,omitempty"`
	Details             json.RawMessage `json:"connection_details,omitempty"`
	ConnectViaSSH       bool            `json:"connect_via_ssh"`
	IncludeMagic        bool            `json:"include_magic"`
	Writeback           bool            `json:"allow_writeback_cells"`
	SchemaFilters       json.RawMessage `json:"schema_filters,omitempty"`
	SchemaRefresh       json.RawMessage `json:"schema_refresh_schedule,omitempty"`
	SchemaRefreshAccess string          `json:"schema_refresh_access,omitempty"`
	Sharing             json.RawMessage `json:"sharing,omitempty"`
}

func (c connection) Text() string {
	return fmt.Sprintf("%s %s [%s] %s\n%s", c.ID, words.OneLine(c.Name), c.Type, words.OneLine(c.Description), c.Details)
}

func (s *Workspace) connectionOf(h hex.DataConnection) connection {
	s.names.other(h.ID, h.Name)
	return connection{
		ID: h.ID, Name: h.Name, Type: string(h.Type), Description: h.Description, Details: open(h.Details),
		ConnectViaSSH: h.ConnectViaSSH, IncludeMagic: h.IncludeMagic, Writeback: h.AllowWritebackCells,
		SchemaFilters: open(h.SchemaFilters), SchemaRefresh: open(h.SchemaRefresh), SchemaRefreshAccess: string(h.SchemaRefreshAccess),
		Sharing: open(h.Sharing),
	}
}

// open is a part of a connection as JSON, without its secrets; nil for none.
func open[T any](part *T) json.RawMessage {
	if part == nil {
		return nil
	}
	raw, err := json.Marshal(part)
	if err != nil {
		return nil
	}
	return answer.WithoutSecrets(raw)
}

func (s *Workspace) getConnection(ctx context.Context, in connectionIn) (connection, error) {
	h, err := s.hex.GetDataConnection(ctx, in.ConnectionID)
	if err != nil {
		return connection{}, err
	}
	return s.connectionOf(h), nil
}

func (s *Workspace) createConnection(ctx context.Context, in createConnectionIn) (connection, error) {
	n, refused := in.request()
	if refused != nil {
		return connection{}, refused
	}
	h, err := s.writer().CreateDataConnection(ctx, n)
	if err != nil {
		return connection{}, err
	}
	return s.connectionOf(h), nil
}

func (s *Workspace) updateConnectionEffect(ctx context.Context, in updateConnectionIn) (effect, error) {
	before, err := s.getConnection(ctx, connectionIn{in.ConnectionID})
	if err != nil {
		return effect{}, err
	}
	if _, refused := in.edit(hex.ConnectionType(before.Type)); refused != nil {
		return effect{}, refused
	}
	after := before
	in.showOn(&after)
	return effect{target: words.Named(before.Type+" connection", before.Name, before.ID), before: before, after: after,
		note: "The requests show what is sent; secrets are left out."}, nil
}

func (s *Workspace) updateConnection(ctx context.Context, in updateConnectionIn) (connection, error) {
	var kind hex.ConnectionType
	if len(in.Details) > 0 { // their form depends on the type
		now, err := s.hex.GetDataConnection(ctx, in.ConnectionID)
		if err != nil {
			return connection{}, err
		}
		kind = now.Type
	}
	edit, refused := in.edit(kind)
	if refused != nil {
		return connection{}, refused
	}
	h, err := s.writer().EditDataConnection(ctx, in.ConnectionID, edit)
	if err != nil {
		return connection{}, err
	}
	return s.connectionOf(h), nil
}
