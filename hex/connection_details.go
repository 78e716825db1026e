package hex

import (
	"fmt"
	"log/slog"
)

// Secret is a text that is sent but never printed or logged.
type Secret string

// Format prints that there is a secret, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) {
	if s == "" {
		return
	}
	fmt.Fprint(f, "[secret]")
}

// LogValue logs that there is a secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(fmt.Sprint(s)) }

// ConnectionDetails say where a database is. The member of the connection's type is set, the others are nil. On an edit
// empty members stay as they are; a pointer to an empty [NullText] clears.
type ConnectionDetails struct {
	Athena     *AthenaDetails     `json:"athena,omitempty"`
	BigQuery   *BigQueryDetails   `json:"bigquery,omitempty"`
	ClickHouse *ClickHouseDetails `json:"clickhouse,omitempty"`
	Databricks *DatabricksDetails `json:"databricks,omitempty"`
	Postgres   *PostgresDetails   `json:"postgres,omitempty"`
	Redshift   *RedshiftDetails   `json:"redshift,omitempty"`
	Snowflake  *SnowflakeDetails  `json:"snowflake,omitempty"`
	Trino      *TrinoDetails      `json:"trino,omitempty"`
}

// WritableConnections are the types of connections that can be made and whose details can be changed.
func WritableConnections() []ConnectionType {
	return []ConnectionType{ConnectionAthena, ConnectionBigQuery, ConnectionDatabricks, ConnectionPostgres, ConnectionRedshift,
		ConnectionSnowflake, ConnectionTrino}
}

// NeededDetails are the members of a type's details without which no connection is made, by their names in JSON; none for a type
// that cannot be made.
func NeededDetails(t ConnectionType) []string {
	switch t {
	case ConnectionAthena:
		return []string{"hostname", "port", "s3OutputPath", "accessKeyId", "secretAccessKey"}
	case ConnectionBigQuery:
		return []string{"projectId", "serviceAccountJsonConfig"}
	case ConnectionDatabricks:
		return []string{"jdbcUrl", "accessToken"}
	case ConnectionPostgres:
		return []string{"hostname", "port", "database", "username", "password"}
	case ConnectionRedshift:
		return []string{"host", "port", "database", "username", "password"}
	case ConnectionSnowflake:
		return []string{"accountName", "warehouse", "database", "username", "privateKey", "passphrase"}
	case ConnectionTrino:
		return []string{"hostname", "port", "username"}
	}
	return nil
}

// AthenaDetails are the details of an Athena connection.
type AthenaDetails struct {
	Hostname        string    `json:"hostname,omitempty"`
	Port            int       `json:"port,omitempty"`
	S3OutputPath    string    `json:"s3OutputPath,omitempty"`
	AccessKeyID     string    `json:"accessKeyId,omitempty"`
	SecretAccessKey Secret    `json:"secretAccessKey,omitempty"`
	Catalog         *NullText `json:"catalog,omitempty"`
	Workgroup       *NullText `json:"workgroup,omitempty"`
}

// BigQueryDetails are the details of a BigQuery connection. ProjectID is Google's.
type BigQueryDetails struct {
	ProjectID                string `json:"projectId,omitempty"`
	ServiceAccountJSONConfig Secret `json:"serviceAccountJsonConfig,omitempty"`
	EnableDriveAccess        *bool  `json:"enableDriveAccess,omitempty"`
	EnableStorageAPI         *bool  `json:"enableStorageApi,omitempty"`
}

// ClickHouseDetails are the details of a ClickHouse connection, which can only be read.
type ClickHouseDetails struct {
	Hostname string `json:"hostname,omitempty"`
	Port     int    `json:"port,omitempty"`
	Username string `json:"username,omitempty"`
}

// DatabricksDetails are the details of a Databricks connection.
type DatabricksDetails struct {
	JDBCURL     string `json:"jdbcUrl,omitempty"`
	AccessToken Secret `json:"accessToken,omitempty"`
}

// PostgresDetails are the details of a Postgres connection.
type PostgresDetails struct {
	Hostname string `json:"hostname,omitempty"`
	Port     int    `json:"port,omitempty"`
	Database string `json:"database,omitempty"`
	Username string `json:"username,omitempty"`
	Password Secret `json:"password,omitempty"`
}

// RedshiftDetails are the details of a Redshift connection.
type RedshiftDetails struct {
	Host        string    `json:"host,omitempty"`
	Port        int       `json:"port,omitempty"`
	Database    string    `json:"database,omitempty"`
	Username    string    `json:"username,omitempty"`
	Password    Secret    `json:"password,omitempty"`
	SSLRootCert *NullText `json:"sslRootCert,omitempty"`
}

// SnowflakeDetails are the details of a Snowflake connection. Creating one needs a passphrase, which may be empty.
type SnowflakeDetails struct {
	AccountName string    `json:"accountName,omitempty"`
	Warehouse   string    `json:"warehouse,omitempty"`
	Database    string    `json:"database,omitempty"`
	Schema      *NullText `json:"schema,omitempty"`
	Username    string    `json:"username,omitempty"`
	Role        *NullText `json:"role,omitempty"`
	PrivateKey  Secret    `json:"privateKey,omitempty"`
	Passphrase  *Secret   `json:"passphrase,omitempty"`
}

// TrinoDetails are the details of a Trino connection.
type TrinoDetails struct {
	Hostname          string `json:"hostname,omitempty"`
	Port              int    `json:"port,omitempty"`
	Username          string `json:"username,omitempty"`
	Password          Secret `json:"password,omitempty"`
	Catalog           string `json:"catalog,omitempty"`
	Schema            string `json:"schema,omitempty"`
	SessionProperties []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"sessionProperties,omitempty"`
}
