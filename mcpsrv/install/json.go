package install

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// editJSON puts the server into a file of JSON, which may have comments and commas behind the last member.
func editJSON(src []byte, c Client, member string, s Server) (out []byte, replaces bool, err error) {
	entry := []pair{{"command", s.Command}, {"args", s.Args}}
	if c.typed() {
		entry = append([]pair{{"type", "stdio"}}, entry...)
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(src, bom))) == 0 {
		src = append(bytes.Clone(src), "{}\n"...)
	}
	root, err := readObject(src)
	if err != nil {
		return nil, false, err
	}
	servers, there := root.member(member)
	if !there {
		return root.insert(src, member, []pair{{s.Name, entry}}), false, nil
	}
	list, err := servers.object(src)
	if err != nil {
		return nil, false, fmt.Errorf("%q is no object", member)
	}
	mine, there := list.member(s.Name)
	if !there {
		return list.insert(src, s.Name, entry), false, nil
	}
	return update(src, mine, entry, s)
}

// update brings this program's own entry up to date: the members that say how it is started, and no others.
func update(src []byte, at value, entry []pair, s Server) ([]byte, bool, error) {
	for i := range entry {
		own, err := at.object(src)
		if err != nil {
			return nil, false, fmt.Errorf("the entry %q is no object", s.Name)
		}
		if i == 0 {
			var command string
			if old, there := own.member("command"); there {
				_ = json.Unmarshal(src[old.from:old.to], &command) // what is no text is another's
			}
			if !ours(command, s) {
				return nil, false, &Taken{Name: s.Name, Command: command}
			}
		}
		length := len(src)
		if old, there := own.member(entry[i].name); there {
			if !same(src[old.from:old.to], entry[i].value) {
				src = splice(src, old.from, old.to, render(entry[i].value, own.style(src)))
			}
		} else {
			src = own.insert(src, entry[i].name, entry[i].value)
		}
		at.to += len(src) - length
	}
	return src, true, nil
}

// same tells whether a text is the JSON of a value.
func same(text []byte, v any) bool {
	want, err := json.Marshal(v)
	var a, b any
	return err == nil && json.Unmarshal(text, &a) == nil && json.Unmarshal(want, &b) == nil && fmt.Sprint(a) == fmt.Sprint(b)
}

// pair is a member to be written; a value of pairs is an object.
type pair struct {
	name  string
	value any
}

var bom = []byte("\ufeff")

// value is the place of a value in a text.
type value struct{ from, to int }

// object is where an object's members are.
type object struct {
	value
	members []placed
	// comma is where a comma stands behind the last member, -1 for none.
	comma int
}

type placed struct {
	name    string
	key, at value
}

func (o object) member(name string) (value, bool) {
	for _, m := range o.members {
		if m.name == name {
			return m.at, true
		}
	}
	return value{}, false
}

// style is how an object is written: the line ending and the indentation of it and of its members; no newline means that
// it is on one line.
type style struct{ newline, outer, inner string }

func (o object) style(src []byte) style {
	st := style{newline: "\n"}
	if bytes.Contains(src, []byte("\r\n")) {
		st.newline = "\r\n"
	}
	st.outer = indentAt(src, o.from)
	unit := "  "
	if root := bytes.IndexByte(src, '\n'); root >= 0 {
		if first := indentOf(src[root+1:]); first != "" {
			unit = first
		}
	}
	st.inner = st.outer + unit
	if len(o.members) > 0 {
		first := o.members[0].key.from
		if !bytes.Contains(src[o.from:first], []byte("\n")) {
			st.newline = ""
		} else {
			st.inner = indentAt(src, first)
		}
	}
	return st
}

// indentAt is the white space at the beginning of the line of a place.
func indentAt(src []byte, at int) string {
	return indentOf(src[bytes.LastIndexByte(src[:at], '\n')+1:])
}

func indentOf(line []byte) string {
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// insert puts a new member behind the others.
func (o object) insert(src []byte, name string, v any) []byte {
	st := o.style(src)
	text := quote(name) + ": " + render(v, style{st.newline, st.inner, st.inner + strings.TrimPrefix(st.inner, st.outer)})
	switch {
	case len(o.members) == 0 && blank(src[o.from+1:o.to-1]):
		return splice(src, o.from+1, o.to-1, st.newline+st.inner+text+st.newline+st.outer)
	case len(o.members) == 0: // only comments: they stay in front of what comes
		return splice(src, o.from+1, o.from+1, st.newline+st.inner+text)
	}
	gap := st.newline + st.inner
	if st.newline == "" {
		gap = " "
	}
	if o.comma >= 0 {
		at := lineEnd(src, o.comma+1)
		return splice(src, at, at, gap+text+",")
	}
	end := o.members[len(o.members)-1].at.to
	at := lineEnd(src, end)
	return splice(splice(src, at, at, gap+text), end, end, ",")
}

// lineEnd is the end of the line of a place, if only a comment stands between, which then stays with what it is about; else
// the place itself.
func lineEnd(src []byte, at int) int {
	line, _, more := bytes.Cut(src[at:], []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	text := bytes.TrimLeft(line, " \t")
	block := bytes.HasPrefix(text, []byte("/*")) && bytes.HasSuffix(bytes.TrimRight(text, " \t"), []byte("*/")) &&
		bytes.Count(text, []byte("*/")) == 1
	if more && (bytes.HasPrefix(text, []byte("//")) || block) {
		return at + len(line)
	}
	return at
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

func splice(src []byte, from, to int, text string) []byte {
	out := make([]byte, 0, len(src)+len(text))
	out = append(out, src[:from]...)
	out = append(out, text...)
	return append(out, src[to:]...)
}

// render writes a value; of the style, outer is where it stands and inner where its members stand.
func render(v any, st style) string {
	members, ok := v.([]pair)
	if !ok {
		return compact(v)
	}
	var b strings.Builder
	b.WriteByte('{')
	unit := strings.TrimPrefix(st.inner, st.outer)
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		switch {
		case st.newline != "":
			b.WriteString(st.newline + st.inner)
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(quote(m.name) + ": " + render(m.value, style{st.newline, st.inner, st.inner + unit}))
	}
	if st.newline != "" {
		b.WriteString(st.newline + st.outer)
	}
	b.WriteByte('}')
	return b.String()
}

// compact is a text or a list of texts on one line.
func compact(v any) string {
	if list, ok := v.([]string); ok {
		quoted := make([]string, len(list))
		for i, s := range list {
			quoted[i] = quote(s)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	}
	return quote(fmt.Sprint(v))
}

func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a text can be encoded
	return strings.TrimSuffix(b.String(), "\n")
}
