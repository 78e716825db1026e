package hexfile

import (
	"fmt"

	"hextui/hex/emulator/store"
)

// cells are the entries of cells. A cell's cellId is its static id.
func (f File) cells() ([]any, error) {
	all := []any{}
	for _, c := range f.Cells {
		details, err := c.Details()
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.StaticID, err)
		}
		if len(details.Inputs) > 0 {
			all = append(all, inputs(c, details.Inputs)...)
			continue
		}
		kind, config := f.config(c, details)
		entry := mapping{{"cellType", kind}, {"cellId", c.StaticID}}
		if c.Label != "" || kind != "MARKDOWN" {
			entry = append(entry, member{"cellLabel", orNull(c.Label)})
		}
		all = append(all, append(entry, member{"config", config}))
	}
	return all, nil
}

// config is the type of a cell in the file, and what it does.
func (f File) config(c store.Cell, details store.Spec) (kind string, config mapping) {
	switch {
	case c.Type == "SQL":
		return c.Type, mapping{
			{"source", c.Source},
			{"dataFrameCell", c.Dataframe},
			{"dataConnectionId", orNull(c.Connection)},
			{"resultVariableName", c.Output},
			{"useRichDisplay", true}, {"enablePreview", true}, {"sqlCellOutputType", "PANDAS"}, {"useQueryMode", false},
			{"castDecimals", true}, {"useNativeDates", true}, {"outputFilteredResult", true}, {"allowDuplicateColumns", false},
			{"tableDisplayConfig", mapping{{"pageSize", 50}}},
		}
	case c.Type == "CHART" && details.Chart != nil:
		return "CHARTV2", mapping{
			{"dataframe", details.Chart.Dataframe}, {"title", orNull(details.Chart.Title)}, {"type", details.Chart.Mark},
			{"x", details.Chart.X}, {"y", details.Chart.Y}, {"color", orNull(details.Chart.Series)},
		}
	case details.Chart != nil:
		return c.Type, mapping{{"dataframe", details.Chart.Dataframe}}
	case details.Text != "":
		return c.Type, mapping{{"text", details.Text}}
	case c.Type == "CELL_GROUP":
		inside := []any{}
		for _, other := range f.Cells {
			if other.Parent == c.StaticID {
				inside = append(inside, other.StaticID)
			}
		}
		return c.Type, mapping{{"cells", inside}}
	}
	return c.Type, mapping{{"source", c.Source}}
}

// inputs are the entries of a cell with inputs: the first has the cell's own id,
// since Hex has one input a cell.
func inputs(c store.Cell, all []store.Input) []any {
	var out []any
	for i, in := range all {
		id, label := c.StaticID, c.Label
		if i > 0 {
			id, label = derived(c.StaticID, in.Name), c.Label+": "+in.Name
		}
		out = append(out, mapping{
			{"cellType", "INPUT"}, {"cellId", id}, {"cellLabel", orNull(label)},
			{"config", mapping{
				{"inputType", string(in.Kind)}, {"name", in.Name}, {"outputType", outputType(in.Kind)},
				{"options", options(in)}, {"defaultValue", standard(in)},
			}},
		})
	}
	return out
}

func outputType(k store.InputKind) string {
	switch k {
	case store.NumberInput:
		return "NUMBER"
	case store.Checkbox:
		return "BOOLEAN"
	case store.DateInput:
		return "DATETIME"
	case store.MultiSelect:
		return "LIST"
	case store.Dropdown, store.TextInput:
	}
	return "STRING"
}

func options(in store.Input) any {
	switch {
	case in.Kind == store.DateInput:
		return mapping{{"enableTime", false}, {"showRelativeDates", true}, {"useDateRange", false}}
	case len(in.Options) > 0:
		values := make([]any, len(in.Options))
		for i, o := range in.Options {
			values[i] = o
		}
		return mapping{{"valueOptions", values}}
	}
	return nil
}

func standard(in store.Input) any {
	switch value := in.Default.(type) {
	case string:
		if in.Kind == store.DateInput {
			return []any{mapping{{"dateString", value}}}
		}
		return value
	case bool, float64, int, nil:
		return value
	case []any:
		return value
	}
	return fmt.Sprint(in.Default)
}
