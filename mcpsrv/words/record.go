package words

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Record is the members of a struct by name and value in one line, as its JSON has them and in its order, but for those that are
// named. Empty members are left out, an empty list is none. It is how a text holds all that the JSON holds.
func Record(v any, but ...string) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "" // the result cannot leave as JSON either, which is told
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return ""
	}
	return strings.Join(members(d, but), ", ")
}

// With is a text and behind it the record of what it does not say yet.
func With(text string, v any, but ...string) string {
	record := Record(v, but...)
	if text == "" || record == "" {
		return text + record
	}
	return text + ", " + record
}

// members are those of the object that has begun, to its end.
func members(d *json.Decoder, but []string) []string {
	var all []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return all
		}
		text, leave := value(d), false
		for _, b := range but {
			leave = leave || b == name
		}
		if text != "" && !leave {
			all = append(all, name.(string)+" "+text)
		}
	}
	_, _ = d.Token() // the end, as json.Marshal wrote it
	return all
}

func value(d *json.Decoder) string {
	token, err := d.Token()
	if err != nil {
		return ""
	}
	switch v := token.(type) {
	case string:
		return plain(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case json.Delim:
		if v == '[' {
			return list(d)
		}
		if all := members(d, nil); len(all) > 0 {
			return "(" + strings.Join(all, ", ") + ")"
		}
	}
	return ""
}

// list is the list that has begun, to its end.
func list(d *json.Decoder) string {
	var all []string
	for d.More() {
		all = append(all, value(d))
	}
	_, _ = d.Token()
	if len(all) == 0 {
		return "none"
	}
	return "[" + strings.Join(all, "; ") + "]"
}

// escaped keeps a text in its quotes and on its line. Other control characters are for who cleans the whole answer.
var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

// plain is a text as it is, or in quotes where it could be taken for more than one value.
func plain(s string) string {
	if strings.TrimSpace(s) == s && !strings.ContainsAny(s, "\"\n\r\t") && !strings.Contains(s, ", ") && !strings.Contains(s, "; ") {
		return s
	}
	return `"` + escaped.Replace(s) + `"`
}
