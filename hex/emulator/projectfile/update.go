package projectfile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

// Updated is the text of the file that a project came from, changed where the project has become another: in the sources of its cells,
// their connections and results, its status, and in the cells that were added and taken away. All other bytes are the file's. A project
// that has not changed is the file.
func (p Project) Updated(text string) (string, error) {
	f, err := hexfile.Parse(text)
	if err != nil {
		return "", err
	}
	same, err := p.same(f)
	if err != nil || same {
		return text, err
	}
	came, err := Read(f, p.ID)
	if err != nil {
		return "", err
	}
	steps := []func(*hexfile.File) (*hexfile.File, error){
		func(f *hexfile.File) (*hexfile.File, error) { return WithIDs(f, IDs(f, p.ID)) },
		p.withoutGone, p.withChanges, p.withNew,
		func(f *hexfile.File) (*hexfile.File, error) { return p.withConnections(f, came) },
	}
	for _, step := range steps {
		if f, err = step(f); err != nil {
			return "", err
		}
	}
	if same, err = p.same(f); err == nil && !same {
		err = errors.New("the file that the project came from cannot be brought to what the project is now")
	}
	return f.Text(), err
}

// written is what of a cell can be changed by the API, and where it stands.
type written struct {
	id, parent, source, output, connection string
	frame                                  bool
}

func (p Project) written(cells []store.Cell) []written {
	all := make([]written, len(cells))
	for i, c := range cells {
		all[i] = written{id: c.StaticID, parent: p.section(c)}
		switch c.Type {
		case "SQL":
			all[i].source, all[i].output, all[i].connection, all[i].frame = c.Source, c.Output, c.Connection, c.Dataframe
		case "CODE", "MARKDOWN":
			all[i].source = c.Source
		}
	}
	return all
}

// same tells whether a file says what the project is.
func (p Project) same(f *hexfile.File) (bool, error) {
	there, err := Read(f, p.ID)
	if err != nil {
		return false, err
	}
	return there.Status == p.Status && slices.Equal(there.written(there.Cells), p.written(p.inFile(f))), nil
}

// inFile are the project's cells that are in a file or can be.
func (p Project) inFile(f *hexfile.File) []store.Cell {
	in := idsIn(f)
	return slices.DeleteFunc(slices.Clone(p.Cells), func(c store.Cell) bool {
		if in[c.StaticID] {
			return false
		}
		entries, err := p.entries(c)
		return err == nil && len(entries) == 0
	})
}

// idsIn are the static ids that the cells of a file have.
func idsIn(f *hexfile.File) map[string]bool {
	in := map[string]bool{}
	for _, c := range f.Cells() {
		in[c.ID()] = true
	}
	return in
}

// cellsByID are the project's cells by their static ids.
func (p Project) cellsByID() map[string]store.Cell {
	all := make(map[string]store.Cell, len(p.Cells))
	for _, c := range p.Cells {
		all[c.StaticID] = c
	}
	return all
}

// withoutGone takes out the cells that are not there any more: those in a gone section move out to where it stood.
func (p Project) withoutGone(f *hexfile.File) (*hexfile.File, error) {
	there := p.cellsByID()
	gone := func(c hexfile.Cell) bool { _, is := there[c.ID()]; return !is }
	f, err := f.Change(func(f *hexfile.File, e *hexfile.Edit) { removePlaces(f, e, there) })
	for err == nil {
		section := slices.IndexFunc(f.Cells(), func(c hexfile.Cell) bool {
			return gone(c) && c.Holds() && len(c.Config("cells").Items()) > 0
		})
		if section < 0 {
			break
		}
		f, err = f.Change(func(f *hexfile.File, e *hexfile.Edit) {
			c := f.Cells()[section]
			e.Unwrap(holderOf(f, c.Parent).At("cells"), c.Place, c.Config("cells"))
		})
	}
	if err != nil {
		return nil, err
	}
	return f.Change(func(f *hexfile.File, e *hexfile.Edit) {
		places := map[hexfile.Value][]int{}
		for _, c := range f.Cells() {
			if gone(c) {
				places[holderOf(f, c.Parent)] = append(places[holderOf(f, c.Parent)], c.Place)
			}
		}
		for holder, at := range places {
			e.Remove(holder, "cells", at...)
		}
	})
}

// holderOf is the mapping that has the cells of a section, or the outermost ones.
func holderOf(f *hexfile.File, section *hexfile.Cell) hexfile.Value {
	if section == nil {
		return f.At()
	}
	return section.Config()
}

// removePlaces takes cells that are gone out of the app: with their row or column where nothing else is there.
func removePlaces(f *hexfile.File, e *hexfile.Edit, there map[string]store.Cell) {
	stays := func(element hexfile.Value) bool { return !isGone(element, there) }
	for _, tab := range f.At("appLayout", "tabs").Items() {
		var rows []int
		for r, row := range tab.At("rows").Items() {
			var columns []int
			all := row.At("columns").Items()
			for n, column := range all {
				if items := column.At("elements").Items(); len(items) > 0 && !slices.ContainsFunc(items, stays) {
					columns = append(columns, n)
				}
			}
			if len(all) > 0 && len(columns) == len(all) {
				rows = append(rows, r)
				continue
			}
			e.Remove(row, "columns", columns...)
			for n, column := range all {
				if !slices.Contains(columns, n) {
					removeElements(e, column, there)
				}
			}
		}
		e.Remove(tab, "rows", rows...)
	}
}

// isGone tells whether an element of the app shows a cell that is not there.
func isGone(element hexfile.Value, there map[string]store.Cell) bool {
	id := element.At("cellId").Lower()
	_, is := there[id]
	return id != "" && !is
}

func removeElements(e *hexfile.Edit, column hexfile.Value, there map[string]store.Cell) {
	var elements []int
	for i, element := range column.At("elements").Items() {
		if isGone(element, there) {
			elements = append(elements, i)
		}
	}
	e.Remove(column, "elements", elements...)
}

// withChanges writes what was changed in cells that are there, and the project's status.
func (p Project) withChanges(f *hexfile.File) (*hexfile.File, error) {
	there := p.cellsByID()
	return f.Change(func(f *hexfile.File, e *hexfile.Edit) {
		if f.At("meta", "status", "name").Text() != p.Status {
			e.Set(f.At("meta"), "status", named(p.Status))
		}
		for _, c := range f.Cells() {
			now, config := there[c.ID()], c.Config()
			if !slices.Contains([]string{"SQL", "CODE", "MARKDOWN"}, now.Type) {
				continue
			}
			was, err := readCell(c)
			if err != nil {
				continue // which Read has said
			}
			if was.Source != now.Source {
				e.Set(config, "source", now.Source)
			}
			if now.Type != "SQL" {
				continue
			}
			if was.Output != now.Output {
				e.Set(config, "resultVariableName", now.Output)
			}
			if was.Connection != now.Connection {
				e.Set(config, "dataConnectionId", p.connection(now.Connection))
			}
			if was.Dataframe != now.Dataframe {
				e.Set(config, "dataFrameCell", now.Dataframe)
			}
		}
	})
}

// withNew writes the cells that were added, each behind the one that it follows.
func (p Project) withNew(f *hexfile.File) (*hexfile.File, error) {
	in := idsIn(f)
	for i, c := range p.Cells {
		if in[c.StaticID] {
			continue
		}
		entries, err := p.entries(c)
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.StaticID, err)
		}
		before := map[string]bool{}
		for _, other := range p.Cells[:i] {
			before[other.StaticID] = p.section(other) == p.section(c)
		}
		f, err = f.Change(func(f *hexfile.File, e *hexfile.Edit) {
			var section *hexfile.Cell
			at := 0
			for _, other := range f.Cells() {
				if other.ID() == p.section(c) {
					section = &other
				}
				if before[other.ID()] {
					at = other.Place + 1
				}
			}
			e.Insert(holderOf(f, section), "cells", at, entries...)
		})
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// withConnections adds the data connections that cells query since; what the file itself lacked it goes on lacking.
func (p Project) withConnections(f *hexfile.File, came Project) (*hexfile.File, error) {
	known := map[string]bool{"": true}
	for _, id := range f.Connections() {
		known[strings.ToLower(id)] = true
	}
	for _, c := range came.Cells {
		known[c.Connection] = true
	}
	var lacking []any
	for _, c := range p.Cells {
		if !known[c.Connection] {
			known[c.Connection] = true
			lacking = append(lacking, hexfile.Map{{Key: "dataConnectionId", Value: p.connection(c.Connection)}})
		}
	}
	if len(lacking) == 0 {
		return f, nil
	}
	return f.Change(func(f *hexfile.File, e *hexfile.Edit) {
		if f.At("sharedAssets").Kind() != hexfile.Mapping {
			e.Set(f.At(), "sharedAssets", hexfile.Map{{Key: "dataConnections", Value: lacking}})
			return
		}
		e.Insert(f.At("sharedAssets"), "dataConnections", len(f.At("sharedAssets", "dataConnections").Items()), lacking...)
	})
}
