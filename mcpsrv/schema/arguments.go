package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/words"
)

// Decode reads the arguments of a call into the struct that into points to. It forgives what cannot be meant
// otherwise: "42" for 42, "x" for ["x"], JSON text for an object, null for a missing argument, words in any case.
// Everything else that does not fit is refused, all of it at once, each in a sentence.
func (s Shape) Decode(raw json.RawMessage, into any) *answer.Failure {
	members, ok := Object(raw)
	if !ok {
		return answer.Refuse("The arguments must be a JSON object with each key once.", "Known arguments: "+s.Names()+".")
	}
	complaints := s.fill(reflect.ValueOf(into).Elem(), members, "")
	switch len(complaints) {
	case 0:
		return nil
	case 1:
		return answer.Refuse(complaints[0], "")
	}
	f := answer.Refuse(fmt.Sprintf("%d arguments do not fit.", len(complaints)), "")
	f.Issues = complaints
	return f
}

// Object reads an object, also one that was encoded twice; nothing and null are an empty one. One with a key twice, at any depth,
// is none: which of the two is meant, nobody can say.
func Object(raw json.RawMessage) (map[string]json.RawMessage, bool) {
	raw = bytes.TrimSpace(raw)
	members := map[string]json.RawMessage{}
	if missing(raw) {
		return members, true
	}
	var text string
	if raw[0] == '"' && json.Unmarshal(raw, &text) == nil {
		raw = bytes.TrimSpace([]byte(text))
	}
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &members) != nil || doubled(json.NewDecoder(bytes.NewReader(raw))) {
		return nil, false
	}
	return members, true
}

// doubled tells whether an object in the JSON that d reads next has a key twice.
func doubled(d *json.Decoder) bool {
	opening, _ := d.Token()
	if opening != json.Delim('{') && opening != json.Delim('[') {
		return false
	}
	seen := map[json.Token]bool{}
	for d.More() {
		if opening == json.Delim('{') {
			key, err := d.Token()
			if err != nil || seen[key] {
				return true
			}
			seen[key] = true
		}
		if doubled(d) {
			return true
		}
	}
	_, _ = d.Token() // the end
	return false
}

func missing(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// fill sets the fields of v and returns what does not fit. Path goes before names, for nested objects.
func (s Shape) fill(v reflect.Value, members map[string]json.RawMessage, path string) []string {
	var complaints []string
	known := map[string]bool{}
	for _, f := range s.Fields {
		known[f.Name] = true
		raw := bytes.TrimSpace(members[f.Name])
		if missing(raw) && f.fallback != "" {
			raw = json.RawMessage(f.fallback)
		}
		if missing(raw) {
			if f.Required {
				complaints = append(complaints, fmt.Sprintf("%s%s is missing.%s", path, f.Name, f.ID.finderIfAny()))
			}
			continue
		}
		complaints = append(complaints, f.set(v.FieldByIndex(f.Index), raw, path+f.Name)...)
	}
	var unknown []string
	for name := range members {
		if !known[name] {
			unknown = append(unknown, words.Quoted(path+name))
		}
	}
	if len(unknown) > 0 {
		sort.Strings(unknown)
		complaints = append(complaints, fmt.Sprintf("Unknown: %s. Known: %s.", strings.Join(unknown, ", "), s.Names()))
	}
	return complaints
}

func (n Noun) finderIfAny() string {
	if n == "" {
		return ""
	}
	return n.Finder()
}

// set gives a field its value; name is the whole path of it.
func (f Field) set(v reflect.Value, raw json.RawMessage, name string) []string {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
		f.Required = false // it is there, and may be empty
	}
	switch v.Kind() {
	case reflect.String:
		return f.setText(v, raw, name)
	case reflect.Bool:
		b, ok := asBool(raw)
		if !ok {
			return []string{fmt.Sprintf("%s must be true or false, not %s.", name, shown(raw))}
		}
		v.SetBool(b)
	case reflect.Int, reflect.Int64:
		n, ok := asInt(raw)
		if !ok {
			return []string{fmt.Sprintf("%s must be a whole number%s, not %s.", name, f.span(), shown(raw))}
		}
		if f.outside(n) {
			return []string{fmt.Sprintf("%s must be%s, not %d.", name, f.span(), n)}
		}
		v.SetInt(int64(n))
	case reflect.Slice:
		return f.setList(v, raw, name)
	case reflect.Map:
		return setMap(v, raw, name)
	case reflect.Struct:
		members, ok := Object(raw)
		if !ok {
			return []string{fmt.Sprintf("%s must be an object with each key once, not %s.", name, shown(raw))}
		}
		return Of(v.Type()).fill(v, members, name+".")
	}
	return nil
}

func (f Field) setText(v reflect.Value, raw json.RawMessage, name string) []string {
	text, ok := Text(raw)
	if !ok {
		return []string{fmt.Sprintf("%s must be text, not %s.", name, shown(raw))}
	}
	if f.ID != "" && text != "" {
		id, complaint := f.ID.ID(name, text)
		if complaint != "" {
			return []string{complaint}
		}
		text = id
	}
	if len(f.Enum) > 0 && text != "" {
		word, complaint := f.word(name, text)
		if complaint != "" {
			return []string{complaint}
		}
		text = word
	}
	if f.Required && text == "" {
		return []string{fmt.Sprintf("%s is empty.%s", name, f.ID.finderIfAny())}
	}
	v.SetString(text)
	return nil
}

// word finds the allowed word that is meant, or says what to give instead.
func (f Field) word(name, text string) (word, complaint string) {
	plain := bare(text)
	for _, w := range f.Enum {
		if bare(w) == plain {
			return w, ""
		}
	}
	if w := f.also[plain]; w != "" {
		return w, ""
	}
	complaint = fmt.Sprintf("%s must be one of %s, not %s.", name, strings.Join(f.Enum, ", "), words.Quoted(text))
	if w := f.not[plain]; w != "" {
		complaint += " What comes nearest to it here is " + w + "."
	}
	return "", complaint
}

// bare is a word without case and the signs between its parts: createdAt, created_at and CREATED-AT are one.
func bare(text string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(text))
}

func (f Field) setList(v reflect.Value, raw json.RawMessage, name string) []string {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		items = []json.RawMessage{raw}
		var text string
		if json.Unmarshal(raw, &text) == nil && strings.HasPrefix(strings.TrimSpace(text), "[") &&
			json.Unmarshal([]byte(text), &items) != nil {
			items = []json.RawMessage{raw}
		}
	}
	if f.outside(len(items)) {
		return []string{fmt.Sprintf("%s must have%s entries, not %d.", name, f.span(), len(items))}
	}
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	entry := Field{Type: v.Type().Elem(), Enum: f.Enum, also: f.also, not: f.not, ID: f.ID}
	var complaints []string
	for i, item := range items {
		where := fmt.Sprintf("%s[%d]", name, i)
		if missing(bytes.TrimSpace(item)) {
			complaints = append(complaints, where+" is empty.")
			continue
		}
		complaints = append(complaints, entry.set(list.Index(i), bytes.TrimSpace(item), where)...)
	}
	v.Set(list)
	return complaints
}

// setMap takes an object as it is, numbers exact.
func setMap(v reflect.Value, raw json.RawMessage, name string) []string {
	members, ok := Object(raw)
	if !ok {
		return []string{fmt.Sprintf("%s must be an object with each key once, not %s.", name, shown(raw))}
	}
	m := make(map[string]any, len(members))
	for key, value := range members {
		d := json.NewDecoder(bytes.NewReader(value))
		d.UseNumber()
		var any any
		if err := d.Decode(&any); err != nil {
			return []string{fmt.Sprintf("%s.%s could not be read.", name, key)}
		}
		m[key] = any
	}
	v.Set(reflect.ValueOf(m))
	return nil
}

func (f Field) outside(n int) bool {
	return f.min != nil && n < *f.min || f.max != nil && n > *f.max
}

// span is the allowed range in words, with a space before it.
func (f Field) span() string {
	switch {
	case f.min != nil && f.max != nil:
		return fmt.Sprintf(" %d to %d", *f.min, *f.max)
	case f.min != nil:
		return fmt.Sprintf(" at least %d", *f.min)
	case f.max != nil:
		return fmt.Sprintf(" at most %d", *f.max)
	}
	return ""
}

// Text reads a text, or a number as one.
func Text(raw json.RawMessage) (string, bool) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, true
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String(), true
	}
	return "", false
}

func asBool(raw json.RawMessage) (value, ok bool) {
	text, isText := Text(raw)
	if !isText {
		text = string(raw)
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}

func asInt(raw json.RawMessage) (int, bool) {
	text, ok := Text(raw)
	if !ok {
		return 0, false
	}
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil {
		return n, true
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x != math.Trunc(x) || math.Abs(x) > 1<<53 {
		return 0, false
	}
	return int(x), true
}

// shown is a given JSON value for a sentence.
func shown(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return words.Quoted(text)
	}
	r := []rune(string(raw))
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(r)
}
