package emulator

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

// detail is one member of a data connection's details.
type detail struct {
	name     string
	required bool // when the connection is created
	secret   bool // accepted and thrown away: it never comes back
}

// connectionTypes are the types that can be created, with their details.
var connectionTypes = map[string][]detail{
	"athena": {
		{"hostname", true, false}, {"port", true, false}, {"s3OutputPath", true, false}, {"accessKeyId", true, false},
		{"secretAccessKey", true, true}, {"catalog", false, false}, {"workgroup", false, false},
	},
	"bigquery": {
		{"projectId", true, false}, {"serviceAccountJsonConfig", true, true}, {"enableDriveAccess", false, false},
		{"enableStorageApi", false, false},
	},
	"databricks": {{"jdbcUrl", true, false}, {"accessToken", true, true}},
	"postgres": {
		{"hostname", true, false}, {"port", true, false}, {"database", true, false}, {"username", true, false}, {"password", true, true},
	},
	"redshift": {
		{"host", true, false}, {"port", true, false}, {"database", true, false}, {"username", true, false}, {"password", true, true},
		{"sslRootCert", false, true},
	},
	"snowflake": {
		{"accountName", true, false}, {"warehouse", true, false}, {"database", true, false}, {"schema", false, false},
		{"username", true, false},
		{"role", false, false}, {"privateKey", true, true}, {"passphrase", true, true},
	},
	"trino": {
		{"hostname", true, false}, {"port", true, false}, {"username", true, false}, {"catalog", false, false}, {"schema", false, false},
		{"password", false, true}, {"sessionProperties", false, false},
	},
}

// withDetails puts the given details, without their secrets, over those that the
// connection has. All that its type requires must be given when it is created.
func withDetails(found *store.Connection, given map[string]map[string]json.RawMessage, creating bool) error {
	if len(given) == 0 && !creating {
		return nil
	}
	known, ok := connectionTypes[found.Type]
	if !ok {
		return badRequest("The type %q cannot be created or edited; these can: %s", found.Type,
			strings.Join(slices.Sorted(maps.Keys(connectionTypes)), ", "))
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
		if !known[at].secret {
			kept[name] = value
		}
	}
	for _, d := range known {
		if value := mine[d.name]; creating && d.required && (len(value) == 0 || string(value) == "null" || string(value) == `""`) {
			return badRequest("body.connectionDetails.%s.%s is required", found.Type, d.name)
		}
	}
	var err error
	found.Details, err = json.Marshal(kept)
	return err
}
