package hex

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Odd is an item of a list that cannot be understood. It is kept as it came, so that one such item does not hide the others.
type Odd struct {
	// ID and Name are what the item calls itself, empty where it does not.
	ID, Name string
	// Raw is the item as Hex sent it.
	Raw json.RawMessage
	// Why says what of it cannot be understood, as a part of a sentence: "createdAt is no time".
	Why string
}

// String names the item and says what is odd about it, in one sentence.
func (o Odd) String() string {
	what := "An item without an id"
	switch {
	case o.Name != "" && o.ID != "":
		what = fmt.Sprintf("“%s” (%s)", o.Name, o.ID)
	case o.Name+o.ID != "":
		what = o.Name + o.ID
	}
	return what + " cannot be understood: " + o.Why + "."
}

// mostOdd is how many runes of a text of Hex's are repeated in a sentence about it.
const mostOdd = 120

// errOdd is the failure of who needs all of a list to be understood.
func errOdd(odd []Odd) error {
	e := &Error{Kind: Decode, Message: odd[0].String(), Hint: "Look at it in the browser."}
	if more := len(odd) - 1; more > 0 {
		e.Message += fmt.Sprintf(" There are %d more such items in the list.", more)
	}
	return e
}

// oddItem is an item that could not be read, or lacks what every one has.
func oddItem(raw json.RawMessage, why string) Odd {
	o := Odd{Raw: raw, Why: why}
	fields := object(raw)
	for _, name := range []string{"id", "threadId", "runId"} {
		o.ID = cmp.Or(o.ID, text(fields[name]))
	}
	for _, name := range []string{"title", "name", "label", "email", "filePath", "tableName"} {
		o.Name = cmp.Or(o.Name, text(fields[name]))
	}
	return o
}

// cleanOdd makes the texts that are shown fit for it.
func cleanOdd(c *Client, odd []Odd) {
	for i := range odd {
		for _, text := range []*string{&odd[i].ID, &odd[i].Name, &odd[i].Why} {
			*text = OneLine(c.clean(*text), mostOdd)
		}
	}
}

// itemsOf is a list within an answer; items is nil where the answer has none.
type itemsOf[T any] struct {
	items []T
	odd   []Odd
}

func (l *itemsOf[T]) UnmarshalJSON(b []byte) (err error) {
	l.items, l.odd, err = readItems[T](b)
	return err
}

// readItems reads a list, and item by item where it cannot be read as a whole.
func readItems[T any](raw json.RawMessage) ([]T, []Odd, error) {
	var all []T
	if json.Unmarshal(raw, &all) == nil && complete(all) {
		return all, nil, nil
	}
	var each []json.RawMessage
	if err := json.Unmarshal(raw, &each); err != nil {
		return nil, nil, err
	}
	items, odd := []T{}, []Odd(nil)
	for _, one := range each {
		var v T
		err := json.Unmarshal(one, &v)
		lacks := lacking(&v)
		switch {
		case err != nil:
			odd = append(odd, oddItem(one, misfit(err, one)))
		case lacks != "":
			odd = append(odd, oddItem(one, "it lacks its "+lacks))
		default:
			items = append(items, v)
		}
	}
	return items, odd, nil
}

// complete tells whether every item has what it must have.
func complete[T any](items []T) bool {
	for i := range items {
		if lacking(&items[i]) != "" {
			return false
		}
	}
	return true
}

// lacking names what a decoded answer or item must have and has not; empty for none.
func lacking(v any) string {
	if whole, ok := v.(interface{ missing() string }); ok {
		return whole.missing()
	}
	return ""
}

// misfit says why JSON cannot be read, in its own words instead of Go's.
func misfit(err error, raw json.RawMessage) string {
	var kind *json.UnmarshalTypeError
	var moment *time.ParseError
	switch {
	case errors.As(err, &kind):
		value, _, _ := strings.Cut(kind.Value, " ")           // a number comes with its digits
		field := strings.ReplaceAll(kind.Field, "plain.", "") // of types that read themselves
		return cmp.Or(field, "it") + " is " + article(value) + " where " + wanted(kind.Type) + " belongs"
	case errors.As(err, &moment):
		var all any
		if json.Unmarshal(raw, &all) != nil {
			all = nil
		}
		return cmp.Or(memberWith(all, strings.Trim(moment.Value, `"`)), "a time") + " is “" + strings.Trim(moment.Value, `"`) +
			"” where a time belongs"
	case strings.HasPrefix(err.Error(), "Time.UnmarshalJSON"):
		return "what should be a time is no text"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// memberWith is the path of a member that has the text, empty where none has.
func memberWith(in any, text string) string {
	switch in := in.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(in)) {
			if in[name] == text {
				return name
			}
			if inner := memberWith(in[name], text); inner != "" {
				return name + "." + inner
			}
		}
	case []any:
		for i, one := range in {
			if inner := memberWith(one, text); inner != "" {
				return strconv.Itoa(i) + "." + inner
			}
		}
	}
	return ""
}

// moment reads a time of a thing that is useful without it. One that is none is nil, and told in odd.
func moment(raw json.RawMessage, name string, odd *[]string) *time.Time {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var t time.Time
	if json.Unmarshal(raw, &t) != nil {
		came := string(raw)
		if raw[0] == '"' {
			came = "“" + text(raw) + "”"
		}
		*odd = append(*odd, name+" is "+OneLine(came, mostOdd)+" where a time belongs")
		return nil
	}
	return &t
}

func article(value string) string {
	switch value {
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "an object"
	}
	return "a " + value
}

// wanted is what JSON has for a Go type.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	}
	return "a number"
}
