package projectfile

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

// sectionType is the API's word for a section, which in a file is COLLAPSIBLE.
const sectionType = "CELL_GROUP"

// fileTypes are the types of cells that a file calls otherwise than the API.
func fileTypes() map[string]string {
	return map[string]string{"DISPLAY_TABLE": "TABLE_DISPLAY", "CHART": "CHARTV2", "VEGA_CHART": "CHART", sectionType: "COLLAPSIBLE"}
}

// fileType is the file's word for a type of cell of the API.
func fileType(of string) string {
	if word, other := fileTypes()[of]; other {
		return word
	}
	return of
}

// apiType is the API's word for a type of cell of a file.
func apiType(of string) string {
	for api, file := range fileTypes() {
		if file == of && api != sectionType {
			return api
		}
	}
	return of
}

// cells are the entries of the cells in a section, or with none of the outermost ones. A cell's cellId is its static id.
func (p Project) cells(section string) ([]any, error) {
	all := []any{}
	for _, c := range p.Cells {
		if p.section(c) != section {
			continue
		}
		entries, err := p.entries(c)
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.StaticID, err)
		}
		all = append(all, entries...)
	}
	return all, nil
}

// section is the static id of the section or block that a cell is in; empty on the outermost level, and for a cell that hangs from one
// that holds none in a file.
func (p Project) section(c store.Cell) string {
	for range p.Cells {
		at := slices.IndexFunc(p.Cells, func(other store.Cell) bool { return c.Parent != "" && other.StaticID == c.Parent })
		if at < 0 {
			return ""
		}
		if c = p.Cells[at]; slices.Contains([]string{sectionType, "COLLAPSIBLE", "BLOCK"}, c.Type) {
			return c.StaticID
		}
	}
	return ""
}

// entries are what a cell is in a file: one entry, and for each input one, since Hex has one input a cell.
func (p Project) entries(c store.Cell) ([]any, error) {
	details, err := c.Details()
	if err != nil {
		return nil, err
	}
	if c.Type == "INPUT" {
		return inputs(c, details.Inputs), nil
	}
	config, err := p.config(c, details)
	if err != nil || config == nil {
		return nil, err
	}
	return []any{entry(fileType(c.Type), c.StaticID, c.Label, config)}, nil
}

func entry(kind, id, label string, config hexfile.Map) hexfile.Map {
	return hexfile.Map{
		{Key: "cellType", Value: kind},
		{Key: "cellId", Value: hexfile.Noted{Value: id, Note: keep}},
		{Key: "cellLabel", Value: orNull(label)},
		{Key: "config", Value: config},
	}
}

// config is what a cell does; nil for a type of which the workspace knows too little for a file.
func (p Project) config(c store.Cell, details store.Spec) (hexfile.Map, error) {
	switch {
	case c.Type == "SQL":
		return hexfile.Map{
			{Key: "source", Value: c.Source},
			{Key: "dataFrameCell", Value: c.Dataframe},
			{Key: "dataConnectionId", Value: p.connection(c.Connection)},
			{Key: "resultVariableName", Value: c.Output},
		}, nil
	case c.Type == "CODE", c.Type == "MARKDOWN":
		return hexfile.Map{{Key: "source", Value: c.Source}}, nil
	case c.Type == "TEXT":
		return hexfile.Map{{Key: "richText", Value: paragraphs(details.Text)}}, nil
	case c.Type == sectionType, c.Type == "COLLAPSIBLE":
		inside, err := p.cells(c.StaticID)
		return hexfile.Map{{Key: "cells", Value: inside}}, err
	case details.Chart == nil:
		return nil, nil
	case c.Type == "DISPLAY_TABLE":
		m := hexfile.Map{{Key: "dataFrameVariableName", Value: details.Chart.Dataframe}}
		if c.Output != "" {
			m = append(m, hexfile.Entry{Key: "resultVariable", Value: c.Output})
		}
		return append(m, hexfile.Entry{Key: "tableDisplayConfig", Value: hexfile.Map{{Key: "columnProperties", Value: []any{}}}}), nil
	case c.Type == "CHART":
		return hexfile.Map{{Key: "chartSpec", Value: layered(c.StaticID, *details.Chart)}}, nil
	}
	return nil, nil
}

// paragraphs are a text as rich text.
func paragraphs(text string) []any {
	all := []any{}
	for line := range strings.SplitSeq(text, "\n") {
		all = append(all, hexfile.Map{{Key: "type", Value: "p"}, {Key: "children", Value: []any{hexfile.Map{{Key: "text", Value: line}}}}})
	}
	return all
}

// layered is a chart with one series on one layer.
func layered(id string, c store.Chart) hexfile.Map {
	series := derived(id, "series")
	one := hexfile.Map{{Key: "id", Value: series}, {Key: "type", Value: hexMark(c.Mark)}, {Key: "dataFrameColumns", Value: []any{c.Y}}}
	if c.Series != "" {
		one = append(one, hexfile.Entry{Key: "colorDataFrameColumn", Value: c.Series})
	}
	return hexfile.Map{
		{Key: "type", Value: "layered"},
		{Key: "layers", Value: []any{hexfile.Map{
			{Key: "id", Value: derived(id, "layer")},
			{Key: "dataFrame", Value: c.Dataframe},
			{Key: "xAxis", Value: hexfile.Map{{Key: "dataFrameColumn", Value: c.X}}},
			{Key: "series", Value: []any{one}},
			{Key: "seriesGroups", Value: []any{[]any{series}}},
		}}},
		{Key: "settings", Value: hexfile.Map{}},
	}
}

// hexMark is Hex's word for what a chart is drawn with.
func hexMark(mark string) string {
	if mark == "point" {
		return "scatter"
	}
	return mark
}

// inputIDs are the ids of a cell's entries: its own, and those of its further inputs.
func inputIDs(c store.Cell) []string {
	ids := []string{c.StaticID}
	details, err := c.Details()
	if err != nil || c.Type != "INPUT" {
		return ids
	}
	for _, in := range details.Inputs[min(1, len(details.Inputs)):] {
		ids = append(ids, derived(c.StaticID, in.Name))
	}
	return ids
}

// inputs are the entries of a cell with inputs: the first has the cell's own id.
func inputs(c store.Cell, all []store.Input) []any {
	var out []any
	ids := inputIDs(c)
	for i, in := range all {
		label := c.Label
		if i > 0 {
			label += ": " + in.Name
		}
		config := hexfile.Map{
			{Key: "inputType", Value: string(in.Kind)},
			{Key: "name", Value: in.Name},
			{Key: "outputType", Value: outputType(in)},
		}
		if o := options(in); o != nil {
			config = append(config, hexfile.Entry{Key: "options", Value: o})
		}
		out = append(out, entry("INPUT", ids[i], label, append(config, hexfile.Entry{Key: "defaultValue", Value: standard(in)})))
	}
	return out
}

func outputType(in store.Input) string {
	switch in.Kind {
	case store.NumberInput, store.Slider:
		return "NUMBER"
	case store.Checkbox, store.Button:
		return "BOOLEAN"
	case store.DateInput:
		return "DATETIME"
	case store.MultiSelect:
		return "LIST_STRING"
	case store.Dropdown, store.TextInput:
	}
	return "STRING"
}

// options are what is known of an input's options; nil for none.
func options(in store.Input) any {
	values := make([]any, len(in.Options))
	for i, o := range in.Options {
		values[i] = o
	}
	switch in.Kind {
	case store.DateInput:
		return hexfile.Map{{Key: "enableTime", Value: false}, {Key: "useDateRange", Value: false}}
	case store.Dropdown:
		return hexfile.Map{{Key: "valueOptions", Value: values}}
	case store.MultiSelect:
		return hexfile.Map{{Key: "multiValueOptions", Value: values}}
	case store.NumberInput, store.Slider, store.Checkbox, store.Button, store.TextInput:
	}
	return nil
}

// standard is an input's value when nobody gives another.
func standard(in store.Input) any {
	if text, isText := in.Default.(string); isText && in.Kind == store.DateInput {
		return hexfile.Map{{Key: "dateString", Value: text}}
	}
	switch value := in.Default.(type) {
	case string, bool, float64, int, nil, []any:
		return value
	case []string:
		all := make([]any, len(value))
		for i, one := range value {
			all[i] = one
		}
		return all
	}
	return fmt.Sprint(in.Default)
}
