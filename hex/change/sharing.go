package change

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/hex/plural"
)

// Grant gives somebody a level of access; [hex.AccessNone] takes it away.
type Grant struct {
	Who
	Access hex.Access
}

// ShareWithUsers gives users access to a project; who is not named keeps theirs. Its entity is a [hex.Project].
type ShareWithUsers struct {
	ProjectID string
	Grants    []Grant
}

// Prepare reads the project, and the e-mail addresses that are not known.
func (w ShareWithUsers) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	return sharing{
		op: "EditProjectSharingUsers", does: "Share a project with users", kind: users, edit: (*hex.Client).EditProjectSharingUsers,
		again: func(g []Grant) Change { return ShareWithUsers{w.ProjectID, g} },
	}.prepare(ctx, c, w.ProjectID, w.Grants)
}

// ShareWithGroups gives groups access to a project; who is not named keeps theirs. Its entity is a [hex.Project].
type ShareWithGroups struct {
	ProjectID string
	Grants    []Grant
}

// Prepare reads the project, and the names of groups that are not known.
func (w ShareWithGroups) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	return sharing{
		op: "EditProjectSharingGroups", does: "Share a project with groups", kind: groups, edit: (*hex.Client).EditProjectSharingGroups,
		again: func(g []Grant) Change { return ShareWithGroups{w.ProjectID, g} },
	}.prepare(ctx, c, w.ProjectID, w.Grants)
}

// ShareWithCollections puts a project into collections or takes it out. Its entity is a [hex.Project].
type ShareWithCollections struct {
	ProjectID string
	Grants    []Grant
}

// Prepare reads the project, and the names of collections that are not known.
func (w ShareWithCollections) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	return sharing{
		op: "EditProjectSharingCollections", does: "Put a project into collections", kind: collections,
		edit:  (*hex.Client).EditProjectSharingCollections,
		again: func(g []Grant) Change { return ShareWithCollections{w.ProjectID, g} },
	}.prepare(ctx, c, w.ProjectID, w.Grants)
}

// sharing is one of the three ways to share a project by ids.
type sharing struct {
	op, does string
	kind     kind
	edit     func(*hex.Client, context.Context, string, []hex.Grant) (hex.Project, error)
	again    func([]Grant) Change
}

const unseen = "Hex did not tell who has access now."

func (s sharing) prepare(ctx context.Context, c *hex.Client, projectID string, grants []Grant) (*Prepared, error) {
	who := make([]Who, len(grants))
	for i, g := range grants {
		who[i] = g.Who
	}
	who, known, err := s.kind.seen(ctx, c, who)
	if err != nil {
		return nil, err
	}
	seen, err := projectLook(projectID, sharingState).read(ctx, c, projectID)
	if err != nil {
		return nil, err
	}
	p, before := seen.project, seen.before
	after := before
	sent := make([]hex.Grant, len(grants))
	for i, g := range grants {
		sent[i] = hex.Grant{ID: g.ID, Access: g.Access}
		after = after.with(string(s.kind)+" "+who[i].Name, withoutNone(g.Access))
	}
	n := plan{
		op: s.op, does: s.does, risk: Access, target: projectTarget(p), was: p, before: before, after: after, look: seen.look,
		affected: []Affected{{string(s.kind), len(who), names(who)}},
		undoable: true, undo: "The earlier access can be given again.",
		warnings: accessWarnings(p, before, after),
	}
	back, unclear := s.back(p, before, after, grants, who)
	if !known {
		n.warnings = append(n.warnings, fmt.Sprintf("This token may not read who the %ss are: they are named by their ids.", s.kind))
		back, unclear = nil, "It is not known who of them has which access now."
	}
	if unclear != "" {
		n.undoable, n.undo = false, unclear
	}
	// An e-mail address names one person; other names need not be unique.
	if known && s.kind == users && p.Sharing != nil && len(fields(before, after)) == 0 {
		n.already = p
	}
	n.send = func(ctx context.Context, c *hex.Client) (Result, error) {
		now, err := s.edit(c, ctx, projectID, sent)
		r := Result{Entity: now, Done: fmt.Sprintf("The access of %s to the %s was set.", plural.Of(len(who), string(s.kind)),
			projectTarget(p))}
		undone := back
		var part *hex.PartialSharing
		if errors.As(err, &part) {
			undone = slices.DeleteFunc(slices.Clone(back), func(g Grant) bool { return notDone(part, g.ID) })
			r.Done, r.Changed = "Only a part was done.", s.done(before, grants, who, part)
		}
		if len(undone) > 0 && (err == nil || part != nil) {
			r.Undo = s.again(undone)
		}
		return r, err
	}
	return n.prepared(ctx, c)
}

// back are the grants that put everything back, or why there are none.
func (s sharing) back(p hex.Project, before, after state, grants []Grant, who []Who) ([]Grant, string) {
	if p.Sharing == nil {
		return nil, unseen + " So it cannot be put back."
	}
	var all []Grant
	for i, g := range grants {
		name := string(s.kind) + " " + who[i].Name
		if s.kind != users && before.times(name) > 1 {
			return nil, fmt.Sprintf("Hex shows a %s by its name, and %q is there more than once: which had which access is not known.",
				s.kind,
				who[i].Name)
		}
		access := hex.Access(before.value(name))
		if access == "" {
			access = hex.AccessNone
		}
		if access != g.Access && !slices.ContainsFunc(all, func(b Grant) bool { return b.ID == g.ID }) {
			all = append(all, Grant{who[i], access})
		}
	}
	return all, ""
}

// done are the fields that grants changed of which only a part was done.
func (s sharing) done(before state, grants []Grant, who []Who, part *hex.PartialSharing) []Field {
	now := before
	for i, g := range grants {
		if !notDone(part, g.ID) {
			now = now.with(string(s.kind)+" "+who[i].Name, withoutNone(g.Access))
		}
	}
	return fields(before, now)
}

func notDone(part *hex.PartialSharing, id string) bool {
	return slices.Contains(part.NotSent, id) ||
		slices.ContainsFunc(part.Refused, func(r hex.RefusedGrant) bool { return slices.Contains(r.IDs, id) })
}

// ShareWithAll sets a project's access for the workspace's members and for everybody on the web; empty stays as it is. Its
// entity is a [hex.Project].
type ShareWithAll struct {
	ProjectID         string
	Workspace, Public hex.Access
}

// Prepare reads the project.
func (w ShareWithAll) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	seen, err := projectLook(w.ProjectID, sharingState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p, before := seen.project, seen.before
	after, back := before, ShareWithAll{ProjectID: w.ProjectID}
	n := plan{
		op: "EditProjectSharingOrgAndPublic", does: "Share a project with everybody", risk: Access, target: projectTarget(p), was: p,
		before: before,
		look:   seen.look, undoable: p.Sharing != nil, undo: "The earlier access can be given again.",
	}
	if w.Workspace != "" {
		after = after.with(theWorkspace, withoutNone(w.Workspace))
		n.affected = append(n.affected, Affected{Kind: everybody})
		back.Workspace = orNone(before.value(theWorkspace))
	}
	if w.Public != "" {
		after = after.with(theWeb, withoutNone(w.Public))
		n.affected = append(n.affected, Affected{Kind: "visitor from the web"})
		back.Public = orNone(before.value(theWeb))
	}
	n.after, n.warnings = after, accessWarnings(p, before, after)
	if p.Sharing == nil {
		n.undo = unseen + " So it cannot be put back."
	}
	if p.Sharing != nil && len(fields(before, after)) == 0 {
		n.already = p
	}
	n.send = func(ctx context.Context, c *hex.Client) (Result, error) {
		now, err := c.EditProjectSharingOrgAndPublic(ctx, w.ProjectID, w.Workspace, w.Public)
		r := Result{Entity: now, Done: fmt.Sprintf("The access of everybody to the %s was set.", projectTarget(p))}
		undone := back
		var part *hex.PartialSharing
		if errors.As(err, &part) {
			r.Done = "Only a part was done."
			now := before
			if notDone(part, "workspace") {
				undone.Workspace = ""
			} else {
				now = now.with(theWorkspace, after.value(theWorkspace))
			}
			if notDone(part, "publicWeb") {
				undone.Public = ""
			} else {
				now = now.with(theWeb, after.value(theWeb))
			}
			r.Changed = fields(before, now)
		}
		if n.undoable && undone.Workspace+undone.Public != "" && (err == nil || part != nil) {
			r.Undo = undone
		}
		return r, err
	}
	return n.prepared(ctx, c)
}

// The names of the facts that say what those may do who are not named one by one.
const (
	theWorkspace = "workspace"
	theWeb       = "public web"
	theSupport   = "Hex's support"
)

// sharingState is who may do what with a project.
func sharingState(p hex.Project) state {
	s := titleState(p)
	if p.Sharing == nil {
		return s
	}
	for _, g := range p.Sharing.Users {
		s.add("user "+g.User.Email, withoutNone(g.Access))
	}
	for _, g := range p.Sharing.Groups {
		s.add("group "+g.Group.Name, withoutNone(g.Access))
	}
	for _, g := range p.Sharing.Collections {
		s.add("collection "+g.Collection.Name, withoutNone(g.Access))
	}
	s.add(theWorkspace, withoutNone(p.Sharing.Workspace.Access))
	s.add(theWeb, withoutNone(p.Sharing.PublicWeb.Access))
	s.add(theSupport, withoutNone(p.Sharing.Support.Access))
	return s
}

func withoutNone(a hex.Access) string {
	if a == hex.AccessNone {
		return ""
	}
	return string(a)
}

func orNone(access string) hex.Access {
	if access == "" {
		return hex.AccessNone
	}
	return hex.Access(access)
}

// levels are the levels of access, from none on.
var levels = [...]hex.Access{hex.AccessNone, hex.AccessAppOnly, hex.AccessView, hex.AccessEdit, hex.AccessFull}

// level is the rank of an access; a word that is not known here is nobody's to compare, and -1.
func level(access string) int { return slices.Index(levels[:], orNone(access)) }

// accessWarnings name who loses access, that the world gains it, and that nobody may edit any more.
func accessWarnings(p hex.Project, before, after state) []string {
	var all []string
	if p.Sharing == nil {
		all = append(all, unseen)
	}
	different := fields(before, after)
	all = append(all, lessens(different)...)
	for _, f := range different {
		if f.Name == theWeb && level(f.After) > level(f.Before) {
			all = append(all, "Everybody on the web who has the link would see the app, without a login.")
		}
	}
	if p.Sharing != nil && editors(p, before) > 0 && editors(p, after) == 0 {
		all = append(all, fmt.Sprintf("Nobody would be left who may edit it, but its owner %s.", p.Owner.Email))
	}
	return all
}

// editors counts the grants that let somebody edit, besides the owner's, whom Hex lists among the users.
func editors(p hex.Project, s state) int {
	n := 0
	for _, f := range s {
		if f.Name != "user "+p.Owner.Email && level(f.Value) >= level(string(hex.AccessEdit)) {
			n++
		}
	}
	return n
}
