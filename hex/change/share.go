package change

import (
	"context"
	"errors"
	"fmt"

	"hextui/hex"
)

// Share changes in one go who may see and edit a project, whatever kind they are of; who is not named keeps theirs. Its entity is a
// [hex.Project]. The error is [*Partly] where some of it was not done.
type Share struct {
	ProjectID                  string
	Users, Groups, Collections []Grant
	// Workspace and Public are for the workspace's members and for everybody on the web; empty stays as it is.
	Workspace, Public hex.Access
}

// The names of the fields of a Share: what one begins with that is named one by one, followed by the name or e-mail address, and
// those of everybody.
const (
	UserFact       = string(users) + " "
	GroupFact      = string(groups) + " "
	CollectionFact = string(collections) + " "
	WorkspaceFact  = theWorkspace
	WebFact        = theWeb
	SupportFact    = theSupport
)

// Prepare reads the project, and the names that are not known.
func (w Share) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	seen, err := projectLook(w.ProjectID, sharingState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p, before := seen.project, seen.before
	n := plan{
		does: "Change who may see and edit a project", risk: Access, target: projectTarget(p), was: p, before: before, after: before,
		look: seen.look, undoable: true, undo: "The earlier access can be given again.",
	}
	parts, err := w.parts(ctx, c, p, &n)
	if err != nil {
		return nil, err
	}
	n.warnings = append(accessWarnings(p, before, n.after), n.warnings...)
	if p.Sharing != nil && len(fields(before, n.after)) == 0 {
		n.already = p
	}
	if len(parts) > 0 {
		n.op = parts[0].op
	}
	n.send = func(ctx context.Context, c *hex.Client) (Result, error) { return sendParts(ctx, c, p, n, parts) }
	return n.prepared(ctx, c)
}

// sharePart is one of the requests of a Share: those of one kind.
type sharePart struct {
	op string
	// names are those of the facts that it sets, values what they become; ids is what an answer calls them.
	names, values, ids []string
	send               func(context.Context, *hex.Client) (hex.Project, error)
	// back adds what puts the entry of a number back.
	back func(to *Share, i int)
}

// parts are the requests; the plan learns what they change.
func (w Share) parts(ctx context.Context, c *hex.Client, p hex.Project, n *plan) ([]sharePart, error) {
	var parts []sharePart
	for _, s := range []struct {
		sharing
		grants []Grant
		to     func(*Share) *[]Grant
	}{
		{sharing{op: "EditProjectSharingUsers", kind: users, edit: (*hex.Client).EditProjectSharingUsers}, w.Users,
			func(to *Share) *[]Grant { return &to.Users }},
		{sharing{op: "EditProjectSharingGroups", kind: groups, edit: (*hex.Client).EditProjectSharingGroups}, w.Groups,
			func(to *Share) *[]Grant { return &to.Groups }},
		{sharing{op: "EditProjectSharingCollections", kind: collections, edit: (*hex.Client).EditProjectSharingCollections}, w.Collections,
			func(to *Share) *[]Grant { return &to.Collections }},
	} {
		if len(s.grants) == 0 {
			continue
		}
		part, err := s.part(ctx, c, p, w.ProjectID, s.grants, s.to, n)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	if w.Workspace+w.Public != "" {
		parts = append(parts, w.everybody(p, n))
	}
	return parts, nil
}

// part is the request for one kind of those who are named one by one.
func (s sharing) part(ctx context.Context, c *hex.Client, p hex.Project, projectID string, grants []Grant, to func(*Share) *[]Grant,
	n *plan) (sharePart, error) {
	who := make([]Who, len(grants))
	for i, g := range grants {
		who[i] = g.Who
	}
	who, known, err := s.kind.seen(ctx, c, who)
	if err != nil {
		return sharePart{}, err
	}
	part := sharePart{op: s.op, ids: ids(who)}
	sent := make([]hex.Grant, len(grants))
	for i, g := range grants {
		sent[i] = hex.Grant{ID: g.ID, Access: g.Access}
		part.names = append(part.names, string(s.kind)+" "+who[i].Name)
		part.values = append(part.values, withoutNone(g.Access))
		n.after = n.after.with(part.names[i], part.values[i])
	}
	n.affected = append(n.affected, Affected{string(s.kind), len(who), names(who)})
	back, unclear := s.back(p, n.before, n.after, grants, who)
	if !known {
		n.warnings = append(n.warnings, fmt.Sprintf("This token may not read who the %ss are: they are named by their ids.", s.kind))
		back, unclear = nil, "It is not known who of them has which access now."
	}
	if unclear != "" {
		n.undoable, n.undo = false, unclear
	}
	part.send = func(ctx context.Context, c *hex.Client) (hex.Project, error) { return s.edit(c, ctx, projectID, sent) }
	part.back = func(all *Share, i int) {
		for _, b := range back {
			if b.ID == part.ids[i] {
				*to(all) = append(*to(all), b)
			}
		}
	}
	return part, nil
}

// everybody is the request for those who are not named one by one.
func (w Share) everybody(p hex.Project, n *plan) sharePart {
	part := sharePart{op: "EditProjectSharingOrgAndPublic"}
	add := func(name, id string, access hex.Access, affected string) {
		if access == "" {
			return
		}
		part.names, part.ids = append(part.names, name), append(part.ids, id)
		part.values = append(part.values, withoutNone(access))
		n.after = n.after.with(name, withoutNone(access))
		n.affected = append(n.affected, Affected{Kind: affected})
	}
	add(theWorkspace, "workspace", w.Workspace, everybody)
	add(theWeb, "publicWeb", w.Public, "visitor from the web")
	if p.Sharing == nil {
		n.undoable, n.undo = false, unseen+" So it cannot be put back."
	}
	part.send = func(ctx context.Context, c *hex.Client) (hex.Project, error) {
		return c.EditProjectSharingOrgAndPublic(ctx, w.ProjectID, w.Workspace, w.Public)
	}
	part.back = func(all *Share, i int) {
		if was := orNone(n.before.value(part.names[i])); part.names[i] == theWorkspace {
			all.Workspace = was
		} else {
			all.Public = was
		}
	}
	return part
}

// sendParts carries the parts out one after the other. What Hex refuses of one does not keep the next from being asked for; where it
// is not known what became of one, none is sent after it.
func sendParts(ctx context.Context, c *hex.Client, p hex.Project, n plan, parts []sharePart) (Result, error) {
	r := Result{Entity: p, Done: fmt.Sprintf("The access to the %s was set.", projectTarget(p))}
	back, now := Share{ProjectID: p.ID}, n.before
	var cause, stopped error
	for _, part := range parts {
		got, err := hex.Project{}, stopped
		if stopped == nil {
			got, err = part.send(ctx, c)
		}
		if got.ID != "" {
			r.Entity = got
		}
		if err != nil && cause == nil {
			cause = err
		}
		if err != nil && !hex.IsKind(err, hex.Forbidden, hex.NotFound, hex.Invalid, hex.Unprocessable) && !refusal(err) {
			stopped = err
		}
		for i, name := range part.names {
			if why := part.why(i, err); why != "" {
				r.Failed = append(r.Failed, Failure{name, why})
				continue
			}
			now = now.with(name, part.values[i])
			part.back(&back, i)
		}
	}
	done := len(n.after) > 0 && len(r.Failed) < entries(parts)
	if n.undoable && done && !back.empty() {
		r.Undo = back
	}
	if cause == nil {
		return r, nil
	}
	r.Changed = fields(n.before, now)
	if !done && len(parts) == 1 && !refusal(cause) {
		return Result{Failed: r.Failed, NoUndo: "Nothing was done."}, cause
	}
	r.Done = "Only a part was done."
	return r, &Partly{Failed: r.Failed, Cause: cause}
}

// refusal tells whether the error is one of single entries in an answer that is otherwise good.
func refusal(err error) bool {
	var part *hex.PartialSharing
	return errors.As(err, &part) && part.Cause == nil
}

// why is why the entry of a number was not done, empty where it was.
func (s sharePart) why(i int, err error) string {
	var part *hex.PartialSharing
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &part):
		return err.Error()
	case !notDone(part, s.ids[i]):
		return ""
	}
	for _, refused := range part.Refused {
		for _, id := range refused.IDs {
			if id == s.ids[i] {
				return refused.Reason
			}
		}
	}
	return "It was not sent: " + part.Cause.Error()
}

func entries(parts []sharePart) int {
	n := 0
	for _, p := range parts {
		n += len(p.names)
	}
	return n
}

func (w Share) empty() bool {
	return len(w.Users)+len(w.Groups)+len(w.Collections) == 0 && w.Workspace+w.Public == ""
}

// Partly is the error of a change of which some entries were not carried out.
type Partly struct {
	Failed []Failure
	// Cause is the first failure.
	Cause error
}

// Error names the first of those that were not done, and why.
func (p *Partly) Error() string {
	if len(p.Failed) == 0 {
		return "Only a part was done: " + p.Cause.Error()
	}
	first := p.Failed[0]
	text := fmt.Sprintf("Not everything was done. %s: %s", first.Name, first.Why)
	if more := len(p.Failed) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// Unwrap returns the first failure.
func (p *Partly) Unwrap() error { return p.Cause }
