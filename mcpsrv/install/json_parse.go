package install

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/tailscale/hujson"
)

// readObject finds where the members of a file are that is one object of JSON, with comments and commas behind the last
// member if it has such.
func readObject(src []byte) (object, error) {
	return readAt(bytes.TrimPrefix(src, bom), len(src)-len(bytes.TrimPrefix(src, bom)))
}

// object finds the members of a value.
func (v value) object(src []byte) (object, error) { return readAt(src[v.from:v.to], v.from) }

// readAt finds the members of an object whose text begins at a place.
func readAt(text []byte, start int) (object, error) {
	root, err := hujson.Parse(text)
	if err != nil {
		return object{}, fmt.Errorf("it is no JSON: %w", err)
	}
	found, ok := root.Value.(*hujson.Object)
	if !ok {
		return object{}, errors.New("it is no object of JSON")
	}
	place := func(v hujson.Value) value { return value{start + v.StartOffset, start + v.EndOffset} }
	o := object{value: place(root), comma: -1}
	for _, m := range found.Members {
		name := m.Name.Value.(hujson.Literal).String() // the name of a member is a text
		if _, twice := o.member(name); twice {
			return o, fmt.Errorf("it has the member %q twice", name)
		}
		o.members = append(o.members, placed{name: name, key: place(m.Name), at: place(m.Value)})
		if m.Value.AfterExtra != nil { // of the last member only when a comma follows
			o.comma = start + m.Value.EndOffset + len(m.Value.AfterExtra)
		} else {
			o.comma = -1
		}
	}
	return o, nil
}
