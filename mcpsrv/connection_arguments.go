package mcpsrv

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

type createConnectionIn struct {
	Name                string         `json:"name" arg:"required"`
	Type                string         `json:"connection_type" arg:"required,enum=athena|bigquery|databricks|postgres|redshift|snowflake|trino"`
	Details             map[string]any `json:"connection_details" arg:"required" doc:"Members of the type, with its secrets."`
	Description         string         `json:"description"`
	ConnectViaSSH       bool           `json:"connect_via_ssh"`
	IncludeMagic        *bool          `json:"include_magic"`
	Writeback           bool           `json:"allow_writeback_cells"`
	SchemaFilters       map[string]any `json:"schema_filters" doc:"{databases, schemas, tables: {include, exclude: {matchType, values}}}"`
	SchemaRefresh       map[string]any `json:"schema_refresh_schedule" doc:"{cadence, enabled, daily | weekly | monthly | custom}"`
	SchemaRefreshAccess string         `json:"schema_refresh_access" arg:"enum=ADMINS|USERS_WITH_QUERY_ACCESS"`
	Sharing             map[string]any `json:"sharing" doc:"{workspace: {members, guests, public}, groups: [{group: {id}, access}]}; access NONE, QUERY or VIEW_RESULTS."`
}

type updateConnectionIn struct {
	ConnectionID        string         `json:"connection_id" arg:"required,id=connection"`
	Name                string         `json:"name"`
	Details             map[string]any `json:"connection_details"`
	Description         *string        `json:"description"`
	ConnectViaSSH       *bool          `json:"connect_via_ssh"`
	IncludeMagic        *bool          `json:"include_magic"`
	Writeback           *bool          `json:"allow_writeback_cells"`
	SchemaFilters       map[string]any `json:"schema_filters"`
	SchemaRefresh       map[string]any `json:"schema_refresh_schedule"`
	SchemaRefreshAccess string         `json:"schema_refresh_access" arg:"enum=ADMINS|USERS_WITH_QUERY_ACCESS"`
	Sharing             map[string]any `json:"sharing"`
}

// request is what Hex is sent, or why it is not.
func (in createConnectionIn) request() (hex.NewDataConnection, *answer.Failure) {
	n := hex.NewDataConnection{
		Name: in.Name, Type: hex.ConnectionType(in.Type), Description: in.Description, ConnectViaSSH: in.ConnectViaSSH,
		IncludeMagic: in.IncludeMagic, AllowWritebackCells: in.Writeback, SchemaRefreshAccess: hex.SchemaRefreshAccess(in.SchemaRefreshAccess),
	}
	details, f := detailsOf(n.Type, in.Details)
	if f == nil {
		n.Details = *details
		f = missingDetails(n.Type, in.Details)
	}
	f = firstFailure(f, partOf("schema_filters", in.SchemaFilters, &n.SchemaFilters), partOf("schema_refresh_schedule", in.SchemaRefresh, &n.SchemaRefresh),
		partOf("sharing", in.Sharing, &n.Sharing), checkConnectionSharing(n.Sharing))
	return n, f
}

func (in updateConnectionIn) check() *answer.Failure {
	e := in
	e.ConnectionID = ""
	if reflect.ValueOf(e).IsZero() {
		return answer.Refuse("There is nothing to update.", "Give name, description, connection_details, sharing or another member to change.")
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
	f = firstFailure(f, partOf("schema_filters", in.SchemaFilters, &e.SchemaFilters), partOf("sharing", in.Sharing, &sharing), checkConnectionSharing(sharing))
	if !e.NoSchemaRefresh {
		f = firstFailure(f, partOf("schema_refresh_schedule", in.SchemaRefresh, &e.SchemaRefresh))
	}
	if sharing != nil {
		e.Workspace, e.Groups = sharing.Workspace, sharing.Groups
	}
	return e, f
}

// showOn puts what can be shown of the change on a connection, for the difference in a plan.
func (in updateConnectionIn) showOn(c *connection) {
	if in.Name != "" {
		c.Name = in.Name
	}
	if in.Description != nil {
		c.Description = *in.Description
	}
	for _, flag := range []struct {
		given *bool
		on    *bool
	}{{in.ConnectViaSSH, &c.ConnectViaSSH}, {in.IncludeMagic, &c.IncludeMagic}, {in.Writeback, &c.Writeback}} {
		if flag.given != nil {
			*flag.on = *flag.given
		}
	}
	if in.SchemaRefreshAccess != "" {
		c.SchemaRefreshAccess = in.SchemaRefreshAccess
	}
}

// detailsOf reads the members of a connection type, given plainly or below the name of the type.
func detailsOf(kind hex.ConnectionType, given map[string]any) (*hex.ConnectionDetails, *answer.Failure) {
	if inner, ok := given[string(kind)].(map[string]any); ok && len(given) == 1 {
		given = inner
	}
	members := map[string]any{}
	for name, value := range given {
		switch text, isText := value.(string); {
		case value == nil: // null clears what may be empty
			value = ""
		case isText && name == "port" && strings.Trim(text, "0123456789") == "":
			value = json.Number(text)
		}
		members[name] = value
	}
	var d hex.ConnectionDetails
	if kind == hex.ConnectionClickHouse {
		return nil, answer.Refuse("The connection_details of a clickhouse connection cannot be written through Hex's API.", "A person can change them in the browser.")
	}
	return &d, strictly("connection_details", map[string]any{string(kind): members}, &d)
}

// partOf reads an object into a part of what Hex is sent; nil for none.
func partOf[T any](name string, given map[string]any, into **T) *answer.Failure {
	if len(given) == 0 {
		return nil
	}
	*into = new(T)
	return strictly(name, given, *into)
}

// strictly reads an object and refuses members that Hex does not have.
func strictly(name string, given map[string]any, into any) *answer.Failure {
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
		return answer.Refuse(fmt.Sprintf("%s.%s must not be a %s.", name, kind.Field, kind.Value), "Give each member the type that Hex has for it.")
	}
	_, member, _ := strings.Cut(err.Error(), "unknown field ")
	return answer.Refuse(fmt.Sprintf("%s has a member that Hex does not know: %s.", name, member), "Name the members as Hex does.")
}

// missingDetails refuses details without what Hex needs for a new connection.
func missingDetails(kind hex.ConnectionType, given map[string]any) *answer.Failure {
	if inner, ok := given[string(kind)].(map[string]any); ok && len(given) == 1 {
		given = inner
	}
	needed := map[hex.ConnectionType]string{
		hex.ConnectionAthena:     "hostname port s3OutputPath accessKeyId secretAccessKey",
		hex.ConnectionBigQuery:   "projectId serviceAccountJsonConfig",
		hex.ConnectionDatabricks: "jdbcUrl accessToken",
		hex.ConnectionPostgres:   "hostname port database username password",
		hex.ConnectionRedshift:   "host port database username password",
		hex.ConnectionSnowflake:  "accountName warehouse database username privateKey passphrase",
		hex.ConnectionTrino:      "hostname port username",
	}[kind]
	var missing []string
	for name := range strings.FieldsSeq(needed) {
		if _, there := given[name]; !there {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return answer.Refuse(fmt.Sprintf("connection_details of a %s connection lack %s.", kind, strings.Join(missing, ", ")), "They need "+strings.ReplaceAll(needed, " ", ", ")+".")
	}
	return nil
}

// checkConnectionSharing refuses levels and ids that Hex does not have.
func checkConnectionSharing(sharing *hex.ConnectionSharing) *answer.Failure {
	if sharing == nil {
		return nil
	}
	wrong := func(where string, level hex.ConnectionAccess, allowed ...hex.ConnectionAccess) *answer.Failure {
		for _, a := range allowed {
			if level == a {
				return nil
			}
		}
		return answer.Refuse(fmt.Sprintf("%s must be one of %s, not %s.", where, strings.Trim(fmt.Sprint(allowed), "[]"), words.Quoted(string(level))), "Connections are shared with the workspace and with groups.")
	}
	all := []hex.ConnectionAccess{hex.ConnectionAccessNone, hex.ConnectionAccessQuery, hex.ConnectionAccessViewResults}
	if w := sharing.Workspace; w != nil {
		if f := firstFailure(wrong("sharing.workspace.members", w.Members, append(all, "")...), wrong("sharing.workspace.guests", w.Guests, append(all, "")...),
			wrong("sharing.workspace.public", w.Public, hex.ConnectionAccessNone, hex.ConnectionAccessViewResults, "")); f != nil {
			return f
		}
	}
	for i, g := range sharing.Groups {
		where := fmt.Sprintf("sharing.groups[%d]", i)
		if _, complaint := schema.Group.ID(where+".group.id", g.Group.ID); complaint != "" {
			return answer.Refuse(complaint, "Nothing was asked of Hex.")
		}
		if f := wrong(where+".access", g.Access, all...); f != nil {
			return f
		}
	}
	return nil
}
