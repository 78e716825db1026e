package projectfile

import (
	"encoding/json"
	"fmt"
	"strings"

	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

// IDs are the static ids that the cells of a file have in a project. A cell without one has an id that follows from its place among
// the cells of its type, so that a file without ids never asks for a cell of another type.
func IDs(f *hexfile.File, project string) []string {
	cells := f.Cells()
	ids, count := make([]string, len(cells)), map[string]int{}
	for i, c := range cells {
		count[c.Type()]++
		if ids[i] = c.ID(); ids[i] == "" {
			ids[i] = derived(project, fmt.Sprintf("%s cell %d", c.Type(), count[c.Type()]))
		}
	}
	return ids
}

// WithIDs is a file whose cells have these static ids in the place of their own, also where the app shows them.
func WithIDs(f *hexfile.File, ids []string) (*hexfile.File, error) {
	return f.Change(func(f *hexfile.File, e *hexfile.Edit) {
		now := map[string]string{}
		for i, c := range f.Cells() {
			if c.ID() != ids[i] {
				now[c.ID()] = ids[i]
				e.Set(c.Value, "cellId", ids[i])
			}
		}
		for _, element := range f.Elements() {
			if id := now[element.At("cellId").Lower()]; id != "" {
				e.Set(element, "cellId", id)
			}
		}
	})
}

// Read is the project that a file says: what stands in meta, and the cells, in the notebook's order, with their static ids and without
// ids of their own.
func Read(f *hexfile.File, project string) (Project, error) {
	meta := f.At("meta")
	p := Project{Project: store.Project{
		ID: project, Title: meta.At("title").Text(), Description: meta.At("description").Text(), Type: "PROJECT",
		Status: meta.At("status", "name").Text(),
	}}
	if meta.At("hexType").Text() == "COMPONENT" {
		p.Type = "COMPONENT"
	}
	for _, c := range meta.At("categories").Items() {
		if name := c.At("name").Text(); name != "" {
			p.Categories = append(p.Categories, name)
		}
	}
	if p.Title == "" {
		return p, &hexfile.Refusal{Line: meta.Line(), Says: "its meta has no title"}
	}
	ids := IDs(f, project)
	seen := map[string]bool{}
	idAt := map[hexfile.Value]string{}
	for i, c := range f.Cells() {
		if seen[ids[i]] {
			return p, &hexfile.Refusal{Line: c.Line(), Says: "the cellId " + ids[i] + " is there twice"}
		}
		seen[ids[i]], idAt[c.Value] = true, ids[i]
		cell, err := readCell(c)
		if err != nil {
			return p, err
		}
		cell.StaticID, cell.Project, cell.Position = ids[i], project, store.Place(i+1)
		if c.Parent != nil {
			cell.Parent = idAt[c.Parent.Value]
		}
		p.Cells = append(p.Cells, cell)
	}
	return p, nil
}

// readCell is a cell without its ids and place.
func readCell(c hexfile.Cell) (store.Cell, error) {
	cell := store.Cell{Type: apiType(c.Type()), Label: c.Label()}
	var spec store.Spec
	switch c.Type() {
	case "SQL":
		cell.Source, cell.Output = c.Config("source").Text(), c.Config("resultVariableName").Text()
		cell.Connection, cell.Dataframe = c.Config("dataConnectionId").Lower(), c.Config("dataFrameCell").True()
	case "CODE", "MARKDOWN":
		cell.Source = c.Config("source").Text()
	case "INPUT":
		if in, ok := readInput(c); ok {
			spec.Inputs = []store.Input{in}
		}
	case "TEXT":
		spec.Text = strings.TrimSpace(plainText(c.Config("richText")))
	case "TABLE_DISPLAY":
		spec.Chart = readTable(c, &cell)
	case "CHARTV2":
		spec.Chart = readLayered(c)
	case "EXPLORE":
		spec.Chart = readExplore(c)
	}
	if len(spec.Inputs) == 0 && spec.Chart == nil && spec.Text == "" {
		return cell, nil
	}
	var err error
	cell.Spec, err = json.Marshal(spec)
	return cell, err
}

// readTable is a table of a dataframe. What it shows is a dataframe of its own where it shows all of the rows.
func readTable(c hexfile.Cell, cell *store.Cell) *store.Chart {
	frame := c.Config("dataFrameVariableName").Text()
	if frame == "" {
		return nil
	}
	if len(c.Config("tableDisplayConfig", "filters").Items())+len(c.Config("tableDisplayConfig", "calcs").Items()) == 0 {
		cell.Output = c.Config("resultVariable").Text()
	}
	return &store.Chart{Mark: "table", Dataframe: frame}
}

// readLayered is a chart as far as it can be drawn here: with one series, and without figures of its own. Of others the dataframe is
// known, without which they fail.
func readLayered(c hexfile.Cell) *store.Chart {
	layers := c.Config("chartSpec", "layers").Items()
	if len(layers) == 0 || layers[0].At("dataFrame").Text() == "" {
		return nil
	}
	bare := &store.Chart{Dataframe: layers[0].At("dataFrame").Text()}
	series, axis := layers[0].At("series").Items(), layers[0].At("xAxis")
	if c.Config("chartSpec", "type").Text() != "layered" || len(layers) != 1 || len(series) != 1 {
		return bare
	}
	columns := series[0].At("dataFrameColumns").Items()
	drawn := store.Chart{Mark: ownMark(series[0].At("type").Text()), Dataframe: bare.Dataframe, X: axis.At("dataFrameColumn").Text(),
		Series: series[0].At("colorDataFrameColumn").Text(), Title: c.Label()}
	if len(columns) == 1 {
		drawn.Y = columns[0].Text()
	}
	if drawn.Mark == "" || drawn.X == "" || drawn.Y == "" || axis.At("timeUnit").Is() || axis.At("bin").Is() || figures(series[0]) {
		return bare
	}
	return &drawn
}

// figures tells whether what is drawn is made of the rows rather than read from them.
func figures(v hexfile.Value) bool {
	for _, key := range []string{"aggregate", "aggregation", "truncUnit", "timeUnit", "bin", "calc"} {
		if v.At(key).Is() {
			return true
		}
	}
	return strings.HasPrefix(v.At("fieldType").Text(), "CALC")
}

// readExplore is a chart as far as it can be drawn here, as readLayered.
func readExplore(c hexfile.Cell) *store.Chart {
	frame := c.Config("dataframe").Text()
	if frame == "" {
		return nil
	}
	bare, drawn := &store.Chart{Dataframe: frame}, store.Chart{Dataframe: frame, Title: c.Label()}
	series := c.Config("spec", "chartConfig", "series").Items()
	if c.Config("spec", "visualizationType").Text() != "chart" || len(series) != 1 {
		return bare
	}
	drawn.Mark = ownMark(series[0].At("type").Text())
	for _, field := range c.Config("spec", "fields").Items() {
		into := map[string]*string{"base-axis": &drawn.X, "cross-axis": &drawn.Y, "color": &drawn.Series}[field.At("channel").Text()]
		if into == nil || *into != "" || figures(field) {
			return bare
		}
		*into = field.At("value").Text()
	}
	if drawn.Mark == "" || drawn.X == "" || drawn.Y == "" {
		return bare
	}
	return &drawn
}

// ownMark is what is drawn here for Hex's word; empty for what is not.
func ownMark(word string) string {
	switch word {
	case "bar", "line":
		return word
	case "scatter":
		return "point"
	}
	return ""
}

// plainText is rich text without its form.
func plainText(list hexfile.Value) string {
	var b strings.Builder
	for _, item := range list.Items() {
		b.WriteString(item.At("text").Text())
		b.WriteString(plainText(item.At("children")))
		switch item.At("type").Text() {
		case "", "a", "mention":
		default:
			b.WriteString("\n")
		}
	}
	return b.String()
}

// readInput is an input parameter; false for one that takes no value from outside, such as a table or a file.
func readInput(c hexfile.Cell) (store.Input, bool) {
	in := store.Input{Name: c.Config("name").Text(), Kind: store.InputKind(c.Config("inputType").Text())}
	value, choices := c.Config("defaultValue"), hexfile.Value{}
	switch in.Kind {
	case store.TextInput, store.NumberInput, store.Slider, store.Checkbox:
		in.Default = value.Plain()
	case store.Button:
		in.Default = value.True()
	case store.DateInput:
		in.Default = readDate(value)
	case store.Dropdown:
		in.Default, choices = value.Plain(), c.Config("options", "valueOptions")
	case store.MultiSelect:
		in.Default, choices = value.Plain(), c.Config("options", "multiValueOptions")
	default:
		return in, false
	}
	for _, one := range choices.Items() {
		in.Options = append(in.Options, one.Text())
	}
	in.Open = choices.Kind() != hexfile.List && (in.Kind == store.Dropdown || in.Kind == store.MultiSelect)
	if list, isList := in.Default.([]any); isList && in.Kind == store.MultiSelect && len(list) == 1 && !in.Open {
		// A word that is no option stands for all of them.
		if word, isText := list[0].(string); isText && !in.Offers(word) {
			all := make([]any, len(in.Options))
			for i, o := range in.Options {
				all[i] = o
			}
			in.Default = all
		}
	}
	return in, in.Name != ""
}

// readDate is the default of a date, or of a range of dates.
func readDate(v hexfile.Value) any {
	if v.Kind() != hexfile.List {
		return orNull(v.At("dateString").Text())
	}
	var dates []any
	for _, one := range v.Items() {
		dates = append(dates, orNull(one.At("dateString").Text()))
	}
	if len(dates) == 1 {
		return dates[0]
	}
	return dates
}

// Over are the cells of a file over those that a project has already: a section keeps the word that it has there. A cell that is there
// with another type is a [*hexfile.Refusal].
func Over(f *hexfile.File, cells, there []store.Cell) ([]store.Cell, error) {
	was := map[string]store.Cell{}
	for _, c := range there {
		was[c.StaticID] = c
	}
	in := f.Cells()
	for i, c := range cells {
		old, is := was[c.StaticID]
		switch {
		case !is:
		case fileType(old.Type) != in[i].Type():
			return nil, &hexfile.Refusal{Line: in[i].At("cellType").Line(),
				Says: fmt.Sprintf("%s is of type %s in the project, and the type of a cell that is there cannot change: "+
					"give it a new cellId, or none", in[i].Name(), fileType(old.Type))}
		default:
			cells[i].Type = old.Type
		}
	}
	return cells, nil
}

// PathID is the id of a project whose file has none: always the same for the same whole path.
func PathID(path string) string { return derived("import", path) }

// ConnectionNote is what a file says of a data connection in the comment behind its id: its name, and its type where one is named.
func ConnectionNote(f *hexfile.File, id string) (name, kind string) {
	note := ""
	look := func(v hexfile.Value) {
		if note == "" && strings.EqualFold(v.Text(), id) {
			note = v.Note()
		}
	}
	for _, c := range f.At("sharedAssets", "dataConnections").Items() {
		look(c.At("dataConnectionId"))
	}
	for _, c := range f.Cells() {
		look(c.Config("dataConnectionId"))
	}
	name, kind = strings.TrimSpace(note), "postgres"
	for _, known := range []string{"athena", "bigquery", "clickhouse", "databricks", "redshift", "snowflake", "trino", "postgres"} {
		if strings.Contains(strings.ToLower(note), known) {
			kind = known
			break
		}
	}
	if open := strings.LastIndex(name, " ("); open > 0 && strings.HasSuffix(name, ")") {
		name = name[:open]
	}
	if name == "" {
		name = "Connection " + id[:min(8, len(id))]
	}
	return name, kind
}
