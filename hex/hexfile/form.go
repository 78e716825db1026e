package hexfile

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed form.txt
var formTable string

// shape is what a mapping may hold.
type shape struct {
	members []member
	open    bool // more than what is known here may be
}

// member is what stands under a key: one of several forms.
type member struct {
	key   string
	must  bool
	forms []string
}

func (s shape) member(key string) *member {
	for i := range s.members {
		if s.members[i].key == key {
			return &s.members[i]
		}
	}
	return nil
}

// shapes reads the table of forms, once.
var shapes = sync.OnceValue(func() map[string]shape {
	all := map[string]shape{}
	for line := range strings.Lines(formTable) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		var s shape
		for word := range strings.FieldsSeq(rest) {
			if word == "…" {
				s.open = true
				continue
			}
			key, form, _ := strings.Cut(word, "=")
			m := member{key: strings.TrimSuffix(key, "*"), must: strings.HasSuffix(key, "*")}
			for one := range strings.SplitSeq(form, "|") {
				m.forms = append(m.forms, strings.Trim(one, "'"))
			}
			s.members = append(s.members, m)
		}
		all[name] = s
	}
	return all
})

// isType tells whether a word is that of a type of cells: a mapping of the table in capital letters.
func isType(word string) bool {
	_, known := shapes()[word]
	return known && word == strings.ToUpper(word)
}

// Level is how bad a problem is.
type Level string

// The levels of problems.
const (
	// Refused is what Hex does not import, as far as its public schema says.
	Refused Level = "refused"
	// Breaks is what Hex imports, and what then fails or shows nothing.
	Breaks Level = "breaks"
	// Possible is what cannot be told from the file alone.
	Possible Level = "possible"
)

// Problem is something in a file that Hex would refuse, or that would break.
type Problem struct {
	// Line is where, from 1.
	Line  int
	Level Level
	Says  string
}

// checker collects problems.
type checker struct{ found []Problem }

func (c *checker) add(line int, level Level, format string, args ...any) {
	c.found = append(c.found, Problem{Line: line, Level: level, Says: fmt.Sprintf(format, args...)})
}

// form holds the file against the table.
func (c *checker) form(f *File) {
	c.mapping("the file", "file", f.root)
	for _, cell := range f.Cells() {
		kind := cell.Type()
		if !isType(kind) {
			c.add(cell.At("cellType").Line(), Refused, "there is no type of cell %q in the form that is known here", oneLine(kind))
			continue
		}
		c.mapping(cell.Name(), kind, cell.Config())
		if kind == "INPUT" {
			c.options(cell)
		}
	}
}

// options holds an input's options against what its type takes.
func (c *checker) options(cell Cell) {
	name, options := cell.Config("inputType").Text(), cell.Config("options")
	if _, known := shapes()[name+".options"]; known && options.Is() {
		c.one("the options of "+cell.Name(), "options", options, []string{name + ".options"})
	}
}

// mapping holds a mapping against a line of the table.
func (c *checker) mapping(what, name string, v Value) {
	s := shapes()[name]
	for m := range v.Members() {
		known := s.member(m.Key)
		switch {
		case known != nil && (m.Value.Is() || known.must):
			if m.Value.Is() || !slices.Contains(known.forms, "any") {
				c.one(what, m.Key, m.Value, known.forms)
			}
		case known == nil && !s.open:
			c.add(m.Line, Refused,
				"%s has the key %q, which is not in the form that is known here: Hex refuses keys that it does not know", what,
				oneLine(m.Key))
		}
	}
	for _, m := range s.members {
		if m.must && !v.At(m.key).Given() {
			c.add(v.Line(), Refused, "%s lacks %s", what, m.key)
		}
	}
}

// one holds a value against the forms that it may have.
func (c *checker) one(what, key string, v Value, forms []string) {
	var words []string
	for _, form := range forms {
		kind, known := kindOf(form)
		switch {
		case form == "any":
			return
		case known && kind == v.Kind():
			if item, isList := strings.CutPrefix(form, "["); isList {
				c.items(key, v, strings.TrimSuffix(item, "]"))
			} else if kind == Mapping && form != "{}" {
				c.mapping(inWords(what, key), form, v)
			}
			return
		case form == "values" && v.Kind() == List, !known && v.Kind() == Text && v.Text() == form:
			return
		case known:
			words = append(words, kind.String())
		default:
			words = append(words, form)
		}
	}
	got := v.Kind().String()
	if text := v.Text(); text != "" && v.Kind() == Text {
		got = fmt.Sprintf("%q", oneLine(text))
	}
	c.add(v.Line(), Refused, "%s of %s must be %s, not %s", key, what, strings.Join(words, " or "), got)
}

func (c *checker) items(key string, list Value, form string) {
	for _, item := range list.Items() {
		if form == "any" || form == "cell" && item.Kind() == Mapping && c.cell(item) {
			continue
		}
		c.one("an entry of "+key, "the value", item, []string{form})
	}
}

// cell holds the frame of a cell against the table; its config has been looked at by its type.
func (c *checker) cell(item Value) bool {
	c.mapping((Cell{Value: item}).Name(), "cell", item)
	return true
}

// kindOf is what kind of value a form of the table is; false for a word that stands for itself.
func kindOf(form string) (Kind, bool) {
	switch form {
	case "text":
		return Text, true
	case "number":
		return Number, true
	case "bool":
		return Bool, true
	case "{}":
		return Mapping, true
	}
	if strings.HasPrefix(form, "[") {
		return List, true
	}
	_, known := shapes()[form]
	return Mapping, known
}

func inWords(what, key string) string {
	if what == "the file" {
		return key
	}
	return key + " of " + what
}
