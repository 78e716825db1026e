package hex

import (
	"context"
	"encoding/json"
	"iter"
)

// ConnectionType is the kind of database behind a data connection. Unknown values are kept.
type ConnectionType string

// The connection types that Hex documents. ClickHouse connections can be read, not made or changed.
const (
	ConnectionAthena     ConnectionType = "athena"
	ConnectionBigQuery   ConnectionType = "bigquery"
	ConnectionClickHouse ConnectionType = "clickhouse"
	ConnectionDatabricks ConnectionType = "databricks"
	ConnectionPostgres   ConnectionType = "postgres"
	ConnectionRedshift   ConnectionType = "redshift"
	ConnectionSnowflake  ConnectionType = "snowflake"
	ConnectionTrino      ConnectionType = "trino"
)

// DataConnection is a connection of the workspace to a warehouse or database. What follows Description is only there for
// those who may see it; for others ListDataConnections gives the basic form, in which the pointers are nil.
type DataConnection struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Type        ConnectionType `json:"type"`
	Description string         `json:"description"`

	// Details say where the database is; secrets are never given back.
	Details             *ConnectionDetails     `json:"connectionDetails"`
	ConnectViaSSH       bool                   `json:"connectViaSsh"`
	IncludeMagic        bool                   `json:"includeMagic"`
	AllowWritebackCells bool                   `json:"allowWritebackCells"`
	SchemaFilters       *SchemaFilters         `json:"schemaFilters"`
	SchemaRefresh       *SchemaRefreshSchedule `json:"schemaRefreshSchedule"`
	SchemaRefreshAccess SchemaRefreshAccess    `json:"schemaRefreshAccess"`
	Sharing             *ConnectionSharing     `json:"sharing"`
	// Sensitivity is what newer workspaces say about the data, as Hex sends it; its form is not documented.
	Sensitivity json.RawMessage `json:"sensitivity,omitempty"`
}

// Full tells whether the token was shown more than name, type and description.
func (d DataConnection) Full() bool { return d.Details != nil || d.Sharing != nil }

func (d *DataConnection) missing() string { return firstMissing("data connection id", d.ID) }

// SchemaRefreshAccess says who may refresh a connection's schema.
type SchemaRefreshAccess string

// The values of SchemaRefreshAccess.
const (
	RefreshByAdmins  SchemaRefreshAccess = "ADMINS"
	RefreshByQueries SchemaRefreshAccess = "USERS_WITH_QUERY_ACCESS"
)

// ConnectionAccess is a level of access to a data connection.
type ConnectionAccess string

// The access levels of data connections.
const (
	ConnectionAccessNone        ConnectionAccess = "NONE"
	ConnectionAccessQuery       ConnectionAccess = "QUERY"
	ConnectionAccessViewResults ConnectionAccess = "VIEW_RESULTS"
)

// ConnectionSharing says who may use a data connection. Users are not shared with, groups are.
type ConnectionSharing struct {
	Workspace *WorkspaceConnectionAccess `json:"workspace,omitempty"`
	Groups    []ConnectionGrant          `json:"groups,omitempty"`
}

// WorkspaceConnectionAccess is the access of everybody of a kind. When written, empty members stay as they are, and
// Public takes only NONE and VIEW_RESULTS.
type WorkspaceConnectionAccess struct {
	Members ConnectionAccess `json:"members,omitempty"`
	Guests  ConnectionAccess `json:"guests,omitempty"`
	Public  ConnectionAccess `json:"public,omitempty"`
}

// ConnectionGrant is the access of a group. Its name is only read.
type ConnectionGrant struct {
	Group struct {
		ID   string `json:"id"`
		Name string `json:"name,omitempty"`
	} `json:"group"`
	Access ConnectionAccess `json:"access"`
}

// SchemaFilters choose what of a database Hex looks at.
type SchemaFilters struct {
	Databases *SchemaFilter `json:"databases,omitempty"`
	Schemas   *SchemaFilter `json:"schemas,omitempty"`
	Tables    *SchemaFilter `json:"tables,omitempty"`
}

// SchemaFilter takes what Include matches and drops what Exclude matches.
type SchemaFilter struct {
	Include *SchemaMatch `json:"include,omitempty"`
	Exclude *SchemaMatch `json:"exclude,omitempty"`
}

// SchemaMatch matches names. Type is EXACT, PREFIX, REGEX or SUFFIX.
type SchemaMatch struct {
	Type   string   `json:"matchType"`
	Values []string `json:"values"`
}

// SchemaRefreshSchedule says when Hex reads the schema anew. The member that Cadence (DAILY, WEEKLY, MONTHLY, CUSTOM)
// names is set.
type SchemaRefreshSchedule struct {
	Cadence string       `json:"cadence"`
	Enabled bool         `json:"enabled"`
	Daily   *RefreshTime `json:"daily,omitempty"`
	Weekly  *RefreshTime `json:"weekly,omitempty"`
	Monthly *RefreshTime `json:"monthly,omitempty"`
	Custom  *struct {
		Cron     string `json:"cron"`
		Timezone string `json:"timezoneString"`
	} `json:"custom,omitempty"`
}

// RefreshTime is the time of a schema refresh; DayOfWeek is for weekly ones, Day (1 to 28) for monthly ones.
type RefreshTime struct {
	Minute    int    `json:"minute"`
	Hour      int    `json:"hour"`
	DayOfWeek string `json:"dayOfWeek,omitempty"`
	Day       int    `json:"day,omitempty"`
	Timezone  string `json:"timezoneString"`
}

// ConnectionQuery chooses data connections.
type ConnectionQuery struct {
	Paging
	// SortBy is CREATED_AT or NAME.
	SortBy        string
	SortDirection SortDirection
}

// ListDataConnections returns one page of the data connections that the token may see. Hex: ListDataConnections. Up to
// 100 a page.
func (c *Client) ListDataConnections(ctx context.Context, q ConnectionQuery) (Page[DataConnection], error) {
	v := q.Paging.values()
	v.text("sortBy", q.SortBy)
	v.text("sortDirection", string(q.SortDirection))
	return getPage[DataConnection](ctx, c, route{op: "ListDataConnections", group: groupDefault, path: "/data-connections", query: v})
}

// DataConnectionPages walks all pages of data connections, as they come. Hex: ListDataConnections.
func (c *Client) DataConnectionPages(ctx context.Context, q ConnectionQuery) iter.Seq2[Page[DataConnection], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[DataConnection], error) {
		q.Paging = p
		return c.ListDataConnections(ctx, q)
	})
}

// GetDataConnection returns a data connection. Hex: GetDataConnection.
func (c *Client) GetDataConnection(ctx context.Context, id string) (DataConnection, error) {
	return call[DataConnection](ctx, c, route{
		op: "GetDataConnection", group: groupDefault, path: "/data-connections/{}", ids: refs(RefConnection, id),
	})
}
