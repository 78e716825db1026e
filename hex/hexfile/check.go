package hexfile

import (
	"cmp"
	"slices"
	"strings"
)

// Check says what Hex would refuse of a file, and what would break after its import, as far as the file alone shows it, in the order of
// lines. It does not look into sources.
func (f *File) Check() []Problem {
	c := &checker{}
	c.form(f)
	c.ids(f)
	c.connections(f)
	for _, cell := range f.Cells() {
		switch cell.Type() {
		case "EXPLORE":
			c.explore(cell)
		case "CHARTV2":
			for _, layer := range cell.Config("chartSpec", "layers").Items() {
				c.series(cell, layer.At("series"), layer.At("seriesGroups"))
			}
		}
	}
	c.layout(f)
	slices.SortStableFunc(c.found, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return slices.Compact(c.found)
}

// Against says what an import of the file over an earlier one would refuse: a cell that is there keeps its type.
func (f *File) Against(earlier *File) []Problem {
	c := &checker{}
	was := map[string]string{}
	for _, cell := range earlier.Cells() {
		if cell.ID() != "" {
			was[cell.ID()] = cell.Type()
		}
	}
	for _, cell := range f.Cells() {
		if kind := was[cell.ID()]; kind != "" && kind != cell.Type() {
			c.changed(cell, kind)
		}
	}
	return c.found
}

func (c *checker) changed(cell Cell, was string) {
	c.add(cell.At("cellType").Line(), Refused,
		"%s was of type %s, and the type of a cell that is there cannot change: give it a new cellId, or none",
		cell.Name(), oneLine(was))
}

// ids looks for ids that are no ids, or are there twice.
func (c *checker) ids(f *File) {
	if id := f.At("meta", "projectId"); id.Is() && !IsID(id.Text()) {
		c.add(id.Line(), Refused, "projectId is no UUID")
	}
	seen := map[string]int{}
	for _, cell := range f.Cells() {
		id := cell.At("cellId")
		switch first := seen[cell.ID()]; {
		case !id.Is():
		case !IsID(id.Text()):
			c.add(id.Line(), Refused, "the cellId of %s is no UUID", cell.Name())
		case first > 0:
			c.add(id.Line(), Refused, "the cellId of %s is that of the cell in line %d too", cell.Name(), first)
		default:
			seen[cell.ID()] = cell.Line()
		}
	}
}

// IsID tells whether a text is a UUID.
func IsID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i := range len(text) {
		switch b := text[i]; i {
		case 8, 13, 18, 23:
			if b != '-' {
				return false
			}
		default:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(b)) {
				return false
			}
		}
	}
	return true
}

// connections looks for data connections that cells query and the file does not bring.
func (c *checker) connections(f *File) {
	brought := f.Connections()
	for _, cell := range f.Cells() {
		id := cell.Config("dataConnectionId")
		if cell.Type() == "SQL" && id.Text() != "" && !slices.Contains(brought, id.Text()) {
			c.add(id.Line(), Breaks,
				"%s queries the data connection %s, which sharedAssets.dataConnections lacks: the run of an import ends "+
					"ERRORED without saying why", cell.Name(), oneLine(id.Text()))
		}
	}
}

// explore looks whether the ids of a chart's series are the same in all places: where they are not, it is blank, and the run COMPLETED.
func (c *checker) explore(cell Cell) {
	chart := cell.Config("spec", "chartConfig")
	known := c.series(cell, chart.At("series"), chart.At("seriesGroups"))
	for _, field := range cell.Config("spec", "fields").Items() {
		if id := field.At("seriesId"); id.Text() != "" && !known[id.Text()] {
			c.add(id.Line(), Breaks,
				"a field of %s has the seriesId %q, which no entry of chartConfig.series has: the chart is blank, and the run "+
					"is COMPLETED all the same", cell.Name(), oneLine(id.Text()))
		}
	}
}

// series compares the ids of series and of their groups, and gives them.
func (c *checker) series(cell Cell, series, groups Value) map[string]bool {
	known, grouped := map[string]bool{}, map[string]bool{}
	for _, one := range series.Items() {
		known[one.At("id").Text()] = true
	}
	var walk func(v Value)
	walk = func(v Value) {
		for _, one := range v.Items() {
			walk(one)
		}
		if id := v.Text(); id != "" {
			grouped[id] = true
			if !known[id] {
				c.add(v.Line(), Breaks,
					"seriesGroups of %s names the series %q, which is not there: the chart is blank, and the run is COMPLETED "+
						"all the same", cell.Name(), oneLine(id))
			}
		}
	}
	walk(groups)
	for _, one := range series.Items() {
		if id := one.At("id"); groups.Is() && id.Text() != "" && !grouped[id.Text()] {
			c.add(id.Line(), Breaks, "the series %q of %s is in none of its seriesGroups: it is not drawn", oneLine(id.Text()), cell.Name())
		}
	}
	return known
}

// layout looks for places of the app whose cell is not in the file.
func (c *checker) layout(f *File) {
	there := map[string]bool{}
	for _, cell := range f.Cells() {
		there[cell.At("cellId").Text()] = true
	}
	for _, element := range f.Elements() {
		if id := element.At("cellId"); id.Text() != "" && !there[id.Text()] {
			c.add(id.Line(), Breaks, "the app shows the cell %s, which is not in the file", oneLine(id.Text()))
		}
	}
	for _, id := range f.At("dataAppCellIds").Items() {
		if id.Text() != "" && !there[id.Text()] {
			c.add(id.Line(), Breaks, "dataAppCellIds names the cell %s, which is not in the file", oneLine(id.Text()))
		}
	}
}

// Elements are what the app's layout shows: a cell each, by its cellId, or something else.
func (f *File) Elements() (all []Value) {
	for _, tab := range f.At("appLayout", "tabs").Items() {
		for _, row := range tab.At("rows").Items() {
			for _, column := range row.At("columns").Items() {
				all = append(all, column.At("elements").Items()...)
			}
		}
	}
	return all
}
