package connection

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/overlay"
)

// filled is a form of a type's details with values in it; entries that are not named stay as they are.
func filled(all []detail, edits bool, values map[string]string) *overlay.Form {
	var entries []*overlay.Entry
	for _, d := range all {
		e := d.entry(edits)
		if v, ok := values[d.name]; ok && e.Options == nil {
			e.Preset(v)
		} else if ok {
			e.Picked = slices.Index(e.Options, v)
		}
		entries = append(entries, e)
	}
	return overlay.NewForm("", "", entries, func(*overlay.Form) string { return "" })
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestANewConnectionIsSentWhatWasTyped(t *testing.T) {
	for _, c := range []struct {
		kind   hex.ConnectionType
		values map[string]string
		want   string
	}{
		{hex.ConnectionPostgres, map[string]string{"hostname": "db", "port": "5432", "database": "shop", "username": "u", "password": "p"},
			`{"postgres":{"hostname":"db","port":5432,"database":"shop","username":"u","password":"p"}}`},
		{hex.ConnectionBigQuery, map[string]string{"projectId": "g", "serviceAccountJsonConfig": "{}", "enableDriveAccess": "yes"},
			`{"bigquery":{"projectId":"g","serviceAccountJsonConfig":"{}","enableDriveAccess":true}}`},
		{hex.ConnectionDatabricks, map[string]string{"jdbcUrl": "jdbc:x", "accessToken": "t"},
			`{"databricks":{"jdbcUrl":"jdbc:x","accessToken":"t"}}`},
		{hex.ConnectionSnowflake, map[string]string{"accountName": "a", "warehouse": "w", "database": "d", "username": "u",
			"privateKey": "k\nl", "role": "r"},
			`{"snowflake":{"accountName":"a","warehouse":"w","database":"d","username":"u","role":"r",` +
				`"privateKey":"k\nl","passphrase":""}}`},
		{hex.ConnectionTrino, map[string]string{"hostname": "t", "port": "8080", "username": "u", "sessionProperties": "a=1, b = x y"},
			`{"trino":{"hostname":"t","port":8080,"username":"u","sessionProperties":` +
				`[{"key":"a","value":"1"},{"key":"b","value":"x y"}]}}`},
		{hex.ConnectionAthena, map[string]string{"hostname": "h", "port": "443", "s3OutputPath": "s3://x", "accessKeyId": "i",
			"secretAccessKey": "s"},
			`{"athena":{"hostname":"h","port":443,"s3OutputPath":"s3://x","accessKeyId":"i","secretAccessKey":"s"}}`},
		{hex.ConnectionRedshift, map[string]string{"host": "h", "port": "5439", "database": "d", "username": "u", "password": "p"},
			`{"redshift":{"host":"h","port":5439,"database":"d","username":"u","password":"p"}}`},
	} {
		all := detailsOf(c.kind, nil)
		details, complaint := taken(c.kind, all, filled(all, false, c.values), false)
		if complaint != "" || asJSON(t, details) != c.want {
			t.Errorf("%s: %q\n%s\nwant\n%s", c.kind, complaint, asJSON(t, details), c.want)
		}
		for _, name := range hex.NeededDetails(c.kind) {
			if name == "passphrase" {
				continue // may be empty
			}
			less := map[string]string{}
			for k, v := range c.values {
				less[k] = v
			}
			less[name] = ""
			if _, complaint := taken(c.kind, all, filled(all, false, less), false); !strings.Contains(complaint, label(name)) {
				t.Errorf("%s without its %s: %q", c.kind, name, complaint)
			}
		}
	}
	if len(hex.WritableConnections()) != 7 || detailsOf(hex.ConnectionClickHouse, nil) != nil {
		t.Error("there is a type whose form is not tried here")
	}
}

func role(s string) *hex.NullText { t := hex.NullText(s); return &t }

func TestOnlyWhatIsAnotherIsSent(t *testing.T) {
	now := &hex.ConnectionDetails{Snowflake: &hex.SnowflakeDetails{AccountName: "acme", Warehouse: "w", Database: "d", Username: "u",
		Role: role("reader")}}
	all := detailsOf(hex.ConnectionSnowflake, now)
	for _, c := range []struct {
		values          map[string]string
		want, complaint string
	}{
		{nil, "null", ""},
		{map[string]string{"database": "e"}, `{"snowflake":{"database":"e"}}`, ""},
		{map[string]string{"role": ""}, `{"snowflake":{"role":null}}`, ""},
		{map[string]string{"privateKey": "new"}, `{"snowflake":{"privateKey":"new"}}`, ""},
		{map[string]string{"database": ""}, "null", "The database cannot be emptied."},
	} {
		details, complaint := taken(hex.ConnectionSnowflake, all, filled(all, true, c.values), true)
		if got := asJSON(t, details); got != c.want || complaint != c.complaint {
			t.Errorf("%v: %s, %q; want %s, %q", c.values, got, complaint, c.want, c.complaint)
		}
	}
}

func TestPortsAndPropertiesAreLookedAt(t *testing.T) {
	all := detailsOf(hex.ConnectionTrino, nil)
	good := map[string]string{"hostname": "t", "port": "8080", "username": "u"}
	for name, bad := range map[string]string{"port": "8080.5", "sessionProperties": "a"} {
		values := map[string]string{}
		for k, v := range good {
			values[k] = v
		}
		values[name] = bad
		if _, complaint := taken(hex.ConnectionTrino, all, filled(all, false, values), false); complaint == "" {
			t.Errorf("%s %q is taken", name, bad)
		}
	}
}

// What may be a secret is never shown, whatever Hex should answer.
func TestNoSecretIsShown(t *testing.T) {
	now := hex.DataConnection{Type: hex.ConnectionDatabricks, Sharing: &hex.ConnectionSharing{},
		Details: &hex.ConnectionDetails{Databricks: &hex.DatabricksDetails{
			JDBCURL: "jdbc:databricks://x;PWD=hunter2", AccessToken: "dapi1"}}}
	for _, r := range rows(now, time.Now()) {
		if strings.Contains(r.Value+r.More+r.Name, "hunter2") || strings.Contains(r.Value, "dapi1") {
			t.Errorf("a row shows %q", r.Value)
		}
	}
	for _, d := range detailsOf(now.Type, now.Details) {
		if v := d.entry(true).Value(); v != "" {
			t.Errorf("the field %s holds %q", d.name, v)
		}
	}
	if f := field(change.Field{Name: "details.databricks.jdbcUrl", After: "[a new secret]"}); f.Name != "JDBC URL" {
		t.Errorf("the plan calls it %q", f.Name)
	}
}

func TestARefreshIsSentAsItWasSaid(t *testing.T) {
	base := hex.DataConnection{SchemaRefreshAccess: hex.RefreshByAdmins, SchemaRefresh: &hex.SchemaRefreshSchedule{
		Cadence: "WEEKLY", Enabled: true, Weekly: &hex.RefreshTime{Hour: 7, Minute: 5, DayOfWeek: "FRIDAY", Timezone: "UTC"}}}
	for _, c := range []struct {
		name            string
		set             func(f *overlay.Form)
		want, complaint string
	}{
		{"as it was", func(*overlay.Form) {}, "", "Nothing is another than before."},
		{"never", func(f *overlay.Form) { f.Field("cadence").Picked = 0 }, "none", ""},
		{"another time", func(f *overlay.Form) { f.Field("at").Preset("23:59") },
			`{"cadence":"WEEKLY","enabled":true,"weekly":{"minute":59,"hour":23,"dayOfWeek":"FRIDAY","timezoneString":"UTC"}}`, ""},
		{"paused", func(f *overlay.Form) { f.Field("paused").Picked = 1 },
			`{"cadence":"WEEKLY","enabled":false,"weekly":{"minute":5,"hour":7,"dayOfWeek":"FRIDAY","timezoneString":"UTC"}}`, ""},
		{"monthly", func(f *overlay.Form) { f.Field("cadence").Picked = 3; f.Field("day").Preset("28") },
			`{"cadence":"MONTHLY","enabled":true,"monthly":{"minute":5,"hour":7,"day":28,"timezoneString":"UTC"}}`, ""},
		{"no such day", func(f *overlay.Form) { f.Field("cadence").Picked = 3; f.Field("day").Preset("29") }, "", "day of the month"},
		{"no such time", func(f *overlay.Form) { f.Field("at").Preset("25:00") }, "", "06:30"},
		{"cron", func(f *overlay.Form) { f.Field("cadence").Picked = 4; f.Field("cron").Preset("0 6 * * 1-5") },
			`{"cadence":"CUSTOM","enabled":true,"custom":{"cron":"0 6 * * 1-5","timezoneString":"UTC"}}`, ""},
		{"no cron", func(f *overlay.Form) { f.Field("cadence").Picked = 4; f.Field("cron").Preset("daily") }, "", "five fields"},
		{"no zone", func(f *overlay.Form) { f.Field("zone").Preset(" ") }, "", "time zone"},
	} {
		f := overlay.NewForm("", "", refreshEntries(base), func(*overlay.Form) string { return "" })
		c.set(f)
		e, complaint := refreshEdit(base, f)
		got := ""
		switch {
		case e.NoSchemaRefresh:
			got = "none"
		case e.SchemaRefresh != nil:
			got = asJSON(t, e.SchemaRefresh)
		}
		if got != c.want || !strings.Contains(complaint, c.complaint) || (c.complaint == "") != (complaint == "") {
			t.Errorf("%s: %s %q\nwant %s %q", c.name, got, complaint, c.want, c.complaint)
		}
	}
}

func TestAFieldThatTheCadenceNeedsNotIsClosed(t *testing.T) {
	for picked, open := range []string{"", "at zone paused", "at weekday zone paused", "at day zone paused", "cron zone paused"} {
		f := overlay.NewForm("", "", refreshEntries(hex.DataConnection{}), func(*overlay.Form) string { return "" })
		f.Field("cadence").Picked = picked
		enableRefresh(f)
		var got []string
		for _, e := range f.Entries() {
			if e.Disabled == "" && e.Name != "cadence" && e.Name != "who" {
				got = append(got, e.Name)
			}
		}
		if strings.Join(got, " ") != open {
			t.Errorf("%s: %v are open, want %s", cadences[picked], got, open)
		}
	}
}

func TestNamesToEndorse(t *testing.T) {
	updates, complaint := updatesOf("TABLE", " public.orders , public.customers,", "Endorsed")
	want := `[{"type":"TABLE","name":"public.orders","status":"Endorsed"},` +
		`{"type":"TABLE","name":"public.customers","status":"Endorsed"}]`
	if asJSON(t, updates) != want || complaint != "" {
		t.Errorf("%s %q", asJSON(t, updates), complaint)
	}
	if updates, _ := updatesOf("DATABASE", "shop", ""); asJSON(t, updates) != `[{"type":"DATABASE","name":"shop","status":null}]` {
		t.Errorf("%s", asJSON(t, updates))
	}
	for _, names := range []string{"", " , ", "orders"} {
		if updates, complaint := updatesOf("TABLE", names, "Endorsed"); complaint == "" || updates != nil {
			t.Errorf("%q is taken: %v", names, updates)
		}
	}
}

func TestFiltersInWords(t *testing.T) {
	got := filters(&hex.SchemaFilters{
		Schemas: &hex.SchemaFilter{Include: &hex.SchemaMatch{Type: "EXACT", Values: []string{"public", "sales"}},
			Exclude: &hex.SchemaMatch{Type: "PREFIX", Values: []string{"tmp_"}}},
		Tables: &hex.SchemaFilter{},
	})
	if len(got) != 1 || got[0].Name != "schemas" || got[0].Text != "only public or sales, not tmp_…" {
		t.Errorf("%v", got)
	}
}
