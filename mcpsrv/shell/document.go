package shell

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
)

// document is a JSON object that keeps the order of its members.
type document []member

type member struct {
	name string
	raw  json.RawMessage
}

// parse reads an object.
func parse(raw []byte) (document, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("the answer is no JSON object")
	}
	var all document
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: name.(string)} // the decoder takes nothing else for a name
		if err := d.Decode(&m.raw); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// get is a member, or with a dot in the name a member of one, nil where there is none.
func (d document) get(name string) json.RawMessage {
	for _, m := range d {
		if m.name == name {
			return m.raw
		}
	}
	outer, inner, dotted := strings.Cut(name, ".")
	if !dotted {
		return nil
	}
	below, err := parse(d.get(outer))
	if err != nil {
		return nil
	}
	return below.get(inner)
}

// text is a member that is a text, and empty for any other.
func (d document) text(name string) string {
	text, _ := schema.Text(d.get(name))
	return text
}

// only are the members of these names, in the order of the names.
func (d document) only(names []string) document {
	if len(names) == 0 {
		return d
	}
	kept := make(document, 0, len(names))
	for _, name := range names {
		if raw := d.get(name); raw != nil {
			kept = append(kept, member{name, raw})
		}
	}
	return kept
}

// names are those of the members.
func (d document) names() []string {
	all := make([]string, len(d))
	for i, m := range d {
		all[i] = m.name
	}
	return all
}

// MarshalJSON keeps the order.
func (d document) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range d {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(m.raw)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// kept is a document that may change, whose raw members are nobody else's.
func (d document) kept() document { return slices.Clone(d) }

// with is the document with a member in place of the one of its name.
func (d document) with(name string, raw json.RawMessage) document {
	made := d.kept()
	for i := range made {
		if made[i].name == name {
			made[i].raw = raw
		}
	}
	return made
}

// shown is a value in a cell of a table: a text as it is, nothing for null, a list of simple values with signs between them, and
// everything else as JSON.
func shown(raw json.RawMessage) string {
	text := ""
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"' && json.Unmarshal(raw, &text) == nil:
		return text
	case raw[0] == '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return string(raw)
		}
		parts := make([]string, len(list))
		for i, item := range list {
			if len(item) > 0 && (item[0] == '{' || item[0] == '[') {
				return string(raw)
			}
			parts[i] = shown(item)
		}
		return strings.Join(parts, "; ")
	}
	return string(raw)
}

// lists are the members of a tool's result that may hold its rows.
func (r row) lists(t tools.Spec) []string {
	if r.list == "none" {
		return nil
	}
	if r.list != "" {
		return strings.Fields(r.list)
	}
	for _, f := range t.Output.Fields {
		if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct && f.Name != "odd" {
			return []string{f.Name}
		}
	}
	return nil
}

// members are those that the rows of a result may have, or without rows the result itself; nil where only an answer tells.
func (r row) members(t tools.Spec) []string {
	lists := r.lists(t)
	var names []string
	add := func(s schema.Shape) {
		for _, f := range s.Fields {
			if !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	if len(lists) == 0 {
		add(t.Output)
		return slices.DeleteFunc(names, func(name string) bool { return name == "plan" || name == "dry_run" || name == "next" })
	}
	for _, f := range t.Output.Fields {
		if slices.Contains(lists, f.Name) && f.Type.Kind() == reflect.Slice {
			add(schema.Of(f.Type.Elem()))
		}
	}
	return names
}

// rowsOf are the rows of a result, and the member that holds them; false where it has none.
func rowsOf(d document, lists []string) (rows []document, list string, ok bool, err error) {
	for _, name := range lists {
		raw := d.get(name)
		var items []json.RawMessage
		if len(raw) == 0 || json.Unmarshal(raw, &items) != nil {
			continue
		}
		rows = make([]document, len(items))
		for i, item := range items {
			if rows[i], err = parse(item); err != nil {
				return nil, name, true, err
			}
		}
		return rows, name, true, nil
	}
	return nil, "", false, nil
}
