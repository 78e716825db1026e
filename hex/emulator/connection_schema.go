package emulator

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"hextui/hex/emulator/analyst"
	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
)

// statusUpdate sets the status of one named thing, or removes it.
type statusUpdate struct {
	Type   string           `json:"type"`
	Name   string           `json:"name"`
	Status optional[string] `json:"status"`
}

// statusProblem is what is wrong with one update of several.
type statusProblem struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Reason string `json:"reason"`
	Value  string `json:"value,omitempty"`
}

type statusOf struct {
	Name   string   `json:"name"`
	Status nullable `json:"status"`
}

// refuseUpdates is the answer to updates of which some are wrong: none is made.
func refuseUpdates(problems []statusProblem) error {
	r := badRequest("Nothing was changed: %d of the updates cannot be made", len(problems))
	if !slices.ContainsFunc(problems, func(p statusProblem) bool { return p.Reason != "not_found" }) {
		r.status = http.StatusNotFound
	}
	r.details = problems
	return r
}

// updates reads the body of the two operations that set statuses, and finds the
// statuses that the workspace does not have.
func (c *call) updates(types ...string) ([]statusUpdate, []statusProblem, error) {
	var body struct {
		Updates []statusUpdate `json:"updates"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, nil, err
	}
	if body.Updates == nil {
		return nil, nil, badRequest("body.updates is required")
	}
	known, err := c.store.Statuses(c.ctx())
	if err != nil {
		return nil, nil, err
	}
	var problems []statusProblem
	for _, u := range body.Updates {
		if !slices.Contains(types, u.Type) {
			return nil, nil, badRequest("body.updates: type must be one of %s, not %q", strings.Join(types, ", "), u.Type)
		}
		if !u.Status.present {
			return nil, nil, badRequest("body.updates: status is required; null removes it")
		}
		if !u.Status.null && !slices.Contains(known, u.Status.value) {
			problems = append(problems, statusProblem{u.Name, u.Type, "invalid_status", u.Status.value})
		}
	}
	return body.Updates, problems, nil
}

// given is the status as the store keeps it: nil for none.
func (u statusUpdate) given() *string {
	if u.Status.null {
		return nil
	}
	return &u.Status.value
}

// updateConnectionSchema sets statuses of a connection's databases, schemas and
// tables: all of them or none.
func updateConnectionSchema(c *call) (any, error) {
	id, err := c.id("dataConnectionId")
	if err != nil {
		return nil, err
	}
	updates, problems, err := c.updates("DATABASE", "SCHEMA", "TABLE")
	if err != nil {
		return nil, err
	}
	found, err := c.store.Connection(c.ctx(), id)
	if err != nil {
		return nil, missing(err, "data connection", id)
	}
	catalog, err := c.catalog(found)
	if err != nil {
		return nil, err
	}
	var kept []store.SchemaStatus
	updated := map[string][]statusOf{"databases": {}, "schemas": {}, "tables": {}}
	for _, u := range updates {
		name, reason := resolve(found, catalog, u)
		if reason != "" {
			problems = append(problems, statusProblem{Name: u.Name, Type: u.Type, Reason: reason})
			continue
		}
		kept = append(kept, store.SchemaStatus{Type: u.Type, Name: name, Status: u.given()})
		list := strings.ToLower(u.Type) + "s"
		updated[list] = append(updated[list], statusOf{name, nullable(u.Status.value)})
	}
	if len(problems) > 0 {
		return nil, refuseUpdates(problems)
	}
	return map[string]any{"updated": updated}, c.store.PutSchemaStatuses(c.ctx(), id, kept)
}

// resolve finds what an update names: its full name, or why there is none. A
// schema is named with its database, a table with its schema and perhaps its
// database.
func resolve(found store.Connection, catalog map[string][]string, u statusUpdate) (name, reason string) {
	parts := strings.Split(u.Name, ".")
	if slices.Contains(parts, "") {
		return "", "invalid_name_format"
	}
	least, most := 1, 1
	switch u.Type {
	case "DATABASE":
		if found.Type == "athena" || found.Type == "clickhouse" {
			return "", "database_not_supported"
		}
	case "SCHEMA":
		least, most = 2, 2
	case "TABLE":
		least, most = 2, 3
	}
	if len(parts) < least || len(parts) > most {
		return "", "invalid_name_format"
	}
	var fits []string
	for _, known := range catalog[u.Type] {
		if known == u.Name || strings.HasSuffix(known, "."+u.Name) {
			fits = append(fits, known)
		}
	}
	switch len(fits) {
	case 0:
		return "", "not_found"
	case 1:
		return fits[0], ""
	}
	return "", "ambiguous_name"
}

// catalog is what is known of a connection's databases, schemas and tables: what its server has now, where it is a real one.
func (c *call) catalog(found store.Connection) (map[string][]string, error) {
	known := catalogOf(found)
	tables, err := c.runs.Tables(c.ctx(), found)
	if err != nil {
		return nil, unprocessable("The schema of %s cannot be read: %v", found.Name, err)
	}
	if tables == nil {
		return known, nil
	}
	database := "local"
	if len(known["DATABASE"]) > 0 {
		database = known["DATABASE"][0]
	}
	known = map[string][]string{"DATABASE": {database}}
	for _, t := range tables {
		schema := database + "." + cmp.Or(t.Schema, "public")
		if !slices.Contains(known["SCHEMA"], schema) {
			known["SCHEMA"] = append(known["SCHEMA"], schema)
		}
		known["TABLE"] = append(known["TABLE"], schema+"."+t.Name)
	}
	return known, nil
}

// catalogOf is what is known of a connection's databases, schemas and tables.
// Only that of the sample warehouse is known in full.
func catalogOf(c store.Connection) map[string][]string {
	var details struct{ Database, Schema, Catalog string }
	// Details are this package's own writing; without them there is no database.
	_ = json.Unmarshal(c.Details, &details)
	database := details.Database
	if database == "" {
		database = details.Catalog
	}
	if database == "" {
		return nil
	}
	schema := strings.ToLower(details.Schema)
	if schema == "" {
		schema = "public"
	}
	catalog := map[string][]string{"DATABASE": {database}, "SCHEMA": {database + "." + schema}}
	switch c.Name {
	case warehouse.Name:
		for _, table := range analyst.Tables() {
			catalog["TABLE"] = append(catalog["TABLE"], database+"."+schema+"."+table)
		}
	case "Federation":
		// Two databases whose tables have the same names.
		catalog["DATABASE"] = append(catalog["DATABASE"], "mart")
		catalog["SCHEMA"] = append(catalog["SCHEMA"], "mart."+schema)
		catalog["TABLE"] = []string{database + "." + schema + ".orders", "mart." + schema + ".orders"}
	case "Legacy mart":
		// Its old names are still there, in a schema of their own.
		catalog["SCHEMA"] = append(catalog["SCHEMA"], database+".archive")
		catalog["TABLE"] = []string{database + ".public.ledger_entries", database + ".archive.ledger_entries", database +
			".archive.bookings"}
	}
	return catalog
}
