package tools

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// projectWriteTools make projects, give them a status, and show what needs more than a look.
func projectWriteTools() []Spec {
	missing := "Find the project with search_hex_projects."
	return []Spec{
		tool[createProjectIn, projectCreated]{
			name: "create_hex_project", title: "Create a project", class: policy.Write, toolset: policy.Projects,
			about: "Makes an empty project. Needs a person's token of an Editor. Title and description cannot be changed by the API " +
				"later.",
			advice: answer.Advice{Check: "Look with list_hex_projects whether the project was made, before making it again."},
			target: func(_ *Workspace, in createProjectIn) string { return in.Title },
			check: func(in createProjectIn) *answer.Failure {
				if strings.TrimSpace(in.Title) == "" {
					return answer.Refuse("title is empty.", "Give the project a title.")
				}
				return nil
			},
			change: func(_ *Workspace, in createProjectIn) (change.Change, error) {
				return change.CreateProject{Title: in.Title, Description: in.Description}, nil
			},
			done: entity((*Workspace).projectCreated),
		}.spec(),
		tool[statusIn, project]{
			name: "update_hex_project_status", title: "Set a project's status", class: policy.Overwrite, toolset: policy.Projects,
			about:  "Gives a project a status or endorsement of the workspace by its name, or takes it away with an empty one.",
			advice: answer.Advice{Missing: missing, Check: "Look at get_hex_project."},
			target: func(w *Workspace, in statusIn) string { return w.names.ofProject(in.ProjectID) },
			change: func(_ *Workspace, in statusIn) (change.Change, error) {
				return change.SetStatus{ProjectID: in.ProjectID, Status: *in.Status}, nil
			},
			done: entity(func(w *Workspace, _ statusIn, p hex.Project) project { return w.projectOf(p) }),
		}.spec(),
		tool[exportIn, exported]{
			name: "export_hex_project", title: "Export a project", class: policy.Write, toolset: policy.Projects,
			about: "Answers a project as the YAML text of Hex's own file format, in parts by lines where it is long. It changes " +
				"nothing in the project. Not every workspace has it.",
			advice: answer.Advice{Missing: missing + " Not every workspace has the export.",
				Check: "Nothing can have changed: call again."},
			target: func(w *Workspace, in exportIn) string { return w.names.ofProject(in.ProjectID) },
			check:  (exportIn).check,
			change: func(_ *Workspace, in exportIn) (change.Change, error) {
				return change.Export{ProjectID: in.ProjectID, Version: in.Version}, nil
			},
			done: entity((*Workspace).exported),
		}.spec(),
		tool[tablesIn, tablePage]{
			name: "list_hex_queried_tables", title: "List the tables a project queries", class: policy.Read, toolset: policy.Projects,
			about: "Lists the warehouse tables that a project's published version asks for. Needs the Enterprise plan and a published " +
				"version.",
			advice: answer.Advice{Missing: missing},
			target: func(w *Workspace, in tablesIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in tablesIn) *answer.Failure { return in.Turning.check() },
			run:    (*Workspace).queriedTables,
		}.spec(),
	}
}

type createProjectIn struct {
	Title       string `json:"title" arg:"required" doc:"Its title."`
	Description string `json:"description" doc:"What it is for."`
}

type projectCreated struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

func (p projectCreated) Text() string {
	return fmt.Sprintf("Created: %s (%s) %s", words.OneLine(p.Title), p.ID, p.URL)
}

func (w *Workspace) projectCreated(_ createProjectIn, p hex.Project) projectCreated {
	w.names.project(p)
	return projectCreated{ID: p.ID, Title: p.Title, URL: w.hex.ProjectURL(p.ID)}
}

type statusIn struct {
	ProjectID string  `json:"project_id" arg:"required,id=project"`
	Status    *string `json:"status" arg:"required" doc:"Its name; empty takes it away."`
}

type exportIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	Version   string `json:"version" doc:"draft (default), latest, or a number."`
	Place     place  `json:",inline"`
}

func (in exportIn) check() *answer.Failure {
	switch in.Version {
	case "", "draft", "latest":
		return nil
	}
	if in.Version[0] == '0' || strings.Trim(in.Version, "0123456789") != "" {
		return answer.Refuse("version must be draft, latest or the number of a published version, not "+words.Quoted(in.Version)+".",
			"Leave it out for the draft.")
	}
	return nil
}

type exported struct {
	ProjectID string `json:"project_id"`
	Filename  string `json:"filename"`
	Bytes     int    `json:"bytes"`
	Content   string `json:"content"`
	passage
}

func (e exported) Text() string {
	return strings.TrimSpace(words.With(e.Filename, e, "filename", "content", "next")+"\n"+e.passage.Next) + "\n" + e.Content
}

func (e exported) Size() int { return len(e.Content) }

func (e exported) First(n int) answer.Result {
	e.passage, e.Content = e.passage.cut(e.Content, n)
	return e
}

func (w *Workspace) exported(in exportIn, e hex.Export) exported {
	p, text := passageOf(e.Content, in.Place)
	return exported{ProjectID: in.ProjectID, Filename: e.Filename, Bytes: len(e.Content), Content: text, passage: p}
}

type tablesIn struct {
	ProjectID string  `json:"project_id" arg:"required,id=project"`
	Limit     int     `json:"limit" arg:"min=1,max=100,default=100" doc:"At most so many."`
	Turning   turning `json:",inline"`
}

type tableRow struct {
	Table          string `json:"table"`
	ConnectionID   string `json:"data_connection_id"`
	ConnectionName string `json:"data_connection_name"`
}

func (r tableRow) line() string {
	return fmt.Sprintf("%s on %s (%s)", words.OneLine(r.Table), words.OneLine(r.ConnectionName), r.ConnectionID)
}

type tablePage struct {
	Tables []tableRow `json:"tables"`
	onward
}

func (p tablePage) Text() string {
	return words.Lines(words.Count(len(p.Tables), "table")+".", p.Tables, tableRow.line, p.onward.end())
}

func (p tablePage) Size() int { return len(p.Tables) }

func (p tablePage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Tables))
	p.Tables = p.Tables[:n]
	return p
}

func (w *Workspace) queriedTables(ctx context.Context, in tablesIn) (tablePage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return tablePage{}, refused
	}
	page, err := w.hex.GetQueriedTables(ctx, in.ProjectID, at.paging(in.Limit, 100))
	if err != nil {
		return tablePage{}, err
	}
	items, onward := got(page, at, view{})
	return tablePage{Tables: each(items, func(t hex.QueriedTable) tableRow {
		return tableRow{Table: t.TableName, ConnectionID: t.DataConnectionID, ConnectionName: t.DataConnectionName}
	}), onward: onward}, nil
}

// computeTools say what kernels run on.
func computeTools() []Spec {
	return []Spec{
		tool[computeIn, computeSet]{
			name: "update_hex_compute_profile", title: "Choose what kernels run on", class: policy.Overwrite, toolset: policy.Projects,
			about: "Gives projects the image or size of their kernels. The names are the workspace's; nothing shows the present ones. " +
				"May cost money." + unpublished,
			advice: answer.Advice{Missing: "Find the projects with search_hex_projects. Not every workspace has this in its API.",
				Check: "Setting the same profile again does no harm."},
			target: func(w *Workspace, in computeIn) string { return words.Count(len(in.ProjectIDs), "project") },
			check: func(in computeIn) *answer.Failure {
				switch {
				case len(in.ProjectIDs) == 0:
					return answer.Refuse("project_ids is empty.", "Give at least one id.")
				case in.Image+in.Size == "":
					return answer.Refuse("There is neither image nor size.", "Give at least one of them.")
				}
				return nil
			},
			change: func(_ *Workspace, in computeIn) (change.Change, error) {
				return change.SetComputeProfile{ProjectIDs: in.ProjectIDs, Profile: hex.ComputeProfile{Image: in.Image, Size: in.Size}}, nil
			},
			done: entity(func(_ *Workspace, in computeIn, said json.RawMessage) computeSet {
				return computeSet{ProjectIDs: in.ProjectIDs, Image: in.Image, Size: in.Size, Answer: objectOf(said)}
			}),
		}.spec(),
	}
}

type computeIn struct {
	ProjectIDs []string `json:"project_ids" arg:"required,id=project,max=100"`
	Image      string   `json:"image" doc:"Name of an image."`
	Size       string   `json:"size" doc:"Name of a size."`
}

type computeSet struct {
	ProjectIDs []string        `json:"project_ids"`
	Image      string          `json:"image,omitempty"`
	Size       string          `json:"size,omitempty"`
	Answer     json.RawMessage `json:"answer,omitempty" doc:"What Hex answered."`
}

func (c computeSet) Text() string { return "Sent: " + words.Record(c) }

// objectOf is an answer whose form is not known, if it is an object.
func objectOf(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 || raw[0] != '{' || !json.Valid(raw) {
		return nil
	}
	return raw
}
