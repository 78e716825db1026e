package explain

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/hexfile"
	"hextui/mcpsrv/words"
)

// whatCounts is what of a cell of an export can make a run fail or not, as one text. A section has only what is its own.
func whatCounts(c hexfile.Cell) string {
	counts := map[string]any{}
	switch c.Type() {
	case string(hex.CellSQL), string(hex.CellCode), string(hex.CellMarkdown):
		for _, name := range []string{"source", "dataConnectionId", "resultVariableName", "dataFrameCell"} {
			counts[name] = c.Config(name).Plain()
		}
	default:
		for m := range c.Config().Members() {
			if m.Key != "cells" {
				counts[m.Key] = m.Value.Plain()
			}
		}
	}
	raw, err := json.Marshal(counts)
	if err != nil {
		return fmt.Sprint(counts)
	}
	return string(raw)
}

// versionCells are the cells of a version of the project by static id, from its export.
func (q Question) versionCells(ctx context.Context, version string) (map[string]hexfile.Cell, error) {
	file, err := q.Hex.ExportProject(ctx, q.Project.ID, version)
	if err != nil {
		return nil, err
	}
	content, err := hexfile.Parse(file.Content)
	if err != nil {
		return nil, fmt.Errorf("the export of version %s cannot be read: %w", version, err)
	}
	cells := map[string]hexfile.Cell{}
	for _, c := range content.Cells() {
		cells[c.ID()] = c
	}
	return cells, nil
}

// versions compares what ran with the last success, and with the draft.
func (s *search) versions(ctx context.Context) {
	failed, good := s.out.Runs.Explained, s.out.Runs.LastSuccess
	if failed.RunID == "" || failed.Draft() || failed.Version == "" {
		return
	}
	ran, err := s.versionCells(ctx, string(failed.Version))
	if err != nil {
		s.unseen(fmt.Sprintf("Version %s could not be exported, so that what ran is not known: %v", failed.Version, err))
	}
	switch {
	case good.RunID == "":
		s.out.Changes = fmt.Sprintf("No run of the %d newest succeeded before it.", runsListed)
	case good.Version == failed.Version:
		s.out.Changes = fmt.Sprintf("Version %s succeeded before, and no cell of it has changed since: what changed is outside of the "+
			"notebook, such as a table, its data, a data connection, an input or a package.", failed.Version)
	case ran != nil:
		s.changed(ctx, ran, good)
	}
	if ran == nil {
		return
	}
	for _, c := range s.cells {
		source, ok := c.Source()
		if was, there := ran[c.StaticID]; ok && there && was.Config("source").Text() != source {
			s.mended = cmp.Or(s.mended, strings.TrimSpace(words.OneLine(c.Label)+" "+c.ID))
			s.suspect(c.StaticID, weighsPossible, fmt.Sprintf("its source in the draft is not what ran in version %s: it may be mended "+
				"already, and wait to be published", failed.Version))
		}
	}
}

// changed suspects the cells that are not what they were in the version of the last success.
func (s *search) changed(ctx context.Context, ran map[string]hexfile.Cell, good hex.Run) {
	before, err := s.versionCells(ctx, string(good.Version))
	if err != nil {
		s.unseen(fmt.Sprintf("Version %s, which succeeded, could not be exported, so that what changed since is not known: %v",
			good.Version, err))
		return
	}
	count := 0
	since := fmt.Sprintf("since version %s, which succeeded", good.Version)
	for _, id := range slices.Sorted(maps.Keys(ran)) {
		was, there := before[id]
		weight := weighsChanged
		if ran[id].Type() == string(hex.CellMarkdown) {
			weight = weighsPossible
		}
		switch {
		case !there:
			s.suspect(id, weight, "it was added "+since)
		case whatCounts(was) != whatCounts(ran[id]):
			s.suspect(id, weight, "it was changed "+since)
		default:
			continue
		}
		count++
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if _, there := ran[id]; !there {
			count++
			s.suspect(id, weighsPossible, "it was taken out "+since)
		}
	}
	s.out.Changes = fmt.Sprintf("Between version %s, which succeeded, and version %s, which failed, %s changed.", good.Version,
		s.out.Runs.Explained.Version, words.Count(count, "cell"))
	for i := range s.suspects {
		id := s.suspects[i].StaticID
		if s.suspects[i].Type == "" { // not in the draft
			s.suspects[i].Type = cmp.Or(ran[id].Type(), before[id].Type())
			s.suspects[i].Label = cmp.Or(ran[id].Label(), before[id].Label())
		}
	}
}
