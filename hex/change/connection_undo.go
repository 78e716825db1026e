package change

import (
	"fmt"
	"reflect"
	"strings"

	"hextui/hex"
)

// undoEdit is the edit that puts a connection back as it was, or why there is none.
func undoEdit(d hex.DataConnection, e hex.DataConnectionEdit, secrets []string) (back hex.DataConnectionEdit, why string) {
	switch {
	case len(secrets) > 0:
		return back, fmt.Sprintf("Hex never tells the earlier secrets (%s): a person has to set them again.", strings.Join(secrets, ", "))
	case e.SchemaFilters != nil && d.SchemaFilters == nil:
		return back, "Hex's API cannot take schema filters away again: a person can."
	case e.Details != nil && d.Details == nil, (e.Workspace != nil || len(e.Groups) > 0) && d.Sharing == nil:
		return back, "Hex did not tell the earlier settings to this token."
	}
	if e.Name != "" {
		back.Name = d.Name
	}
	if e.Description != nil {
		back.Description = &d.Description
	}
	for _, flag := range []struct {
		given *bool
		was   bool
		into  **bool
	}{
		{e.ConnectViaSSH, d.ConnectViaSSH, &back.ConnectViaSSH}, {e.IncludeMagic, d.IncludeMagic, &back.IncludeMagic},
		{e.AllowWritebackCells, d.AllowWritebackCells, &back.AllowWritebackCells},
	} {
		if flag.given != nil {
			*flag.into = &flag.was
		}
	}
	if e.SchemaFilters != nil {
		back.SchemaFilters = d.SchemaFilters
	}
	if e.SchemaRefresh != nil || e.NoSchemaRefresh {
		back.SchemaRefresh, back.NoSchemaRefresh = d.SchemaRefresh, d.SchemaRefresh == nil
	}
	if e.SchemaRefreshAccess != "" {
		back.SchemaRefreshAccess = d.SchemaRefreshAccess
	}
	if w := e.Workspace; w != nil {
		was := hex.WorkspaceConnectionAccess{}
		if d.Sharing.Workspace != nil {
			was = *d.Sharing.Workspace
		}
		earlier := func(given, was hex.ConnectionAccess) hex.ConnectionAccess {
			if given == "" {
				return ""
			}
			return hex.ConnectionAccess(orNone(string(was)))
		}
		back.Workspace = &hex.WorkspaceConnectionAccess{
			Members: earlier(w.Members, was.Members), Guests: earlier(w.Guests, was.Guests), Public: earlier(w.Public, was.Public),
		}
	}
	for _, g := range e.Groups {
		g.Access = hex.ConnectionAccessNone
		for _, now := range d.Sharing.Groups {
			if now.Group.ID == g.Group.ID {
				g.Access = now.Access
			}
		}
		back.Groups = append(back.Groups, g)
	}
	if e.Details != nil {
		var missing string
		if back.Details, missing = earlierDetails(*d.Details, *e.Details); missing != "" {
			why = fmt.Sprintf("The connection had no %s before, and Hex's API cannot take it away again: a person can.", missing)
			return hex.DataConnectionEdit{}, why
		}
	}
	return back, ""
}

// earlierDetails are the earlier values of the members that an edit sets; missing names one that had none and cannot be emptied.
func earlierDetails(was, given hex.ConnectionDetails) (back *hex.ConnectionDetails, missing string) {
	back = &hex.ConnectionDetails{}
	w, g, b := reflect.ValueOf(was), reflect.ValueOf(given), reflect.ValueOf(back).Elem()
	for i := range g.NumField() {
		if g.Field(i).IsNil() {
			continue
		}
		name := g.Type().Field(i).Name
		if w.Field(i).IsNil() {
			return nil, name + " details"
		}
		b.Field(i).Set(reflect.New(g.Field(i).Type().Elem()))
		before, set, into := w.Field(i).Elem(), g.Field(i).Elem(), b.Field(i).Elem()
		for j := range set.NumField() {
			if set.Field(j).IsZero() {
				continue
			}
			value := before.Field(j)
			if value.IsZero() && value.Type() == reflect.TypeFor[*hex.NullText]() {
				value = reflect.ValueOf(new(hex.NullText))
			}
			if value.IsZero() {
				return nil, set.Type().Field(j).Name
			}
			into.Field(j).Set(value)
		}
	}
	return back, ""
}
