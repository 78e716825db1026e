package change

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hextui/hex"
)

// CreateConnection makes a data connection. Its entity is a [hex.DataConnection].
type CreateConnection struct{ Connection hex.NewDataConnection }

// Prepare reads nothing.
func (w CreateConnection) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	n := w.Connection
	after, err := connectionState(hex.DataConnection{
		Name: n.Name, Description: n.Description, Details: &n.Details, ConnectViaSSH: n.ConnectViaSSH,
		IncludeMagic:        n.IncludeMagic != nil && *n.IncludeMagic,
		AllowWritebackCells: n.AllowWritebackCells, SchemaFilters: n.SchemaFilters, SchemaRefresh: n.SchemaRefresh,
		SchemaRefreshAccess: n.SchemaRefreshAccess, Sharing: n.Sharing,
	})
	if err != nil {
		return nil, err
	}
	return plan{
		op: "CreateDataConnection", does: "Create a data connection", risk: Secret,
		target: Target{Kind: fmt.Sprintf("new %s connection", n.Type), Title: n.Name}, after: after,
		warnings: append(connectionWarnings(nil, after), "Secrets are sent, and not shown here."),
		undo:     "Hex's API cannot delete a data connection: an admin can.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			made, err := c.CreateDataConnection(ctx, n)
			return Result{Entity: made, Done: fmt.Sprintf("Created the %s.", connectionTarget(made))}, err
		},
	}.prepared(ctx, c)
}

// EditConnection changes a data connection; what is nil or empty stays. Its entity is a [hex.DataConnection].
type EditConnection struct {
	ID   string
	Edit hex.DataConnectionEdit
	// Fit, if set, makes the edit for the connection that was read: the form of details depends on its type.
	Fit func(hex.DataConnection) (hex.DataConnectionEdit, error)
}

// Prepare reads the connection, and the names of groups that have no access yet.
func (w EditConnection) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	d, err := c.GetDataConnection(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	edit := w.Edit
	if w.Fit != nil {
		if edit, err = w.Fit(d); err != nil {
			return nil, err
		}
	}
	granted, err := groupNames(ctx, c, d, edit.Groups)
	if err != nil {
		return nil, err
	}
	before, err := connectionState(d)
	if err != nil {
		return nil, err
	}
	changed, secrets, err := edited(d, edit, granted)
	if err != nil {
		return nil, err
	}
	after, err := connectionState(changed)
	if err != nil {
		return nil, err
	}
	for _, name := range secrets {
		after = after.with(name, "[a new secret]")
	}
	n := plan{
		op: "EditDataConnection", does: "Change a data connection", risk: Secret, target: connectionTarget(d), was: d,
		before: before, after: after,
		warnings: connectionWarnings(before, after), undoable: true, undo: "The earlier settings can be put back.",
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := c.GetDataConnection(ctx, w.ID)
			if err != nil {
				return nil, err
			}
			return connectionState(now)
		},
	}
	if len(edit.Groups) > 0 {
		n.affected = append(n.affected, Affected{string(groups), len(granted), grantNames(granted)})
	}
	if edit.Workspace != nil {
		n.affected = append(n.affected, Affected{Kind: everybody})
	}
	if len(secrets) > 0 {
		n.warnings = append(n.warnings, "Secrets are sent, and not shown here.")
	}
	back, why := undoEdit(d, edit, secrets)
	if why != "" {
		n.undoable, n.undo = false, why
	}
	n.send = func(ctx context.Context, c *hex.Client) (Result, error) {
		now, err := c.EditDataConnection(ctx, w.ID, edit)
		r := Result{Entity: now, Done: fmt.Sprintf("Changed the %s.", connectionTarget(d))}
		if err == nil && n.undoable {
			r.Undo = EditConnection{ID: w.ID, Edit: back}
		}
		return r, err
	}
	return n.prepared(ctx, c)
}

func connectionTarget(d hex.DataConnection) Target {
	return Target{Kind: string(d.Type) + " connection", Title: d.Name, ID: d.ID}
}

// groupNames are grants with the names of their groups, for those that have access already from the connection itself. The
// names are not sent: Hex only tells them.
func groupNames(ctx context.Context, c *hex.Client, d hex.DataConnection, grants []hex.ConnectionGrant) ([]hex.ConnectionGrant, error) {
	who := make([]Who, len(grants))
	for i, g := range grants {
		who[i].ID = g.Group.ID
		if d.Sharing == nil {
			continue
		}
		for _, now := range d.Sharing.Groups {
			if now.Group.ID == g.Group.ID {
				who[i].Name = now.Group.Name
			}
		}
	}
	who, err := groups.named(ctx, c, who)
	if err != nil {
		return nil, err
	}
	granted := slices.Clone(grants)
	for i, w := range who {
		granted[i].Group.Name = w.Name
	}
	return granted, nil
}

func grantNames(grants []hex.ConnectionGrant) []string {
	out := make([]string, len(grants))
	for i, g := range grants {
		out[i] = g.Group.Name
	}
	return out
}

// edited is a connection after an edit with the grants by name, and the names of the secrets that it sets.
func edited(d hex.DataConnection, e hex.DataConnectionEdit, granted []hex.ConnectionGrant) (hex.DataConnection, []string, error) {
	if e.Name != "" {
		d.Name = e.Name
	}
	if e.Description != nil {
		d.Description = *e.Description
	}
	for _, flag := range []struct{ given, on *bool }{
		{e.ConnectViaSSH, &d.ConnectViaSSH}, {e.IncludeMagic, &d.IncludeMagic}, {e.AllowWritebackCells, &d.AllowWritebackCells},
	} {
		if flag.given != nil {
			*flag.on = *flag.given
		}
	}
	if e.SchemaFilters != nil {
		d.SchemaFilters = e.SchemaFilters
	}
	if e.SchemaRefresh != nil || e.NoSchemaRefresh {
		d.SchemaRefresh = e.SchemaRefresh
	}
	if e.SchemaRefreshAccess != "" {
		d.SchemaRefreshAccess = e.SchemaRefreshAccess
	}
	d.Sharing = shared(d.Sharing, e.Workspace, granted)
	var secrets []string
	if e.Details != nil {
		merged := hex.ConnectionDetails{}
		if d.Details != nil {
			merged = *d.Details
		}
		given, err := members(e.Details)
		if err != nil {
			return d, nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(given)) {
			if secret(name[strings.LastIndexByte(name, '.')+1:]) {
				secrets = append(secrets, "details."+name)
			}
		}
		raw, err := json.Marshal(e.Details)
		if err != nil {
			return d, nil, err
		}
		// What is read into a copy changes the members that are given and leaves the others.
		if err := overlay(&merged, raw); err != nil {
			return d, nil, err
		}
		d.Details = &merged
	}
	return d, secrets, nil
}

// overlay writes the members of a JSON object over those of a value, of which nothing is shared with others afterwards.
func overlay(into *hex.ConnectionDetails, raw []byte) error {
	own, err := json.Marshal(into)
	if err != nil {
		return err
	}
	*into = hex.ConnectionDetails{}
	if err := json.Unmarshal(own, into); err != nil {
		return err
	}
	return json.Unmarshal(raw, into)
}

// shared is the sharing of a connection after an edit.
func shared(now *hex.ConnectionSharing, w *hex.WorkspaceConnectionAccess, granted []hex.ConnectionGrant) *hex.ConnectionSharing {
	if w == nil && len(granted) == 0 {
		return now
	}
	next := hex.ConnectionSharing{}
	if now != nil {
		next.Groups = slices.Clone(now.Groups)
		if now.Workspace != nil {
			all := *now.Workspace
			next.Workspace = &all
		}
	}
	if w != nil {
		if next.Workspace == nil {
			next.Workspace = &hex.WorkspaceConnectionAccess{}
		}
		for _, part := range []struct {
			given hex.ConnectionAccess
			into  *hex.ConnectionAccess
		}{{w.Members, &next.Workspace.Members}, {w.Guests, &next.Workspace.Guests}, {w.Public, &next.Workspace.Public}} {
			if part.given != "" {
				*part.into = part.given
			}
		}
	}
	for _, g := range granted {
		at := slices.IndexFunc(next.Groups, func(n hex.ConnectionGrant) bool { return n.Group.ID == g.Group.ID })
		if at < 0 {
			next.Groups = append(next.Groups, g)
			continue
		}
		next.Groups[at].Access = g.Access
	}
	return &next
}

// Connections are shared with those of the workspace by their kind.
const (
	theMembers = "members of the workspace"
	theGuests  = "guests of the workspace"
)

// connectionState are the settings of a connection, without secrets.
func connectionState(d hex.DataConnection) (state, error) {
	var s state
	s.add("name", d.Name)
	s.add("description", d.Description)
	yes := func(name string, on bool) {
		if on {
			s.add(name, "yes")
		}
	}
	yes("connect via SSH", d.ConnectViaSSH)
	yes("include magic", d.IncludeMagic)
	yes("allow writeback cells", d.AllowWritebackCells)
	s.add("schema refresh access", string(d.SchemaRefreshAccess))
	for _, part := range []struct {
		name  string
		value any
	}{{"details", d.Details}, {"schema filters", d.SchemaFilters}, {"schema refresh", d.SchemaRefresh}} {
		all, err := members(part.value)
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(all)) {
			s.add(part.name+"."+name, all[name])
		}
	}
	if d.Sharing == nil {
		return s, nil
	}
	none := func(a hex.ConnectionAccess) string { return withoutNone(hex.Access(a)) }
	if w := d.Sharing.Workspace; w != nil {
		s.add(theMembers, none(w.Members))
		s.add(theGuests, none(w.Guests))
		s.add(theWeb, none(w.Public))
	}
	for _, g := range d.Sharing.Groups {
		s.add("group "+g.Group.Name, none(g.Access))
	}
	return s, nil
}

// members are the members of a part of a connection by their paths, with a sign in place of secrets.
func members(part any) (map[string]string, error) {
	raw, err := json.Marshal(part)
	if err != nil {
		return nil, err
	}
	tree, err := decoded(raw)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	flatten(all, "", blank(tree))
	return all, nil
}

func flatten(into map[string]string, path string, tree any) {
	switch node := tree.(type) {
	case nil:
	case map[string]any:
		for name, value := range node {
			flatten(into, strings.TrimPrefix(path+"."+name, "."), value)
		}
	default:
		into[path] = fmt.Sprint(node)
	}
}

// connectionWarnings name who loses access, and that the world gains it.
func connectionWarnings(before, after state) []string {
	different := fields(before, after)
	all := lessens(different)
	for _, f := range different {
		if f.Name == theWeb && f.After != "" && !f.Less() {
			all = append(all, "Everybody on the web would see results of the connection in public apps.")
		}
	}
	return all
}
