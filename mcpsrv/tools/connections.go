package tools

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// connectionTools show data connections and change them.
func connectionTools() []Spec {
	known := answer.Advice{Missing: "List the connections with list_hex_data_connections.",
		Check: "Look at get_hex_data_connection what was done, before calling again."}
	return []Spec{
		tool[listConnectionsIn, connectionPage]{
			name: "list_hex_data_connections", title: "List data connections", class: policy.Read, toolset: policy.Connections,
			about: "Lists data connections: the warehouses and databases.",
			check: func(in listConnectionsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[connectionRow](in.View))
			},
			run: (*Workspace).listConnections,
		}.spec(),
		tool[connectionIn, connection]{
			name: "get_hex_data_connection", title: "Get a data connection", class: policy.Read, toolset: policy.Connections,
			about:  "Shows a data connection: address, filters, refresh, sharing; no secrets.",
			advice: known,
			target: func(w *Workspace, in connectionIn) string { return w.names.ofOther(in.ConnectionID) },
			run:    (*Workspace).getConnection,
		}.spec(),
		tool[createConnectionIn, connection]{
			name: "create_hex_data_connection", title: "Create a data connection", class: policy.Secret, toolset: policy.Connections,
			about:  "Makes a data connection to a warehouse or database. Needs an admin.",
			advice: answer.Advice{Check: "Look with list_hex_data_connections whether it was made."},
			target: func(_ *Workspace, in createConnectionIn) string { return in.Name },
			check: func(in createConnectionIn) *answer.Failure {
				_, f := in.request()
				return f
			},
			change: func(_ *Workspace, in createConnectionIn) (change.Change, error) {
				n, refused := in.request()
				if refused != nil {
					return nil, refused
				}
				return change.CreateConnection{Connection: n}, nil
			},
			done: entity(func(w *Workspace, _ createConnectionIn, d hex.DataConnection) connection { return w.connectionOf(d) }),
		}.spec(),
		tool[updateConnectionIn, connection]{
			name: "update_hex_data_connection", title: "Change a data connection", class: policy.Secret, toolset: policy.Connections,
			about: "Changes a data connection; what is not given stays. Takes all that create_hex_data_connection takes but the type. " +
				"Needs an admin.",
			advice: known,
			target: func(w *Workspace, in updateConnectionIn) string { return w.names.ofOther(in.ConnectionID) },
			check:  (updateConnectionIn).check,
			change: func(_ *Workspace, in updateConnectionIn) (change.Change, error) {
				return change.EditConnection{ID: in.ConnectionID, Fit: in.fit}, nil
			},
			done: func(w *Workspace, _ context.Context, _ updateConnectionIn, d deed) (connection, error) {
				if d.err != nil {
					return connection{}, d.err
				}
				out := w.connectionOf(d.result.Entity.(hex.DataConnection))
				out.Access = accessChanges(d.prepared, d.result.Changed)
				return out, nil
			},
		}.spec(),
	}
}

type listConnectionsIn struct {
	Limit         int     `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	SortBy        string  `json:"sort_by" arg:"enum=CREATED_AT|NAME,also=created:CREATED_AT" doc:"What to sort by."`
	SortDirection string  `json:"sort_direction" arg:"enum=ASC|DESC" doc:"Order."`
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

func (w *Workspace) connectionRow(h hex.DataConnection, full bool) connectionRow {
	w.names.other(h.ID, h.Name)
	row := connectionRow{ID: h.ID, Name: h.Name, Type: string(h.Type)}
	if full {
		row.Description, row.Writeback = h.Description, h.AllowWritebackCells
	}
	return row
}

func (r connectionRow) line() string {
	return words.With(r.ID+" "+words.OneLine(r.Name), r, "id", "name")
}

type connectionPage struct {
	Connections []connectionRow `json:"connections"`
	onward
}

func (p connectionPage) Text() string {
	head := words.Count(len(p.Connections), "connection") + "."
	return words.Lines(head, p.Connections, rowText(p.onward.fields, connectionRow.line), p.onward.end())
}

func (p connectionPage) Size() int { return len(p.Connections) }

func (p connectionPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Connections))
	p.Connections = p.Connections[:n]
	return p
}

func (w *Workspace) listConnections(ctx context.Context, in listConnectionsIn) (connectionPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return connectionPage{}, refused
	}
	var items []hex.DataConnection
	var onward onward
	if w.few(schema.Connection) && at.raw == "" && in.SortBy+in.SortDirection == "" {
		all, err := given(ctx, w, schema.Connection, w.hex.GetDataConnection)
		if err != nil {
			return connectionPage{}, err
		}
		items, onward = portion(all, at, in.Limit, in.View)
	} else {
		page, err := w.hex.ListDataConnections(ctx, hex.ConnectionQuery{Paging: at.paging(in.Limit, 100), SortBy: in.SortBy,
			SortDirection: hex.SortDirection(in.SortDirection)})
		if err != nil {
			return connectionPage{}, err
		}
		items, onward = got(page, at, in.View)
	}
	rows := each(items, func(h hex.DataConnection) connectionRow { return w.connectionRow(h, in.View.full()) })
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
	// Access is what a change of it made different.
	Access []accessChange `json:"access,omitempty"`
}

func (c connection) Text() string {
	return words.Lines(words.With(c.ID+" "+words.OneLine(c.Name), c, "id", "name", "access"), c.Access, accessChange.line, "")
}

func (w *Workspace) connectionOf(h hex.DataConnection) connection {
	w.names.other(h.ID, h.Name)
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
	return change.WithoutSecrets(raw)
}

func (w *Workspace) getConnection(ctx context.Context, in connectionIn) (connection, error) {
	h, err := w.hex.GetDataConnection(ctx, in.ConnectionID)
	if err != nil {
		return connection{}, err
	}
	return w.connectionOf(h), nil
}

type createConnectionIn struct {
	Name                string         `json:"name" arg:"required" doc:"Its name."`
	Type                string         `json:"connection_type" arg:"required,enum=athena|bigquery|databricks|postgres|redshift|snowflake|trino,also=postgresql:postgres" doc:"Kind of database."`
	Details             map[string]any `json:"connection_details" arg:"required" doc:"hostname, port, database, username, password …"`
	Description         string         `json:"description" doc:"What it is for."`
	ConnectViaSSH       bool           `json:"connect_via_ssh" doc:"Through an SSH tunnel."`
	IncludeMagic        *bool          `json:"include_magic" doc:"Let Hex's AI use it."`
	Writeback           bool           `json:"allow_writeback_cells" doc:"Let cells write to it."`
	SchemaFilters       map[string]any `json:"schema_filters" doc:"{databases, schemas, tables: {include, exclude: {matchType, values}}}"`
	SchemaRefresh       map[string]any `json:"schema_refresh_schedule" doc:"{cadence, enabled, daily|weekly|monthly|custom}"`
	SchemaRefreshAccess string         `json:"schema_refresh_access" arg:"enum=ADMINS|USERS_WITH_QUERY_ACCESS" doc:"Who may refresh schemas."`
	Sharing             map[string]any `json:"sharing" doc:"{workspace: {members, guests, public}, groups: [{group: {id}, access: NONE|QUERY|VIEW_RESULTS}]}"`
}

type updateConnectionIn struct {
	ConnectionID        string         `json:"connection_id" arg:"required,id=connection"`
	Name                string         `json:"name" doc:"New name."`
	Details             map[string]any `json:"connection_details" doc:"Members to change."`
	Description         *string        `json:"description" doc:"New description."`
	ConnectViaSSH       *bool          `json:"connect_via_ssh" arg:"hidden" doc:"Through an SSH tunnel."`
	IncludeMagic        *bool          `json:"include_magic" arg:"hidden" doc:"Let Hex's AI use it."`
	Writeback           *bool          `json:"allow_writeback_cells" arg:"hidden" doc:"Let cells write to it."`
	SchemaFilters       map[string]any `json:"schema_filters" arg:"hidden" doc:"As when it is created."`
	SchemaRefresh       map[string]any `json:"schema_refresh_schedule" arg:"hidden" doc:"As when it is created; {} ends it."`
	SchemaRefreshAccess string         `json:"schema_refresh_access" arg:"hidden,enum=ADMINS|USERS_WITH_QUERY_ACCESS" doc:"Who may refresh schemas."`
	Sharing             map[string]any `json:"sharing" doc:"As when it is created."`
}

// request is what Hex is sent, or why it is not.
func (in createConnectionIn) request() (hex.NewDataConnection, *answer.Failure) {
	n := hex.NewDataConnection{
		Name: in.Name, Type: hex.ConnectionType(in.Type), Description: in.Description, ConnectViaSSH: in.ConnectViaSSH,
		IncludeMagic: in.IncludeMagic, AllowWritebackCells: in.Writeback,
		SchemaRefreshAccess: hex.SchemaRefreshAccess(in.SchemaRefreshAccess),
	}
	details, f := detailsOf(n.Type, in.Details)
	if f == nil {
		n.Details = *details
		f = missingDetails(n.Type, in.Details)
	}
	f = firstFailure(f, partOf("schema_filters", in.SchemaFilters, &n.SchemaFilters),
		partOf("schema_refresh_schedule", in.SchemaRefresh, &n.SchemaRefresh), connectionSharing(in.Sharing, &n.Sharing))
	return n, f
}

func (in updateConnectionIn) check() *answer.Failure {
	e := in
	e.ConnectionID = ""
	if reflect.ValueOf(e).IsZero() {
		return answer.Refuse("There is nothing to update.", "Give name, description, connection_details, sharing or another member to "+
			"change.")
	}
	in.Details = nil // its form depends on the type, which is not known before Hex is asked
	_, f := in.edit("")
	return f
}

// edit is what Hex is sent for a connection of the type.
func (in updateConnectionIn) edit(kind hex.ConnectionType) (hex.DataConnectionEdit, *answer.Failure) {
	e := hex.DataConnectionEdit{
		Name: in.Name, Description: in.Description, ConnectViaSSH: in.ConnectViaSSH, IncludeMagic: in.IncludeMagic,
		AllowWritebackCells: in.Writeback, SchemaRefreshAccess: hex.SchemaRefreshAccess(in.SchemaRefreshAccess),
		NoSchemaRefresh: in.SchemaRefresh != nil && len(in.SchemaRefresh) == 0,
	}
	var f *answer.Failure
	if len(in.Details) > 0 {
		e.Details, f = detailsOf(kind, in.Details)
	}
	var sharing *hex.ConnectionSharing
	f = firstFailure(f, partOf("schema_filters", in.SchemaFilters, &e.SchemaFilters), connectionSharing(in.Sharing, &sharing))
	if !e.NoSchemaRefresh {
		f = firstFailure(f, partOf("schema_refresh_schedule", in.SchemaRefresh, &e.SchemaRefresh))
	}
	if sharing != nil {
		e.Workspace, e.Groups = sharing.Workspace, sharing.Groups
	}
	return e, f
}

// fit is what Hex is sent for a connection that was read.
func (in updateConnectionIn) fit(d hex.DataConnection) (hex.DataConnectionEdit, error) {
	e, refused := in.edit(d.Type)
	if refused != nil {
		return e, refused
	}
	return e, nil
}

// plainly are the members of a connection type that are given as they are, or below the name of the type.
func plainly(kind hex.ConnectionType, given map[string]any) map[string]any {
	if inner, ok := given[string(kind)].(map[string]any); ok && len(given) == 1 {
		return inner
	}
	return given
}

// detailsOf reads the members of a connection type.
func detailsOf(kind hex.ConnectionType, given map[string]any) (*hex.ConnectionDetails, *answer.Failure) {
	if kind == hex.ConnectionClickHouse {
		return nil, answer.Refuse("The connection_details of a clickhouse connection cannot be written through Hex's API.",
			"A person can change them in the browser.")
	}
	members := map[string]any{}
	for name, value := range plainly(kind, given) {
		switch text, isText := value.(string); {
		case value == nil: // null clears what may be empty
			value = ""
		case isText && name == "port" && strings.Trim(text, "0123456789") == "":
			value = json.Number(text)
		}
		members[name] = value
	}
	var d hex.ConnectionDetails
	return &d, strictly("connection_details", map[string]any{string(kind): members}, &d, detailsForm(kind))
}

// detailsForm is what the details of a connection type look like.
func detailsForm(kind hex.ConnectionType) string {
	for f := range reflect.TypeFor[hex.ConnectionDetails]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == string(kind) {
			return formOf(f.Type)
		}
	}
	return ""
}

// formOf is what an object looks like that is read into a type, by the names of its members; empty for what is no object.
func formOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return formOf(t.Elem())
	case reflect.Slice:
		return "[" + formOf(t.Elem()) + "]"
	case reflect.Struct:
		var all []string
		for f := range t.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if inner := formOf(f.Type); inner != "" {
				name += ": " + inner
			}
			all = append(all, name)
		}
		return "{" + strings.Join(all, ", ") + "}"
	}
	return ""
}

// partOf reads an object into a part of what Hex is sent; nil for none.
func partOf[T any](name string, given map[string]any, into **T) *answer.Failure {
	if len(given) == 0 {
		return nil
	}
	*into = new(T)
	return strictly(name, given, *into, formOf(reflect.TypeFor[T]()))
}

// strictly reads an object and refuses members that Hex does not have, with the form that it takes.
func strictly(name string, given map[string]any, into any, form string) *answer.Failure {
	raw, err := json.Marshal(given)
	if err != nil {
		return answer.Refuse(name+" could not be read.", "Give a JSON object.")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err = d.Decode(into)
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		wrong := map[string]string{"object": "an object", "array": "a list", "string": "a text", "bool": "a boolean"}[kind.Value]
		return answer.Refuse(fmt.Sprintf("%s.%s must not be %s.", name, kind.Field, cmp.Or(wrong, "a number")), "It takes "+form+".")
	}
	_, member, _ := strings.Cut(err.Error(), "unknown field ")
	return answer.Refuse(fmt.Sprintf("%s has a member that Hex does not know: %s.", name, member), "It takes "+form+".")
}

// missingDetails refuses details without what Hex needs for a new connection.
func missingDetails(kind hex.ConnectionType, given map[string]any) *answer.Failure {
	members := plainly(kind, given)
	needed := hex.NeededDetails(kind)
	var missing []string
	for _, name := range needed {
		if _, there := members[name]; !there {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return answer.Refuse(fmt.Sprintf("connection_details of a %s connection lack %s.", kind, strings.Join(missing, ", ")),
			"They need "+strings.Join(needed, ", ")+".")
	}
	return nil
}

// connectionForm is how a connection is shared.
const connectionForm = "Give {workspace: {members, guests, public}, groups: [{group: {id}, access}]} with NONE, QUERY or VIEW_RESULTS " +
	"(public: NONE or VIEW_RESULTS). Hex shares connections with everybody and with groups, not with single users."

// connectionSharing reads how a connection is shared: with its groups as a list, or as Hex's own edit has them, below upsert.
func connectionSharing(given map[string]any, into **hex.ConnectionSharing) *answer.Failure {
	if edit, ok := given["groups"].(map[string]any); ok {
		if upsert, only := edit["upsert"]; only && len(edit) == 1 {
			given = maps.Clone(given)
			given["groups"] = upsert
		}
	}
	f := partOf("sharing", given, into)
	if f == nil && *into != nil {
		f = checkConnectionSharing(*into)
	}
	if f != nil {
		f.Hint = connectionForm
	}
	return f
}

// checkConnectionSharing puts levels of access into Hex's words, and refuses levels and ids that Hex does not have.
func checkConnectionSharing(sharing *hex.ConnectionSharing) *answer.Failure {
	all := []hex.ConnectionAccess{hex.ConnectionAccessNone, hex.ConnectionAccessQuery, hex.ConnectionAccessViewResults}
	if w := sharing.Workspace; w != nil {
		for _, part := range []struct {
			of     string
			access *hex.ConnectionAccess
		}{{"members", &w.Members}, {"guests", &w.Guests}, {"public", &w.Public}} {
			allowed := all
			if part.of == "public" {
				allowed = []hex.ConnectionAccess{hex.ConnectionAccessNone, hex.ConnectionAccessViewResults}
			}
			if *part.access == "" {
				continue // it stays
			}
			if f := connectionAccess("sharing.workspace."+part.of, part.access, allowed); f != nil {
				return f
			}
		}
	}
	for i := range sharing.Groups {
		where, g := fmt.Sprintf("sharing.groups[%d]", i), &sharing.Groups[i]
		id, complaint := schema.Group.ID(where+".group.id", g.Group.ID)
		if complaint != "" {
			return answer.Refuse(complaint, "")
		}
		g.Group.ID, g.Group.Name = id, ""
		if f := connectionAccess(where+".access", &g.Access, all); f != nil {
			return f
		}
	}
	return nil
}

// connectionAccess puts a level into Hex's word for it, or says what to give for a word that is used elsewhere.
func connectionAccess(where string, access *hex.ConnectionAccess, allowed []hex.ConnectionAccess) *answer.Failure {
	given := hex.ConnectionAccess(strings.ToUpper(strings.TrimSpace(string(*access))))
	if slices.Contains(allowed, given) {
		*access = given
		return nil
	}
	complaint := fmt.Sprintf("%s must be one of %s, not %s.", where, strings.Trim(fmt.Sprint(allowed), "[]"), words.Quoted(string(*access)))
	nearest := map[hex.ConnectionAccess]hex.ConnectionAccess{
		"CAN_USE": hex.ConnectionAccessQuery, "USE": hex.ConnectionAccessQuery, "CAN_EDIT": hex.ConnectionAccessQuery,
		"CAN_VIEW": hex.ConnectionAccessViewResults, "APP_ONLY": hex.ConnectionAccessViewResults, "VIEW": hex.ConnectionAccessViewResults,
	}[given]
	if slices.Contains(allowed, nearest) {
		complaint += fmt.Sprintf(" What comes nearest to it here is %s.", nearest)
	}
	return answer.Refuse(complaint, "")
}
