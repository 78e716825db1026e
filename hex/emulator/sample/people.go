package sample

import (
	"encoding/json"
	"time"

	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
)

func (m *maker) makePeople() {
	for i, u := range []struct {
		short, name, role string
		seen              time.Duration // before now; 0 for never
	}{
		{"maya", "Maya Lindqvist", "ADMIN", 4 * time.Minute},
		{"jonas", "Jonas Weber", "EDITOR", 2 * time.Hour},
		{"aiko", "Aiko Tanaka", "MANAGER", 5 * time.Hour},
		{"priya", "Priya Raman", "EDITOR", 26 * time.Hour},
		{"tomas", "Tomás Herrera", "EDITOR", 3 * day},
		{"lena", "Lena Fischer-Böhm", "EDITOR", 50 * time.Minute},
		{"kwame", "Kwame Mensah", "MANAGER", 9 * time.Hour},
		{"sofia", "Sofia Rossi", "EDITOR", 6 * day},
		{"daniel", "Daniel Okafor", "EXPLORER", 2 * day},
		{"emma", "Emma Sørensen", "EXPLORER", 11 * day},
		{"yusuf", "Yusuf Demir", "EDITOR", 30 * time.Hour},
		{"chloe", "Chloé Martin", "EDITOR", 4 * day},
		{"ravi", "Ravi Patel", "MEMBER", 19 * day},
		{"ingrid", "Ingrid Solberg", "MEMBER", 45 * day},
		{"zoe", "Zoë Adams", "ADMIN", 8 * day},
		{"mei", "陳美玲", "EDITOR", 7 * time.Hour},
		{"noor", "Noor Haddad", "MEMBER", 33 * day},
		{"oliver", "Oliver Grant", "GUEST", 0},
		{"nightly", "Nightly jobs", "EDITOR", 15 * time.Minute},
		{"olena", "Olena Kovalenko", "EDITOR", 70 * day},
		{"samir", "Samir Aït-Kaci", "MEMBER", 0},
		{"hana", "Hana Nováková", "EXPLORER", 5 * day},
	} {
		user := store.User{ID: m.id("user/" + u.short), Name: u.name, Email: u.short + "@acme.example", Role: u.role}
		if u.seen > 0 {
			user.LastLogin = m.ago(u.seen + time.Duration(i)*17*time.Second)
		}
		m.people[u.short] = user.ID
		m.out.Users = append(m.out.Users, user)
	}
	m.makeGroups()
	m.makeCollections()
	m.out.Statuses = []string{"Deprecated", "Endorsed", "In development", "Needs review", "Production"}
	m.out.Categories = []store.Category{
		{Name: "Customers", Description: "Who buys, how often, and who stays away"},
		{Name: "Data quality", Description: "Checks that must stay green"},
		{Name: "Experiments"},
		{Name: "Finance", Description: "Numbers that go to the board"},
		{Name: "Marketing", Description: "Channels, campaigns and what they cost"},
		{Name: "Operations", Description: "Stock, shipping and returns"},
		{Name: "Product"},
	}
}

func (m *maker) makeGroups() {
	for i, g := range []struct {
		name    string
		members []string
	}{
		{"Finance", []string{"maya", "kwame", "priya", "ingrid"}},
		{"Growth", []string{"aiko", "jonas", "chloe", "hana"}},
		{"Operations", []string{"lena", "yusuf", "ravi"}},
		{"Data platform", []string{"maya", "zoe", "tomas", "nightly", "mei"}},
		{"Executives", []string{"kwame", "zoe"}},
		{"Customer care", []string{"noor", "samir", "emma"}},
		{"Vertrieb DACH", []string{"jonas", "lena"}},
		{"東京チーム", []string{"aiko", "mei"}},
		{"Leavers 2025", nil},
	} {
		group := store.Group{ID: m.id("group/" + g.name), Name: g.name, Created: m.ago(time.Duration(640-i*61) * day)}
		m.groups[g.name] = group.ID
		m.out.Groups = append(m.out.Groups, group)
		for _, member := range g.members {
			m.out.Members = append(m.out.Members, store.Member{Group: group.ID, User: m.people[member]})
		}
	}
}

func (m *maker) makeCollections() {
	for _, c := range []struct {
		name, description, creator string
		workspace                  string
		groups                     map[string]string
		users                      map[string]string
	}{
		{"Board pack", "What the board sees, and nothing else", "kwame", "",
			map[string]string{"Executives": "MEMBER", "Finance": "MANAGER"}, nil},
		{"Customer love", "Repeat purchases, reviews and complaints", "emma", "MEMBER", map[string]string{"Customer care": "MANAGER"}, nil},
		{"Data platform", "Checks and chores of the data team", "zoe", "", map[string]string{"Data platform": "MANAGER"},
			map[string]string{"jonas": "MEMBER"}},
		{"Finance", "Revenue, refunds and margins", "maya", "MEMBER", map[string]string{"Finance": "MANAGER"}, nil},
		{"Growth experiments", "", "aiko", "MEMBER", map[string]string{"Growth": "MANAGER"}, map[string]string{"lena": "MEMBER"}},
		{"Operations", "From the shelf to the door", "lena", "MEMBER", map[string]string{"Operations": "MANAGER"}, nil},
		{"Start here", "Read these in your first week", "maya", "MEMBER", nil, nil},
		{"Übersichten für den Vertrieb", "Zahlen für Deutschland, Österreich und die Schweiz", "jonas", "",
			map[string]string{"Vertrieb DACH": "MANAGER"}, nil},
	} {
		collection := store.Collection{ID: m.id("collection/" + c.name), Name: c.name, Description: c.description,
			Creator: m.people[c.creator]}
		m.shelf[c.name] = collection.ID
		m.out.Collections = append(m.out.Collections, collection)
		grant := func(kind store.Kind, principal, level string) {
			m.out.Grants = append(m.out.Grants, store.Grant{Object: collection.ID, Kind: kind, Principal: principal, Level: level})
		}
		if c.workspace != "" {
			grant(store.ToWorkspace, "", c.workspace)
		}
		for name, level := range c.groups {
			grant(store.ToGroup, m.groups[name], level)
		}
		for name, level := range c.users {
			grant(store.ToUser, m.people[name], level)
		}
	}
}

// shop is the connection that the sample notebooks query.
const shop = warehouse.Name

func (m *maker) makeConnections() {
	for i, c := range []struct {
		name, kind, description string
		details                 map[string]any
		ssh, magic, writeback   bool
		filters, refresh        string
		members                 string
		groups                  map[string]string
	}{
		{
			shop, "postgres", "Orders, customers, products and web sessions of the shop",
			map[string]any{"hostname": "warehouse.acme.example", "port": 5432, "database": "shop", "username": "hex_reader"},
			false, true, false, `{"schemas":{"include":{"matchType":"EXACT","values":["public"]}}}`,
			`{"cadence":"DAILY","enabled":true,"daily":{"hour":4,"minute":30,"timezoneString":"Europe/Berlin"},"weekly":null,` +
				`"monthly":null,"custom":null}`,
			"QUERY", map[string]string{"Data platform": "QUERY"},
		},
		{
			"Finance ledger", "snowflake", "Bookings and invoices; ask Kwame before you join it to anything",
			map[string]any{"accountName": "acme-ledger", "warehouse": "REPORTING", "database": "LEDGER", "schema": "PUBLIC",
				"username": "HEX", "role": "REPORTER"},
			false, true, false, "", "", "", map[string]string{"Finance": "QUERY", "Executives": "VIEW_RESULTS"},
		},
		{
			"Ad platform exports", "bigquery", "Raw exports of the advertising platforms",
			map[string]any{"projectId": "acme-ads-exports", "enableDriveAccess": false, "enableStorageApi": true},
			false, true, false, `{"tables":{"exclude":{"matchType":"PREFIX","values":["tmp_","_"]}}}`, "", "QUERY",
			map[string]string{"Growth": "QUERY"},
		},
		{
			"Legacy mart", "redshift", "Switched off for writing; kept for old reports",
			map[string]any{"host": "mart.acme.example", "port": 5439, "database": "mart", "username": "reader"},
			true, false, false, "", "", "VIEW_RESULTS", nil,
		},
		{
			"Clickstream", "clickhouse", "", map[string]any{"hostname": "clicks.acme.example", "port": 8443, "username": "hex"},
			false, true, false, "", "", "QUERY", nil,
		},
		{
			"Lakehouse", "databricks", "Experiments of the data platform team",
			map[string]any{"jdbcUrl": "jdbc:databricks://adb-1.acme.example:443/default;httpPath=/sql/1.0/warehouses/acme"},
			false, true, true, "", "", "", map[string]string{"Data platform": "QUERY"},
		},
		{
			"Federation", "trino", "One door to everything, slowly",
			map[string]any{"hostname": "trino.acme.example", "port": 443, "username": "hex", "catalog": "shop", "schema": "public"},
			false, false, false, "", "", "QUERY", nil,
		},
		{
			"Access logs", "athena", "Logs of the web shop, thirty days",
			map[string]any{"hostname": "athena.eu-central-1.amazonaws.com", "port": 443, "s3OutputPath": "s3://acme-athena-results/",
				"accessKeyId": "AKIAEXAMPLE"},
			false, false, false, "", "", "VIEW_RESULTS", nil,
		},
	} {
		// Maps of text and numbers always encode.
		details, _ := json.Marshal(c.details)
		made := store.Connection{
			ID: m.id("connection/" + c.name), Name: c.name, Type: c.kind, Description: c.description,
			Created: m.ago(time.Duration(700-i*73) * day),
			Details: details, SSH: c.ssh, Magic: c.magic, Writeback: c.writeback,
			Filters: raw(c.filters), Refresh: raw(c.refresh), RefreshAccess: "ADMINS",
		}
		m.conns[c.name] = made.ID
		m.out.Connections = append(m.out.Connections, made)
		grant := func(kind store.Kind, principal, level string) {
			m.out.Grants = append(m.out.Grants, store.Grant{Object: made.ID, Kind: kind, Principal: principal, Level: level})
		}
		if c.members != "" {
			grant(store.ToWorkspace, "", c.members)
		}
		for name, level := range c.groups {
			grant(store.ToGroup, m.groups[name], level)
		}
	}
}

func raw(text string) json.RawMessage {
	if text == "" {
		return nil
	}
	return json.RawMessage(text)
}
