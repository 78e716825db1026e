package tools

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"hextui/hex"
	"hextui/hex/access"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// accessTools find out who can see and edit what.
func accessTools() []Spec {
	return []Spec{
		tool[auditIn, audited]{
			name: "audit_hex_access", title: "Audit access", class: policy.Read, toolset: policy.Sharing,
			about: "Lists who can see and edit a project, person by person, with groups and collections expanded and each way that gives " +
				"it; or all projects that a user, a group or the public can see. Reads in parts: cursor goes on.",
			advice: answer.Advice{Missing: "Find ids with resolve_hex."},
			target: func(w *Workspace, in auditIn) string {
				if in.ProjectID != "" {
					return w.names.ofProject(in.ProjectID)
				}
				return w.names.ofOther(cmp.Or(in.UserID, in.GroupID))
			},
			check: (auditIn).check,
			run:   (*Workspace).auditAccess,
		}.spec(),
	}
}

type auditIn struct {
	ProjectID string `json:"project_id" arg:"id=project" doc:"Who reaches this project."`
	UserID    string `json:"user_id" arg:"id=user" doc:"What this user reaches."`
	GroupID   string `json:"group_id" arg:"id=group" doc:"What this group reaches."`
	Public    bool   `json:"public" doc:"What anyone with a link reaches."`
	EditOnly  bool   `json:"edit_only" doc:"Only where access lets edit."`
	Limit     int    `json:"limit" arg:"min=1,max=500,default=100" doc:"At most so many rows."`
	Offset    int    `json:"offset" arg:"min=0,max=1000000" doc:"Rows to skip."`
	Cursor    string `json:"cursor" doc:"cursor, to go on with an audit."`
}

func (in auditIn) check() *answer.Failure {
	given := 0
	for _, is := range []bool{in.ProjectID != "", in.UserID != "", in.GroupID != "", in.Public} {
		if is {
			given++
		}
	}
	if given > 1 || given == 0 && in.Cursor == "" {
		return answer.Refuse("An audit is of one thing.", "Give project_id, user_id, group_id, or public true; or the cursor of an audit.")
	}
	return nil
}

// person is somebody who reaches a project. Ways say how; a question mark behind one means that it is not sure.
type person struct {
	Email  string   `json:"email,omitempty"`
	Name   string   `json:"name,omitempty"`
	ID     string   `json:"id,omitempty"`
	Role   string   `json:"role,omitempty"`
	Access string   `json:"access"`
	Edits  bool     `json:"edits"`
	Ways   []string `json:"ways"`
}

func (p person) line() string {
	return words.With(strings.TrimSpace(words.OneLine(p.Email)+" "+p.Access), p, "email", "access")
}

// reached is a project that somebody reaches.
type reached struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Type     string   `json:"type,omitempty"`
	Owner    string   `json:"owner,omitempty"`
	Access   string   `json:"access"`
	Edits    bool     `json:"edits"`
	Archived bool     `json:"archived,omitempty"`
	Trashed  bool     `json:"trashed,omitempty"`
	Ways     []string `json:"ways"`
}

func (r reached) line() string {
	return words.With(r.ID+" "+words.OneLine(r.Title)+" "+r.Access, r, "id", "title", "access")
}

// audited is what an audit has found so far: people of a project, or projects of somebody.
type audited struct {
	Of        string    `json:"of"`
	Workspace string    `json:"workspace_access,omitempty"`
	Public    string    `json:"public_access,omitempty"`
	Support   string    `json:"support_access,omitempty"`
	People    []person  `json:"people,omitempty"`
	Projects  []reached `json:"projects,omitempty"`
	Total     int       `json:"total"`
	Editing   int       `json:"editing"`
	Looked    int       `json:"projects_looked_at,omitempty"`
	// Complete is false while something is not read: what is there may then not be all, and more may be allowed than it says.
	Complete bool     `json:"complete"`
	Unread   []string `json:"not_read_yet,omitempty"`
	Notes    []string `json:"notes"`
	Cursor   string   `json:"cursor,omitempty"`
	Next     string   `json:"next,omitempty"`

	offset int
	cursor string
}

func (a audited) Text() string {
	rest := a
	rest.People, rest.Projects, rest.Notes, rest.Unread = nil, nil, nil, nil
	text := words.Lines(words.With("Access: "+words.OneLine(a.Of), rest, "of", "notes", "next"), a.People, person.line, "")
	text = words.Lines(text, a.Projects, reached.line, "")
	text = words.Lines(text, a.Unread, func(s string) string { return "not read yet: " + s }, "")
	return words.Lines(text, a.Notes, func(s string) string { return "note: " + s }, a.Next)
}

func (a audited) Size() int { return len(a.People) + len(a.Projects) }

func (a audited) First(n int) answer.Result {
	a.People, a.Projects = a.People[:min(n, len(a.People))], a.Projects[:min(n, len(a.Projects))]
	return a.onward()
}

// onward says how to go on behind the rows that there are.
func (a audited) onward() audited {
	a.Cursor, a.Next = "", ""
	end := a.offset + a.Size()
	switch {
	case !a.Complete:
		a.Cursor, a.Next = a.cursor, "This is not all: call again with cursor to read on, in a minute where nothing new came."
	case end < a.Total:
		a.Cursor, a.Next = a.cursor, fmt.Sprintf("Call again with cursor and offset %d for more rows.", end)
	}
	return a
}

// What one call reads: clients give up after a minute, and others want of the budget too.
const (
	auditRequests = 25
	auditPatience = 20 * time.Second
)

func (w *Workspace) auditAccess(ctx context.Context, in auditIn) (audited, error) {
	a, refused := w.audits.take(in)
	if refused != nil {
		return audited{}, refused
	}
	defer w.audits.put(a)
	read := 0
	budget := access.Budget{Requests: auditRequests, Patience: auditPatience}
	err := a.reading().Read(ctx, w.hex, budget, func(what string) {
		w.progress(read, 0, "reading "+words.OneLine(what))
		read++
	})
	if err != nil {
		return audited{}, err
	}
	unread := a.reading().Unread()
	out := audited{Unread: unread, Complete: len(unread) == 0, Notes: a.reading().Notes(), offset: in.Offset, cursor: a.cursor}
	if a.project != nil {
		w.ofProject(&out, a.project, in)
	} else {
		w.ofSubject(&out, a, in)
		if n := len(w.only[schema.Project]); n > 0 {
			out.Notes = append(out.Notes, fmt.Sprintf("This server sees only the %s that it was given: nothing is said of others.",
				words.Count(n, "project")))
		}
	}
	return out.onward(), nil
}

// ofProject fills in who reaches a project.
func (w *Workspace) ofProject(out *audited, a *access.Project, in auditIn) {
	p := a.Of()
	w.names.project(p)
	out.Of = words.Named("project", p.Title, cmp.Or(p.ID, in.ProjectID))
	if s := p.Sharing; s != nil {
		out.Workspace, out.Public, out.Support = string(s.Workspace.Access), string(s.PublicWeb.Access), string(s.Support.Access)
	}
	out.People = []person{}
	for _, one := range a.People() {
		if one.ID != "" {
			w.names.other(one.ID, one.Email)
		}
		if one.Edits {
			out.Editing++
		} else if in.EditOnly {
			continue
		}
		if out.Total++; out.Total > in.Offset && len(out.People) < in.Limit {
			out.People = append(out.People, person{Email: one.Email, Name: one.Name, ID: one.ID, Role: string(one.Role),
				Access: string(one.Access), Edits: one.Edits, Ways: each(one.Ways, access.Way.String)})
		}
	}
}

// ofSubject fills in what somebody reaches.
func (w *Workspace) ofSubject(out *audited, a *heldAudit, in auditIn) {
	switch {
	case a.of.UserID != "":
		out.Of = words.Named("user", a.reach.Whose(), a.of.UserID)
	case a.of.GroupID != "":
		out.Of = words.Named("group", a.reach.Whose(), a.of.GroupID)
	default:
		out.Of = "anyone with a link"
	}
	out.Looked, out.Projects = a.reach.Looked(), []reached{}
	for _, p := range a.reach.Projects() {
		w.names.project(hex.Project{ID: p.ID, Title: p.Title})
		if p.Edits {
			out.Editing++
		} else if in.EditOnly {
			continue
		}
		if out.Total++; out.Total > in.Offset && len(out.Projects) < in.Limit {
			row := reached{ID: p.ID, Title: p.Title, Owner: p.Owner, Access: string(p.Access), Edits: p.Edits, Archived: p.Archived,
				Trashed: p.Trashed, Ways: each(p.Ways, access.Way.String)}
			if p.Type != hex.TypeProject {
				row.Type = string(p.Type)
			}
			out.Projects = append(out.Projects, row)
		}
	}
}

// reading is what both kinds of audits can.
type reading interface {
	Read(ctx context.Context, client *hex.Client, b access.Budget, told func(what string)) error
	Unread() []string
	Notes() []string
}

// heldAudit is an audit that calls go on with. One of project and reach is set.
type heldAudit struct {
	cursor  string
	at      time.Time
	project *access.Project
	reach   *access.Reach
	of      access.Subject
}

// looked is how many projects it holds.
func (h *heldAudit) looked() int {
	if h.reach == nil {
		return 1
	}
	return h.reach.Looked()
}

func (h *heldAudit) reading() reading {
	if h.project != nil {
		return h.project
	}
	return h.reach
}

// audits keep what audits have read between calls, so that a cursor is short enough to be copied: the newest ones, for a while.
type audits struct {
	now func() time.Time
	mu  sync.Mutex
	// held are in the order in which they were read on, the newest last.
	held []*heldAudit
}

// maxAudits is how many are kept, maxLooked how many projects all of them may hold where there is more than one, auditAge for how long
// one is.
const (
	maxAudits = 16
	maxLooked = 100_000
	auditAge  = 15 * time.Minute
)

// take is the audit of a cursor, which nobody else then has, or a new one.
func (a *audits) take(in auditIn) (*heldAudit, *answer.Failure) {
	if in.Cursor == "" {
		h := &heldAudit{cursor: strings.ToLower(rand.Text()[:12])}
		if in.ProjectID != "" {
			h.project = access.OfProject(in.ProjectID)
		} else {
			h.of = access.Subject{UserID: in.UserID, GroupID: in.GroupID, Everyone: in.Public}
			h.reach = access.OfSubject(h.of)
		}
		return h, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	at := slices.IndexFunc(a.held, func(h *heldAudit) bool { return h.cursor == in.Cursor && a.now().Sub(h.at) <= auditAge })
	if at < 0 {
		return nil, answer.Refuse("cursor is of no audit that is kept here: "+words.Quoted(in.Cursor)+".",
			"An audit is kept for 15 minutes, and while it is read no other call can. Begin anew without cursor.")
	}
	h := a.held[at]
	a.held = slices.Delete(a.held, at, at+1)
	return h, nil
}

// put keeps an audit, in place of the oldest where it is too much.
func (a *audits) put(h *heldAudit) {
	a.mu.Lock()
	defer a.mu.Unlock()
	h.at = a.now()
	a.held = append(a.held, h)
	looked := 0
	for i, other := range slices.Backward(a.held) {
		if looked += other.looked(); i < len(a.held)-1 && (len(a.held)-i > maxAudits || looked > maxLooked) {
			a.held = slices.Delete(a.held, 0, i+1)
			return
		}
	}
}
