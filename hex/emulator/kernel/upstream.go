package kernel

import (
	"maps"
	"slices"
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/template"
	"hextui/hex/emulator/sqltext"
)

// touches is what a cell has to do with the namespace: names it may read, tables it may read, in lower case, as SQL has them in any,
// names it makes or changes, and those of them that hold something new afterwards.
type touches struct{ reads, tables, makes, fresh map[string]bool }

// everything is what "from m import *" makes, and any code may read.
const everything = "*"

// Upstream is the cells that RunCell would run for id, in notebook order, the cell itself last; nil when there is no such
// cell. It goes by names: in SQL by those of the tables that are read, in any case of letters, and by those in Jinja. It may
// take a cell too many, for instance for a table of the warehouse that is called like a dataframe. names tells those of a CODE
// cell.
func Upstream(cells []Cell, id string, names func(source string) engine.Names) []Cell {
	target := -1
	for i, c := range cells {
		if c.ID == id {
			target = i
		}
	}
	if target < 0 {
		return nil
	}
	names = together(cells, names)
	needed, tables := map[string]bool{}, map[string]bool{}
	take := make([]bool, target+1)
	for i := target; i >= 0; i-- {
		t := touch(cells[i], names)
		for name := range t.makes {
			take[i] = take[i] || needed[name] || tables[strings.ToLower(name)]
		}
		if !take[i] && i != target {
			continue
		}
		take[i] = true
		for name := range t.fresh {
			if delete(tables, strings.ToLower(name)); name != everything {
				delete(needed, name)
			}
		}
		maps.Copy(needed, t.reads)
		maps.Copy(tables, t.tables)
	}
	var out []Cell
	for i, c := range cells[:target+1] {
		if take[i] {
			out = append(out, c)
		}
	}
	return out
}

// together is names as all cells know them: without those that are made only by calling upon a module that another cell imports, and
// with those that a function changes which any of them defines.
func together(cells []Cell, names func(source string) engine.Names) func(source string) engine.Names {
	modules, altering := map[string]bool{}, map[string]bool{}
	for _, c := range cells {
		if c.Kind == Code {
			found := names(c.Source)
			note(modules, found.Modules...)
			note(altering, found.Altering...)
		}
	}
	return func(source string) engine.Names {
		found := names(source)
		found.Made = slices.DeleteFunc(found.Made, func(name string) bool {
			return modules[name] && !slices.Contains(found.Modules, name)
		})
		for function, given := range found.Passed {
			if altering[function] {
				found.Made = append(found.Made, given...)
			}
		}
		return found
	}
}

// touch looks at a cell without running it.
func touch(c Cell, names func(source string) engine.Names) touches {
	t := touches{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	switch c.Kind {
	case SQL:
		for name := range sqltext.Reads(c.Source) {
			schema, table, qualified := strings.Cut(name, ".")
			switch {
			case !qualified:
				t.tables[name] = true
			case schema == "dataframes", schema == "main" && c.DataframeSQL:
				t.tables[table] = true
			}
		}
		note(t.reads, template.Parameters(c.Source)...)
		if c.OutputDataframe != "" {
			note(t.makes, c.OutputDataframe)
			note(t.fresh, c.OutputDataframe)
		}
	case Markdown:
		note(t.reads, template.Parameters(c.Source)...)
	case Code:
		found := names(c.Source)
		note(t.reads, found.Needed...)
		note(t.reads, everything)
		note(t.makes, found.Made...)
		note(t.fresh, found.Fresh...)
	}
	return t
}

func note(set map[string]bool, names ...string) {
	for _, name := range names {
		set[name] = true
	}
}
