package sqlite

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// jsonFunctions take members of JSON as databases with a type for it do. SQLite's own ->> gives 1 for true.
func jsonFunctions() map[string]function {
	member := func(path func(key driver.Value) []string) function {
		return function{least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			return jsonText(textOf(args[0]), path(args[1]))
		}}
	}
	row := func(args []driver.Value) (any, error) {
		text, err := json.Marshal(args)
		return string(text), err
	}
	return map[string]function{
		"as_row":        {least: 1, most: -1, nulls: true, call: row},
		"as_row_of_all": {least: 1, most: -1, call: row},
		"as_json_typeof": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			return jsonType(textOf(args[0]))
		}},
		"as_json_text": member(func(key driver.Value) []string {
			if text, ok := key.(string); ok && strings.HasPrefix(text, "$") {
				return strings.FieldsFunc(text[1:], func(r rune) bool { return strings.ContainsRune(".[]\"", r) })
			}
			return []string{textOf(key)}
		}),
		"as_json_members": {least: 2, most: -1, call: func(args []driver.Value) (any, error) {
			var path []string
			for _, a := range args[1:] {
				path = append(path, textOf(a))
			}
			return jsonText(textOf(args[0]), path)
		}},
		"as_json_path": member(func(key driver.Value) []string {
			return strings.Split(strings.Trim(textOf(key), "{}"), ",")
		}),
	}
}

// jsonType is what a JSON text is, as PostgreSQL calls it.
func jsonType(text string) (any, error) {
	if !json.Valid([]byte(text)) {
		return nil, fmt.Errorf("invalid input syntax for type json: '%.60s'", text)
	}
	switch strings.TrimSpace(text)[0] {
	case '{':
		return "object", nil
	case '[':
		return "array", nil
	case '"':
		return "string", nil
	case 't', 'f':
		return "boolean", nil
	case 'n':
		return "null", nil
	}
	return "number", nil
}

// jsonText is a member of JSON as text: strings without their quotes, and nil for null and for what is not there.
func jsonText(text string, path []string) (any, error) {
	raw := json.RawMessage(text)
	if !json.Valid(raw) {
		return nil, fmt.Errorf("invalid input syntax for type json: '%.60s'", text)
	}
	for _, key := range path {
		raw = jsonMember(raw, key)
	}
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if raw[0] == '"' {
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	return string(raw), nil
}

func jsonMember(raw json.RawMessage, key string) json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) == nil {
		return object[key]
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	at, err := strconv.Atoi(key)
	if at < 0 {
		at += len(list)
	}
	if err != nil || at < 0 || at >= len(list) {
		return nil
	}
	return list[at]
}
