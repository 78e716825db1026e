package sample

import (
	"slices"

	"hextui/hex/emulator/store"
)

// The constructors of cells, in the words of a notebook.

func markdown(label, source string) cell { return cell{kind: "MARKDOWN", label: label, source: source} }

func query(label, output, source string) cell {
	return cell{kind: "SQL", label: label, output: output, source: source, connection: shop}
}

func frameQuery(label, output, source string) cell {
	return cell{kind: "SQL", label: label, output: output, source: source, frame: true}
}

func code(label, source string) cell { return cell{kind: "CODE", label: label, source: source} }

func inputs(label string, all ...store.Input) cell {
	return cell{kind: "INPUT", label: label, spec: &store.Spec{Inputs: all}}
}

func chart(label, mark, dataframe, x, y, series string) cell {
	return cell{kind: "CHART", label: label, spec: &store.Spec{Chart: &store.Chart{Mark: mark, Dataframe: dataframe, X: x, Y: y,
		Series: series, Title: label}}}
}

func table(label, dataframe string) cell {
	return cell{kind: "DISPLAY_TABLE", label: label, spec: &store.Spec{Chart: &store.Chart{Mark: "table", Dataframe: dataframe}}}
}

func text(label, words string) cell {
	return cell{kind: "TEXT", label: label, spec: &store.Spec{Text: words}}
}

func section(label string) cell { return cell{kind: "CELL_GROUP", label: label} }

// in puts a cell into the section with the given label.
func (c cell) in(section string) cell {
	c.inside = section
	return c
}

func dateInput(name, standard string) store.Input {
	return store.Input{Name: name, Kind: store.DateInput, Default: standard}
}

func numberInput(name string, standard float64) store.Input {
	return store.Input{Name: name, Kind: store.NumberInput, Default: standard}
}

func choice(name, standard string, options ...string) store.Input {
	return store.Input{Name: name, Kind: store.Dropdown, Default: standard, Options: options}
}

// with is the notebook with one cell's source replaced: how a draft differs
// from what is published.
func with(cells []cell, label, source string) []cell {
	changed := slices.Clone(cells)
	for i := range changed {
		if changed[i].label == label {
			changed[i].source = source
		}
	}
	return changed
}

// without is the notebook with one cell left out.
func without(cells []cell, label string) []cell {
	return slices.DeleteFunc(slices.Clone(cells), func(c cell) bool { return c.label == label })
}
