package contract

import (
	"context"

	"hextui/hex"
)

// kinds are details of every type of connection that can be made, all of them with everything set.
func kinds() map[hex.ConnectionType]hex.ConnectionDetails {
	text := func(s string) *hex.NullText { return new(hex.NullText(s)) }
	trino := &hex.TrinoDetails{Hostname: "trino.acme.example", Port: 8443, Username: "hex", Password: "secret", Catalog: "lake",
		Schema: "shop"}
	trino.SessionProperties = append(trino.SessionProperties, struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}{"query_max_run_time", "5m"})
	return map[hex.ConnectionType]hex.ConnectionDetails{
		hex.ConnectionAthena: {Athena: &hex.AthenaDetails{Hostname: "athena.acme.example", Port: 443,
			S3OutputPath: "s3://acme-example/out", AccessKeyID: "key", SecretAccessKey: "secret",
			Catalog: text("lake"), Workgroup: text("")}},
		hex.ConnectionBigQuery: {BigQuery: &hex.BigQueryDetails{ProjectID: "acme-example", ServiceAccountJSONConfig: "{}",
			EnableDriveAccess: new(true), EnableStorageAPI: new(false)}},
		hex.ConnectionDatabricks: {Databricks: &hex.DatabricksDetails{JDBCURL: "jdbc:databricks://acme.example", AccessToken: "secret"}},
		hex.ConnectionPostgres: {Postgres: &hex.PostgresDetails{Hostname: "db.acme.example", Port: 5432, Database: "shop",
			Username: "hex", Password: "secret"}},
		hex.ConnectionRedshift: {Redshift: &hex.RedshiftDetails{Host: "red.acme.example", Port: 5439, Database: "shop", Username: "hex",
			Password: "secret", SSLRootCert: text("")}},
		hex.ConnectionSnowflake: {Snowflake: &hex.SnowflakeDetails{AccountName: "acme", Warehouse: "WH", Database: "SHOP",
			Schema: text("PUBLIC"), Username: "hex", Role: text(""),
			PrivateKey: "secret", Passphrase: new(hex.Secret("secret"))}},
		hex.ConnectionTrino: {Trino: trino},
	}
}

func schedules() map[string]*hex.SchemaRefreshSchedule {
	custom := &hex.SchemaRefreshSchedule{Cadence: "CUSTOM", Enabled: true}
	custom.Custom = &struct {
		Cron     string `json:"cron"`
		Timezone string `json:"timezoneString"`
	}{"0 4 * * *", "+01:00"}
	return map[string]*hex.SchemaRefreshSchedule{
		"daily":   {Cadence: "DAILY", Enabled: true, Daily: &hex.RefreshTime{Hour: 4, Minute: 30, Timezone: "+01:00"}},
		"weekly":  {Cadence: "WEEKLY", Enabled: true, Weekly: &hex.RefreshTime{Hour: 4, DayOfWeek: "MONDAY", Timezone: "+01:00"}},
		"monthly": {Cadence: "MONTHLY", Enabled: false, Monthly: &hex.RefreshTime{Minute: 5, Day: 28, Timezone: "+01:00"}},
		"custom":  custom,
	}
}

func connectionCalls() []call {
	filter := func(match string) *hex.SchemaFilter {
		return &hex.SchemaFilter{Include: &hex.SchemaMatch{Type: match, Values: []string{"a"}},
			Exclude: &hex.SchemaMatch{Type: "EXACT", Values: []string{"b", "c"}}}
	}
	filters := &hex.SchemaFilters{Databases: filter("PREFIX"), Schemas: filter("REGEX"), Tables: filter("SUFFIX")}
	everybody := &hex.WorkspaceConnectionAccess{Members: hex.ConnectionAccessQuery, Guests: hex.ConnectionAccessViewResults,
		Public: hex.ConnectionAccessNone}
	grant := func(s *scene) []hex.ConnectionGrant {
		g := hex.ConnectionGrant{Access: hex.ConnectionAccessQuery}
		g.Group.ID = s.group()
		return []hex.ConnectionGrant{g}
	}
	all := []call{
		{"ListDataConnections", "nothing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.ListDataConnections(ctx, hex.ConnectionQuery{}))
		}},
		{"ListDataConnections", "pages", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(hex.Collect(c.DataConnectionPages(ctx,
				hex.ConnectionQuery{Paging: hex.Paging{Limit: 2}, SortBy: "NAME", SortDirection: hex.Ascending})))
		}},
		{"GetDataConnection", "", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.GetDataConnection(ctx, s.connection()))
		}},
		{"EditDataConnection", "a name", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditDataConnection(ctx, s.connection(), hex.DataConnectionEdit{Name: fresh("Proof")}))
		}},
		{"EditDataConnection", "everything", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditDataConnection(ctx, s.connection(), hex.DataConnectionEdit{
				Name: fresh("Proof"), Description: new(""),
				Details: &hex.ConnectionDetails{Postgres: &hex.PostgresDetails{Password: "another"}}, ConnectViaSSH: new(true),
				IncludeMagic: new(false), AllowWritebackCells: new(true), SchemaFilters: filters, SchemaRefresh: schedules()["daily"],
				SchemaRefreshAccess: hex.RefreshByQueries,
				Workspace:           everybody, Groups: grant(s),
			}))
		}},
		{"EditDataConnection", "no refreshing", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.EditDataConnection(ctx, s.connection(), hex.DataConnectionEdit{NoSchemaRefresh: true}))
		}},
		{"UpdateDataConnectionSchema", "a status", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateDataConnectionSchema(ctx, s.warehouse(),
				[]hex.StatusUpdate{{Type: "TABLE", Name: table, Status: "Endorsed"}}))
		}},
		{"UpdateDataConnectionSchema", "no status", func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.UpdateDataConnectionSchema(ctx, s.warehouse(), []hex.StatusUpdate{{Type: "TABLE", Name: table}}))
		}},
	}
	for kind, details := range kinds() {
		all = append(all, call{"CreateDataConnection", string(kind), func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateDataConnection(ctx, hex.NewDataConnection{Name: fresh("Proof"), Type: kind, Details: details}))
		}})
	}
	for cadence, schedule := range schedules() {
		all = append(all, call{"CreateDataConnection", "everything, " + cadence, func(ctx context.Context, c *hex.Client, s *scene) error {
			return only(c.CreateDataConnection(ctx, hex.NewDataConnection{
				Name: fresh("Proof"), Type: hex.ConnectionPostgres, Description: "All of it.", Details: kinds()[hex.ConnectionPostgres],
				ConnectViaSSH: true, IncludeMagic: new(true),
				AllowWritebackCells: true, SchemaFilters: filters, SchemaRefresh: schedule, SchemaRefreshAccess: hex.RefreshByAdmins,
				Sharing: &hex.ConnectionSharing{Workspace: everybody, Groups: grant(s)},
			}))
		}})
	}
	return all
}
