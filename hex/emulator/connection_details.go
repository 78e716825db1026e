package emulator

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

// detail is one member of a data connection's details.
type detail struct {
	name     string
	kind     detailKind
	required bool // when the connection is created
	nullable bool
	secret   bool // accepted and thrown away: it never comes back
}

// detailKind is what a detail's value must be, in words.
type detailKind string

const (
	text       detailKind = "a string"
	portNumber detailKind = "a whole number from 1 to 65535"
	yesOrNo    detailKind = "a boolean"
	properties detailKind = "an array of objects with the strings key and value"
)

// holds tells whether the JSON value is of the kind.
func (k detailKind) holds(value json.RawMessage) bool {
	var err error
	switch k {
	case portNumber:
		var n float64 // as 5432.0 is a whole number too
		err = json.Unmarshal(value, &n)
		return err == nil && n == math.Trunc(n) && n >= 1 && n <= 65535
	case yesOrNo:
		var b bool
		err = json.Unmarshal(value, &b)
	case properties:
		var list []struct{ Key, Value *string }
		err = json.Unmarshal(value, &list)
		for _, p := range list {
			if p.Key == nil || p.Value == nil {
				return false
			}
		}
	case text:
		var s string
		err = json.Unmarshal(value, &s)
	}
	return err == nil
}

// must is a detail that a connection needs, may one that it does without, and hidden one of the first that never comes back.
func must(name string, kind detailKind) detail { return detail{name: name, kind: kind, required: true} }
func may(name string, kind detailKind) detail  { return detail{name: name, kind: kind} }
func hidden(name string) detail                { return detail{name: name, kind: text, required: true, secret: true} }

// orNull is a detail that may be null.
func (d detail) orNull() detail { d.nullable = true; return d }

// connectionTypes are the types that can be created, with their details.
func connectionTypes() map[string][]detail {
	return map[string][]detail{
		"athena": {
			must("hostname", text), must("port", portNumber), must("s3OutputPath", text), must("accessKeyId", text),
			hidden("secretAccessKey"), may("catalog", text).orNull(), may("workgroup", text).orNull(),
		},
		"bigquery": {
			must("projectId", text), hidden("serviceAccountJsonConfig"), may("enableDriveAccess", yesOrNo),
			may("enableStorageApi", yesOrNo),
		},
		"databricks": {must("jdbcUrl", text), hidden("accessToken")},
		"postgres": {
			must("hostname", text), must("port", portNumber), must("database", text), must("username", text), hidden("password"),
		},
		"redshift": {
			must("host", text), must("port", portNumber), must("database", text), must("username", text), hidden("password"),
			{name: "sslRootCert", kind: text, nullable: true, secret: true},
		},
		"snowflake": {
			must("accountName", text), must("warehouse", text), must("database", text), may("schema", text).orNull(),
			must("username", text), may("role", text).orNull(), hidden("privateKey"), hidden("passphrase"),
		},
		"trino": {
			must("hostname", text), must("port", portNumber), must("username", text), may("catalog", text), may("schema", text),
			{name: "password", kind: text, secret: true}, may("sessionProperties", properties).orNull(),
		},
	}
}

// withDetails puts the given details, without their secrets, over those that the
// connection has. All that its type requires must be given when it is created.
func withDetails(found *store.Connection, given map[string]map[string]json.RawMessage, creating bool) error {
	if len(given) == 0 && !creating {
		return nil
	}
	known, ok := connectionTypes()[found.Type]
	if !ok {
		files := ""
		if found.Type == "motherduck" || found.Type == "duckdb" { // Hex's API has no such type, and its documents none of their details
			files = ". A DuckDB file is a data connection of the embedded workspace when it is started with --data FILE"
		}
		return badRequest("The type %q cannot be created or edited; these can: %s%s", found.Type,
			strings.Join(slices.Sorted(maps.Keys(connectionTypes())), ", "), files)
	}
	mine, ok := given[found.Type]
	if !ok || len(given) > 1 {
		return badRequest("body.connectionDetails must have exactly the member %s, as the connection is of that type", found.Type)
	}
	kept := map[string]json.RawMessage{}
	if len(found.Details) > 0 {
		if err := json.Unmarshal(found.Details, &kept); err != nil {
			return err
		}
	}
	for name, value := range mine {
		at := slices.IndexFunc(known, func(d detail) bool { return d.name == name })
		if at < 0 {
			return badRequest("body.connectionDetails.%s has no member %q", found.Type, name)
		}
		if err := known[at].check(found.Type, value); err != nil {
			return err
		}
		if !known[at].secret {
			kept[name] = value
		}
	}
	for _, d := range known {
		if _, there := mine[d.name]; creating && d.required && !there {
			return badRequest("body.connectionDetails.%s.%s is required", found.Type, d.name)
		}
	}
	var err error
	found.Details, err = json.Marshal(kept)
	return err
}

// check refuses a value that the detail cannot have.
func (d detail) check(kind string, value json.RawMessage) error {
	place := "body.connectionDetails." + kind + "." + d.name
	switch {
	case string(value) == "null" && d.nullable:
		return nil
	case string(value) == "null" && d.required:
		return badRequest("%s is required", place)
	case string(value) == "null" || !d.kind.holds(value):
		return badRequest("%s must be %s", place, d.kind)
	case d.required && d.kind == text && string(value) == `""`:
		return badRequest("%s must not be empty", place)
	}
	return nil
}
