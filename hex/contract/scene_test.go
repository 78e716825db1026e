package contract

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// scene gives calls the ids of the things they are about: made or looked up on demand in a workspace, or all of a kind.
type scene struct {
	t         *testing.T
	workspace *emulator.Server
	admin     *hex.Client

	// instead, when set, gives every id in place of the workspace.
	instead func(parameter string) string
}

const (
	strangersID = "00000000-0000-4000-8000-000000000000"
	notAnID     = "not-an-id"
)

// placeholders name the parameters themselves, as a table of operations shows them.
func placeholders(parameter string) string { return "{" + parameter + "}" }

func always(id string) func(string) string { return func(string) string { return id } }

// the is the id that a parameter needs, from get unless the scene has another.
func (s *scene) the(parameter string, get func(context.Context) (string, error)) string {
	s.t.Helper()
	if s.instead != nil {
		return s.instead(parameter)
	}
	id, err := get(s.t.Context())
	if err != nil {
		s.t.Fatalf("the scene has no %s: %v", parameter, err)
	}
	return id
}

var names atomic.Int64

func fresh(what string) string { return fmt.Sprintf("%s %d", what, names.Add(1)) }

// title is of a sample project that is published and has inputs, a query and a chart.
const title = "Weekly revenue"

func (s *scene) project() string {
	s.t.Helper()
	return s.the("projectId", func(ctx context.Context) (string, error) {
		for p, err := range hex.Items(s.admin.ProjectPages(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})) {
			if err != nil || p.Title == title {
				return p.ID, err
			}
		}
		return "", fmt.Errorf("there is no project %q", title)
	})
}

// draft is a project that was just made.
func (s *scene) draft() string {
	s.t.Helper()
	return s.the("projectId", func(ctx context.Context) (string, error) {
		p, err := s.admin.CreateProject(ctx, fresh("Proof"), "")
		return p.ID, err
	})
}

// cell is a new cell of a draft.
func (s *scene) cell(draft string, kind hex.CellType) string {
	s.t.Helper()
	return s.the("cellId", func(ctx context.Context) (string, error) {
		c, err := s.admin.CreateCell(ctx, hex.NewCell{ProjectID: draft, Type: kind, Source: "select 1 as one"})
		return c.ID, err
	})
}

// sample is a cell of the sample project, of a type that it has.
func (s *scene) sample(parameter string, kind hex.CellType, id func(hex.Cell) string) string {
	s.t.Helper()
	return s.the(parameter, func(ctx context.Context) (string, error) {
		for c, err := range hex.Items(s.admin.CellPages(ctx, hex.CellQuery{ProjectID: s.project()})) {
			if err != nil || c.Type == kind {
				return id(c), err
			}
		}
		return "", fmt.Errorf("%q has no %s cell", title, kind)
	})
}

func presentID(c hex.Cell) string { return c.ID }
func staticID(c hex.Cell) string  { return c.StaticID }

// output is a cell of the sample project whose result can be read, since the draft has been run.
func (s *scene) output() string {
	s.t.Helper()
	s.runDraft()
	return s.sample("cellId", hex.CellSQL, presentID)
}

// drawn is a chart of the sample project whose draft has been run.
func (s *scene) drawn() string {
	s.t.Helper()
	s.runDraft()
	return s.sample("cellId", "CHART", presentID)
}

func (s *scene) runDraft() {
	s.t.Helper()
	s.the("runId", func(ctx context.Context) (string, error) {
		run, err := s.admin.RunDraft(ctx, s.project(), hex.DraftRunRequest{})
		if err != nil {
			return "", err
		}
		return run.RunID, s.workspace.Settled(ctx)
	})
}

// run is a run that has ended well.
func (s *scene) run() string {
	s.t.Helper()
	return s.the("runId", func(ctx context.Context) (string, error) {
		run, err := s.admin.RunProject(ctx, s.project(), hex.RunRequest{})
		if err != nil {
			return "", err
		}
		return run.RunID, s.workspace.Settled(ctx)
	})
}

// active is a run that goes on until the test ends.
func (s *scene) active() string {
	s.t.Helper()
	return s.the("runId", func(ctx context.Context) (string, error) {
		release, err := s.workspace.HoldRuns(emulator.HeldRunning)
		if err != nil {
			return "", err
		}
		s.t.Cleanup(release)
		run, err := s.admin.RunProject(ctx, s.project(), hex.RunRequest{})
		return run.RunID, err
	})
}

// table is one that the warehouse has.
const table = "public.orders"

// archive is a semantic project as a file.
func archive() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("orders.yaml")
	if err == nil {
		_, err = f.Write([]byte("id: orders\nbase_sql_table: orders\n"))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// user is somebody of the workspace other than the administrator.
func (s *scene) user() string {
	s.t.Helper()
	return s.the("userId", func(ctx context.Context) (string, error) {
		me, err := s.admin.Me(ctx)
		if err != nil {
			return "", err
		}
		for u, err := range hex.Items(s.admin.UserPages(ctx, hex.UserQuery{})) {
			if err != nil || u.ID != me.ID && u.Role == hex.RoleEditor {
				return u.ID, err
			}
		}
		return "", fmt.Errorf("there is nobody else")
	})
}

func (s *scene) group() string {
	s.t.Helper()
	return s.the("groupId", func(ctx context.Context) (string, error) {
		g, err := s.admin.CreateGroup(ctx, fresh("Proof"), nil)
		return g.ID, err
	})
}

func (s *scene) collection() string {
	s.t.Helper()
	return s.the("collectionId", func(ctx context.Context) (string, error) {
		k, err := s.admin.CreateCollection(ctx, hex.NewCollection{Name: fresh("Proof")})
		return k.ID, err
	})
}

// connection is one that was just made.
func (s *scene) connection() string {
	s.t.Helper()
	return s.the("dataConnectionId", func(ctx context.Context) (string, error) {
		d, err := s.admin.CreateDataConnection(ctx, hex.NewDataConnection{
			Name: fresh("Proof"), Type: hex.ConnectionPostgres, Details: hex.ConnectionDetails{Postgres: &hex.PostgresDetails{
				Hostname: "db.acme.example", Port: 5432, Database: "shop", Username: "hex", Password: "secret"}},
		})
		return d.ID, err
	})
}

// warehouse is the sample workspace's own connection, whose schema is known.
func (s *scene) warehouse() string {
	s.t.Helper()
	return s.the("dataConnectionId", func(ctx context.Context) (string, error) {
		for c, err := range hex.Items(s.admin.CellPages(ctx, hex.CellQuery{ProjectID: s.project()})) {
			if err != nil || c.DataConnectionID != "" {
				return c.DataConnectionID, err
			}
		}
		return "", fmt.Errorf("%q asks no connection", title)
	})
}

// guide is a draft of a guide that was just made.
func (s *scene) guide() string {
	s.t.Helper()
	return s.the("orgGuideFileId", func(ctx context.Context) (string, error) {
		made, err := s.admin.UpsertGuideDraft(ctx, []hex.GuideFile{{FilePath: fresh("proof") + ".md", Contents: "# Proof"}}, false)
		if err != nil {
			return "", err
		}
		return made.Files[0].ID, nil
	})
}

// thread is one whose question has been answered.
func (s *scene) thread() string {
	s.t.Helper()
	return s.the("id", func(ctx context.Context) (string, error) {
		made, err := s.admin.CreateThread(ctx, hex.NewThread{Prompt: hex.Prompt{Text: "How many orders were there?"}})
		if err != nil {
			return "", err
		}
		for {
			switch now, err := s.admin.GetThread(ctx, made.ThreadID); {
			case err != nil:
				return "", err
			case now.Status != hex.ThreadRunning:
				return made.ThreadID, nil
			}
		}
	})
}

// semantic is a semantic project.
func (s *scene) semantic() string {
	s.t.Helper()
	return s.the("semanticProjectId", func(ctx context.Context) (string, error) {
		all, err := s.unlisted(ctx)
		if err != nil || len(all.SemanticProjects) == 0 {
			return "", fmt.Errorf("there is none: %w", err)
		}
		return all.SemanticProjects[0].ID, nil
	})
}

// view is a saved view of the sample project.
func (s *scene) view() string {
	s.t.Helper()
	return s.the("viewId", func(ctx context.Context) (string, error) {
		all, err := s.unlisted(ctx)
		for _, v := range all.Views {
			if v.ProjectID == s.project() {
				return v.ID, nil
			}
		}
		return "", fmt.Errorf("%q has none: %w", title, err)
	})
}

// unlisted is what no operation of Hex lists: the workspace tells it beside the API.
type unlisted struct {
	Views            []struct{ ID, ProjectID string }
	SemanticProjects []struct{ ID string }
}

func (s *scene) unlisted(ctx context.Context) (all unlisted, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1/_emulator/unlisted", nil)
	if err != nil {
		return all, err
	}
	request.Header.Set("Authorization", "Bearer "+s.workspace.Token())
	response, err := within{s.workspace.Handler()}.RoundTrip(request)
	if err != nil {
		return all, err
	}
	return all, json.NewDecoder(response.Body).Decode(&all)
}

func (s *scene) suggestion() string {
	s.t.Helper()
	return s.the("suggestionId", func(ctx context.Context) (string, error) {
		page, err := s.admin.ListSuggestions(ctx, hex.SuggestionQuery{})
		if err != nil || len(page.Items) == 0 {
			return "", fmt.Errorf("there is none: %w", err)
		}
		return page.Items[0].ID, nil
	})
}

// suggestedChange is a change that the suggestion proposes.
func (s *scene) suggestedChange() string {
	s.t.Helper()
	suggestion := s.suggestion()
	return s.the("changeId", func(ctx context.Context) (string, error) {
		one, err := s.admin.GetSuggestion(ctx, suggestion)
		if err != nil || len(one.Changes) == 0 {
			return "", fmt.Errorf("it proposes none: %w", err)
		}
		var change struct{ ID string }
		err = json.Unmarshal(one.Changes[0], &change)
		return change.ID, err
	})
}
