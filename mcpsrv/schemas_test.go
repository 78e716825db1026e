package mcpsrv

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hextui/mcpsrv/tools"
)

// node is a part of a JSON schema.
type node = map[string]any

// Every schema is one of draft 2020-12 by a validator that was not made here, something fits it, and Gemini takes it.
func TestEverySchemaIsOne(t *testing.T) {
	for _, confirm := range []ConfirmMode{ConfirmAuto, ConfirmNever} {
		server := New(Options{Confirm: confirm})
		for _, s := range tools.All() {
			d := server.offered(s)
			for what, raw := range map[string][]byte{"arguments": d.Input, "result": d.Output, "promise": s.Output.OutputSchema()} {
				if raw == nil { // a picture
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%s", confirm, s.Name, what), func(t *testing.T) {
					read, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
					if err != nil {
						t.Fatal(err)
					}
					c := jsonschema.NewCompiler()
					c.DefaultDraft(jsonschema.Draft2020)
					if err := c.AddResource("tool.json", read); err != nil {
						t.Fatal(err)
					}
					schema, err := c.Compile("tool.json")
					if err != nil {
						t.Fatal(err)
					}
					one := fitting(read.(node))
					if err := schema.Validate(one); err != nil {
						t.Errorf("%v does not fit: %v", one, err)
					}
					if what == "arguments" {
						geminiTakes(t, s.Name, read.(node))
					}
				})
			}
		}
	}
}

// fitting is a value that is made as a model makes one: every member, the first allowed word, one item in every list.
func fitting(n node) any {
	if words, ok := n["enum"].([]any); ok && n["type"] != "array" {
		return words[0]
	}
	switch n["type"] {
	case "object":
		value := node{}
		if members, ok := n["properties"].(node); ok {
			for name, member := range members {
				value[name] = fitting(member.(node))
			}
		}
		return value
	case "array":
		return []any{fitting(n["items"].(node))}
	case "string":
		return "2026-01-01T00:00:00Z"
	case "boolean":
		return true
	}
	if least, ok := n["minimum"]; ok {
		return least
	}
	return 1
}

// geminiTakes checks that arguments keep to what Gemini's function declarations take, which is less than JSON Schema: a name of at
// most 64 letters, digits, underscores, dots and hyphens that begins with a letter; one type for every node, of the six; only the
// keywords below; items with every list; enum for strings alone, no word empty; required names that there are. An object without
// properties is one with any members. Beside that, every argument has a description.
func geminiTakes(t *testing.T, at string, n node) {
	t.Helper()
	if !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,63}$`).MatchString(at) {
		t.Errorf("%q is no name for Gemini", at)
	}
	geminiTakesNode(t, at, n)
}

func geminiTakesNode(t *testing.T, at string, n node) {
	t.Helper()
	for key := range n {
		if !slices.Contains([]string{"type", "description", "enum", "items", "properties", "required", "minimum", "maximum", "default"},
			key) {
			t.Errorf("%s: Gemini does not take %s", at, key)
		}
	}
	kind, _ := n["type"].(string)
	if !slices.Contains([]string{"string", "number", "integer", "boolean", "array", "object"}, kind) {
		t.Errorf("%s: the type is %v", at, n["type"])
	}
	if words, ok := n["enum"].([]any); ok && (kind != "string" || len(words) == 0 || slices.Contains(words, any(""))) {
		t.Errorf("%s: a %s has the words %v", at, kind, words)
	}
	items, listed := n["items"].(node)
	if listed != (kind == "array") {
		t.Errorf("%s: a %s, items %v", at, kind, n["items"])
	}
	if listed {
		geminiTakesNode(t, at+"[]", items)
	}
	members, _ := n["properties"].(node)
	required, _ := n["required"].([]any)
	for _, name := range required {
		if members[name.(string)] == nil {
			t.Errorf("%s: %v is required, and no member", at, name)
		}
	}
	for name, member := range members {
		if about, _ := member.(node)["description"].(string); about == "" {
			t.Errorf("%s.%s has no description", at, name)
		}
		geminiTakesNode(t, at+"."+name, member.(node))
	}
}
