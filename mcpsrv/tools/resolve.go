package tools

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/hosted"
	"hextui/hex/resolve"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
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
				switch {
				case strings.TrimSpace(in.Text) == "":
					return answer.Refuse("text is empty.", "Give a UUID, a Hex URL, a title, a name or a label.")
				case in.Kind == string(resolve.Cell) && in.ProjectID == "" && !resolve.IsID(strings.TrimSpace(in.Text)) &&
					!strings.Contains(in.Text, "/"):
					return answer.Refuse("A cell's label needs its project.", "Give project_id.")
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

// candidate is something that may be meant. How says why, score how well it fits: 100 is the same.
type candidate struct {
	Kind      string `json:"kind"`
	ID        string `json:"id"`
	StaticID  string `json:"static_id,omitempty"`
	Title     string `json:"title,omitempty"`
	ProjectID string `json:"project_id,omitempty"`
	How       string `json:"how"`
	Score     int    `json:"score"`
}

func (c candidate) line() string {
	return words.With(strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Kind, c.ID, words.OneLine(c.Title))), c, "kind", "id", "title")
}

type resolved struct {
	Resolved   bool        `json:"resolved"`
	Candidates []candidate `json:"candidates"`
	Total      int         `json:"total_candidates"`
	// Complete is false when there was no time to look at everything.
	Complete bool       `json:"complete"`
	AsOf     *time.Time `json:"as_of,omitempty"`
	Note     string     `json:"note,omitempty"`
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

// resolver finds what is meant, with what is remembered from earlier calls.
func (w *Workspace) resolver() resolve.Resolver {
	return resolve.Resolver{
		Client: w.hex, Lists: w.lists,
		Cell: func(ctx context.Context, projectID, id string) (hex.Cell, error) {
			snap, err := w.readCell(ctx, projectID, id)
			return snap.Cell, err
		},
		Told: func(n int, kind resolve.Kind) { w.progress(n, 0, words.Count(n, string(kind))+" looked at") },
	}
}

func (w *Workspace) resolve(ctx context.Context, in resolveIn) (resolved, error) {
	found, err := w.resolver().Find(ctx, resolve.Ask{Text: in.Text, Kind: resolve.Kind(in.Kind), ProjectID: in.ProjectID})
	if err != nil {
		return resolved{}, err
	}
	out := resolved{
		Resolved: found.Settled, Total: len(found.Candidates), Complete: found.Complete, Note: w.noteOf(found, in),
		Candidates: each(found.Candidates[:min(len(found.Candidates), maxCandidates)], w.candidateOf),
	}
	if !found.AsOf.IsZero() {
		out.AsOf = words.Moment(&found.AsOf)
	}
	return out, nil
}

func (w *Workspace) candidateOf(c resolve.Candidate) candidate {
	switch c.Kind {
	case resolve.Project:
		w.names.project(hex.Project{ID: c.ID, Title: c.Title})
	case resolve.Cell:
		w.names.cell(hex.Cell{ID: c.ID, StaticID: c.StaticID, ProjectID: c.ProjectID, Label: c.Title})
	case resolve.Run:
	default:
		w.names.other(c.ID, c.Title)
	}
	return candidate{Kind: string(c.Kind), ID: c.ID, StaticID: c.StaticID, Title: c.Title, ProjectID: c.ProjectID, How: c.Why,
		Score: c.Score()}
}

// noteOf says what else is to be known of what was found, and what to do now.
func (w *Workspace) noteOf(f resolve.Found, in resolveIn) string {
	var notes []string
	add := func(when bool, note string) {
		if when {
			notes = append(notes, note)
		}
	}
	none := len(f.Candidates) == 0
	add(none && len(w.only) > 0, "This server sees only what it was given: there may be more.")
	add(f.Missed == resolve.NoID, "Nothing that the token can see has this id.")
	add(f.Missed == resolve.NoID && in.ProjectID == "", "If it is the static_id of a cell, give project_id too.")
	add(f.Missed == resolve.NoName, "Nothing of this kind is called so, as far as the token can see.")
	add(f.Missed == resolve.NotExact, "Nothing is called exactly so.")
	add(f.Missed == resolve.NoPlace, "There is no project, run, cell or collection in this URL.")
	add(f.Missed == resolve.RunAlone, "The URL has a run without its project.")
	add(f.Missed == resolve.ShortID && !none, "Hex's API does not take the short id in this URL; these projects have its words as their "+
		"title. Look which one it is, and use its id.")
	add(f.Missed == resolve.ShortID && none, "Hex's API does not take the short id in this URL, and no project has its words as title. "+
		"Search with search_hex_projects.")
	add(!f.Settled && f.Missed == resolve.NotMissed && len(f.Candidates) > 1, "More than one thing is called so: ask which is meant.")
	add(f.Host != "", fmt.Sprintf("The URL is of %s, this server works on %s: ids of another workspace are not found here.", f.Host,
		w.hex.BaseURL()))
	for _, u := range f.Unread {
		add(true, fmt.Sprintf("No %s was looked at: %s", u.Kind, answer.From(u.Err, answer.Advice{}).Message))
	}
	add(len(f.Candidates) > maxCandidates, "There are more: give more of the title.")
	add(!f.Complete, "There was no time to look at everything: call again to go on.")
	return strings.Join(notes, " ")
}

// foundTools find projects by the hosted server's own search, which knows what Hex wrote of each.
func foundTools() []Spec {
	return []Spec{
		tool[findIn, projectsFound]{
			name: "find_hex_projects", title: "Find projects by what they are about", class: policy.Read, toolset: policy.Projects,
			way: ByHosted,
			about: "Finds projects, published or not, by what they are about, with the summary that Hex wrote of each. Goes by Hex's " +
				"hosted server, which a person signs in to; search_hex_projects needs no sign-in.",
			target: func(_ *Workspace, in findIn) string { return words.Shortened(words.OneLine(in.Query), 60) },
			check: func(in findIn) *answer.Failure {
				if strings.TrimSpace(in.Query) == "" {
					return answer.Refuse("query is empty.", "Say in words what the projects are about; there are no wildcards.")
				}
				return nil
			},
			run: (*Workspace).findProjects,
		}.spec(),
	}
}

type findIn struct {
	Query string `json:"query" arg:"required" doc:"What they are about."`
	Limit int    `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
}

type projectFound struct {
	ID          string `json:"id"`
	Title       string `json:"title,omitempty"`
	Type        string `json:"type,omitempty"`
	Description string `json:"description,omitempty"`
	// Summary is what Hex wrote of it.
	Summary string `json:"summary,omitempty"`
	URL     string `json:"url,omitempty"`
}

func (p projectFound) line() string {
	return words.With(p.ID+" "+words.OneLine(p.Title), p, "id", "title")
}

type projectsFound struct {
	Projects []projectFound `json:"projects"`
	// Total is how many were found.
	Total int    `json:"total"`
	Next  string `json:"next,omitempty"`
}

func (p projectsFound) Text() string {
	return words.Lines(words.Count(p.Total, "project")+".", p.Projects, projectFound.line, p.Next)
}

func (p projectsFound) Size() int { return len(p.Projects) }

func (p projectsFound) First(n int) answer.Result {
	p.Projects, p.Next = p.Projects[:n:n], "There are more: ask in narrower words."
	return p
}

// foundList is what the hosted server found; a guard takes out of it what must not be seen.
type foundList []hosted.FoundProject

// Retain keeps those whose ids may be seen.
func (l *foundList) Retain(may func(projectID string) bool) {
	*l = slices.DeleteFunc(*l, func(p hosted.FoundProject) bool { return !may(p.ID) })
}

func (w *Workspace) findProjects(ctx context.Context, in findIn) (projectsFound, error) {
	h := w.roads.Hosted
	if h == nil {
		return projectsFound{}, answer.Refuse("Nobody is signed in to Hex's hosted server.", "Call search_hex_projects.")
	}
	o := hex.Operation{Name: "SearchProjects", Method: http.MethodGet}
	list, err := hex.Elsewhere(ctx, w.hex, o, "search_projects", func(ctx context.Context) (foundList, error) {
		return h.Search(ctx, strings.TrimSpace(in.Query))
	})
	if err != nil {
		return projectsFound{}, err
	}
	out := projectsFound{Total: len(list), Projects: each(list, func(p hosted.FoundProject) projectFound {
		w.names.project(hex.Project{ID: p.ID, Title: p.Title})
		return projectFound{ID: p.ID, Title: p.Title, Type: p.Type, Description: p.Description, Summary: p.Summary, URL: p.URL}
	})}
	if len(list) > in.Limit {
		return out.First(in.Limit).(projectsFound), nil
	}
	return out, nil
}
