package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Shape is what a struct of arguments or results looks like as JSON: the source of its schema and of its decoding.
//
// A field is described by its tags: json its name (",omitempty" where it may be missing in a result), doc a sentence
// for the model, arg the rules of an argument:
//
//	arg:"required"               the call makes no sense without it; a text behind a pointer may be empty all the same
//	arg:"min=1,max=100"          a range, or with strings and lists a length
//	arg:"default=25"             what a missing one is
//	arg:"enum=A|B"               the allowed words, in any case, with or without signs between their parts
//	arg:"also=X:A|Y:B"           further words, which are taken for allowed ones
//	arg:"not=X:A|Y:B"            words of others, which are refused with the allowed one that does the same
//	arg:"id=project"             a UUID or a Hex URL with one
//	arg:"hidden"                 taken and not declared: a further name of what is
//
// A field whose json tag is ",inline" stands for the fields of its struct.
type Shape struct {
	// Fields are the members, in order.
	Fields []Field
}

// Field is one member of a [Shape].
type Field struct {
	// Index is the way to the struct's field, as reflect has it; Name is the member's name.
	Index    []int
	Name     string
	doc      string
	Type     reflect.Type
	Required bool
	optional bool // omitempty
	min, max *int
	fallback string
	Enum     []string
	// also are further words for those of Enum, not are words that are refused with the one to give instead.
	also, not map[string]string
	ID        Noun
	// Hidden is taken where it is given, and not in the schema.
	Hidden bool
}

// Of reads the tags of struct type t. A tag that makes no sense is a mistake in this package: it panics, in the
// first test that runs.
func Of(t reflect.Type) Shape {
	var s Shape
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || rest == "inline" {
			for _, inner := range Of(f.Type).Fields {
				inner.Index = append([]int{i}, inner.Index...)
				s.Fields = append(s.Fields, inner)
			}
			continue
		}
		if name == "" || name == "-" {
			continue
		}
		fd := Field{Index: []int{i}, Name: name, doc: f.Tag.Get("doc"), Type: f.Type, optional: strings.Contains(rest, "omitempty") ||
			strings.Contains(rest, "omitzero")}
		fd.rules(f.Tag.Get("arg"))
		s.Fields = append(s.Fields, fd)
	}
	return s
}

// About says what the member is, in words for who gives or reads it; empty where its name says it.
func (f Field) About() string { return f.about() }

// Most is the greatest value, or with lists and texts length, that the rules allow; false where they name none.
func (f Field) Most() (n int, limited bool) {
	if f.max == nil {
		return 0, false
	}
	return *f.max, true
}

// Default is what a missing argument is, as JSON; empty where it is nothing.
func (f Field) Default() string { return f.fallback }

// Optional tells of a member of a result that may be missing.
func (f Field) Optional() bool { return f.optional }

// With is the shape of a result that may have the members of another instead.
func (s Shape) With(other Shape) Shape {
	return Shape{Fields: slices.Concat(s.Fields, other.Fields)}
}

// Without is the shape that does not declare a member, and takes it.
func (s Shape) Without(name string) Shape {
	fields := slices.Clone(s.Fields)
	for i := range fields {
		fields[i].Hidden = fields[i].Hidden || fields[i].Name == name
	}
	return Shape{Fields: fields}
}

// Fallback sets what a missing argument is.
func (s Shape) Fallback(name, value string) {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			s.Fields[i].fallback = value
		}
	}
}

func (f *Field) rules(tag string) {
	for rule := range strings.SplitSeq(tag, ",") {
		key, value, _ := strings.Cut(rule, "=")
		switch key {
		case "":
		case "required":
			f.Required = true
		case "hidden":
			f.Hidden = true
		case "min":
			f.min = number(value)
		case "max":
			f.max = number(value)
		case "default":
			f.fallback = value
		case "enum":
			f.Enum = strings.Split(value, "|")
		case "also":
			f.also = pairs(value)
		case "not":
			f.not = pairs(value)
		case "id":
			f.ID = Noun(value)
		default:
			panic("unknown rule " + rule + " for " + f.Name)
		}
	}
}

// pairs are X:A|Y:B by the plain form of X.
func pairs(s string) map[string]string {
	all := map[string]string{}
	for pair := range strings.SplitSeq(s, "|") {
		word, meant, _ := strings.Cut(pair, ":")
		all[bare(word)] = meant
	}
	return all
}

func number(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return &n
}

// Names lists the field names, for a person.
func (s Shape) Names() string {
	var names []string
	for _, f := range s.Fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

// object is a JSON object that keeps its order.
type object []member

type member struct {
	name  string
	value any
}

// object is the first member, if it has this name and is one.
func (o object) object(name string) (object, bool) {
	if len(o) == 0 || o[0].name != name {
		return nil, false
	}
	inner, ok := o[0].value.(object)
	return inner, ok
}

// write appends the object as JSON. (As a json.Marshaler it would be checked and copied anew at every level.)
func (o object) write(b *bytes.Buffer) {
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "%q:", m.name)
		if inner, ok := m.value.(object); ok {
			inner.write(b)
			continue
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			panic(err)
		}
		b.Write(value)
	}
	b.WriteByte('}')
}

// InputSchema is the JSON Schema of a tool's arguments. It uses only what every client understands: one type each,
// plain arrays, no references. That unknown arguments are refused it does not say, since not every client takes that.
func (s Shape) InputSchema() json.RawMessage { return schemaText(s.schema()) }

// OutputSchema is the JSON Schema of a tool's result, short: it names the members that are always there, and not
// theirs. A failed call has nothing but the member error, and some clients check failures too, so none is required. It is nil for a
// result that is not structured.
func (s Shape) OutputSchema() json.RawMessage {
	if len(s.Fields) == 0 {
		return nil
	}
	properties := object{}
	for _, f := range s.Fields {
		if !f.optional || s.allOptional() {
			properties = append(properties, member{f.Name, typeSchema(f.Type, true)})
		}
	}
	return schemaText(object{{"type", "object"}, {"properties", properties}})
}

func (s Shape) allOptional() bool {
	return !slices.ContainsFunc(s.Fields, func(f Field) bool { return !f.optional })
}

func schemaText(o object) json.RawMessage {
	var b bytes.Buffer
	o.write(&b)
	return b.Bytes()
}

// schema of the arguments in a struct.
func (s Shape) schema() object {
	properties, required := object{}, []string{}
	for _, f := range s.Fields {
		if f.Hidden {
			continue
		}
		properties = append(properties, member{f.Name, f.schema()})
		if f.Required {
			required = append(required, f.Name)
		}
	}
	if len(properties) == 0 && len(s.Fields) > 0 {
		return object{{"type", "object"}} // all hidden: the description says what is in it
	}
	o := object{{"type", "object"}, {"properties", properties}}
	if len(required) > 0 {
		o = append(o, member{"required", required})
	}
	return o
}

// mostTold is the greatest bound that a schema tells: nobody goes beyond a greater one by mistake.
const mostTold = 1000

// schema of an argument, short: every model reads all of them before it does anything. What else is ruled, a call that breaks the
// rule is told.
func (f Field) schema() object {
	o := typeSchema(f.Type, false)
	if about := f.about(); about != "" {
		o = append(o, member{"description", about})
	}
	if words := (member{"enum", f.Enum}); len(f.Enum) > 0 {
		if items, list := o[1:].object("items"); list {
			o[1].value = append(items, words)
		} else {
			o = append(o, words)
		}
	}
	switch kind := o[0].value; {
	case f.fallback != "" && kind == "boolean":
		o = append(o, member{"default", json.RawMessage(f.fallback)})
	case kind == "integer" && f.max != nil && *f.max <= mostTold:
		o = append(o, member{"maximum", *f.max})
	}
	return o
}

// about is the description: what the tag says, or for ids what is taken as one.
func (f Field) about() string {
	switch {
	case f.doc != "" || f.ID == "":
		return f.doc
	case f.Type.Kind() == reflect.Slice:
		return "Ids or URLs."
	case f.ID == Cell:
		return "id or static_id."
	}
	return "Id or URL."
}

var (
	timeType = reflect.TypeFor[time.Time]()
	rawType  = reflect.TypeFor[json.RawMessage]()
)

// typeSchema begins with the member type, always.
func typeSchema(t reflect.Type, result bool) object {
	switch t {
	case timeType:
		return object{{"type", "string"}, {"format", "date-time"}}
	case rawType:
		return object{{"type", "object"}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return typeSchema(t.Elem(), result)
	case reflect.String:
		return object{{"type", "string"}}
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.Int, reflect.Int64:
		return object{{"type", "integer"}}
	case reflect.Float64:
		return object{{"type", "number"}}
	case reflect.Slice:
		return object{{"type", "array"}, {"items", typeSchema(t.Elem(), result)}}
	case reflect.Map:
		return object{{"type", "object"}}
	case reflect.Interface:
		return object{{"type", "object"}}
	case reflect.Struct:
		if result { // a model sees the members of members as they come
			return object{{"type", "object"}}
		}
		return Of(t).schema()
	}
	panic("no schema for " + t.String())
}
