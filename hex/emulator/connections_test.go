package emulator

import (
	"fmt"
	"strings"
	"testing"
)

func TestConnectionWrites(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	growth := find(t, w.names("/groups"), "Growth").ID
	const secret = "s3cr3t-value"
	for kind, details := range map[string]string{
		"athena":     `"hostname":"h","port":443,"s3OutputPath":"s3://x/","accessKeyId":"AK","secretAccessKey":"%s"`,
		"bigquery":   `"projectId":"p","serviceAccountJsonConfig":"%s"`,
		"databricks": `"jdbcUrl":"jdbc:x","accessToken":"%s"`,
		"postgres":   `"hostname":"h","port":5432,"database":"d","username":"u","password":"%s"`,
		"redshift":   `"host":"h","port":5439,"database":"d","username":"u","password":"%s","sslRootCert":"%[1]s"`,
		"snowflake":  `"accountName":"a","warehouse":"w","database":"d","username":"u","privateKey":"%s","passphrase":"%[1]s"`,
		"trino":      `"hostname":"h","port":443,"username":"u","password":"%s"`,
	} {
		body := `{"name":"New ` + kind + `","type":"` + kind + `","connectionDetails":{"` + kind + `":{` + fmt.Sprintf(details, secret) + `}},
			"schemaFilters":{"tables":{"exclude":{"matchType":"PREFIX","values":["tmp_"]}}},
			"schemaRefreshSchedule":{"cadence":"DAILY","enabled":true,"daily":{"hour":4,"minute":0,"timezoneString":"Europe/Berlin"}},
			"sharing":{"workspace":{"members":"QUERY","public":"VIEW_RESULTS"},"groups":[{"group":{"id":"` + growth +
			`"},"access":"QUERY"}]}}`
		made := w.post("/data-connections", body).is(201)
		id := made.word("id")
		if made.word("sharing.groups.0.group.name") != "Growth" || made.word("sharing.workspace.public") != "VIEW_RESULTS" ||
			made.word("schemaFilters.tables.exclude.matchType") != "PREFIX" {
			t.Errorf("%s is %s", kind, made.text)
		}
		edited := w.patch("/data-connections/"+id,
			`{"name":"Newer","connectViaSsh":true,"schemaRefreshSchedule":null,"connectionDetails":{"`+kind+`":{`+fmt.Sprintf(details,
				secret+"2")+`}},"sharing":{"groups":{"upsert":[{"group":{"id":"`+growth+`"},"access":"NONE"}]}}}`).is(201)
		if edited.word("name") != "Newer" || edited.at("connectViaSsh") != true || strings.Contains(edited.text, "DAILY") ||
			strings.Contains(edited.text, "Growth") {
			t.Errorf("%s edited is %s", kind, edited.text)
		}
		for _, r := range []reply{made, edited, w.get("/data-connections/" + id).is(200), w.get("/data-connections?limit=100").is(200)} {
			if strings.Contains(r.text, secret) {
				t.Errorf("%s tells the secret: %s", kind, r.text)
			}
		}
	}
}

func TestConnectionRequests(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	shop := find(t, w.names("/data-connections?limit=100"), "Shop warehouse").ID
	clicks := find(t, w.names("/data-connections?limit=100"), "Clickstream").ID
	const postgres = `"type":"postgres","connectionDetails":{"postgres":{"hostname":"h","port":1,"database":"d","username":"u","password":"p"}}`
	const whole = `{"name":"x",` + postgres + `}`
	for _, c := range []struct {
		token              int
		method, path, body string
		status             int
		words              string
	}{
		{adminToken, "POST", "", `{"type":"postgres"}`, 400, "name"},
		{adminToken, "POST", "", `{"name":"x","type":"clickhouse","connectionDetails":{}}`, 400, "cannot be created"},
		{adminToken, "POST", "", `{"name":"x","type":"motherduck","connectionDetails":{"motherduck":{"database":"/tmp/x.duckdb"}}}`, 400,
			"started with --data FILE"},
		{adminToken, "POST", "", `{"name":"x","type":"postgres","connectionDetails":{"trino":{}}}`, 400, "exactly the member postgres"},
		{adminToken, "POST", "",
			`{"name":"x","type":"postgres","connectionDetails":{"postgres":{"hostname":"h","port":1,"database":"d","username":"u"}}}`,
			400, "password is required"},
		{adminToken, "POST", "", `{"name":"x","type":"postgres","connectionDetails":{"postgres":{"projectID":"h"}}}`, 400, "projectID"},
		{adminToken, "POST", "", `{"name":"x",` + postgres + `,"sharing":{"workspace":{"public":"QUERY"}}}`, 400, "QUERY"},
		{adminToken, "POST", "", strings.Replace(whole, `"port":1`, `"port":"5432"`, 1), 400,
			"port must be a whole number from 1 to 65535"},
		{adminToken, "POST", "", strings.Replace(whole, `"port":1`, `"port":0`, 1), 400, "from 1 to 65535"},
		{adminToken, "POST", "", strings.Replace(whole, `"port":1`, `"port":65536`, 1), 400, "from 1 to 65535"},
		{adminToken, "POST", "", strings.Replace(whole, `"port":1`, `"port":5432.5`, 1), 400, "from 1 to 65535"},
		{adminToken, "POST", "", strings.Replace(whole, `"port":1`, `"port":null`, 1), 400, "port is required"},
		{adminToken, "POST", "", strings.Replace(whole, `"h"`, `""`, 1), 400, "hostname must not be empty"},
		{adminToken, "POST", "", strings.Replace(whole, `"p"`, `{"a":1}`, 1), 400, "password must be a string"},
		{adminToken, "PATCH", "/" + shop, `{"connectionDetails":{"postgres":{"port":-1}}}`, 400, "from 1 to 65535"},
		{adminToken, "PATCH", "/" + shop, `{"connectionDetails":{"postgres":{"hostname":["h"]}}}`, 400, "hostname must be a string"},
		{adminToken, "POST", "",
			`{"name":"x","type":"bigquery","connectionDetails":{"bigquery":{"projectId":"p","serviceAccountJsonConfig":"{}",` +
				`"enableDriveAccess":"yes"}}}`, 400, "enableDriveAccess must be a boolean"},
		{adminToken, "POST", "",
			`{"name":"x","type":"trino","connectionDetails":{"trino":{"hostname":"h","port":1,"username":"u",` +
				`"sessionProperties":[{"key":"k"}]}}}`, 400, "sessionProperties must be an array of objects"},
		{adminToken, "PATCH", "/" + shop,
			`{"schemaRefreshSchedule":{"cadence":"DAILY","enabled":true,"daily":{"hour":24,"minute":0,"timezoneString":"+00:00"}}}`,
			400, "hour must be a whole number from 0 to 23"},
		{adminToken, "PATCH", "/" + shop,
			`{"schemaRefreshSchedule":{"cadence":"MONTHLY","enabled":true,"monthly":{"day":31,"hour":1,"minute":0,` +
				`"timezoneString":"+00:00"}}}`, 400, "from 1 to 28"},
		{adminToken, "PATCH", "/" + shop,
			`{"schemaRefreshSchedule":{"cadence":"CUSTOM","enabled":true,"custom":{"timezoneString":"+00:00"}}}`, 400, "cron is required"},
		{adminToken, "POST", "", `{"name":"x",` + postgres + `,"sharing":{"groups":[{"group":{"id":"` + shop + `"},"access":"QUERY"}]}}`,
			404, "no group"},
		{adminToken, "POST", "", `{"name":"x",` + postgres + `,"schemaRefreshAccess":"ME"}`, 400, "ADMINS"},
		{adminToken, "POST", "", `{"name":"x",` + postgres + `,"schemaRefreshSchedule":{"cadence":"HOURLY","enabled":true}}`, 400, "DAILY"},
		{adminToken, "POST", "", `{"name":"x",` + postgres + `,"schemaFilters":{"tables":{"include":{"matchType":"LIKE","values":[]}}}}`,
			400, "matchType"},
		{adminToken, "PATCH", "/" + shop, `{"name":""}`, 400, "empty"},
		{adminToken, "PATCH", "/" + clicks, `{"connectionDetails":{"clickhouse":{"port":1}}}`, 400, "clickhouse"},
		{adminToken, "PATCH", "/" + newID(), `{}`, 404, "no data connection"},
		{editorToken, "POST", "", `{"name":"x",` + postgres + `}`, 403, "ADMIN"},
		{workspaceToken, "PATCH", "/" + shop, `{}`, 403, "data-connections:write"},
	} {
		w.send(w.sample(c.token), c.method, "/data-connections"+c.path, c.body).refusedWith(c.status, older, c.words)
	}
}

func TestConnectionSchema(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	all := w.names("/data-connections?limit=100")
	schema := func(name string) string { return "/data-connections/" + find(t, all, name).ID + "/schema" }
	done := w.patch(schema("Shop warehouse"),
		`{"updates":[{"type":"DATABASE","name":"shop","status":"Endorsed"},{"type":"SCHEMA","name":"shop.public","status":null},`+
			`{"type":"TABLE","name":"public.orders","status":"Deprecated"}]}`).is(200)
	if done.word("updated.databases.0.status") != "Endorsed" || done.at("updated.schemas.0.status") != nil ||
		done.word("updated.tables.0.name") != "shop.public.orders" {
		t.Errorf("it answers %s", done.text)
	}
	for _, c := range []struct {
		connection, update string
		status             int
		reason             string
	}{
		{"Shop warehouse", `{"type":"TABLE","name":"shop.public.parcels","status":"Endorsed"}`, 404, "not_found"},
		{"Shop warehouse", `{"type":"TABLE","name":"orders","status":"Endorsed"}`, 400, "invalid_name_format"},
		{"Shop warehouse", `{"type":"DATABASE","name":"shop","status":"Splendid"}`, 400, "invalid_status"},
		{"Legacy mart", `{"type":"SCHEMA","name":"mart..archive","status":null}`, 400, "invalid_name_format"},
		{"Federation", `{"type":"TABLE","name":"public.orders","status":null}`, 400, "ambiguous_name"},
		{"Clickstream", `{"type":"DATABASE","name":"x","status":null}`, 400, "database_not_supported"},
	} {
		r := w.patch(schema(c.connection), `{"updates":[{"type":"DATABASE","name":"shop","status":null},`+c.update+`]}`).is(c.status)
		if got := r.text; !strings.Contains(got, c.reason) {
			t.Errorf("%s is refused with %s", c.update, got)
		}
	}
	w.patch(schema("Shop warehouse"), `{"updates":[{"type":"COLUMN","name":"x","status":null}]}`).refusedWith(400, older,
		"DATABASE, SCHEMA, TABLE")
	w.patch(schema("Shop warehouse"), `{}`).refusedWith(400, older, "updates")
}
