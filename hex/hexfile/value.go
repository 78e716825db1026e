package hexfile

import (
	"iter"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Kind is what a value is.
type Kind int

// The kinds of values. Nothing is there and null alike: what is null says as little.
const (
	Nothing Kind = iota
	Text
	Number
	Bool
	List
	Mapping
)

// String is the kind in words.
func (k Kind) String() string {
	return [...]string{"nothing", "a text", "a number", "true or false", "a list", "a mapping"}[k]
}

// Value is a value of a file, or nothing.
type Value struct{ n *yaml.Node }

// Kind is what the value is.
func (v Value) Kind() Kind {
	if v.n == nil {
		return Nothing
	}
	switch v.n.Kind {
	case yaml.MappingNode:
		return Mapping
	case yaml.SequenceNode:
		return List
	case yaml.ScalarNode:
		switch v.n.Tag {
		case "!!null":
			return Nothing
		case "!!int", "!!float":
			return Number
		case "!!bool":
			return Bool
		}
		return Text
	}
	return Nothing
}

// Is tells whether there is something other than null.
func (v Value) Is() bool { return v.Kind() != Nothing }

// Given tells whether the key stands there at all, be it with null.
func (v Value) Given() bool { return v.n != nil }

// Line is where the value begins, from 1; 0 for nothing.
func (v Value) Line() int {
	if v.n == nil {
		return 0
	}
	return v.n.Line
}

// SourceLine is the line of the first line of a text's content, which in a block stands below its key.
func (v Value) SourceLine() int {
	if v.n != nil && v.n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return v.n.Line + 1
	}
	return v.Line()
}

// Note is the comment behind the value, without its sign.
func (v Value) Note() string {
	if v.n == nil {
		return ""
	}
	note := v.n.LineComment
	for len(note) > 0 && (note[0] == '#' || note[0] == ' ') {
		note = note[1:]
	}
	return note
}

// At is what stands below, by the keys on the way.
func (v Value) At(path ...string) Value {
	for _, key := range path {
		v = v.member(key)
	}
	return v
}

func (v Value) member(key string) Value {
	if v.n == nil || v.n.Kind != yaml.MappingNode {
		return Value{}
	}
	for i := 0; i+1 < len(v.n.Content); i += 2 {
		if v.n.Content[i].Value == key {
			return Value{v.n.Content[i+1]}
		}
	}
	return Value{}
}

// Member is a member of a mapping.
type Member struct {
	Key   string
	Line  int
	Value Value
}

// Members are a mapping's members in order.
func (v Value) Members() iter.Seq[Member] {
	return func(yield func(Member) bool) {
		if v.Kind() != Mapping {
			return
		}
		for i := 0; i+1 < len(v.n.Content); i += 2 {
			key := v.n.Content[i]
			if !yield(Member{key.Value, key.Line, Value{v.n.Content[i+1]}}) {
				return
			}
		}
	}
}

// Items are the values of a list.
func (v Value) Items() []Value {
	if v.Kind() != List {
		return nil
	}
	all := make([]Value, len(v.n.Content))
	for i, n := range v.n.Content {
		all[i] = Value{n}
	}
	return all
}

// Text is a scalar as it is meant; empty for lists, mappings and nothing.
func (v Value) Text() string {
	switch v.Kind() {
	case Text, Number, Bool:
		return v.n.Value
	}
	return ""
}

// Lower is a text in small letters: an id may be written in capital ones, too.
func (v Value) Lower() string { return strings.ToLower(v.Text()) }

// True tells whether the value is true.
func (v Value) True() bool {
	is, _ := v.Plain().(bool)
	return is
}

// Plain is the value as JSON has it: string, float64, bool, []any, map[string]any or nil.
func (v Value) Plain() any {
	switch v.Kind() {
	case Text:
		return v.n.Value
	case Bool:
		var is bool
		if v.n.Decode(&is) != nil {
			return v.n.Value
		}
		return is
	case Number:
		if n, err := strconv.ParseFloat(v.n.Value, 64); err == nil {
			return n
		}
		var n float64
		if v.n.Decode(&n) != nil {
			return v.n.Value
		}
		return n
	case List:
		all := make([]any, len(v.n.Content))
		for i, item := range v.Items() {
			all[i] = item.Plain()
		}
		return all
	case Mapping:
		all := make(map[string]any, len(v.n.Content)/2)
		for m := range v.Members() {
			all[m.Key] = m.Value.Plain()
		}
		return all
	}
	return nil
}

// Cell is one cell of a file.
type Cell struct {
	Value
	// Parent is the cell that holds it; nil on the outermost level.
	Parent *Cell
	// Place is which of the cells beside it it is, from 0.
	Place int
}

// Type is the file's word for the cell's type, such as SQL or TABLE_DISPLAY.
func (c Cell) Type() string { return c.At("cellType").Text() }

// ID is the cell's static id in small letters, as the API has it; empty where the file has none.
func (c Cell) ID() string { return c.At("cellId").Lower() }

// Label is what the cell is called.
func (c Cell) Label() string { return c.At("cellLabel").Text() }

// Config is what the cell does, or a part of it.
func (c Cell) Config(path ...string) Value { return c.At("config").At(path...) }

// Holds tells whether other cells are nested in the cell.
func (c Cell) Holds() bool {
	return (c.Type() == "COLLAPSIBLE" || c.Type() == "BLOCK") && c.Config("cells").Kind() == List
}

// Name is what a sentence calls the cell.
func (c Cell) Name() string {
	if label := oneLine(c.Label()); label != "" {
		return "the cell " + strconv.Quote(label)
	}
	if c.Type() == "INPUT" {
		return "the input " + strconv.Quote(oneLine(c.Config("name").Text()))
	}
	return "a cell of type " + oneLine(c.Type())
}
