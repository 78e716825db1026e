package emulator

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

// writtenConnection is what a request may say of a data connection, apart from
// its groups, which the two operations name differently.
type writtenConnection struct {
	Name                  *string                               `json:"name"`
	Description           *string                               `json:"description"`
	ConnectionDetails     map[string]map[string]json.RawMessage `json:"connectionDetails"`
	ConnectViaSSH         *bool                                 `json:"connectViaSsh"`
	IncludeMagic          *bool                                 `json:"includeMagic"`
	AllowWritebackCells   *bool                                 `json:"allowWritebackCells"`
	SchemaFilters         optional[schemaFilters]               `json:"schemaFilters"`
	SchemaRefreshSchedule optional[refreshSchedule]             `json:"schemaRefreshSchedule"`
	SchemaRefreshAccess   *string                               `json:"schemaRefreshAccess"`
}

type schemaFilters struct {
	Databases *entityFilter `json:"databases,omitempty"`
	Schemas   *entityFilter `json:"schemas,omitempty"`
	Tables    *entityFilter `json:"tables,omitempty"`
}

type entityFilter struct {
	Include *nameFilter `json:"include,omitempty"`
	Exclude *nameFilter `json:"exclude,omitempty"`
}

type nameFilter struct {
	MatchType string   `json:"matchType"`
	Values    []string `json:"values"`
}

func (f schemaFilters) check() error {
	for _, entity := range []*entityFilter{f.Databases, f.Schemas, f.Tables} {
		if entity == nil {
			continue
		}
		for _, names := range []*nameFilter{entity.Include, entity.Exclude} {
			if names != nil && (!slices.Contains([]string{"EXACT", "PREFIX", "REGEX", "SUFFIX"}, names.MatchType) || names.Values == nil) {
				return badRequest("body.schemaFilters: a filter has values and a matchType of EXACT, PREFIX, REGEX, SUFFIX")
			}
		}
	}
	return nil
}

// refreshSchedule is when the schema is read anew. Its times are as they came.
type refreshSchedule struct {
	Cadence string          `json:"cadence"`
	Enabled bool            `json:"enabled"`
	Daily   json.RawMessage `json:"daily,omitempty"`
	Weekly  json.RawMessage `json:"weekly,omitempty"`
	Monthly json.RawMessage `json:"monthly,omitempty"`
	Custom  json.RawMessage `json:"custom,omitempty"`
}

// into writes what was given over a connection.
func (w writtenConnection) into(found *store.Connection) error {
	if w.Name != nil {
		if found.Name = *w.Name; found.Name == "" {
			return badRequest("body.name must not be empty")
		}
	}
	if w.Description != nil {
		found.Description = *w.Description
	}
	for into, given := range map[*bool]*bool{&found.SSH: w.ConnectViaSSH, &found.Magic: w.IncludeMagic,
		&found.Writeback: w.AllowWritebackCells} {
		if given != nil {
			*into = *given
		}
	}
	if w.SchemaRefreshAccess != nil {
		if found.RefreshAccess = *w.SchemaRefreshAccess; !slices.Contains([]string{"ADMINS", "USERS_WITH_QUERY_ACCESS"},
			found.RefreshAccess) {
			return badRequest("body.schemaRefreshAccess must be ADMINS or USERS_WITH_QUERY_ACCESS, not %q", found.RefreshAccess)
		}
	}
	if err := w.SchemaFilters.value.check(); err != nil {
		return err
	}
	return errors.Join(setDocument(&found.Filters, w.SchemaFilters), w.schedule(found))
}

func (w writtenConnection) schedule(found *store.Connection) error {
	given := w.SchemaRefreshSchedule
	if given.present && !given.null && !slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY", "CUSTOM"}, given.value.Cadence) {
		return badRequest("body.schemaRefreshSchedule.cadence must be one of DAILY, WEEKLY, MONTHLY, CUSTOM, not %q", given.value.Cadence)
	}
	for name, moment := range map[string]json.RawMessage{"daily": given.value.Daily, "weekly": given.value.Weekly,
		"monthly": given.value.Monthly, "custom": given.value.Custom} {
		if err := checkMoment(name, moment); err != nil {
			return err
		}
	}
	return setDocument(&found.Refresh, given)
}

// checkMoment refuses a moment of a refresh schedule that lacks a part, or has one that no clock or calendar has.
func checkMoment(name string, text json.RawMessage) error {
	if len(text) == 0 || string(text) == "null" {
		return nil
	}
	var m struct {
		TimezoneString, DayOfWeek, Cron *string
		Minute, Hour, Day               *int
	}
	if json.Unmarshal(text, &m) != nil || m.TimezoneString == nil {
		return badRequest("body.schemaRefreshSchedule.%s needs timezoneString, and its parts as whole numbers and strings", name)
	}
	within := func(n *int, least, most int) bool { return n != nil && *n >= least && *n <= most }
	days := []string{"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"}
	place := "body.schemaRefreshSchedule." + name
	switch {
	case name == "custom" && (m.Cron == nil || *m.Cron == ""):
		return badRequest("%s.cron is required", place)
	case name == "custom":
		return nil
	case !within(m.Minute, 0, 59):
		return badRequest("%s.minute must be a whole number from 0 to 59", place)
	case !within(m.Hour, 0, 23):
		return badRequest("%s.hour must be a whole number from 0 to 23", place)
	case name == "weekly" && (m.DayOfWeek == nil || !slices.Contains(days, *m.DayOfWeek)):
		return badRequest("%s.dayOfWeek must be one of %s", place, strings.Join(days, ", "))
	case name == "monthly" && !within(m.Day, 1, 28):
		return badRequest("%s.day must be a whole number from 1 to 28", place)
	}
	return nil
}

// setDocument writes a member that may be absent, or null to remove it.
func setDocument[T any](into *json.RawMessage, given optional[T]) (err error) {
	switch {
	case !given.present:
	case given.null:
		*into = nil
	default:
		*into, err = json.Marshal(given.value)
	}
	return err
}

// givenGroup is a group's access in a request.
type givenGroup struct {
	Group  idBody `json:"group"`
	Access string `json:"access"`
}

// connectionGrants checks what a request gives to a connection.
func (c *call) connectionGrants(connection string, workspace *connectionAudience, groups []givenGroup) ([]store.Grant, error) {
	var all []store.Grant
	add := func(kind store.Kind, principal, level string, allowed ...string) error {
		if !slices.Contains(allowed, level) {
			return badRequest("body.sharing: the access of %s must be one of %s, not %q", kind, strings.Join(allowed, ", "), level)
		}
		all = append(all, store.Grant{Object: connection, Kind: kind, Principal: principal, Level: level})
		return nil
	}
	if workspace != nil {
		for _, audience := range []struct {
			kind    store.Kind
			level   string
			allowed []string
		}{
			{store.ToWorkspace, workspace.Members, []string{"NONE", "QUERY", "VIEW_RESULTS"}},
			{store.ToGuests, workspace.Guests, []string{"NONE", "QUERY", "VIEW_RESULTS"}},
			{store.ToPublic, workspace.Public, []string{"NONE", "VIEW_RESULTS"}},
		} {
			if audience.level == "" {
				continue
			}
			if err := add(audience.kind, "", audience.level, audience.allowed...); err != nil {
				return nil, err
			}
		}
	}
	for _, g := range groups {
		id := strings.ToLower(g.Group.ID)
		if _, err := c.store.Group(c.ctx(), id); err != nil {
			return nil, missing(err, "group", g.Group.ID)
		}
		if err := add(store.ToGroup, id, g.Access, "NONE", "QUERY", "VIEW_RESULTS"); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func createConnection(c *call) (any, error) {
	var body struct {
		writtenConnection
		Type    string `json:"type"`
		Sharing struct {
			Workspace *connectionAudience `json:"workspace"`
			Groups    []givenGroup        `json:"groups"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Name == nil || body.Type == "" {
		return nil, badRequest("body.name, body.type and body.connectionDetails are required")
	}
	made := store.Connection{ID: newID(), Type: body.Type, Created: c.now(), Magic: true, RefreshAccess: "ADMINS"}
	if err := withDetails(&made, body.ConnectionDetails, true); err != nil {
		return nil, err
	}
	if err := body.into(&made); err != nil {
		return nil, err
	}
	grants, err := c.connectionGrants(made.ID, body.Sharing.Workspace, body.Sharing.Groups)
	if err != nil {
		return nil, err
	}
	return c.putConnection(made, grants, body.ConnectionDetails)
}

func editConnection(c *call) (any, error) {
	id, err := c.id("dataConnectionId")
	if err != nil {
		return nil, err
	}
	var body struct {
		writtenConnection
		Sharing struct {
			Workspace *connectionAudience `json:"workspace"`
			Groups    struct {
				Upsert []givenGroup `json:"upsert"`
			} `json:"groups"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	found, err := c.store.Connection(c.ctx(), id)
	if err != nil {
		return nil, missing(err, "data connection", id)
	}
	if err := withDetails(&found, body.ConnectionDetails, false); err != nil {
		return nil, err
	}
	if err := body.into(&found); err != nil {
		return nil, err
	}
	grants, err := c.connectionGrants(id, body.Sharing.Workspace, body.Sharing.Groups.Upsert)
	if err != nil {
		return nil, err
	}
	return c.putConnection(found, grants, body.ConnectionDetails)
}

// putConnection keeps a connection, and what was given as its password for the cells that run on it.
func (c *call) putConnection(found store.Connection, grants []store.Grant, given map[string]map[string]json.RawMessage) (any, error) {
	if err := c.store.PutConnection(c.ctx(), found, grants); err != nil {
		return nil, err
	}
	var password string
	if json.Unmarshal(given[found.Type]["password"], &password) == nil && password != "" {
		c.runs.KeepPassword(found.ID, password)
	}
	bodies, err := c.connectionBodies([]store.Connection{found})
	if err != nil {
		return nil, err
	}
	return bodies[0], nil
}
