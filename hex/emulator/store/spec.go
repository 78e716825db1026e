package store

import (
	"encoding/json"
	"slices"
)

// Spec is what the API does not show of a cell: the inputs it asks for, the
// chart it draws, the text it says.
type Spec struct {
	Inputs []Input `json:"inputs,omitempty"`
	Chart  *Chart  `json:"chart,omitempty"`
	Text   string  `json:"text,omitempty"`
}

// Input is one input parameter of a project.
type Input struct {
	Name    string    `json:"name"` // the variable's
	Kind    InputKind `json:"kind"`
	Default any       `json:"default"`
	Options []string  `json:"options,omitempty"` // of DROPDOWN and MULTISELECT
	// Open says that the options come from a dataframe, so that any may be chosen.
	Open bool `json:"open,omitempty"`
}

// InputKind is the sort of an input cell.
type InputKind string

// The sorts of input cell, in the words of RunProject's refusals.
const (
	TextInput   InputKind = "TEXT_INPUT"
	NumberInput InputKind = "NUMERIC_INPUT"
	DateInput   InputKind = "DATE"
	Dropdown    InputKind = "DROPDOWN"
	MultiSelect InputKind = "MULTISELECT"
	Checkbox    InputKind = "CHECKBOX"
	Slider      InputKind = "SLIDER"
	Button      InputKind = "BUTTON"
)

// Offers tells whether a value, as text, may be chosen.
func (in Input) Offers(value string) bool { return in.Open || slices.Contains(in.Options, value) }

// Chart is what a CHART cell draws from a dataframe.
type Chart struct {
	Mark      string `json:"mark"` // bar, line or point; table; empty for what is not drawn here
	Dataframe string `json:"dataframe"`
	X         string `json:"x"`
	Y         string `json:"y"`
	Series    string `json:"series,omitempty"`
	Title     string `json:"title,omitempty"`
}

// Columns are the dataframe's columns that the chart needs.
func (c Chart) Columns() []string {
	if c.Series == "" {
		return []string{c.X, c.Y}
	}
	return []string{c.X, c.Y, c.Series}
}

// Details reads a cell's spec; a cell without one has an empty one.
func (c Cell) Details() (Spec, error) {
	var s Spec
	if len(c.Spec) == 0 {
		return s, nil
	}
	return s, json.Unmarshal(c.Spec, &s)
}
