package tools

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/words"
)

// resolveTools turn what people say into ids.
func resolveTools() []Spec {
	return []Spec{
		tool[resolveIn, resolved]{
			name: "resolve_hex", title: "Find out what is meant", class: policy.Read, toolset: policy.Projects,
			about: "Finds ids by title, name, e-mail, URL or, with project_id, a cell's label. Answers one match, or candidates; never " +
				"guesses.",
			target: func(_ *Workspace, in resolveIn) string { return words.Shortened(words.OneLine(in.Text), 60) },
			check: func(in resolveIn) *answer.Failure {
				if strings.TrimSpace(in.Text) == "" {
					return answer.Refuse("text is empty.", "Give a UUID, a Hex URL, a title, a name or a label.")
				}
				return nil
			},
			run: (*Workspace).resolve,
		}.spec(),
	}
}

type resolveIn struct {
	Text      string `json:"text" arg:"required" doc:"Its name or URL."`
	Kind      string `json:"kind" arg:"enum=project|cell|collection|connection|group|user" doc:"Look for this alone."`
	ProjectID string `json:"project_id" arg:"id=project" doc:"Where cells are looked for."`
}

// candidate is something that may be meant. How says why.
type candidate struct {
	Kind      string `json:"kind"`
	ID        string `json:"id"`
	StaticID  string `json:"static_id,omitempty"`
	Title     string `json:"title,omitempty"`
	ProjectID string `json:"project_id,omitempty"`
	How       string `json:"how"`
}

func (c candidate) line() string {
	return words.With(strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Kind, c.ID, words.OneLine(c.Title))), c, "kind", "id", "title")
}

type resolved struct {
	Resolved   bool        `json:"resolved"`
	Candidates []candidate `json:"candidates"`
	Total      int         `json:"total_candidates"`
	// Complete is false when there was no time to look at everything.
	Complete bool   `json:"complete"`
	Note     string `json:"note,omitempty"`
}

func (r resolved) Text() string {
	head := "Exactly this is meant"
	if !r.Resolved {
		head = fmt.Sprintf("Not resolved: %s", words.Count(len(r.Candidates), "candidate"))
	}
	rest := r
	rest.Candidates = nil
	return words.Lines(words.With(head, rest, "resolved", "candidates", "note")+".", r.Candidates, candidate.line, r.Note)
}

func (r resolved) Size() int { return len(r.Candidates) }

func (r resolved) First(n int) answer.Result {
	r.Note = strings.TrimSpace(fmt.Sprintf("%s Only %d of %d are shown: give more of the title.", r.Note, n, r.Total))
	r.Candidates = r.Candidates[:n]
	return r
}

// maxCandidates bounds what is answered where much may be meant.
const maxCandidates = 20

// settle says whether what was found is one thing.
func (r resolved) settle(certain bool) resolved {
	r.Total = len(r.Candidates)
	r.Resolved = certain && r.Complete && r.Total == 1
	switch {
	case r.Total == 0 && r.Note == "":
		r.Note = "Nothing of this kind is called so, as far as the token can see."
	case r.Total > maxCandidates:
		r.Candidates = r.Candidates[:maxCandidates]
		r.Note = strings.TrimSpace(r.Note + " There are more: give more of the title.")
	}
	if !r.Complete {
		r.Note = strings.TrimSpace(r.Note + " There was no time to look at everything: call again to go on.")
	}
	return r
}

func (w *Workspace) resolve(ctx context.Context, in resolveIn) (resolved, error) {
	text := strings.TrimSpace(in.Text)
	switch {
	case schema.UUID.MatchString(text):
		return w.resolveID(ctx, in, strings.ToLower(text))
	case strings.Contains(text, "://") || strings.HasPrefix(text, "/"):
		return w.resolveURL(ctx, in, text)
	}
	return w.resolveName(ctx, in, text)
}

// look asks Hex for a thing of an id; nil when there is none.
type look struct {
	kind string
	find func(context.Context, string) (*candidate, error)
}

func (w *Workspace) looks(projectID string) []look {
	return []look{
		{"project", func(ctx context.Context, id string) (*candidate, error) {
			p, err := w.hex.GetProject(ctx, id)
			w.names.project(p)
			return &candidate{Kind: "project", ID: p.ID, Title: p.Title, How: "id"}, err
		}},
		{"cell", func(ctx context.Context, id string) (*candidate, error) {
			snap, err := w.readCell(ctx, projectID, id)
			how := "id"
			if err == nil && snap.Cell.ID != id {
				how = "an earlier id; the present one is given"
				if snap.Cell.StaticID == id {
					how = "static_id; the present id is given"
				}
			}
			return cellCandidate(snap.Cell, how), err
		}},
		{"collection", func(ctx context.Context, id string) (*candidate, error) {
			c, err := w.hex.GetCollection(ctx, id)
			return &candidate{Kind: "collection", ID: c.ID, Title: c.Name, How: "id"}, err
		}},
		{"connection", func(ctx context.Context, id string) (*candidate, error) {
			c, err := w.hex.GetDataConnection(ctx, id)
			return &candidate{Kind: "connection", ID: c.ID, Title: c.Name, How: "id"}, err
		}},
		{"group", func(ctx context.Context, id string) (*candidate, error) {
			g, err := w.hex.GetGroup(ctx, id)
			return &candidate{Kind: "group", ID: g.ID, Title: g.Name, How: "id"}, err
		}},
		{"user", func(ctx context.Context, id string) (*candidate, error) {
			page, err := w.hex.ListUsers(ctx, hex.UserQuery{UserIDs: []string{id}})
			for _, u := range page.Items {
				if u.ID == id {
					return &candidate{Kind: "user", ID: u.ID, Title: u.Email, How: "id"}, err
				}
			}
			return nil, err
		}},
	}
}

func cellCandidate(c hex.Cell, how string) *candidate {
	return &candidate{Kind: "cell", ID: c.ID, StaticID: c.StaticID, Title: c.Label, ProjectID: c.ProjectID, How: how}
}

// resolveID asks for a thing of every kind until one answers: an id names one thing only.
func (w *Workspace) resolveID(ctx context.Context, in resolveIn, id string) (resolved, error) {
	out := resolved{Candidates: []candidate{}, Complete: true}
	for _, l := range w.looks(in.ProjectID) {
		if in.Kind != "" && in.Kind != l.kind {
			continue
		}
		c, err := l.find(ctx, id)
		switch {
		case err == nil && c != nil:
			out.Candidates = append(out.Candidates, *c)
			return out.settle(true), nil
		case err != nil && !hex.IsKind(err, hex.NotFound, hex.Forbidden, hex.Invalid, hex.Unprocessable):
			return resolved{}, err
		}
	}
	out.Note = "Nothing that the token can see has this id."
	if in.ProjectID == "" {
		out.Note += " If it is the static_id of a cell, give project_id too."
	}
	return out.settle(true), nil
}

// shortSlug is the last part of an app's URL: words of the title and Hex's short id, which its API does not take.
var shortSlug = regexp.MustCompile(`^(.*?)-?([0-9A-Za-z]{15,})$`)

// resolveURL reads a URL of Hex's pages: only its path counts, whatever the region.
func (w *Workspace) resolveURL(ctx context.Context, in resolveIn, text string) (resolved, error) {
	u, err := url.Parse(text)
	if err != nil {
		return resolved{}, answer.Refuse("text is not a URL that can be read: "+words.Quoted(text)+".", "Copy it again, or give the title.")
	}
	note := w.otherHost(u.Host)
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	projectID := ""
	for i := 1; i < len(parts); i++ {
		id, kind := strings.ToLower(parts[i]), placeKind(parts[i-1])
		switch {
		case kind == "" || !schema.UUID.MatchString(id):
		case kind == "run":
			return w.resolveRun(ctx, projectID, id, note)
		default:
			if projectID = id; kind != "project" || !slicesHaveRun(parts[i:]) {
				in.Kind = kind
				out, err := w.resolveID(ctx, in, id)
				out.Note = strings.TrimSpace(out.Note + note)
				return out, err
			}
		}
	}
	for i, part := range parts {
		if i > 0 && placeKind(parts[i-1]) == "project" {
			return w.resolveSlug(ctx, part, note)
		}
	}
	return resolved{Candidates: []candidate{}, Complete: true, Note: "There is no project, run, cell or collection in this URL." + note},
		nil
}

func slicesHaveRun(parts []string) bool {
	for i := 1; i < len(parts); i++ {
		if placeKind(parts[i-1]) == "run" && schema.UUID.MatchString(parts[i]) {
			return true
		}
	}
	return false
}

// placeKind is what the segment of a path behind this one names.
func placeKind(segment string) string {
	for kind, n := range map[string]schema.Noun{"project": schema.Project, "run": schema.Run, "cell": schema.Cell,
		"collection": schema.Collection, "connection": schema.Connection} {
		if hasName(n.Places(), segment) {
			return kind
		}
	}
	return ""
}

// otherHost warns of a URL of another workspace.
func (w *Workspace) otherHost(host string) string {
	own, err := url.Parse(w.hex.ProjectURL("x"))
	if err != nil || host == "" || strings.EqualFold(own.Host, host) {
		return ""
	}
	return fmt.Sprintf(" The URL is of %s, this server works on %s: ids of another workspace are not found here.", host, own.Host)
}

func (w *Workspace) resolveRun(ctx context.Context, projectID, runID, note string) (resolved, error) {
	out := resolved{Candidates: []candidate{}, Complete: true, Note: strings.TrimSpace(note)}
	if projectID == "" {
		out.Note = "The URL has a run without its project." + note
		return out.settle(true), nil
	}
	r, err := w.hex.GetRunStatus(ctx, projectID, runID)
	if err != nil && !hex.IsKind(err, hex.NotFound, hex.Forbidden, hex.Unprocessable) {
		return out, err
	}
	if err == nil {
		out.Candidates = append(out.Candidates, candidate{Kind: "run", ID: r.RunID, ProjectID: projectID, Title: string(r.Status),
			How: "id"})
	}
	return out.settle(true), nil
}

// resolveSlug offers projects whose titles are in an app's URL. That is no proof: titles change, and more than one
// project may have the same.
func (w *Workspace) resolveSlug(ctx context.Context, slug, note string) (resolved, error) {
	terms := slug
	if m := shortSlug.FindStringSubmatch(slug); m != nil {
		terms = m[1]
	}
	all, err := w.titles.all(ctx, w.hex, func(n int) { w.progress(n, 0, words.Count(n, "project")+" looked at") })
	if err != nil {
		return resolved{}, err
	}
	out := resolved{Candidates: []candidate{}, Complete: all.complete,
		Note: "Hex's API does not take the short id in this URL; these projects have its words as their title. Look which one it is, " +
			"and use its id." + note}
	for _, p := range all.projects {
		if slugOf(terms) != "" && slugOf(p.Title) == slugOf(terms) {
			w.names.project(p)
			out.Candidates = append(out.Candidates, candidate{Kind: "project", ID: p.ID, Title: p.Title, How: "title in the URL"})
		}
	}
	if len(out.Candidates) == 0 {
		out.Note = "Hex's API does not take the short id in this URL, and no project has its words as title. Search with " +
			"search_hex_projects." + note
	}
	return out.settle(false), nil
}

var notWord = regexp.MustCompile(`[^\pL\pN]+`)

func slugOf(title string) string {
	return strings.Trim(notWord.ReplaceAllString(strings.ToLower(title), "-"), "-")
}

// named thing is something with a name that a text may mean.
type nameable struct {
	candidate
	names []string
}

// resolveName looks for things of a name: those called exactly so, or where there are none, those whose name has it
// in it.
func (w *Workspace) resolveName(ctx context.Context, in resolveIn, text string) (resolved, error) {
	things, complete, err := w.nameables(ctx, in)
	if err != nil {
		return resolved{}, err
	}
	exact := resolved{Candidates: []candidate{}, Complete: complete}
	partly := resolved{Candidates: []candidate{}, Complete: complete, Note: "Nothing is called exactly so."}
	for _, t := range things {
		for _, name := range t.names {
			switch {
			case strings.EqualFold(words.OneLine(name), words.OneLine(text)):
				t.How = "exact name"
				exact.Candidates = append(exact.Candidates, t.candidate)
			case strings.Contains(strings.ToLower(name), strings.ToLower(text)):
				t.How = "name contains it"
				partly.Candidates = append(partly.Candidates, t.candidate)
			default:
				continue
			}
			break
		}
	}
	if len(exact.Candidates) > 0 {
		return exact.settle(true), nil
	}
	if len(partly.Candidates) == 0 {
		partly.Note = ""
	}
	return partly.settle(false), nil
}

// nameables are all things of the kind that is looked for: projects, and with project_id its cells.
func (w *Workspace) nameables(ctx context.Context, in resolveIn) ([]nameable, bool, error) {
	kind := in.Kind
	if kind == "" && in.ProjectID != "" {
		kind = "cell"
	}
	switch kind {
	case "cell":
		if in.ProjectID == "" {
			return nil, false, answer.Refuse("A cell's label needs its project.", "Give project_id.")
		}
		cells, err := w.allCells(ctx, in.ProjectID)
		return each(cells, func(c hex.Cell) nameable {
			return nameable{*cellCandidate(c, ""), []string{c.Label, c.OutputDataframe()}}
		}), true, err
	case "collection":
		all, err := walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.Collection], error) {
			return w.hex.ListCollections(ctx, hex.CollectionQuery{Paging: p})
		})
		return each(all, func(c hex.Collection) nameable {
			return nameable{candidate{Kind: kind, ID: c.ID, Title: c.Name}, []string{c.Name}}
		}), true, err
	case "connection":
		all, err := walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.DataConnection], error) {
			return w.hex.ListDataConnections(ctx, hex.ConnectionQuery{Paging: p})
		})
		return each(all, func(c hex.DataConnection) nameable {
			return nameable{candidate{Kind: kind, ID: c.ID, Title: c.Name}, []string{c.Name}}
		}), true, err
	case "group":
		all, err := walk(ctx, 500, func(ctx context.Context, p hex.Paging) (hex.Page[hex.Group], error) {
			return w.hex.ListGroups(ctx, hex.GroupQuery{Paging: p})
		})
		return each(all, func(g hex.Group) nameable {
			return nameable{candidate{Kind: kind, ID: g.ID, Title: g.Name}, []string{g.Name}}
		}), true, err
	case "user":
		all, err := walk(ctx, 500, func(ctx context.Context, p hex.Paging) (hex.Page[hex.User], error) {
			return w.hex.ListUsers(ctx, hex.UserQuery{Paging: p})
		})
		return each(all, func(u hex.User) nameable {
			return nameable{candidate{Kind: kind, ID: u.ID, Title: u.Email}, []string{u.Email, u.Name}}
		}), true, err
	}
	all, err := w.titles.all(ctx, w.hex, func(n int) { w.progress(n, 0, words.Count(n, "project")+" looked at") })
	return each(all.projects, func(p hex.Project) nameable {
		w.names.project(p)
		return nameable{candidate{Kind: "project", ID: p.ID, Title: p.Title}, []string{p.Title}}
	}), all.complete, err
}
