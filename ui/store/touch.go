package store

import "strings"

// Touched are the things that a write changes, by Hex's name of the operation and the path of its request, as far as
// anything is known of them. Of an operation that is not known it is everything.
func (s *Store) Touched(op, path string) []Thing {
	id := ""
	if parts := strings.Split(strings.Trim(path, "/"), "/"); len(parts) > 1 {
		id = parts[1]
	}
	switch op {
	case "UpdateCell", "DeleteCell", "CreateCell":
		return s.cellTouched(id)
	case "RunCell", "RunDraft":
		return of(Output, s.outputs)
	case "UpdateProject", "CreateProject", "EditProjectSharingUsers", "EditProjectSharingGroups", "EditProjectSharingCollections",
		"EditProjectSharingOrgAndPublic":
		return append(of(Shelf, s.shelf), Thing{Kind: Projects}, Thing{Kind: Away}, Thing{Kind: Project, ID: id})
	case "RunProject", "CancelRun":
		return []Thing{{Kind: Runs, ID: id}, {Kind: LastRun, ID: id}, {Kind: LastScheduled, ID: id}}
	case "CreateGroup", "EditGroup", "DeleteGroup":
		return append(of(Members, s.members), Thing{Kind: Groups})
	case "DeactivateUser":
		return append(of(Members, s.members), Thing{Kind: Users})
	case "CreateCollection", "EditCollection":
		return []Thing{{Kind: Collections}}
	case "CreateDataConnection", "EditDataConnection", "UpdateDataConnectionSchema":
		return []Thing{{Kind: Connections}}
	case "CreateThread", "ContinueThread":
		return append(append(of(Messages, s.messages), of(Thread, s.threads)...), Thing{Kind: Threads})
	case "UpsertGuideDraft", "PublishGuideDrafts", "DeleteGuideDraft":
		return []Thing{{Kind: Guides}}
	case "CreatePresignedUrl", "ExportProject", "IngestSemanticProject", "UpdateSemanticProject", "UpdateSuggestion",
		"UpdateSuggestionChange", "ReviewSuggestion", "UpdateComputeProfiles":
		return nil // nothing of these is shown
	}
	return s.everything()
}

// cellTouched is what a write of a cell changes: the cells of its project, and when the project was edited. The project of
// a cell that is not known may be any.
func (s *Store) cellTouched(cellID string) []Thing {
	for project, cells := range s.cells {
		for _, c := range cells.byID {
			if cellID != "" && (c.ID == cellID || c.StaticID == cellID) {
				return []Thing{{Kind: Cells, ID: project}, {Kind: Project, ID: project}, {Kind: Projects}}
			}
		}
	}
	return append(append(of(Cells, s.cells), of(Project, s.project)...), Thing{Kind: Projects})
}

func (s *Store) everything() []Thing {
	all := []Thing{{Kind: Projects}, {Kind: Away}, {Kind: Users}, {Kind: Groups}, {Kind: Collections}, {Kind: Connections},
		{Kind: Threads}, {Kind: Guides}}
	for _, some := range [][]Thing{
		of(Cells, s.cells), of(Runs, s.runs), of(Members, s.members), of(Shelf, s.shelf), of(Messages, s.messages), of(Thread, s.threads),
		of(Project, s.project),
		of(LastRun, s.lastRun), of(LastScheduled, s.lastScheduled), of(Output, s.outputs),
	} {
		all = append(all, some...)
	}
	return all
}

// of are the things of a kind that anything is known of.
func of[T any](kind Kind, known map[string]*T) []Thing {
	things := make([]Thing, 0, len(known))
	for id := range known {
		things = append(things, Thing{Kind: kind, ID: id})
	}
	return things
}
