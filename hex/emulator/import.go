package emulator

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"hextui/hex/emulator/projectfile"
	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

func importOperations() []operation {
	return []operation{
		{name: "ImportProject", method: "POST", path: "/v1/projects/import", group: groupAPI, scopes: []Scope{WriteProjects},
			unlisted: true, do: importProject},
	}
}

// importWarnings say what of a file the workspace does not have. What is null is as the file wants it.
type importWarnings struct {
	Categories               []string           `json:"categories"`
	Components               []missingComponent `json:"components"`
	Status                   nullable           `json:"status"`
	ProjectSecrets           []string           `json:"projectSecrets"`
	SharedSecrets            []string           `json:"sharedSecrets"`
	ProjectDataConnectionIDs []string           `json:"projectDataConnectionIds"`
	SharedDataConnections    []string           `json:"sharedDataConnections"`
	SharedVcsPackages        []string           `json:"sharedVcsPackages"`
	ProjectTitle             nullable           `json:"projectTitle"`
	ProjectLanguage          nullable           `json:"projectLanguage"`
	CellIDs                  []string           `json:"cellIds"`
	AppLayout                []string           `json:"appLayout"`
	Timezones                []string           `json:"timezones"`
	ExternalFileIntegrations []string           `json:"externalFileIntegrations"`
	ExportedHexType          nullable           `json:"exportedHexType"`
	SemanticProjects         []string           `json:"semanticProjects"`
}

type missingComponent struct {
	Version     string `json:"version"`
	ComponentID string `json:"componentId"`
}

// importProject makes a project of a file, or the draft of the project that the file is one of.
func importProject(c *call) (any, error) {
	var body struct {
		Content *string `json:"content"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Content == nil {
		return nil, badRequest("body.content is required: the text of a *.hex.yaml file")
	}
	f, err := hexfile.Parse(*body.Content)
	if err != nil {
		return nil, notImported(err)
	}
	if refused := refusedOf(f); len(refused) > 0 {
		return nil, unprocessable("The file cannot be imported: line %d: %s", refused[0].Line, refused[0].Says)
	}
	in := importing{Server: c.Server, file: f, owner: c.who.user.ID, id: f.ProjectID()}
	if in.id == "" {
		in.id = newID()
	}
	if _, err := c.store.Project(c.ctx(), in.id); errors.Is(err, store.ErrNotFound) {
		err = c.mayCreateProjects()
		if err != nil {
			return nil, err
		}
	} else if _, err := c.project(in.id, "CAN_EDIT"); err != nil {
		return nil, err
	}
	warnings, err := in.take(c.ctx())
	if err != nil {
		return nil, notImported(err)
	}
	version := uuid.NewSHA1(uuid.NameSpaceOID, []byte(*body.Content)) // of the same file always the same
	return map[string]any{"projectId": in.id, "hexVersionId": version.String(), "warnings": warnings}, nil
}

// notImported is what is wrong with a file as an answer.
func notImported(err error) error {
	if wrong := (*hexfile.Refusal)(nil); errors.As(err, &wrong) {
		return unprocessable("The file cannot be imported: %s", wrong.Error())
	}
	return err
}

// importing is one file on its way into the workspace.
type importing struct {
	*Server
	file  *hexfile.File
	id    string // the project's
	owner string // of a project that is not there yet
	// adopt makes what the file names and the workspace has not: its data connections, its status and its categories.
	adopt bool
}

// take makes the project of the file, or its draft. What is wrong with the file is a [*hexfile.Refusal].
func (in importing) take(ctx context.Context) (warnings importWarnings, err error) {
	var there []store.Cell
	was, err := in.store.Project(ctx, in.id)
	isNew := errors.Is(err, store.ErrNotFound)
	if err == nil {
		there, err = in.store.Draft(ctx, in.id)
	}
	if err != nil && !isNew {
		return warnings, err
	}
	f, err := in.freeIDs(ctx, &warnings)
	if err != nil {
		return warnings, err
	}
	p, err := projectfile.Read(f, in.id)
	if err != nil {
		return warnings, err
	}
	if p.Cells, err = projectfile.Over(f, p.Cells, there); err != nil {
		return warnings, err
	}
	for i := range p.Cells {
		p.Cells[i].ID = newID()
	}
	if err := in.known(ctx, f, &p, &warnings); err != nil {
		return warnings, err
	}
	at := in.o.Now()
	if isNew {
		was = store.Project{ID: in.id, Creator: in.owner, Owner: in.owner, Created: at}
	}
	was.Title, was.Description, was.Type, was.Status, was.Categories = p.Title, p.Description, p.Type, p.Status, p.Categories
	was.Edited = at
	return warnings, in.store.Import(ctx, was, p.Cells, f.Text(), at)
}

// freeIDs is the file with new static ids for cells whose ids are another project's: the file was copied.
func (in importing) freeIDs(ctx context.Context, w *importWarnings) (*hexfile.File, error) {
	ids := projectfile.IDs(in.file, in.id)
	taken, err := in.store.Elsewhere(ctx, in.id, ids)
	if err != nil || len(taken) == 0 {
		return in.file, err
	}
	for i, id := range ids {
		if taken[id] {
			w.CellIDs = append(w.CellIDs, id)
			ids[i] = newID()
		}
	}
	return projectfile.WithIDs(in.file, ids)
}

// known leaves out of a project what the workspace does not have, and warns of it, or adopts it.
func (in importing) known(ctx context.Context, f *hexfile.File, p *projectfile.Project, w *importWarnings) error {
	if in.adopt {
		return errors.Join(in.store.Adopt(ctx, p.Status, p.Categories), in.adoptConnections(ctx, f, p.Cells))
	}
	statuses, err := in.store.Statuses(ctx)
	if err != nil {
		return err
	}
	if p.Status != "" && !slices.Contains(statuses, p.Status) {
		w.Status, p.Status = nullable(p.Status), ""
	}
	categories, err := in.store.Categories(ctx)
	if err != nil {
		return err
	}
	p.Categories = slices.DeleteFunc(p.Categories, func(name string) bool {
		lacks := !slices.ContainsFunc(categories, func(c store.Category) bool { return c.Name == name })
		if lacks {
			w.Categories = append(w.Categories, name)
		}
		return lacks
	})
	if w.SharedDataConnections, err = in.unknownConnections(ctx, p.Cells); err != nil {
		return err
	}
	return in.missingAssets(ctx, f, w)
}

// unknownConnections are the data connections that cells name and the workspace has not, each once.
func (in importing) unknownConnections(ctx context.Context, cells []store.Cell) (ids []string, err error) {
	seen := map[string]bool{"": true}
	for _, c := range cells {
		if seen[c.Connection] {
			continue
		}
		seen[c.Connection] = true
		if _, err := in.store.Connection(ctx, c.Connection); errors.Is(err, store.ErrNotFound) {
			ids = append(ids, c.Connection)
		} else if err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// missingAssets warns of what a file needs that this workspace never has, and of components that it has not.
func (in importing) missingAssets(ctx context.Context, f *hexfile.File, w *importWarnings) error {
	texts := func(key string, path ...string) (all []string) {
		for _, one := range f.At(path...).Items() {
			if text := one.At(key).Text(); text != "" {
				all = append(all, text)
			}
		}
		return all
	}
	w.ProjectSecrets = texts("secretName", "projectAssets", "secrets")
	w.SharedVcsPackages = texts("vcsPackageId", "sharedAssets", "vcsPackages")
	w.ExternalFileIntegrations = texts("externalFileIntegrationId", "sharedAssets", "externalFileIntegrations")
	for _, c := range f.Cells() {
		id := c.Config("component", "id").Lower()
		if c.Type() != "COMPONENT_IMPORT" || id == "" {
			continue
		}
		if _, err := in.store.Project(ctx, id); errors.Is(err, store.ErrNotFound) {
			w.Components = append(w.Components, missingComponent{c.Config("component", "version").Text(), id})
		} else if err != nil {
			return err
		}
	}
	return nil
}

// adoptConnections makes the data connections that cells name and the workspace has not, with the names that the file has for them.
func (in importing) adoptConnections(ctx context.Context, f *hexfile.File, cells []store.Cell) error {
	unknown, err := in.unknownConnections(ctx, cells)
	if err != nil {
		return err
	}
	for _, id := range unknown {
		made := store.Connection{ID: id, Created: in.o.Now(), RefreshAccess: "ADMINS",
			Description: "Named by an imported file; its tables are the files that are given with --data"}
		made.Name, made.Type = projectfile.ConnectionNote(f, id)
		everybody := []store.Grant{{Object: made.ID, Kind: store.ToWorkspace, Level: "QUERY"}}
		if err := in.store.AdoptConnection(ctx, made, everybody); err != nil {
			return err
		}
	}
	return nil
}

// Imported tells what became of the files that Options.Import and Options.Data name: how many projects they made, and in sentences which
// files were left out, and which have what Hex would refuse.
func (s *Server) Imported() (projects int, says []string) { return s.imported, s.says }

// importFiles makes projects of the files that were given at the start. One file that cannot be imported is an error; of several the
// others are.
func (s *Server) importFiles(ctx context.Context) error {
	if s.o.Import == "" {
		return nil
	}
	paths, err := hexfile.Find(s.o.Import)
	if err != nil {
		return fmt.Errorf("--import: %w", err)
	}
	owner, err := s.store.FirstAdmin(ctx)
	if err != nil {
		return err
	}
	for _, path := range paths {
		f, err := hexfile.Read(path)
		if err == nil {
			err = s.importFile(ctx, f, path, owner.ID)
		}
		if wrong := (*hexfile.Refusal)(nil); errors.As(err, &wrong) {
			s.says = append(s.says, fmt.Sprintf("%s was not imported: %v", path, err))
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		s.imported++
		if text := unread(f, path); text != "" {
			s.says = append(s.says, text)
		}
	}
	if s.imported == 0 {
		return errors.New(strings.Join(s.says, "\n"))
	}
	return nil
}

// unread says of a file that is opened here what Hex would refuse of it; empty for nothing.
func unread(f *hexfile.File, path string) string {
	refused := refusedOf(f)
	if len(refused) == 0 {
		return ""
	}
	more := ""
	if len(refused) > 1 {
		more = fmt.Sprintf(" (and %d more)", len(refused)-1)
	}
	return fmt.Sprintf("%s has what Hex would refuse, which is kept and may do nothing here: line %d: %s%s. hextui check %[1]s says all",
		path, refused[0].Line, refused[0].Says, more)
}

// refusedOf is what Hex does not import of a file.
func refusedOf(f *hexfile.File) []hexfile.Problem {
	return slices.DeleteFunc(f.Check(), func(p hexfile.Problem) bool { return p.Level != hexfile.Refused })
}

// importFile imports a file, unless the project that it made before is being worked on here.
func (s *Server) importFile(ctx context.Context, f *hexfile.File, path, owner string) error {
	id := f.ProjectID()
	if id != "" && !hexfile.IsID(id) {
		return &hexfile.Refusal{Line: f.At("meta", "projectId").Line(), Says: "its projectId is no UUID"}
	}
	in := importing{Server: s, file: f, id: id, owner: owner, adopt: true}
	if in.id == "" {
		whole, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		in.id = projectfile.PathID(whole)
	}
	was, err := s.store.ImportedText(ctx, in.id)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil, was == f.Text():
		return err
	default:
		cells, err := s.store.Draft(ctx, in.id)
		if err != nil {
			return err
		}
		if p, err := s.store.Project(ctx, in.id); err != nil {
			return err
		} else if now, err := (projectfile.Project{Project: p, Cells: cells}).Updated(was); err != nil || now != was {
			return errors.Join(err,
				&hexfile.Refusal{Says: "it was changed, and so was the project in this workspace, since it was imported: " +
					"export the project, bring the two together, and import into a new workspace"})
		}
	}
	_, err = in.take(ctx)
	return err
}
