// Package jsonschema stands where mcp-go looks for github.com/santhosh-tekuri/jsonschema: go.mod puts it in that
// module's place. It has the names that mcp-go uses and checks with github.com/google/jsonschema-go, which mcp-go
// brings anyway.
//
// The reason is the start of the program. The original compiles the schemas of five drafts before main begins, for every
// start: 4 ms of 18, for a check of arguments that hextui words itself (mcpsrv) and so leaves switched off. Switched on,
// it works; a test in mcpsrv holds it to that. It must know nothing of hextui.
package jsonschema

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	google "github.com/google/jsonschema-go/jsonschema"
)

// UnmarshalJSON reads one JSON value, with nothing but space after it.
func UnmarshalJSON(r io.Reader) (any, error) {
	decoder := json.NewDecoder(r)
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more after the JSON value")
	}
	return value, nil
}

// Compiler makes schemas ready to check with. It is not for several goroutines at once.
type Compiler struct {
	documents map[string]any
}

// NewCompiler returns a compiler that knows no schema yet.
func NewCompiler() *Compiler {
	return &Compiler{documents: map[string]any{}}
}

// AddResource makes a schema, as [UnmarshalJSON] reads it, known by its address.
func (c *Compiler) AddResource(address string, document any) error {
	c.documents[address] = document
	return nil
}

// Compile makes the schema at an address ready. References to other documents are not followed, and are an error.
func (c *Compiler) Compile(address string) (*Schema, error) {
	document, ok := c.documents[address]
	if !ok {
		return nil, fmt.Errorf("no schema was added as %s", address)
	}
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	var schema google.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, err
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		return nil, err
	}
	return &Schema{resolved: resolved}, nil
}

// Schema is a schema that is ready to check with.
type Schema struct {
	resolved *google.Resolved
}

// Validate checks a value, as [UnmarshalJSON] reads it. What it finds wrong is a [*ValidationError].
func (s *Schema) Validate(value any) error {
	if err := s.resolved.Validate(value); err != nil {
		return &ValidationError{ErrorKind: err}
	}
	return nil
}

// ValidationError is what is wrong with a value, in one sentence.
type ValidationError struct {
	// InstanceLocation is the path to what is wrong; it is empty, since the sentence names the place.
	InstanceLocation []string
	// ErrorKind is the sentence.
	ErrorKind error
	// Causes are what is wrong in detail; there are none.
	Causes []*ValidationError
}

func (e *ValidationError) Error() string { return e.ErrorKind.Error() }

// Unwrap gives the sentence.
func (e *ValidationError) Unwrap() error { return e.ErrorKind }
